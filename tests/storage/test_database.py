import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.database import LOCK, LogError, open_log, run_lock
from storage.figures import catalogue
from storage.tables import runs


def test_a_new_log_has_every_table_and_the_pragmas(log):
    assert {"runs", "portals", "versions", "figures", "alerts"} <= set(log.db.table_names())
    assert log.db.view_names() == ["figures_tall"]
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    assert [log.db.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas] == ["wal", 1, 1, 30_000]


def test_the_wide_table_has_a_column_for_every_figure(log):
    columns = [row["name"] for row in log.rows("PRAGMA table_info(figures)")]
    assert columns == ["version_id", *(figure.sql_name for figure in catalogue().values()), "printed"]


def test_opening_again_changes_nothing(log, tmp_path):
    before = log.rows("SELECT * FROM _sqlite_migrations")
    with open_log(tmp_path / "data") as again:
        assert again.rows("SELECT * FROM _sqlite_migrations") == before


def test_a_log_of_a_newer_nianbao_is_refused(log, tmp_path):
    log.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('nianbao', '9999_far', 'then')"
    )
    with pytest.raises(LogError, match=r"更新版本.*9999_far") as caught:
        open_log(tmp_path / "data")
    assert "\n" not in str(caught.value)


def test_migrations_of_others_in_the_same_file_do_not_matter(log, tmp_path):
    log.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('other', '9999_far', 'then')")
    open_log(tmp_path / "data").close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "nianbao.db"
    path.write_bytes("这是一份年报，不是数据库。".encode() * 50)
    before = path.read_bytes()
    with pytest.raises(LogError, match="不是 SQLite 数据库"):
        open_log(tmp_path)
    assert path.read_bytes() == before


def test_a_damaged_database_says_so(log, tmp_path):
    log.execute_many(
        "INSERT INTO runs (kind, day, started_at, outcome) VALUES (?, ?, ?, ?)",
        [("run", "2026-04-08", "2026-04-08T00:00:00Z", "completed" * 50)] * 500,
    )
    log.close()
    path = tmp_path / "data" / "nianbao.db"
    pages = bytearray(path.read_bytes())
    pages[4096 * 40 :] = b"\xff" * (len(pages) - 4096 * 40)
    path.write_bytes(pages)
    with pytest.raises(LogError, match="已损坏"), open_log(tmp_path / "data") as damaged:
        damaged.rows("SELECT * FROM runs")


def test_a_directory_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for inside in ("file", "file/data"):
        with pytest.raises(LogError, match="--data"):
            open_log(tmp_path / inside)
        with pytest.raises(LogError, match="--data"), run_lock(tmp_path / inside):
            pass


def test_a_database_that_cannot_be_opened_is_refused(tmp_path):
    (tmp_path / "nianbao.db").mkdir()
    with pytest.raises(LogError, match="打不开"):
        open_log(tmp_path)


def test_a_full_disk_is_one_line_and_loses_nothing(scene):
    log = scene.log
    [[pages]] = log.db.execute("PRAGMA page_count").fetchall()
    log.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LogError, match="磁盘已满") as caught:
        fill(scene)
    assert "\n" not in str(caught.value)
    whole = log.rows("SELECT url FROM versions JOIN reports ON reports.id = report_id")
    assert whole == log.rows("SELECT url FROM reports")
    log.execute(f"PRAGMA max_page_count = {pages * 100}")
    scene.see("http://127.88.0.9/after")
    assert log.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def fill(scene):
    for number in range(100_000):
        scene.see(f"http://127.88.0.9/{number}", title="长" * 1000)


def test_a_write_that_was_swallowed_half_is_no_success(scene):
    log = scene.log
    [[pages]] = log.db.execute("PRAGMA page_count").fetchall()
    log.execute(f"PRAGMA max_page_count = {pages}")

    def swallow():
        with log.atomic():
            log.execute("UPDATE runs SET kind = 'judge'")
            with pytest.raises(LogError, match="磁盘已满"):
                fill(scene)
            if not log.db.conn.in_transaction:
                return
            log.execute("ROLLBACK")

    with pytest.raises(sqlite3.OperationalError, match="no transaction is active"):
        swallow()
    assert runs.latest(log).kind == "run"


def test_atomic_is_all_or_nothing(log):
    with pytest.raises(ZeroDivisionError):
        add_run_and_fail(log, "outer")
    assert kinds(log) == []


def test_an_inner_atomic_fails_alone(log):
    with log.atomic():
        add_run(log, "outer")
        with pytest.raises(ZeroDivisionError):
            add_run_and_fail(log, "inner")
        add_run(log, "after")
    assert kinds(log) == ["outer", "after"]


def test_an_outer_failure_takes_the_inner_with_it(log):
    with pytest.raises(ZeroDivisionError), log.atomic(), log.atomic():
        add_run_and_fail(log, "inner")
    assert kinds(log) == []


def test_a_wrong_statement_stays_what_it_is(log):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        log.execute("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.ProgrammingError):
        log.execute("SELECT ?", ())
    with pytest.raises(sqlite3.IntegrityError):
        log.execute("INSERT INTO columns (portal_id, url, found_by) VALUES (99, 'u', 'registry')")


def test_a_reader_sees_the_state_before_while_a_writer_is_at_work(log, tmp_path):
    add_run(log, "before")
    with open_log(tmp_path / "data") as reader:
        with log.atomic():
            add_run(log, "during")
            assert kinds(reader) == ["before"]
        assert kinds(reader) == ["before", "during"]


def test_a_second_writer_waits_for_the_first(log, tmp_path):
    started = threading.Event()

    def write():
        with open_log(tmp_path / "data") as other:
            started.set()
            add_run(other, "second")

    thread = threading.Thread(target=write)
    with log.atomic():
        add_run(log, "first")
        thread.start()
        assert started.wait(30)
    thread.join()
    assert kinds(log) == ["first", "second"]


def test_a_writer_that_waits_too_long_says_who_is_in_the_way(log, tmp_path):
    with open_log(tmp_path / "data") as other:
        other.execute("PRAGMA busy_timeout = 0")
        with log.atomic(), pytest.raises(LogError, match="被别的进程占用"):
            add_run(other, "second")


def test_many_processes_may_open_a_new_log_at_once(tmp_path):
    script = (
        "import sys, pathlib\nfrom storage.database import open_log\n"
        "sys.stdin.read(1)\nopen_log(pathlib.Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "data")]
    openers = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    for opener in openers:
        opener.stdin.close()
    errors = [(opener.wait(), opener.stderr.read().decode()) for opener in openers]
    for opener in openers:
        opener.stderr.close()
    assert errors == [(0, "")] * 4


def test_two_runs_cannot_hold_the_lock(tmp_path):
    with run_lock(tmp_path), pytest.raises(LogError, match=f"进程 {os.getpid()}"), run_lock(tmp_path):
        pass
    with run_lock(tmp_path):
        pass


def test_a_killed_run_releases_the_lock(tmp_path):
    script = (
        "import sys, time, pathlib\nfrom storage.database import run_lock\n"
        "with run_lock(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LogError, match=f"进程 {holder.pid}"), run_lock(tmp_path):
            pass
        holder.kill()
        holder.wait()
        with run_lock(tmp_path):
            pass


def test_a_child_that_got_the_lock_holds_it_on(tmp_path):
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with run_lock(tmp_path) as lock:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[lock.descriptor])
    with pytest.raises(LogError, match="正在进行"), run_lock(tmp_path):
        pass
    child.communicate()
    with run_lock(tmp_path):
        pass


def test_a_lock_without_a_name_is_still_a_lock(tmp_path):
    with (tmp_path / LOCK).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(LogError, match="进程 未知"), run_lock(tmp_path):
            pass


def test_importing_the_log_does_not_import_what_is_heavy():
    rooms = Path(__file__).resolve().parents[2] / "storage"
    names = [f"storage.{path.stem}" for path in rooms.glob("*.py") if path.stem not in {"__init__", "migrations"}]
    names += [f"storage.tables.{path.stem}" for path in (rooms / "tables").glob("*.py") if path.stem != "__init__"]
    script = f"import sys, {', '.join(sorted(names))}; print('sqlite_utils' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"False\n"


def add_run(log, kind):
    log.execute(
        "INSERT INTO runs (kind, day, started_at, outcome) VALUES (?, '2026-04-08', '2026-04-08T00:00:00Z', 'killed')",
        (kind,),
    )


def add_run_and_fail(log, kind):
    with log.atomic():
        add_run(log, kind)
        raise ZeroDivisionError


def kinds(log):
    return [row["kind"] for row in log.rows("SELECT kind FROM runs ORDER BY id")]


@pytest.mark.parametrize("loss", ["missing", "empty"])
def test_a_log_lost_beside_its_archive_does_not_begin_anew(log, tmp_path, loss):
    data = tmp_path / "data"
    log.archive.put(b"evidence")
    log.close()
    for path in data.glob("nianbao.db*"):
        path.unlink()
    if loss == "empty":
        (data / "nianbao.db").touch()
    with pytest.raises(LogError, match="从备份恢复") as caught:
        open_log(data)
    assert "\n" not in str(caught.value)
    assert not (data / "nianbao.db").exists() or not (data / "nianbao.db").stat().st_size


def test_what_is_kept_is_for_its_owner_alone(tmp_path):
    data = tmp_path / "new"
    with open_log(data) as log, run_lock(data):
        runs.latest(log)
        modes = {path.name: path.stat().st_mode & 0o777 for path in (data, *data.iterdir())}
    assert modes.pop("new") == 0o700
    assert set(modes.values()) == {0o600}

"""Backups while others write, broken off anywhere, restored over damage: nothing that was kept is lost."""

import hashlib
import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.backup import back_up, heal, restore
from storage.clock import Clock
from storage.database import ARCHIVE, DATABASE, open_log, run_lock
from storage.errors import LogError
from storage.tables import captures
from tests.killing import killed_at

CLOCK = Clock(date(2026, 4, 8))
BODIES = [b"<p>one</p>", b"<p>two</p>", b"<p>three</p>"]


def quiet(_done: int, _total: int) -> None:
    pass


@pytest.fixture
def data(scene):
    for number, body in enumerate(BODIES):
        scene.keep(f"http://127.88.0.9/nb/{number}.html", body)
    return scene.log.data


def contents(data: Path) -> list[bytes]:
    with open_log(data) as log:
        return [log.archive.get(sha256) for sha256, _size in captures.kept_files(log)]


def spoil(data: Path, body: bytes) -> Path:
    """Flip a byte of a file of the archive."""
    path = Archive(data / ARCHIVE).path(hashlib.sha256(body).hexdigest())
    path.chmod(0o600)
    path.write_bytes(b"!" + body[1:])
    return path


def test_a_backup_is_a_data_directory_and_comes_back_whole(data, scene, tmp_path):
    done = back_up(scene.log, tmp_path / "kept", quiet)
    assert (done.copied, done.kept, done.troubles) == (3, 0, [])
    assert restore(tmp_path / "kept", tmp_path / "moved", CLOCK, quiet).copied == 3
    for place in ("kept", "moved"):
        assert sorted(contents(tmp_path / place)) == sorted(BODIES)
        assert (tmp_path / place / DATABASE).stat().st_mode & 0o077 == 0
    with sqlite3.connect(data / DATABASE) as old, sqlite3.connect(tmp_path / "moved" / DATABASE) as new:
        assert sorted(old.iterdump()) == sorted(new.iterdump())


def test_a_second_backup_copies_what_is_new(data, scene, tmp_path):
    back_up(scene.log, tmp_path / "kept", quiet)
    scene.keep("http://127.88.0.9/nb/new.html", b"<p>new</p>")
    done = back_up(scene.log, tmp_path / "kept", quiet)
    assert (done.copied, done.kept) == (1, 3)
    assert sorted(contents(tmp_path / "kept")) == sorted([*BODIES, b"<p>new</p>"])


def test_what_is_written_meanwhile_does_not_break_it(data, scene, tmp_path):
    with open_log(data) as other:

        def write(done: int, _total: int) -> None:
            other.execute("UPDATE portals SET name = ?", [f"写入 {done}"])

        back_up(scene.log, tmp_path / "kept", write)
        assert other.row("SELECT name FROM portals") == {"name": "写入 3"}
    with open_log(tmp_path / "kept") as log:
        assert log.row("SELECT name FROM portals") == {"name": "青河市人民政府门户网站"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_kill_leaves_the_earlier_backup_and_is_made_good(data, scene, tmp_path, at):
    target = tmp_path / "kept"
    back_up(scene.log, target, quiet)
    later = b"<p>later</p>"
    scene.keep("http://127.88.0.9/nb/later.html", later)

    def work(step):
        with open_log(data) as log:
            back_up(log, target, lambda _done, _total: step())

    assert killed_at(at, work)
    assert sorted(contents(target)) == sorted(BODIES)
    back_up(scene.log, target, quiet)
    assert sorted(contents(target)) == sorted([*BODIES, later])
    assert not list(target.glob(".*"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_restoring_that_was_killed_is_done_again(data, scene, tmp_path, at):
    back_up(scene.log, tmp_path / "kept", quiet)
    target = tmp_path / "moved"
    assert killed_at(at, lambda step: restore(tmp_path / "kept", target, CLOCK, lambda *_at: step()))
    with pytest.raises(LogError, match="备份恢复"):
        open_log(target)
    assert restore(tmp_path / "kept", target, CLOCK, quiet).kept == at
    assert sorted(contents(target)) == sorted(BODIES)


def test_damage_on_one_side_is_healed_and_on_both_is_said(data, scene, tmp_path):
    back_up(scene.log, tmp_path / "kept", quiet)
    spoil(data, BODIES[0])
    spoil(tmp_path / "kept", BODIES[1])
    # The backup keeps its good copy of what was damaged since; only what is whole nowhere is a trouble.
    assert back_up(scene.log, tmp_path / "kept", quiet).troubles == []
    done = restore(tmp_path / "kept", data, CLOCK, quiet, replace=True)
    assert (done.copied, done.troubles) == (1, [])
    assert sorted(contents(data)) == sorted(BODIES)
    for place in (data, tmp_path / "kept"):
        path = spoil(place, BODIES[2])
    [trouble] = restore(tmp_path / "kept", data, CLOCK, quiet, replace=True).troubles
    assert path.name in trouble
    assert "已损坏" in trouble


def test_damaged_evidence_is_put_back_and_the_log_stays(data, scene, tmp_path):
    back_up(scene.log, tmp_path / "kept", quiet)
    scene.keep("http://127.88.0.9/nb/later.html", b"<p>later</p>")
    spoil(data, BODIES[0])
    lost = spoil(data, BODIES[1])
    lost.unlink()
    done = heal(tmp_path / "kept", scene.log, quiet)
    assert (done.copied, done.kept, done.troubles) == (2, 2, [])
    assert sorted(contents(data)) == sorted([*BODIES, b"<p>later</p>"])
    with pytest.raises(LogError, match="不是 nianbao 的备份"):
        heal(tmp_path / "nothing", scene.log, quiet)


def test_a_file_that_is_whole_nowhere_does_not_stop_a_backup(data, scene, tmp_path):
    path = spoil(data, BODIES[1])
    done = back_up(scene.log, tmp_path / "kept", quiet)
    assert (done.copied, len(done.troubles)) == (2, 1)
    assert str(path) in done.troubles[0]


def test_a_log_in_the_way_is_renamed_and_only_when_asked(data, scene, tmp_path):
    back_up(scene.log, tmp_path / "kept", quiet)
    scene.log.execute("UPDATE portals SET name = 'changed since'")
    scene.log.close()
    with pytest.raises(LogError, match="--replace"):
        restore(tmp_path / "kept", data, CLOCK, quiet)
    aside = restore(tmp_path / "kept", data, CLOCK, quiet, replace=True).set_aside
    assert aside is not None
    with sqlite3.connect(aside) as old, sqlite3.connect(data / DATABASE) as new:
        assert old.execute("SELECT name FROM portals").fetchone() == ("changed since",)
        assert new.execute("SELECT name FROM portals").fetchone() == ("青河市人民政府门户网站",)


def test_what_cannot_be_done_is_one_line(data, scene, tmp_path):
    kept = tmp_path / "kept"
    for inside in (data, data / "kept"):
        with pytest.raises(LogError, match="数据目录或在它里面"):
            back_up(scene.log, inside, quiet)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(LogError, match="写不进去"):
        back_up(scene.log, tmp_path / "file", quiet)
    with pytest.raises(LogError, match="不是 nianbao 的备份"):
        restore(tmp_path / "nothing", tmp_path / "moved", CLOCK, quiet)
    back_up(scene.log, kept, quiet)
    with pytest.raises(LogError, match="就是数据目录"):
        restore(kept, kept, CLOCK, quiet)
    with run_lock(tmp_path / "busy"), pytest.raises(LogError, match="正在进行"):
        restore(kept, tmp_path / "busy", CLOCK, quiet)
    with closing(sqlite3.connect(kept / DATABASE)) as newer, newer:
        newer.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('nianbao', '9999_later')")
    with pytest.raises(LogError, match="更新版本"):
        restore(kept, tmp_path / "moved", CLOCK, quiet)
    whole = (kept / DATABASE).read_bytes()
    (kept / DATABASE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LogError, match="已损坏"):
        restore(kept, tmp_path / "moved", CLOCK, quiet)
    assert not (tmp_path / "moved" / DATABASE).exists()
    assert (tmp_path / "moved" / ARCHIVE).is_dir()

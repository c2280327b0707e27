"""``nianbao backup`` and ``restore`` as people use them: what they say, and the files beside the log."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from monitor.schedule.engine import hold_schedule
from storage.database import open_log
from storage.tables.portals import BodyRow
from tests.monitor.planting import WATER, World, draft

REGISTRY = '[[portal]]\nname = "青河市人民政府"\nhome = "http://www.qinghe.example.cn/"\n'
SETTINGS = '[schedule]\nrun = "06:00"\n'


def ask(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a registry, settings and a log, as an office has it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "portals.toml").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "nianbao.toml").write_text(SETTINGS, encoding="utf-8")
    with open_log(tmp_path / "nianbao-data") as log:
        world = World(log, (BodyRow(WATER, "department"),))
        with world.on(date(2026, 4, 8)) as run:
            run.visit().post(draft())
    return tmp_path


def test_a_move_to_another_machine(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = office / "备份"
    result = ask("backup", kept)
    assert result.exit_code == 0, result.output
    assert f"已备份到 {kept}：数据库、存档" in result.stdout
    assert "portals.toml、nianbao.toml。" in result.stdout
    before = ask("reports", "--format", "json").stdout
    (office / "new").mkdir()
    monkeypatch.chdir(office / "new")
    result = ask("restore", kept)
    assert result.exit_code == 0, result.output
    assert Path("portals.toml").read_text(encoding="utf-8") == REGISTRY
    assert Path("nianbao.toml").read_text(encoding="utf-8") == SETTINGS
    assert before != "[]\n"
    assert ask("reports", "--format", "json").stdout == before


def test_what_is_there_is_not_written_over(office: Path) -> None:
    assert ask("backup", "kept").exit_code == 0
    (office / "portals.toml").write_text(REGISTRY + "# 改过\n", encoding="utf-8")
    refused = ask("restore", "kept")
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
    assert "--replace" in refused.stderr
    result = ask("restore", "kept", "--replace")
    assert result.exit_code == 0, result.output
    assert "原来的数据库改名为 nianbao-data/nianbao.db.换下-" in result.stdout
    assert "portals.toml 已经有了，没有动" in result.stdout
    assert "改过" in (office / "portals.toml").read_text(encoding="utf-8")
    assert "nianbao.toml" not in result.stdout


def test_while_a_scheduler_keeps_the_data_it_is_backed_up_and_not_replaced(office: Path) -> None:
    with hold_schedule(office / "nianbao-data"):
        assert ask("backup", "kept").exit_code == 0
        refused = ask("restore", "kept", "--replace")
    assert refused.exit_code == 2
    assert "定时程序正在运行" in refused.stderr


def test_damaged_evidence_is_put_back_while_a_scheduler_runs(office: Path) -> None:
    assert ask("backup", "kept").exit_code == 0
    damaged = next(path for path in (office / "nianbao-data/archive").rglob("*") if path.is_file())
    damaged.unlink()
    with hold_schedule(office / "nianbao-data"):
        result = ask("restore", "kept", "--archive-only")
    assert (result.exit_code, "其中补上 1 个；数据库没有动" in result.stdout) == (0, True)
    assert damaged.is_file()


def test_a_registry_that_is_not_here_is_said(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (office / "elsewhere").mkdir()
    monkeypatch.chdir(office / "elsewhere")
    result = ask("backup", office / "kept", "--data", office / "nianbao-data")
    assert (result.exit_code, "这里没有登记表 portals.toml，没有备份它" in result.stderr) == (0, True)
    assert not (office / "kept/portals.toml").exists()


def test_damaged_evidence_is_named_and_the_rest_is_copied(office: Path) -> None:
    damaged = next(path for path in (office / "nianbao-data/archive").rglob("*") if path.is_file())
    damaged.chmod(0o600)
    damaged.write_bytes(b"")
    result = ask("backup", "kept")
    assert (result.exit_code, damaged.name in result.stderr) == (1, True)
    assert (office / "kept/nianbao.db").is_file()
    assert ask("backup").exit_code == 2
    assert "还没有数据" in ask("backup", "kept", "--data", "nowhere").stderr

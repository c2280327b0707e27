"""A data directory, an archive or a HOME without rights is one line, never a traceback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.browser import find_browser
from monitor.cli import main
from monitor.judging.versions import read_versions
from storage.database import open_log
from storage.tables import runs
from storage.tables.portals import BodyRow
from tests.monitor.planting import WATER, World, draft

DAY = date(2026, 4, 8)
NOBODY = 65534
REGISTRY = '[[portal]]\nname = "青河市人民政府"\nhome = "http://www.qinghe.example.cn/"\n'
LISTINGS = (
    ["alerts"],
    ["reports"],
    ["obligations"],
    ["digest"],
    ["export", "problems", "--format", "csv"],
    ["portals", "list"],
)
COMMANDS = (*LISTINGS, ["judge"], ["doctor"])


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act as an account that is not root, whom rights do not bind."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log with a report, which has been read, so that what commands import is imported; in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "portals.toml").write_text(REGISTRY, encoding="utf-8")
    place = tmp_path / "data"
    with open_log(place) as log:
        world = World(log, (BodyRow(WATER, "department"),))
        with world.on(DAY) as run:
            run.visit().post(draft())
        list(read_versions(log, run.clock))
        assert runs.latest(log)
    for command in (*COMMANDS, ["notify"]):
        ask(place, command)
    open_up(tmp_path)
    return place


def open_up(path: Path) -> None:
    """Let everybody reach a folder of this test."""
    for folder in (path, *path.parents[:-2]):
        folder.chmod(0o755)


def ask(data: Path, command: list[str]) -> Result:
    return CliRunner().invoke(main, [*command, "--data", str(data)])


def assert_one_line(result: Result) -> None:
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_data_directory_without_rights(data: Path, command: list[str]) -> None:
    data.chmod(0)
    try:
        with as_nobody():
            result = ask(data, command)
    finally:
        data.chmod(0o700)
    assert_one_line(result)
    assert str(data) in result.output
    if command != ["doctor"]:
        assert len(result.stderr.splitlines()) == 1


def test_an_archive_without_rights(data: Path, tmp_path: Path) -> None:
    for path in (data, *data.glob("*")):
        os.chown(path, NOBODY, NOBODY) if os.geteuid() == 0 else None
    (data / "archive").chmod(0)
    try:
        with as_nobody(), open_log(data) as log:
            told = [log.archive.trouble(row["sha256"], row["size"]) for row in log.rows("SELECT * FROM captures")]
        with as_nobody():
            doctor = ask(data, ["doctor"])
            judged = ask(data, ["judge"])
    finally:
        (data / "archive").chmod(0o700)
    assert told
    assert all("读不出来（Permission denied），请检查磁盘和权限" in line for line in told)
    assert "个不全" in doctor.output
    assert judged.exit_code == 2
    assert "进不去" in judged.output
    assert len(judged.stderr.splitlines()) == 1


def test_a_folder_without_rights_hides_registry_and_settings(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = data.parent / "closed"
    closed.mkdir()
    monkeypatch.chdir(closed)
    closed.chmod(0)
    try:
        with as_nobody():
            results = [ask(data, command) for command in (["portals", "list"], ["doctor"], ["run"], ["notify"])]
    finally:
        closed.chmod(0o700)
    for result, name in zip(results, ("portals.toml", "portals.toml", "portals.toml", "nianbao.toml"), strict=True):
        assert_one_line(result)
        assert (name in result.stderr, len(result.stderr.splitlines())) == (True, 1)


def test_a_home_without_rights_is_a_home_without_a_browser(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    open_up(tmp_path)
    home.chmod(0)
    try:
        with as_nobody():
            assert find_browser({"HOME": str(home), "PATH": ""}) is None
    finally:
        home.chmod(0o700)

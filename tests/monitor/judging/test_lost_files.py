"""Files that the archive lost: said in every run, also where another file speaks, and read again once they are back."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.demo.render_html import report_page
from monitor.telling.doctor import Remark, examine
from storage.clock import Clock
from storage.tables import readings, versions
from tests.monitor.planting import World, draft

DAY = date(2026, 4, 8)
NEXT = DAY + timedelta(days=1)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def close(path: Path) -> None:
    """Make a file unreadable for everybody, root too."""
    path.unlink()
    path.mkdir()


def shorten(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])


BREAKS = {"flipped": flip, "missing": Path.unlink, "closed": close, "short": shorten}


def page_of(world: World) -> Path:
    (version,) = versions.current(world.log)
    page = versions.files_of(world.log, version.version_id)[0]
    return world.log.archive.path(page.sha256)


def plant(world: World) -> None:
    """A report as a page with the same in a file beside it."""
    content = report_page(draft()).encode()
    with world.on(DAY) as run:
        run.visit().post(draft(), page=content, files=(("年报.html", content + b"\n"),))


def archive_of(world: World, tmp_path: Path, *, verify: bool = False) -> Remark:
    found = examine(world.log.data, tmp_path / "none.toml", Clock(NEXT), verify=verify)
    return next(remark for remark in found if remark.what == "存档")


@pytest.mark.parametrize("how", BREAKS)
def test_a_lost_page_is_said_though_a_file_speaks(world: World, how: str) -> None:
    with world.on(DAY) as run:
        content = report_page(draft()).encode()
        run.visit().post(draft(), page=content, files=(("年报.html", content + b"\n"),))
        BREAKS[how](page_of(world))
    assert readings.load(world.log, 1).outcome == "read"
    assert str(page_of(world)) in world.alert("unreadable", None).message
    with world.on(NEXT) as run:
        run.visit()
    assert world.alert("unreadable", None).state == "open"


@pytest.mark.parametrize("how", ["missing", "closed", "short"])
def test_what_is_lost_after_it_was_read_is_said_by_the_next_run_and_by_the_doctor(
    world: World, tmp_path: Path, how: str
) -> None:
    plant(world)
    assert archive_of(world, tmp_path).ok
    BREAKS[how](page_of(world))
    remark = archive_of(world, tmp_path)
    assert (remark.ok, str(page_of(world)) in remark.mend) == (False, True)
    with world.on(NEXT) as run:
        run.visit()
    assert world.alert("unreadable", None).state == "open"
    assert [entry.rule for entry in world.digest.health_news["new"]] == ["unreadable"]


def test_a_flipped_byte_is_found_by_verifying(world: World, tmp_path: Path) -> None:
    plant(world)
    flip(page_of(world))
    assert archive_of(world, tmp_path).ok
    remark = archive_of(world, tmp_path, verify=True)
    assert (remark.ok, "已损坏" in remark.mend) == (False, True)


def test_once_the_same_bytes_come_anew_all_is_well(world: World, tmp_path: Path) -> None:
    content = report_page(draft()).encode()
    with world.on(DAY) as run:
        run.visit().post(draft(), page=content, files=(("年报.html", content + b"\n"),))
        flip(page_of(world))
    assert world.alert("unreadable", None).state == "open"
    world.log.archive.put(content)
    with world.on(NEXT) as run:
        run.visit()
    assert world.alert("unreadable", None).state == "resolved"
    assert readings.load(world.log, 1).detail == ""
    assert archive_of(world, tmp_path, verify=True).ok

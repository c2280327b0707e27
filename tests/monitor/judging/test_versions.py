"""Reading the versions of a log: by several processes, one of which a file may break."""

from collections.abc import Generator, Iterable
from datetime import date, timedelta

import pytest

from monitor.documents import limits
from monitor.documents.worker import Bounds
from monitor.documents.workers import Outcome, run
from monitor.judging.versions import BROKEN_OFF, load_report
from monitor.reports import READER
from monitor.reports.inputs import Source
from monitor.reports.model import Report
from storage.tables import captures, readings
from tests.monitor.documents.breakers import BREAK, read_or_break
from tests.monitor.planting import COLUMN, FARMS, WATER, World, draft

DAY = date(2026, 4, 8)
TIGHT = Bounds(seconds=5.0, memory=600 * limits.MIB)


@pytest.fixture
def breakable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.judging.versions.read_sources", read_sources)


def read_sources(sources: Iterable[Source], *, count: int) -> Generator[Outcome[Report], None, None]:
    return run(read_or_break, sources, bounds=TIGHT)


@pytest.mark.usefixtures("breakable")
@pytest.mark.parametrize(
    ("deed", "line"), [("spin", "还没有读完"), ("eat", "超过上限"), ("die", "中途崩溃（SIGSEGV）")]
)
def test_a_file_that_breaks_its_reader_is_unreadable_and_the_others_are_read(
    world: World, deed: str, line: str
) -> None:
    with world.on(DAY) as run:
        run.visit()
        seen = [
            run.post(draft(WATER, 2024), url=COLUMN + "1.html"),
            run.post(draft(), url=COLUMN + "2.html", page=BREAK + deed.encode()),
            run.post(draft(FARMS, 2025), url=COLUMN + "3.html"),
        ]
    kept = [readings.load(world.log, one.version_id) for one in seen]
    assert [reading.outcome for reading in kept] == ["read", "unreadable", "read"]
    assert line in kept[1].detail
    assert line in world.alert("unreadable", None).message
    assert [reading.reader for reading in kept] == [READER, BROKEN_OFF, READER]


def test_a_reading_that_broke_off_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as once, world.on(DAY) as run:
        once.setattr("monitor.judging.versions.read_sources", read_sources)
        seen = run.visit().post(draft(), page=BREAK + b"eat")
        run.judge()
    with world.on(DAY + timedelta(days=1)) as run:
        run.visit()
        assert run.judge().read == 1
    reading = readings.load(world.log, seen.version_id) or pytest.fail("not read")
    assert reading.reader == READER
    assert reading.outcome == "unreadable"


@pytest.mark.parametrize(
    "page",
    [
        "<h1>{title}</h1><p>{words}</p>",
        "<h1>系统维护</h1><p>{words}</p>",
        "<h1>{title}</h1><p>请下载附件查看。</p>",
    ],
)
def test_a_page_that_shows_no_report_is_not_a_clean_one(world: World, page: str) -> None:
    made = draft()
    text = page.format(title=made.title, words="本栏目内容正在更新，请稍后再来查看。" * 30)
    with world.on(DAY) as run:
        seen = run.visit().post(made, page=text.encode())
        run.judge()
    reading = readings.load(world.log, seen.version_id) or pytest.fail("not read")
    assert reading.outcome == "unreadable"
    assert "没有读出年报的章节和表格" in reading.detail
    assert world.alert("unreadable", None).message
    assert load_report(world.log, seen.version_id) is None


def test_a_file_that_the_archive_lost_is_unreadable_and_the_others_are_read(world: World) -> None:
    with world.on(DAY) as run:
        lost = run.visit().post(draft(WATER, 2024), url=COLUMN + "1.html")
        kept = run.post(draft(FARMS, 2025), url=COLUMN + "2.html")
        capture = captures.last(world.log, COLUMN + "1.html")
        world.log.archive.path(capture.sha256).unlink()
    assert "存档缺少文件" in readings.load(world.log, lost.version_id).detail
    assert readings.load(world.log, kept.version_id).outcome == "read"

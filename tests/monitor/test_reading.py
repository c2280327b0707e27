"""Reading the versions of a log: by several processes, one of which a file may break."""

from collections.abc import Generator, Iterable
from datetime import date, timedelta

import pytest

from monitor.documents import limits
from monitor.documents.worker import Bounds
from monitor.documents.workers import Outcome, run
from monitor.reading import BROKEN_OFF, load_report
from monitor.reports import READER
from monitor.reports.model import Report
from monitor.reports.sources import Source
from storage.tables import captures, readings
from tests.monitor.documents.breakers import BREAK, read_or_break
from tests.monitor.planting import COLUMN, FARMS, WATER, World, draft

DAY = date(2026, 4, 8)
TIGHT = Bounds(seconds=5.0, memory=600 * limits.MIB)


@pytest.fixture
def breakable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.reading.read_sources", read_sources)


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
    rows = [readings.load(world.log, one.version_id)[0] for one in seen]
    assert [row["outcome"] for row in rows] == ["read", "unreadable", "read"]
    assert line in rows[1]["detail"]
    assert line in world.alert("unreadable", None)["message"]
    assert [row["reader"] for row in rows] == [READER, BROKEN_OFF, READER]


def test_a_reading_that_broke_off_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as once, world.on(DAY) as run:
        once.setattr("monitor.reading.read_sources", read_sources)
        seen = run.visit().post(draft(), page=BREAK + b"eat")
        run.judge()
    with world.on(DAY + timedelta(days=1)) as run:
        run.visit()
        assert run.judge().read == 1
    row, _ = readings.load(world.log, seen.version_id) or pytest.fail("not read")
    assert row["reader"] == READER
    assert row["outcome"] == "unreadable"


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
    row, _ = readings.load(world.log, seen.version_id) or pytest.fail("not read")
    assert row["outcome"] == "unreadable"
    assert "没有读出年报的章节和表格" in row["detail"]
    assert world.alert("unreadable", None)["message"]
    assert load_report(world.log, seen.version_id) is None


def test_a_file_that_the_archive_lost_is_unreadable_and_the_others_are_read(world: World) -> None:
    with world.on(DAY) as run:
        lost = run.visit().post(draft(WATER, 2024), url=COLUMN + "1.html")
        kept = run.post(draft(FARMS, 2025), url=COLUMN + "2.html")
        capture = captures.last(world.log, COLUMN + "1.html")
        world.log.archive.path(capture["sha256"]).unlink()
    assert "存档缺少文件" in readings.load(world.log, lost.version_id)[0]["detail"]
    assert readings.load(world.log, kept.version_id)[0]["outcome"] == "read"

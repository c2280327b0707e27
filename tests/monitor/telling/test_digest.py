"""The digest of a day and of a run, as text and as a page."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.alerts.ledger import save
from monitor.alerts.life import acknowledge, mute
from monitor.telling.digest import Digest, build
from monitor.telling.digest_page import as_html, page_address, write_page
from monitor.telling.digest_text import LONGEST_LIST, as_text, summary
from storage.clock import Clock
from storage.errors import LogError
from storage.tables import reports
from storage.tables.portals import BodyRow
from tests.monitor.planting import COLUMN, FARMS, PORTAL, WATER, World, draft

DAY = date(2026, 4, 8)
NEXT = DAY + timedelta(days=1)


def told(world: World, day: date = DAY, run_id: int | None = None) -> Digest:
    return build(world.log, Clock(day), run_id=run_id)


def flawed(world: World, day: date = DAY) -> int:
    with world.on(day) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    return run.id


def test_a_new_finding_is_shown_with_everything_that_proves_it(world: World) -> None:
    flawed(world)
    text = as_text(told(world))
    alert = world.alert("B05")
    for part in (
        "新问题 1 条",
        "B05 表三空白或以“/”代替",
        f"{WATER} 2025 年度",
        alert.message,
        "（applications.",
        alert.basis,
        alert.quote,
        alert.url,
    ):
        assert part in text
    assert "没有新情况" not in text


def test_a_second_run_on_the_day_says_that_nothing_is_new(world: World) -> None:
    first = flawed(world)
    second = flawed(world)
    assert told(world, run_id=first).earlier == 0
    again = told(world, run_id=second)
    assert summary(again) == "没有新情况。"
    assert (again.open, again.earlier) == (1, 1)
    assert "没有新情况。" in as_text(again)
    assert "今天此前的运行已报告 1 条" in as_text(again)
    assert summary(told(world)) == "新问题 1 条。"


def test_the_next_day_only_counts_what_is_still_open(world: World) -> None:
    flawed(world)
    flawed(world, NEXT)
    digest = told(world, NEXT)
    assert summary(digest) == "没有新情况。"
    assert (digest.open, digest.acknowledged, digest.muted) == (1, 0, 0)
    assert "没有新情况。" in as_html(digest)


def test_a_past_day_is_told_as_it_was(world: World) -> None:
    flawed(world)
    with world.on(NEXT) as run:
        run.visit().post(draft())
    assert [entry.rule for entry in told(world).news["new"]] == ["B05"]
    assert told(world).open == 1
    digest = told(world, NEXT)
    assert [entry.rule for entry in digest.news["resolved"]] == ["B05"]
    assert [entry.rule for entry in digest.news["new"]] == ["D10"]
    assert digest.open == 1


def test_what_people_took_up_is_counted_and_not_told(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05", "C03"))
    clock = Clock(DAY)
    save(world.log, acknowledge(world.alert("B05"), "已通知"), clock)
    save(world.log, mute(world.alert("C03"), "误报", None, DAY), clock)
    digest = told(world)
    assert (digest.open, digest.acknowledged, digest.muted) == (0, 1, 1)
    assert [entry.rule for entry in digest.news["new"]] == ["B05"]


def test_what_came_and_went_within_a_day_is_no_news(world: World) -> None:
    flawed(world)
    with world.on(DAY) as run:
        run.visit().post(draft())
    assert [entry.rule for entry in told(world).news["new"]] == ["D10"]
    assert told(world).news["resolved"] == []


def test_due_soon_is_grouped_by_day(plant: Callable[..., World]) -> None:
    world = plant(BodyRow(WATER, "department"), BodyRow(FARMS, "department"), BodyRow("水月县人民政府", "government"))
    day = date(2026, 1, 20)
    with world.on(day) as run:
        run.visit()
    (group,) = told(world, day).due_soon
    assert (group.on, group.days_left, group.bodies) == (date(2026, 1, 31), 11, (WATER, FARMS))
    assert f"2026-01-31（还有 11 天）{PORTAL}：2 个机关" in as_text(told(world, day))
    assert told(world, date(2026, 1, 10)).due_soon == []


def test_what_awaits_the_second_visit_is_named(world: World) -> None:
    with world.on(DAY) as run:
        run.visit()
    (waiting,) = told(world).waiting
    assert (waiting.body, "另一天" in waiting.why) == (WATER, True)
    with world.on(NEXT) as run:
        seen = run.visit().post(draft())
    with world.on(NEXT) as run:
        run.visit()
        reports.miss(world.log, seen.report_id, NEXT, run.id, "not_listed")
    (waiting,) = told(world, NEXT).waiting
    assert (waiting.url, "复核" in waiting.why) == (COLUMN + "1.html", True)
    assert "待复核（1）" in as_text(told(world, NEXT))


def test_held_back_alerts_stand_apart(world: World) -> None:
    for number in (0, 1):
        with world.on(DAY + timedelta(days=number)) as run:
            run.visit()
    day = DAY + timedelta(days=2)
    with world.on(day) as run:
        run.visit(healthy=False)
    digest = told(world, day)
    assert summary(digest) == "没有新情况。"
    assert digest.open == 0
    assert [entry.rule for entry in digest.held] == ["D04"]
    assert "暂不报告" in as_text(digest)
    assert "暂不报告" in as_html(digest)


def test_health_says_what_could_be_seen_and_what_to_do(world: World) -> None:
    with world.on(DAY) as run:
        run.visit(healthy=False)
    digest = told(world)
    (portal,) = digest.portals
    assert (portal.visited, portal.healthy, portal.unknown) == (True, False, 1)
    text = as_text(digest)
    assert "巡查 1 个门户，0 个完整看到，1 个受阻。" in text
    assert "请人工核对" in text
    assert "没有新情况。" in text
    with world.on(NEXT) as run:
        run.visit()
    assert [entry.rule for entry in told(world, NEXT).health_news["resolved"]] == ["wall"]
    assert "1 个完整看到" in as_text(told(world, NEXT))


def test_a_day_without_a_run_says_so(world: World) -> None:
    flawed(world)
    text = as_text(told(world, NEXT))
    assert "巡查 0 个门户" in text
    assert "1 个没有巡查到" in text


def test_long_lists_are_cut_in_the_terminal_only(world: World) -> None:
    flawed(world)
    digest = told(world)
    digest.news["new"] *= LONGEST_LIST + 5
    assert "……另有 5 条" in as_text(digest)
    assert as_html(digest).count("<article") == LONGEST_LIST + 5


class Outer(HTMLParser):
    """Collects what a page would load from elsewhere, and its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "link", "img", "iframe", "object"}:
            self.loaded.append(tag)
        self.loaded += [f"{tag}[{name}]" for name, _ in attrs if name in {"src", "background", "onclick", "onerror"}]


def test_the_page_is_whole_in_itself(world: World, tmp_path: Path) -> None:
    flawed(world)
    path = write_page(told(world), tmp_path)
    assert path == tmp_path / "digests" / "2026-04-08.html"
    html = path.read_text(encoding="utf-8")
    outer = Outer()
    outer.feed(html)
    assert outer.loaded == []
    assert "url(" not in html
    assert "@import" not in html
    assert '<html lang="zh-CN">' in html
    assert "@media print" in html


def test_what_a_portal_writes_stays_text(world: World) -> None:
    flawed(world)
    digest = told(world)
    (entry,) = digest.news["new"]
    evil = "<script>alert(1)</script>"
    digest.news["new"] = [replace(entry, quote=evil, message=evil, body=evil, url="javascript:alert(1)")]
    html = as_html(digest)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r'href="javascript', html)


@pytest.mark.parametrize(
    ("url", "kept"), [("https://a.example/", True), ("javascript:x", False), ("", False), ("//x", False)]
)
def test_only_addresses_of_the_web_become_links(url: str, kept: bool) -> None:
    assert page_address(url) == (url if kept else "")


def test_a_page_that_cannot_be_written_is_said_in_one_line(world: World, tmp_path: Path) -> None:
    flawed(world)
    (tmp_path / "digests").write_text("in the way")
    with pytest.raises(LogError, match="写不进去"):
        write_page(told(world), tmp_path)

"""The digest of a day and of a run, as text and as a page."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.alerts.ledger import save
from monitor.alerts.life import acknowledge, mute, reopen
from monitor.telling.digest import Digest
from monitor.telling.digest_page import as_html, page_address, page_of, write_page
from monitor.telling.digest_text import summary
from monitor.telling.giving import look
from monitor.telling.keeping import from_text, to_text
from monitor.telling.message import message_of
from storage.clock import Clock
from storage.database import run_lock
from storage.errors import LogError
from storage.tables import reports
from storage.tables.portals import BodyRow
from tests.monitor.planting import COLUMN, FARMS, PORTAL, WATER, Run, World, draft

DAY = date(2026, 4, 8)
NEXT = DAY + timedelta(days=1)


def told(world: World, day: date = DAY) -> Digest:
    """The digest of a day as it is looked at on that day, or later."""
    return look(world.log, day, day)


def as_text(digest: Digest) -> str:
    """The message of a digest as text, its lines not broken."""
    return re.sub(r"\n   (?:· |  )?", "", message_of(digest).text)


def flawed(world: World, day: date = DAY) -> Digest:
    """A report with one flaw was found; the digest of the run."""
    with world.on(day) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    return world.digest


def test_a_new_finding_is_shown_with_everything_that_proves_it(world: World) -> None:
    flawed(world)
    page = unescape(as_html(told(world)))
    alert = world.alert("B05")
    for part in (
        "新问题 1 条",
        "B05 表三空白或以“/”代替",
        f"{WATER} 2025 年度",
        alert.message,
        "表三·（",
        alert.basis,
        alert.quote,
        alert.url,
    ):
        assert part in page
    assert "没有新情况" not in page
    assert "applications." not in page


def test_a_second_run_on_the_day_says_that_nothing_is_new(world: World) -> None:
    assert flawed(world).earlier == 0
    again = flawed(world)
    assert summary(again) == "没有新情况。"
    assert (again.open, again.earlier) == (1, 1)
    assert "今日：没有新情况；" in as_text(again)
    assert "今天此前的巡查已报告 1 条" in as_text(again)
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
    assert digest.news["new"] == []
    assert digest.open == 0


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
    assert told(world).news["new"] == told(world).news["resolved"] == []


def test_due_soon_is_grouped_by_day(plant: Callable[..., World]) -> None:
    world = plant(BodyRow(WATER, "department"), BodyRow(FARMS, "department"), BodyRow("水月县人民政府", "government"))
    day = date(2026, 1, 20)
    with world.on(day) as run:
        run.visit()
    (group,) = told(world, day).due_soon
    assert (group.on, group.days_left, group.bodies) == (date(2026, 1, 31), 11, (WATER, FARMS))
    assert f"1月31日到期，还有 11 天：2 家未发布（{WATER}、{FARMS}）" in as_text(told(world, day))
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
    assert f"待复核（换一天再查才下结论）{WATER}" in as_text(told(world, NEXT))


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
    assert "1 条已有的问题暂不报告" in as_text(digest)
    assert "暂不报告" in as_html(digest)


def test_health_says_what_could_be_seen_and_what_to_do(world: World) -> None:
    with world.on(DAY) as run:
        run.visit(healthy=False)
    digest = told(world)
    (portal,) = digest.portals
    assert (portal.visited, portal.healthy, portal.unknown) == (True, False, 1)
    page = as_html(digest)
    assert "巡查 1 个门户，0 个完整看到，1 个受阻。" in page
    assert "请人工核对" in page
    assert f"{PORTAL}：被验证页挡住，1 家不下结论" in as_text(digest)
    assert "没有新情况。" in page
    with world.on(NEXT) as run:
        run.visit()
    assert [entry.rule for entry in told(world, NEXT).health_news["resolved"]] == ["wall"]
    assert f"恢复正常：{PORTAL}" in as_text(told(world, NEXT))


def test_a_day_without_a_run_says_that_nobody_looked(world: World) -> None:
    flawed(world)
    digest = told(world, NEXT)
    for text in (as_text(digest), as_html(digest), summary(digest)):
        assert "这一天没有巡查" in text
        assert "没有新情况" not in text


def test_a_run_that_broke_off_is_neither_under_way_nor_a_day_without_news(world: World) -> None:
    Run(world.log, DAY, world.portal_id)
    digest = told(world)
    assert [run.outcome for run in digest.runs] == ["killed"]
    assert "巡查中断了" in as_text(digest)
    with run_lock(world.log.data):
        assert "巡查还在进行" in as_text(told(world))


def test_what_people_did_by_hand_is_no_news_of_a_run(world: World) -> None:
    flawed(world)
    save(world.log, mute(world.alert("B05"), "误报", None, DAY), Clock(DAY))
    save(world.log, reopen(world.alert("B05"), "还在"), Clock(DAY))
    with world.on(NEXT) as run:
        run.visit()
    assert summary(world.digest) == "没有新情况。"
    assert world.digest.open == 1


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


def test_a_past_day_keeps_what_waited_and_what_was_held_back(world: World) -> None:
    with world.on(DAY) as run:
        run.visit()
    waiting = told(world).waiting
    with world.on(NEXT) as run:
        run.visit()
    day = NEXT + timedelta(days=1)
    with world.on(day) as run:
        run.visit(healthy=False)
    held = told(world, day).held
    after = day + timedelta(days=1)
    with world.on(after) as run:
        run.visit().post(draft())
    assert [item.body for item in look(world.log, DAY, after).waiting] == [item.body for item in waiting] == [WATER]
    assert look(world.log, day, after).held == held != []
    assert look(world.log, after, after).held == look(world.log, after, after).waiting == []


def test_news_of_a_run_that_broke_off_are_told_on_the_next_day(world: World) -> None:
    run = Run(world.log, DAY, world.portal_id)
    run.visit().post(draft(WATER, 2025, "B05"))
    run.judge()
    assert (summary(told(world)), told(world).untold) == ("没有新情况。", 1)
    assert "另有 1 条新情况" in as_text(told(world))
    with world.on(NEXT) as run:
        run.visit()
    assert [entry.rule for entry in world.digest.news["new"]] == ["B05"]
    past = look(world.log, DAY, NEXT)
    assert (past.news["new"], past.untold) == ([], 1)
    assert "另有 1 条新情况" in as_html(past)


def test_what_an_older_log_holds_was_told_on_its_day(world: World) -> None:
    flawed(world)
    kept = told(world).news
    world.log.execute("UPDATE tellings SET digest = NULL")
    assert look(world.log, DAY, NEXT).news == kept
    with world.on(NEXT) as run:
        run.visit()
    assert summary(world.digest) == "没有新情况。"


def test_a_digest_that_was_kept_is_the_one_that_was_given(world: World) -> None:
    for number in range(3):
        with world.on(DAY + timedelta(days=number)) as run:
            run.visit(healthy=number < 2)
    digest = told(world, DAY + timedelta(days=2))
    assert from_text(to_text(digest)) == digest


def test_a_clock_that_went_back_behind_the_run_before_is_said_once(world: World) -> None:
    with world.on(DAY + timedelta(days=400)) as run:
        run.visit()
    with world.on(DAY) as run:
        run.visit()
    line = "时钟倒退了：上一次运行记的日期是 2027年5月13日 星期四，晚于 2026年4月8日 星期三"
    assert line in as_text(world.digest).replace("\n", "")
    assert line in page_of(DAY, world.log.data).read_text(encoding="utf-8")
    with world.on(NEXT) as run:
        run.visit()
    assert "时钟倒退" not in as_text(world.digest)

"""What the doctor says of portals and columns, in words and in numbers."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from monitor.health.columns import portal_lines
from monitor.judging.session import judge
from monitor.telling.doctor import examine
from monitor.telling.message import message_of
from storage.clock import Clock
from storage.tables import portals, runs, turns
from tests.monitor.planting import COLUMN, HOME, PORTAL, WATER, World, draft

DAY = date(2026, 4, 8)


def days(world: World, *healthy: bool) -> date:
    """Visit the planted portal day by day; the last day."""
    for number, well in enumerate(healthy):
        with world.on(DAY + timedelta(days=number)) as planted:
            planted.visit(healthy=well)
    return DAY + timedelta(days=len(healthy) - 1)


def remarks(world: World, today: date, tmp_path) -> dict:
    found = examine(world.log.data, tmp_path / "portals.toml", Clock(today))
    return {remark.what: remark for remark in found}


def test_a_portal_that_is_well_says_when_it_was_seen_and_what_it_showed(world: World, tmp_path) -> None:
    with world.on(DAY) as planted:
        planted.visit().post(draft(WATER, 2025))
    said = remarks(world, DAY, tmp_path)
    portal, column = said[f"门户 {PORTAL}"], said[f"{PORTAL}的栏目"]
    assert portal.ok
    assert column.ok
    assert "1 个栏目中 1 个正常，存有年报 1 份，最近一次有栏目完整看到是 2026-04-08" in portal.how
    assert "（登记表写明）2026-04-08 完整看到" in column.how
    assert "近 30 天新见 1 份" in column.how
    assert (column.facts["last_good"], column.facts["bad_visits"], column.facts["kept"]) == ("2026-04-08", 0, 1)


def test_a_wall_says_since_when_and_what_to_do(world: World, tmp_path) -> None:
    today = days(world, True, False, False)
    column = remarks(world, today, tmp_path)[f"{PORTAL}的栏目"]
    assert not column.ok
    assert "最近 2 次巡查都没有看全：动态验证页；上次完整看到是 2026-04-08" in column.how
    assert "请用浏览器打开核对" in column.mend
    assert (column.facts["walls"], column.facts["bad_visits"], column.facts["verdict"]) == (2, 2, "wall")
    portal = remarks(world, today, tmp_path)[f"门户 {PORTAL}"]
    assert "近 30 天：被验证页挡住 2 次" in portal.how
    said = re.search("原因见日报的“(.+?)”", remarks(world, today, tmp_path)["门户"].mend)
    assert said is not None
    assert f"■ {said[1]}" in message_of(world.digest).text


def test_a_column_never_visited_and_one_never_seen_whole(world: World, tmp_path) -> None:
    assert "还没有巡查过" in remarks(world, DAY, tmp_path)[f"{PORTAL}的栏目"].how
    today = days(world, False)
    assert "从来没有完整看到" in remarks(world, today, tmp_path)[f"{PORTAL}的栏目"].how


def test_a_portal_without_columns_is_to_be_searched(world: World, tmp_path) -> None:
    world.log.execute("UPDATE columns SET active = 0")
    portal = remarks(world, DAY, tmp_path)[f"门户 {PORTAL}"]
    assert not portal.ok
    assert f"nianbao portals discover {HOME}" in portal.mend


def test_how_discovery_found_a_column(world: World) -> None:
    column = portals.columns_of(world.log, 1)[0]
    world.log.execute("UPDATE columns SET found_by = 'discovery'")
    portals.found_how(world.log, column.id, 92, ["名称就是年报栏目"])
    [line] = portal_lines(world.log, DAY)
    assert line.columns[0].how_found == "从首页找到，把握 92"
    assert line.columns[0].reasons == ("名称就是年报栏目",)


@pytest.mark.parametrize("kind", ["certificate", "legacy_tls", "other_scheme"])
def test_a_note_is_told_and_is_nothing_to_mend(world: World, tmp_path, kind) -> None:
    with world.on(DAY) as planted:
        planted.visit().trouble(kind, HOME, "证书已过期，仍照常抓取。")
        judge(world.log, planted.id, planted.clock)
    said = [remark for remark in remarks(world, DAY, tmp_path).values() if "仍照常抓取" in remark.how]
    assert [remark.ok for remark in said] == [True]
    alert = world.alert(kind, None)
    assert (alert.list, alert.rule, alert.severity) == ("health", kind, "info")


def test_a_portal_left_out_on_purpose_is_said(plant: Callable[..., World]) -> None:
    world = plant()
    days(world, True)
    clock = Clock(DAY + timedelta(days=40))
    run = runs.start(world.log, "run", clock)
    turns.skip(world.log, run_id=run, portal_id=1, why="04-08 看过，许久没有变化", next_on=date(2026, 6, 1))
    [line] = portal_lines(world.log, clock.today)
    assert "最近一次运行没有轮到（04-08 看过，许久没有变化，下次 2026-06-01）" in line.line
    assert line.healthy
    assert line.columns[0].url == COLUMN

"""Names like a roster's: asked about, and nobody is accused until people have answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.duties.likeness import is_near
from monitor.duties.questions import open_questions
from monitor.telling.digest import build
from monitor.telling.digest_page import as_html
from monitor.telling.message import message_of
from storage.tables import obligations
from storage.tables.portals import BodyRow
from tests.monitor.planting import WATER, World, draft

PORTAL = "水月县人民政府"
DAY = date(2026, 4, 8)
ROSTERED = BodyRow("水月县水务局", "department")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("水月县财政局", "水月县财政局(国资委)"),
        ("水月县教育局", "水月县教育局（体育局）"),
        ("水月县财政局", "财政局〔国有资产监督管理局〕"),
        ("水月县林业局", "水月县林业和草原局"),
        ("水月县商务局", "县商务和投资促进局"),
        ("水月县卫健委", "水月县卫生健康局"),
        ("水月县市场监管局", "水月县市场监督管理局"),
        ("水月县开发区管理委员会", "水月县经济开发区管委会"),
        ("水月县文化广电旅游局", "水月县文化体育旅游局"),
        ("双井镇人民政府", "双井街道办事处"),
        ("水月县发改委", "水月县发展和改革局"),
    ],
)
def test_names_that_one_body_may_bear(one: str, other: str) -> None:
    assert is_near(one, other, PORTAL)
    assert is_near(other, one, PORTAL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("水月县审计局", "水月县统计局"),
        ("水月县自然资源局", "水月县人力资源和社会保障局"),
        ("水月县教育局", "水月县人民政府"),
        ("水月县公安局", "水月县民政局"),
        ("双井镇人民政府", "白杨镇人民政府"),
        ("水月县人民政府", "水月县人民政府办公室"),
        ("水月县司法局", "水月县信访局"),
    ],
)
def test_names_of_two_bodies(one: str, other: str) -> None:
    assert not is_near(one, other, PORTAL)


@given(
    st.text("财政教育水务林业和草原", min_size=2, max_size=8), st.text("财政教育水务林业和草原", min_size=2, max_size=8)
)
def test_likeness_goes_both_ways_and_a_name_is_like_itself(one: str, other: str) -> None:
    assert is_near(f"{one}局", f"{one}局", PORTAL)
    assert is_near(f"{one}局", f"{other}局", PORTAL) == is_near(f"{other}局", f"{one}局", PORTAL)


def watch(world: World, *days: int, year: int = 2025) -> str:
    """How the roster's duty stands after days on which the portal shows a report of 水月县水利局."""
    for day in days:
        with world.on(DAY + timedelta(days=day)) as run:
            run.visit().post(draft(year=year))
    return next(owed.state for owed in obligations.all(world.log, year=2025) if owed.body == ROSTERED.name)


@pytest.mark.parametrize(
    ("roster", "state"),
    [
        (ROSTERED, "unknown"),
        (replace(ROSTERED, others=(WATER,)), "overdue"),
        (replace(ROSTERED, aliases=(WATER,)), "met"),
        (BodyRow("水月县司法局", "department"), "overdue"),
    ],
)
def test_nobody_is_accused_before_the_answer_and_the_answer_holds(
    plant: Callable[..., World], roster: BodyRow, state: str
) -> None:
    world = plant(roster)
    for day in (0, 1):
        with world.on(DAY + timedelta(days=day)) as run:
            run.visit().post(draft(WATER))
    found = {owed.body: owed.state for owed in obligations.all(world.log, year=2025)}
    assert found[roster.name].replace("met_late", "met") == state
    assert [one.names for one in open_questions(world.log)] == ([(WATER,)] if state == "unknown" else [])


def test_the_digest_asks_and_says_how_to_answer(plant: Callable[..., World]) -> None:
    world = plant(ROSTERED)
    assert watch(world, 0, 1) == "unknown"
    digest = build(world.log, DAY + timedelta(days=1))
    page = as_html(digest)
    for part in ("请先确认（1）", WATER, "--none"):
        assert part in page
    text = message_of(digest).text
    assert "■ 请先确认\n   · 名册“" in text
    assert "确认之前不算逾期" in text.replace("\n     ", "")


def test_a_name_that_reports_beside_it_is_another_body(plant: Callable[..., World]) -> None:
    world = plant(ROSTERED)
    own = {"title": f"{ROSTERED.name}2024年政府信息公开工作年度报告", "body": ROSTERED.name, "year": 2024}
    for day in (0, 1):
        with world.on(DAY + timedelta(days=day)) as run:
            page = b"<html><body><p>2024</p></body></html>"
            run.visit().post(page=page, url="https://shuiyue.example/nb/old.html", body_kind="department", **own)
            run.post(draft(year=2024), url="https://shuiyue.example/nb/old2.html")
            run.post(draft(year=2025))
    assert {owed.body: owed.state for owed in obligations.all(world.log, year=2025)}[ROSTERED.name] == "overdue"


def test_who_owes_nothing_is_said(plant: Callable[..., World]) -> None:
    world = plant(BodyRow("水月县人民医院", "institution"), BodyRow(WATER, "department"))
    with world.on(DAY) as run:
        run.visit()
    digest = build(world.log, DAY)
    assert [one.bodies for one in digest.exempt] == [("水月县人民医院",)]
    assert "水月县人民医院 1 个公共企事业单位不用发布年报" in as_html(digest)

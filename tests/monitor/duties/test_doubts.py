"""Rows that may be a report that is owed: nobody is accused while one of them is not made out."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from storage.tables import alerts, obligations
from storage.tables.portals import BodyRow
from storage.tables.reports import TitleVerdict
from tests.monitor.planting import COLUMN, FARMS, WATER, World, draft

DAY = date(2026, 4, 8)
ROW = f"{WATER}2025年政府信息公开工作年度报告"
FINANCE = "水月县财政局"


@pytest.fixture
def world(plant: Callable[..., World]) -> World:
    """A world of two bodies."""
    return plant(BodyRow(WATER, "department"), BodyRow(FARMS, "department"))


def states(world: World, title: str, verdict: TitleVerdict, listed_on: date | None = None) -> Mapping[str, str]:
    """How the duties stand after two days on which the column lists such a row and none is kept."""
    for days in (0, 1):
        with world.on(DAY + timedelta(days=days)) as run:
            run.visit().list_row(f"{COLUMN}7.html", title, verdict, listed_on)
    return {owed.body: owed.state for owed in obligations.all(world.log, year=2025)}


@pytest.mark.parametrize(
    ("title", "verdict", "listed_on", "unknown"),
    [
        (ROW, "report", None, {WATER}),
        (ROW, "unclear", None, {WATER}),
        (f"推荐 {ROW}", "unclear", None, {WATER}),
        (f"{WATER}2025年政府信息公", "unclear", None, {WATER}),
        ("2025年政府信息公开工作年度报告", "unclear", None, {WATER, FARMS}),
        ("年报", "unclear", date(2026, 1, 20), {WATER, FARMS}),
        ("某某材料", "unclear", date(2026, 1, 20), {WATER, FARMS}),
        ("某某材料", "unclear", date(2019, 1, 20), set()),
        ("某某材料", "unclear", None, set()),
        (ROW, "stranger", None, set()),
        (f"{WATER}2024年政府信息公开工作年度报告", "unclear", None, set()),
        (f"{FINANCE}2025年政府信息公开工作年度报告", "unclear", None, set()),
    ],
)
def test_whom_a_row_that_was_not_made_out_concerns(
    world: World, title: str, verdict: TitleVerdict, listed_on: date | None, unknown: set[str]
) -> None:
    found = states(world, title, verdict, listed_on)
    assert found == {body: "unknown" if body in unknown else "overdue" for body in (WATER, FARMS)}
    accused = {row.body for row in alerts.listing(world.log, rule="D04")}
    assert accused == {WATER, FARMS} - unknown


def test_the_reason_names_the_row_and_where_it_leads(world: World) -> None:
    states(world, ROW, "report")
    [why] = [owed.why for owed in obligations.all(world.log, year=2025) if owed.body == WATER]
    assert ROW in why
    assert f"{COLUMN}7.html" in why
    assert "内容没有取到" in why


def test_a_row_that_stands_no_more_is_no_doubt(world: World) -> None:
    states(world, ROW, "report")
    for days in (2, 3):
        with world.on(DAY + timedelta(days=days)) as run:
            run.visit()
    assert {owed.state for owed in obligations.all(world.log, year=2025)} == {"overdue"}


@pytest.mark.parametrize("told", [{"body": FARMS, "body_kind": "department"}, {"body": None, "body_kind": None}])
def test_a_row_whose_page_is_another_s_or_nobody_s_report_accuses_nobody_it_names(
    world: World, told: Mapping[str, Any]
) -> None:
    for days in (0, 1):
        with world.on(DAY + timedelta(days=days)) as run:
            run.visit().list_row(f"{COLUMN}7.html", ROW)
            nameless = b"<html><body><p>2025</p></body></html>"
            run.post(url=f"{COLUMN}7.html", page=nameless, title="2025年政府信息公开工作年度报告", year=2025, **told)
    found = {owed.body: owed.state for owed in obligations.all(world.log, year=2025)}
    assert found[WATER] == "unknown"


def test_a_file_of_another_unit_is_that_unit_s(world: World) -> None:
    for days in (0, 1):
        with world.on(DAY + timedelta(days=days)) as run:
            run.visit().list_row(f"{COLUMN}7.html", f"{FARMS}2025年政府信息公开工作年度报告")
            told = {"title": f"{FARMS}2025年政府信息公开工作年度报告", "body": FARMS, "body_kind": "department"}
            run.post(draft(), url=f"{COLUMN}7.html", **told)
    found = {owed.body: owed for owed in obligations.all(world.log, year=2025)}
    assert found[WATER].report_url == f"{COLUMN}7.html"
    assert found[FARMS].state == "unknown"
    assert WATER in found[FARMS].why


@pytest.mark.parametrize(("pages", "state"), [(("1", "1"), "overdue"), (("1", "2"), "unknown")])
def test_several_reports_without_a_name_that_pass_for_one_body_s_accuse_nobody(
    world: World, pages: tuple[str, str], state: str
) -> None:
    title = "2025年政府信息公开工作年度报告"
    for days in (0, 1):
        with world.on(DAY + timedelta(days=days)) as run:
            visit = run.visit()
            for number, page in enumerate(pages):
                visit.list_row(f"{COLUMN}{number}.html", title)
                text = f"<html><body><p>{page}</p></body></html>".encode()
                told = {"title": title, "year": 2025, "body": FARMS, "body_kind": "department"}
                run.post(url=f"{COLUMN}{number}.html", page=text, **told)
    found = {owed.body: owed for owed in obligations.all(world.log, year=2025)}
    assert found[WATER].state == state
    assert ("分不清" in found[WATER].why) == (state == "unknown")

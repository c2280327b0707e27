"""Whose a report is: the title's, the signer's, the site's, and never the neighbour's fault."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.demo.render_html import report_page
from storage.tables import alerts, obligations, reports
from tests.monitor.planting import COLUMN, PORTAL, WATER, World, changed, draft

DAY = date(2026, 4, 8)
LATE = {"published_on": date(2026, 4, 2), "published_from": "label"}
CITY = "乌有市教育局"


def accused(world: World) -> set[str]:
    return {row.body for row in alerts.listing(world.log, list="compliance")}


def broken() -> bytes:
    """A report whose sums do not come out."""
    return report_page(changed(draft(), applications__new__total="98765")).encode()


@pytest.mark.parametrize("body", [CITY, "子虚省人民政府", "市教育局", "清河县教育局"])
def test_another_place_s_report_accuses_nobody_and_owes_nothing(world: World, body: str) -> None:
    title = f"{body}2025年政府信息公开工作年度报告"
    for year in (2024, 2025):
        with world.on(DAY + timedelta(days=year - 2024)) as run:
            run.visit().post(page=broken(), url=f"{COLUMN}{year}.html", title=title, body=body, year=year, **LATE)
    assert body not in accused(world)
    assert body not in {row.body for row in obligations.all(world.log)}
    assert {row.body for row in reports.listing(world.log)} == {body}


def test_a_report_of_a_place_below_is_judged_but_not_by_the_day_it_was_posted_here(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(page=broken(), title=WATER, body=WATER, body_kind="department", year=2025, **LATE)
    assert world.alert("D01", WATER)
    county = "水月县清河区财政局"
    with world.on(DAY) as run:
        run.visit().post(page=broken(), url=COLUMN + "2.html", title=county, body=county, year=2025, **LATE)
    assert {row.rule for row in alerts.listing(world.log) if row.body == county} & {"B02", "B03"}
    assert not {row.rule for row in alerts.listing(world.log) if row.body == county} & {"D01", "D02"}


def test_what_a_file_says_of_itself_goes_before_the_column(world: World) -> None:
    made = draft()
    with world.on(DAY) as run:
        nameless = "2025年政府信息公开工作年度报告"
        run.visit().post(made, title=nameless, body="水月县财政局", body_kind="department")
    [row] = reports.listing(world.log)
    assert row.body == WATER
    with world.on(DAY + timedelta(days=1)) as run:
        run.visit().post(made, title=nameless, body="水月县财政局", body_kind="department")
    [row] = reports.listing(world.log)
    assert row.body == WATER


def unnamed(world: World, *years: int) -> list[str | None]:
    """The bodies of reports that name nobody, one for each year."""
    with world.on(DAY) as run:
        run.visit()
        for number, year in enumerate(years):
            made = replace(draft(year=year), title=f"{year}年政府信息公开工作年度报告")
            page = report_page(made).replace(WATER, "本机关").encode()
            told = {"title": made.title, "body": None, "body_kind": None, "year": year}
            run.post(page=page, url=f"{COLUMN}{number}.html", **told)
    return [row.body for row in reports.listing(world.log)]


def test_the_only_report_of_a_year_that_names_nobody_is_the_site_s_government_s(world: World) -> None:
    assert PORTAL.startswith("子虚省水月县人民政府")
    [first, second] = unnamed(world, 2024, 2025)
    assert first == second
    assert first is not None
    assert first.endswith("水月县人民政府")


def test_of_two_that_name_nobody_neither_is(world: World) -> None:
    assert unnamed(world, 2025, 2025) == [None, None]

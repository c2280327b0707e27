"""Listings narrowed by what people ask for, and written into files that are what their ending says."""

import csv
import io
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from monitor.cli import main
from storage.database import open_log
from storage.tables import portals
from storage.tables.portals import BodyRow, PortalRow
from tests.monitor.planting import COLUMN, FARMS, HOME, PORTAL, WATER, Run, World, draft

DAY = date(2026, 4, 8)
CITY = "子虚省乌有市人民政府门户网站"
CITY_HOME = "https://wuyou.example/"
DISTRICT = "镜花区民政局"
LISTINGS = ("reports", "obligations", "alerts")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's portal with a flawed and a missing report, and a city's with a district's late one."""
    place = tmp_path_factory.mktemp("listings") / "data"
    with open_log(place) as log:
        world = World(log, (BodyRow(WATER, "department"), BodyRow(FARMS, "department")))
        county = PortalRow(PORTAL, HOME, (COLUMN,), "990121", "county", (BodyRow(WATER, "department"),))
        city = PortalRow(CITY, CITY_HOME, (CITY_HOME + "nb/",), "990100", "city", (BodyRow(DISTRICT, "department"),))
        ids = portals.sync(log, [county, city])
        with world.on(DAY) as planted:
            planted.visit().post(draft(WATER, 2025, "B05"))
            planted.post(draft(WATER, 2024), url=COLUMN + "2.html")
            other = Run(log, DAY, ids[CITY_HOME])
            made = draft(WATER, 2025)
            told = {"body": DISTRICT, "title": f"{DISTRICT}2025年政府信息公开工作年度报告"}
            other.visit().post(made, url=CITY_HOME + "nb/1.html", published_on=date(2026, 3, 2), **told)
    return place


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def listed(data: Path, *arguments: object) -> list[dict[str, Any]]:
    result = run(*arguments, "--data", data, "--format", "json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize(
    ("options", "bodies"),
    [
        (("--body", "水利"), {WATER}),
        (("--portal", "乌有市"), {DISTRICT}),
        (("--portal", CITY_HOME), {DISTRICT}),
        (("--county", "镜花区"), {DISTRICT}),
        (("--county", "990121"), {WATER}),
        (("--county", "水月"), {WATER}),
        (("--rule", "b05"), {WATER}),
        (("--rule", "D01"), {DISTRICT}),
        (("--year", 2025), {WATER, DISTRICT}),
        (("--year", 2025, "--portal", "水月", "--rule", "D01"), set()),
        (("--body", "' OR 1=1 --"), set()),
    ],
)
def test_every_listing_is_narrowed_in_the_same_words(
    data: Path, listing: str, options: tuple[object, ...], bodies: set[str]
) -> None:
    assert {row["body"] for row in listed(data, listing, *options)} == bodies


@pytest.mark.parametrize("listing", [*LISTINGS, "doctor", "portals list"])
def test_workbooks_are_headed_in_chinese(
    data: Path, listing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    registry = f'[[portal]]\nname = "{CITY}"\nhome = "{CITY_HOME}"\nlevel = "city"\ntls = "legacy"\nbudget = 500\n'
    (tmp_path / "portals.toml").write_text(registry, encoding="utf-8")
    run(*listing.split(), "--data", data, "-o", tmp_path / "x.xlsx")
    rows = list(load_workbook(tmp_path / "x.xlsx").worksheets[0].iter_rows(values_only=True))
    assert not [head for head in rows[0] if re.search("[a-z]", str(head))]
    words = {str(cell) for row in rows[1:] for cell in row}
    assert not words & {"label", "list", "city", "legacy", "department", "error", "open"}


def test_states_are_each_listing_s_own(data: Path) -> None:
    assert {row["body"] for row in listed(data, "obligations", "--state", "met_late")} == {DISTRICT}
    assert len(listed(data, "reports", "--state", "present")) == 3
    assert listed(data, "alerts", "--state", "muted") == []
    assert run("reports", "--state", "open", "--data", data).exit_code == 2


@pytest.mark.parametrize("listing", [*LISTINGS, "rules"])
def test_a_workbook_holds_what_json_holds_under_headings_that_people_read(
    data: Path, tmp_path: Path, listing: str
) -> None:
    more = () if listing == "rules" else ("--data", data)
    target = tmp_path / "list.xlsx"
    result = run(listing, *more, "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    sheet = load_workbook(target).worksheets[0]
    told = json.loads(run(listing, *more, "--format", "json").stdout)
    head, *rows = sheet.iter_rows(values_only=True)
    assert not [name for name in head if str(name).isascii()]
    assert (len(rows), len(head)) == (len(told), len(told[0]))
    for at, key in enumerate(told[0]):
        if key in ("year", "url", "message"):
            assert [row[at] for row in rows] == [row[key] for row in told]
        if key.endswith("_at"):
            assert [row[at] for row in rows] == [datetime.fromisoformat(row[key]).replace(tzinfo=None) for row in told]


@pytest.mark.parametrize("listing", LISTINGS)
def test_csv_on_the_screen_and_in_a_file_are_one(data: Path, tmp_path: Path, listing: str) -> None:
    target = tmp_path / "list.CSV"
    assert run(listing, "--data", data, "-o", target).exit_code == 0
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert text == run(listing, "--data", data, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [list(row) for row in rows] == [list(row) for row in listed(data, listing)]
    assert {row[key][-6:] for row in rows for key in row if key.endswith("_at")} <= {"+08:00"}


def test_json_goes_into_a_file_too(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "list.json"
    assert run("reports", "--data", data, "-o", target, "--format", "json").exit_code == 0
    assert json.loads(target.read_text(encoding="utf-8")) == listed(data, "reports")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("a.xls", "text"), "请用 .xlsx、.csv 或 .json"),
        (("a", "text"), "不认识的后缀"),
        (("a.xlsx", "csv"), "不一致"),
        (("a.csv", "json"), "不一致"),
    ],
)
@pytest.mark.parametrize("listing", LISTINGS)
def test_an_ending_that_is_not_what_is_meant_is_refused(
    data: Path, tmp_path: Path, listing: str, told: tuple[str, str], words: str
) -> None:
    result = run(listing, "--data", data, "-o", tmp_path / told[0], "--format", told[1])
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert words in result.stderr
    assert not list(tmp_path.iterdir())


def test_nothing_wanted_is_an_empty_listing_of_every_form(data: Path, tmp_path: Path) -> None:
    none = ("reports", "--data", data, "--body", "没有的")
    assert listed(data, "reports", "--body", "没有的") == []
    assert run(*none).stdout == "（没有）\n"
    assert run(*none, "--format", "csv").stdout.startswith("body,year,")
    assert run(*none, "-o", tmp_path / "a.xlsx").exit_code == 0
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0].max_row == 1

"""The log of many reports: sound but for the flaws put into it, and answered for by the commands that are measured."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.reports.store import from_json
from storage.database import open_log
from storage.tables import readings, reports, versions
from tests.bench import country, scale

REPORTS = 100


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("country") / "data"
    country.make(place, REPORTS)
    return place


def alerts(data: Path) -> Counter[str]:
    """How many alerts stand after a judging, by body and year."""
    judged = CliRunner().invoke(main, ["judge", "--data", str(data), "--today", scale.TODAY])
    assert judged.exit_code == 0, judged.output
    listed = CliRunner().invoke(main, ["alerts", "--data", str(data), "--format", "json"])
    return Counter(f"{row['body']} {row['year']}" for row in json.loads(listed.stdout) if row["state"] == "open")


def test_only_what_was_flawed_is_found(data: Path) -> None:
    wanted = {f"{one.named(one.body.name)} {one.year}" for one in country.postings(REPORTS) if country.is_flawed(one)}
    assert set(alerts(data)) == wanted
    assert len(wanted) == REPORTS // country.FLAWED_EVERY


def test_a_reading_is_that_of_the_report_under_its_own_name(data: Path) -> None:
    with open_log(data) as log:
        for version in versions.current(log):
            reading = readings.load(log, version.version_id)
            assert reading is not None
            report = from_json(reading.report, reading.figures)
            assert (report.body, report.year) == (version.body, version.year)
            assert country.PLACE not in json.dumps(reading.report, ensure_ascii=False)
            assert len(report.figures) == 200


def test_what_is_changed_is_a_new_version_and_flawed_where_it_was_not(data: Path) -> None:
    before = alerts(data)
    assert country.change(data, REPORTS, 10) == REPORTS // 10
    with open_log(data) as log:
        assert sum(report.versions for report in reports.listing(log)) == REPORTS * 11 // 10
    after = alerts(data)
    changed = [one for one in country.postings(REPORTS) if one.serial % 10 == 0 and not country.is_flawed(one)]
    assert {f"{one.named(one.body.name)} {one.year}" for one in changed} <= set(after) - set(before)


def test_places_are_many() -> None:
    assert len({country.place(number) for number in range(2500)}) == 2500


def test_the_spread_of_waits() -> None:
    assert scale._spread([0.001] * 98 + [0.5, 2.0]).split() == ["1.0", "2000.0", "2000.0", "ms"]

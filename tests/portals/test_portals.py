"""From the home page alone: every report of every sample portal, whose, of which year and when; and no stranger."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.browser import find_browser
from tests.portals.crawls import Score, listing, rows, run, score, second_visit
from tests.portals.portals import MAKERS, all_samples, samples_named
from tests.portals.server import free_port, serve
from tests.portals.truth import TODAY, Sample

# The visits take a minute on a machine that has nothing else to do.
pytestmark = pytest.mark.timeout(900)

NAMES = [make.__module__.rpartition(".")[2] for make in MAKERS]
NEEDING = {name for name, sample in zip(NAMES, all_samples(1), strict=True) if sample.browser}
PORTALS = [pytest.param(name, marks=[pytest.mark.browser] if name in NEEDING else []) for name in NAMES]
WHOLE = {
    "bodies": "SELECT name, kind, source FROM bodies ORDER BY 1",
    "columns": "SELECT url, title FROM columns ORDER BY 1",
    "listings": "SELECT url, title, listed_on, verdict FROM listings ORDER BY 1",
    "reports": "SELECT url, title, year, published_on, state, body_id FROM reports ORDER BY 1",
    "versions": "SELECT report_id, number, content_hash FROM versions ORDER BY 1, 2",
    "version_files": "SELECT version_id, role, name, capture_id FROM version_files ORDER BY 1, 4",
    "captures": "SELECT url, sha256, verdict FROM captures ORDER BY 1, 2",
    "readings": "SELECT url, readings.outcome, readings.detail FROM readings JOIN versions ON versions.id = version_id"
    " JOIN reports ON reports.id = report_id ORDER BY 1",
    "absences": "SELECT * FROM absences",
    "alerts": "SELECT rule, subject, url, message, state FROM alerts ORDER BY 1, 2, 3",
}
"""What two logs of the same portals must have in common."""


@dataclass(frozen=True)
class Visited:
    """The portals after two visits: the scores by name, and the log as it stood after each."""

    data: Path
    scores: dict[str, Score]
    first: dict[str, list]
    second: dict[str, list]


@pytest.fixture(scope="module")
def visited(tmp_path_factory) -> Visited:
    """The one pair of visits that all tests look at."""
    return _visit(tmp_path_factory.mktemp("portals"))


def _visit(folder: Path) -> Visited:
    port = free_port()
    browser = find_browser() is not None
    samples = {name: make(port) for name, make in zip(NAMES, MAKERS, strict=True) if browser or name not in NEEDING}
    with serve([host for sample in samples.values() for host in sample.hosts], port, folder / "tls") as serving:
        data = folder / "data"
        run(data, samples.values())
        scores = dict(zip(samples, score(tuple(samples.values()), listing(data), serving), strict=True))
        first = {name: rows(data, sql) for name, sql in WHOLE.items()}
        serving.forget()
        run(data, samples.values(), TODAY + timedelta(days=1))
        for name, one in scores.items():
            second_visit(one, samples[name], serving)
        second = {name: rows(data, sql) for name, sql in WHOLE.items()}
    return Visited(data, scores, first, second)


@pytest.fixture
def one(visited, name) -> Score:
    if name not in visited.scores:
        pytest.skip("no browser on this machine")
    return visited.scores[name]


def test_the_field_is_covered() -> None:
    samples = all_samples(1)
    assert len(samples) >= 14
    assert len({address for sample in samples for address in sample.addresses}) == sum(
        len(sample.hosts) for sample in samples
    )
    assert sum(len(sample.reports) for sample in samples) >= 200
    assert sum(len(sample.strangers) for sample in samples) >= 60


def test_no_sample_portal_is_left_out() -> None:
    made = {path.stem for path in Path(__file__).parent.glob("*.py") if "\ndef portal(" in path.read_text("utf-8")}
    assert made == set(NAMES)
    with pytest.raises(LookupError):
        samples_named(["no_such"], 1)


@pytest.mark.parametrize("sample", all_samples(1), ids=NAMES)
def test_a_portal_is_the_same_every_time(sample: Sample) -> None:
    again = next(other for other in all_samples(1) if other.name == sample.name)
    for host, other in zip(sample.hosts, again.hosts, strict=True):
        assert {path: page.etag for path, page in host.pages.items()} == {
            path: page.etag for path, page in other.pages.items()
        }


@pytest.mark.parametrize("name", PORTALS)
def test_every_report_is_found_and_no_stranger(one: Score) -> None:
    assert one.wrong == []
    assert (one.found, one.taken) == (one.expected, 0)


@pytest.mark.parametrize("name", PORTALS)
def test_a_second_visit_asks_conditionally_and_at_most_once(one: Score) -> None:
    assert one.again <= one.requests
    assert one.twice == []
    assert one.unconditional == []


def test_a_second_visit_of_unchanged_portals_writes_nothing_new(visited: Visited) -> None:
    for table, before in visited.first.items():
        assert visited.second[table] == before, table


def test_nobody_is_said_to_owe_what_stands_there(visited: Visited) -> None:
    assert [alert for alert in visited.second["alerts"] if alert["rule"] == "D04"] == []


def test_every_report_can_be_read(visited: Visited) -> None:
    assert [row for row in visited.second["readings"] if row["outcome"] != "read"] == []


def test_a_wall_is_a_wall_and_no_page_of_it_is_kept(visited: Visited) -> None:
    walled = next(one for one in visited.scores.values() if one.walled)
    kinds = rows(visited.data, f"SELECT DISTINCT kind FROM health_events WHERE url LIKE '{walled.home}%'")
    assert [row["kind"] for row in kinds] == ["wall"]
    kept = rows(visited.data, f"SELECT DISTINCT verdict FROM captures WHERE url LIKE '{walled.home}%'")
    assert [row["verdict"] for row in kept] in ([], ["wall"])

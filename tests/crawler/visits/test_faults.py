"""Each sample portal in each kind of bad weather: what is said, what is not claimed, what is kept; and it heals."""

import contextlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.running.job import run_all
from storage.database import open_log
from tests.portals.portals import MAKERS
from tests.portals.server import Fault, Serving, free_port, serve
from tests.portals.truth import TODAY, Sample, registry

# Sixteen whole runs over all sample portals.
pytestmark = pytest.mark.timeout(1200)

KINDS = {
    Fault.ERROR: "server_error",
    Fault.HANG: "unreachable",
    Fault.RESET: "unreachable",
    Fault.CUT: "truncated",
    Fault.WALL: "wall",
    Fault.EMPTY: "empty_column",
    Fault.EXPIRED: "certificate",
}
"""What each fault must be called."""

HARMLESS = {Fault.EXPIRED}
"""Faults through which everything can be seen all the same."""

DAYS = {Fault.EMPTY: 2}
"""An emptied column answers in good order: long enough to prove an absence, were it a healthy visit."""


@dataclass
class World:
    """The sample portals as they are served, and the watch over them."""

    data: Path
    samples: list[Sample]
    serving: Serving
    day: int = 0

    def run(self, *, impatient=False):
        """One more day of ``nianbao run``; the crawl's counts. ``impatient`` where nobody answers in any time."""
        text = "timeout_seconds = 1\n" * impatient + registry(self.samples, scheme="https")
        path = self.data / "portals.toml"
        self.data.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        today = TODAY + timedelta(days=self.day)
        self.day += 1
        done = run_all(self.data, path, today, lambda event: None, lambda *step: None)
        assert done.crawl.outcome == "completed", done.crawl.message
        return done.crawl.counts

    def rows(self, sql, **values):
        with open_log(self.data) as log:
            return log.rows(sql, values)

    def health(self):
        """Kinds of the latest run's events by portal."""
        sql = (
            "SELECT portals.name, kind FROM health_events JOIN portals ON portals.id = portal_id"
            " WHERE run_id = (SELECT max(id) FROM runs)"
        )
        found = {sample.name: Counter() for sample in self.samples}
        for row in self.rows(sql):
            found[row["name"]][row["kind"]] += 1
        return found

    def seen_whole(self):
        """Whether every column was seen in health in the latest run, by portal."""
        sql = (
            "SELECT portals.name, min(healthy) AS healthy FROM visits JOIN columns ON columns.id = column_id"
            " JOIN portals ON portals.id = portal_id WHERE run_id = (SELECT max(id) FROM runs) GROUP BY 1"
        )
        return {row["name"]: bool(row["healthy"]) for row in self.rows(sql)}

    def secured(self):
        """Portals whose columns stand at https; links to others lead to http even from a home page at https."""
        sql = "SELECT DISTINCT name FROM columns JOIN portals ON portals.id = portal_id WHERE url LIKE 'https:%'"
        rows = self.rows(sql)
        return {row["name"] for row in rows}

    def alerts(self, which):
        """Unresolved alerts of a list as (portal, rule)."""
        sql = (
            "SELECT portals.name, rule, count(*) AS n FROM alerts JOIN portals ON portals.id = portal_id"
            " WHERE list = :which AND alerts.state NOT IN ('resolved') GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return {(row["name"], row["rule"]): row["n"] for row in self.rows(sql, which=which)}

    def kept(self):
        """Everything the log holds of reports: versions with their files, states, and what is said of them."""
        return {
            "versions": self.rows("SELECT report_id, number, content_hash FROM versions ORDER BY 1, 2"),
            "files": self.rows("SELECT * FROM version_files ORDER BY 1, 2"),
            "reports": self.rows("SELECT url, state, year, body_id FROM reports ORDER BY 1"),
            "absences": self.rows("SELECT * FROM absences"),
            "compliance": self.alerts("compliance"),
        }


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    port = free_port()
    samples = [sample for sample in (make(port) for make in MAKERS) if not (sample.browser or sample.walled)]
    with contextlib.ExitStack() as stack:
        serving = stack.enter_context(serve([host for one in samples for host in one.hosts], port, folder / "tls"))
        # A browser would be started for every portal's wall; that one try has tests of its own.
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("NIANBAO_BROWSER", "none")
        made = World(folder / "data", samples, serving)
        made.run()
        yield made


def unwell(world):
    """Portals with any trouble in the latest run."""
    return {name: dict(kinds) for name, kinds in world.health().items() if kinds}


def test_the_portals_are_well_before(world):
    assert unwell(world) == {}
    assert set(world.seen_whole().values()) == {True}
    found = world.rows("SELECT count(*) AS n FROM reports")[0]["n"]
    assert found == sum(len(sample.reports) for sample in world.samples)


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_is_said_claims_nothing_keeps_nothing_and_heals(world, fault):
    before = world.kept()
    for sample in world.samples:
        for address in sample.addresses:
            world.serving.set(address, fault)
    for _ in range(DAYS.get(fault, 1)):
        world.run(impatient=fault is Fault.HANG)
        befallen = world.secured() if fault is Fault.EXPIRED else {sample.name for sample in world.samples}
        assert {name for name, kinds in world.health().items() if KINDS[fault] in kinds} == befallen
        whole = {name for name, healthy in world.seen_whole().items() if healthy}
        assert whole == ({sample.name for sample in world.samples} if fault in HARMLESS else set())
        assert {name for name, rule in world.alerts("health") if rule == KINDS[fault]} == befallen
        assert world.kept() == before
    walls = world.rows(
        "SELECT 1 FROM version_files JOIN captures ON captures.id = capture_id WHERE verdict = 'wall' OR status >= 400"
    )
    assert walls == []
    world.serving.clear()
    world.run()
    assert unwell(world) == {}
    assert set(world.seen_whole().values()) == {True}
    assert world.alerts("health") == {}
    assert world.kept() == before

"""What a whole day's job must find in the made-up world: derived from the plan, never from a run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from monitor.demo.bodies import PORTALS
from monitor.demo.flaws import CORRECTED_CELL, FLAWS
from monitor.demo.portal_jpage import path_of
from monitor.demo.postings import SILENT, Posting
from monitor.demo.scenario import Scenario


@dataclass(frozen=True, slots=True)
class ExpectedAlert:
    """A compliance alert that must be new on a day.

    ``subject`` and ``cells`` are what its finding must name; the finding may
    name more cells.
    """

    rule: str
    body: str
    year: int
    subject: str = ""
    cells: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str, int]:
        """Rule, body and year: enough to tell alerts of the scenario apart."""
        return self.rule, self.body, self.year


@dataclass(frozen=True, slots=True)
class ExpectedHealth:
    """A crawl-health event that must be recorded on a day: which portal, what kind, at which path ("" for any)."""

    portal: str
    kind: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """Everything a day's job must find."""

    new: frozenset[ExpectedAlert]
    """Compliance alerts that are new that day."""
    health: frozenset[ExpectedHealth]
    """Health events of that day; those of day 1 stay open on the days after."""
    reports: frozenset[tuple[str, int]]
    """Body and year of every report that can be read that day, or was read on a day before."""
    gone: frozenset[tuple[str, int]]
    """Body and year of reports that were posted before and are not any more."""
    unknown: frozenset[str]
    """Bodies of whom nothing can be said, since their portal cannot be seen."""


ABSENCE_DAY: Final = 2
"""The day on which silence is proven: the second healthy look."""


def expected(scenario: Scenario, day: int, *, browser: bool = True) -> Expected:
    """What the job of that day must find, after the jobs of the days before it.

    ``browser`` is false where no browser can be found: the portal that needs
    one cannot be seen then.
    """
    hidden = {"walled"} if browser else {"walled", "browser"}
    seen = [
        posting for posting in scenario.postings if posting.portal.software not in hidden and not posting.restricted
    ]
    return Expected(
        new=frozenset(_alerts(scenario, seen, day)),
        health=frozenset(_health(scenario, browser=browser)),
        reports=frozenset(_key(posting) for posting in seen if posting.first_day <= day),
        gone=frozenset(_key(posting) for posting in seen if posting.last_day is not None and posting.last_day < day),
        unknown=frozenset(body.name for portal in PORTALS if portal.software in hidden for body in portal.bodies),
    )


def _key(posting: Posting) -> tuple[str, int]:
    return posting.body.name, posting.draft.year


def _alerts(scenario: Scenario, seen: list[Posting], day: int) -> Iterator[ExpectedAlert]:
    for posting in seen:
        body, year = _key(posting)
        if posting.flaw is not None and posting.first_day == day:
            flaw = FLAWS.get(posting.flaw)
            differing = frozenset({CORRECTED_CELL} if posting.attached else ())
            subject, cells = (flaw.subject, flaw.cells) if flaw else ("", differing)
            yield ExpectedAlert(posting.flaw, body, year, subject, cells)
        if posting.later is not None and day == ABSENCE_DAY:
            yield ExpectedAlert("D10", body, year, cells=frozenset({CORRECTED_CELL}))
        # Gone for the first time on the day after the last, proven on the next.
        if posting.last_day is not None and day == posting.last_day + 2:
            yield ExpectedAlert("D11", body, year)
    if day == ABSENCE_DAY:
        yield ExpectedAlert("D04", SILENT, scenario.year)


def _health(scenario: Scenario, *, browser: bool) -> Iterator[ExpectedHealth]:
    for portal in PORTALS:
        if portal.software == "walled":
            yield ExpectedHealth(portal.name, "wall")
        if portal.software == "browser" and not browser:
            yield ExpectedHealth(portal.name, "needs_browser")
    for posting in scenario.postings:
        if posting.restricted:
            yield ExpectedHealth(posting.portal.name, "robots", path_of(posting))

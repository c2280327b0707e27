"""What the visit of one portal knows of itself while it goes on."""

from dataclasses import dataclass, field
from typing import Literal

from crawler.addresses import identity
from crawler.answers import Place
from crawler.keeper import Keeper
from crawler.network.fetching import Asker, Page
from crawler.problems import UnansweredError
from crawler.titles import kind_of_body
from storage.tables import reports
from storage.tables.portals import PortalRow
from storage.tables.versions import Role

PageOutcome = Literal["report", "stranger", "unclear", "gone", "soft_404", "failed", "column"]
"""What became of a row's page in this run."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column to visit. ``depth`` counts the columns above it; ``page`` is its first page where it came already.

    ``opener`` is the page that led to it: where data came for a click, its script knows what to make of them.
    The title of a column below a unit's begins with the unit's: 县教育局/2023年.
    An ``orphan`` is known from earlier runs, but no column leads to it any more.
    """

    url: str
    title: str
    depth: int = 0
    found_by: Literal["registry", "discovery", "parent column"] = "registry"
    page: Page | None = None
    orphan: bool = False
    opener: Page | None = None

    @property
    def unit(self) -> str:
        """The unit whose column it is, as its title says; empty where it is no single unit's."""
        return next((part for part in reversed(self.title.split("/")) if kind_of_body(part)), "")

    def below(self, url: str, title: str, page: Page | None = None, opener: Page | None = None) -> "Column":
        """A column that this one leads to."""
        path = f"{self.unit}/{title}" if self.unit else title
        return Column(url, path, self.depth + 1, "parent column", page, opener=opener)


@dataclass(frozen=True, slots=True)
class Hollow:
    """A column that had reports and shows only columns below it now; ``problem`` holds unless they moved there."""

    place: Place
    url: str
    rows: int
    problem: UnansweredError


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in the archive. ``late``: it was asked for in an earlier run and could not be had until now."""

    capture_id: int
    name: str
    sha256: str
    late: bool = False
    role: Role = "file"


@dataclass(slots=True)
class PortalState:
    """One portal's visit: its tools, and what it has met so far.

    ``known`` leads from :func:`identity` to the address under which the log
    knows a report; ``outcomes`` holds what became of every page in this run,
    ``told_by`` which column led to it, ``failures`` why one failed, ``files`` every file. ``visited`` are columns,
    ``below`` those still to visit, ``whole`` those read to their end in health,
    ``hollow`` those whose reports may have moved below them; ``healthy`` says
    that every column so far was, ``lists`` that one listed what may be a report.
    """

    keeper: Keeper
    asker: Asker
    declared: PortalRow
    place: Place
    browser: bool
    known: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, PageOutcome] = field(default_factory=dict)
    told_by: dict[str, int | None] = field(default_factory=dict)
    failures: dict[str, UnansweredError] = field(default_factory=dict)
    files: dict[str, Attachment | None] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    below: list[Column] = field(default_factory=list)
    whole: set[int] = field(default_factory=set)
    hollow: dict[int, Hollow] = field(default_factory=dict)
    healthy: bool = True
    lists: bool = False

    def recall(self) -> None:
        """Learn under which addresses the log knows the portal's reports."""
        rows = reports.reports_of_portal(self.keeper.log, self.place.portal_id)
        self.known = {identity(report.url): report.url for report in rows}

    def address_of_report(self, url: str) -> str:
        """The address under which the report at ``url`` is or will be known."""
        return self.known.setdefault(identity(url), url)

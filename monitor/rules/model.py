"""What a rule is, what it looks at and what it answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from crawler.body_kinds import BodyKind, stands_open
from monitor.reports.model import Report, TableKey

Need = Literal["report", "previous", "history", "clock"]
"""What a rule needs besides the registry: the report, last year's report, crawl history, the clock."""

BasisKind = Literal["law", "form", "local", "practice"]
"""What a finding rests on: national law, the national form, a local document, or custom and the auditors' practice."""

Occasion = Literal["report", "absence", "change"]
"""When a rule is asked: about a report that is there, about one that is not, about each change of one by itself."""


class Severity(StrEnum):
    """How grave a finding is, from the mildest to the gravest, and compared so.

    ``info`` is a hint, ``warning`` wants a human look, ``error`` contradicts
    law, form or arithmetic for certain. Another word raises ValueError where
    it is compared with one of these.
    """

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """The place in the order, 0 for the mildest."""
        return list(Severity).index(self)

    @property
    def milder(self) -> "Severity":
        """The next one down; the mildest has none below it and stays."""
        return list(Severity)[max(self.rank - 1, 0)]

    def __lt__(self, other: str) -> bool:
        return self.rank < Severity(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Severity(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Severity(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Severity(other).rank


class Outcome(StrEnum):
    """The six outcomes of a rule (law 4 of the house). Only FAIL becomes a finding."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"
    NOT_EVALUATED = "not_evaluated"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Change:
    """One content change of a published report, between two versions."""

    seen_at: str
    """UTC time of the capture that showed the new version, ISO 8601."""
    changed_figures: tuple[tuple[str, str, str], ...] = ()
    """(figure name, printed before, printed after) of figures that differ."""
    noted: bool = False
    """True where the page says that it was corrected (更正, 修订)."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is known of when and where a report was published.

    ``published_on`` is the voted date in Asia/Shanghai, ``published_from`` the
    evidence it rests on (``label``, ``publishtime``, ``list``, ``pubdate``,
    ``user`` for a date given on the command line, ``url``, ``first_seen``). A
    date from ``url`` alone is never proof of lateness.
    """

    published_on: date | None = None
    published_from: str | None = None
    uncertain: bool = False
    """True where the candidates lie more than 31 days apart."""
    url: str | None = None
    changes: tuple[Change, ...] = ()
    withdrawn_on: date | None = None
    """The day on which the absence was proven by two healthy visits on two days."""


@dataclass(frozen=True, slots=True)
class Absence:
    """An obligation past its due date without a report."""

    body: str
    body_kind: BodyKind
    year: int
    due: date
    healthy_days: tuple[date, ...]
    """Days after the due date on which all places that could hold the report were seen healthy and without it."""
    portal_healthy: bool
    column_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two representations of one report (page and attachment, PDF and DOCX) agree in the cells that are certain.

    ``between`` names the two in Chinese, ``cells`` is how many could be
    compared, ``differences`` are (figure, printed in the first, printed in the second).
    """

    between: str
    cells: int
    differences: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Case:
    """Everything a rule may look at; a part that is not known is None.

    ``kind_told`` is true where the roster says what kind of body it is,
    ``due_override`` is a local date (month, day) from it.
    ``division`` is the six-digit code of the portal's division where known.
    ``agreements`` are what the report's other representations say; empty where
    it has none that could be compared. ``asked`` are the days on whose coming
    an answer depends (:meth:`has_come`): rules ask for the day in no other way,
    so that it is known how long their answers hold.
    """

    today: date
    report: Report | None = None
    previous: Report | None = None
    publication: Publication | None = None
    absence: Absence | None = None
    body: str | None = None
    body_kind: BodyKind | None = None
    kind_told: bool = False
    year: int | None = None
    division: str | None = None
    level: str | None = None
    due_override: tuple[int, int] | None = None
    agreements: tuple[Agreement, ...] = ()
    asked: set[date] = field(default_factory=set)

    def has_come(self, day: date) -> bool:
        """Whether it is that day today, or later."""
        self.asked.add(day)
        return day <= self.today

    @property
    def holds(self) -> tuple[date | None, date | None]:
        """From which day on and before which day what was answered holds, as far as rules asked; None is no bound."""
        come = [day for day in self.asked if day <= self.today]
        return max(come, default=None), min(self.asked.difference(come), default=None)

    @property
    def the_report(self) -> Report:
        """The report, for rules that need one and are gated by that need."""
        assert self.report is not None, "the rule's needs must name the report"
        return self.report

    @property
    def owner(self) -> str | None:
        """The name of the body that owes the report: as the caller knows it, else as the report says."""
        return self.body or (self.report.body if self.report else None)

    @property
    def owner_kind(self) -> BodyKind | None:
        """The kind of that body, in the same order."""
        return self.body_kind or (self.report.body_kind if self.report else None)

    @property
    def kind_is_open(self) -> bool:
        """Whether the kind of that body is only what a name suggests that leaves it open."""
        return not self.kind_told and self.owner is not None and stands_open(self.owner)

    @property
    def covered_year(self) -> int | None:
        """The report year: as the caller knows it, else of the report, else the year before publication."""
        if self.year is not None:
            return self.year
        if self.report is not None and self.report.year is not None:
            return self.report.year
        if self.publication is not None and self.publication.published_on is not None:
            return self.publication.published_on.year - 1
        return None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer of a rule.

    ``message`` is Chinese, one sentence or two, with both sides of a sum where
    there is one. ``subject`` tells apart several findings of one rule on one
    report (a table, a section) and is part of the alert's identity, so it never
    holds a number that may change. ``quotes`` are the words and cells it rests
    on, as printed, one by one (empty ones are dropped); ``quote`` is the line
    that people read where that is more than the quotes in a row. ``severity``
    overrides the rule's default, ``basis`` its basis. ``softer`` is the message to use where the severity in
    the end is below error (a doubtful source, a repaired cell): it accuses of
    nothing. ``firm`` is true where part of the finding rests on no repaired
    cell, so that repaired ones among ``cells`` do not lower it.
    """

    outcome: Outcome
    message: str = ""
    cells: tuple[str, ...] = ()
    page: int | None = None
    quotes: tuple[str, ...] = ()
    quote: str = ""
    subject: str = ""
    severity: Severity | None = None
    basis: str = ""
    softer: str = ""
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its rule: what the log keeps and people read. ``quote`` is the one line, ``quotes`` its pieces."""

    rule: str
    name_zh: str
    severity: Severity
    outcome: Outcome
    message: str
    basis: str
    cells: tuple[str, ...] = ()
    page: int | None = None
    quotes: tuple[str, ...] = ()
    quote: str = ""
    subject: str = ""


Check = Callable[[Case], Iterable[Verdict]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the catalogue, as :func:`rule` declares it."""

    code: str
    name: str
    name_zh: str
    severity: Severity
    basis: str
    basis_kind: BasisKind
    needs: tuple[Need, ...]
    check: Check
    years: tuple[int | None, int | None]
    kinds: frozenset[BodyKind]
    tables: tuple[TableKey, ...]
    current_form: bool
    asked_on: Occasion


def rule(
    code: str,
    *,
    name: str,
    name_zh: str,
    severity: Severity,
    basis: str,
    basis_kind: BasisKind,
    needs: tuple[Need, ...],
    years: tuple[int | None, int | None] = (2019, None),
    kinds: frozenset[BodyKind] = frozenset(),
    tables: tuple[TableKey, ...] = (),
    current_form: bool = False,
    asked_on: Occasion = "report",
) -> Callable[[Check], Rule]:
    """Make a check the rule of that code; the catalogue finds it where it stands, in a module named by the code.

    ``basis`` is the article of law or document, in Chinese, printed with every
    finding, ``basis_kind`` what that is; a basis that is only practice says so.
    ``years`` are the first and last report year it holds for (None: open).
    ``kinds`` are the kinds of body it is applied to; empty: all. ``tables`` are
    the tables it reads: where one is not there, S09 speaks and this rule keeps
    silent. ``current_form`` is true where it holds the report against the form
    in force, which has no sense once S10 found the superseded one. The check
    yields nothing for a plain pass.
    """

    def declare(check: Check) -> Rule:
        return Rule(
            code=code,
            name=name,
            name_zh=name_zh,
            severity=severity,
            basis=basis,
            basis_kind=basis_kind,
            needs=needs,
            check=check,
            years=years,
            kinds=kinds,
            tables=tables,
            current_form=current_form,
            asked_on=asked_on,
        )

    return declare

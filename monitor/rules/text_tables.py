"""E: what the prose says against what the tables say.

Counts in prose are read by :mod:`monitor.reports.narrative`. Only a count of the whole year and of
all channels is held against a table. Every such count has to agree: one that does hides no other that does not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from crawler.text import fold
from crawler.titles import BodyKind
from monitor.reports.model import CellState, Report, SectionKey
from monitor.reports.narrative import Count, CountKind, counts
from monitor.reports.numerals import quantities
from monitor.rules.evidence import cells_quote, excerpt, number_text, page_of_text, sections_of, unsure
from monitor.rules.labels import cell_label
from monitor.rules.law import ACCURACY, PRACTICE
from monitor.rules.model import Case, Outcome, Rule, Severity, Verdict

_SAYING: Final[tuple[SectionKey, ...]] = ("overview", "proactive", "applications")
"""The sections that tell the year's facts; section 五 tells plans."""

_AREAS: Final[frozenset[BodyKind]] = frozenset({"government", "township"})
_NEW: Final = "applications.new.total"
_CARRIED_IN: Final = "applications.carried_in.total"
_AGREEMENT: Final = f"{ACCURACY}；文表一致为审核所查事项（{PRACTICE}）"


def stated(report: Report, year: int | None) -> list[Count]:
    """The counts that the prose states, in order."""
    texts = [section.text for key in _SAYING for section in sections_of(report, key)]
    return [count for text in texts for count in counts(text, year=year, body=report.body)]


def _received_counts(case: Case) -> list[Count]:
    """What the text states of applications received by the body itself.

    受理 may leave out what was not taken up, so it counts only where nothing says 收到. A count of the whole area
    (全市) is the body's own in a government's report, and there only where no plainer one stands.
    """
    said = [
        count
        for count in stated(case.the_report, case.covered_year)
        if count.kind == "applications_received" and count.whole and not count.negated
    ]
    said = [count for count in said if not count.accepted] or said
    wide = said if case.owner_kind in _AREAS else []
    return [count for count in said if not count.wide] or wide


def check_received(case: Case) -> Iterable[Verdict]:
    """E01: applications received by the text, and neither 本年新收 nor that with 上年结转 by the table.

    That none were received is another rule's matter (E05).
    """
    report = case.the_report
    said = _received_counts(case)
    if not said:
        return [Verdict(Outcome.NOT_APPLICABLE, "正文未写全年收到申请的件数。")]
    new, carried = report.figure(_NEW).number, report.figure(_CARRIED_IN).number
    if new is None:
        return [Verdict(Outcome.UNREADABLE, "表三本年新收的总计未能读取。")]
    right = {new, new + (carried or 0)}
    differing = [count for count in said if count.number not in right and not (count.wide and _tells(count, right))]
    if not differing:
        return []
    if carried is None:
        return [Verdict(Outcome.UNREADABLE, "表三上年结转的总计未能读取。")]
    return [_received(report, differing[0], new, carried)]


def _tells(count: Count, numbers: set[Decimal]) -> bool:
    """Whether the sentence of a count of the whole area tells one of these numbers too, as of the body alone (本级)."""
    return any(found.value in numbers for found in quantities(fold(count.quote)))


def _received(report: Report, count: Count, new: Decimal, carried: Decimal) -> Verdict:
    with_carried = f"（加上年结转为{number_text(new + carried)}件）" if carried else ""
    return Verdict(
        Outcome.FAIL,
        f"正文称收到政府信息公开申请{number_text(count.number)}{count.unit}，表三本年新收为{number_text(new)}件"
        f"{with_carried}，疑似有一处有误，请核对。",
        cells=(_NEW, _CARRIED_IN),
        page=page_of_text(report, count.quote) or report.figure(_NEW).page,
        quote=f"“{_sentence(count)}”；{cells_quote(report, (_NEW, _CARRIED_IN))}",
    )


def _sentence(count: Count) -> str:
    return excerpt(count.quote, count.printed)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What one kind of count is held against: any of the cells may agree."""

    kind: CountKind
    row: str
    columns: tuple[str, ...]
    said: str
    severity: Severity = Severity.WARNING

    def cells(self, report: Report) -> tuple[str, ...]:
        """Those of the cells that the report's form has."""
        names = (f"proactive.{self.row}.{column}" for column in self.columns)
        return tuple(name for name in names if report.figure(name).state is not CellState.ABSENT)


def _comparisons() -> Iterator[_Comparison]:
    kinds: tuple[tuple[CountKind, CountKind, CountKind, CountKind, str, str], ...] = (
        ("rules_issued", "rules_repealed", "rules_in_force", "rules_disclosed", "rules", "规章"),
        (
            "documents_issued",
            "documents_repealed",
            "documents_in_force",
            "documents_disclosed",
            "normative_documents",
            "行政规范性文件",
        ),
    )
    for issued, repealed, in_force, disclosed, row, name in kinds:
        yield _Comparison(issued, row, ("issued", "made"), f"制发{name}")
        yield _Comparison(repealed, row, ("repealed",), f"废止{name}")
        yield _Comparison(in_force, row, ("in_force",), f"现行有效{name}")
        any_column = ("issued", "in_force", "made", "disclosed", "disclosed_in_all")
        yield _Comparison(disclosed, row, any_column, f"公开{name}", Severity.INFO)


_COMPARISONS: Final = tuple(_comparisons())


@dataclass(frozen=True, slots=True)
class _Mismatch:
    comparison: _Comparison
    count: Count
    cells: tuple[str, ...]


def check_documents(case: Case) -> Iterable[Verdict]:
    """E09: 规章 or 规范性文件 issued, repealed or in force by the text, and other numbers in 表二.

    公开 is not 制发: such a count is a hint, and only where it equals no column (RULES E09).
    """
    report = case.the_report
    said = stated(report, case.covered_year)
    compared = [
        (comparison, [count for count in said if count.kind == comparison.kind], cells)
        for comparison in _COMPARISONS
        if any(count.whole and count.kind == comparison.kind for count in said) and (cells := comparison.cells(report))
    ]
    if not compared:
        return [Verdict(Outcome.NOT_APPLICABLE, "正文未写规章、行政规范性文件的件数。")]
    mismatches = [
        _Mismatch(comparison, differing[0], cells)
        for comparison, found, cells in compared
        if not unsure(report, cells) and (differing := _differing(report, comparison, found, cells))
    ]
    if mismatches:
        return [_documents(report, mismatches)]
    unread = any(unsure(report, cells) for _, _, cells in compared)
    return [Verdict(Outcome.UNREADABLE, "表二规章、行政规范性文件的件数未能读取。")] if unread else []


def _differing(report: Report, comparison: _Comparison, said: Sequence[Count], cells: tuple[str, ...]) -> list[Count]:
    """The counts that equal no cell; none where all together do (a government and its office counted apart).

    What was published (公开) may be counted for any purpose: one count that agrees settles it.
    """
    numbers = {report.figure(name).number for name in cells} - {None}
    whole = [count for count in said if count.whole]
    differing = [count for count in whole if count.number not in numbers]
    together = numbers & {sum((count.number for count in some), Decimal(0)) for some in (whole, said)}
    settled = comparison.severity is Severity.INFO and len(differing) < len(whole)
    return [] if not numbers or together or settled else differing


def _documents(report: Report, mismatches: Sequence[_Mismatch]) -> Verdict:
    listed = "；".join(_listed(report, mismatch) for mismatch in mismatches)
    cells = tuple(dict.fromkeys(name for mismatch in mismatches for name in mismatch.cells))
    quotes = dict.fromkeys(_sentence(mismatch.count) for mismatch in mismatches)
    severities = [mismatch.comparison.severity for mismatch in mismatches]
    return Verdict(
        Outcome.FAIL,
        f"正文与表二的件数疑似不符：{listed}，请核对。",
        cells=cells,
        page=page_of_text(report, mismatches[0].count.quote) or report.figure(cells[0]).page,
        quote="；".join([*(f"“{quote}”" for quote in quotes), cells_quote(report, cells)]),
        severity=Severity.WARNING if Severity.WARNING in severities else Severity.INFO,
    )


def _listed(report: Report, mismatch: _Mismatch) -> str:
    count = mismatch.count
    printed = "、".join(f"{cell_label(name)}{report.figure(name).printed or '空白'}" for name in mismatch.cells)
    number = "没有" if count.negated else f"{number_text(count.number)}{count.unit}"
    return f"正文称{mismatch.comparison.said}{number}，表二{printed}"


RULES: Final = (
    Rule(
        code="E01",
        name="New applications: text vs table",
        name_zh="文表不一致：新收申请数",
        severity=Severity.WARNING,
        basis=_AGREEMENT,
        needs=("report",),
        check=check_received,
        tables=("applications",),
    ),
    Rule(
        code="E09",
        name="Rule documents: text vs table 2",
        name_zh="文表不一致：规章/规范性文件",
        severity=Severity.WARNING,
        basis=_AGREEMENT,
        needs=("report",),
        check=check_documents,
        tables=("proactive",),
    ),
)

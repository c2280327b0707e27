"""E09: the text says other numbers of rules and documents than 表二."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from crawler.text import fold
from monitor.reports.model import CellState, Report
from monitor.reports.narrative import Count, CountKind
from monitor.reports.numerals import quantities
from monitor.rules.citing import cell_quotes, number_text, page_of_text, unsure
from monitor.rules.labels import cell_label
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.text_tables.statements import AGREEMENT, sentence, statements


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


_PARTS_MOST: Final = 8
"""Counts of one kind that are tried as parts of a whole; reports seldom state more than three."""
_COMPARISONS: Final = tuple(_comparisons())


@dataclass(frozen=True, slots=True)
class _Mismatch:
    comparison: _Comparison
    count: Count
    cells: tuple[str, ...]


@rule(
    "E09",
    name="Rule documents: text vs table 2",
    name_zh="文表不一致：规章/规范性文件",
    severity=Severity.WARNING,
    basis=AGREEMENT,
    basis_kind="practice",
    needs=("report",),
    tables=("proactive",),
)
def check_documents(case: Case) -> Iterable[Verdict]:
    """E09: 规章 or 规范性文件 issued, repealed or in force by the text, and other numbers in 表二.

    公开 is not 制发: such a count is a hint, and only where it equals no column (RULES E09).
    """
    report = case.the_report
    said = statements(report, case.covered_year)
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
        return [_verdict(report, mismatches)]
    unread = any(unsure(report, cells) for _, _, cells in compared)
    return [Verdict(Outcome.UNREADABLE, "表二规章、行政规范性文件的件数未能读取。")] if unread else []


def _differing(report: Report, comparison: _Comparison, said: Sequence[Count], cells: tuple[str, ...]) -> list[Count]:
    """The counts that equal no cell and are no part of one (a government and its office counted apart).

    A blank cell is A02's matter and none to compare with. What was published (公开) may be counted for any
    purpose: one count that agrees settles it.
    """
    numbers = {report.figure(name).value for name in cells} - {None}
    whole = [count for count in said if count.whole]
    right = {*numbers, *_parts([count.number for count in said], numbers)}
    differing = [count for count in whole if count.number not in {*right, *_parts(_with_count(count), numbers)}]
    settled = comparison.severity is Severity.INFO and len(differing) < len(whole)
    return [] if not numbers or settled else differing


def _with_count(count: Count) -> list[Decimal]:
    """The numbers of the count's sentence in its unit: one document issued anew and one revised are two."""
    return [found.value for found in quantities(fold(count.quote)) if found.unit == count.unit and found.value]


def _parts(said: Sequence[Decimal], numbers: set[Decimal | None]) -> set[Decimal]:
    """Those of the numbers that add up to a cell with others of them; each is added once."""
    some = [number for number in said if number][:_PARTS_MOST]
    sums = (group for size in range(2, len(some) + 1) for group in combinations(some, size))
    return {number for group in sums if sum(group) in numbers for number in group}


def _verdict(report: Report, mismatches: Sequence[_Mismatch]) -> Verdict:
    listed = "；".join(_line(report, mismatch) for mismatch in mismatches)
    cells = tuple(dict.fromkeys(name for mismatch in mismatches for name in mismatch.cells))
    said = tuple(dict.fromkeys(sentence(mismatch.count) for mismatch in mismatches))
    printed = cell_quotes(report, cells)
    return Verdict(
        Outcome.FAIL,
        f"正文与表二的件数疑似不符：{listed}，请核对。",
        cells=cells,
        page=page_of_text(report, mismatches[0].count.quote) or report.figure(cells[0]).page,
        quotes=(*said, *printed),
        quote="；".join([*(f"“{words}”" for words in said), *printed]),
        severity=max(mismatch.comparison.severity for mismatch in mismatches),
    )


def _line(report: Report, mismatch: _Mismatch) -> str:
    count = mismatch.count
    printed = "、".join(f"{cell_label(name)}{report.figure(name).printed or '空白'}" for name in mismatch.cells)
    number = "没有" if count.negated else f"{number_text(count.number)}{count.unit}"
    return f"正文称{mismatch.comparison.said}{number}，表二{printed}"

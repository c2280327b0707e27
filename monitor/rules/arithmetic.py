"""Sums that must agree, and how a finding shows those that do not.

Blank cells and signs count as 0. A cell that could not be read, holds text or is absent suspends
the identities that use it and no other. Where one whole side of an identity is empty, nothing was
stated that could be wrong: the finding asks (and B05 or C03 counts the cells).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from monitor.reports.model import CellState, Report
from monitor.rules.citing import cell_text, number_text, page_of_cells, row_label
from monitor.rules.labels import column_label
from monitor.rules.model import Outcome, Severity, Verdict

_EMPTY: Final = (CellState.BLANK, CellState.SYMBOL)


@dataclass(frozen=True, slots=True)
class Identity:
    """Two groups of cells with the same sum; ``place`` names it within its table (a column, a row, a block)."""

    place: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    by_column: bool = False
    """True where the cells differ by column (a row sum), so that a quote names columns."""

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells, left before right."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Weighing:
    """An identity with both sums; a side is None where one of its cells carries no number."""

    identity: Identity
    left: Decimal | None
    right: Decimal | None
    unfilled: bool = False
    """True where it is broken and every cell of one side is blank or a sign."""
    repaired: bool = False
    """True where it is broken and one of its cells was repaired."""

    @property
    def difference(self) -> Decimal:
        """Left less right; 0 where a side is not known."""
        return (self.left or Decimal(0)) - (self.right or Decimal(0)) if self.known else Decimal(0)

    @property
    def known(self) -> bool:
        """Whether both sides have a sum."""
        return self.left is not None and self.right is not None

    @property
    def broken(self) -> bool:
        """Whether both sides are known and differ."""
        return self.difference != 0


def weigh(report: Report, identity: Identity) -> Weighing:
    """Both sides of the identity in this report."""
    weighing = Weighing(identity, _sum(report, identity.left), _sum(report, identity.right))
    if not weighing.broken:
        return weighing
    return replace(
        weighing,
        unfilled=_all_empty(report, identity.left) or _all_empty(report, identity.right),
        repaired=any(report.figure(name).repaired for name in identity.cells),
    )


def weigh_all(report: Report, identities: Iterable[Identity]) -> list[Weighing]:
    """Every identity of the group, weighed."""
    return [weigh(report, identity) for identity in identities]


def balance_verdict(
    report: Report,
    weighings: Sequence[Weighing],
    *,
    what: str,
    sides: tuple[str, str],
    hint_on: Callable[[Report], str] = lambda _report: "",
) -> list[Verdict]:
    """The one verdict on a group of identities: [] where all hold, none judged where none are left to weigh.

    ``what`` names the identity, ``sides`` the two sums in the message,
    ``hint_on`` explains what is broken and is asked only then. A broken
    identity wins over one that could not be weighed.
    """
    if not weighings:
        return [Verdict(Outcome.NOT_EVALUATED, f"{what}没有可以核对的数（另有规则报告）。")]
    broken = [weighing for weighing in weighings if weighing.broken]
    unknown = [weighing.identity.place for weighing in weighings if not weighing.known]
    if not broken:
        return [_unreadable(what, unknown, len(weighings))] if unknown else []
    hint = hint_on(report)
    shown = "；".join(_description(weighing, sides) for weighing in broken)
    rest = f"另有{len(unknown)}处未能读取，未核对。" if unknown else ""
    stated = [weighing for weighing in broken if not weighing.unfilled]
    cells = tuple(dict.fromkeys(name for weighing in broken for name in weighing.identity.cells))
    return [
        Verdict(
            Outcome.FAIL,
            f"{what}不一致：{shown}。{hint}{rest}",
            cells=cells,
            page=page_of_cells(report, cells),
            quotes=tuple(_quote(report, weighing.identity) for weighing in broken),
            severity=None if stated else _unfilled_severity(report),
            softer=f"{what}疑似不符：{shown}，请核对。{'' if stated else '（一方空白，按0计。）'}{hint}{rest}",
            firm=any(not weighing.repaired for weighing in stated or broken),
        )
    ]


def _unfilled_severity(report: Report) -> Severity:
    """In the 2019 form blanks for zero are common, so that an unfilled total is only a hint (FORMAT §5)."""
    return Severity.INFO if report.form == "2019" else Severity.WARNING


def _unreadable(what: str, places: list[str], count: int) -> Verdict:
    listed = "全部" if len(places) == count else "、".join(places)
    return Verdict(Outcome.UNREADABLE, f"{what}未能核对（{listed}）：有单元格未能读取或不是数字。")


def _description(weighing: Weighing, sides: tuple[str, str]) -> str:
    left, right = number_text(weighing.left or Decimal(0)), number_text(weighing.right or Decimal(0))
    difference = number_text(abs(weighing.difference))
    return f"{weighing.identity.place}：{sides[0]}{left}，{sides[1]}{right}，相差{difference}"


def _quote(report: Report, identity: Identity) -> str:
    """The cells of the identity that hold something other than zero, and always those of the right side."""
    names = [name for name in identity.left if report.figure(name).number != 0] + list(identity.right)
    label = column_label if identity.by_column else lambda name: row_label(report, name)
    return f"【{identity.place}】" + "，".join(f"{label(name)}＝{cell_text(report, name)}" for name in names)


def _sum(report: Report, names: tuple[str, ...]) -> Decimal | None:
    total = Decimal(0)
    for name in names:
        number = report.figure(name).number
        if number is None:
            return None
        total += number
    return total


def _all_empty(report: Report, names: tuple[str, ...]) -> bool:
    return all(report.figure(name).state in _EMPTY for name in names)

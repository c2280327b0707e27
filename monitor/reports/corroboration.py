"""Recognised cells of doubtful text that the sums of the form bear out.

The sums check a reading, they never change one: a cell that the recogniser was
not sure of counts as read if its row and its columns hold with the text as it
was recognised, and stays unsure if not. A cell that was read for certain is
never touched, so a true error of a report stays visible.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from monitor.reports.cells import meaning
from monitor.reports.forms import outcome_rows
from monitor.reports.model import CellState, Figure
from storage.figures import APPLICANTS, REMEDY_BLOCKS, REMEDY_COLUMNS, Form

Sum = tuple[tuple[str, ...], tuple[str, ...]]
"""Names of cells whose sums on the left and on the right are equal."""

_BALANCE: Final = (("new", "carried_in"), ("total", "carried_out"))


def corroborated(figures: Mapping[str, Figure], form: Form) -> dict[str, Figure]:
    """The figures, unsure cells with a number as numbers where all identities of the form they stand in hold.

    For 表三 that is the sum of the row and every identity of the column. 表四
    has one sum for a cell: it bears out one unsure cell of its group, not two,
    whose errors may make up for each other.
    """
    texts = {name: value for name, figure in figures.items() if (value := _as_recognised(figure)) is not None}
    held = {name for name in texts if figures[name].state is CellState.UNSURE}
    sums = [*_application_sums(figures, form), *_remedy_sums()]
    by_cell = {name: [one for one in sums if name in one[0] or name in one[1]] for name in held}
    borne = {name for name in held if _is_borne_out(name, by_cell[name], texts, held)}
    return {name: _as_number(figure, texts[name]) if name in borne else figure for name, figure in figures.items()}


def _is_borne_out(name: str, sums: Sequence[Sum], texts: Mapping[str, Decimal], held: set[str]) -> bool:
    if not sums or not all(_holds(one, texts) for one in sums):
        return False
    alone = all(other == name or other not in held for one in sums for side in one for other in side)
    return len(sums) > 1 or alone


def _holds(one: Sum, texts: Mapping[str, Decimal]) -> bool:
    if any(name not in texts for side in one for name in side):
        return False
    left, right = (sum((texts[name] for name in side), Decimal(0)) for side in one)
    return left == right


def _as_recognised(figure: Figure) -> Decimal | None:
    if figure.state is not CellState.UNSURE:
        return figure.number
    state, value = meaning(figure.printed)
    return value if state is CellState.NUMBER else None


def _as_number(figure: Figure, value: Decimal) -> Figure:
    return replace(figure, state=CellState.NUMBER, value=value, repaired=True)


def _application_sums(figures: Mapping[str, Figure], form: Form) -> Iterator[Sum]:
    """The sum of every row, and the two identities of every column."""
    present = {
        name.split(".", 1)[1].rpartition(".")[0]
        for name, figure in figures.items()
        if name.startswith("applications.") and figure.state is not CellState.ABSENT
    }
    *parts, total = APPLICANTS
    for row in present:
        yield tuple(f"applications.{row}.{column}" for column in parts), (f"applications.{row}.{total}",)
    for left, right in (_BALANCE, (outcome_rows(frozenset(present), form), ("total",))):
        for column in APPLICANTS:
            yield (
                tuple(f"applications.{row}.{column}" for row in left),
                tuple(f"applications.{row}.{column}" for row in right),
            )


def _remedy_sums() -> Iterator[Sum]:
    *parts, total = REMEDY_COLUMNS
    for block in REMEDY_BLOCKS:
        yield tuple(f"remedies.{block}.{column}" for column in parts), (f"remedies.{block}.{total}",)

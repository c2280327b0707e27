"""Judgements: what the rules answered on a version or an obligation, recomputed at will."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from storage.database import Log, Row
from storage.tables.packing import pack, unpack

_COLUMNS = "rule, outcome, severity, message, basis, cells, page, quotes, quote, part"


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One answer of one rule.

    ``quotes`` are what it quotes, one by one, ``quote`` the line that people
    read. ``part`` tells apart several findings of one rule on one subject.
    """

    rule: str
    outcome: str
    severity: str
    message: str = ""
    basis: str = ""
    cells: tuple[str, ...] = ()
    page: int | None = None
    quotes: tuple[str, ...] = ()
    quote: str = ""
    part: str = ""


def replace(log: Log, subject: str, rows: Iterable[JudgementRow], run_id: int) -> bool:
    """Put these answers in place of all earlier ones on the subject, ``version:ID`` or ``obligation:ID``.

    The same answers again are left as they stand, with the run that gave them
    first; False then.
    """
    new = [_packed(row) for row in rows]
    with log.atomic():
        old = log.rows(f"SELECT {_COLUMNS} FROM judgements WHERE subject = ? ORDER BY id", (subject,))  # noqa: S608
        if new == [tuple(row.values()) for row in old]:
            return False
        log.execute("DELETE FROM judgements WHERE subject = ?", (subject,))
        log.execute_many(
            f"INSERT INTO judgements (subject, run_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            [(subject, run_id, *row) for row in new],
        )
    return True


def keep_only(log: Log, subjects: Iterable[str]) -> None:
    """Forget the answers on every other subject: superseded versions, obligations that are none."""
    log.execute(
        "DELETE FROM judgements WHERE subject NOT IN (SELECT value FROM json_each(?))", (pack(sorted(subjects)),)
    )


def of(log: Log, subject: str) -> list[Row]:
    """The answers on a subject in the order they were given, ``cells`` and ``quotes`` decoded."""
    rows = log.rows("SELECT * FROM judgements WHERE subject = ? ORDER BY id", (subject,))
    return [unpack(row, "cells", "quotes") for row in rows]


def failing(log: Log) -> list[Row]:
    """Every ``fail`` of the log by subject and rule, ``cells`` and ``quotes`` decoded."""
    rows = log.rows("SELECT * FROM judgements WHERE outcome = 'fail' ORDER BY subject, rule, id")
    return [unpack(row, "cells", "quotes") for row in rows]


def outcome_counts(log: Log) -> dict[str, int]:
    """How often each of the six outcomes stands in the log."""
    rows = log.rows("SELECT outcome, count(*) AS number FROM judgements GROUP BY outcome ORDER BY outcome")
    return {row["outcome"]: row["number"] for row in rows}


def _packed(row: JudgementRow) -> tuple[object, ...]:
    rule, outcome, severity, message, basis, cells, page, quotes, *rest = astuple(row)
    return (rule, outcome, severity, message, basis, pack(list(cells)), page, pack(list(quotes)), *rest)

"""Judgements: what the rules answered on a version or an obligation, recomputed at will."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from storage.database import Log
from storage.tables.packing import pack
from storage.tables.records import as_columns, names_of, record, records, values_of


@dataclass(frozen=True, slots=True)
class Judgement:
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


_NAMES: Final = names_of(Judgement)
_COLUMNS: Final = ", ".join(_NAMES)


def replace(log: Log, subject: str, given: Iterable[Judgement], run_id: int) -> bool:
    """Put these answers in place of all earlier ones on the subject, ``version:ID`` or ``obligation:ID``.

    The same answers again are left as they stand, with the run that gave them
    first; False then.
    """
    new = [tuple(as_columns(values_of(judgement)).values()) for judgement in given]
    with log.atomic():
        old = log.rows(f"SELECT {_COLUMNS} FROM judgements WHERE subject = ? ORDER BY id", (subject,))  # noqa: S608
        if new == [tuple(row.values()) for row in old]:
            return False
        log.execute("DELETE FROM judgements WHERE subject = ?", (subject,))
        log.execute_many(
            f"INSERT INTO judgements (subject, run_id, {_COLUMNS}) VALUES (?, ?{', ?' * len(_NAMES)})",  # noqa: S608
            [(subject, run_id, *row) for row in new],
        )
    return True


def keep_only(log: Log, subjects: Iterable[str]) -> None:
    """Forget the answers on every other subject: superseded versions, obligations that are none."""
    log.execute(
        "DELETE FROM judgements WHERE subject NOT IN (SELECT value FROM json_each(?))", (pack(sorted(subjects)),)
    )


def of(log: Log, subject: str) -> list[Judgement]:
    """The answers on a subject in the order they were given."""
    return records(Judgement, log.rows("SELECT * FROM judgements WHERE subject = ? ORDER BY id", (subject,)))


def unreadable_by_subject(log: Log) -> dict[str, int]:
    """How many rules could not read what they judge, by subject."""
    rows = log.rows(
        "SELECT subject, count(DISTINCT rule) AS number FROM judgements WHERE outcome = 'unreadable' GROUP BY subject"
    )
    return {row["subject"]: row["number"] for row in rows}


def failing(log: Log) -> list[tuple[str, Judgement]]:
    """Every ``fail`` of the log with its subject, by subject and rule."""
    rows = log.rows("SELECT * FROM judgements WHERE outcome = 'fail' ORDER BY subject, rule, id")
    return [(row["subject"], record(Judgement, row)) for row in rows]

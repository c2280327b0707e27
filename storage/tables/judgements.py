"""Judgements: what the rules found on a version or an obligation, or could not judge; recomputed at will.

Rules that found nothing and those that do not apply leave none: they stand, as
codes, with the mark of the subject (:mod:`storage.tables.marks`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from storage.database import Log, Row
from storage.tables.records import as_columns, records, values_of


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


_KEPT: Final = """
    SELECT judgements.id, subject, rule, outcome, severity, coalesce(said.text, message) AS message,
        basis.text AS basis, cells, page, quotes, quote, part
    FROM judgements JOIN texts AS basis ON basis.id = basis_id LEFT JOIN texts AS said ON said.id = message_id
"""
_INSERT: Final = """
    INSERT INTO judgements (subject, run_id, rule, outcome, severity, message, message_id, basis_id, cells, page,
        quotes, quote, part)
    VALUES (:subject, :run_id, :rule, :outcome, :severity, :own, (SELECT id FROM texts WHERE text = :shared),
        (SELECT id FROM texts WHERE text = :basis), :cells, :page, :quotes, :quote, :part)
"""


def replace(log: Log, subject: str, given: Iterable[Judgement], run_id: int) -> bool:
    """Put these in place of all earlier ones on the subject, ``version:ID`` or ``obligation:ID``.

    The same again are left as they stand, with the run that gave them first;
    False then.
    """
    new = list(given)
    with log.atomic():
        if new == of(log, subject):
            return False
        log.execute("DELETE FROM judgements WHERE subject = ?", (subject,))
        for judgement in new:
            _insert(log, judgement, {"subject": subject, "run_id": run_id})
    return True


def of(log: Log, subject: str) -> list[Judgement]:
    """The judgements on a subject in the order they were given."""
    return records(Judgement, log.rows(f"{_KEPT} WHERE subject = ? ORDER BY judgements.id", (subject,)))


def unreadable_versions(log: Log, least: int) -> dict[int, int]:
    """How many rules could not read what they judge, by the version's id, where they are so many at least."""
    found = log.execute(
        "SELECT CAST(substr(subject, 9) AS INTEGER), count(DISTINCT rule) AS number FROM judgements"
        " WHERE outcome = 'unreadable' AND subject LIKE 'version:%' GROUP BY subject HAVING number >= ?",
        (least,),
    )
    return dict(found.fetchall())


def _insert(log: Log, judgement: Judgement, where: Row) -> None:
    """What a fail says is its own; why a rule could not judge is said of many reports alike, and kept once."""
    is_own = judgement.outcome == "fail"
    shared = None if is_own else judgement.message
    log.execute(
        "INSERT INTO texts (text) SELECT value FROM json_each(json_array(?, ?)) WHERE value IS NOT NULL"
        " ON CONFLICT DO NOTHING",
        (judgement.basis, shared),
    )
    said = {"own": judgement.message if is_own else "", "shared": shared}
    log.execute(_INSERT, as_columns(values_of(judgement)) | said | where)

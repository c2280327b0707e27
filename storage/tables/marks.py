"""Marks: what the answers on a body and year rest on, so that what rests on nothing new is not judged again.

A mark stands beside the judgements of its subject and is written in one
transaction with them. It also says what came of the rules that leave no
judgement: those that found nothing, and those that do not apply.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from storage.database import Log
from storage.tables.packing import pack
from storage.tables.records import records

Rest = Mapping[str, Sequence[str]]
"""The codes of rules by their outcome, of those that leave no judgement."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the answers on a subject, ``version:ID`` or ``obligation:ID``, rest on.

    ``inputs`` is a hash of all that they rest on but the day, None where it is
    not known or not to be relied on: then the subject is judged anew. They hold
    from the day ``since`` on and before the day ``until``; None is no bound.
    """

    subject: str
    portal_id: int
    inputs: bytes | None
    since: date | None = None
    until: date | None = None

    def holds(self, inputs: bytes, today: date) -> bool:
        """Whether what was answered then would be answered today, on these inputs."""
        begun = self.since is None or self.since <= today
        return self.inputs == inputs and begun and (self.until is None or today < self.until)


def put(log: Log, mark: Mark, rules: str, rest: Rest) -> None:
    """Keep the mark of a subject, and what came of the rest of the rules; ``rules`` is their version."""
    codes = pack({outcome: list(rest[outcome]) for outcome in sorted(rest)})
    with log.atomic():
        log.execute("INSERT INTO rests (rules, codes) VALUES (?, ?) ON CONFLICT DO NOTHING", (rules, codes))
        log.execute(
            "REPLACE INTO marks (subject, portal_id, inputs, since, until, rest_id) VALUES (?, ?, ?, ?, ?,"
            " (SELECT id FROM rests WHERE rules = ? AND codes = ?))",
            (mark.subject, mark.portal_id, mark.inputs, _text(mark.since), _text(mark.until), rules, codes),
        )


def of_portal(log: Log, portal_id: int) -> dict[str, Mark]:
    """The marks of a portal by subject."""
    rows = log.rows("SELECT subject, portal_id, inputs, since, until FROM marks WHERE portal_id = ?", (portal_id,))
    return {mark.subject: mark for mark in records(Mark, rows)}


def rest_of(log: Log, subject: str) -> dict[str, list[str]]:
    """What came of the rules that left no judgement on a subject: their codes by outcome; empty without a mark."""
    row = log.row("SELECT codes FROM marks JOIN rests ON rests.id = rest_id WHERE subject = ?", (subject,))
    return json.loads(row["codes"]) if row else {}


def distrust(log: Log, subject: str) -> None:
    """What was answered on a subject is not to be relied on: it is judged anew."""
    log.execute("UPDATE marks SET inputs = NULL WHERE subject = ?", (subject,))


def forget(log: Log, subjects: Iterable[str]) -> None:
    """Forget everything that was answered on these: superseded versions, obligations that are none."""
    gone = pack(sorted(subjects))
    with log.atomic():
        for table in _ANSWERS:
            log.execute(f"DELETE FROM {table} WHERE subject IN (SELECT value FROM json_each(?))", (gone,))  # noqa: S608


def sweep(log: Log) -> None:
    """Remove what no mark and no judgement names any more: outcomes and texts of earlier rules."""
    with log.atomic():
        log.execute("DELETE FROM rests WHERE id NOT IN (SELECT rest_id FROM marks)")
        log.execute(
            "DELETE FROM texts WHERE id NOT IN (SELECT basis_id FROM judgements)"
            " AND id NOT IN (SELECT message_id FROM judgements WHERE message_id IS NOT NULL)"
        )


_ANSWERS: Final = ("judgements", "marks")
"""The tables with what was answered on a subject."""


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

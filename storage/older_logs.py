"""Brings what older logs kept of reading and judging into the shape of marks, once; see :mod:`storage.migrations`."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sqlite_utils import Database

REST: Final = ("pass", "not_applicable")
"""Outcomes that leave no judgement."""

_BATCH: Final = 500
"""Readings that are held at a time."""

_TABLES: Final = """
    CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
    CREATE TABLE rests (id INTEGER PRIMARY KEY, rules TEXT NOT NULL, codes TEXT NOT NULL, UNIQUE (rules, codes));
    CREATE TABLE marks (
        subject TEXT PRIMARY KEY,
        portal_id INTEGER NOT NULL REFERENCES portals(id),
        inputs BLOB,
        since TEXT,
        until TEXT,
        rest_id INTEGER NOT NULL REFERENCES rests(id)
    ) WITHOUT ROWID;
    CREATE INDEX marks_by_portal ON marks (portal_id);
    CREATE INDEX marks_by_rest ON marks (rest_id);
    CREATE TABLE kept (
        id INTEGER PRIMARY KEY,
        subject TEXT NOT NULL,
        rule TEXT NOT NULL,
        outcome TEXT NOT NULL,
        severity TEXT NOT NULL,
        message TEXT NOT NULL DEFAULT '',
        message_id INTEGER REFERENCES texts(id),
        basis_id INTEGER NOT NULL REFERENCES texts(id),
        cells TEXT NOT NULL DEFAULT '[]',
        page INTEGER,
        quotes TEXT NOT NULL DEFAULT '[]',
        quote TEXT NOT NULL DEFAULT '',
        part TEXT NOT NULL DEFAULT '',
        run_id INTEGER NOT NULL REFERENCES runs(id)
    )
"""

_KEPT: Final = """
    INSERT INTO texts (text) SELECT basis FROM judgements UNION
        SELECT message FROM judgements WHERE outcome NOT IN ('fail', 'pass', 'not_applicable');
    INSERT INTO kept (id, subject, rule, outcome, severity, message, message_id, basis_id, cells, page, quotes, quote,
        part, run_id)
        SELECT judgements.id, subject, rule, outcome, severity, iif(outcome = 'fail', message, ''), said.id, basis.id,
            cells, page, quotes, quote, part, run_id
        FROM judgements JOIN texts AS basis ON basis.text = judgements.basis
        LEFT JOIN texts AS said ON outcome <> 'fail' AND said.text = message
        WHERE outcome NOT IN ('pass', 'not_applicable')
        ORDER BY judgements.id;
    DROP TABLE judgements;
    ALTER TABLE kept RENAME TO judgements;
    CREATE INDEX judgements_by_subject ON judgements (subject, rule);
    CREATE INDEX judgements_unreadable ON judgements (subject, rule) WHERE outcome = 'unreadable';
"""

_SUBJECTS: Final = """
    SELECT 'version:' || versions.id AS subject, portal_id FROM versions JOIN reports ON reports.id = report_id
    UNION ALL
    SELECT 'obligation:' || obligations.id, portal_id FROM obligations JOIN bodies ON bodies.id = body_id
"""


def keep_marks(db: "Database") -> None:
    """Keep judgements that say something; of the rest only codes, under no version of the rules.

    No mark of an older log holds, so that everything is judged once more.
    """
    for statement in _TABLES.split(";"):
        db.execute(statement)
    for subject, portal_id, codes in _rests(db):
        db.execute("INSERT INTO rests (rules, codes) VALUES ('', ?) ON CONFLICT DO NOTHING", (codes,))
        db.execute(
            "INSERT INTO marks (subject, portal_id, rest_id) SELECT ?, ?, id FROM rests WHERE rules = '' AND codes = ?",
            (subject, portal_id, codes),
        )
    for statement in _KEPT.split(";"):
        db.execute(statement)


def _rests(db: "Database") -> Iterator[tuple[str, int, str]]:
    """Every subject with its portal and the codes of the rules that found nothing on it, by outcome, as JSON."""
    rows = db.execute(
        f"SELECT subject, portal_id, outcome, rule FROM judgements JOIN ({_SUBJECTS}) USING (subject)"  # noqa: S608
        " ORDER BY subject, judgements.id"
    )
    for (subject, portal_id), group in groupby(rows, key=itemgetter(0, 1)):
        found: dict[str, list[str]] = {}
        for _subject, _portal, outcome, rule in group:
            if outcome in REST and rule not in found.setdefault(outcome, []):
                found[outcome].append(rule)
        yield subject, portal_id, json.dumps(dict(sorted(found.items())), separators=(",", ":"))


def pack_readings(db: "Database") -> None:
    """Pack what the readings hold, with a hash of it, and whose report it is by itself beside it."""
    db.execute("ALTER TABLE readings ADD COLUMN digest BLOB NOT NULL DEFAULT x''")
    for name, kind in (("body", "TEXT"), ("body_kind", "TEXT"), ("year", "INTEGER")):
        db.execute(f"ALTER TABLE readings ADD COLUMN {name} {kind}")
    last = 0
    while batch := _unpacked(db, last):
        last = batch[-1][0]
        db.conn.executemany(
            "UPDATE readings SET report = ?, places = ?, compared = ?, digest = ?, body = ?, body_kind = ?, year = ?"
            " WHERE version_id = ?",
            [(*_packed(*values), version_id) for version_id, *values in batch],
        )


def _unpacked(db: "Database", last: int) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = db.execute(
        "SELECT version_id, report, places, compared, outcome, detail, read_at FROM readings WHERE version_id > ?"
        " ORDER BY version_id LIMIT ?",
        (last, _BATCH),
    ).fetchall()
    return found


def _packed(report: str, places: str, compared: str, *others: str) -> tuple[Any, ...]:
    kept = (report, places, compared)
    digest = hashlib.blake2b("\0".join((*kept, *others)).encode(), digest_size=16).digest()
    said = json.loads(report)
    whose = (said.get("body"), said.get("body_kind"), said.get("year"))
    return (*(zlib.compress(text.encode()) for text in kept), digest, *whose)

"""A log as an older nianbao wrote it, brought up to date."""

import json
import sqlite3

import pytest
from sqlite_utils import Database

from storage.clock import Clock
from storage.database import DATABASE, open_log
from storage.migrations import MIGRATIONS
from storage.tables import judgements, marks, readings
from storage.tables.judgements import Judgement

LAW = "条例第五十条"
OLD = (
    "INSERT INTO runs VALUES (1, 'run', '2026-04-08', '2026-04-08T00:00:00Z', NULL, 'completed', '{}')",
    "INSERT INTO portals (id, name, home) VALUES (1, '门户', 'http://127.88.0.9/'), (2, '又一个', 'http://x/')",
    "INSERT INTO bodies (id, portal_id, name, source) VALUES (1, 2, '财政局', 'roster')",
    "INSERT INTO reports (id, portal_id, url, title, first_seen_at, last_seen_at) VALUES (1, 1, 'r', '', '', '')",
    "INSERT INTO versions VALUES (1, 1, 1, 'hash', 1, '2026-04-08T00:00:00Z', 0)",
    "INSERT INTO obligations VALUES (1, 1, 2025, '2026-01-31', '', 'roster', 'overdue', '', NULL, '2026-04-08')",
)
READ = {"title": "年报", "body": "财政局", "body_kind": "department", "year": 2025, "text": "正文" * 3000}
JUDGED = [
    ("version:1", "A02", "pass", "", LAW),
    ("version:1", "A03", "fail", "1 ≠ 2", LAW),
    ("version:1", "B01", "unreadable", "未能读取", "格式"),
    ("version:1", "D10", "pass", "", LAW),
    ("version:1", "D10", "pass", "", LAW),
    ("version:1", "W09", "not_applicable", "", LAW),
    ("obligation:1", "D04", "fail", "逾期", LAW),
    ("version:7", "A02", "pass", "", LAW),
]


@pytest.fixture
def old(tmp_path):
    """The data directory of a log before marks."""
    (tmp_path / "data").mkdir()
    db = Database(sqlite3.connect(tmp_path / "data" / DATABASE))
    MIGRATIONS.apply(db, stop_before="0012_marks")
    for statement in OLD:
        db.execute(statement)
    db.conn.executemany(
        "INSERT INTO judgements (subject, rule, outcome, severity, message, basis, cells, page, quote, run_id, quotes)"
        """ VALUES (?, ?, ?, 'error', ?, ?, '["a.b.c"]', 3, '引文', 1, '["引","文"]')""",
        JUDGED,
    )
    db.execute(
        "INSERT INTO readings (version_id, reader, outcome, report, places, read_at, compared)"
        " VALUES (1, 7, 'read', ?, ?, '2026-04-08T00:00:00Z', ?)",
        (json.dumps(READ), '{"applications.new.total":2}', '[[4,"网页与附件",9,[["applications.new.total","1","2"]]]]'),
    )
    db.execute("INSERT INTO figures (version_id, applications_new_total) VALUES (1, 5)")
    db.conn.commit()
    db.close()
    return tmp_path / "data"


def judgement(rule, outcome, message, basis):
    return Judgement(rule, outcome, "error", message, basis, ("a.b.c",), 3, ("引", "文"), "引文")


def test_what_says_something_stays_and_of_the_rest_the_codes(old):
    with open_log(old) as log:
        unreadable = judgement("B01", "unreadable", "未能读取", "格式")
        assert judgements.of(log, "version:1") == [judgement("A03", "fail", "1 ≠ 2", LAW), unreadable]
        assert marks.rest_of(log, "version:1") == {"not_applicable": ["W09"], "pass": ["A02", "D10"]}
        assert judgements.of(log, "obligation:1") == [judgement("D04", "fail", "逾期", LAW)]
        assert judgements.unreadable_versions(log, 1) == {1: 1}
        assert log.rows("SELECT text FROM texts ORDER BY text") == [
            {"text": text} for text in sorted([LAW, "格式", "未能读取"])
        ]


def test_no_mark_of_an_older_log_holds(old):
    with open_log(old) as log:
        assert {one.subject: one.inputs for one in marks.of_portal(log, 1).values()} == {"version:1": None}
        assert {one.subject: one.inputs for one in marks.of_portal(log, 2).values()} == {"obligation:1": None}


def test_what_was_read_is_packed_and_comes_back(old):
    with open_log(old) as log:
        reading = readings.load(log, 1)
        assert (reading.report, reading.reader) == (READ, 7)
        assert reading.figures["applications.new.total"].page == 2
        assert reading.compared[0].differences == (("applications.new.total", "1", "2"),)
        gist = readings.gists(log, 1)[1]
        assert (gist.body, gist.body_kind, gist.year, len(gist.digest)) == ("财政局", "department", 2025, 16)
        [size] = log.execute("SELECT length(report) FROM readings").fetchone()
        assert size < 300
        readings.store(log, reading, Clock())
        assert readings.load(log, 1) == reading


def test_bringing_up_to_date_twice_is_once(old):
    open_log(old).close()
    with open_log(old) as log:
        before = log.rows("SELECT * FROM judgements")
    with open_log(old) as log:
        assert log.rows("SELECT * FROM judgements") == before

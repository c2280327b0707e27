"""The numbered steps that bring a log of any age up to the shape this nianbao writes.

A step that has been released is never changed; a new shape is a new step.
"""

from importlib.resources import files
from typing import Final

from sqlite_utils import Database, Migrations

from storage.figures import FigureName, catalogue
from storage.older_logs import keep_marks, pack_readings

MIGRATIONS: Final = Migrations("nianbao")


def _log(db: Database) -> None:
    db.executescript(files("storage").joinpath("schema.sql").read_text(encoding="utf-8"))


def _figures(db: Database) -> None:
    columns = ", ".join(f"{figure.sql_name} NUMERIC" for figure in catalogue().values())
    db.execute(
        f"CREATE TABLE figures (version_id INTEGER PRIMARY KEY REFERENCES versions(id), {columns},"
        " printed TEXT NOT NULL DEFAULT '{}')"
    )
    db.execute(f"CREATE VIEW figures_tall AS {' UNION ALL '.join(map(_tall, catalogue().values()))}")


def _tall(figure: FigureName) -> str:
    """One figure of every version as rows ``version_id, figure, value, state, printed``.

    A figure without an entry in ``printed`` is a number printed as it is; one
    without entry and value is not in the report's form and gives no row.
    """
    entry = f"""'$."{figure.name}"'"""
    state = f"json_extract(printed, {entry[:-1]}[0]')"
    return (
        f"SELECT version_id, '{figure.name}' AS figure, {figure.sql_name} AS value,"  # noqa: S608 - names of our own
        f" coalesce({state}, 'number') AS state,"
        f" coalesce(json_extract(printed, {entry[:-1]}[1]'), CAST({figure.sql_name} AS TEXT)) AS printed"
        f" FROM figures WHERE {figure.sql_name} IS NOT NULL OR {state} IS NOT NULL"
    )


def _hosts(db: Database) -> None:
    """What a host taught us: the scheme that answers, the old TLS it speaks, until when it wants to be left alone."""
    db.execute(
        "CREATE TABLE hosts (host TEXT PRIMARY KEY, scheme TEXT, tls TEXT, rest_until TEXT,"
        " rest_reason TEXT NOT NULL DEFAULT '')"
    )


def _found_how(db: Database) -> None:
    """How surely discovery took a page for a column (0–100), and why: Chinese reasons as a JSON list."""
    db.execute("ALTER TABLE columns ADD COLUMN score INTEGER")
    db.execute("ALTER TABLE columns ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]'")


def _compared(db: Database) -> None:
    """How the figures of a version's other files stand beside those that were read: a JSON list of comparisons."""
    db.execute("ALTER TABLE readings ADD COLUMN compared TEXT NOT NULL DEFAULT '[]'")


def _skips(db: Database) -> None:
    """Portals that a run left out on purpose: why, and the day of their next turn where that is known."""
    db.execute(
        "CREATE TABLE skips (run_id INTEGER NOT NULL REFERENCES runs(id), portal_id INTEGER NOT NULL"
        " REFERENCES portals(id), why TEXT NOT NULL, next_on TEXT, PRIMARY KEY (run_id, portal_id)) WITHOUT ROWID"
    )


def _reached_on(db: Database) -> None:
    """When a host's way was found, so that it is not believed for ever; and the troubles of a portal at hand."""
    db.execute("ALTER TABLE hosts ADD COLUMN reached_on TEXT")
    db.execute("CREATE INDEX health_events_by_portal ON health_events (portal_id, run_id)")


def _quotes(db: Database) -> None:
    """The quotes of a judgement one by one: a JSON list beside the line that people read."""
    db.execute("ALTER TABLE judgements ADD COLUMN quotes TEXT NOT NULL DEFAULT '[]'")


def _other_names(db: Database) -> None:
    """What people answered about names: those that a body goes by as well, and those that are another's."""
    db.execute("ALTER TABLE bodies ADD COLUMN aliases TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE bodies ADD COLUMN others TEXT NOT NULL DEFAULT '[]'")


def _tellings(db: Database) -> None:
    """Digests as they were given out, and which of them told each event; what older logs hold was told on its day."""
    db.execute(
        "CREATE TABLE tellings (id INTEGER PRIMARY KEY, run_id INTEGER REFERENCES runs(id), day TEXT NOT NULL,"
        " given_at TEXT, digest TEXT)"
    )
    db.execute("CREATE INDEX tellings_by_day ON tellings (day)")
    db.execute("ALTER TABLE alert_events ADD COLUMN told_in INTEGER REFERENCES tellings(id)")
    db.execute("CREATE INDEX alert_events_by_telling ON alert_events (told_in)")
    db.execute("INSERT INTO tellings (day, given_at) SELECT day, max(at) FROM alert_events GROUP BY day ORDER BY day")
    db.execute("UPDATE alert_events SET told_in = (SELECT id FROM tellings WHERE tellings.day = alert_events.day)")


def _deciders(db: Database) -> None:
    """Who decided on an alert, and who took a step of its life: a person's name; empty where a run did."""
    db.execute("ALTER TABLE alerts ADD COLUMN decided_by TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE alert_events ADD COLUMN taken_by TEXT NOT NULL DEFAULT ''")


def _contacts(db: Database) -> None:
    """Whom to call about a body, by name and number, as the roster says."""
    db.execute("ALTER TABLE bodies ADD COLUMN contact TEXT")
    db.execute("ALTER TABLE bodies ADD COLUMN phone TEXT")


def _messages(db: Database) -> None:
    """What is sent, channel by channel; what each channel heard of each alert; what a scheduler did, and its beat."""
    db.execute(
        "CREATE TABLE messages (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL,"
        " again INTEGER NOT NULL DEFAULT 0, number TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, text TEXT NOT NULL,"
        " markdown TEXT NOT NULL, html TEXT NOT NULL, telling INTEGER NOT NULL, told TEXT NOT NULL,"
        " reminded TEXT NOT NULL, made_at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,"
        " handed INTEGER NOT NULL DEFAULT 0, trouble TEXT NOT NULL DEFAULT '', sent_at TEXT, dropped_at TEXT,"
        " UNIQUE (channel, kind, day, again))"
    )
    db.execute(
        "CREATE TABLE heard (channel TEXT NOT NULL, alert_id INTEGER NOT NULL REFERENCES alerts(id),"
        " last_on TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (channel, alert_id)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE slots (id INTEGER PRIMARY KEY, job TEXT NOT NULL, due_at TEXT NOT NULL, missed INTEGER NOT NULL,"
        " state TEXT NOT NULL, started_at TEXT, ended_at TEXT, late INTEGER NOT NULL DEFAULT 0,"
        " tries INTEGER NOT NULL DEFAULT 0, breaks INTEGER NOT NULL DEFAULT 0, next_at TEXT, after_run INTEGER,"
        " note TEXT NOT NULL DEFAULT '', UNIQUE (job, due_at))"
    )
    db.execute(
        "CREATE TABLE beats (id INTEGER PRIMARY KEY CHECK (id = 1), since TEXT NOT NULL, at TEXT NOT NULL,"
        " next_run_at TEXT, stopped INTEGER NOT NULL DEFAULT 0)"
    )


def _indexes(db: Database) -> None:
    """What is asked of every portal and column, at hand."""
    for name, columns in (
        ("reports_by_column", "reports (column_id)"),
        ("reports_by_portal", "reports (portal_id)"),
        ("columns_by_portal", "columns (portal_id)"),
        ("health_events_by_column", "health_events (column_id)"),
        ("visits_in_order", "visits (column_id, id)"),
        ("obligations_by_state", "obligations (state)"),
        ("alerts_by_portal", "alerts (portal_id)"),
        ("runs_by_day", "runs (day)"),
    ):
        db.execute(f"CREATE INDEX {name} ON {columns}")
    db.execute("CREATE INDEX readings_failed ON readings (version_id) WHERE outcome = 'unreadable'")


_STEPS: Final = {
    "0001_log": _log,
    "0002_figures": _figures,
    "0003_hosts": _hosts,
    "0004_found_how": _found_how,
    "0005_compared": _compared,
    "0006_skips": _skips,
    "0007_reached_on": _reached_on,
    "0008_quotes": _quotes,
    "0009_other_names": _other_names,
    "0010_tellings": _tellings,
    "0011_contacts": _contacts,
    "0011_deciders": _deciders,
    "0011_messages": _messages,
    "0012_marks": keep_marks,
    "0013_packed_readings": pack_readings,
    "0014_indexes": _indexes,
}

for _name, _step in _STEPS.items():
    MIGRATIONS(name=_name)(_step)


def bring_up_to_date(db: Database) -> None:
    """Apply every step the log lacks; each runs wholly or not at all."""
    MIGRATIONS.apply(db)


def is_current(db: Database) -> bool:
    """True where no step is lacking. Reads only."""
    return not MIGRATIONS.pending(db)


def newer_steps(db: Database) -> list[str]:
    """Names of steps in the log that this nianbao does not know: a newer one wrote it."""
    return [step.name for step in MIGRATIONS.applied(db) if step.name not in _STEPS]

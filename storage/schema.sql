-- The log, version 1. Times are UTC in ISO 8601 with seconds ("2026-04-08T00:00:00Z");
-- days are dates in Asia/Shanghai. The wide table `figures` and the view `figures_tall`
-- are made from storage/figures.py and do not stand here.

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                 -- run | crawl | judge
    day TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT NOT NULL,              -- running | completed | partial | failed | killed
    detail TEXT NOT NULL DEFAULT '{}'   -- JSON: counts
);

CREATE TABLE portals (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    home TEXT NOT NULL UNIQUE,
    division TEXT,                      -- GB/T 2260
    level TEXT,                         -- province | city | county | central
    active INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE columns (
    id INTEGER PRIMARY KEY,
    portal_id INTEGER NOT NULL REFERENCES portals(id),
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    found_by TEXT NOT NULL,             -- registry | discovery | parent column
    needs_browser INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE bodies (
    id INTEGER PRIMARY KEY,
    portal_id INTEGER NOT NULL REFERENCES portals(id),
    name TEXT NOT NULL,
    kind TEXT,
    due TEXT,                           -- MM-DD, a local date
    since INTEGER,                      -- first report year owed
    source TEXT NOT NULL,               -- roster | learnt
    active INTEGER NOT NULL DEFAULT 1,
    UNIQUE (portal_id, name)
);

CREATE TABLE frontier (
    url TEXT PRIMARY KEY,
    portal_id INTEGER NOT NULL REFERENCES portals(id),
    column_id INTEGER REFERENCES columns(id),
    kind TEXT NOT NULL,                 -- home | column | list | page | file
    state TEXT NOT NULL,                -- queued | done | failed | gone
    etag TEXT,
    last_modified TEXT,
    sha256 TEXT,                        -- of the last body kept for this address
    tries INTEGER NOT NULL DEFAULT 0,   -- failures in a row
    status INTEGER,
    error TEXT,
    run_id INTEGER REFERENCES runs(id), -- the last run that dealt with it
    checked_at TEXT,
    context TEXT NOT NULL DEFAULT '{}'  -- JSON: what the spider must know to go on from here
);
CREATE INDEX frontier_by_portal ON frontier (portal_id, state);

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    portal_id INTEGER NOT NULL REFERENCES portals(id),
    column_id INTEGER REFERENCES columns(id),
    url TEXT NOT NULL,
    final_url TEXT NOT NULL,
    verdict TEXT NOT NULL,              -- list | report | stranger | shell | wall | soft_404 | file | broken | other
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,              -- JSON, as they came: [[name, value], ...]
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    fetched_at TEXT NOT NULL
);
CREATE INDEX captures_by_url ON captures (url, id);

CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    column_id INTEGER NOT NULL REFERENCES columns(id),
    day TEXT NOT NULL,
    healthy INTEGER NOT NULL,
    verdict TEXT NOT NULL,              -- ok | empty | wall | unreachable | error | robots | needs_browser
    "rows" INTEGER NOT NULL DEFAULT 0,
    reports INTEGER NOT NULL DEFAULT 0,
    detail TEXT NOT NULL DEFAULT '',
    UNIQUE (run_id, column_id)
);
CREATE INDEX visits_by_column ON visits (column_id, day);

CREATE TABLE health_events (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    portal_id INTEGER NOT NULL REFERENCES portals(id),
    column_id INTEGER REFERENCES columns(id),
    url TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- wall | unreachable | server_error | broken_file | empty_column | needs_browser | robots | unreadable | truncated | crashed
    detail TEXT NOT NULL,               -- one Chinese line: what and what to do
    at TEXT NOT NULL,
    UNIQUE (run_id, url, kind)
);

CREATE TABLE listings (
    column_id INTEGER NOT NULL REFERENCES columns(id),
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    listed_on TEXT,
    verdict TEXT NOT NULL,              -- report | stranger | unclear
    reason TEXT NOT NULL DEFAULT '',
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    last_run_id INTEGER NOT NULL REFERENCES runs(id),
    PRIMARY KEY (column_id, url)
) WITHOUT ROWID;

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    portal_id INTEGER NOT NULL REFERENCES portals(id),
    column_id INTEGER REFERENCES columns(id),
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    body_id INTEGER REFERENCES bodies(id),
    year INTEGER,
    published_on TEXT,
    published_from TEXT,
    uncertain INTEGER NOT NULL DEFAULT 0,
    dates TEXT NOT NULL DEFAULT '[]',   -- JSON: every candidate [[date, source, raw], ...]
    state TEXT NOT NULL DEFAULT 'present', -- present | unseen | withdrawn
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
);
CREATE INDEX reports_by_body ON reports (body_id, year);

CREATE TABLE absences (
    report_id INTEGER NOT NULL REFERENCES reports(id),
    day TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    reason TEXT NOT NULL,               -- not_listed | gone | soft_404
    PRIMARY KEY (report_id, day)
) WITHOUT ROWID;

CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id),
    number INTEGER NOT NULL,            -- 1, 2, ...; the highest is the current one
    content_hash TEXT NOT NULL,         -- of the main text and the files, without chrome
    run_id INTEGER NOT NULL REFERENCES runs(id),
    seen_at TEXT NOT NULL,
    noted INTEGER NOT NULL DEFAULT 0,   -- the page says that it was corrected
    UNIQUE (report_id, number)
);

CREATE TABLE version_files (
    version_id INTEGER NOT NULL REFERENCES versions(id),
    position INTEGER NOT NULL,          -- 0 is the page itself, or the file where a row is a file
    capture_id INTEGER NOT NULL REFERENCES captures(id),
    role TEXT NOT NULL,                 -- page | file
    name TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (version_id, position)
) WITHOUT ROWID;

CREATE TABLE readings (
    version_id INTEGER PRIMARY KEY REFERENCES versions(id),
    reader INTEGER NOT NULL,            -- version of the readers
    outcome TEXT NOT NULL,              -- read | unreadable
    detail TEXT NOT NULL DEFAULT '',
    capture_id INTEGER REFERENCES captures(id), -- the file that was read
    report TEXT NOT NULL DEFAULT '{}',  -- JSON: everything of the report but its figures
    places TEXT NOT NULL DEFAULT '{}',  -- JSON: figure name to page or [page, box page, x0, top, x1, bottom]
    read_at TEXT NOT NULL
);

CREATE TABLE judgements (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,              -- version:ID or obligation:ID
    rule TEXT NOT NULL,
    outcome TEXT NOT NULL,              -- the six outcomes
    severity TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',
    basis TEXT NOT NULL DEFAULT '',
    cells TEXT NOT NULL DEFAULT '[]',
    page INTEGER,
    quote TEXT NOT NULL DEFAULT '',
    part TEXT NOT NULL DEFAULT '',      -- tells apart several findings of one rule on one subject
    run_id INTEGER NOT NULL REFERENCES runs(id)
);
CREATE INDEX judgements_by_subject ON judgements (subject, rule);

CREATE TABLE obligations (
    id INTEGER PRIMARY KEY,
    body_id INTEGER NOT NULL REFERENCES bodies(id),
    year INTEGER NOT NULL,
    due_on TEXT NOT NULL,
    basis TEXT NOT NULL,
    how TEXT NOT NULL,                  -- roster | last_year
    state TEXT NOT NULL,                -- upcoming | due | met | met_late | overdue | unknown
    why TEXT NOT NULL DEFAULT '',
    report_id INTEGER REFERENCES reports(id),
    day TEXT NOT NULL,
    UNIQUE (body_id, year)
);

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- identity: body, year, rule, subject
    list TEXT NOT NULL,                 -- compliance | health
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    portal_id INTEGER REFERENCES portals(id),
    body_id INTEGER REFERENCES bodies(id),
    year INTEGER,
    subject TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,                -- open | acknowledged | muted | resolved | reopened
    message TEXT NOT NULL,
    basis TEXT NOT NULL DEFAULT '',
    cells TEXT NOT NULL DEFAULT '[]',
    page INTEGER,
    quote TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    version_id INTEGER REFERENCES versions(id),
    held INTEGER NOT NULL DEFAULT 0,    -- held back while the portal is unhealthy
    reason TEXT NOT NULL DEFAULT '',    -- people's words for acknowledging or muting
    muted_until TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    resolved_at TEXT
);
CREATE INDEX alerts_by_state ON alerts (state, list);

CREATE TABLE alert_events (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL REFERENCES alerts(id),
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- new | worse | better | resolved | reopened | acknowledged | muted | held | released
    run_id INTEGER REFERENCES runs(id),
    detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX alert_events_by_day ON alert_events (day, kind);

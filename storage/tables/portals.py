"""Portals 门户, their columns 栏目 and the bodies 机关 that owe reports there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from storage.database import Log
from storage.tables.packing import pack
from storage.tables.records import maybe, record, records

FoundBy = Literal["registry", "discovery", "parent column"]
BodyKind = Literal["government", "office", "department", "township", "subdistrict", "institution"]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body of a roster. ``due`` is a local date ``MM-DD``, ``since`` the first report year it owes.

    ``aliases`` are further names of the body, ``others`` names like its own that
    are known to be another's. ``contact`` and ``phone`` say whom to call there;
    ``more`` is what people keep beside that in columns of their own, heading and
    text, which nianbao keeps for them and does not use.
    """

    name: str
    kind: str | None = None
    due: str | None = None
    since: int | None = None
    aliases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    contact: str | None = None
    phone: str | None = None
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PortalRow:
    """One portal as the registry declares it. ``division`` is the six-digit code of GB/T 2260.

    ``hosts`` are names of further hosts on which its columns and files may stand.
    ``tls`` ``legacy`` says that its hosts know only the TLS of old servers;
    ``budget`` is how many requests one visit may cost, ``window`` the hours in
    Asia/Shanghai in which it may be visited, ``22:00-06:00``.
    """

    name: str
    home: str
    columns: tuple[str, ...] = ()
    division: str | None = None
    level: str | None = None
    bodies: tuple[BodyRow, ...] = ()
    hosts: tuple[str, ...] = ()
    tls: str | None = None
    budget: int | None = None
    window: str | None = None


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal as the log knows it; not ``active`` where the registry no longer names it."""

    id: int
    name: str
    home: str
    division: str | None
    level: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a portal. ``score`` (0–100) and ``reasons`` say how discovery found it; others have none."""

    id: int
    portal_id: int
    url: str
    title: str
    found_by: FoundBy
    needs_browser: bool
    active: bool
    score: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """One body of a portal, of its roster or ``learnt`` from a report; the roster's terms as in :class:`BodyRow`."""

    id: int
    portal_id: int
    name: str
    kind: BodyKind | None
    due: str | None
    since: int | None
    source: Literal["roster", "learnt"]
    active: bool
    aliases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    contact: str | None = None
    phone: str | None = None

    @property
    def on_roster(self) -> bool:
        """Whether the registry names it."""
        return self.source == "roster"


def sync(log: Log, portals: Iterable[PortalRow]) -> dict[str, int]:
    """Bring the log's portals, columns and rosters in line with the registry; give portal ids by home.

    What the registry no longer names becomes inactive and keeps its history. A
    portal is known by its home; one whose home changed is known by its name.
    """
    declared = list(portals)
    with log.atomic():
        log.execute("UPDATE portals SET active = 0")
        log.execute("UPDATE columns SET active = 0 WHERE found_by = 'registry'")
        log.execute("UPDATE bodies SET active = 0 WHERE source = 'roster'")
        homes = {portal.home for portal in declared}
        return {portal.home: _sync_one(log, portal, homes) for portal in declared}


def all_portals(log: Log, *, active: bool = True) -> list[Portal]:
    """Every portal in the order of the registry's first sight; with ``active`` only those it names now."""
    return records(Portal, log.rows("SELECT * FROM portals WHERE active >= ? ORDER BY id", (int(active),)))


def columns_of(log: Log, portal_id: int, *, active: bool = True) -> list[Column]:
    """The columns of a portal in the order they became known."""
    rows = log.rows("SELECT * FROM columns WHERE portal_id = ? AND active >= ? ORDER BY id", (portal_id, int(active)))
    return records(Column, rows)


def add_column(log: Log, portal_id: int, url: str, title: str, found_by: FoundBy) -> int:
    """Note a column and give its id; one that is known already keeps who found it first and gets a missing title."""
    log.execute(
        "INSERT INTO columns (portal_id, url, title, found_by) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE SET active = 1, title = iif(title = '', excluded.title, title)",
        (portal_id, url, title, found_by),
    )
    row = log.row("SELECT id FROM columns WHERE url = ?", (url,))
    assert row is not None
    return int(row["id"])


def column_at(log: Log, url: str) -> Column | None:
    """The column at an address, whichever portal's it is."""
    row = log.row("SELECT * FROM columns WHERE url = ?", (url,))
    return maybe(Column, row)


def found_how(log: Log, column_id: int, score: int, reasons: Iterable[str]) -> None:
    """Note how surely (0–100) and why discovery took a page for the column, also where a visit found it before."""
    log.execute(
        "UPDATE columns SET score = ?, reasons = ?, found_by = iif(found_by = 'registry', found_by, 'discovery')"
        " WHERE id = ?",
        (score, pack(list(reasons)), column_id),
    )


def retire_column(log: Log, column_id: int) -> None:
    """Take a column out of the watch; its history stays, and :func:`add_column` brings it back."""
    log.execute("UPDATE columns SET active = 0 WHERE id = ?", (column_id,))


def set_needs_browser(log: Log, column_id: int, needed: bool) -> None:
    """Note whether the rows of a column show only in a browser."""
    log.execute("UPDATE columns SET needs_browser = ? WHERE id = ?", (int(needed), column_id))


def needs_browser(log: Log, column_id: int) -> bool:
    """True where it was noted that the rows of a column show only in a browser."""
    row = log.row("SELECT needs_browser FROM columns WHERE id = ?", (column_id,))
    return bool(row and row["needs_browser"])


def bodies_of(log: Log, portal_id: int, *, active: bool = True) -> list[Body]:
    """The bodies of a portal in the order they became known."""
    rows = log.rows("SELECT * FROM bodies WHERE portal_id = ? AND active >= ? ORDER BY id", (portal_id, int(active)))
    return records(Body, rows)


def all_bodies(log: Log) -> list[Body]:
    """Every body of every portal, active or not, in the order they became known."""
    return records(Body, log.rows("SELECT * FROM bodies ORDER BY id"))


def learn_body(log: Log, portal_id: int, name: str, kind: str | None) -> Body:
    """The body of that name on that portal, noted now where it is in no roster; a missing kind is filled.

    One that left the roster counts as learnt from now on, without the roster's terms.
    """
    log.execute(
        "INSERT INTO bodies (portal_id, name, kind, source) VALUES (?, ?, ?, 'learnt')"
        " ON CONFLICT (portal_id, name) DO UPDATE SET kind = coalesce(kind, excluded.kind),"
        " due = iif(active, due, NULL), since = iif(active, since, NULL), source = iif(active, source, 'learnt'),"
        " aliases = iif(active, aliases, '[]'), others = iif(active, others, '[]'),"
        " contact = iif(active, contact, NULL), phone = iif(active, phone, NULL),"
        " active = 1",
        (portal_id, name, kind),
    )
    row = log.row("SELECT * FROM bodies WHERE portal_id = ? AND name = ?", (portal_id, name))
    assert row is not None
    return record(Body, row)


def _sync_one(log: Log, portal: PortalRow, homes: set[str]) -> int:
    known = _find(log, portal, homes)
    values = (portal.name, portal.home, portal.division, portal.level)
    if known is None:
        known = log.insert("INSERT INTO portals (name, home, division, level) VALUES (?, ?, ?, ?)", values)
    else:
        log.execute(
            "UPDATE portals SET name = ?, home = ?, division = ?, level = ?, active = 1 WHERE id = ?", (*values, known)
        )
    for url in portal.columns:
        log.execute(
            "INSERT INTO columns (portal_id, url, found_by) VALUES (?, ?, 'registry') ON CONFLICT (url)"
            " DO UPDATE SET portal_id = excluded.portal_id, found_by = 'registry', active = 1",
            (known, url),
        )
    for body in portal.bodies:
        log.execute(
            "INSERT INTO bodies (portal_id, name, kind, due, since, source, aliases, others, contact, phone)"
            " VALUES (?, ?, ?, ?, ?, 'roster', ?, ?, ?, ?)"
            " ON CONFLICT (portal_id, name) DO UPDATE SET kind = coalesce(excluded.kind, kind), due = excluded.due,"
            " since = excluded.since, source = 'roster', active = 1, aliases = excluded.aliases,"
            " others = excluded.others, contact = excluded.contact, phone = excluded.phone",
            (known, *_terms(body)),
        )
    return known


def _terms(body: BodyRow) -> tuple[str | int | None, ...]:
    """What the log keeps of a body of a roster, in the order of its columns."""
    names = (pack(list(body.aliases)), pack(list(body.others)))
    return (body.name, body.kind, body.due, body.since, *names, body.contact, body.phone)


def _find(log: Log, portal: PortalRow, homes: set[str]) -> int | None:
    by_home = log.row("SELECT id FROM portals WHERE home = ?", (portal.home,))
    if by_home:
        return int(by_home["id"])
    namesakes = log.rows("SELECT id, home FROM portals WHERE name = ?", (portal.name,))
    moved = [int(row["id"]) for row in namesakes if row["home"] not in homes]
    return moved[0] if len(moved) == 1 else None

"""Whose report is it, and who owes one: bodies, reports and visits of the log brought together."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from crawler.bodies.signatures import body_of_site
from crawler.titles import BodyKind, kind_of_body, read_title
from monitor.bodies import Relation, belongs, names_of, relation
from monitor.deadlines import Due, due_date
from monitor.obligations import Arrival, ColumnVisits, Owner, Watch, owed_years, standing_of, watch_of
from monitor.standing import first_posted, is_proof, standing, withdrawn_on
from storage.clock import Clock, day_of
from storage.database import Log, Row
from storage.tables import obligations, portals, readings, reports, visits

_VERDICTS: Final = {
    "empty": "栏目原有内容，这次一行也没有",
    "wall": "被验证页挡住",
    "unreachable": "连接不上",
    "error": "页面出错",
    "robots": "robots.txt 不允许访问",
    "needs_browser": "列表须用浏览器才能显示",
}

Postings = Mapping[tuple[int, int], Sequence[Row]]


class BodyIndex:
    """The bodies of a portal by every name they go by."""

    def __init__(self, log: Log, portal: Row) -> None:
        self._log, self._portal = log, portal
        self._bodies: dict[str, Row] = {}
        for body in portals.bodies_of(log, portal["id"]):
            self._note(body)

    def find(self, name: str, kind: BodyKind | None) -> int | None:
        """The body of that name, None where the portal knows none."""
        known = [self._bodies[form] for form in self._forms(name, kind) if form in self._bodies]
        return int(max(known, key=_authority)["id"]) if known else None

    def find_or_learn(self, name: str, kind: BodyKind | None) -> int:
        """The body of that name, noted now where the portal knows none."""
        known = self.find(name, kind)
        if known is not None:
            return known
        learnt = portals.learn_body(self._log, self._portal["id"], name, kind)
        self._note({"id": learnt, "name": name, "kind": kind, "source": "learnt"})
        return learnt

    def own_government(self) -> int | None:
        """The government whose portal this is, by the roster or the portal's name; None where that is no government."""
        site = body_of_site(self._portal["name"])
        if kind_of_body(site) != "government":
            return None
        return self.find_or_learn(site, "government")

    def _note(self, body: Row) -> None:
        for form in self._forms(body["name"], body["kind"]):
            self._bodies[form] = max(self._bodies.get(form, body), body, key=_authority)

    def _forms(self, name: str, kind: BodyKind | None) -> frozenset[str]:
        return names_of(name, kind or kind_of_body(name), self._portal["name"])


def _authority(body: Row) -> tuple[bool, int, int]:
    """Of several bodies with one name the roster's speaks, then the one with the fullest name."""
    return body["source"] == "roster", len(body["name"]), -body["id"]


def assign_owners(log: Log) -> None:
    """Give every report its body and year as far as title or reading tell, one body under all its names."""
    indexes = {portal["id"]: BodyIndex(log, portal) for portal in portals.all_portals(log, active=False)}
    for row in reports.current_versions(log):
        name, kind, year = _owner_read(log, row)
        body_id = row["body_id"] if name is None else indexes[row["portal_id"]].find_or_learn(name, kind)
        if (body_id, year) != (row["body_id"], row["year"]):
            reports.assign(log, row["report_id"], body_id, year)
    for row in _the_site_s_own(reports.current_versions(log), _unit_columns(log)):
        body_id = indexes[row["portal_id"]].own_government()
        if body_id is not None:
            reports.assign(log, row["report_id"], body_id, row["year"])


def _the_site_s_own(versions: Sequence[Row], units: Container[int]) -> list[Row]:
    """Reports that nobody is named for and that stand as the only one of their year among a government's own.

    Where several are nameless, or one of the government is there, none is known to be its.
    """
    nameless: dict[tuple[int, int], list[Row]] = {}
    taken = set()
    for row in versions:
        key = (row["portal_id"], row["year"])
        if row["body_id"] is None and row["year"] is not None and row["column_id"] not in units:
            nameless.setdefault(key, []).append(row)
        elif row["body_kind"] == "government" and belongs(row["body"] or "", row["portal"]):
            taken.add(key)
    return [rows[0] for key, rows in nameless.items() if len(rows) == 1 and key not in taken]


def _unit_columns(log: Log) -> set[int]:
    """The columns that are a unit's, so that what stands in them is not the government's."""
    return {
        column["id"]
        for portal in portals.all_portals(log, active=False)
        for column in portals.columns_of(log, portal["id"], active=False)
        if any(kind_of_body(part) for part in column["title"].split("/"))
    }


def note_withdrawals(log: Log) -> None:
    """Mark as withdrawn every report whose absence two healthy visits on two days have proven."""
    for row in reports.current_versions(log):
        if row["state"] == "unseen" and withdrawn_on(reports.absences_of(log, row["report_id"])):
            reports.withdraw(log, row["report_id"])


def refresh_obligations(log: Log, postings: Postings, clock: Clock) -> dict[int, Watch]:
    """Work out anew what every body owes and whether it came; gives what is proven of each portal by its id."""
    watches: dict[int, Watch] = {}
    earlier = _by_body(obligations.all(log))
    came = _by_body(row for rows in postings.values() for row in rows)
    kept = {row["url"] for rows in came.values() for row in rows}
    for portal in portals.all_portals(log, active=False):
        watch = watches[portal["id"]] = portal_watch(log, portal["id"])
        listed = _listed_only(log, portal, kept) if portal["active"] else {}
        with log.atomic():
            for body in portals.bodies_of(log, portal["id"], active=False):
                debtor = _Debtor(log, clock.today, body, portal, watch, came.get(body["id"], ()), listed)
                debtor.refresh(earlier.get(body["id"], ()))
    return watches


def kind_of(body: Row) -> BodyKind | None:
    """The kind of a body: as the registry or a title said, else as its name says."""
    return cast("BodyKind | None", body["kind"]) or kind_of_body(body["name"])


def relation_of(body: Row, portal: Row) -> Relation:
    """How a body stands to the portal it is known on; who is on the portal's roster is its own."""
    return "own" if body["source"] == "roster" else relation(body["name"], portal["name"])


def local_due(text: str | None) -> tuple[int, int] | None:
    """Month and day of a roster's local date ``MM-DD``."""
    if not text:
        return None
    month, day = text.split("-")
    return int(month), int(day)


@dataclass(frozen=True, slots=True)
class _Debtor:
    """One body, and all that is needed to say how its obligations stand."""

    log: Log
    today: date
    body: Row
    portal: Row
    watch: Watch
    postings: Sequence[Row]
    listed: Mapping[tuple[int, int], str]

    def refresh(self, earlier: Sequence[Row]) -> None:
        """Write every obligation of the body as it stands today, and forget those that are not owed after all."""
        owed = owed_years(self._owner(), self.today, [row["year"] for row in earlier]) if self._is_active() else {}
        written = {year for year, how in owed.items() if self._write(year, how)}
        for row in earlier:
            if row["year"] not in written:
                obligations.remove(self.log, row["id"])

    def _is_active(self) -> bool:
        return bool(self.body["active"] and self.portal["active"])

    def _owner(self) -> Owner:
        own = belongs(self.body["name"], self.portal["name"])
        standing_years = {row["year"] for row in self.postings if own and row["state"] != "withdrawn"}
        return Owner(self.body["source"] == "roster", self.body["since"], frozenset(standing_years))

    def _write(self, year: int, how: obligations.How) -> bool:
        due = self._due(year)
        if due is None:
            return False
        arrival = arrival_of([row for row in self.postings if row["year"] == year])
        found = standing_of(due, self.today, arrival, self.watch, self.listed.get((self.body["id"], year)))
        obligations.upsert(
            self.log,
            body_id=self.body["id"],
            year=year,
            due_on=due.on,
            basis=due.basis,
            how=how,
            state=found.state,
            why=found.why,
            report_id=found.report_id,
            day=self.today,
        )
        return True

    def _due(self, year: int) -> Due | None:
        kind = kind_of(self.body)
        return None if kind is None else due_date(kind, year, local_due(self.body["due"]))


def arrival_of(postings: Sequence[Row]) -> Arrival | None:
    """What is known of the coming of a report from its postings; None where there is none."""
    if not postings:
        return None
    stands, first = standing(postings), first_posted(postings)
    return Arrival(
        report_id=stands["report_id"],
        published_on=date.fromisoformat(first["published_on"]) if first["published_on"] else None,
        certain=is_proof(first),
        first_seen=min(day_of(row["first_seen_at"]) for row in postings),
        withdrawn=stands["state"] == "withdrawn",
    )


def _owner_read(log: Log, row: Row) -> tuple[str | None, BodyKind | None, int | None]:
    """Body, kind and year of a report: the title's where it names them, else the reading's.

    Where the title names nobody, the column or the site may have; what the
    report says of itself goes before that.
    """
    titled = read_title(row["title"]).body is not None
    if row["body"] is not None and row["year"] is not None and titled:
        return row["body"], row["body_kind"], row["year"]
    said = readings.report_of(log, row["version_id"])
    year = row["year"] or said.get("year")
    if row["body"] is not None and (titled or said.get("body_kind") is None):
        return row["body"], row["body_kind"], year
    return said.get("body"), said.get("body_kind"), year


def portal_watch(log: Log, portal_id: int) -> Watch:
    """What the visits of a portal prove until now."""
    return watch_of(_column_visits(log, column) for column in portals.columns_of(log, portal_id))


def _column_visits(log: Log, column: Row) -> ColumnVisits:
    last = visits.last_visit(log, column["id"])
    days = tuple(visits.healthy_days(log, column["id"], date.min))
    if last is None:
        return ColumnVisits(column["url"], days, f"栏目 {column['url']} 还没有巡查过。")
    if last["healthy"]:
        return ColumnVisits(column["url"], days)
    said = last["detail"] or _VERDICTS.get(last["verdict"], last["verdict"])
    return ColumnVisits(column["url"], days, f"{last['day']} 巡查 {column['url']}：{said}")


def _listed_only(log: Log, portal: Row, kept: Container[str]) -> dict[tuple[int, int], str]:
    """Reports that a column now names but of which no content is kept, by body and year: their address."""
    index = BodyIndex(log, portal)
    found: dict[tuple[int, int], str] = {}
    for column in portals.columns_of(log, portal["id"]):
        for row in _rows_now(log, column["id"]):
            if row["verdict"] != "report" or row["url"] in kept:
                continue
            said = read_title(row["title"], column=column["title"])
            body_id = index.find(said.body, said.kind) if said.body else None
            if body_id is not None and said.year is not None:
                found[(body_id, said.year)] = row["url"]
    return found


def _rows_now(log: Log, column_id: int) -> list[Row]:
    """The rows that stood in the column's list at its latest visit."""
    last = visits.last_visit(log, column_id)
    return [row for row in reports.listings(log, column_id) if last and row["last_run_id"] >= last["run_id"]]


def _by_body(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["body_id"], []).append(row)
    return grouped

"""The rows that stand in a portal's lists now, with what their titles say and whose they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.addresses import identity
from crawler.bodies.attribution import COLUMN
from crawler.titles import TitleReading, kind_of_body, read_title
from monitor.duties.owners import BodyIndex
from storage.database import Log
from storage.tables import portals, reports, visits
from storage.tables.portals import Body, Portal


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``said`` is what its title says, ``body`` whom that names, ``unit`` whose column it stands in."""

    listing: reports.Listing
    said: TitleReading
    body: Body | None
    unit: Body | None

    @property
    def address(self) -> str:
        """What tells its page from others, however its address is written."""
        return identity(self.listing.url)


def rows_now(log: Log, portal: Portal, bodies: Iterable[Body]) -> list[Row]:
    """The rows that stood in the portal's columns at their latest visits; those that lead to columns are none."""
    index = BodyIndex(log, portal, [body for body in bodies if body.active])
    columns = portals.columns_of(log, portal.id)
    passed = {identity(column.url) for column in portals.columns_of(log, portal.id, active=False)}
    read = (_read(listing, column, index) for column in columns for listing in _rows_standing(log, column.id))
    reports_themselves = {identity(column.url) for column in columns}
    return [row for row in read if row.address not in passed or _is_own_column(row, reports_themselves)]


def _is_own_column(row: Row, columns: Iterable[str]) -> bool:
    """Whether a row is a column that is itself a report, so that it is the only row of its list."""
    return row.listing.verdict == "report" and row.address in columns


def _read(listing: reports.Listing, column: portals.Column, index: BodyIndex) -> Row:
    said = read_title(listing.title, column=COLUMN)
    unit = next((part for part in reversed(column.title.split("/")) if kind_of_body(part)), "")
    return Row(
        listing,
        said,
        index.find(said.body, said.kind) if said.body else None,
        index.find(unit, kind_of_body(unit)) if unit else None,
    )


def _rows_standing(log: Log, column_id: int) -> Iterator[reports.Listing]:
    last = visits.last_visit(log, column_id)
    return (row for row in reports.listings(log, column_id) if last and row.last_run_id >= last.run_id)

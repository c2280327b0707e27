"""What people want to see of a listing: conditions that reports, obligations and alerts share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from storage.tables.portals import Portal

WAITING: Final = ("open", "reopened")
"""The states of alerts that wait for somebody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a listing are wanted; None asks nothing.

    ``body`` and ``portal`` are part of a name, ``portal`` also a whole home
    address; ``county`` is part of the name of a body or its portal, or the
    portal's six-digit code of GB/T 2260. The ``state`` ``open`` of alerts is
    every one that waits, also those that are ``reopened``. ``rule`` is the code
    of a problem that is not resolved and that the row has or is about.
    """

    body: str | None = None
    county: str | None = None
    year: int | None = None
    state: str | None = None
    rule: str | None = None
    portal: str | None = None

    def fits(self, body: str, portal: Portal) -> bool:
        """Whether a body on a portal is one of those wanted, whatever the year, state and rule."""
        return (
            (self.body is None or self.body in body)
            and (self.portal is None or self.portal in portal.name or self.portal == portal.home)
            and (self.county is None or self.county in (body + portal.name) or self.county == portal.division)
        )

    def where(self, table: str) -> tuple[str, dict[str, Any]]:
        """The conditions as SQL that begins with WHERE, and its parameters.

        ``table`` is joined with ``portals`` and ``bodies`` by these names.
        """
        conditions = " AND ".join(self._conditions(table)) or "1"
        return f" WHERE {conditions}", {f"wanted_{name}": getattr(self, name) for name in self.__dataclass_fields__}

    def _conditions(self, table: str) -> Iterator[str]:
        if self.body is not None:
            yield "instr(bodies.name, :wanted_body)"
        if self.county is not None:
            yield (
                "(instr(coalesce(bodies.name, ''), :wanted_county) OR instr(portals.name, :wanted_county)"
                " OR portals.division = :wanted_county)"
            )
        if self.portal is not None:
            yield "(instr(portals.name, :wanted_portal) OR portals.home = :wanted_portal)"
        if self.year is not None:
            yield f"{table}.year = :wanted_year"
        if self.state is not None:
            # What people took back or what came back waits as much as what nobody has seen yet.
            waits = table == "alerts" and self.state == "open"
            yield f"{table}.state IN {WAITING}" if waits else f"{table}.state = :wanted_state"
        if self.rule is not None:
            yield _RULE_OF_ALERT if table == "alerts" else _RULE_OF_OWNER.format(table=table)


EVERYTHING: Final = Wanted()
"""No condition."""

_RULE_OF_ALERT: Final = "alerts.rule = :wanted_rule COLLATE NOCASE"
_RULE_OF_OWNER: Final = (
    "EXISTS (SELECT 1 FROM alerts WHERE alerts.body_id = {table}.body_id AND alerts.year = {table}.year"
    " AND alerts.rule = :wanted_rule COLLATE NOCASE AND alerts.state <> 'resolved')"
)

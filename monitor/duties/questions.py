"""What only people can answer: whether a name of the roster and one like it, which the portal shows, are one body."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from monitor.duties.nearness import near_names, question
from monitor.duties.rows import rows_now
from storage.database import Log
from storage.tables import obligations, portals, versions
from storage.tables.portals import Portal


@dataclass(frozen=True, slots=True)
class Question:
    """A body of a portal's roster that the portal never shows, and the ``names`` like its own that it does."""

    portal: str
    body: str
    names: tuple[str, ...]
    text: str

    @property
    def answers(self) -> tuple[str, str]:
        """The commands that answer yes and no."""
        alias = f'nianbao portals alias "{self.body}"'
        return " ".join([alias, *(f'"{name}"' for name in self.names)]), f"{alias} --none"


def open_questions(log: Log) -> list[Question]:
    """The questions about bodies whose duty cannot be told; one that has reported, or is not due yet, can wait."""
    waiting: dict[int, set[int]] = {}
    for owed in obligations.each(log, state="unknown"):
        waiting.setdefault(owed.portal_id, set()).add(owed.body_id)
    asked = (portal for portal in portals.all_portals(log) if portal.id in waiting)
    return [one for portal in asked for one in _questions_of(log, portal, waiting[portal.id])]


def _questions_of(log: Log, portal: Portal, waiting: Container[int]) -> Iterator[Question]:
    bodies = portals.bodies_of(log, portal.id)
    named = {body.id: body for body in bodies if body.on_roster and body.id in waiting}
    if not named:
        return
    near = near_names(portal, bodies, rows_now(log, portal, bodies), versions.current(log, portal.id))
    for key, names in near.items():
        if key in named:
            yield Question(portal.name, named[key].name, names, question(named[key], names))

"""What only people can answer: whether a name of the roster and one like it, which the portal shows, are one body."""

from dataclasses import dataclass

from monitor.duties.nearness import near_names, question
from monitor.duties.rows import rows_now
from storage.database import Log
from storage.tables import obligations, portals, versions


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
    waiting = {owed.body_id for owed in obligations.all(log, state="unknown")}
    current: dict[int, list[versions.Version]] = {}
    for version in versions.current(log) if waiting else ():
        current.setdefault(version.portal_id, []).append(version)
    found = []
    for portal in portals.all_portals(log):
        bodies = portals.bodies_of(log, portal.id)
        named = {body.id: body for body in bodies if body.on_roster and body.id in waiting}
        if named:
            near = near_names(portal, bodies, rows_now(log, portal, bodies), current.get(portal.id, []))
            found += [
                Question(portal.name, named[key].name, names, question(named[key], names))
                for key, names in near.items()
                if key in named
            ]
    return found

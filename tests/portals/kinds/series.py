"""All kinds watched together over their days, and in what the log is not as it should be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.portals.kinds import addresses, answers, columns, lengths, rosters, titles
from tests.portals.kinds.site import DAYS, Kind, Member, Site, ids
from tests.portals.server import free_port, serve
from tests.portals.watching import Outcome, Seen, Watch

MAKERS: tuple[Kind, ...] = (
    *titles.MAKERS,
    *lengths.MAKERS,
    *columns.MAKERS,
    *answers.MAKERS,
    *addresses.MAKERS,
    *rosters.MAKERS,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one member after the last day, and what is wrong with that (nothing: all is well)."""

    kind: str
    name: str
    member: Member
    outcome: Outcome
    faults: tuple[str, ...]


def sites(makers: Sequence[Kind], port: int) -> list[Site]:
    """The portals of some kinds on addresses of their own."""
    made = [make(f"127.77.{3 + number // 200}.{1 + number % 200}", port) for number, make in enumerate(makers)]
    assert len({site.place for site in made}) == len(made), "portals are told apart by their names"
    return made


def names() -> list[str]:
    """The name of every member among the tests."""
    return [name for name, _, _ in ids(sites(MAKERS, 1))]


def watch(
    folder: Path, makers: Sequence[Kind] = MAKERS, days: Sequence[date] = DAYS, *, browser: bool = True
) -> list[Verdict]:
    """Watch the portals of some kinds over some days."""
    port = free_port("127.77.3.1")
    every = sites(makers, port)
    portals = [site.watched() for site in every]
    with serve([host for portal in portals for host in portal.hosts], port, folder / "tls"):
        watched = Watch(folder / "data", portals, browser)
        for day in days[:-1]:
            watched.run(day)
        before = watched.look()
        watched.run(days[-1])
        return _verdicts(every, before, watched.look())


def _verdicts(every: Sequence[Site], seen_before: Seen, seen: Seen) -> list[Verdict]:
    made = []
    for name, site, member in ids(every):
        before, outcome = _outcome(seen_before, site, member), _outcome(seen, site, member)
        made.append(Verdict(site.kind, name, member, outcome, tuple(member.faults(outcome, before))))
    return made


def _outcome(seen: Seen, site: Site, member: Member) -> Outcome:
    return next(one for one in seen.outcomes(site.watched()) if one.duty.name == member.duty.name)

"""Whether a name of the roster and one that a portal shows are one body: the answers of ``nianbao portals alias``."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from crawler.text import fold
from monitor.commands.frame import Refusal
from monitor.commands.log import existing_log
from monitor.duties.questions import open_questions
from storage.tables.portals import BodyRow, PortalRow


def find_body(rosters: Iterable[PortalRow], name: str) -> tuple[PortalRow, BodyRow]:
    """The one body of these portals' rosters that is so called; Refusal where there is none, or more than one."""
    found = [(portal, body) for portal in rosters for body in portal.bodies if fold(body.name) == fold(name)]
    if not found:
        raise Refusal(f"名册里没有机关 {name}。请照登记表写全称，用 --portal 时请核对门户的名称。")
    if len(found) > 1:
        raise Refusal(f"有 {len(found)} 个门户的名册里有 {name}。请用 --portal 指明是哪一个。")
    return found[0]


def with_aliases(portal: PortalRow, body: BodyRow, names: Sequence[str]) -> BodyRow:
    """A body that goes by these names as well; Refusal where one of them is another body's on the roster."""
    others = (known for known in portal.bodies if known != body)
    taken = {fold(name) for known in others for name in (known.name, *known.aliases)}
    if wrong := [name for name in names if fold(name) in taken]:
        raise Refusal(f"{wrong[0]} 已是名册里另一个机关的名称，没有改动。")
    return replace(body, aliases=_join(body.aliases, names), others=_strip(body.others, names))


def with_others(body: BodyRow, names: Sequence[str]) -> BodyRow:
    """A body of which people say that these names are not its own."""
    return replace(body, aliases=_strip(body.aliases, names), others=_join(body.others, names))


def asked_names(data: Path, portal: str, body: str) -> tuple[str, ...]:
    """The names about which the digest asks for a body of a portal; Refusal where it asks about none."""
    with existing_log(data) as log:
        asked = [one.names for one in open_questions(log) if (one.portal, one.body) == (portal, body)]
    if not asked:
        raise Refusal(
            f"眼下没有要为 {body} 确认的名称。请写出不是它的名称，如 nianbao portals alias {body} 某局 --none。"
        )
    return tuple(name for names in asked for name in names)


def _join(known: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *names)))


def _strip(known: Iterable[str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in known if fold(name) not in map(fold, names))

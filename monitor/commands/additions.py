"""What ``nianbao portals add`` may put into a registry: a portal, or bodies into the roster of one that is there."""

from dataclasses import replace
from pathlib import Path

from crawler.registry.kinds import CHOICES, kind_by_name, said_by, settle
from crawler.registry.reading import examine_text
from crawler.registry.text import with_portals
from crawler.registry.values import RegistryError
from crawler.text import fold
from monitor.commands.frame import Refusal
from storage.tables.portals import BodyRow, PortalRow


def body_said(said: str) -> BodyRow:
    """The body of an option: its name, and behind = its kind in the words of lists; Refusal where that is none."""
    name, _, words = (part.strip() for part in said.partition("="))
    if not name:
        raise Refusal("--body 后面没有机关的名称。")
    if not words:
        return BodyRow(name, kind_by_name(name))
    meant = said_by(words)
    if meant is None:
        raise Refusal(f"--body {said}：类别“{words}”不在可选之列。{CHOICES}。")
    return BodyRow(name, settle(meant, name).kind)


def refuse_wrong(portal: PortalRow, target: Path, *, inner: bool) -> None:
    """Tell what is wrong with a portal by its options, not by lines of a file in which it does not stand yet.

    RegistryError with the first fault and its mend; with ``inner`` loopback and private hosts pass.
    """
    text = with_portals("allow_private_hosts = true\n" if inner else "", [portal])
    _, mistakes = examine_text(text)
    if mistakes:
        mend = mistakes[0].mend.replace("在登记表开头写", f"在 {target} 开头写")
        raise RegistryError(f"{mistakes[0].what}。{mend}。")


def new_bodies(portal: PortalRow, known: PortalRow) -> tuple[BodyRow, ...]:
    """The bodies to put into a portal that the registry has; RegistryError where options say more, or nothing new."""
    says_more = replace(portal, bodies=(), home="") != PortalRow(known.name, "")
    if says_more or not portal.bodies:
        raise RegistryError(
            f"首页 {known.home} 已在登记表里（{known.name}）。加机关请写这个名称和 --body；要改别的请编辑登记表。"
        )
    names = {fold(body.name) for body in known.bodies}
    if twice := [body.name for body in portal.bodies if fold(body.name) in names]:
        raise RegistryError(f"{known.name} 的名册里已有 {'、'.join(twice)}。请去掉它再添加。")
    return portal.bodies

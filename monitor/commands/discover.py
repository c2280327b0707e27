"""What ``nianbao portals discover`` does: from a home page to the annual-report columns."""

import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import click

from crawler.hosts import host_of, is_inner, resolves_inside
from crawler.process.search import Discovered, discover
from crawler.process.start import CrawlEvent
from crawler.registry.reading import Registry
from crawler.registry.values import is_address, normal_address
from monitor.commands.frame import Format, Refusal, show
from storage.tables.portals import PortalRow

NONE_FOUND: Final = 1
"""Exit status where everything was seen and there is no column."""

_KEYS: Final = ("url", "title", "score", "reasons")
_HIDING: Final = frozenset(
    {"wall", "unreachable", "server_error", "throttled", "budget", "robots", "needs_browser", "truncated"}
)
"""Kinds of trouble behind which a column may stand unseen."""

_BARE: Final = re.compile(r"(?:[\w-]+\.)+[\w-]+(?::\d+)?(?:[/?].*)?|localhost(?::\d+)?(?:/.*)?")


def portal_at(text: str, registry: Registry | None) -> Registry:
    """The one portal to search, with the politeness of the user's registry and what that knows of the portal.

    What the user types may be an inner host; then nobody else is asked too
    often, so there is no pause unless the registry wants one.
    """
    address = _address(text)
    host = host_of(address)
    inner = is_inner(host) or resolves_inside(host)
    known = next((portal for portal in registry.portals if portal.home == address), None) if registry else None
    portal = replace(known, columns=()) if known else PortalRow(host, address)
    if registry is None:
        usual = Registry(())
        registry = replace(usual, delay_seconds=0.0 if inner else usual.delay_seconds)
    return replace(registry, portals=(portal,), allow_private_hosts=inner)


def _address(text: str) -> str:
    address = f"http://{text}" if _BARE.fullmatch(text) else text
    if not is_address(address):
        raise Refusal(f"{text!r} 不是网址。请写门户首页的完整地址，如 https://www.example.gov.cn/")
    return normal_address(address)


def show_columns(url: str, registry: Registry | None, form: Format) -> int:
    """Search for the columns of one portal and list them; the exit status. Nothing is kept."""
    wanted = portal_at(url, registry)
    _say(f"从 {wanted.portals[0].home} 起找年报栏目，每次间隔 {wanted.delay_seconds:g} 秒……")
    found = discover(wanted)
    if found.outcome.outcome != "completed":
        raise Refusal(found.outcome.message or "没有查完，请重试。")
    if found.skipped:
        raise Refusal(f"{wanted.portals[0].home}：{found.skipped[0]['why']}")
    none = next((event["detail"] for event in found.troubles if event["kind"] == "empty_column"), "")
    blocked = [event for event in found.troubles if event["kind"] in _HIDING]
    if not found.columns and not none:
        raise Refusal(_cannot_tell(blocked) if blocked else "没有看全，也没有找到年报栏目，请重试。")
    if form == "text":
        _tell(found, wanted.portals[0].home)
    else:
        show([{key: event[key] for key in _KEYS} for event in found.columns], form, dict.fromkeys(_KEYS, ""))
    if not found.columns:
        click.echo(f"nianbao：{none}", err=True)
    elif blocked:
        click.echo(f"nianbao：有的网页没有取到，也许还有别的栏目。{_cannot_tell(blocked)}", err=True)
    return 0 if found.columns else NONE_FOUND


def _cannot_tell(blocked: list[CrawlEvent]) -> str:
    more = f"（共 {len(blocked)} 处）" if len(blocked) > 1 else ""
    return f"{blocked[0]['url']}：{blocked[0]['detail']}{more}"


def _tell(found: Discovered, home: str) -> None:
    for number, column in enumerate(found.columns, 1):
        click.echo(f"{number}. {column['title']}（把握 {column['score']}）\n   {column['url']}")
        for reason in column["reasons"]:
            click.echo(f"   · {reason}")
    if found.columns:
        click.echo(f"\n下一步：{_next_step(found.columns[0], found, home)}")


def _next_step(first: Mapping[str, Any], found: Discovered, home: str) -> str:
    columns = [part for column in found.columns for part in ("--column", column["url"])]
    return shlex.join(["nianbao", "portals", "add", first["site"] or "门户名称", home, *columns])


def _say(line: str) -> None:
    """A word on what goes on, for people who wait at a terminal."""
    if sys.stderr.isatty():
        click.echo(line, err=True)

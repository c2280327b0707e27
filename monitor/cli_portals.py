"""``nianbao portals``: which portals are watched, and adding one."""

import json
from pathlib import Path
from typing import Any, Final

import click

from crawler.registry import STARTER, Registry, RegistryError, load_registry, parse_registry
from monitor.cli_frame import Format, Group, OneOf, Refusal, data_option, format_option, show
from monitor.cli_log import existing, spoken
from monitor.files import write_whole
from monitor.owners import portal_watch
from storage.database import DATABASE, Log
from storage.tables import portals

OWN: Final = Path("portals.toml")
"""The registry that is taken where none is named: the user's own, else the starter."""

_COLUMNS: Final = {
    "name": "门户",
    "home": "首页",
    "columns": "栏目",
    "bodies": "名册机关",
    "last_visit": "最近巡查",
    "state": "状况",
}

portals_file = click.option(
    "--portals",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="门户登记表（默认 ./portals.toml，没有则用自带的）",
)


def chosen_registry(path: Path | None) -> Path:
    """The registry to use: the one named, else the user's own, else the starter."""
    if path is not None:
        return path
    return OWN if OWN.is_file() else STARTER


def registry_at(path: Path) -> Registry:
    """The registry of a file; what is wrong with it is said in one line."""
    try:
        return load_registry(path)
    except RegistryError as error:
        raise Refusal(str(error)) from error


@click.group("portals", cls=Group, help="列出、添加门户。")
def portals_group() -> None:
    """Portals of the registry."""


@portals_group.command("list", help="列出登记表中的门户和最近一次巡查的状况。")
@portals_file
@format_option
@data_option()
def list_portals(*, path: Path | None, form: Format, data: Path) -> None:
    """List the portals of the registry with what the log knows of them."""
    registry = registry_at(chosen_registry(path))
    known = _known(data)
    rows = [
        {
            "name": portal.name,
            "home": portal.home,
            "division": portal.division,
            "level": portal.level,
            "columns": list(portal.columns),
            "bodies": len(portal.bodies),
            **known.get(portal.home, {"last_visit": None, "healthy": None, "trouble": ""}),
        }
        for portal in registry.portals
    ]
    if form == "text":
        rows = [row | {"columns": len(row["columns"]), "state": _state(row)} for row in rows]
    show(rows, form, _COLUMNS)


@portals_group.command(
    "add", help="把一个门户写进登记表，如：nianbao portals add 某市人民政府 https://www.example.gov.cn/"
)
@click.argument("name", metavar="名称")
@click.argument("home", metavar="首页")
@click.option("--column", "columns", multiple=True, help="年报栏目的网址，可以给几个")
@click.option("--division", help="六位行政区划代码，如 620300")
@click.option("--level", type=OneOf(["central", "province", "city", "county"]), help="级别")
@portals_file
def add_portal(
    *, name: str, home: str, columns: tuple[str, ...], division: str | None, level: str | None, path: Path | None
) -> None:
    """Write a portal into a registry; the file is changed only where the whole is right afterwards."""
    target = path or OWN
    fresh = not target.exists()
    if not fresh:
        registry_at(target)
    before = "delay_seconds = 2\n" if fresh else target.read_text(encoding="utf-8-sig")
    entry = _entry({"name": name, "home": home, "columns": list(columns), "division": division, "level": level})
    text = before.rstrip("\n") + "\n\n" + entry
    try:
        parse_registry(text, str(target))
    except RegistryError as error:
        raise Refusal(f"没有添加。{error}") from error
    with spoken():
        write_whole(target, text)
    click.echo(
        f"已写入 {target}" + ("（新建；今后巡查默认用它，不再用自带的登记表）。" if fresh and path is None else "。")
    )


def _entry(values: dict[str, Any]) -> str:
    """One portal in TOML: a basic string of TOML is written as JSON writes one."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n".join(["[[portal]]", *lines]) + "\n"


def _known(data: Path) -> dict[str, dict[str, Any]]:
    """What the log knows of portals, by home; nothing where there is no log."""
    if not (data / DATABASE).is_file():
        return {}
    with existing(data) as log:
        return {portal["home"]: _standing(log, portal["id"]) for portal in portals.all_portals(log)}


def _standing(log: Log, portal_id: int) -> dict[str, Any]:
    watch = portal_watch(log, portal_id)
    row = log.row(
        "SELECT max(day) AS day FROM visits JOIN columns ON columns.id = column_id WHERE portal_id = ?", (portal_id,)
    )
    return {"last_visit": row and row["day"], "healthy": watch.healthy, "trouble": watch.trouble}


def _state(row: dict[str, Any]) -> str:
    if row["healthy"] is None or row["last_visit"] is None:
        return "还没有巡查过"
    return "正常" if row["healthy"] else str(row["trouble"])

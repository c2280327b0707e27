"""The registry as commands take it: ``--portals FILE``, and what is wrong with it in one line."""

from pathlib import Path
from typing import Final

import click

from crawler.registry.reading import STARTER, Registry, load_registry
from crawler.registry.values import RegistryError
from monitor.commands.frame import Refusal

OWN: Final = Path("portals.toml")
"""The registry that is taken where none is named: the user's own, else the starter."""

portals_file = click.option(
    "--portals",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="门户登记表（默认 ./portals.toml，没有则用自带的）",
)
own_file = click.option(
    "--portals",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="自己的门户登记表（默认 ./portals.toml）",
)


def chosen_registry(path: Path | None) -> Path:
    """The registry to use: the one named, else the user's own, else the starter; Refusal where nobody may look."""
    return path or (OWN if has_own() else STARTER)


def has_own() -> bool:
    """Whether the user's own registry stands in this folder; Refusal where nobody may look."""
    try:
        return OWN.is_file()
    except OSError as error:
        raise Refusal(
            f"{OWN.absolute()} 看不到（{error.strerror}）。请检查权限，或用 --portals 指定登记表。"
        ) from error


def own_registry(path: Path | None) -> tuple[Path, str]:
    """The registry whose portals a schedule visits, by its absolute path, and a line where there is none yet.

    Never the starter: it is nobody's intention to visit some hundred real portals by default.
    """
    if path is None and not has_own():
        return (
            OWN.absolute(),
            f"还没有自己的登记表 {OWN}，到时不会巡查。请先用 nianbao portals import 名单.xlsx 导入名单。",
        )
    return (path or OWN).absolute(), ""


def registry_at(path: Path, *, may_be_empty: bool = False) -> Registry:
    """The registry of a file; what is wrong with it is said in one line."""
    try:
        return load_registry(path, may_be_empty=may_be_empty)
    except RegistryError as error:
        raise Refusal(str(error)) from error

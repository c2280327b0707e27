"""The ways from a home page to the column of annual reports."""

from collections.abc import Sequence

from tests.fuzz.portals.composition import Composition
from tests.portals.making import Making

COLUMN = "/zwgk/gknb/"
NEW_COLUMN = "/zfxxgk/ndbg/"
_HUB = "/zwgk/"


def second(column: str) -> str:
    """The townships' column beside one."""
    return f"{column.rstrip('/')}xz/"


def put_ways(making: Making, made: Composition, column: str) -> None:
    """Put the home page, and whatever stands between it and the column, on the portal."""
    entries = [("政府信息公开年报", column)]
    if "two columns" in made.traps:
        entries = [("部门信息公开年报", column), ("乡镇街道信息公开年报", second(column))]
    ways = {
        "entry": _links,
        "registry": _links,
        "hub": _hub,
        "picture": _pictures,
        "click": _clicks,
        "written menu": _written,
        "shell": _shell,
        "drop-down": _drop_down,
    }[made.home](making, entries)
    making.home(ways)


def _links(_making: Making, entries: Sequence[tuple[str, str]]) -> str:
    return "".join(f'<a href="{path}">{name}</a>' for name, path in entries)


def _hub(making: Making, entries: Sequence[tuple[str, str]]) -> str:
    menu = [
        ("政府信息公开指南", f"{_HUB}zn/"),
        ("政府信息公开制度", f"{_HUB}zd/"),
        *entries,
        ("依申请公开", f"{_HUB}ysq/"),
    ]
    items = "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in menu)
    making.html(_HUB, making.frame("政府信息公开", f"<ul class='menu'>{items}</ul>"))
    return f'<a href="{_HUB}">政府信息公开</a>'


def _pictures(_making: Making, entries: Sequence[tuple[str, str]]) -> str:
    return "".join(f'<a href="{path}"><img src="/images/nb.png" alt="{name}"></a>' for name, path in entries)


def _clicks(_making: Making, entries: Sequence[tuple[str, str]]) -> str:
    return "".join(f"<li onclick=\"location.href='{path}'\">{name}</li>" for name, path in entries)


def _written(making: Making, entries: Sequence[tuple[str, str]]) -> str:
    written = "".join(f"document.write('<a href=\"{path}\">{name}</a>');\n" for name, path in entries)
    making.plain("/js/menu.js", written)
    return '<script src="/js/menu.js"></script>'


def _shell(making: Making, entries: Sequence[tuple[str, str]]) -> str:
    links = []
    for number, (name, path) in enumerate(entries):
        making.html(f"/to/{number}.html", f'<html><script>location.replace("{path}");</script></html>')
        links.append(f'<a href="/to/{number}.html">{name}</a>')
    return "".join(links)


def _drop_down(_making: Making, entries: Sequence[tuple[str, str]]) -> str:
    options = "".join(f'<option value="{path}">{name}</option>' for name, path in entries)
    return f'<select onchange="location.href=this.value"><option>信息公开</option>{options}</select>'

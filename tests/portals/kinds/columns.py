"""Columns that moved, columns beside each other, a report that is no column."""

from datetime import date
from functools import partial

from tests.portals.kinds.site import COLUMN, DAYS, ON, Site
from tests.portals.watching import YEAR

_NEW = "/xxgk/ndbg/"


def _moved(label: str, place: str, address: str, port: int) -> Site:
    """The old column stands still; the way from the home page leads to a new one."""
    site = Site("moved column", address, port, place)
    row, old = site.publish("财政局", label), site.earlier()
    site.listing([old])
    if label == "named in the registry":
        site.columns = (COLUMN,)
    if label == "behind a hub":
        _hub(site, COLUMN)

    def change(day: date) -> None:
        if day > DAYS[0]:
            site.listing([row, old], path=_NEW)
            _hub(site, _NEW) if label == "behind a hub" else site.way(
                *([COLUMN] * (label == "beside the old one")), _NEW
            )

    site.change = change
    return site


def _hub(site: Site, column: str) -> None:
    site.making.home('<a href="/gk/">政府信息公开</a>')
    menu = f'<a href="/gk/zn/">政府信息公开指南</a><a href="{column}">政府信息公开年报</a><a href="/gk/ysq/">依申请</a>'
    site.making.html("/gk/", site.making.frame("政府信息公开", menu))


def _two(label: str, place: str, address: str, port: int) -> Site:
    """Two columns in one menu are both columns."""
    site = Site("two columns", address, port, place)
    names = {
        "departments and townships": ("部门信息公开年报", "乡镇信息公开年报"),
        "own and departments": ("县政府信息公开年报", "部门政府信息公开年报"),
        "under one heading": ("县直部门", "乡镇街道"),
    }[label]
    first, second = (
        site.publish("财政局", f"{label}, first"),
        site.publish("石桥镇人民政府", f"{label}, second", kind="township"),
    )
    links = f'<a href="{COLUMN}">{names[0]}</a><a href="{_NEW}">{names[1]}</a>'
    if label == "under one heading":
        site.making.html("/gk/", site.making.frame("政府信息公开年报", f"<h2>政府信息公开年报</h2>{links}"))
        links = '<a href="/gk/">政府信息公开年报</a>'
    site.making.home(links)
    site.listing([first, site.earlier()], head=names[0])
    site.listing([second], path=_NEW, head=names[1])
    return site


def _reposted(label: str, place: str, address: str, port: int) -> Site:
    """The report of a city above, linked from the home page, is no column."""
    site = Site("re-posted report", address, port, place)
    city = f"子虚省兰{place[0]}市人民政府"
    row, title = site.publish("财政局", label), f"{city}{YEAR}年政府信息公开工作年度报告"
    posted = f"{COLUMN}901.html" if label == "of the column" else "/xwzx/901.html"
    site.page(posted, title, city, YEAR, ON)
    entry, link = f'<a href="{COLUMN}">信息公开年报</a>', f'<a href="{posted}">{title}</a>'
    if label == "above a hub":
        site.making.html("/gk/", site.making.frame("政府信息公开", f"<ul><li>{entry}</li></ul>"))
        entry = '<a href="/gk/">政府信息公开</a>'
    site.making.home(f"{entry}{link}" if label == "behind the entry" else f"{link}{entry}")
    site.listing([row, (posted, title, f"{ON}"), site.earlier()])
    return site


MAKERS = (
    *(
        partial(_moved, label, place)
        for label, place in {
            "in its place": "沧屿县",
            "beside the old one": "砚屿县",
            "behind a hub": "栖屿县",
            "named in the registry": "霁屿县",
        }.items()
    ),
    *(
        partial(_two, label, place)
        for label, place in {
            "departments and townships": "泠湾县",
            "own and departments": "峦湾县",
            "under one heading": "汀湾县",
        }.items()
    ),
    *(
        partial(_reposted, label, place)
        for label, place in {
            "before the entry": "芷陂县",
            "behind the entry": "芷屿县",
            "above a hub": "芷湾县",
            "of the column": "芷川县",
        }.items()
    ),
)

"""Rosters that name bodies otherwise than the portal does, and rows that lead to another's report."""

from collections.abc import Mapping

from tests.portals.kinds.site import COLUMN, NOT_MET, ON, UNKNOWN, UNSURE, Site
from tests.portals.making import draft, pdf
from tests.portals.watching import YEAR, Duty

NEAR: Mapping[str, str] = {
    "财政局": "财政局(国资委)",
    "教育局": "教育局（体育局）",
    "数据局": "数据 局",
    "林业局": "林业和草原局",
    "商务局": "商务和投资促进局",
    "开发区管理委员会": "经济开发区管委会",
}


def near_names(address: str, port: int) -> Site:
    """A name of the roster that the portal never shows, beside a near one that it does."""
    site = Site("near names", address, port, "溱屿县")
    rows = [
        site.publish(unit, near, listed_as=f"{site.place}{near}", fates=UNSURE, path=f"{COLUMN}{number}.html")
        for number, (unit, near) in enumerate(NEAR.items(), 30)
    ]
    site.listing([*rows, site.earlier("信访局")])
    site.silent()
    return site


def another_s(address: str, port: int) -> Site:
    """Another unit's page or file behind a unit's row is not that unit's report."""
    site = Site("another's", address, port, "洧垣县")
    good = site.publish("民政局", "the other itself")
    title = f"{site.place}财政局{YEAR}年政府信息公开工作年度报告"
    site.page(
        f"{COLUMN}77.html", f"{site.place}司法局{YEAR}年政府信息公开工作年度报告", f"{site.place}司法局", YEAR, ON
    )
    site.making.pages["/files/9.pdf"] = pdf(draft(f"{site.place}水利局", YEAR, ON), ON)
    site.silent("财政局", "a page", NOT_MET)
    site.silent("教育局", "a file", NOT_MET)
    site.silent("林业局", "the other's own page", NOT_MET)
    rows = [
        good,
        (f"{COLUMN}77.html", title, f"{ON}"),
        ("/files/9.pdf", title.replace("财政局", "教育局"), f"{ON}"),
        (f"{good[0]}?from=lyj", title.replace("财政局", "林业局"), f"{ON}"),
    ]
    site.making.pages[f"{good[0]}?from=lyj"] = site.making.pages[good[0]]
    site.listing([*rows, site.earlier("信访局")])
    return site


def institutions(address: str, port: int) -> Site:
    """An institution owes nothing."""
    site = Site("institutions", address, port, "蕴墅县")
    row = site.publish("财政局", "beside a department")
    site.listing([row, site.earlier()])
    for name in ("第一中学", "人民医院", "图书馆"):
        site.silent(name, name, UNKNOWN)
        site.relabel(duty=Duty(f"{site.place}{name}", "institution", owes=False))
    return site


MAKERS = (
    near_names,
    another_s,
    institutions,
)

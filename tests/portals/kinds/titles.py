"""Titles that name a report in words of their own."""

from monitor.demo.resources import Resource
from tests.portals.kinds.site import COLUMN, ON, SILENT, UNITS, UNKNOWN, Row, Site
from tests.portals.watching import YEAR

_PLAIN = "{body}{year}年政府信息公开工作年度报告"


def marks(address: str, port: int) -> Site:
    """Marks before a row's title and behind it are no part of a name; the page is clean."""
    site = Site("marks", address, port, "砚浦县")
    before = ("[置顶]", "〖推荐〗", "★", "01 ", "①", "NEW! ", "【热】", "（顶）", "2025 | ", "[图文] ", "HOT ")
    behind = (" new", "（新）", "[置顶]", " ↗")
    forms = {mark.strip(): mark + _PLAIN for mark in before} | {
        f"behind {mark.strip()}": _PLAIN + mark for mark in behind
    }
    return _listed(site, forms)


def labels(address: str, port: int) -> Site:
    """The name of a column before a row's title."""
    site = Site("labels", address, port, "沧溪县")
    words = (
        "[年度报告] ",
        "年报· ",
        "部门年报：",
        "信息公开年报 | ",
        "（2025）",
        "【县直部门】",
        "单位公开栏—",
        "年报 2025 > ",
    )
    return _listed(site, {word.strip(): word + _PLAIN for word in words})


def tables(address: str, port: int) -> Site:
    """What is said to be attached leaves a report a report."""
    site = Site("with tables", address, port, "霁塘县")
    words = ("（含附表）", "及附表", "（附统计表）", "（含政府网站工作年度报表）", "（附：数据汇总）", "及统计报表")
    return _listed(site, {word: _PLAIN + word for word in words}, both=True)


def issued(address: str, port: int) -> Site:
    """A notice that issues or publishes a report is that report."""
    site = Site("issued", address, port, "泠渡县")
    forms = (
        "{body}关于印发《{year}年政府信息公开工作年度报告》的通知",
        "关于公布{body}{year}年政府信息公开工作年度报告的公告",
        "{body}关于发布{year}年度政府信息公开工作年度报告的通知",
        "关于印发{body}{year}年政府信息公开年度报告的通知",
    )
    return _listed(site, {form.replace("{body}", "").replace("{year}", ""): form for form in forms}, both=True)


def summaries(address: str, port: int) -> Site:
    """A report that is called a summary as well."""
    site = Site("summaries", address, port, "峦畈县")
    forms = (
        "{body}{year}年政府信息公开工作总结暨年度报告",
        "{body}{year}年政务公开工作总结和政府信息公开年度报告",
        "{body}{year}年政府信息公开工作情况暨年度报告",
        "{body}{year}年度政府信息公开工作总结（年度报告）",
    )
    return _listed(site, {form.replace("{body}{year}", ""): form for form in forms}, both=True)


def merged(address: str, port: int) -> Site:
    """政府 stands once, for the name and for the phrase."""
    site = Site("merged", address, port, "汀埠县")
    rows = [
        site.publish(
            "人民政府",
            "a county",
            row="{body}信息公开{year}年度报告",
            title="{body}信息公开{year}年度报告",
            kind="government",
        ),
        site.publish(
            "双井镇人民政府",
            "a town",
            row="{body}信息公开工作年度报告（{year}年）",
            title="{body}信息公开工作年度报告（{year}年）",
            kind="township",
        ),
        site.publish(
            "白杨乡人民政府",
            "a village",
            row="{year}年{body}信息公开年度报告",
            title="{year}年{body}信息公开年度报告",
            kind="township",
        ),
        site.publish(
            "云台街道办事处",
            "a street",
            row="{body}信息公开{year}年度报告",
            title="{body}信息公开{year}年度报告",
            kind="subdistrict",
        ),
        site.publish(
            "财政局", "a department", row="{body}信息公开{year}年度报告", title="{body}信息公开{year}年度报告"
        ),
    ]
    site.listing([*rows, site.earlier()])
    site.silent()
    return site


def cut(address: str, port: int) -> Site:
    """Titles cut where the row is full, without a sign of it."""
    site = Site("cut", address, port, "岚泽县")
    ends = {
        "behind 年": "{body}{year}年政府信息公开工作年",
        "behind 公": "{body}{year}年政府信息公",
        "behind 年度报": "{body}{year}年政府信息公开年度报",
        "behind 工作": "{body}{year}年政府信息公开工作",
        "with an ellipsis": "{body}{year}年政府信…",
    }
    rows = [site.publish(unit, label, row=row) for unit, (label, row) in zip(UNITS, ends.items(), strict=False)]
    site.listing([*rows, site.earlier()])
    site.silent()
    return site


def headings(address: str, port: int) -> Site:
    """The page's own heading outranks the row where they differ; a name is held against the roster first."""
    site = Site("headings", address, port, "菡峪县")
    rows = [
        site.publish("财政局", "row of another word order", row="年报{year}公示 {body}"),
        site.publish(
            "民政局", "row with the site's name", row="菡峪县人民政府门户网站 {body}{year}年政府信息公开工作年度报告"
        ),
        site.publish(
            "司法局", "row with its own number", row="关于{body}{year}年政府信息公开工作的年度报告（菡司发〔2026〕3号）"
        ),
        site.publish("水利局", "row that says only the year", row="{year}年", title=_PLAIN),
    ]
    site.listing([*rows, site.earlier()])
    site.silent()
    return site


def suspects(address: str, port: int) -> Site:
    """Rows that look like something else, whose pages decide: reports, or strangers that hide nothing."""
    site = Site("suspects", address, port, "旸浔县")
    forms = {
        "a word nobody knows before the name": "热点聚焦 {body}{year}年政府信息公开工作年度报告",
        "a summary by its row": "{body}{year}年政府信息公开工作总结",
        "a notice by its row": "关于做好{body}{year}年政府信息公开年度报告发布工作的通知",
        "a chronicle by its row": "{body}{year}年信息公开大事记",
        "news by its row": "{body}圆满完成{year}年政府信息公开年度报告",
        "statistics by its row": "{body}{year}年政府信息公开工作年度报告统计数据",
    }
    rows = [
        site.publish(unit, label, row=row, title=_PLAIN)
        for unit, (label, row) in zip(UNITS, forms.items(), strict=False)
    ]
    about = f"{site.place}审计局{YEAR}年政府信息公开工作年度报告"
    for number, title in enumerate((f"{about}解读", f"关于做好{about}编制工作的通知", f"{about}编制培训会召开"), 70):
        path = f"{COLUMN}{number}.html"
        site.text(path, site.making.frame(title, f"<h1>{title}</h1><p>{'会议提出了明年的工作安排和要求。' * 30}</p>"))
        rows.append((path, title, f"{ON}"))
    site.listing([*rows, site.earlier("信访局")])
    site.silent()
    return site


def not_made_out(address: str, port: int) -> Site:
    """Rows that nobody can make out leave unknown whom they may concern, and nobody else."""
    site = Site("not made out", address, port, "浯沚县")
    site.silent("财政局", "its row leads to a file of unknown sort", UNKNOWN)
    site.silent("民政局", "its row leads to a page that is nothing", UNKNOWN)
    site.silent("司法局", "its row leads nowhere", UNKNOWN)
    site.silent("水利局", "its row is of an earlier year", SILENT)
    site.silent("林业局", "a website's report of its own", SILENT)
    bodies = [f"{site.place}{unit}" for unit in ("财政局", "民政局", "司法局", "水利局", "林业局")]
    site.making.pages["/files/77.bin"] = Resource("application/octet-stream", b"\x00\x01\x02".__bytes__, ON)
    site.text("/show.asp?id=8", f"<html><head><title>{site.place}</title></head><body>-1</body></html>")
    site.listing(
        [
            ("/files/77.bin", f"{bodies[0]}{YEAR}年政府信息公开年度报告补充材料", f"{ON}"),
            ("/show.asp?id=8", f"{bodies[1]}{YEAR}年政府信息公开工作情况", f"{ON}"),
            ("/gk/nb/none.html", f"{bodies[2]}{YEAR}年政府信息公开工作年度报告", f"{ON}"),
            ("/gk/nb/none2.html", f"{bodies[3]}{YEAR - 1}年政府信息公开年度报告补充材料", f"{ON}"),
            ("/gk/nb/none3.html", f"{bodies[4]}{YEAR}年政府网站工作年度报表", f"{ON}"),
            site.earlier("信访局"),
        ]
    )
    site.silent()
    return site


def _listed(site: Site, forms: dict[str, str], *, both: bool = False) -> Site:
    """A list with a row for every form; ``both``: the page bears the same title."""
    rows: list[Row] = []
    for unit, (label, row) in zip(UNITS, forms.items(), strict=False):
        rows.append(site.publish(unit, label, row=row, title=row if both else ""))
    site.listing([*rows, site.earlier()])
    site.silent()
    return site


MAKERS = (marks, labels, tables, issued, summaries, merged, cut, headings, suspects, not_made_out)

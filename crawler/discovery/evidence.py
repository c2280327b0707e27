"""What a page that was reached shows of annual reports, and how surely it is their column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crawler.articles.content import has_report_headings, main_text
from crawler.columns import ColumnLink, reports_of_units, subcolumns
from crawler.discovery.leads import Lead
from crawler.labels import bare_label, column_name, hub_rank, is_other_column
from crawler.listings import needs_browser, rows
from crawler.markup import Element, marks_of, metas, text_of, tree_of
from crawler.pages import PageKind
from crawler.paging import next_pages
from crawler.platforms import own_category
from crawler.text import squash, tidy
from crawler.titles import TitleReading, read_title

FIT: Final = 50
"""From here on a page is taken for the column."""

SURE: Final = 70
"""From here on the way to hubs is not followed any further."""

COLUMN: Final = "政府信息公开年报"

_UNCONFIRMED: Final = 40
_UNSEEN: Final = 55
_NAMED_ITSELF: Final = 20
_LISTS: Final = 20
_LISTS_MANY: Final = 5
_BELOW: Final = 15
_IS_REPORT: Final = 15
_IN_TREE: Final = 20
_HUB_BASE: Final = 15
_CALLS_ITSELF_BASE: Final = 35
_REPORT_BASE: Final = 30
_SHOWN_BELOW: Final = 3
_CRUMBS: Final = re.compile(r"crumb|position|weizhi|dqwz|curpage|dqlm|location|wz_?nav")
_CRUMBS_OPEN: Final = re.compile(
    r"^(?:当前|您|你)(?:现在)?的?(?:所在)?(?:的)?(?:位置|栏目)(?:是|为)?[:：]?|^(?:所在)?位置[:：]"
)
_OF_REPORTS: Final = re.compile(r"报|解读|年鉴")
_PARTS: Final = re.compile(r"[>»›＞/|→]+|&gt;")
_HIDDEN: Final = re.compile(r"col(\d{1,2})_name")
_LONGEST_CRUMBS: Final = 160
_EDGES: Final = "-_|—–· "
_HEAD: Final = re.compile(r"\s*[-_|—–－｜]+\s*")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page shows.

    ``name`` is what it calls the column; ``is_own_name``: itself, and not what
    stands above it. ``crumbs`` are where it says it stands;
    ``elsewise`` that it calls itself a column of another sort. ``reports`` and
    ``others`` count its rows, ``years`` the report years among them, ``below``
    are names of sub-columns, ``units`` links to pages of units, whatever the
    page is. ``alone``: it is a report itself. ``tree``: the
    platform's tree has the column here. ``blind``: only a browser would tell.
    """

    name: str
    is_own_name: bool
    crumbs: tuple[str, ...]
    elsewise: bool
    is_hub: bool
    reports: int
    years: int
    others: int
    below: tuple[str, ...]
    below_urls: frozenset[str]
    units: tuple[ColumnLink, ...]
    row_urls: frozenset[str]
    report_urls: frozenset[str]
    alone: bool
    tree: str
    blind: bool

    @property
    def empty(self) -> bool:
        """Whether it shows nothing of annual reports at all."""
        return not (self.reports or self.below or self.alone or self.tree)


def look_at(html: str, url: str, kind: PageKind, *, called: bool = False) -> Shown:
    """What a page shows of annual reports; ``kind`` is what the response was taken for.

    ``called`` says that the link to it names the column, which a page need not do itself: then titles cut short
    and units count, as they do under the column's own name.
    """
    root = tree_of(html)
    crumbs = tuple(_crumbs(root))
    names = [*filter(None, (metas(root).get("columnname", ""), *crumbs[::-1][:2], *_headlines(root)))]
    name = next((name for name in names if column_name(name)), "")
    found = rows(html, url)
    readings = [read_title(row.title, column=COLUMN if name else "") for row in found]
    named = {
        row.url: reading
        for row, reading in zip(found, readings, strict=True)
        if (reading.verdict == "report" and (name or _is_whole(reading)))
        or (name and _may_be(reading))
        or (called and reading.verdict != "stranger" and reading.is_cut)
    }
    is_hub = not name and any(hub_rank(said) for said in names[:2])
    every = subcolumns(html, url, name)
    # Any page may list units; beside a column's name, as years, or in a table of 年报 they are its sub-columns.
    table = {link.url for link in reports_of_units(root, html, url)}
    ours = bool(name) or (called and not is_hub)
    below = [link for link in every if ours or link.kind == "year" or link.url in table]
    tree = own_category(html)
    return Shown(
        name=tidy(name),
        is_own_name=bool(name) and name in names[:1],
        crumbs=crumbs,
        elsewise=not name and any(is_other_column(said) and _OF_REPORTS.search(said) for said in names[:2]),
        is_hub=is_hub,
        reports=len(named),
        years=len({reading.year for reading in named.values() if reading.year}),
        others=len(readings) - len(named),
        below=tuple(link.title for link in below),
        below_urls=frozenset(link.url for link in below),
        units=tuple(link for link in every if link.kind == "unit"),
        row_urls=frozenset(row.url for row in found),
        report_urls=frozenset(named),
        alone=kind == "report" and has_report_headings(main_text(html)),
        tree=tree.name if tree else "",
        blind=needs_browser(html, found) or (not named and bool(next_pages(html, url, rows=len(found), barren=True))),
    )


def weigh(lead: Lead, shown: Shown) -> tuple[int, list[str]]:
    """How surely a page is the column, 0–100, and why, by what led to it and what it shows."""
    if shown.elsewise:
        return 0, ["网页自称别的栏目"]
    score, reasons = _base(lead, shown), list(lead.reasons)
    for points, reason in _confirmations(shown):
        score += points
        reasons.append(reason)
    if shown.empty:
        most, why = _shortfall(shown)
        return min(score, most), [*reasons, why]
    return min(score, 100), reasons


def site_name(html: str) -> str:
    """What a home page calls its portal; empty where it says nothing of use."""
    root = tree_of(html)
    printed = next((text_of(element) for element in root.iter("title")), "")
    said = metas(root).get("sitename") or _HEAD.split(printed)[0]
    return re.sub(r"(?:(?:门户|政务)?网站?)?(?:首页|主页)?$|^(?:欢迎访问|首页)", "", tidy(said)).strip(_EDGES)


def _shortfall(shown: Shown) -> tuple[int, str]:
    """How much a page counts at most that shows nothing of annual reports, and why."""
    if shown.blind and (shown.name or not shown.others):
        return _UNSEEN + 10 * bool(shown.name), "列表由脚本另取，网页本身看不到年报"
    if shown.others:
        return _UNCONFIRMED // 2, f"列出的 {shown.others} 条都不是年报"
    return _UNCONFIRMED, "网页上没有看到年报，也没有下级栏目"


def _base(lead: Lead, shown: Shown) -> int:
    """What a page counts for that was not reached as a column: a hub or a report may be all there is."""
    if lead.score and lead.kind == "column":
        return lead.score
    if lead.kind == "report":
        return _REPORT_BASE
    if shown.is_own_name:
        return _CALLS_ITSELF_BASE
    return _HUB_BASE + _NAMED_ITSELF * bool(shown.tree)


def _confirmations(shown: Shown) -> Iterator[tuple[int, str]]:
    if shown.name:
        crumbs = any(squash(part) == squash(shown.name) for part in shown.crumbs)
        yield _NAMED_ITSELF, f"面包屑相符：{'>'.join(shown.crumbs)}" if crumbs else f"网页自称“{shown.name}”"
    if shown.reports:
        years = f"，{shown.years} 个年度" if shown.years > 1 else ""
        yield _LISTS + _LISTS_MANY * (shown.reports > 1), f"列出年报 {shown.reports} 份{years}"
    if shown.below:
        more = "等" if len(shown.below) > _SHOWN_BELOW else ""
        yield _BELOW, f"有下级栏目：{'、'.join(shown.below[:_SHOWN_BELOW])}{more}"
    if shown.alone:
        yield _IS_REPORT + _IS_REPORT * (not shown.name), "网页本身就是一份年报"
    if shown.tree:
        yield _IN_TREE + _LISTS, f"公开平台目录树里有“{shown.tree}”"


def _may_be(reading: TitleReading) -> bool:
    """Whether a title is cut before it says what it names, or names a body only, as a table of units does."""
    return reading.verdict == "unclear" and (reading.is_cut or reading.kind is not None)


def _is_whole(reading: TitleReading) -> bool:
    """Whether a title names a report for certain, on a page that need not be their column."""
    return reading.year is not None and not reading.is_cut


def _crumbs(root: Element) -> list[str]:
    """Where a page says it stands, from the home page down."""
    if hidden := _hidden_crumbs(root):
        return hidden
    best: list[str] = []
    for element in root.iter("div", "p", "span", "td", "ul", "ol", "nav", "h2", "h3", "section", "dl"):
        marked = _CRUMBS.search(marks_of(element))
        if not marked and len(element) > 40:  # noqa: PLR2004 - no breadcrumb has that many parts
            continue
        text = text_of(element)
        if not text or len(text) > _LONGEST_CRUMBS or not (marked or _CRUMBS_OPEN.match(squash(text))):
            continue
        parts = _parts(element, text)
        if len(parts) > len(best) and len(parts) > 1:
            best = parts
    return best


def _hidden_crumbs(root: Element) -> list[str]:
    """The names that JCMS keeps for its scripts, from the home page down."""
    named = (text_of(element) for element in root.iter("span") if _HIDDEN.fullmatch(element.get("id") or ""))
    return list(filter(None, named))


def _parts(element: Element, text: str) -> list[str]:
    text = _CRUMBS_OPEN.sub("", squash(text)).lstrip(":：")
    parts = [bare_label(part) for part in _PARTS.split(text)]
    if len(parts) == 1:
        parts = [bare_label(text_of(anchor)) for anchor in element.iter("a")]
    return [part for part in parts if part and part not in ("正文", "列表", "内容")]


def _headlines(root: Element) -> Iterator[str]:
    """The names at the head of a page: the parts of its title, and its headings."""
    printed = next((text_of(element) for element in root.iter("title")), "")
    yield from _HEAD.split(printed)[:2]
    yield from " ".join(element.text or "" for element in root.iter("title")).split()[1:][-1:]
    for element in root.iter("h1", "h2"):
        if any(True for _ in element.iterancestors("a", "li")):
            continue
        yield text_of(element)

"""Which links of an annual-report column lead on to its sub-columns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal
from urllib.parse import urlsplit

from crawler.addresses import is_article_address, may_be_article_address, may_be_column_address, route_of
from crawler.articles.chrome import chrome_of, related_of
from crawler.articles.files import is_file_address
from crawler.labels import Kind, bare_label, column_name, is_column_title, subcolumn_kind
from crawler.listings import rows
from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import Element, absolute, base_of, lines_of, text_of, tree_of
from crawler.platforms import categories
from crawler.scripts.clicks import Clicks
from crawler.scripts.menus import named_in_scripts, options_of
from crawler.scripts.posting import posted_years
from crawler.text import squash, tidy
from crawler.titles import kind_of_body, read_title

_OTHER_COLUMN: Final = re.compile(r"指南|制度|公报|目录|文件|动态|解读|依申请|法定主动|新闻|预决算|报表|工作报告")
_LONGEST_HEADING: Final = 24
_LEVELS_UP: Final = 5
_MOST_PEERS: Final = 200
_LONGEST_ROW: Final = 160
_FEWEST: Final = {"year": 2, "unit": 3}
"""How many links of a kind stand together where they are what the page is for."""

__all__ = ["ColumnLink", "heading_above", "is_column_title", "subcolumn_kind", "subcolumns"]


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A link to a column: the annual-report column itself, or a sub-column of a year, a unit or a class of units."""

    url: str
    title: str
    kind: Literal["column", "year", "unit"]


def subcolumns(html: str, url: str, column_title: str = "") -> list[ColumnLink]:
    """The sub-columns that a column page leads to, in printed order, each address once.

    A link counts whose text is a year, a class of units (区直部门, 乡镇街道) or
    a unit's name, where it lies below the column's own address, or stands under
    the column's name in the menu, or is one of several that make up the page's
    content; so do clicks that a function of the page answers, choices of a
    drop-down list and nodes of a tree that a script holds. In a table of units
    the 年报 of each counts, and on a unit's own page of disclosure its 年报. A
    link to an article or a file is a row and no sub-column. How deep to go is
    the caller's matter.
    """
    root = tree_of(html)
    page = _Page.of(root, html, url, column_title)
    found: dict[str, ColumnLink] = {}
    table = reports_of_units(root, html, url)
    # What a year's click asks for by POST is a further page of this list.
    posted = [label for label, _ in posted_years(Shown(html, url, PageRequest(url)))]
    elsewhere = {each.title for each in table} | set(posted)
    for link in [*page.links, *_in_menus(html, url)]:
        if link.target not in page.listed and link.title not in elsewhere and page.holds(link):
            found.setdefault(link.target, ColumnLink(link.target, link.title, link.kind))
    for each in [*table, *page.own_columns()]:
        found.setdefault(each.url, each)
    for category in categories(html):
        if target := absolute(url, category.elsewhere) if category.elsewhere else "":
            found.setdefault(target, ColumnLink(target, category.name, "column"))
    return list(found.values())


def reports_of_units(root: Element, html: str, url: str) -> list[ColumnLink]:
    """The 年报 links of a table of units, each by its unit's name; empty where a page has no such table."""
    base, clicks = base_of(root, url), Clicks(html)
    found: dict[str, ColumnLink] = {}
    for element in root.iter("a"):
        if column_name(_link_title(element)) not in ("whole", "cut", "short"):
            continue
        target, unit = clicks.target(element, base), _unit_of_row(element)
        if unit and target and not _same_page(target, url):
            found.setdefault(target, ColumnLink(target, unit, "unit"))
    named = {link.title for link in found.values()}
    return list(found.values()) if len(named) >= _FEWEST["unit"] else []


@dataclass(frozen=True, slots=True)
class _Link:
    """A link by its text to a sub-column. ``element`` is None where a menu of another sort holds it."""

    element: Element | None
    target: str
    title: str
    kind: Kind
    answered: bool = False
    """Whether a script answers the click, or a menu made for choosing holds it."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A column's page as its links to sub-columns see it."""

    url: str
    title: str
    links: list[_Link]
    named: list[tuple[str, str]]
    """Links by name and address that name the column itself."""
    aside: set[Element]
    crowds: Counter[tuple[Element | None, Kind]]
    listed: frozenset[str]
    lists_articles: bool
    lists_reports: bool

    @classmethod
    def of(cls, root: Element, html: str, url: str, title: str) -> "_Page":
        base, clicks = base_of(root, url), Clicks(html)
        aside = {*chrome_of(html), *related_of(html)}
        every = [(element, target) for element in _clickable(root) if (target := clicks.target(element, base))]
        inside = [(element, target) for element, target in every if not _within(element, aside)]
        links = [link for element, target in every if (link := _sub_link(element, target, url))]
        shown = rows(html, url)
        return cls(
            url=url,
            title=title,
            links=links,
            named=[(text, target) for element, target in every if column_name(text := _link_title(element))],
            aside=aside,
            crowds=Counter((_crowd(link.element), link.kind) for link in links if link.element is not None),
            listed=frozenset(row.url for row in shown if row.listed_on),
            lists_articles=any(is_article_address(target) for element, target in inside if element.tag == "a"),
            lists_reports=any(read_title(row.title, column=title).verdict == "report" for row in shown),
        )

    def own_columns(self) -> list[ColumnLink]:
        """The 年报 of the unit whose page of disclosure this is, where it stands on a page of its own."""
        unit = self.title.rpartition("/")[2]
        if self.lists_reports or not kind_of_body(unit):
            return []
        return [
            ColumnLink(target, tidy(text), "column")
            for text, target in self.named
            if not _same_page(target, self.url) and not is_file_address(target)
        ]

    def holds(self, link: _Link) -> bool:
        """Whether a link leads to a sub-column of this page and not to some other part of the portal."""
        if _is_below(link.target, self.url) or (link.kind == "unit" and may_be_column_address(link.target)):
            return True
        if link.element is None:
            return link.answered
        together = self.crowds[(_crowd(link.element), link.kind)]
        heading = heading_above(link.element)
        if (heading and self._is_own(heading)) or (link.answered and together > 1):
            return True
        if _within(link.element, self.aside) or _OTHER_COLUMN.search(squash(heading)):
            return False
        if link.kind == "unit" and self.lists_articles:
            return False
        return together >= _FEWEST[link.kind] or self._completes(link.kind, heading)

    def _completes(self, kind: Kind, heading: str) -> bool:
        """Whether a few units under the name of their class stand beside many of another class."""
        many = any(count >= _FEWEST[kind] for (_, other), count in self.crowds.items() if other == kind)
        return kind == "unit" and many and subcolumn_kind(heading) == "unit"

    def _is_own(self, heading: str) -> bool:
        name = re.split(r"[>»/＞]", squash(heading))[-1]
        return is_column_title(name) or (bool(self.title) and name == squash(self.title))


def _clickable(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag == "a" or element.get("onclick"))


def _is_linked(element: Element) -> bool:
    return not (element.get("href") or "").strip().lower().startswith(("#", "javascript:")) and bool(
        element.get("href")
    )


def _sub_link(element: Element, target: str, url: str) -> _Link | None:
    title = _link_title(element)
    kind = subcolumn_kind(title)
    if kind is None or _same_page(target, url) or is_article_address(target) or is_file_address(target):
        return None
    if "报" in title and may_be_article_address(target):
        return None
    return _Link(element, target, title, kind, answered=not _is_linked(element))


def _in_menus(html: str, url: str) -> Iterator[_Link]:
    """Sub-columns among the choices of drop-down lists and in trees that scripts hold, where they are several."""
    for named in (options_of(html, url), named_in_scripts(html, url, subcolumn_kind)):
        links = [
            _Link(None, one.url, one.label, kind, answered=True)
            for one in named
            if one.url and (kind := subcolumn_kind(one.label)) and not _same_page(one.url, url)
        ]
        counts = Counter(link.kind for link in links)
        yield from (
            link
            for link in links
            if counts[link.kind] > 1 and not is_article_address(link.target) and not is_file_address(link.target)
        )


def _unit_of_row(element: Element) -> str:
    """The unit whose row of a table or list a link stands in; empty where there is none, or more than one."""
    row = next(element.iterancestors("tr", "li", "dl"), None)
    if row is None or len(text_of(row)) > _LONGEST_ROW:
        return ""
    lines = [tidy(line) for line in lines_of(row)]
    units = list(dict.fromkeys(line for line in lines if subcolumn_kind(line) == "unit" and column_name(line) is None))
    return units[0] if len(units) == 1 else ""


def _link_title(element: Element) -> str:
    named = (text_of(element), element.get("title"), element.get("aria-label"), element.get("alt"))
    pictures = (image.get("alt") or image.get("title") for image in element.iter("img"))
    return next((tidy(name) for name in (*named, *pictures) if name and name.strip()), "")


def _within(element: Element, parts: set[Element]) -> bool:
    return any(holder in parts for holder in (element, *element.iterancestors()))


def _crowd(element: Element) -> Element | None:
    """The element whose links stand together with this one: a list, a table or the nearest block."""
    holder = next(element.iterancestors("ul", "ol", "table", "dl"), None)
    return holder if holder is not None else element.getparent()


def heading_above(element: Element) -> str:
    """The nearest text above a link's list that is no entry of that list; empty where there is none or it is long."""
    holder: Element | None = element
    for _ in range(_LEVELS_UP):
        if holder is None or holder.tag == "body":
            break
        for before in islice(holder.itersiblings(preceding=True), _MOST_PEERS):
            if not _is_peer(before, holder) and bare_label(text := text_of(before)):
                return text if len(text) <= _LONGEST_HEADING else ""
        holder = holder.getparent()
    return ""


def _is_peer(before: Element, holder: Element) -> bool:
    return before.tag == holder.tag and (before.tag == "a" or next(before.iter("a"), None) is not None)


def _same_page(target: str, url: str) -> bool:
    if urlsplit(target).query != urlsplit(url).query or route_of(target) != route_of(url):
        return False
    return _directory(target) == _directory(url) and _file(target) == _file(url)


def _is_below(target: str, url: str) -> bool:
    """Whether an address lies in the column's own directory, or is the same page asked with more parameters."""
    ours, theirs = urlsplit(url), urlsplit(target)
    if theirs.hostname != ours.hostname:
        return False
    if theirs.path == ours.path:
        return theirs.query != ours.query
    home = _directory(url)
    return home != "/" and theirs.path.startswith(home)


def _directory(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[0] + "/"


def _file(url: str) -> str:
    return re.sub(r"^(?:index|default)\.\w+$", "", urlsplit(url).path.rpartition("/")[2])

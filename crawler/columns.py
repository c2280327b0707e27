"""Which links of an annual-report column lead on to its sub-columns."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from crawler.addresses import is_article_address, may_be_article_address
from crawler.chrome import chrome_in, related_in
from crawler.files import is_file_address
from crawler.labels import Kind, bare_label, is_column_title, subcolumn_kind
from crawler.listings import rows
from crawler.markup import Element, absolute, base_of, link_of, parse, text_of
from crawler.platforms import gkmlpt
from crawler.text import squash, tidy

_SLUG: Final = re.compile(
    r"/(?:\w*xxgk(?:gz)?n(?:d|b|db|dbg)|\w*gknb|\w*gkndbg|n(?:d)?bg|nb|\w*nianbao|xxgkAnnualReport)[_\d]*(?:/|\.|$)",
    re.IGNORECASE,
)
_OTHER_COLUMN: Final = re.compile(r"指南|制度|公报|目录|文件|动态|解读|依申请|法定主动|新闻|预决算|报表|工作报告")
_LONGEST_HEADING: Final = 24
_LEVELS_UP: Final = 5
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
    content. A link to an article or a file is a row and no sub-column. How deep
    to go is the caller's matter.
    """
    root = parse(html)
    page = _Page.of(root, url, column_title)
    listed = {row.url for row in rows(html, url) if row.listed_on}
    found: dict[str, ColumnLink] = {}
    for link in page.links:
        if link.target not in listed and page.holds(link):
            found.setdefault(link.target, ColumnLink(link.target, link.title, link.kind))
    for category in gkmlpt.categories(html):
        if target := absolute(url, category.elsewhere) if category.elsewhere else "":
            found.setdefault(target, ColumnLink(target, category.name, "column"))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Link:
    element: Element
    target: str
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Page:
    """A column's page as its links to sub-columns see it."""

    url: str
    title: str
    links: list[_Link]
    aside: set[Element]
    crowds: Counter[tuple[Element | None, Kind]]
    lists_articles: bool

    @classmethod
    def of(cls, root: Element, url: str, title: str) -> "_Page":
        base = base_of(root, url)
        aside = {*chrome_in(root), *related_in(root)}
        every = [(element, target) for element in root.iter("a") if (target := link_of(element, base))]
        inside = [(element, target) for element, target in every if not _within(element, aside)]
        links = [link for element, target in every if (link := _sub_link(element, target, url))]
        crowds = Counter((_crowd(link.element), link.kind) for link in links)
        lists_articles = any(is_article_address(target) for _, target in inside)
        return cls(url, squash(title), links, aside, crowds, lists_articles)

    def holds(self, link: _Link) -> bool:
        """Whether a link leads to a sub-column of this page and not to some other part of the portal."""
        if _is_below(link.target, self.url) or (link.kind == "unit" and _SLUG.search(urlsplit(link.target).path)):
            return True
        heading = heading_above(link.element)
        if heading and self._is_own(heading):
            return True
        if _within(link.element, self.aside) or _OTHER_COLUMN.search(squash(heading)):
            return False
        if link.kind == "unit" and self.lists_articles:
            return False
        return self.crowds[(_crowd(link.element), link.kind)] >= _FEWEST[link.kind]

    def _is_own(self, heading: str) -> bool:
        name = re.split(r"[>»/＞]", squash(heading))[-1]
        return is_column_title(name) or (bool(self.title) and name == self.title)


def _sub_link(element: Element, target: str, url: str) -> _Link | None:
    title = _link_title(element)
    kind = subcolumn_kind(title)
    if kind is None or _same_page(target, url) or is_article_address(target) or is_file_address(target):
        return None
    if "报" in title and may_be_article_address(target):
        return None
    return _Link(element, target, title, kind)


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
        before = holder.getprevious()
        while before is not None:
            text = text_of(before)
            if bare_label(text) and not _is_peer(before, holder):
                return text if len(text) <= _LONGEST_HEADING else ""
            before = before.getprevious()
        holder = holder.getparent()
    return ""


def _is_peer(before: Element, holder: Element) -> bool:
    return before.tag == holder.tag and (before.tag == "a" or next(before.iter("a"), None) is not None)


def _same_page(target: str, url: str) -> bool:
    if urlsplit(target).query != urlsplit(url).query:
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

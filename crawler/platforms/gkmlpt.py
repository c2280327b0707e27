"""Guangdong's disclosure platform (政府信息公开目录平台): an empty page, a tree of categories and a list by JSON.

The page ``/gkmlpt/index`` holds ``window._CONFIG`` with the site's number and
the tree; ``/gkmlpt/api/all/CATEGORY?page=N&sid=SITE`` answers a hundred
articles a page. A category may live elsewhere: then its node has a ``jump_url``.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode, urljoin

from crawler.labels import is_column_title, subcolumn_kind
from crawler.lists.page_requests import PageRequest, Shown
from crawler.platforms.family import Category, Family
from crawler.titles import read_title

ARTICLES_A_PAGE: Final = 100

_SITE: Final = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\d+)")
_TREE: Final = re.compile(r"\bTREE[\"']?\s*:\s*(?=\[)")
_HOME: Final = re.compile(r"^(.*?/gkmlpt)(?:/|$)")
_ASKED: Final = re.compile(r"/gkmlpt/api/all/\d+")
_PAGE: Final = re.compile(r"(?<=[?&]page=)\d+")


class Gkmlpt(Family):
    """Guangdong's disclosure platform."""

    def ways(self, shown: Shown) -> Iterator[PageRequest]:
        """The list of a platform page's own category, or the page after one of that list."""
        if self.counts_itself(shown):
            yield from _following(shown)
            return
        site, home = _SITE.search(shown.html), _HOME.match(shown.path)
        for own in (each for each in self.categories(shown.html) if not each.elsewhere):
            if site and home:
                address = f"{home.group(1)}/api/all/{own.number}?{urlencode({'page': 1, 'sid': site.group(1)})}"
                yield PageRequest(urljoin(shown.url, address), xhr=True, branch=True)

    def counts_itself(self, shown: Shown) -> bool:
        """Whether a page is one of a category's list."""
        return bool(_ASKED.search(shown.path))

    def categories(self, html: str) -> list[Category]:
        """The categories of annual reports in a platform page's tree; empty where the page is no such page."""
        tree = _TREE.search(html)
        if not tree or not _SITE.search(html):
            return []
        try:
            nodes, _ = json.JSONDecoder(strict=False).raw_decode(html, tree.end())
        except ValueError:
            return []
        return list(_categories(nodes, below=False))


FAMILY: Final[Family] = Gkmlpt()


def _following(shown: Shown) -> Iterator[PageRequest]:
    said = shown.data if isinstance(shown.data, dict) else {}
    articles, total, page = said.get("articles"), said.get("total"), _PAGE.search(shown.url)
    if not isinstance(articles, list) or not articles or page is None:
        return
    number, full = int(page.group()), len(articles) >= ARTICLES_A_PAGE
    passed = (number - 1) * ARTICLES_A_PAGE + len(articles)
    if full or (isinstance(total, int) and number * len(articles) < total != passed):
        yield PageRequest(_PAGE.sub(str(number + 1), shown.url), xhr=True, guess=not full)


def _categories(data: Any, *, below: bool) -> Iterator[Category]:
    """The categories among nodes and their children; ``below`` says that the nodes stand below such a category."""
    for node in data if isinstance(data, list) else []:
        category = _category(node, below=below) if isinstance(node, dict) else None
        if category is not None:
            yield category
        if isinstance(node, dict):
            yield from _categories(node.get("children"), below=below or category is not None)


def _category(node: dict[str, Any], *, below: bool) -> Category | None:
    name, number = node.get("name"), node.get("id")
    if not isinstance(name, str) or not isinstance(number, int):
        return None
    if not (is_column_title(name) or (below and _is_part(name))):
        return None
    jump = node.get("jump_url")
    return Category(number, name, jump if isinstance(jump, str) else "")


def _is_part(name: str) -> bool:
    """Whether a category below that of annual reports holds some of them: those of a year, a unit, a class of units."""
    if read_title(name).verdict == "stranger":
        return False
    return subcolumn_kind(name) is not None or "年报" in name or "年度报告" in name

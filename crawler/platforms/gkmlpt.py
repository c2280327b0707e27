"""Guangdong's disclosure platform (政府信息公开目录平台): an empty page, a tree of categories and a list by JSON.

The page ``/gkmlpt/index`` holds ``window._CONFIG`` with the site's number and
the tree; ``/gkmlpt/api/all/CATEGORY?page=N&sid=SITE`` answers a hundred
articles a page. A category may live elsewhere: then its node has a ``jump_url``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.carriers import json_of
from crawler.labels import is_column_title

ARTICLES_A_PAGE: Final = 100

_SITE: Final = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\d+)")
_TREE: Final = re.compile(r"\bTREE[\"']?\s*:\s*(?=\[)")
_HOME: Final = re.compile(r"^(.*?/gkmlpt)(?:/|$)")
_ASKED: Final = re.compile(r"/gkmlpt/api/all/\d+")
_PAGE: Final = re.compile(r"(?<=[?&]page=)\d+")


@dataclass(frozen=True, slots=True)
class Category:
    """One category of annual reports: its number, its name, and its address (maybe relative) if it lives elsewhere."""

    number: int
    name: str
    elsewhere: str


def categories(html: str) -> list[Category]:
    """The categories of annual reports in a platform page's tree; empty where the page is no such page."""
    tree = _TREE.search(html)
    if not tree or not _SITE.search(html):
        return []
    try:
        nodes, _ = json.JSONDecoder(strict=False).raw_decode(html, tree.end())
    except ValueError:
        return []
    return [category for node in _nodes(nodes) if (category := _category(node))]


def own_category(html: str) -> Category | None:
    """The category whose list the platform itself answers, so that no browser is needed; None where it has none."""
    return next((category for category in categories(html) if not category.elsewhere), None)


def list_address(html: str, url: str) -> str:
    """Where the list behind a platform page or behind a page of its list goes on; empty where it does not."""
    if _ASKED.search(urlsplit(url).path):
        return _following(html, url)
    own, site, home = own_category(html), _SITE.search(html), _HOME.match(urlsplit(url).path)
    if own is None or site is None or home is None:
        return ""
    return urljoin(url, f"{home.group(1)}/api/all/{own.number}?{urlencode({'page': 1, 'sid': site.group(1)})}")


def _following(answer: str, url: str) -> str:
    data = json_of(answer)
    articles = data.get("articles") if isinstance(data, dict) else None
    page = _PAGE.search(url)
    if not isinstance(articles, list) or len(articles) < ARTICLES_A_PAGE or page is None:
        return ""
    return _PAGE.sub(str(int(page.group()) + 1), url)


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for each in data:
            yield from _nodes(each)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("children"))


def _category(node: dict[str, Any]) -> Category | None:
    name, number = node.get("name"), node.get("id")
    if not isinstance(name, str) or not isinstance(number, int) or not is_column_title(name):
        return None
    jump = node.get("jump_url")
    return Category(number, name, jump if isinstance(jump, str) else "")

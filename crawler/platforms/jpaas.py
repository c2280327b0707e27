"""大汉 JPaaS: a list whose further pages come from ``build/unit``, one unit of a page as HTML inside JSON.

The page number belongs in ``paramJson``; on the top level of the query it is
ignored and page 1 comes again.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.lists.page_requests import PageRequest, Shown
from crawler.platforms.family import Family

UNIT: Final = "/api-gateway/jpaas-publish-server/front/page/build/unit"

_PAGER: Final = re.compile(r"<[^<>]*\bqueryData=(?:\"([^\"]*)\"|\\\"(.*?)\\\")[^<>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"\b(count|rows|pageNo)=\\?[\"']?(\d+)", re.IGNORECASE)
_PAIR: Final = re.compile(r"'(\w+)'\s*:\s*'([^']*)'")
_NEEDED: Final = ("webId", "pageId", "tplSetId", "tagId")


class Jpaas(Family):
    """大汉 JPaaS."""

    def ways(self, shown: Shown) -> Iterator[PageRequest]:
        """The page after this one, of a page or of a unit's answer; the unit itself where its element only names it."""
        html = shown.html
        for found in _PAGER.finditer(html):
            query = dict(_PAIR.findall(unescape(found.group(1) or found.group(2) or "")))
            if not all(query.get(name) for name in _NEEDED):
                continue
            numbers = {name.lower(): int(value) for name, value in _ATTRIBUTE.findall(found.group())}
            asked = {"parseType": "bulidstatic", "pageType": "column", "editType": "null", **query}
            if "count" in numbers:
                yield from _following(shown, asked, numbers)
                return
            if not shown.shows_rows and shown.is_whole_page:
                yield PageRequest(urljoin(shown.url, f"{UNIT}?{urlencode(asked)}"), xhr=True, branch=True)

    def counts_itself(self, shown: Shown) -> bool:
        """Whether a page is a unit's answer that carries its own pager."""
        return shown.path.endswith(UNIT) and bool(_PAGER.search(shown.html))


FAMILY: Final[Family] = Jpaas()


def _following(shown: Shown, asked: dict[str, str], numbers: dict[str, int]) -> Iterator[PageRequest]:
    page, rows = max(numbers.get("pageno", 1), _page_of(shown.url)), numbers.get("rows", 0)
    if rows and page * rows < numbers["count"]:
        param = json.dumps({"pageNo": page + 1, "pageSize": rows}, separators=(",", ":"))
        yield PageRequest(urljoin(shown.url, f"{UNIT}?{urlencode({**asked, 'paramJson': param})}"), xhr=True)


def _page_of(url: str) -> int:
    """The page that a unit's address asks for; 1 for any other address."""
    said = dict(parse_qsl(urlsplit(url).query)).get("paramJson", "")
    found = re.search(r"\"pageNo\":(\d+)", said)
    return int(found.group(1)) if found else 1

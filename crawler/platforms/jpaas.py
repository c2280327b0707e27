"""大汉 JPaaS: a list whose further pages come from ``build/unit``, one unit of a page as HTML inside JSON.

The page number belongs in ``paramJson``; on the top level of the query it is
ignored and page 1 comes again.
"""

import json
import re
from html import unescape
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

UNIT: Final = "/api-gateway/jpaas-publish-server/front/page/build/unit"

_PAGER: Final = re.compile(r"<[^<>]*\bqueryData=(?:\"([^\"]*)\"|\\\"(.*?)\\\")[^<>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"\b(count|rows|pageNo)=\\?[\"']?(\d+)", re.IGNORECASE)
_PAIR: Final = re.compile(r"'(\w+)'\s*:\s*'([^']*)'")
_NEEDED: Final = ("webId", "pageId", "tplSetId", "tagId")


def next_address(html: str, url: str) -> str:
    """Where the page after this one is, of a page or of a unit's answer; empty where there is none."""
    pager = next((found for found in _PAGER.finditer(html) if "count=" in found.group()), None)
    if pager is None:
        return ""
    numbers = {name.lower(): int(value) for name, value in _ATTRIBUTE.findall(pager.group())}
    query = dict(_PAIR.findall(unescape(pager.group(1) or pager.group(2) or "")))
    count, rows = numbers.get("count", 0), numbers.get("rows", 0)
    page = max(numbers.get("pageno", 1), _asked_for(url))
    if not rows or page * rows >= count or not all(query.get(name) for name in _NEEDED):
        return ""
    asked = {"parseType": "bulidstatic", "pageType": "column", "editType": "null", **query}
    asked["paramJson"] = json.dumps({"pageNo": page + 1, "pageSize": rows}, separators=(",", ":"))
    return urljoin(url, f"{UNIT}?{urlencode(asked)}")


def _asked_for(url: str) -> int:
    """The page that a unit's address asks for; 1 for any other address."""
    said = dict(parse_qsl(urlsplit(url).query)).get("paramJson", "")
    found = re.search(r"\"pageNo\":(\d+)", said)
    return int(found.group(1)) if found else 1

"""新点 Epoint: lists by POST of ``params``, a JSON text whose ``pageIndex`` starts at 0, and numbered files."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from crawler.lists.counting import with_number
from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import absolute
from crawler.platforms.family import Family
from crawler.scripts.requests import calls

_LIST: Final = re.compile(r"[\"'](/?[\w/.:-]*?/rest/front\w*Action/getPageInfoList\w*)[\"']")
_BUILDER: Final = re.compile(r"[\"'](/?[\w-]*EpointWebBuilder\w*)(?=[/\"'])")
_SITE: Final = re.compile(r"siteGuid[\"']?\s*[:=]\s*[\"']([0-9A-Za-z-]{8,40})[\"']", re.IGNORECASE)
_CATEGORY: Final = re.compile(r"(?:categoryNum|catenum|cateNum)[\"']?\s*[:=]\s*[\"'](\d{3,30})[\"']", re.IGNORECASE)
_CATEGORY_IN_PATH: Final = re.compile(r"/((?:\d{3}){2,8})(?=/)")
_ACTION: Final = "/rest/frontAppCustomAction/getPageInfoListNew"
_USUAL_PAGE: Final = 15
_NUMBERED: Final = re.compile(r"/(?:moreinfo\w*|subpage\w*|secondpage\w*|\d{1,3})\.html$")


class Epoint(Family):
    """新点 Epoint."""

    def ways(self, shown: Shown) -> Iterator[PageRequest]:
        """The list that a page's script asks for, and the numbered files of a static one."""
        if "getPageInfoList" not in shown.html and "EpointWebBuilder" not in shown.html:
            return
        if shown.is_whole_page:
            yield from _first(shown)
            if shown.shows_rows and _NUMBERED.search(shown.path):
                yield PageRequest(absolute(shown.url, f"{shown.number + 1}.html"), guess=True)


FAMILY: Final[Family] = Epoint()


def _first(shown: Shown) -> Iterator[PageRequest]:
    made = [request for request in calls(shown) if "getPageInfoList" in request.url]
    page = 1 if shown.shows_rows else 0
    for request in made or _of_numbers(shown):
        numbered = with_number(request, page)
        yield replace(numbered.following if numbered else request, xhr=True, guess=False)


def _of_numbers(shown: Shown) -> list[PageRequest]:
    """The request made of the site's and the category's numbers; none where the page does not tell them."""
    site = _SITE.search(shown.html)
    category = _CATEGORY.search(shown.html) or _CATEGORY_IN_PATH.search(shown.path)
    place, builder = _LIST.search(shown.html), _BUILDER.search(shown.html)
    if not site or not category or not (place or builder):
        return []
    wanted = {"siteGuid": site.group(1), "categoryNum": category.group(1), "kw": "", "startDate": "", "endDate": ""}
    params = json.dumps({**wanted, "pageIndex": 0, "pageSize": _USUAL_PAGE}, separators=(",", ":"))
    address = place.group(1) if place else f"{builder.group(1)}{_ACTION}" if builder else ""
    return [
        PageRequest(
            absolute(shown.base, f"/{address.lstrip('/')}" if "://" not in address else address),
            "POST",
            (("params", params),),
        )
    ]

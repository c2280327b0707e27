"""安徽 龙讯 Lonsun: a unit's column whose rows come from ``/site/label/8888`` as a fragment of HTML.

``type=3`` of a unit's column is its annual reports; ``length`` cuts the titles
and is raised. A tree of categories (``columnTree``) leads to the one of annual reports.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.labels import is_column_title
from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import absolute
from crawler.platforms.family import Family
from crawler.scripts.requests import calls

_LABEL: Final = re.compile(r"[\"'=]([^\"'<>\s=]*/site/label/\d+\?[^\"'<>\s]+)")
_IS_LABEL: Final = re.compile(r"/site/label/\d+$")
_UNIT: Final = re.compile(r"^(.*?)/public/column/(\d+)$")
_SITE: Final = re.compile(
    r"siteId[\"']?\s*[:=]\s*[\"']?(\d+)|<meta[^>]*name=[\"']?SiteId[\"']?[^>]*content=[\"']?(\d+)", re.IGNORECASE
)
_LENGTH: Final = "200"
"""Characters of a title; the portals' own value cuts titles of annual reports."""
_USUAL: Final = (
    *(("labelName", "publicInfoList"), ("pageSize", "15"), ("pageIndex", "1"), ("action", "list"), ("isDate", "true")),
    *(
        ("dateFormat", "yyyy-MM-dd"),
        ("sortType", "1"),
        ("result", "暂无相关信息"),
        ("file", "/xxgk/publicInfoList_newest2020"),
    ),
)
_REPORTS: Final = "3"


class Lonsun(Family):
    """安徽 龙讯 Lonsun."""

    def ways(self, shown: Shown) -> Iterator[PageRequest]:
        """The list of a unit's column, the list behind a category of its tree, and the unit's annual reports."""
        if _IS_LABEL.search(shown.path):
            yield from _category_lists(shown)
        elif "/site/label/" in shown.html or _UNIT.match(shown.path):
            for asked in _list_requests(shown):
                yield _with_whole_titles(asked, shown)
            yield from _reports_of_unit(shown)


FAMILY: Final[Family] = Lonsun()


def _list_requests(shown: Shown) -> Iterator[PageRequest]:
    """The requests for lists that a page names; one made of its numbers where it names none."""
    named = [PageRequest(absolute(shown.base, unescape(found))) for found in _LABEL.findall(shown.html)]
    made = [request for request in calls(shown) if _IS_LABEL.search(urlsplit(request.url).path)]
    lists = [request for request in dict.fromkeys((*named, *made)) if _field(request, "labelName")]
    found = [request for request in lists if "list" in _field(request, "labelName").lower()]
    yield from found or [request for request in lists if "tree" in _field(request, "labelName").lower()]
    unit, site = _UNIT.match(shown.path), _SITE.search(shown.html)
    if not lists and unit and site and "/site/label/" in shown.html:
        yield _of_unit(shown, unit, site.group(1) or site.group(2))


def _of_unit(shown: Shown, unit: re.Match[str], site: str) -> PageRequest:
    said = {key: value for key, value in parse_qsl(urlsplit(shown.url).query) if key in {"type", "catId", "action"}}
    asked = {"IsAjax": "1", "dataType": "html", **dict(_USUAL), "siteId": site, "organId": unit.group(2), **said}
    place = re.search(r"[\"'](/[\w/]*site/label/\d+)", shown.html)
    return PageRequest(absolute(shown.base, f"{place.group(1) if place else '/site/label/8888'}?{urlencode(asked)}"))


def _with_whole_titles(request: PageRequest, shown: Shown) -> PageRequest:
    """A request for a list with whole titles, and for the page behind the rows that the column itself shows."""
    wanted = {"length": _LENGTH}
    if shown.shows_rows and "tree" not in _field(request, "labelName").lower():
        wanted["pageIndex"] = "2"
    return replace(_with(request, wanted), xhr=True, guess=False)


def _reports_of_unit(shown: Shown) -> Iterator[PageRequest]:
    """The unit's column of annual reports, from a column of another kind that shows none."""
    unit = _UNIT.match(shown.path)
    if unit and dict(parse_qsl(urlsplit(shown.url).query)).get("type") != _REPORTS:
        yield PageRequest(absolute(shown.url, f"{unit.group(0)}?type={_REPORTS}&action=list"), guess=True)


def _category_lists(shown: Shown) -> Iterator[PageRequest]:
    """The lists of the categories of annual reports that a tree names."""
    if "tree" not in _field(shown.request, "labelName").lower():
        return
    for node in _nodes(shown.data):
        name, number = node.get("name") or node.get("title"), node.get("id") or node.get("catId")
        if isinstance(name, str) and number and is_column_title(name):
            fields = {
                **dict(_USUAL),
                "labelName": "publicInfoList",
                "catId": str(number),
                "length": _LENGTH,
                "isJson": "",
            }
            yield replace(_with(shown.request, fields), xhr=True, guess=False, branch=True)


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for each in data:
            yield from _nodes(each)
    elif isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _nodes(value)


def _field(request: PageRequest, name: str) -> str:
    return dict(parse_qsl(urlsplit(request.url).query)).get(name) or dict(request.form).get(name, "")


def _with(request: PageRequest, wanted: dict[str, str]) -> PageRequest:
    """A request with these fields, in its form or in its address; a random number against caching is taken out."""
    if request.form:
        return replace(request, form=tuple({**dict(request.form), **wanted}.items()))
    parts = urlsplit(request.url)
    fields = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **wanted}
    fields.pop("_", None)
    return replace(request, url=urlunsplit(parts._replace(query=urlencode(fields))))

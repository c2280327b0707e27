"""开普云 UCAP: lists by JSON from ``/common/search/CHANNEL``, ``/searchList/CHANNEL`` or ``/search/CHANNEL``."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import absolute
from crawler.platforms.family import Family

_SEARCH: Final = re.compile(
    r"[\"'=]((?:https?://[^\"'<>\s/]+)?(?:/[\w-]+)?/(?:common/search|searchList|search)/[0-9a-f]{32}(?:\?[^\"'<>\s]*)?)(?=[\"'\s])"
)
_ACTION: Final = re.compile(r"[\"']((?:/[\w-]+)?/(?:common/search|searchList))/[\"']")
_CHANNEL: Final = re.compile(r"channel_?id[\"']?\s*[:=]\s*[\"']([0-9a-f]{32})[\"']", re.IGNORECASE)
_MARK: Final = re.compile(r"websiteCode|websiteId|/xhtml/js/|<ucap", re.IGNORECASE)
_USUAL_ACTION: Final = "/common/search"
_USUAL: Final = {"_isAgg": "true", "_isJson": "true", "_pageSize": "20", "_template": "index"}


class Ucap(Family):
    """开普云 UCAP."""

    def ways(self, shown: Shown) -> Iterator[PageRequest]:
        """The JSON list of the channel that a page names; further pages are counted on."""
        if not shown.is_whole_page:
            return
        found = [unescape(address) for address in _SEARCH.findall(shown.html)]
        action, channel = _ACTION.search(shown.html), _CHANNEL.search(shown.html)
        known = bool(found or action)
        if not found and channel and (action or (shown.is_empty and _MARK.search(shown.html))):
            found = [f"{action.group(1) if action else _USUAL_ACTION}/{channel.group(1)}"]
        for address in found:
            parts = urlsplit(absolute(shown.base, address))
            said = {name: value for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "page"}
            query = urlencode({**_USUAL, **said, "page": "2" if shown.shows_rows else "1"})
            yield PageRequest(urlunsplit(parts._replace(query=query)), xhr=True, branch=known, guess=not known)


FAMILY: Final[Family] = Ucap()

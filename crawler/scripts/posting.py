"""The lists of other years that a click, or a choice, has a page's own function ask for by POST.

The function's text is looked up and its parameters are replaced, as for other
clicks; what it sends is read as any request of a script is, and nothing is run.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from crawler.labels import subcolumn_kind
from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import text_of
from crawler.scripts import requests
from crawler.scripts.clicks import Clicks, calls_of
from crawler.scripts.menus import choices_of
from crawler.scripts.values import Values
from crawler.text import tidy

_POSTS: Final = re.compile(r"\.post\s*\(|[\"']post[\"']|\.load\s*\(", re.IGNORECASE)
_WITH_VALUE: Final = re.compile(r"(\w+)\s*\(\s*(?:this\.value|this\.options\[this\.selectedIndex\]\.value)\s*\)")


def posted_years(shown: Shown) -> list[tuple[str, PageRequest]]:
    """The years that a page offers so, in printed order: the label, and what is sent for it."""
    if not _POSTS.search(shown.scripts):
        return []
    clicks, values = Clicks(shown.html), Values.of(shown)
    found: list[tuple[str, PageRequest]] = []
    for label, function, given in _offers(shown):
        bound, body = clicks.bound(function, *given)
        told = replace(values, names={**values.names, **bound})
        sent = (request for request in requests.calls_in(body, told, shown) if _asks_for(request, bound))
        if (request := next(sent, None)) is not None:
            found.append((label, replace(request, guess=False, branch=True, first=True)))
    return found


def _offers(shown: Shown) -> Iterator[tuple[str, str, list[str]]]:
    """The years that can be clicked or chosen: the label, the function called, and what with."""
    for element in shown.root.iter():
        if (element.tag == "a" or element.get("onclick")) and subcolumn_kind(label := tidy(text_of(element))) == "year":
            yield from ((label, function, given) for function, given in calls_of(element))
    for choice in choices_of(shown.html):
        if called := _WITH_VALUE.search(choice.onchange):
            for value, label in choice.options:
                if subcolumn_kind(label) == "year":
                    yield label, called[1], [value]


def _asks_for(request: PageRequest, bound: dict[str, str]) -> bool:
    """Whether a request is a POST that says the year, and only reads."""
    if request.method != "POST" or not requests.only_reads(request):
        return False
    sent = unquote(request.url) + request.json + "".join(value for _, value in request.form)
    return any(value and value in sent for value in bound.values())

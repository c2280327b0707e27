"""Where the next page of a list is."""

import re
from dataclasses import dataclass
from typing import Literal

from crawler.markup import absolute, parse, text_of
from crawler.text import squash


@dataclass(frozen=True, slots=True)
class PageRequest:
    """How to ask for the next page of a list; ``form`` is the body of a POST."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()


def next_pages(html: str, url: str, page_number: int = 1) -> list[PageRequest]:
    """Ways to the page after this one, the most trusted first; empty at the end of the list.

    ``page_number`` is the 1-based number of the page given. The caller tries the
    requests in turn until one answers with rows that are new.
    """
    for anchor in parse(html).iter("a"):
        if re.fullmatch(r"下一?页|后一页|>|»", squash(text_of(anchor))):
            target = absolute(url, anchor.get("href") or "")
            if target and target != url:
                return [PageRequest(target)]
    call = re.search(r"createPageHTML\(\s*(\d+)\s*,\s*(\d+)\s*,\s*[\"'](\w+)[\"']\s*,\s*[\"'](\w+)[\"']", html)
    if call and page_number < int(call.group(1)):
        name, ext = call.group(3), call.group(4)
        return [PageRequest(absolute(url, f"{name}_{number}.{ext}")) for number in (page_number, page_number + 1)]
    return []

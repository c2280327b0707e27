"""Pages for addresses that do not exist: a portal that answers them with its front page betrays itself by one question.

The question is an address that nobody can have published; it is sent only where
a page does not name itself and says nothing of an annual report, and once a run
for each host and kind of address.
"""

import hashlib
import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from crawler.hosts import host_of, site_of
from crawler.markup import metas, text_of, tree_of, visible_length
from crawler.pages import PageVerdict
from crawler.text import squash

if TYPE_CHECKING:
    from crawler.answers import Answer

_LEAST: Final = 40
"""Visible characters below which two pages are too empty to be compared; a script may fill them differently."""

_SUFFIX: Final = re.compile(r"\.(?:s?html?|jspx?|aspx?|php|do|action)$", re.IGNORECASE)
_FRONT: Final = re.compile(r"/(?:(?:index|default|home)\.\w+)?")
_REPORTS: Final = re.compile("年报|年度报告")


def in_doubt(verdict: PageVerdict, text: str) -> bool:
    """Whether a page may be one that stands for anything: it has words, but neither a name nor a report's."""
    if verdict.kind not in ("list", "other") or not verdict.media_type.endswith("html"):
        return False
    if _REPORTS.search(squash(verdict.title)):
        return False
    return "articletitle" not in metas(tree_of(text)) and visible_length(text) >= _LEAST


def canary_for(url: str, *, beside: bool) -> tuple[str, str]:
    """An address that cannot exist, and what it is asked for once: the host with the kind of address.

    ``beside`` the page itself, or at the root of its host: a server may answer
    with the page of a directory whatever it does not find there.
    """
    suffix = _SUFFIX.search(urlsplit(url).path) if beside else None
    ending = suffix.group().lower() if suffix else "/"
    name = "nianbao-" + hashlib.sha256(f"{host_of(url)} {ending}".encode()).hexdigest()[:16]
    return urljoin(url, f"{'' if beside else '/'}{name}{ending}"), f"{host_of(url)}{ending}{beside}"


def is_same_page(one: str, other: str) -> bool:
    """Whether two pages show the same words; numbers (days, counters) do not count."""
    return _words(one) == _words(other)


def leads_home(answer: "Answer", home: str) -> bool:
    """Whether a portal sent us from a page to its front page instead of answering."""
    asked, came = urlsplit(answer.ask.url), urlsplit(answer.final_url)
    if _is_front(asked.path) or asked.path == came.path or not _is_front(came.path) or came.query:
        return False
    same = site_of(host_of(answer.ask.url)) == site_of(host_of(answer.final_url))
    own_front = site_of(host_of(answer.final_url)) == site_of(host_of(home)) and _is_front(urlsplit(home).path)
    return own_front or (same and answer.ask.kind != "column")


def _is_front(path: str) -> bool:
    return bool(_FRONT.fullmatch(posixpath.normpath(path or "/").replace("//", "/")))


def _words(html: str) -> frozenset[str]:
    return frozenset(word for word in text_of(tree_of(html)).split() if not re.search(r"\d", word))

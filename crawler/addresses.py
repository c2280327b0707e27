"""What the looks of an address tell: an article, a directory, a column of annual reports."""

import re
from typing import Final
from urllib.parse import urlsplit

from crawler.hosts import site_of

_ARTICLE: Final = re.compile(
    r"/t20\d{6}_\d+|/art_\d*_?[0-9a-f]{3,}|/(?:[0-9a-f]{32}|[0-9a-f]{24})\b|/m?post_\d+|/info/\d+/\d+\.|/content_\d+"
    r"|/doc_\w{12,}|/c\d\d_\d+|/i\d{6,}\.|/\d{5,}\.s?html?$|/show/\d+\.|/Item/\d+\.|/public/\d+/\d+\."
    r"|/[\w-]*(?:content|show)-[\d-]+\.|/[0-9a-f]{8}-[0-9a-f-]{27}\.|/content/20\d\d",
    re.IGNORECASE,
)
_MAYBE: Final = re.compile(r"/20\d\d(?:-?[01]\d)?/\d|/\d{5,}[a-z]{0,6}(?:/index\.s?html?|/)?$")
_MAYBE_QUERY: Final = re.compile(r"(?:^|&)\w*(?:id|Id|ID)=\w+")

_ROUTE: Final = re.compile(r"!?/[\w!]\S*")

_COLUMN: Final = re.compile(
    r"(?:^|/|_)(?:\w*xxgk(?:gz)?n(?:d|b|db|dbg)|\w*gknb|\w*gkndbg|\w*gkgzbg|n(?:d)?bg|nb|\w*nianbao|xxgkAnnualReport|Xxgknb)"
    r"[_\d]*(?:/|\.|$)",
    re.IGNORECASE,
)

_USUAL_PORTS: Final = (None, 80, 443)


def route_of(url: str) -> str:
    """The part of an address behind ``#`` by which a page's scripts tell what to show (``#/open?c=nb``); else empty."""
    _, _, fragment = url.partition("#")
    return fragment if _ROUTE.fullmatch(fragment) else ""


def is_article_address(url: str) -> bool:
    """Whether an address is by its looks one article's: ``t20240118_9.html``, ``art_777_1001.html``, 32 hex digits."""
    return bool(_ARTICLE.search(urlsplit(url).path))


def may_be_article_address(url: str) -> bool:
    """Whether an address may be one article's or as well a directory's (``?id=38``, ``/298933/index.html``)."""
    parts = urlsplit(url)
    return bool(_MAYBE.search(parts.path) or _MAYBE_QUERY.search(parts.query)) or is_article_address(url)


def may_be_column_address(url: str) -> bool:
    """Whether an address looks like an annual-report column's (``/zfxxgknb/``, ``/ndbg_12/``); a hint and no more."""
    return bool(_COLUMN.search(urlsplit(url).path)) and not is_article_address(url)


def identity(url: str) -> str:
    """What stays the same of an address when a portal moves to https, drops www. or an index file's name.

    A page made for telephones is the same page, and so is one whose parameters stand in another order. What
    answers on a port of its own is another site.
    """
    parts = urlsplit(url)
    port = "" if parts.port in _USUAL_PORTS else f":{parts.port}"
    host = re.sub(r"^(?:m|wap|3g)\.(?=.*\.)", "", site_of(parts.hostname or ""))
    path = re.sub(r"/{2,}", "/", parts.path)
    path = re.sub(r"(?:^|(?<=/))(?:index|default)\.s?html?$", "", path)
    path = re.sub(r"/mpost_(?=\d)", "/post_", re.sub(r"^/(?:wap|mobile)(?=/)", "", path))
    return f"{host}{port}{path or '/'}?{'&'.join(sorted(parts.query.split('&')))}{route_of(url)}"

"""Questions to portals and what came back, as plain records."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

from crawler.pages import PageKind
from storage.tables.frontier import Kind

_LONGEST_KEY: Final = 500
_STATE: Final = re.compile(r"__(?!EVENT(?:TARGET|ARGUMENT)$)|.*(?:token|csrf)", re.IGNORECASE)
"""Fields in which ASP.NET and others keep the state of a page, or a number against forged requests."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the log an address belongs: its portal, and its column where it has one."""

    portal_id: int
    portal: str
    column_id: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to ask. ``rendered``: by the browser. ``form`` or ``json``: the body of a POST.

    ``xhr``: as a page's script asks. ``guess``: nothing says for certain that
    it is there, so that its failure is no trouble. ``number``: which page of a
    list it is, where address and body do not say: one that is clicked for, or
    turned to by a form that carries the page's state. ``fresh``: whole, even
    where it did not change.
    """

    url: str
    kind: Kind
    place: Place
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()
    referer: str | None = None
    rendered: bool = False
    json: str = ""
    xhr: bool = False
    guess: bool = False
    number: int = 1
    fresh: bool = False

    @property
    def key(self) -> str:
        """What names this question in the log: the address, and what else decides the answer behind a ``#``."""
        if self.rendered:
            return f"{self.url}#rendered{f'-{self.number}' if self.number > 1 else ''}"
        if self.method == "GET":
            return self.url
        body = self.json or self._fields
        return f"{self.url}#{body if len(body) <= _LONGEST_KEY else hashlib.sha256(body.encode()).hexdigest()}"

    @property
    def _fields(self) -> str:
        """The fields of the form without the state of the page that it was made of, which differs from time to time."""
        said = [f"{name}={value}" for name, value in self.form if not _STATE.match(name)]
        if len(said) < len(self.form):
            said.append(f"#{self.number}")
        return "&".join(said)

    def towards(self, url: str) -> Self:
        """The question that a page which only sends its readers on leads to."""
        return replace(self, url=url, method="GET", form=(), json="", referer=self.url)


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer that the log keeps for a question, with the validators to ask whether it changed."""

    capture_id: int
    verdict: PageKind
    media_type: str
    etag: str | None
    last_modified: str | None
    sha256: str
    status: int
    final_url: str
    headers: Sequence[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer that a page's script got while the browser showed it. ``form`` is the body of a POST as sent."""

    url: str
    method: str
    form: str
    status: int
    media_type: str
    body: bytes


@dataclass(slots=True)
class Seen:
    """What the browser saw of a list: the pages it showed, one a click, and what their scripts heard.

    ``more_time`` is called whenever a further page came, so that only a browser
    that stands still is given up; ``cut`` says that there were more pages,
    ``stuck`` that the last click showed just what had been there before.
    """

    pages: list[bytes] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    more_time: Callable[[], None] = lambda: None
    cut: bool = False
    stuck: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for a question; after a 304 the bytes that had been kept. ``seen``: by the browser."""

    ask: Ask
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    kept: Kept | None = None
    seen: Seen | None = None

    @property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def unchanged(self) -> bool:
        """Whether these are the bytes that the log keeps already."""
        return self.kept is not None and self.kept.body == self.body

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def showing(self, page: bytes) -> Self:
        """The same answer with a page as the browser showed it, in UTF-8, in the place of what the server sent."""
        headers = [pair for pair in self.headers if pair[0].lower() not in {"content-type", "content-length"}]
        return replace(self, headers=(*headers, ("Content-Type", "text/html; charset=utf-8")), body=page)

"""Questions to portals and what came back, as plain records."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from crawler.pages import PageKind
from storage.tables.frontier import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the log an address belongs: its portal, and its column where it has one."""

    portal_id: int
    portal: str
    column_id: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to ask. ``rendered``: by the browser. ``form``: the body of a POST."""

    url: str
    kind: Kind
    place: Place
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()
    referer: str | None = None
    rendered: bool = False

    @property
    def key(self) -> str:
        """What names this question in the log: the address, and what else decides the answer behind a ``#``."""
        if self.rendered:
            return f"{self.url}#rendered"
        if self.form:
            return f"{self.url}#{'&'.join(f'{name}={value}' for name, value in self.form)}"
        return self.url

    def towards(self, url: str) -> Self:
        """The question that a page which only sends its readers on leads to."""
        return replace(self, url=url, method="GET", form=(), referer=self.url)


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
class Answer:
    """What came for a question; after a 304 the bytes that had been kept."""

    ask: Ask
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    kept: Kept | None = None

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

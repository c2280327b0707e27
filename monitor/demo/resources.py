"""What a made-up site answers with: pages and files that are made when first asked for."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Final
from urllib.parse import parse_qsl, urlsplit

HTML: Final = "text/html; charset=utf-8"
SCRIPT: Final = "text/javascript; charset=utf-8"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

NO_HEADERS: Final[Mapping[str, str]] = {}


class Resource:
    """A page or file: its bytes are made once, on demand, and never change.

    ``headers`` are sent beside those that every answer has.
    """

    def __init__(
        self,
        media_type: str,
        make: Callable[[], bytes],
        modified: date,
        *,
        status: int = 200,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> None:
        self.media_type = media_type
        self.status = status
        self.headers = headers
        self.modified = datetime.combine(modified, time(1, 30), UTC)
        self._make = make

    @cached_property
    def body(self) -> bytes:
        """The bytes."""
        return self._make()

    @cached_property
    def etag(self) -> str:
        """The entity tag: a hash of the bytes, in quotes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'


Service = Callable[[Mapping[str, str]], Resource | None]
"""An address that answers by its parameters, whether they come in the query or in a form."""


@dataclass(frozen=True, slots=True)
class Site:
    """One portal as it stands on one day.

    ``resources`` are by path with query, ``services`` by path alone. ``wall``
    is what every address but robots.txt answers with, where it is set.
    """

    name: str
    address: str
    resources: Mapping[str, Resource]
    missing: Resource
    """What an unknown address answers with."""
    services: Mapping[str, Service] = field(default_factory=dict)
    wall: Resource | None = None

    def find(self, target: str, form: str = "") -> Resource:
        """The answer to a request for ``target`` (path with query), with the body of a form where there is one."""
        if self.wall is not None and target != "/robots.txt":
            return self.wall
        path = urlsplit(target).path
        if path in self.services:
            parameters = dict(parse_qsl(urlsplit(target).query) + parse_qsl(form))
            return self.services[path](parameters) or self.missing
        return self.resources.get(target) or self.missing

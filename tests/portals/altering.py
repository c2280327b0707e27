"""Changes to what a finished sample portal answers: words of its lists, rows of them, bylines, whole answers."""

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from monitor.demo.resources import Resource
from tests.portals.server import Call, Host, Service

Change = Callable[[bytes], bytes]
Words = Mapping[str, str]

_TEXT = ("text/", "application/json", "application/xml")
_ENCODINGS = ("utf-8", "gb18030")
_ROWS = (
    r"<record>(?:(?!<record>).)*?{path}(?:(?!<record>).)*?</record>\s*",
    r"<tr\b(?:(?!<tr\b).)*?{path}(?:(?!<tr\b).)*?</tr>",
    r"<li\b(?:(?!<li\b).)*?{path}(?:(?!<li\b).)*?</li>",
    r"<dd\b(?:(?!<dd\b).)*?{path}(?:(?!<dd\b).)*?</dd>",
    r"<p\b(?:(?!<p\b).)*?{path}(?:(?!<p\b).)*?</p>",
    r",?\s*\{{[^{{}}]*?{path}[^{{}}]*?\}}",
)
"""What may hold one row, around its address."""


class Altered(Resource):
    """An answer with something changed in it; ``tag`` in place of its own."""

    tag: str = ""

    @property
    def etag(self) -> str:  # type: ignore[override]
        """The entity tag."""
        return self.tag or super().etag


def altered(resource: Resource, change: Change, *, tag: str = "") -> Resource:
    """An answer whose bytes are changed when they are asked for; compressed ones stay so."""
    packed = resource.headers.get("Content-Encoding") == "gzip"

    def make() -> bytes:
        return gzip.compress(change(gzip.decompress(resource.body)), mtime=0) if packed else change(resource.body)

    made = Altered(
        resource.media_type, make, resource.modified.date(), status=resource.status, headers=resource.headers
    )
    made.tag = tag
    return made


def plain_bytes(resource: Resource) -> bytes:
    """The bytes of an answer as they are before compression."""
    packed = resource.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(resource.body) if packed else resource.body


def is_text(resource: Resource) -> bool:
    """Whether an answer is a page, a script or data."""
    return resource.media_type.startswith(_TEXT)


def replaced(words: Words) -> Change:
    """Words in place of others, as pages, attributes and JSON write them, in either encoding."""
    pairs: dict[bytes, bytes] = {}
    for old, new in words.items():
        for write in (str, escape, _in_json):
            for encoding in _ENCODINGS:
                pairs.setdefault(write(old).encode(encoding), write(new).encode(encoding, "xmlcharrefreplace"))

    def change(body: bytes) -> bytes:
        for old, new in pairs.items():
            body = body.replace(old, new)
        return body

    return change


def _in_json(text: str) -> str:
    return "".join(f"\\u{ord(character):04x}" if ord(character) > 127 else character for character in text)


def without_rows(paths: frozenset[str]) -> Change:
    """A list without the rows that lead to some paths."""

    def change(body: bytes) -> bytes:
        for path in paths:
            body = _without(body, path)
        return body

    return change


def _without(body: bytes, path: str) -> bytes:
    forms = dict.fromkeys((path, escape(path), path.replace("/", "\\/"), _last(path)))
    for form in forms:
        for pattern in _ROWS:
            found = re.compile(pattern.format(path=re.escape(form)).encode(), re.DOTALL)
            if found.search(body):
                return found.sub(b"", body)
    return body


def _last(path: str) -> str:
    """What of an address a relative link shows at least."""
    return path.rpartition("/")[2]


def byline(line: str) -> Change:
    """A page with another line under its headline."""
    found = re.compile(rb'<div class="info">.*?</div>', re.DOTALL)

    def change(body: bytes) -> bytes:
        for encoding in _ENCODINGS:
            try:
                body.decode(encoding)
            except UnicodeDecodeError:
                continue
            return found.sub(f'<div class="info">{line}</div>'.encode(encoding), body, count=1)
        return body

    return change


def with_tail(tail: str) -> Change:
    """A page with more at its end."""
    return lambda body: body.replace(b"</body>", tail.encode() + b"</body>")


def answers(host: Host) -> Iterator[tuple[str, Resource]]:
    """The pages of a host that are text, by path with query."""
    return ((path, page) for path, page in list(host.pages.items()) if is_text(page))


def serve_changed(service: Service, change: Change) -> Service:
    """A service whose answers of text are changed."""

    def answer(call: Call) -> Resource | None:
        found = service(call)
        return altered(found, change) if found is not None and is_text(found) else found

    return answer


def path_of(url: str) -> str:
    """Path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path

"""What bytes are, by their first bytes, and which files a page leads to."""

import re
from dataclasses import dataclass
from typing import Final

from crawler.markup import absolute, parse, text_of

_FILE: Final = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|zip|rar|7z|ofd|ceb)(?:$|[?#&])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that a page leads to, and its name as a person sees it."""

    url: str
    name: str


def media_type(body: bytes, name: str = "") -> str:
    """The media type of bytes, by their first bytes; the name decides only between look-alikes."""
    if body.startswith(b"%PDF"):
        return "application/pdf"
    if body.startswith(b"PK\x03\x04"):
        return "application/zip"
    if name.lower().endswith(".txt"):
        return "text/plain"
    return "text/html" if b"<" in body[:512] else "application/octet-stream"


def files_of(html: str, url: str) -> list[FileLink]:
    """The files a page leads to, in reading order, each once."""
    found: dict[str, FileLink] = {}
    for anchor in parse(html).iter("a"):
        target = absolute(url, anchor.get("href") or "")
        if target and _FILE.search(target):
            found.setdefault(target, FileLink(target, text_of(anchor)))
    return list(found.values())

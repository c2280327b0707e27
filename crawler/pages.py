"""What a response is: list, report, stranger, shell, wall, soft 404, file."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.files import FileLink, files_of, media_type
from crawler.markup import absolute, parse, text_of
from crawler.text import squash

__all__ = [
    "FileLink",
    "PageKind",
    "PageVerdict",
    "content_hash",
    "decode_html",
    "examine",
    "files_of",
    "main_text",
    "media_type",
    "redirect_target",
    "says_corrected",
]

PageKind = Literal["list", "report", "stranger", "shell", "wall", "soft_404", "file", "broken", "other"]


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """What a response is. ``detail`` is one Chinese line for people; ``target`` is where a shell leads."""

    kind: PageKind
    detail: str = ""
    media_type: str = "text/html"
    title: str = ""
    target: str | None = None


def examine(body: bytes, *, url: str, status: int, headers: Mapping[str, str], text: str | None = None) -> PageVerdict:
    """What a response is, by its bytes first; ``text`` saves decoding where the caller has it already."""
    kind = media_type(body, url)
    if kind != "text/html":
        return PageVerdict("file" if status == 200 else "broken", media_type=kind)  # noqa: PLR2004
    text = decode_html(body, headers.get("content-type", "")) if text is None else text
    if status in {412, 521} or "$_ts" in text:
        return PageVerdict("wall", f"第 {status} 号应答是验证页")
    if status in {404, 410}:
        return PageVerdict("soft_404", f"应答 {status}")
    if target := redirect_target(text, url):
        return PageVerdict("shell", target=target)
    return PageVerdict("other")


def decode_html(body: bytes, content_type: str = "") -> str:
    """A page's bytes as text."""
    declared = re.search(r"charset=[\"']?([\w-]+)", content_type + body[:2048].decode("latin-1"))
    name = declared.group(1).lower() if declared else "utf-8"
    if name.startswith(("gb", "x-gbk")):
        name = "gb18030"
    try:
        return body.decode(name)
    except (LookupError, UnicodeDecodeError):
        return body.decode("gb18030", "replace")


def main_text(html: str) -> str:
    """The text of a page without its chrome."""
    return text_of(parse(html))


def content_hash(text: str) -> str:
    """A fingerprint of a main text that white space does not change."""
    return hashlib.sha256(squash(text).encode()).hexdigest()


def redirect_target(html: str, url: str) -> str | None:
    """Where a page that is only a shell sends its reader, or None."""
    if len(html) > 2048:  # noqa: PLR2004
        return None
    found = re.search(r"location(?:\.href)?\s*=\s*[\"']([^\"']+)|location\.replace\([\"']([^\"']+)", html)
    return absolute(url, next(group for group in found.groups() if group)) if found else None


def says_corrected(text: str) -> bool:
    """Whether a page says of itself that it was corrected."""
    return bool(re.search(r"更正|修订|重新发布", text))

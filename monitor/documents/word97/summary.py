"""What a binary Word file says of itself: title, author and the like.

Source: [MS-OLEPS], section 2.21 (property sets), and [MS-OSHARED], section 2.3.3.2.1 (summary information).
"""

import codecs
import struct
from collections.abc import Iterator
from typing import Final

from crawler.text import tidy
from monitor.documents.characters import legible

_HEADER: Final = 44
"""Bytes up to the place of the first set: the header of the stream, and that set's name."""
_CODE_PAGE: Final = 1
_NAMES: Final = {2: "title", 3: "subject", 4: "creator", 5: "keywords", 6: "description", 8: "lastModifiedBy"}
"""Numbers of properties, and the names that they bear in DOCX."""
_BYTES, _WIDE = 0x1E, 0x1F
_MOST: Final = 100
_CHARACTERS_MOST: Final = 10_000
_PAGES: Final = {1200: "utf-16-le", 65001: "utf-8", 936: "gb18030"}


def properties_of(stream: bytes) -> dict[str, str]:
    """The properties under the names that they bear in DOCX; empty where there are none or they are damaged."""
    try:
        entries = dict(_entries(stream))
        encoding = _encoding(stream, entries.get(_CODE_PAGE))
        found = {name: _text(stream, entries[number], encoding) for number, name in _NAMES.items() if number in entries}
    except (struct.error, LookupError):
        return {}
    return {name: text for name, raw in found.items() if (text := tidy(legible(raw)))}


def _entries(stream: bytes) -> Iterator[tuple[int, int]]:
    """The number of every property and the place where it stands."""
    (start,) = struct.unpack_from("<I", stream, _HEADER)
    (count,) = struct.unpack_from("<I", stream, start + 4)
    for at in range(min(count, _MOST)):
        number, place = struct.unpack_from("<II", stream, start + 8 + 8 * at)
        yield number, start + place


def _encoding(stream: bytes, place: int | None) -> str:
    page = 1252 if place is None else struct.unpack_from("<H", stream, place + 4)[0]
    return codecs.lookup(_PAGES.get(page, f"cp{page}")).name


def _text(stream: bytes, place: int, encoding: str) -> str:
    kind, length = struct.unpack_from("<II", stream, place)
    length = min(length, _CHARACTERS_MOST)
    if kind == _WIDE:
        return stream[place + 8 : place + 8 + 2 * length].decode("utf-16-le", "replace").partition("\0")[0]
    raw = stream[place + 8 : place + 8 + length] if kind == _BYTES else b""
    return raw.decode(encoding, "replace").partition("\0")[0]

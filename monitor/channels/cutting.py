"""Messages within a chat's limit of bytes: cut at whole lines, and it is said how many are left out."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from monitor.channels.model import Parcel, SendError

_ITEM: Final = re.compile(r"\s*(?:[-*]|\d+\.)\s")
_PART: Final = 4
"""No line takes more than this part of a message, so that one that never ends hides no others."""

Size = Callable[[str], int]
"""How many bytes of the limit a text takes."""


def fit(parcel: Parcel, text: str, limit: int, size: Size) -> str:
    """The text with the parcel's lead and sign, cut where it is larger than ``limit`` as ``size`` counts."""
    lines = [_shorten(line, limit // _PART) for line in text.rstrip().split("\n")]
    whole = _joined(parcel, lines, "")
    if size(whole) <= limit:
        return whole
    kept, over = 0, len(lines)
    while over - kept > 1:
        middle = (kept + over) // 2
        if size(_cut(parcel, lines, middle)) <= limit:
            kept = middle
        else:
            over = middle
    found = _cut(parcel, lines, kept)
    if size(found) > limit:
        raise SendError(f"消息的上限只有 {limit} 字节，放不下。请调大 limit。", lasting=True)
    return found


def size_in_bytes(text: str) -> int:
    """The bytes of a text in UTF-8."""
    return len(text.encode("utf-8", "replace"))


def _cut(parcel: Parcel, lines: Sequence[str], kept: int) -> str:
    items = sum(bool(_ITEM.match(line)) for line in lines[kept:])
    return _joined(parcel, lines[:kept], f"……还有 {items} 条" if items else "……其余从略")


def _joined(parcel: Parcel, lines: Sequence[str], rest: str) -> str:
    shown = "\n".join(lines).rstrip()
    # The heading stays the first line.
    head, _, body = shown.partition("\n")
    lead = [f"{parcel.lead}  "] if parcel.lead else []
    return "\n".join([head, *lead, body, "", *([rest, ""] if rest else []), parcel.sign])


def _shorten(line: str, most: int) -> str:
    if size_in_bytes(line) <= most:
        return line
    return line.encode("utf-8", "replace")[: most - 3].decode("utf-8", "ignore") + "…"

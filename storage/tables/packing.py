"""JSON columns: values as the text that SQLite keeps, squeezed where it is long and SQL never looks into it."""

import json
import zlib
from typing import Any


def pack(value: Any) -> str:
    """The value as JSON text, Chinese readable; lone surrogates are escaped, for SQLite keeps UTF-8 only."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def squeeze(text: str) -> bytes:
    """The text in a fraction of its bytes; :func:`expand` gives exactly it."""
    return zlib.compress(text.encode())


def expand(packed: bytes) -> str:
    """The text that :func:`squeeze` was given."""
    return zlib.decompress(packed).decode()

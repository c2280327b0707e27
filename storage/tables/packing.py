"""JSON columns: values as the text that SQLite keeps."""

import json
from typing import Any


def pack(value: Any) -> str:
    """The value as JSON text, Chinese readable; lone surrogates are escaped, for SQLite keeps UTF-8 only."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text

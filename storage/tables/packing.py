"""JSON columns: values in, values out."""

import json
from typing import Any

from storage.database import Row


def pack(value: Any) -> str:
    """The value as JSON text, Chinese readable; lone surrogates are escaped, for SQLite keeps UTF-8 only."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def unpack(row: Row, *names: str) -> Row:
    """The row with these JSON columns decoded."""
    return row | {name: json.loads(row[name]) for name in names}

"""The name a server gives to a file it sends: ``Content-Disposition`` as servers of portals really write it."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Final
from urllib.parse import unquote_to_bytes

from crawler.text import tidy

_EXTENDED: Final = re.compile(r"filename\*\s*=\s*\"?([\w-]*)'[^']*'([^;\"]+)", re.IGNORECASE)
_PLAIN: Final = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)
_ENCODED_WORD: Final = re.compile(r"=\?[\w-]+\?[bq]\?", re.IGNORECASE)
_CHINESE: Final = re.compile(r"^(?:gb|x-gb|cp936)", re.IGNORECASE)


def name_in_disposition(header: str) -> str:
    """The file's name in a header given as latin-1 text, without directories; empty where it gives none.

    Understands ``filename*=UTF-8''…`` (RFC 6266), percent-encoded names, raw
    bytes of UTF-8 or GBK, and encoded words (RFC 2047).
    """
    if extended := _EXTENDED.search(header):
        return _last_part(_text(unquote_to_bytes(extended.group(2).strip()), extended.group(1)))
    plain = _PLAIN.search(header)
    if plain is None:
        return ""
    printed = (plain.group(1) or plain.group(2) or "").strip()
    if _ENCODED_WORD.search(printed):
        return _last_part(_encoded_words(printed))
    return _last_part(_text(unquote_to_bytes(_bytes(printed)), ""))


def _bytes(printed: str) -> bytes:
    try:
        return printed.encode("latin-1")
    except UnicodeEncodeError:
        return printed.encode()


def _text(data: bytes, charset: str) -> str:
    names = ("gb18030", "utf-8") if _CHINESE.match(charset) else ("utf-8", "gb18030")
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _encoded_words(printed: str) -> str:
    try:
        return str(make_header(decode_header(printed)))
    except (HeaderParseError, LookupError, ValueError):
        return ""


def _last_part(name: str) -> str:
    return tidy(re.split(r"[/\\]", name)[-1])

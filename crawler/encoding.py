"""A page's bytes as text, whatever its server and its author say of their encoding."""

import codecs
import re
from typing import Final
from urllib.parse import quote

from crawler.articles.scripted import with_article

_META: Final = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHINESE: Final = re.compile(r"^(?:x-)?(?:gb|cp936|euc-cn|hz|936|chinese)", re.IGNORECASE)
_LINK: Final = re.compile(
    r"(?P<before>\b(?:href|src|action|onclick|data-url|data-href)\s*=\s*(?:\"[^\"?]*|'[^'?]*|[^\"'\s>?]*)\?)"
    r"(?P<query>[^\"'\s>]*[^\x00-\x7f][^\"'\s>]*)",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[^\x00-\x7f]+")
_SAYS_NOTHING: Final = frozenset({"iso8859-1", "ascii", "cp1252"})
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD: Final = 4096
_ASCII: Final = bytes(range(0x80))
_CHANCE: Final = 24
"""Bytes outside ASCII up to which GBK text may pass for UTF-8 by chance."""


def decode_html(body: bytes, content_type: str = "") -> str:
    """A page's bytes as text, with the article written out that a script may keep; never fails.

    A byte order mark decides, then what is valid UTF-8 is UTF-8, then the
    charset of the header, then that of the page. gb2312 and gbk are read as
    gb18030, which holds both; iso-8859-1 is a server's habit and says nothing.
    Bytes that fit nothing become U+FFFD. Words in the query of a link are
    asked for in the page's own encoding, as browsers do: they come percent-encoded.
    """
    return with_article(_decode(body, content_type))


def _decode(body: bytes, content_type: str) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    names = _declared_encodings(body, content_type)
    by_chance = "gb18030" in names[:1] and _high_bytes(body) <= _CHANCE
    for name in (*names, "gb18030") if by_chance else ("utf-8", *names, "gb18030"):
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        return text if name == "utf-8" else _with_queries(text, name)
    return min((body.decode(name, "replace") for name in (*names, "utf-8", "gb18030")), key=_damage)


def _with_queries(text: str, encoding: str) -> str:
    """A page whose links ask in an encoding: the words behind their question marks as percent signs."""
    return _LINK.sub(lambda link: link["before"] + _percent(link["query"], encoding), text)


def _percent(query: str, encoding: str) -> str:
    return _WORDS.sub(lambda words: quote(words.group(), safe="", encoding=encoding, errors="xmlcharrefreplace"), query)


def _declared_encodings(body: bytes, content_type: str) -> list[str]:
    said = [match.group(1) for match in [_HEADER.search(content_type)] if match]
    said += [match.group(1).decode("ascii", "replace") for match in [_META.search(body[:_HEAD])] if match]
    return [name for label in said if (name := _codec(label)) and name not in _SAYS_NOTHING]


def _codec(label: str) -> str:
    if _CHINESE.match(label):
        return "gb18030"
    try:
        return codecs.lookup(label).name
    except LookupError:
        return ""


def _high_bytes(body: bytes) -> int:
    return len(body[: _HEAD * 16].translate(None, _ASCII))


def _damage(text: str) -> int:
    return text.count("\ufffd")

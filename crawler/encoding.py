"""A page's bytes as text, whatever its server and its author say of their encoding."""

import codecs
import re
from contextlib import suppress
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
_SPACE: Final = "&nbsp;"
"""How a browser writes the character A0."""
_SHOWN: Final = re.compile(rf"(?:[^\x00-\x7f]|{_SPACE})+")
_WORDS: Final = re.compile(r"[^\x00-\x7f]+")
_SAYS_NOTHING: Final = frozenset({"iso8859-1", "ascii", "cp1252"})
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD: Final = 4096
_ASCII: Final = bytes(range(0x80))
_MOSTLY: Final = 0.9
"""Share of a page's words that must be words in the encoding in which it is read anew."""
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


def reread(html: str, charset: str) -> str:
    """A page that a browser showed in a wrong encoding, read anew; as it is where the encoding was right.

    ``charset`` is what the browser took the page's bytes for. It guesses where
    nobody declares one, and never guesses UTF-8.
    """
    taken = _codec(charset)
    if taken not in {"cp1252", "gb18030"}:
        return html
    # What scripts put in was never bytes of the page.
    sent = {run: data for run in set(_SHOWN.findall(html)) if (data := _bytes_of(run, taken))}
    for name in [name for name in ("utf-8", "gb18030") if name != taken]:
        anew = {run: text for run, data in sent.items() if (text := _text_of(data, name))}
        if sent and len(anew) >= _MOSTLY * len(sent):
            return _SHOWN.sub(lambda run, anew=anew: anew.get(run.group(), run.group()), html)  # type: ignore[misc]
    return html


def _bytes_of(run: str, taken: str) -> bytes:
    """The bytes that were taken for characters; empty where they cannot have been."""
    try:
        characters = run.replace(_SPACE, "\xa0")
        return characters.encode(taken) if taken != "cp1252" else b"".join(map(_byte, characters))
    except UnicodeError:
        return b""


def _text_of(data: bytes, name: str) -> str:
    """What bytes are in an encoding; empty where they are nothing in it. A byte A0 may be a space beside them."""
    with suppress(UnicodeError):
        return data.decode(name)
    with suppress(UnicodeError):
        return _SPACE.join(part.decode(name) for part in data.split(b"\xa0"))
    return ""


def _byte(character: str) -> bytes:
    """The byte that a browser shows as a character of windows-1252, where five bytes mean themselves."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


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

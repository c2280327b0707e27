"""What a list's rows come in: anchors of the page, CDATA, strings in scripts, HTML inside JSON, objects, comments."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final, Literal

from crawler.days import parse_date
from crawler.lists.record_addresses import RecordAddress, record_addresses
from crawler.lists.xml_data import xml_of
from crawler.markup import between, cut_out

Carrier = Literal["anchor", "cdata", "script", "json", "comment"]
"""How a row was carried. ``comment`` rows stand in the source only; a browser shows what a script puts there."""

HOLE: Final = "\ufffc"
"""Stands where a script puts something into a string that is known only when it runs."""

_CDATA: Final = ("<![CDATA[", "]]>")
_COMMENT: Final = ("<!--", "-->")
_GROUPS: Final = ("nextgroup", "pregroup", "prevgroup")
_SCRIPT_START: Final = re.compile(r"<script\b([^>]{0,2000})>", re.IGNORECASE)
_SCRIPT_END: Final = re.compile(r"</script", re.IGNORECASE)
_JSONP: Final = re.compile(
    r"(?:/\*.*?\*/)?\s*+(?:[\w.$]++\s*+\(|(?:var\s++)?[\w.$]++\s*+=)?\s*+([\[{].*[\]}])\s*+\)?\s*+;?", re.DOTALL
)
_LITERAL: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\]|\\.)*`', re.DOTALL)
_PLUS: Final = re.compile(r"\s*\+\s*")
_PLUS_SOMETHING: Final = re.compile(r"\s*\+[^;]*\+\s*")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_FLAT_OBJECT: Final = re.compile(r"\{[^{}]{10,4000}\}")
_PAIR: Final = re.compile(
    r"""["']?(?P<key>[A-Za-z_]\w*)["']?\s*:\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<bare>-?\d+))"""
)
_SCALAR: Final = r"(?:\"(?:[^\"\\\n]|\\.){0,500}\"|'(?:[^'\\\n]|\\.){0,500}'|-?\d{1,20})"
_FLAT_ARRAY: Final = re.compile(rf"\[\s*({_SCALAR}(?:\s*,\s*{_SCALAR}){{1,11}})\s*\]")
_ROW_ADDRESS: Final = re.compile(
    r"(?!\S*\.(?:js|css|png|jpe?g|gif)\b)(?:(?:https?:/)?/\S+|\S+\.(?:s?html?|jsp|aspx?|php|pdf|docx?)(?:\?\S*)?)",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[\u4e00-\u9fff]")
_ANCHOR: Final = re.compile(r"<a\s", re.IGNORECASE)
_CONTROL: Final = {"n": "\n", "r": "", "t": " "}
_TITLES: Final = (
    *(
        "title",
        "doctitle",
        "bt",
        "infotitle",
        "showtitle",
        "articletitle",
        "titlename",
        "systitle",
        "newstitle",
        "ftitle",
        "headline",
        "caption",
    ),
    *("documenttitle", "filename", "mc", "name", "subject", "topic"),
)
_ADDRESSES: Final = (
    *(
        "url",
        "docpuburl",
        "infourl",
        "posturl",
        "puburl",
        "linkurl",
        "link",
        "href",
        "visiturl",
        "docurl",
        "pageurl",
        "htmlurl",
    ),
    *("contenturl", "detailurl", "weburl", "newsurl", "staticurl", "arturl", "fullurl", "path", "htmlpath", "filepath"),
)
_PUBLISHED: Final = re.compile(r"display|publish|^pub|pub(?:date|time)|^fb|release|docrel|^rq$|infodate|deploy")
_DAY_KEY: Final = re.compile(r"date|time|rq$|^sj$|edat$|^published$")
_NOT_PUBLISHED: Final = re.compile(
    r"expire|end|invalid|abolish|modif|update|edit|delete|sign|effect|writ|chengwen|^cw|times$"
)
_NESTED: Final = re.compile(r"\s*[\[{].*[\]}]\s*", re.DOTALL)
_DEEPEST_TEXT: Final = 2
"""JSON as text within JSON, and once more within that."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """HTML in which rows may stand."""

    html: str
    carrier: Carrier


@dataclass(frozen=True, slots=True)
class Record:
    """One row as a JSON object gives it, values as printed; ``date`` is empty where it names none."""

    title: str
    address: str
    date: str


def fragments(html: str) -> list[Fragment]:
    """Every piece of HTML in a response in which rows may stand, the page itself first; comments last."""
    if (data := json_of(html)) is not None:
        return [Fragment(text, "json") for text in _strings(data) if _ANCHOR.search(text)]
    bare = _without_markup(html)
    found = [] if bare else [Fragment(cut_out(html, *_CDATA), "anchor")]
    if records := _records_in_cdata(html):
        found.append(Fragment("\n".join(f"<div>{record}</div>" for record in records), "cdata"))
    found += [Fragment(text, "script") for code in _scripts(html, bare) if _ANCHOR.search(text := _literal_text(code))]
    found += [Fragment(text, "comment") for text in between(html, *_COMMENT) if _ANCHOR.search(text)]
    return found


def records(html: str, page: str = "") -> list[Record]:
    """Every object in a response of JSON or XML or in a script that has a title and an address, in printed order.

    Where objects have none, the scripts of ``page``, which shows them, may make it.
    """
    data = data_of(html)
    objects = list(_objects(data) if data is not None else _objects_in_scripts(html))
    made = record_addresses(page or html) if objects else []
    return [record for each in objects if (record := _record(each, made)) is not None]


def json_of(text: str) -> Any:
    """The data of a JSON or JSONP response, None where a text is none; raw line breaks inside strings are borne."""
    text = text.strip()
    found = _JSONP.fullmatch(text) if not text.startswith("<") else None
    if not found:
        return None
    try:
        return json.loads(found.group(1), strict=False)
    except ValueError:
        return None


def data_of(text: str) -> Any:
    """The data of an answer in JSON, JSONP or XML; None where a text is none."""
    data = json_of(text)
    return xml_of(text) if data is None else data


def scripts_of(html: str) -> str:
    """The inline scripts of a page, one after the other."""
    return "\n".join(_scripts(html, _without_markup(html)))


def _records_in_cdata(html: str) -> list[str]:
    for group in _GROUPS:
        html = cut_out(html, f"<{group}>", f"</{group}>")
    return [text for text in between(html, *_CDATA) if text.lstrip().startswith("<")]


def _without_markup(html: str) -> str:
    """A response that is script and nothing else; empty where it is a page."""
    return html if not html.lstrip().startswith("<") and ("=" in html[:200] or "(" in html[:200]) else ""


def _scripts(html: str, bare: str) -> list[str]:
    inline: list[str] = []
    start = _SCRIPT_START.search(html)
    while start and (end := _SCRIPT_END.search(html, start.end())):
        if "text/xml" not in start.group(1).lower():
            inline.append(html[start.end() : end.start()])
        start = _SCRIPT_START.search(html, end.end())
    return [*inline, bare] if bare else inline


def _literal_text(code: str) -> str:
    """The text that a script's string literals make up, with a hole for what only running it would tell."""
    pieces: list[str] = []
    end = 0
    for literal in _LITERAL.finditer(code):
        between = code[end : literal.start()]
        if pieces and not _PLUS.fullmatch(between):
            pieces.append(HOLE if _PLUS_SOMETHING.fullmatch(between) else "\n")
        pieces.append(unescape_literal(literal.group()[1:-1]))
        end = literal.end()
    return "".join(pieces)


def unescape_literal(text: str) -> str:
    """What the inside of a script's string literal stands for, with a hole for each ``${…}``."""
    return _ESCAPE.sub(_character, re.sub(r"\$\{[^}]*\}", HOLE, text))


def _character(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    return chr(int(code, 16)) if code else _CONTROL.get(match.group(3), match.group(3))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, str]]:
    if isinstance(data, dict):
        yield {_key(key): str(value) for key, value in data.items() if isinstance(value, str | int)}
        for value in data.values():
            yield from _objects(value, depth)
    elif isinstance(data, list):
        yield from _positional([str(value) for value in data if isinstance(value, str | int)])
        for value in data:
            yield from _objects(value, depth)
    elif isinstance(data, str) and depth < _DEEPEST_TEXT and _NESTED.fullmatch(data):
        yield from _objects(json_of(data), depth + 1)


def _objects_in_scripts(html: str) -> Iterator[dict[str, str]]:
    for code in _scripts(html, _without_markup(html)):
        for flat in _FLAT_OBJECT.findall(code):
            yield {
                _key(pair["key"]): unescape_literal(pair["double"] or pair["single"] or pair["bare"] or "")
                for pair in _PAIR.finditer(flat)
            }
        for flat in _FLAT_ARRAY.findall(code):
            yield from _positional([unescape_literal(literal[1:-1]) for literal in _LITERAL.findall(flat)])


def _positional(values: list[str]) -> Iterator[dict[str, str]]:
    """A row whose values have no names but places: ``['/nb/1.html', '县教育局2024年…报告', '2025-01-09']``."""
    addresses = [value for value in values if _ROW_ADDRESS.fullmatch(value.strip())]
    titles = [value for value in values if value not in addresses and _LETTER.search(value)]
    if len(addresses) == 1 and titles:
        days = (value for value in values if value not in titles and value not in addresses and parse_date(value))
        yield {"title": max(titles, key=len), "url": addresses[0], "date": next(days, "")}


def _record(fields: dict[str, str], made: Sequence[RecordAddress]) -> Record | None:
    title, address = _first(fields, _TITLES) or _title_of(fields), _first(fields, _ADDRESSES)
    address = address or next(filter(None, (way.of(fields) for way in made)), "")
    if not title or not address or HOLE in address:
        return None
    return Record(unescape(re.sub(r"<[^>]*>", "", title)), address, _publication_day(fields))


def _title_of(fields: dict[str, str]) -> str:
    """What stands under a key that ends like a title's (contentTitle); empty where none does."""
    return next(
        (value.strip() for key, value in fields.items() if key.endswith(("title", "biaoti")) and value.strip()), ""
    )


def _publication_day(fields: dict[str, str]) -> str:
    """The day of publication that a row's object names, else another that may be it; empty where it names none."""
    days = {key: value for key, value in fields.items() if _DAY_KEY.search(key) and not _NOT_PUBLISHED.search(key)}
    ranked = sorted(days, key=lambda key: not _PUBLISHED.search(key))
    return next((days[key].strip() for key in ranked if parse_date(days[key])), "")


def _key(name: object) -> str:
    return re.sub(r"[_-]", "", str(name).lower())


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str:
    return next((fields[name].strip() for name in names if fields.get(name, "").strip()), "")

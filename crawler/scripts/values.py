"""What the expressions of a page's scripts come to, as far as literals, simple variables and form fields tell it.

Nothing is run. An expression that needs more than that has no value, but for
parameters without which a request is the same one: page numbers, search words.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit

from crawler.lists.carriers import unescape_literal
from crawler.lists.page_requests import PAGE_NAME, Shown

_ASSIGNED: Final = re.compile(
    r"""(?<![\w.$'"-])(?:var\s+|let\s+|const\s+|window\.)?([A-Za-z_$][\w$]*)\s*=(?![=>])\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|-?\d+)\s*(?=[;,\n)]|$)"""
)
_IN_OBJECT: Final = re.compile(
    r"""(?<![\w.$?'"-])["']?([A-Za-z_$][\w$]*)["']?\s*:\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|-?\d+)\s*(?=[,}\n])"""
)
_LITERAL: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\]|\\.)*`', re.DOTALL)
_FIELD_VALUE: Final = re.compile(
    r"""(?:\$|jQuery)\(\s*["']#([\w-]+)["']\s*\)\.val\(\)|getElementById\(\s*["']([\w-]+)["']\s*\)\.value"""
)
_FUNCTION: Final = re.compile(
    r"\bfunction\s+([A-Za-z_$][\w$]*)\s*\(\s*([A-Za-z_$][\w$]*)|\b([A-Za-z_$][\w$]*)\s*[=:]\s*(?:async\s+)?function\s*\(\s*([A-Za-z_$][\w$]*)"
)
_FROM_FIELD: Final = re.compile(
    rf"""(?<![\w.$])([A-Za-z_$][\w$]*)\s*=\s*(?:document\.)?(?:{_FIELD_VALUE.pattern})\s*(?=[;,\n])"""
)
_OF_ADDRESS: Final = re.compile(
    r"""(?:new\s+URLSearchParams\([\w.]*\)\.get|[\w.$]*(?:get|query|param|request)\w*(?:\(\))?(?:\.get)?)\(\s*["']([\w-]+)["']\s*\)""",
    re.IGNORECASE,
)
_FROM_ADDRESS: Final = re.compile(
    rf"""(?<![\w.$])([A-Za-z_$][\w$]*)\s*=\s*{_OF_ADDRESS.pattern}\s*(?=[;,\n]|\|\|)""", re.IGNORECASE
)
_NAMED_OBJECT: Final = re.compile(r"(?<![\w.$])([A-Za-z_$][\w$]*)\s*=\s*(?=\{)")
_PARAMETERS: Final = re.compile(r"new\s+URLSearchParams\((.*)\)(?:\.toString\(\))?", re.DOTALL)
_CALLED: Final = re.compile(
    r"(?P<name>encodeURIComponent|encodeURI|escape|String|\$\.trim|JSON\.stringify)?\((?P<inside>.*)\)", re.DOTALL
)
_TEMPLATE_HOLE: Final = re.compile(r"\$\{([^{}]*)\}")
_IDLE: Final = re.compile(
    r"_|_?t|time(?:stamp)?|rnd|rand(?:om)?|v|callback|jsoncallback|jsonpcallback|q|kw|key_?words?|search\w*|title|begin\w*|start_?(?:date|time)"
    r"|end_?(?:date|time)",
    re.IGNORECASE,
)
_ENDS_IN_NAME: Final = re.compile(r"[?&]([\w.\[\]-]+)=$")
_CLOSING: Final = {"(": ")", "{": "}", "[": "]"}
_BRACKET: Final = re.compile(r"[\"'`()\[\]{}]")
_LONGEST: Final = 6_000
"""Characters of one call or object; what is longer is data."""

MOST_CALLS: Final = 100
"""Calls, objects and functions of one page that are looked at."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values that names and form fields of a page have before anything is run; the first one given counts.

    ``address`` holds the parameters of the page's own address, which scripts
    ask for by name. A name with `` =`` behind it stands for the text of the
    object that the variable was given.
    """

    names: Mapping[str, str]
    fields: Mapping[str, str]
    address: Mapping[str, str]

    @classmethod
    def of(cls, shown: Shown) -> "Values":
        """The values of a page."""
        names: dict[str, str] = {}
        for pattern in (_ASSIGNED, _IN_OBJECT):
            for name, literal in pattern.findall(shown.scripts):
                names.setdefault(name, _plain(literal))
        fields = {element.get("id") or "": element.get("value") or "" for element in shown.root.iter("input")}
        for name, first, second in _FROM_FIELD.findall(shown.scripts):
            if (first or second) in fields:
                names.setdefault(name, fields[first or second])
        address = dict(parse_qsl(urlsplit(shown.url).query))
        for name, parameter in _FROM_ADDRESS.findall(shown.scripts):
            if parameter in address:
                names.setdefault(name, address[parameter])
        for name, value in _arguments(shown.scripts):
            names.setdefault(name, value)
        names |= {f"{name} =": text for name, text in _objects(shown.scripts)}
        return cls(names, fields, address)

    def text(self, expression: str) -> str | None:
        """What an expression comes to as text; None where that is not known.

        A piece that is not known may stand where a query's page number or search word does.
        """
        whole = ""
        for piece in split(expression, "+"):
            value = self._piece(piece.strip())
            if value is None:
                value = self.default(name) if (name := _name_before(whole)) else None
            if value is None:
                return None
            whole += value
        return whole

    def fields_of(self, expression: str) -> tuple[tuple[str, str], ...] | None:
        """The fields of an object or of a query string; None where one is not known that matters."""
        expression = expression.strip()
        if made := _PARAMETERS.fullmatch(expression):
            return self.fields_of(made.group(1))
        if not expression.startswith("{"):
            named = self._object_of(expression)
            if named:
                return self.fields_of(named)
            text = self.text(expression)
            return None if text is None else _query_pairs(text)
        pairs: list[tuple[str, str]] = []
        for entry in split(expression[1:-1], ","):
            name, colon, value = entry.partition(":")
            name = name.strip().strip("\"'")
            if not name:
                continue
            known = self._value(name, value if colon else name)
            if known is None:
                return None
            pairs.append((name, known))
        return tuple(pairs)

    def default(self, name: str, expression: str = "") -> str | None:
        """What a parameter may be given whose value is not known; ``page - 1`` counts from 0."""
        if PAGE_NAME.fullmatch(name):
            return "0" if re.search(r"-\s*1\b", expression) else "1"
        return "" if _IDLE.fullmatch(name) else None

    def as_json(self, expression: str) -> str | None:
        """The JSON text of an object whose values are known."""
        pairs = self.fields_of(expression)
        if not pairs:
            return None
        plain = {name: _bare(expression, name, value) for name, value in pairs}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    def _value(self, name: str, expression: str) -> str | None:
        text = self.text(expression)
        return self.default(name, expression) if text is None else text

    def _piece(self, piece: str) -> str | None:
        if _LITERAL.fullmatch(piece):
            return self._template(piece) if piece[0] == "`" else _plain(piece)
        if re.fullmatch(r"-?\d+|true|false|null", piece):
            return "" if piece == "null" else piece
        if found := _FIELD_VALUE.fullmatch(piece.removeprefix("document.")):
            return self.fields.get(found.group(1) or found.group(2))
        if (asked := _OF_ADDRESS.fullmatch(piece)) and asked[1] in self.address:
            return self.address[asked[1]]
        if called := _CALLED.fullmatch(piece):
            return self._result(called["name"] or "", called["inside"])
        return self.names.get(piece.rpartition(".")[2]) if re.fullmatch(r"[\w.$]+", piece) else None

    def _result(self, name: str, inside: str) -> str | None:
        """What a call comes to that only changes how a text is written; brackets alone are such a call too."""
        if name == "JSON.stringify":
            return self.as_json(self._object_of(inside.strip()) or inside)
        text = self.text(inside)
        return quote(text) if text is not None and name.startswith("e") else text

    def _template(self, literal: str) -> str | None:
        whole, last = "", 0
        for hole in _TEMPLATE_HOLE.finditer(literal[1:-1]):
            whole += unescape_literal(literal[1:-1][last : hole.start()])
            value = self.text(hole.group(1))
            if value is None:
                value = self.default(name) if (name := _name_before(whole)) else None
            if value is None:
                return None
            whole, last = whole + value, hole.end()
        return whole + unescape_literal(literal[1:-1][last:])

    def _object_of(self, name: str) -> str:
        """The object that a variable was given; empty where it was given none."""
        return self.names.get(f"{name} =", "")


def split(text: str, separator: str) -> list[str]:
    """A text cut at a separator where that stands outside of strings and brackets."""
    parts, depth, last, place = [], 0, 0, 0
    while place < len(text):
        char = text[place]
        if char in "\"'`" and (literal := _LITERAL.match(text, place)):
            place = literal.end()
            continue
        depth += (char in "([{") - (char in ")]}")
        if char == separator and depth == 0:
            parts.append(text[last:place])
            last = place + 1
        place += 1
    return [*parts, text[last:]]


def enclosure(text: str, start: int) -> str | None:
    """What the bracket that opens at ``start`` encloses; None where it does not close."""
    closing, depth, place = _CLOSING[text[start]], 0, start
    while found := _BRACKET.search(text, place, start + _LONGEST):
        char, place = found.group(), found.end()
        if char in "\"'`":
            literal = _LITERAL.match(text, found.start(), start + _LONGEST)
            place = literal.end() if literal else place
            continue
        depth += 1 if char in "([{" else -1
        if depth == 0:
            return text[start + 1 : found.start()] if char == closing else None
    return None


def _objects(code: str) -> Iterator[tuple[str, str]]:
    """Every object that a variable is given, with the variable's name."""
    for found in islice(_NAMED_OBJECT.finditer(code), MOST_CALLS):
        inside = enclosure(code, found.end())
        if inside is not None:
            yield found.group(1), f"{{{inside}}}"


def _arguments(code: str) -> Iterator[tuple[str, str]]:
    """The first parameter of each function that the page itself calls with a number: ``turn(0)``."""
    for found in islice(_FUNCTION.finditer(code), MOST_CALLS):
        function, parameter = found[1] or found[3], found[2] or found[4]
        if called := re.search(rf"(?<![\w.$])(?:\w+\.)?{re.escape(function)}\(\s*(\d+)\s*[,)]", code):
            yield parameter, called.group(1)


def _plain(literal: str) -> str:
    return unescape_literal(literal[1:-1]) if literal[0] in "\"'" else literal


def _name_before(text: str) -> str:
    found = _ENDS_IN_NAME.search(text)
    return found.group(1) if found else ""


def _query_pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(text, keep_blank_values=True))


def _bare(expression: str, name: str, value: str) -> str | int:
    """A value as JSON has it: a number where the script wrote one without quotation marks."""
    quoted = re.search(rf"[\"']?{re.escape(name)}[\"']?\s*:\s*[\"'`]", expression)
    return int(value) if value.isdecimal() and str(int(value)) == value and not quoted else value

"""What the expressions of a page's scripts come to, as far as literals, simple variables and form fields tell it.

Nothing is run. An expression that needs more than that has no value, but for
parameters without which a request is the same one: page numbers, search words.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from crawler.carriers import unescaped
from crawler.page_requests import PAGE_NAME, Shown

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
_LONGEST: Final = 20_000
"""Characters of one call or object; what is longer is data."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values that names and form fields of a page have before anything is run; the first one given counts."""

    names: Mapping[str, str]
    fields: Mapping[str, str]

    @classmethod
    def of(cls, shown: Shown) -> "Values":
        """The values of a page."""
        names: dict[str, str] = {}
        for pattern in (_ASSIGNED, _IN_OBJECT):
            for name, literal in pattern.findall(shown.scripts):
                names.setdefault(name, _plain(literal))
        fields = {element.get("id") or "": element.get("value") or "" for element in shown.root.iter("input")}
        return cls(names, fields)

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
        if not expression.startswith("{"):
            text = self.text(self._object_named(expression) or expression)
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
        if found := _FIELD_VALUE.fullmatch(piece):
            return self.fields.get(found.group(1) or found.group(2))
        if called := _CALLED.fullmatch(piece):
            return self._result(called["name"] or "", called["inside"])
        return self.names.get(piece.rpartition(".")[2]) if re.fullmatch(r"[\w.$]+", piece) else None

    def _result(self, name: str, inside: str) -> str | None:
        """What a call comes to that only changes how a text is written; brackets alone are such a call too."""
        if name == "JSON.stringify":
            return self.as_json(self._object_named(inside.strip()) or inside)
        text = self.text(inside)
        return quote(text) if text is not None and name.startswith("e") else text

    def _template(self, literal: str) -> str | None:
        whole, last = "", 0
        for hole in _TEMPLATE_HOLE.finditer(literal[1:-1]):
            whole += unescaped(literal[1:-1][last : hole.start()])
            value = self.text(hole.group(1))
            if value is None:
                value = self.default(name) if (name := _name_before(whole)) else None
            if value is None:
                return None
            whole, last = whole + value, hole.end()
        return whole + unescaped(literal[1:-1][last:])

    def _object_named(self, name: str) -> str:
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


def enclosed(text: str, start: int) -> str | None:
    """What the bracket that opens at ``start`` encloses; None where it does not close."""
    closing, depth, place = _CLOSING[text[start]], 0, start
    while place < min(len(text), start + _LONGEST):
        char = text[place]
        if char in "\"'`" and (literal := _LITERAL.match(text, place)):
            place = literal.end()
            continue
        depth += (char in "([{") - (char in ")]}")
        if depth == 0:
            return text[start + 1 : place] if char == closing else None
        place += 1
    return None


def objects_named(code: str) -> Iterator[tuple[str, str]]:
    """Every object that a variable is given, with the variable's name."""
    for found in re.finditer(r"(?<![\w.$])([A-Za-z_$][\w$]*)\s*=\s*(?=\{)", code):
        inside = enclosed(code, found.end())
        if inside is not None:
            yield found.group(1), f"{{{inside}}}"


def _plain(literal: str) -> str:
    return unescaped(literal[1:-1]) if literal[0] in "\"'" else literal


def _name_before(text: str) -> str:
    found = _ENDS_IN_NAME.search(text)
    return found.group(1) if found else ""


def _query_pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, _, value in (pair.partition("=") for pair in text.split("&")) if name)


def _bare(expression: str, name: str, value: str) -> str | int:
    """A value as JSON has it: a number where the script wrote one without quotation marks."""
    quoted = re.search(rf"[\"']?{re.escape(name)}[\"']?\s*:\s*[\"'`]", expression)
    return int(value) if value.isdigit() and not quoted else value

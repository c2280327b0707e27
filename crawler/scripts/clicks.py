"""Where a click leads that a script answers: the address that a page's own function makes of its arguments.

Trees and menus call ``loadList('c12')`` and the function behind it puts
``'c12'`` into an address. Nothing is run: the function's text is looked up, its
parameters are replaced, and the first address that then is whole counts.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlencode

from crawler.lists.carriers import scripts_of
from crawler.markup import Element, absolute, between, link_of

_FUNCTION: Final = re.compile(
    r"(?:\bfunction\s+(\w+)\s*\(([^()]*)\)|\b(\w+)\s*[=:]\s*(?:async\s+)?(?:function\s*\w*\s*\(([^()]*)\)|\(?([\w\s,]{0,80})\)?\s{0,9}=>))\s*\{"
)
_CALL: Final = re.compile(r"\b(?!if\b|return\b|function\b)([A-Za-z_$]\w*)\s*\(([^()]*)\)")
_OPENS: Final = re.compile(
    r"(?:window\.open\s*\(|location(?:\.href)?\s*=(?!=)|location\.(?:assign|replace)\s*\()\s*['\"]([^'\"]+)['\"]\s*(?!\s*\+)"
)
_GOES: Final = re.compile(r"window\.open|\blocation\b|navigate")
_ARGUMENT: Final = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\"|(-?[\w.]+))\s*(?:,|$)")
_CONSTANT: Final = re.compile(r"\b(?:var|let|const)\s+(\w+)\s*=\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(\d+))\s*[;,\n]")
_PART: Final = re.compile(
    r"\s*(?:'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`([^`]*)`|(\w+)(?:\.toString\(\)|\.trim\(\))?)\s*(\+(?!\+))?"
)
_QUOTE: Final = re.compile(r"['\"`]")
_HOLE: Final = re.compile(r"\$\{\s*(\w+)\s*\}")
_DATA: Final = re.compile(r"^\s*,\s*(?:data\s*:\s*)?\{([^{}]*)\}|[\s,{]data\s*:\s*\{([^{}]*)\}")
_PAIR: Final = re.compile(r"['\"]?(\w+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\w+))")
_ADDRESS: Final = re.compile(r"(?:https?:)?/?/?[\w./%-]*[/?.][\w./?=&%+:~#-]*")
_USELESS: Final = re.compile(r"^[.#]\w[\w -]*$|\.(?:js|css|png|jpe?g|gif|ico)(?:\?|$)|^\.+/?$|^/$|^\?$", re.IGNORECASE)
_LONGEST_BODY: Final = 4000
_LONGEST_ADDRESS: Final = 500

Values = Mapping[str, str]


class Clicks:
    """The functions of one page, to be asked where a click leads."""

    def __init__(self, html: str) -> None:
        self._code = _without_comments(scripts_of(html))
        self._constants = constants_of(self._code)
        self._functions = dict(_functions(self._code))

    def target(self, element: Element, base: str) -> str:
        """The address an element leads to: its own link, or what the function it calls makes; empty where none."""
        href = (element.get("href") or "").strip().lower()
        linked = bool(href) and not href.startswith(("#", "javascript:"))
        return (not linked and (_window_target(element, base) or self._function_target(element, base))) or link_of(
            element, base
        )

    def _function_target(self, element: Element, base: str) -> str:
        made = (self.address(name, *given) for name, given in calls_of(element))
        return next((absolute(base, address) for address in made if address), "")

    def page_target(self, element: Element, base: str) -> str:
        """The address that a function called by an element opens as a page; empty where it opens none."""
        opens = (call for call in calls_of(element) if _GOES.search(self.bound(call[0])[1]))
        made = (self.address(name, *given) for name, given in opens)
        return next((absolute(base, address) for address in made if address), "")

    def bound(self, name: str, *given: str) -> tuple[dict[str, str], str]:
        """What a call gives to the parameters of a function of the page, and the function's text."""
        parameters, body = self._functions.get(name, ([], ""))
        return dict(zip(parameters, given, strict=False)), body

    def address(self, name: str, *given: str) -> str:
        """The first whole address that a function of the page makes of its arguments; empty where there is none."""
        bound, body = self.bound(name, *given)
        if not bound:
            return ""
        for text, used, end in _expressions(body, self._constants | bound):
            query = _query(body[end:], self._constants | bound, set(bound))
            if (
                len(text) > _LONGEST_ADDRESS
                or not _ADDRESS.fullmatch(text)
                or _USELESS.search(text)
                or not (used & set(bound) or query)
            ):
                continue
            return f"{text}{'&' if '?' in text else '?'}{query}" if query else text
        return ""


def calls_of(element: Element) -> Iterator[tuple[str, list[str]]]:
    """The functions that a click on an element calls, with what they are given."""
    for attribute in ("onclick", "href"):
        for name, arguments in _CALL.findall(element.get(attribute) or ""):
            yield name, [next(part for part in found if part is not None) for found in _arguments(arguments)]


def constants_of(code: str) -> dict[str, str]:
    """The texts and numbers that a script gives names to."""
    return {
        found[1]: next(value for value in found.groups()[1:] if value is not None) for found in _CONSTANT.finditer(code)
    }


def _window_target(element: Element, base: str) -> str:
    """The address that a click opens in so many words, whatever it looks like (``window.open('ndbg/')``)."""
    for attribute in ("onclick", "href"):
        if found := _OPENS.search(element.get(attribute) or ""):
            return absolute(base, found[1])
    return ""


def _without_comments(code: str) -> str:
    for comment in between(code, "/*", "*/"):
        code = code.replace(f"/*{comment}*/", "")
    return re.sub(r"(?m)(?:^|(?<=[\s;{}]))//.*$", "", code)


def _functions(code: str) -> Iterator[tuple[str, tuple[list[str], str]]]:
    for found in _FUNCTION.finditer(code):
        parameters = next((part for part in (found[2], found[4], found[5]) if part is not None), "")
        names = [name.strip() for name in parameters.split(",") if name.strip()]
        yield found[1] or found[3], (names, _body(code, found.end()))


def _body(code: str, start: int) -> str:
    depth = 1
    for place in range(start, min(len(code), start + _LONGEST_BODY)):
        depth += {"{": 1, "}": -1}.get(code[place], 0)
        if depth == 0:
            return code[start:place]
    return code[start : start + _LONGEST_BODY]


def _arguments(text: str) -> Iterator[tuple[str | None, ...]]:
    place = 0
    while place < len(text) and (found := _ARGUMENT.match(text, place)):
        yield found.groups()
        place = found.end()


def _expressions(body: str, values: Values) -> Iterator[tuple[str, set[str], int]]:
    """Every sum of strings and known names in a function: its text, the names in it, where it ends."""
    place = 0
    while quote := _QUOTE.search(body, place):
        start = _start_of_sum(body, quote.start())
        text, used, end = _sum(body, start, values)
        if text:
            yield text, used, end
        place = max(end, quote.end())


def _start_of_sum(body: str, at: int) -> int:
    """Where a sum begins whose first string stands at ``at``: a name may stand before it (``ctx + '/list'``)."""
    before = re.search(r"(\w+)\s*\+\s*$", body[max(0, at - 40) : at])
    return at - len(before.group(0)) if before else at


def _sum(body: str, start: int, values: Values) -> tuple[str, set[str], int]:
    text, used, place = "", set[str](), start
    while part := _PART.match(body, place):
        literal = next((piece for piece in part.groups()[:3] if piece is not None), None)
        name = part[4]
        if literal is None and name not in values:
            return "", used, part.end()
        if name:
            used.add(name)
            text += values[name]
        elif literal is not None:
            holes = set(_HOLE.findall(literal)) if part[3] is not None else set()
            if holes - set(values):
                return "", used, part.end()
            used |= holes
            text += _HOLE.sub(lambda hole: values[hole[1]], literal)
        place = part.end()
        if not part[5]:
            break
    return text, used, place


def _query(rest: str, values: Values, bound: set[str]) -> str:
    """What a request carries beside its address, where one of the arguments is in it; empty where none is."""
    found = _DATA.search(rest[:400])
    if not found:
        return ""
    pairs: dict[str, str] = {}
    used = False
    for key, single, double, name in _PAIR.findall(found[1] or found[2] or ""):
        if name and not name.isdigit() and name not in values:
            return ""
        used |= name in bound
        pairs[key] = values.get(name, name) if name else single or double
    return urlencode(pairs) if used else ""

"""Menus beside plain links: labels and addresses in scripts and drop-down lists, and the files that hold menus."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Final
from urllib.parse import quote, unquote, urlencode, urlsplit

from crawler.labels import bare_label
from crawler.lists.carriers import json_of, scripts_of
from crawler.lists.record_addresses import RecordAddress, record_addresses
from crawler.markup import Element, absolute, base_of, tree_of
from crawler.scripts.clicks import Clicks, constants_of
from crawler.text import tidy

_LITERAL: Final = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`")
_BRACKET: Final = re.compile(r"[{}\[\]()]")
_LIKE_ADDRESS: Final = re.compile(
    r"(?:https?:)?//?[\w.-]+\S*|\.{0,2}/\S*|[\w./-]+\.(?:s?html?|jspx?|aspx?|php|do|action)(?:\?\S*)?"
)
_NO_PAGE: Final = re.compile(r"\.(?:png|jpe?g|gif|ico|svg|css|js|mp4|swf|woff2?)(?:\?|$)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"(?:unescape|decodeURI(?:Component)?)\s*\(\s*([\"'])(.{20,}?)\1\s*\)")
_UNICODE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_SCRIPT_FILE: Final = re.compile(r"<script\b[^>]{0,500}?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_LIBRARY: Final = re.compile(
    r"jquery|swiper|bootstrap|layui|layer|vue|react|angular|echarts|slide|banner|share|jiucuo|conac|wza|accessib|pucha"
    r"|tongji|hm\.js|count|stat|visit|video|player|date|calendar|lang|polyfill|es5|shiv|respond|aria|weather|search|login"
    r"|qrcode|scroll|lazyload|font|theme|polyfill|axios|moment|crypto|base64|md5|cookie|tongyi|robot|chat|marquee|tab",
    re.IGNORECASE,
)
_MENU_FILE: Final = re.compile(
    r"/script/\d+/|head|top|nav|menu|daohang|dht?|left|side|tree|channel|lanmu|column|xxgk|zwgk|gkml|gk", re.IGNORECASE
)
_PIECE: Final = re.compile(
    r"(?:\.load|\$\.get|\$\.getJSON|\bfetch|axios(?:\.get|\.post)?|include\w*|loadMenu|getMenu)\s*\(\s*[\"']([^\"'\s]+)[\"']"
    r"|\burl\s*:\s*[\"']([^\"'\s]+)[\"']|\bopen\s*\(\s*[\"']GET[\"']\s*,\s*[\"']([^\"'\s]+)[\"']",
    re.IGNORECASE,
)
_INCLUDED: Final = re.compile(
    r"\b(?:w3-include-html|data-include|data-load|include-html|data-src)\s*=\s*[\"']([^\"'\s]+\.s?html?)[\"']"
)
_COUNTING: Final = re.compile(
    r"visit|count|stat|weather|tianqi|share|exposure|jiucuo|conac|map|video|player|search", re.IGNORECASE
)
_FRAMES: Final = {"frame": "src", "iframe": "src", "object": "data", "embed": "src"}
_MOST_SCRIPTS: Final = 4
_SELECT: Final = re.compile(r"<select\b([^>]{0,500})>(.{0,20000}?)</select", re.IGNORECASE | re.DOTALL)
_CALLS_WITH_VALUE: Final = re.compile(
    r"\b(\w+)\s*\(\s*(?:this\.value|\$\(this\)\.val\(\)|this\.options\[[^\]]*\]\.value)\s*\)"
)
_ADDS_VALUE: Final = re.compile(r"['\"]([^'\"]*[/?][^'\"]*)['\"]\s*\+\s*this\.value(?:\s*\+\s*['\"]([^'\"]*)['\"])?")
_GOES_TO_VALUE: Final = re.compile(
    r"(?:location(?:\.href)?\s*=|(?:location\.(?:assign|replace)|\bopen)\s*\()\s*(?:this\.value|this\.options\[[^\]]*\]\.value|\w+\.options\[[^\]]*\]\.value)"
)
_IS_ADDRESS: Final = re.compile(r"[/?.]")
_ADDED: Final = re.compile(r"(['\"])\s{0,20}\+\s{0,20}([A-Za-z_$]\w*)\s{0,20}\+\s{0,20}\1")
_FIELD: Final = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*[\"']?([\w-]+)")
_NEAR: Final = 400
_LONGEST: Final = 40
_LONGEST_ADDRESS: Final = 500
_SELECTED: Final = re.compile(r"(<option\b[^>]{0,300}?\bvalue\s*=\s*[\"']?([^\"'\s>]*)[^>]*>)", re.IGNORECASE)
_OPTION: Final = re.compile(r"<option\b[^>]{0,300}?\bvalue\s*=\s*[\"']?([^\"'\s>]+)[^>]*>([^<]{1,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A label in a script, the address beside it (empty where there is none), and its place in the order of labels."""

    label: str
    url: str
    place: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down list: its name, what its script does, the values and labels, and which value stands chosen."""

    name: str
    onchange: str
    options: tuple[tuple[str, str], ...]
    selected: str

    @property
    def value(self) -> str:
        """The value that its form sends as it stands."""
        return self.selected or next((value for value, _ in self.options), "")


def named_in_scripts(html: str, url: str, wanted: Callable[[str], object]) -> list[Named]:
    """The labels of one kind in a page's scripts, or in a response that is script or JSON, with their addresses."""
    code = html if json_of(html) is not None else scripts_of(html)
    found: list[Named] = []
    ways = cache(lambda: record_addresses(code, fetched=True))
    for place, literal in enumerate(_LITERAL.finditer(code)):
        text = _UNICODE.sub(lambda code: chr(int(code[1], 16)), _literal_value(literal))
        if len(text) <= _LONGEST and wanted(text):
            address = _address_beside(code, literal) or _address_of_node(code, literal, ways())
            found.append(Named(bare_label(text), absolute(url, address) if address else "", place))
    return found


def options_of(html: str, url: str) -> list[Named]:
    """The choices of a page's drop-down lists that lead somewhere.

    A choice leads to the address that is its value, or that a form (asked by
    GET) or the list's ``onchange`` makes of its value.
    """
    found: list[Named] = []
    clicks = Clicks(html)
    for choice in _SELECT.finditer(html):
        form = _form_around(html, choice.start())
        for value, text in _OPTION.findall(choice[2]):
            address = _choice_target(unescape(value), choice[1], form, clicks)
            if address and (target := absolute(url, address)):
                found.append(Named(tidy(unescape(text)), target, len(found)))
    return found


def choices_of(html: str) -> list[Choice]:
    """The drop-down lists of a page, whatever choosing in them does."""
    return [
        Choice(
            _attribute(found[1], "name"),
            _attribute(found[1], "onchange"),
            tuple((unescape(value), tidy(unescape(text))) for value, text in _OPTION.findall(found[2])),
            next((unescape(value) for tag, value in _SELECTED.findall(found[2]) if " selected" in tag), ""),
        )
        for found in _SELECT.finditer(html)
    ]


def _choice_target(value: str, select: str, form: str, clicks: Clicks) -> str:
    """The address that a choice leads to; empty where that is not known."""
    if "/" in value and _is_page(value):
        return value
    change = _attribute(select, "onchange")
    if _GOES_TO_VALUE.search(change):
        return value if _IS_ADDRESS.search(value) else ""
    if called := _CALLS_WITH_VALUE.search(change):
        return clicks.address(called[1], value)
    if added := _ADDS_VALUE.search(change):
        return f"{added[1]}{quote(value)}{added[2] or ''}"
    name = _attribute(select, "name")
    if not name or not form or _attribute(form, "method").lower() == "post":
        return ""
    action = _attribute(form, "action")
    return f"{action}{'&' if '?' in action else '?'}{urlencode({name: value})}"


def _form_around(html: str, at: int) -> str:
    """The opening tag of the form that a place stands in; empty where there is none."""
    start = html.rfind("<form", 0, at)
    return "" if start < 0 or "</form" in html[start:at].lower() else html[start : html.find(">", start) + 1]


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", tag, re.IGNORECASE)
    return unescape(next((part for part in found.groups() if part is not None), "")) if found else ""


def with_constants(html: str) -> str:
    """A page whose scripts have the constants put in that they add between two strings (``'/a' + base + '/nb'``)."""
    known = constants_of(scripts_of(html))

    def text(found: re.Match[str]) -> str:
        return known.get(found[2], found[0])

    return _ADDED.sub(text, html) if known else html


def escaped_html(html: str) -> str:
    """The HTML that a page's scripts write after unescaping it."""
    return "\n".join(unquote(found) for _, found in _ESCAPED.findall(html) if "%3c" in found.lower())


def frames_of(html: str, url: str) -> list[str]:
    """The pages that a page shows in frames, counters and weather aside."""
    root = tree_of(html)
    base = base_of(root, url)
    targets = (_frame_target(frame, base) for frame in root.iter(*_FRAMES))
    return [target for target in targets if target and not _NO_PAGE.search(target)]


def pieces_of(html: str, url: str) -> Iterator[tuple[str, bool]]:
    """The pieces and scripts that a page loads and that may hold its menu, and whether their names say so."""
    base = base_of(tree_of(html), url)
    for found in [*_INCLUDED.findall(html), *("".join(groups) for groups in _PIECE.findall(scripts_of(html)))]:
        if (target := absolute(base, found)) and not _NO_PAGE.search(target) and not _COUNTING.search(target):
            yield target, bool(_MENU_FILE.search(urlsplit(target).path))
    scripts = [absolute(base, source) for source in _SCRIPT_FILE.findall(html)]
    told = [target for target in scripts if target and not _LIBRARY.search(_file(target))]
    menus = sorted(told, key=lambda target: not _MENU_FILE.search(urlsplit(target).path))
    yield from ((target, bool(_MENU_FILE.search(urlsplit(target).path))) for target in menus[:_MOST_SCRIPTS])


def _frame_target(frame: Element, base: str) -> str:
    target = absolute(base, frame.get(_FRAMES[str(frame.tag)]) or "")
    return "" if _COUNTING.search(urlsplit(target).path) else target


def _file(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _literal_value(literal: re.Match[str]) -> str:
    return next(part for part in literal.groups() if part is not None)


def _address_beside(code: str, label: re.Match[str]) -> str:
    """The address in the same object, call or array as a label, the nearest behind it before those before it."""
    before = code[max(0, label.start() - _NEAR) : label.start()]
    behind = code[label.end() : label.end() + _NEAR]
    openings = [found.end() for found in _BRACKET.finditer(before)]
    closing = _BRACKET.search(behind)
    left = before[openings[-1] :] if openings else before
    right = behind[: closing.start()] if closing else behind
    following = [_literal_value(found) for found in _LITERAL.finditer(right)]
    leading = [_literal_value(found) for found in _LITERAL.finditer(left)][::-1]
    return next(filter(_is_page, [*following, *leading]), "")


def _address_of_node(code: str, label: re.Match[str], ways: Sequence[RecordAddress]) -> str:
    """The address that a script makes of the number of a label's object when a node of its tree is clicked."""
    start = code.rfind("{", max(0, label.start() - _NEAR), label.start())
    end = code.find("}", label.end(), label.end() + _NEAR)
    if start < 0 or end < 0 or not ways:
        return ""
    fields = {found[1].lower(): found[2] for found in _FIELD.finditer(code[start:end])}
    return next(filter(None, (way.of(fields) for way in ways)), "")


def _is_page(text: str) -> bool:
    return len(text) <= _LONGEST_ADDRESS and bool(_LIKE_ADDRESS.fullmatch(text)) and not _NO_PAGE.search(text)

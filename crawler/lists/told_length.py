"""What a list says of its own length, in words, scripts, attributes and data, and whether something turns its pages.

A list that says it is longer than what came was read in part, whatever the
reason. So is one with a pager that nobody could work out. Neither proves that
anything is not there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from crawler.lists.carriers import json_of, scripts_of
from crawler.markup import Element, lines_of, text_of, tree_of
from crawler.page_memo import once
from crawler.text import squash

_MOST_PAGES: Final = 9_999

_PAGES_IN_WORDS: Final = re.compile(
    r"共\s*(\d+)\s*页|总\s*页\s*数\s*[:：]?\s*(\d+)|\d+\s*[/／]\s*共?\s*(\d+)\s*页|\bpage\s*\d+\s*(?:of|/)\s*(\d+)"
    r"|页[次码]\s*[:：]?\s*\d+\s*[/／]\s*(\d+)|共\s*分?\s*(\d+)\s*页",
    re.IGNORECASE,
)
_ROWS_IN_WORDS: Final = re.compile(
    r"共\s*(?:有|计|找到|检索到)?\s*(\d+)\s*(?:条|篇|项(?!工作|任务|内容))|(?:总记录数|记录总数|总条数|总记录)\s*[:：]?\s*(\d+)"
)
_SIZE_IN_WORDS: Final = re.compile(r"每\s*页\s*(?:显示)?\s*(\d+)\s*(?:条|篇|项)")
_BARE_QUOTIENT: Final = re.compile(r"\D{0,6}([1-9]\d{0,2})\s*[/／]\s*([1-9]\d{0,2})\D{0,10}")
_LONGEST_PAGER: Final = 24

_NUMBER: Final = r"\s*[:=]\s*(?:parseInt\(|Number\(|\+)?\s*[\"']?(\d{1,4})\b"
_NAMED: Final = re.compile(rf"([A-Za-z_$][\w$-]*)[\"']?{_NUMBER}")
_FIELD: Final = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_NAME_OF_FIELD: Final = re.compile(r"\b(?:id|name)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_VALUE_OF_FIELD: Final = re.compile(r"\bvalue\s*=\s*[\"']?(\d{1,4})\b", re.IGNORECASE)
_QUOTIENT: Final = re.compile(r"Math\.ceil\(\s*(\d{1,5})\s*/\s*(\d{1,3})\s*\)")
_PAGES_NAME: Final = re.compile(
    r"(?:data)?(?:pages|(?:total|all|sum|max|count)pages?(?:count|num|no|size)?|pages?(?:total|all|sum|max|count))"
)
_ROWS_NAME: Final = re.compile(
    r"total|total(?:count|elements|records?|num|rows?|hits|data|size)|all(?:row|rows|count|num)|(?:record|row|post|data)count|count|recordtotal"
)
_EVER_POSTED: Final = frozenset({"postcount"})
_ROWS_NAME_IN_SCRIPT: Final = re.compile(
    r"(?:total|all)(?:count|records?|num|rows?)|(?:record|row|post)(?:count|total)"
)

_FUNCTION: Final = re.compile(r"function\s+(\w+)\s*\(\s*(\w+)\s*\)\s*\{([^{}]{0,400})\}")
_GOES: Final = re.compile(r"\blocation\b|\.load\s*\(|\bfetch\s*\(|\bajax\b|\$\.(?:get|post)|XMLHttpRequest")
_CALL_WITH_NUMBER: Final = re.compile(r"\b\w+\s*\(\s*[\"']?(\d{1,4})[\"']?\s*[,)]")
_JUMPS: Final = re.compile(r"跳转|跳至|转到|前往|go", re.IGNORECASE)
_LOADS_MORE: Final = re.compile(
    r"(?:(?:下拉|上拉|上滑|滑动|滚动|点击)(?:可|即可)?)?(?:点击)?(?:加载|查看|显示|展开)(?:下一页|更多)(?:信息|内容|数据)?"
)
_SCROLLS: Final = re.compile(r"\bonscroll\b|[\"']scroll[\"']|\.scroll\s*\(|IntersectionObserver")
_LONGEST_TURN: Final = 6
_DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class ToldLength:
    """How long a list says it is: ``pages``, ``rows``; None where it does not say."""

    pages: int | None = None
    rows: int | None = None

    def more(self, pages: int, rows: int) -> str:
        """What is said and did not come, in a few Chinese words, where so many pages and rows did; else empty."""
        if self.pages is not None and self.pages > pages:
            return f"列表说共有 {self.pages} 页，只看到 {pages} 页"
        if self.rows is not None and self.rows > rows:
            return f"列表说共有 {self.rows} 条，只看到 {rows} 条"
        return ""

    def at_least(self, other: "ToldLength") -> "ToldLength":
        """The longer of what two pages of one list say."""
        return ToldLength(_longer(self.pages, other.pages), _longer(self.rows, other.rows))


@once
def told_length(text: str) -> ToldLength:
    """What a page of a list, or an answer of data, says of the list's length."""
    data = json_of(text)
    return _of_data(data) if data is not None else _of_page(text)


def listed_in(data: Any) -> int:
    """How many rows the longest list of an answer of data holds."""
    return max(
        (len(value) for holder in _holders(data) for value in holder.values() if isinstance(value, list)), default=0
    )


@once
def turns_by_script(html: str, page_number: int) -> bool:
    """Whether something in a page may lead to its next one in a way that only its scripts know.

    A link or button whose script is given the next number, a box to jump to a
    page, a button for more rows, rows that come with scrolling, or a function
    that goes to the place it is given and is handed to a pager.
    """
    scripts = scripts_of(html)
    if _is_handed_on(scripts) or (_SCROLLS.search(scripts) and _GOES.search(scripts)):
        return True
    return any(
        _turns(element, page_number + 1)
        for element in tree_of(html).iter("a", "button", "input", "span", "i", "em", "li", "div", "p")
    )


def _longer(one: int | None, other: int | None) -> int | None:
    return max((value for value in (one, other) if value is not None), default=None)


def _of_data(data: Any) -> ToldLength:
    numbers = [
        (_plain(str(key)), int(value))
        for holder in _holders(data)
        for key, value in holder.items()
        if isinstance(value, int | str) and not isinstance(value, bool) and str(value).isdecimal()
    ]
    rows = [(name, value) for name, value in numbers if _ROWS_NAME.fullmatch(name)]
    # A category counts what was ever posted in it; where the list says its own total, that is meant.
    own = [value for name, value in rows if name not in _EVER_POSTED] or [value for _, value in rows]
    pages = [value for name, value in numbers if _PAGES_NAME.fullmatch(name)]
    return ToldLength(max(pages, default=None), max(own, default=None))


def _of_page(html: str) -> ToldLength:
    root = tree_of(html)
    words = text_of(root)
    named = list(_named_numbers(html))
    rows = _most(_ROWS_IN_WORDS, words)
    size = _most(_SIZE_IN_WORDS, words)
    pages = [
        _most(_PAGES_IN_WORDS, words),
        max(_bare_quotients(root), default=None),
        -(-rows // size) if rows and size else None,
        max((value for name, value in named if _PAGES_NAME.fullmatch(name)), default=None),
        max((-(-int(a) // int(b)) for a, b in _QUOTIENT.findall(scripts_of(html)) if int(b)), default=None),
    ]
    told_rows = [rows, *(value for name, value in named if _ROWS_NAME_IN_SCRIPT.fullmatch(name))]
    return ToldLength(
        max((value for value in pages if value is not None and value <= _MOST_PAGES), default=None),
        max((value for value in told_rows if value is not None), default=None),
    )


def _most(pattern: re.Pattern[str], words: str) -> int | None:
    found = [int(group) for match in pattern.finditer(words) for group in match.groups() if group]
    return max(found, default=None)


def _bare_quotients(root: Element) -> list[int]:
    """Pages told as 1/3 on a line of their own; where several lines look so they are something else, days say."""
    short = (_BARE_QUOTIENT.fullmatch(line.strip()) for line in lines_of(root) if len(line) <= _LONGEST_PAGER)
    found = {(int(line[1]), int(line[2])) for line in short if line}
    return [pages for number, pages in found if number <= pages and len(found) == 1]


def _named_numbers(html: str) -> Iterator[tuple[str, int]]:
    """Numbers of the scripts and attributes of a page with the names they go by, in lower case without signs."""
    for found in _NAMED.finditer(scripts_of(html)):
        yield _plain(found[1]), int(found[2])
    for element in tree_of(html).iter():
        for name, value in element.attrib.items():
            if str(value).isdecimal() and str(name).startswith(("data-", "page", "total")):
                yield _plain(str(name)), int(value)
    for field in _FIELD.findall(html):
        named, valued = _NAME_OF_FIELD.search(field), _VALUE_OF_FIELD.search(field)
        if named and valued:
            yield _plain(named[1]), int(valued[1])


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _is_handed_on(scripts: str) -> bool:
    """Whether a function that goes where its one number says is handed to something that may call it."""
    goers = {
        name
        for name, given, body in _FUNCTION.findall(scripts)
        if _GOES.search(body) and re.search(rf"\b{given}\b", body)
    }
    return any(re.search(rf"[,:(]\s*{name}\s*[,)}}]", scripts) for name in goers)


def _turns(element: Element, number: int) -> bool:
    called = f"{element.get('href') or ''} {element.get('onclick') or ''}"
    if "(" not in called and not _LOADS_MORE.fullmatch(_words(element)):
        return False
    words = _words(element)
    if _LOADS_MORE.fullmatch(words):
        return not _leads(element)
    if len(words) > _LONGEST_TURN:
        return False
    if _JUMPS.fullmatch(words):
        return bool(element.get("onclick"))
    return any(int(found) == number for found in _CALL_WITH_NUMBER.findall(called))


def _words(element: Element) -> str:
    return squash(text_of(element)) or squash(element.get("value") or element.get("title") or "")


def _leads(element: Element) -> bool:
    href = (element.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:"))


def _holders(data: Any, depth: int = 0) -> Iterable[dict[str, Any]]:
    """The objects of an answer that are not rows of it: those outside of lists, and the answer's own list's head."""
    if isinstance(data, dict) and depth < _DEEPEST:
        yield data
        for value in data.values():
            yield from _holders(value, depth + 1)

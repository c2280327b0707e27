"""What a list says of its own length, in words, scripts, attributes and data, and whether something turns its pages.

A list that says it is longer than what came was read in part, whatever the
reason. So is one with a pager that nobody could work out. Neither proves that
anything is not there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from crawler.lists.carriers import data_of, json_of, scripts_of
from crawler.lists.page_requests import LONGEST_LABEL
from crawler.markup import Element, lines_of, opening_of, text_of, tree_of
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
# A name without end must not be looked at again from each of its letters.
_NAME: Final = r"(?<![A-Za-z_$])([A-Za-z_$][\w$-]{0,60})"
_NAMED: Final = re.compile(rf"{_NAME}[\"']?{_NUMBER}")
_NAMED_AFTER: Final = re.compile(rf"{_NAME}[\"']?\s*[:=]\s*([A-Za-z_$][\w$]{{0,60}})\s*[,;}})\n]")
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
_HANDED: Final = re.compile(r"[:,(]\s*function\s*\(\s*(\w+)[^()]{0,40}\)\s*\{((?:[^{}]|\$\{[^{}]*\}){0,400})\}")
_GOES: Final = re.compile(r"\blocation\b|\.load\s*\(|\bfetch\s*\(|\bajax\b|\$\.(?:get|post)|XMLHttpRequest")
_CALL_WITH_NUMBER: Final = re.compile(r"\b\w+\s*\(\s*[\"']?(\d{1,4})[\"']?\s*[,)]")
_ASKS_PAGE: Final = re.compile(r"(?:第|到|至|跳|转)\s*$")
_GUARD: Final = re.compile(r"[><]=?\s*(\d{1,4})\s*\)\s*\{?\s*(?:window\.)?alert\s*\(\s*[\"'][^\"']*页")
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
    data = data_of(text)
    return _of_data(data) if data is not None else _of_page(text)


class LengthSeen:
    """What came of a list, held against what its pages and its answers of data say of its length."""

    def __init__(self) -> None:
        self._told = self._told_by_data = ToldLength()
        self._urls: set[str] = set()
        self._data: dict[str, int] = {}
        self._pages = 0

    def take(self, number: int, text: str, urls: Iterable[str]) -> None:
        """Note the page of that number, its text and the addresses of its rows."""
        self._pages = max(self._pages, number)
        self._urls.update(urls)
        self.hear(text)

    def hear(self, text: str) -> None:
        """Note what a page or an answer says of the list's length; of data, also how many rows it holds."""
        data = json_of(text)
        if data is None:
            self._told = self._told.at_least(told_length(text))
            return
        self._told_by_data = self._told_by_data.at_least(told_length(text))
        self._data[text] = _rows_in(data)

    def has_any(self, urls: Iterable[str]) -> bool:
        """Whether a row with one of these addresses came."""
        return any(url in self._urls for url in urls)

    def lacking(self) -> str:
        """What the list says it has beyond what came, in Chinese; empty where it says nothing such."""
        more = self._told.more(self._pages, len(self._urls))
        return more or self._told_by_data.more(len(self._data), sum(self._data.values()))


def _rows_in(data: Any) -> int:
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
    told = told_length(html).pages
    if told is not None and told <= page_number:
        return False
    scripts = scripts_of(html)
    if (
        _is_handed_on(scripts)
        or any(map(_is_jump_box, tree_of(html).iter("input")))
        or (_SCROLLS.search(scripts) and _GOES.search(scripts))
    ):
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
        max(map(int, _GUARD.findall(scripts_of(html))), default=None),
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
    scripts = scripts_of(html)
    known = {found[1]: int(found[2]) for found in _NAMED.finditer(scripts)}
    yield from ((_plain(name), value) for name, value in known.items())
    yield from ((_plain(found[1]), known[found[2]]) for found in _NAMED_AFTER.finditer(scripts) if found[2] in known)
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
    if any(re.search(rf"[,:(]\s*{name}\s*[,)}}]|(?<!function )\b{name}\(\s*[a-z_]\w*\s*\)", scripts) for name in goers):
        return True
    return any(_GOES.search(body) and _adds(body, given) for given, body in _HANDED.findall(scripts))


def _adds(body: str, given: str) -> bool:
    """Whether a script puts together an address from what it is given, or from the number of a page in it."""
    number = rf"{re.escape(given)}\b(?:\.\w*(?:cur|page|num|index)\w*)?(?![\w.\[])"
    return bool(re.search(rf"\+\s*\(?\s*{number}|(?<![\w.]){number}\s*\+\s*[\"'`]|\$\{{\s*{number}", body))


def _is_jump_box(field: Element) -> bool:
    """Whether a field takes the number of a page: 到第 … 页."""
    before, parent = field.getprevious(), field.getparent()
    said = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return bool(_ASKS_PAGE.search(said) and re.match(r"\s*页", field.tail or ""))


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
    return squash(opening_of(element, LONGEST_LABEL)) or squash(element.get("value") or element.get("title") or "")


def _leads(element: Element) -> bool:
    href = (element.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:"))


def _holders(data: Any, depth: int = 0) -> Iterable[dict[str, Any]]:
    """The objects of an answer that are not rows of it: those outside of lists, and the answer's own list's head."""
    if isinstance(data, dict) and depth < _DEEPEST:
        yield data
        for value in data.values():
            yield from _holders(value, depth + 1)

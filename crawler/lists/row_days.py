"""The day printed for a row of a list: in its link, beside it, in its cell of a table's date column."""

import re
from datetime import date
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from crawler.days import find_dates, make_day, parse_date
from crawler.markup import Element, lines_of, text_of
from crawler.text import squash

LONGEST_ROW: Final = 400
"""Characters of a row; an element with more text is the page."""

_CLOCK: Final = re.compile(r"星期|今天|农历")
_NOT_A_DAY: Final = re.compile(
    r"^(?:[\[【(（\s]*)|(?:发布|公开|更新)?(?:时间|日期)\s*[:：]?|\d\d?:\d\d(?::\d\d)?|[\]】)）\s]*$"
)
_MONTH_AND_DAY: Final = re.compile(r"[\[(（【]?\s*([01]?\d)\s*[-月./]\s*([0-3]?\d)\s*日?\s*[\])）】]?")
_MONTH_IN_ADDRESS: Final = re.compile(r"/(?:t)?(20\d\d)[-/]?([01]\d)(?=[/\d_-])")
_DAY_ALONE: Final = re.compile(r"([0-3]?\d)日?")
_YEAR_AND_MONTH: Final = re.compile(r"(20\d\d)\s*[-年./]\s*([01]?\d)\s*月?")
_PUBLISHED_HEAD: Final = re.compile(r"(?:发布|公开|公布|发文|更新)(?:时间|日期)|^(?:时间|日期)$")
_SIBLINGS: Final = 4


Heads = dict[Element, Element | None]
"""The rows that head the tables of a page, as far as they were looked for; None for a table without one."""


def day_of(element: Element, box: Element, below: dict[Element, set[str]], heads: Heads, target: str) -> date | None:
    """The day in the link's own ``rq``, printed in the row, beside it, or in its cell of a table's date column."""
    if day := parse_date(element.get("rq") or ""):
        return day
    row = next(box.iterancestors("tr"), None) if box.tag != "tr" else box
    if row is not None and (day := _day_in_column(row, below, heads)):
        return day
    inside = [line for line in lines_of(element) if is_day_line(line)] + [text_of(e) for e in days_inside(element)]
    for lines in (lines_of(box, without=[element]), inside, _beside(box, below), _in_shared_row(element, below)):
        if day := day_in(lines, target):
            return day
    return None


def day_in(lines: list[str], target: str) -> date | None:
    """The day that lines beside a link print, one that stands alone before one in a text; no clock's."""
    lines = [line for line in lines if not _CLOCK.search(line)]
    whole = [printed.on for line in lines for printed in find_dates(line)]
    alone = [day for line in lines if is_day_line(line) and (day := parse_date(line))]
    if alone or whole:
        return (alone or whole)[-1]
    return _parted_day(lines) or _day_without_year(lines, target)


def _parted_day(lines: list[str]) -> date | None:
    """A day printed large above its year and month, or the other way round."""
    for first, second in pairwise(lines):
        for day, month in ((first, second), (second, first)):
            alone, rest = _DAY_ALONE.fullmatch(squash(day)), _YEAR_AND_MONTH.fullmatch(squash(month))
            if alone and rest:
                return make_day(int(rest[1]), int(rest[2]), int(alone[1]))
    return None


def _day_without_year(lines: list[str], target: str) -> date | None:
    """A day printed as 01-18: its year is the address's, where the address shows the same month."""
    stamp = _MONTH_IN_ADDRESS.search(urlsplit(target).path)
    if not stamp:
        return None
    for line in lines:
        found = _MONTH_AND_DAY.fullmatch(squash(line))
        if found and int(found[1]) == int(stamp[2]):
            return make_day(int(stamp[1]), int(found[1]), int(found[2]))
    return None


def is_day_line(line: str) -> bool:
    """Whether a line holds a day and nothing else."""
    printed = next(find_dates(line), None)
    if printed is None:
        return False
    rest = line[: printed.start] + line[printed.end :]
    return not squash(_NOT_A_DAY.sub("", _NOT_A_DAY.sub("", rest)))


def _beside(box: Element, below: dict[Element, set[str]]) -> list[str]:
    """The text after a row up to the next link; where a list prints days first, the text before it."""
    parent = box.getparent()
    if parent is None:
        return []
    first = next((child for child in parent if child in below), None)
    leading = _lines_before(first, below) if first is not None else []
    return _lines_before(box, below) if any(is_day_line(line) for line in leading) else _lines_after(box, below)


def _lines_after(box: Element, below: dict[Element, set[str]]) -> list[str]:
    lines = [box.tail or ""]
    sibling = box.getnext()
    for _ in range(_SIBLINGS):
        if sibling is None or sibling in below or holds_a_list(sibling):
            break
        lines += [*lines_of(sibling), sibling.tail or ""]
        sibling = sibling.getnext()
    return [line for line in lines if line.strip()]


def _lines_before(box: Element, below: dict[Element, set[str]]) -> list[str]:
    lines: list[str] = []
    sibling = box.getprevious()
    for _ in range(_SIBLINGS):
        if sibling is None or sibling in below or holds_a_list(sibling):
            break
        lines += [sibling.tail or "", *lines_of(sibling)]
        sibling = sibling.getprevious()
    parent = box.getparent()
    if sibling is None and parent is not None:
        lines.append(parent.text or "")
    elif sibling is not None:
        lines.append(sibling.tail or "")
    return [line for line in lines if line.strip()]


def _in_shared_row(element: Element, below: dict[Element, set[str]]) -> list[str]:
    """The lines of a row that holds several links (unit, title, download), for the link with the longest text."""
    row = next(element.iterancestors("tr", "li", "dl"), None)
    if row is None or len(text_of(row)) > LONGEST_ROW:
        return []
    links = [link for link in row.iter("a") if link in below]
    if element is not max(links, key=lambda link: len(text_of(link)), default=None):
        return []
    return [line for line in lines_of(row) if is_day_line(line)]


def _day_in_column(row: Element, below: dict[Element, set[str]], heads: Heads) -> date | None:
    """The day in the column whose head says that it is the day of publication."""
    table = next(row.iterancestors("table"), None)
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if table is None or len(cells) < 3:  # noqa: PLR2004  a title and one day need no head
        return None
    if table not in heads:
        heads[table] = next((line for line in table.iter("tr") if line not in below), None)
    head = heads[table]
    if head is None:
        return None
    names = [squash(text_of(cell)) for cell in head if cell.tag in {"td", "th"}]
    places = [place for place, name in enumerate(names) if _PUBLISHED_HEAD.search(name)]
    if len(names) != len(cells) or not places:
        return None
    return parse_date(text_of(cells[places[0]]))


def days_inside(element: Element) -> list[Element]:
    """Elements inside a link that hold nothing but a day."""
    return [below for below in element.iterdescendants() if is_day_line(text_of(below))]


def holds_a_list(element: Element) -> bool:
    """Whether rows of another list stand in an element."""
    return next(element.iter("ul", "ol", "table"), None) is not None

"""The rows of a list: what is listed, where it leads and the day printed beside it, from every carrier in use."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from crawler.addresses import is_article_address, may_be_article_address
from crawler.carriers import HOLE, Carrier, fragments, records, scripts_of
from crawler.chrome import chrome_in, related_in
from crawler.days import find_dates, make_day, parse_date
from crawler.files import is_file_address
from crawler.labels import is_column_title, subcolumn_kind
from crawler.markup import Element, absolute, base_of, lines_of, link_of, marks_of, parse, text_of
from crawler.platforms import gkmlpt
from crawler.text import squash, tidy
from crawler.titles import read_title

__all__ = ["Carrier", "Row", "needs_browser", "rows"]

Allowed = Callable[[str], bool]

_CUT: Final = re.compile(r"(?:\.{2,}|…+)$")
_NO_TITLE: Final = re.compile(
    r"(?:首页|尾页|末页|上一?页|下一?页|前一?页|后一?页|上一篇|下一篇|更多|详情|详细|查看|更多信息|查看更多|查看详情|返回|打印|关闭|收藏"
    r"|网站地图|联系我们|关于我们|无障碍.*|登录|注册|RSS.*|[\d<>«»›‹|\[\]…. ·»→+]*|第\d+页)(?:>+|»+)?"
)
_CLOCK: Final = re.compile(r"星期|今天|农历")
_NOT_A_DAY: Final = re.compile(
    r"^(?:[\[【(（\s]*)|(?:发布|公开|更新)?(?:时间|日期)\s*[:：]?|\d\d?:\d\d(?::\d\d)?|[\]】)）\s]*$"
)
_MONTH_AND_DAY: Final = re.compile(r"[\[(（【]?\s*([01]?\d)\s*[-月./]\s*([0-3]?\d)\s*日?\s*[\])）】]?")
_MONTH_IN_ADDRESS: Final = re.compile(r"/(?:t)?(20\d\d)[-/]?([01]\d)(?=[/\d_-])")
_DAY_ALONE: Final = re.compile(r"([0-3]?\d)日?")
_YEAR_AND_MONTH: Final = re.compile(r"(20\d\d)\s*[-年./]\s*([01]?\d)\s*月?")
_PUBLISHED_HEAD: Final = re.compile(r"(?:发布|公开|公布|发文|更新)(?:时间|日期)|^(?:时间|日期)$")
_ENOUGH_TEXT: Final = 400
_SHORTEST_TITLE: Final = 4
_SIBLINGS: Final = 4
_STOPS: Final = frozenset({"body", "html", "form", "main"})
_EMPTY: Final = re.compile(r"暂无(?:相关)?(?:信息|数据|内容|文章|记录)|没有(?:找到)?相关(?:信息|数据|内容)")
_LIST_BY_SCRIPT: Final = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|axios|\bfetch\s*\(|XMLHttpRequest|new\s+Vue|createApp|ReactDOM|\bv-for=|ng-repeat=|\{\{.*?\}\}"
    r"|build/unit|dataproxy|laytpl|layui\.use|innerHTML|insertAdjacentHTML|appendChild|\.append\s*\(|\.html\s*\(\s*[\"'`<\w]"
    r"|id=[\"'](?:app|root)[\"']|_CONFIG\b|loadList|getList|getPage|pagination\s*\(|labelName=|data-src-list"
)
_LIST_SCRIPT_FILE: Final = re.compile(
    r"<script[^>]+src=[\"'][^\"']*(?:list|page|xxgk|chunk|app\.)[^\"']*\.js", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: where it leads, what it is called, the day printed beside it, how it was carried."""

    url: str
    title: str
    listed_on: date | None
    carrier: Carrier


@dataclass(frozen=True, slots=True)
class _Seen:
    """A row as it was found, with what decides whether it is one."""

    row: Row
    place: Element | None
    """The element that holds this row and its neighbours."""
    aside: bool
    """Whether it stands in a menu, a footer or among related links."""


def rows(html: str, url: str, *, allowed: Allowed | None = None) -> list[Row]:
    """The rows of a list page or of a list's XHR answer in printed order, each address once.

    A row is a link with a day beside it, or one whose address or title is an
    article's among others of its kind. ``allowed`` says which addresses may be rows (the
    caller's host rule); None allows all. Rows that only stand in a comment of the
    source are given where there are no others.
    """
    parts = fragments(html)
    seen = [one for part in parts if part.carrier != "comment" for one in _in_html(part.html, url, part.carrier)]
    found = [one.row for one in _accepted(seen)] + list(_in_records(html, url))
    if not found:
        hidden = [one for part in parts if part.carrier == "comment" for one in _in_html(part.html, url, "comment")]
        found = [one.row for one in _accepted(hidden) if one.row.listed_on]
    return [row for row in _once(found) if row.url != _plain(url) and (allowed is None or allowed(row.url))]


def needs_browser(html: str, rows: list[Row]) -> bool:
    """Whether a list without rows (or with rows in a comment only) would show some once its scripts have run.

    A page that says itself that it has nothing, and fetches nothing, is empty;
    so is one whose list we know how to ask for.
    """
    if any(row.carrier != "comment" for row in rows) or gkmlpt.own_category(html):
        return False
    if rows or _LIST_BY_SCRIPT.search(scripts_of(html)) or re.search(r"\sid=[\"'](?:app|root)[\"']|v-for=|\{\{", html):
        return True
    return bool(_LIST_SCRIPT_FILE.search(html)) and not _EMPTY.search(text_of(parse(html)))


def _in_html(html: str, url: str, carrier: Carrier) -> Iterator[_Seen]:
    root = parse(html)
    base = base_of(root, url)
    links = [
        (element, target) for element in _clickable(root) if (target := link_of(element, base)) and HOLE not in target
    ]
    below = _targets_below(links)
    aside = {*chrome_in(root), *related_in(root)}
    for element, target in links:
        box = _row_box(element, below)
        title = _title(element, box)
        if len(squash(title)) < _SHORTEST_TITLE or _NO_TITLE.fullmatch(squash(title)) or _is_crumb(element):
            continue
        row = Row(target, title, _day_of(element, box, below, target), carrier)
        yield _Seen(row, box.getparent(), any(parent in aside for parent in (element, *element.iterancestors())))


def _clickable(root: Element) -> Iterator[Element]:
    return (
        e for e in root.iter() if e.tag == "a" or (e.get("onclick") and e.tag in {"li", "p", "tr", "td", "span", "div"})
    )


def _is_crumb(element: Element) -> bool:
    return "currchnlcls" in marks_of(element)


def _targets_below(links: Iterable[tuple[Element, str]]) -> dict[Element, set[str]]:
    below: dict[Element, set[str]] = {}
    for element, target in links:
        for holder in (element, *element.iterancestors()):
            below.setdefault(holder, set()).add(target)
    return below


def _row_box(element: Element, below: dict[Element, set[str]]) -> Element:
    """The largest element around a link that holds no other link and is still a row, not the page."""
    box = element
    while (parent := box.getparent()) is not None and parent.tag not in _STOPS and len(below[parent]) == 1:
        if box is not element and _day_in(lines_of(box, without=[element]), ""):
            break
        if len(text_of(parent)) > _ENOUGH_TEXT or any(_holds_a_list(child) for child in parent if child is not box):
            break
        box = parent
    return box


def _holds_a_list(element: Element) -> bool:
    return next(element.iter("ul", "ol", "table"), None) is not None


def _title(element: Element, box: Element) -> str:
    """What the row is called: whole where the ``title`` attribute knows the rest of a text that was cut."""
    named = tidy(element.get("title") or element.get("mc") or "")
    heading = next((text for e in element.iter("h1", "h2", "h3", "h4", "h5", "h6") if (text := text_of(e))), "")
    lines = [tidy(line) for line in lines_of(element, without=_days_inside(element)) if not _is_day_line(line)]
    inline = tidy("".join(lines)) if len(lines) > 1 and not heading and _one_phrase(element) else ""
    text = heading or inline or next(iter(lines), "") or _picture_name(element)
    if named and (_CUT.search(text) or not text or squash(named).startswith(squash(text))):
        return _without_labels(named) or text
    if _CUT.search(text):
        stem = squash(_CUT.sub("", text))
        beside = [tidy(line) for line in lines_of(box, without=[element])]
        return next((line for line in beside if squash(line).startswith(stem) and not _CUT.search(line)), text)
    return text


def _days_inside(element: Element) -> list[Element]:
    """Elements inside a link that hold nothing but a day."""
    return [below for below in element.iterdescendants() if _is_day_line(text_of(below))]


def _one_phrase(element: Element) -> bool:
    """Whether a link's lines are one text broken by ``<br>`` and not blocks of their own."""
    return all(
        child.tag in {"br", "span", "font", "b", "strong", "em", "i", "img"}
        for child in element.iter()
        if child is not element
    )


def _picture_name(element: Element) -> str:
    return next(
        (tidy(name) for image in element.iter("img") if (name := image.get("alt") or image.get("title") or "")), ""
    )


def _without_labels(named: str) -> str:
    """A ``title`` attribute without the label 标题： and what some templates add after the title."""
    found = re.match(r"(?:标题|名称)[:：](.*?)(?:(?:发布|公开|时间|日期|来源|点击|作者)[^:：]{0,4}[:：].*)?$", named)
    return tidy(found.group(1)) if found else named


def _day_of(element: Element, box: Element, below: dict[Element, set[str]], target: str) -> date | None:
    """The day printed in the row, beside it, or in its cell of a table's date column."""
    row = next(box.iterancestors("tr"), None) if box.tag != "tr" else box
    if row is not None and (day := _day_in_column(row, below)):
        return day
    inside = [line for line in lines_of(element) if _is_day_line(line)] + [text_of(e) for e in _days_inside(element)]
    for lines in (lines_of(box, without=[element]), inside, _beside(box, below), _in_shared_row(element, below)):
        if day := _day_in(lines, target):
            return day
    return None


def _day_in(lines: list[str], target: str) -> date | None:
    lines = [line for line in lines if not _CLOCK.search(line)]
    whole = [printed.on for line in lines for printed in find_dates(line)]
    alone = [day for line in lines if _is_day_line(line) and (day := parse_date(line))]
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


def _is_day_line(line: str) -> bool:
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
    return _lines_before(box, below) if any(_is_day_line(line) for line in leading) else _lines_after(box, below)


def _lines_after(box: Element, below: dict[Element, set[str]]) -> list[str]:
    lines = [box.tail or ""]
    sibling = box.getnext()
    for _ in range(_SIBLINGS):
        if sibling is None or sibling in below or _holds_a_list(sibling):
            break
        lines += [*lines_of(sibling), sibling.tail or ""]
        sibling = sibling.getnext()
    return [line for line in lines if line.strip()]


def _lines_before(box: Element, below: dict[Element, set[str]]) -> list[str]:
    lines: list[str] = []
    sibling = box.getprevious()
    for _ in range(_SIBLINGS):
        if sibling is None or sibling in below or _holds_a_list(sibling):
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
    if row is None or len(text_of(row)) > _ENOUGH_TEXT:
        return []
    links = [link for link in row.iter("a") if link in below]
    if element is not max(links, key=lambda link: len(text_of(link)), default=None):
        return []
    return [line for line in lines_of(row) if _is_day_line(line)]


def _day_in_column(row: Element, below: dict[Element, set[str]]) -> date | None:
    """The day in the column whose head says that it is the day of publication."""
    table = next(row.iterancestors("table"), None)
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if table is None or len(cells) < 3:  # noqa: PLR2004  a title and one day need no head
        return None
    head = next((line for line in table.iter("tr") if line is not row and line not in below), None)
    if head is None:
        return None
    names = [squash(text_of(cell)) for cell in head if cell.tag in {"td", "th"}]
    places = [place for place, name in enumerate(names) if _PUBLISHED_HEAD.search(name)]
    if len(names) != len(cells) or not places:
        return None
    return parse_date(text_of(cells[places[0]]))


def _accepted(seen: list[_Seen]) -> Iterator[_Seen]:
    dated = {one.place for one in seen if one.row.listed_on and not one.aside}
    kin = Counter(one.place for one in seen if not one.aside and may_be_article_address(one.row.url))
    for one in seen:
        if one.row.listed_on is not None:
            if not one.aside or not dated:
                yield one
        elif not one.aside and _is_article(one, dated, kin):
            yield one


def _is_article(one: _Seen, dated: set[Element | None], kin: Counter[Element | None]) -> bool:
    """Whether a link without a day is a row all the same."""
    certain, may_be = is_article_address(one.row.url), may_be_article_address(one.row.url)
    if subcolumn_kind(one.row.title) and not (certain or ("报" in one.row.title and may_be)):
        return False
    if _names_a_report(one.row.title):
        return True
    if not (may_be or is_file_address(one.row.url)):
        return False
    if dated:
        return one.place in dated
    return kin[one.place] > 1 or bool(re.search(r"年度?报|信息公开", squash(one.row.title)))


def _names_a_report(title: str) -> bool:
    if is_column_title(title):
        return False
    reading = read_title(title)
    return reading.verdict == "report" and (reading.year is not None or reading.body is not None)


def _in_records(html: str, url: str) -> Iterator[Row]:
    for record in records(html):
        target = absolute(url, record.address)
        day = parse_date(record.date) if record.date else None
        if target and (day or _names_a_report(record.title)):
            yield Row(target, tidy(record.title), day, "json")


def _once(found: list[Row]) -> list[Row]:
    """Each address once, where it first stood, with the longest title and the first day printed for it."""
    kept: dict[str, Row] = {}
    for row in found:
        known = kept.get(row.url)
        if known is None:
            kept[row.url] = row
            continue
        better = row.title if _CUT.search(known.title) and not _CUT.search(row.title) else known.title
        kept[row.url] = replace(known, title=better, listed_on=known.listed_on or row.listed_on)
    return list(kept.values())


def _plain(url: str) -> str:
    return absolute(url, "") if url else ""

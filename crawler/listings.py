"""The rows of a list: what is listed, where it leads and the day printed beside it, from every carrier in use."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from crawler.addresses import is_article_address, may_be_article_address
from crawler.articles.chrome import chrome_in, chrome_of, own_lengths, related_in, related_of
from crawler.articles.files import is_file_address
from crawler.days import parse_date
from crawler.labels import is_column_title, subcolumn_kind
from crawler.lists.carriers import HOLE, Carrier, Fragment, fragments, json_of, records, scripts_of
from crawler.lists.row_days import LONGEST_ROW, Heads, day_in, day_of, days_inside, holds_a_list, is_day_line
from crawler.lists.table_titles import title_in_table
from crawler.markup import (
    Element,
    absolute,
    base_of,
    clickable_in,
    lines_of,
    link_of,
    marks_of,
    opening_of,
    parse,
    text_of,
    tree_of,
)
from crawler.page_memo import once
from crawler.platforms import own_category
from crawler.scripts.clicks import Clicks, calls_of
from crawler.text import squash, tidy
from crawler.titles import read_title

__all__ = ["Carrier", "ListRow", "needs_browser", "rows", "says_empty"]

Allowed = Callable[[str], bool]

_CUT: Final = re.compile(r"(?:\.{2,}|…+)$")
_NO_TITLE: Final = re.compile(
    r"(?:首页|尾页|末页|上一?页|下一?页|前一?页|后一?页|上一篇|下一篇|更多|详情|详细|查看|更多信息|查看更多|查看详情|返回|打印|关闭|收藏"
    r"|网站地图|联系我们|关于我们|无障碍.*|登录|注册|RSS.*|[\d<>«»›‹|\[\]…. ·»→+]*|第\d+页)(?:>+|»+)?"
)
_SAYS_NOTHING: Final = re.compile(
    r"(?:(?:点击)?(?:查看|下载|打开|浏览|阅读)(?:全文|详情|年报|报告|附件|内容)?|详情|详细|全文|年报|报告|附件|链接|PDF|pdf|Word|word|OFD|√|●|■)(?:>+|»+|›+|→)?"
)
_ENDING_MARKS: Final = re.compile(r"[\s　\[(（【<>»：:-]+$")
_SHORTEST_TITLE: Final = 4
_CLICKED: Final = frozenset({"li", "p", "tr", "td", "span", "div"})
_STOPS: Final = frozenset({"body", "html", "form", "main"})
_EMPTY: Final = re.compile(r"暂无(?:相关)?(?:信息|数据|内容|文章|记录)|没有(?:找到)?相关(?:信息|数据|内容)")
_NO_ROWS: Final = re.compile(r"\"(?:total\w*|count|allRow|recordCount)\"\s*:\s*\"?0\"?\s*[,}]", re.IGNORECASE)
_LIST_BY_SCRIPT: Final = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|axios|\bfetch\s*\(|XMLHttpRequest|new\s+Vue|createApp|ReactDOM|\bv-for=|ng-repeat=|\{\{[^{}]*\}\}"
    r"|build/unit|dataproxy|laytpl|layui\.use|innerHTML|insertAdjacentHTML|appendChild|\.append\s*\(|\.load\s*\(|\.html\s*\(\s*[\"'`<\w]"
    r"|id=[\"'](?:app|root)[\"']|_CONFIG\b|loadList|getList|getPage|pagination\s*\(|labelName=|data-src-list"
)
_LIST_SCRIPT_FILE: Final = re.compile(
    r"<script[^>]+src=[\"'][^\"']*(?:list|page|xxgk|chunk|app\.)[^\"']*\.js", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: where it leads, what it is called, the day printed beside it, how it was carried."""

    url: str
    title: str
    listed_on: date | None
    carrier: Carrier


@dataclass(frozen=True, slots=True)
class _Seen:
    """A row as it was found, with what decides whether it is one."""

    row: ListRow
    place: Element | None
    """The element that holds this row and its neighbours."""
    aside: bool
    """Whether it stands in a menu, a footer or among related links."""


def rows(html: str, url: str, *, allowed: Allowed | None = None, page: str = "") -> list[ListRow]:
    """The rows of a list page or of a list's XHR answer in printed order, each address once.

    A row is a link with a day beside it, or one whose address or title is an
    article's among others of its kind. ``allowed`` says which addresses may be rows (the
    caller's host rule); None allows all. ``page`` is the page whose script asked
    for an XHR answer, and may know what the answer leaves out. Rows that only stand in a comment of the
    source are given where there are no others.
    """
    every = _rows(html, url, page)
    return [row for row in every if allowed is None or allowed(row.url)]


@once
def _rows(html: str, url: str, page: str) -> tuple[ListRow, ...]:
    parts = fragments(html)
    seen = [one for part in parts if part.carrier != "comment" for one in _in_part(part, html, url)]
    found = [one.row for one in _accept(seen)] + list(_in_records(html, url, page))
    if not found:
        hidden = [one for part in parts if part.carrier == "comment" for one in _in_part(part, html, url)]
        found = [one.row for one in _accept(hidden) if one.row.listed_on]
    return tuple(row for row in _once(found) if row.url != _plain(url))


def needs_browser(html: str, rows: list[ListRow]) -> bool:
    """Whether a list without rows (or with rows in a comment only) would show some once its scripts have run.

    A page that says itself that it has nothing, and fetches nothing, is empty;
    so is one whose list we know how to ask for.
    """
    if any(row.carrier != "comment" for row in rows) or own_category(html):
        return False
    if rows or _LIST_BY_SCRIPT.search(scripts_of(html)) or re.search(r"\sid=[\"'](?:app|root)[\"']|v-for=|\{\{", html):
        return True
    return bool(_LIST_SCRIPT_FILE.search(html)) and not _EMPTY.search(text_of(tree_of(html)))


def says_empty(answer: str) -> bool:
    """Whether an answer to a list's script says that there is nothing: 暂无相关信息, or a total of 0."""
    return bool(_NO_ROWS.search(answer) if json_of(answer) is not None else _EMPTY.search(answer))


def _in_part(part: Fragment, page: str, url: str) -> Iterator[_Seen]:
    """The links of one piece of a page; most pages are their own only piece and may be at hand."""
    if part.html == page:
        return _in_tree(tree_of(page), {*chrome_of(page), *related_of(page)}, url, part.carrier, page)
    root = parse(part.html)
    lengths = own_lengths(root)
    return _in_tree(root, {*chrome_in(root, lengths), *related_in(root, lengths)}, url, part.carrier, page)


def _in_tree(root: Element, aside: Collection[Element], url: str, carrier: Carrier, page: str) -> Iterator[_Seen]:
    base = base_of(root, url)
    links = [(element, target) for element, target in _links(root, base, page) if HOLE not in target]
    below, heads = _targets_below(links), Heads()
    for element, target in links:
        box = _row_box(element, below)
        title = _title(element, box)
        if not title or _SAYS_NOTHING.fullmatch(squash(title)):
            title = title_in_table(element) or _title_beside(element, box) or title
        if len(squash(title)) < _SHORTEST_TITLE or _NO_TITLE.fullmatch(squash(title)) or _is_crumb(element):
            continue
        row = ListRow(target, title, day_of(element, box, below, heads, target), carrier)
        yield _Seen(row, box.getparent(), any(parent in aside for parent in (element, *element.iterancestors())))


def _links(root: Element, base: str, page: str) -> Iterator[tuple[Element, str]]:
    """What can be clicked with where it leads, be it by a function of the page that opens an article."""
    clicks = cache(lambda: Clicks(page))
    for element in _clickable(root):
        target = link_of(element, base)
        if not target and next(calls_of(element), None):
            target = clicks().page_target(element, base)
        if target:
            yield element, target


def _clickable(root: Element) -> Iterator[Element]:
    return (e for e in clickable_in(root) if e.tag == "a" or (e.get("onclick") and e.tag in _CLICKED))


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
        if box is not element and day_in(lines_of(box, without=[element]), ""):
            break
        if len(tidy(opening_of(parent, 2 * LONGEST_ROW))) > LONGEST_ROW or any(
            holds_a_list(child) for child in parent if child is not box
        ):
            break
        box = parent
    return box


def _title(element: Element, box: Element) -> str:
    """What the row is called: whole where the ``title`` attribute knows the rest of a text that was cut."""
    named = tidy(element.get("title") or element.get("mc") or "")
    heading = next((text for e in element.iter("h1", "h2", "h3", "h4", "h5", "h6") if (text := text_of(e))), "")
    lines = [tidy(line) for line in lines_of(element, without=days_inside(element)) if not is_day_line(line)]
    inline = tidy("".join(lines)) if len(lines) > 1 and not heading and _one_phrase(element) else ""
    text = heading or inline or next(iter(lines), "") or _picture_name(element)
    if named and (_CUT.search(text) or not text or squash(named).startswith(squash(text))):
        return _without_labels(named) or text
    if _CUT.search(text):
        stem = squash(_CUT.sub("", text))
        beside = [tidy(line) for line in lines_of(box, without=[element])]
        return next((line for line in beside if squash(line).startswith(stem) and not _CUT.search(line)), text)
    return text


def _title_beside(element: Element, box: Element) -> str:
    """A report's title that stands in a row beside a link that says only its day or 查看; empty where none does."""
    beside = [tidy(_ENDING_MARKS.sub("", line)) for line in lines_of(box, without=[element])]
    said = [line for line in beside if len(squash(line)) >= _SHORTEST_TITLE and not is_day_line(line)]
    # A day as the link's text says that this is a row, whatever its title.
    dated = said[0] if len(said) == 1 and parse_date(text_of(element)) else ""
    return next((line for line in said if _names_a_report(line)), dated)


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


def _accept(seen: list[_Seen]) -> Iterator[_Seen]:
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
    if reading.verdict == "unclear":
        # 县教育局2024年 is how a table of units and years has it.
        return reading.kind is not None and reading.year is not None
    return reading.verdict == "report" and (reading.year is not None or reading.body is not None)


def _in_records(html: str, url: str, page: str) -> Iterator[ListRow]:
    for record in records(html, page):
        target = absolute(url, record.address)
        day = parse_date(record.date) if record.date else None
        if target and (day or _names_a_report(record.title)):
            yield ListRow(target, tidy(record.title), day, "json")


def _once(found: list[ListRow]) -> list[ListRow]:
    """Each address once, where it first stood, with the longest title and the first day printed for it."""
    kept: dict[str, ListRow] = {}
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

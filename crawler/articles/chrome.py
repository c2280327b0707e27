"""The parts of a page that are not its content: menus, breadcrumbs, footers, tool bars, related links, counters."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import takewhile
from typing import Final

from crawler.articles.pictures import content_pictures
from crawler.markup import (
    Element,
    first_text_of,
    lines_of,
    marked_in,
    marks_of,
    short_text_of,
    take_out,
    text_of,
    texts_in,
    tree_of,
    whole_text_of,
)
from crawler.page_memo import once
from crawler.text import squash

_CHROME_TAGS: Final = frozenset({"nav", "footer", "form", "button", "iframe", "object", "embed", "audio", "video"})
_CHROME: Final = re.compile(
    r"(?:^|[^a-z])(?:main|top|side|left|sub|fix|drawer|head)?"
    r"(?:nav|navs|navbar|navi|menu|menus|foot|footer|crumb|crumbs|breadcrumb|breadcrumbs|position|weizhi|dqwz"
    r"|dangqianweizhi|hiddenlocation|curpage|copyright|share|bdsharebuttonbox|qrcode|ewm|toolbar|search|sosuo|yqlj"
    r"|friendlinks?|sidebar|dhlm|pager|paging|pagination|fenye|p_pages|page_(?:box|div)|prevnext|hotnews|tuijian|recommend)"
    r"(?:bar|box|con|bg|s|\d+)?(?=$|[^a-z])"
)
_RELATED: Final = re.compile(
    r"(?:^|[^a-z])(?:rel|related|relation|reldocuments|relate|relnews|xggj|xgwz|xgxx|xgjd|xgwj|xgzc|xglj|wzxg|correlation)"
    r"(?:list|box|con|docs?|news|s|\d+)?(?=$|[^a-z])"
)
_RELATED_WORDS: Final = r"(?:相关|关联|延伸)(?:稿件|文章|新闻|信息|链接|阅读|文件|解读|报道|政策|文档)"
_ASIDE_WORDS: Final = r"(?:上|下)一?(?:篇|条|则)|扫一扫|分享到?[:：]|(?:当前|您|你)(?:现在)?的?(?:所在)?(?:的)?位置"
_RELATED_HEAD: Final = re.compile(rf"{_RELATED_WORDS}(?:推荐|列表|阅读)?[】\]]?[:：]?")
_ASIDE_HEAD: Final = re.compile(rf"[【\[]?(?:{_ASIDE_WORDS})")
_HEAD_ANYWHERE: Final = re.compile(rf"{_RELATED_WORDS}|{_ASIDE_WORDS}")
"""Words of both wherever they stand in a page; many reports have none."""
_FIRST_OF_HEADS: Final = frozenset("相关延【[上下扫分当您你")
"""The first characters of both. What is neither ASCII nor Chinese may become one of them, or go, when squashed."""
_COUNTER: Final = re.compile(
    r"(?:本文|文章|页面|信息)?(?:已被?)?(?:浏览|阅读|点击|访问|查看|访客)(?:次数|量|数|人数|人次|率)?[:：]?"
    r"[\[【(（]?\d*[\]】)）]?(?:次|人次|人)?"
    r"|您是第\d*位(?:访客|访问者|浏览者)?|[\[【(（]?\d+(?:人|次|人次)(?:浏览|阅读|访问)[\]】)）]?"
)
_OF_THIS_PAGE: Final = re.compile(r"^(?:本[文页]|此文|该文|文章|页面)|您是|已被|人(?:浏览|阅读)")
"""Words of a counter that speak of the page itself; 网站访问量1234次 may be a figure of the report."""
_TOOL: Final = re.compile(
    r"今天是.{0,30}|(?:当前|现在|系统|北京)时间[:：].{0,30}|20\d\d年\d+月\d+日星期.|页面生成时间.{0,24}"
    r"|(?:【?(?:字体|字号|视力保护色?)[:：]?)(?:大|中|小|默认|[\s|】【\]\[/、()（）])*"
    r"|(?:[【\[]?(?:打印|关闭|收藏|关闭窗口|打印本页|返回顶部)[】\]]?)+"
)
_COUNTER_IN_LINE: Final = re.compile(
    r"(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|人数|人次)?\s*[:：]\s*[\[【(（]?\s*\d*\s*[\]】)）]?\s*(?:人次|次|人)?"
)
_BYLINE: Final = re.compile(r"来源\s*[:：]|(?:发布|更新|公开)?(?:时间|日期)\s*[:：]|作者\s*[:：]|字\s*[体号]\s*[:：]")
_RELATED_TAGS: Final = frozenset({"div", "ul", "p", "section", "dl", "li", "td", "tr"})
_PROSE: Final = ("p", "li")
_SENTENCE: Final = re.compile(r"[。；]")
_COUNTER_MARKS: Final = re.compile(r"hit|click|view|count|visit|llcs|read|liulan|yuedu|num")
_LONGEST_ASIDE: Final = 60
_LONGEST_BYLINE: Final = 160
_LONGEST_COUNTER: Final = 48
_SHARE_ASIDE: Final = 0.4
"""What of a page's own text an element may hold at most and yet stand aside of its content."""
_IN_TABLES: Final = ("td", "th")
_NEVER_COUNTERS: Final = frozenset({*_IN_TABLES, "tr", "tbody", "table", "body"})
_IN_EVERY_COUNTER: Final = re.compile(r"[是间星字视印闭藏顶览读击访看客\u2e80-\u2fdf\u3200-\u33ff\uf900-\ufaff]")
"""Every counter and tool (今天是, 时间, 字体, 打印, 浏览, 点击, 访问) has one of these; the last may stand for any."""
_MOST_MARKS: Final = 4096
"""Classes and ids whose meaning is kept; a portal's pages have the same ones all over."""


def is_chrome(element: Element) -> bool:
    """Whether an element is by its tag, class or id a menu, breadcrumb, footer, pager or tool bar."""
    return element.tag in _CHROME_TAGS or _means_chrome(marks_of(element))


@lru_cache(_MOST_MARKS)
def _means_chrome(marks: str) -> bool:
    return bool(_CHROME.search(marks))


@lru_cache(_MOST_MARKS)
def _means_related(marks: str) -> bool:
    return bool(_RELATED.search(marks))


def is_related(element: Element) -> bool:
    """Whether an element holds links to other articles: by its class or id, or by the words it opens with.

    Prose that begins with such words (相关文件已公开12件) is none: a heading
    stands alone above links.
    """
    if _means_related(marks_of(element)):
        return True
    if element.tag not in _RELATED_TAGS or not _may_head(opening := first_text_of(element)):
        return False
    opening = squash(opening)
    if _RELATED_HEAD.fullmatch(opening):
        links = list(element.iter("a"))
        return bool(links) and not _SENTENCE.search("".join(lines_of(element, without=links)))
    return bool(_ASIDE_HEAD.match(opening)) and own_length(element) <= _LONGEST_ASIDE


@once
def chrome_of(html: str) -> tuple[Element, ...]:
    """The chrome of a page's shared tree, as :func:`chrome_in` finds it."""
    return tuple(chrome_in(tree_of(html), lengths_of(html)))


@once
def related_of(html: str) -> tuple[Element, ...]:
    """The related links of a page's shared tree, as :func:`related_in` finds them."""
    return tuple(_outermost(_minor(every_related(html), lengths_of(html), tree_of(html))))


def _related_below(root: Element) -> list[Element]:
    """The elements below one that hold links to other articles, in reading order."""
    marked = [element for element in marked_in(root) if _means_related(marks_of(element))]
    headed = {element for element in _maybe_headed(root) if is_related(element)}
    if not headed:
        return [element for element in marked if element is not root]
    related = headed.union(marked)
    return [element for element in root.iterdescendants() if element in related]


def _maybe_headed(root: Element) -> Iterator[Element]:
    """The elements around every text that is a heading of related links: one of them may open with it."""
    if not _HEAD_ANYWHERE.search(squash(whole_text_of(root))):
        return
    for text, holder in texts_in(root):
        if not _may_head(said := text.strip()) or not _is_head(squash(said)):
            continue
        yield from _up_to(holder, root)


def _is_head(text: str) -> bool:
    return bool(_RELATED_HEAD.fullmatch(text) or _ASIDE_HEAD.match(text))


@once
def every_related(html: str) -> tuple[Element, ...]:
    """Every element of a page's shared tree that holds links to other articles, however much of the page it is."""
    return tuple(_related_below(tree_of(html)))


def _may_head(text: str) -> bool:
    """Whether a text may begin as a heading above related links does, which is told by its first character."""
    first = text[:1]
    return first in _FIRST_OF_HEADS or not (first.isascii() or "\u4e00" <= first <= "\u9fff")


def chrome_in(root: Element, lengths: Mapping[Element, int]) -> list[Element]:
    """The outermost chrome elements below ``root``; a wrapper around most of the page is none, whatever its name.

    ``lengths`` are the own lengths of all elements, as :func:`own_lengths` gives them.
    """
    chrome = (element for element in marked_in(root, named=_CHROME_TAGS) if element is not root and is_chrome(element))
    return _outermost(_minor(chrome, lengths, root))


def related_in(root: Element, lengths: Mapping[Element, int]) -> list[Element]:
    """The outermost blocks of related links below ``root`` that are not most of it; ``lengths`` as above."""
    return _outermost(_minor(_related_below(root), lengths, root))


def counters_in(root: Element) -> list[Element]:
    """Elements that say only how often a page was read, what time it is or how to print it; never a table's cell.

    A number in the report's own tables or prose is a figure and stays.
    """
    maybe = set(_maybe_counters(root))
    if not maybe:
        return []
    within = set(root.iter(*_IN_TABLES)) - {root}
    counters = _outermost(filter(_is_counter, (element for element in root.iterdescendants() if element in maybe)))
    return [element for element in counters if within.isdisjoint(element.iterancestors())]


def _maybe_counters(root: Element) -> Iterator[Element]:
    """The elements around every short text with a character that counters and tools have, without tables' parts."""
    for text, holder in texts_in(root):
        if not _IN_EVERY_COUNTER.search(text) or len(text.strip()) > 2 * _LONGEST_COUNTER:
            continue
        yield from takewhile(lambda above: above.tag not in _NEVER_COUNTERS, _up_to(holder, root))


def _up_to(element: Element, root: Element) -> Iterator[Element]:
    """An element and those around it, below ``root``."""
    return takewhile(lambda above: above is not root, (element, *element.iterancestors()))


def widgets_in(article: Element) -> list[Element]:
    """The outermost small blocks below an article that its class or id calls a tool: to share, to scan, what is hot."""
    return _outermost(element for element in marked_in(article) if element is not article and _is_widget(element))


def _is_widget(element: Element) -> bool:
    if not _means_chrome(marks_of(element)) or next(element.iter("table"), None) is not None:
        return False
    if content_pictures(element):
        return False
    return own_length(element) <= _LONGEST_ASIDE and not _SENTENCE.search(text_of(element))


def without_counter(line: str) -> str:
    """A byline (source, time, author) without its counter; any other line as it is."""
    if (
        (":" not in line and "：" not in line)
        or len(line) > _LONGEST_BYLINE
        or not _BYLINE.search(line)
        or re.search(r"[，。；]", line)
    ):
        return line
    return _COUNTER_IN_LINE.sub("", line)


def own_length(element: Element) -> int:
    """Characters of an element's text that are not in links, white space left out."""
    linked = sum(len(squash(text_of(anchor))) for anchor in element.iter("a"))
    return len(squash(text_of(element))) - linked


def own_lengths(root: Element) -> dict[Element, int]:
    """The own length of an element and of all below it, in one pass; the elements stand in reading order."""
    elements = list(root.iter())
    lengths = dict.fromkeys(elements, 0)
    for element in reversed(elements):
        length = 0 if element.tag == "a" else lengths[element] + _length(element.text)
        lengths[element] = length
        above = element.getparent()
        if above is not None and element is not root:
            lengths[above] += length + _length(element.tail)
    return lengths


def take_away(parts: Iterable[Element], lengths: dict[Element, int]) -> None:
    """Take elements out of their own tree in place, and what they weighed off the own lengths of all around them."""
    gone = list(parts)
    for part in gone:
        for above in part.iterancestors():
            if above.tag == "a":
                break
            lengths[above] -= lengths[part]
    take_out(gone)


@once
def lengths_of(html: str) -> dict[Element, int]:
    """The own lengths of all elements of a page's shared tree."""
    return own_lengths(tree_of(html))


def _length(text: str | None) -> int:
    # Most of what stands between tags is nothing or white space.
    return 0 if not text or text.isspace() else len(squash(text))


def _is_counter(element: Element) -> bool:
    if element.tag in _NEVER_COUNTERS:
        return False
    text = squash(short_text_of(element, _LONGEST_COUNTER))
    if not 0 < len(text) <= _LONGEST_COUNTER:
        return False
    if _TOOL.fullmatch(text):
        return True
    if not _COUNTER.fullmatch(text):
        return False
    return not _in_prose(element) or _is_marked(element) or bool(_OF_THIS_PAGE.search(text))


def _in_prose(element: Element) -> bool:
    return element.tag in _PROSE or next(element.iterancestors(*_PROSE), None) is not None


def _is_marked(element: Element) -> bool:
    return any(_COUNTER_MARKS.search(marks_of(part)) for part in element.iter())


def _outermost(parts: Iterable[Element]) -> list[Element]:
    """Those of some elements, in reading order, that stand in none of the others."""
    found: dict[Element, None] = {}
    for element in parts:
        if found.keys().isdisjoint(element.iterancestors()):
            found[element] = None
    return list(found)


def _minor(parts: Iterable[Element], lengths: Mapping[Element, int], root: Element) -> Iterator[Element]:
    """Those of some elements that are not most of what is around them."""
    most = lengths[root] * _SHARE_ASIDE
    return (element for element in parts if lengths[element] <= most)

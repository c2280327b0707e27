"""The content of a page apart from its chrome: title, main text, and a fingerprint that only content changes."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from crawler.articles.chrome import (
    chrome_in,
    counters_in,
    lengths_of,
    own_lengths,
    related_in,
    take_away,
    widgets_in,
    without_counter,
)
from crawler.articles.pictures import content_pictures
from crawler.labels import is_column_title
from crawler.markup import (
    Element,
    copy_of,
    marked_in,
    marks_of,
    metas,
    page_lines,
    take_out,
    text_of,
    tree_of,
    twins,
    whole_text_of,
)
from crawler.page_memo import once
from crawler.text import squash, tidy
from crawler.titles import read_title

_CONTAINER: Final = re.compile(
    r"(?:^|\s)(?:trs_editor|trs_editor_view|trs_ueditor|zoom|fontzoom|zoomcon|ucap-content|vsb_content\w*|v_news_content"
    r"|bt_content|pages_content|article-content-body|easysite-news-text)(?=$|\s)"
)
_CONTAINER_TAGS: Final = ("div", "td", "section", "article")
_ALWAYS_CONTAINERS: Final = ("ucapcontent",)
_BODY_LEAST: Final = 40
_SHARE_TO_DESCEND: Final = 0.85
_SCANT: Final = 200
_BESIDE: Final = 120
"""Characters that may stand around an article's words and its pictures: a byline, a caption, a signature."""
_TITLE_MARK: Final = re.compile(r"(?:^|[\s_-])(?:title|tit|bt|biaoti|headline)(?=$|[\s_-])")
_TITLE_TAGS: Final = ("h2", "h3", "div", "p", "td", "span", "strong")
_ALWAYS_TITLES: Final = ("h1",)
_TITLE_LENGTH: Final = range(6, 121)
_SITE_TAIL: Final = re.compile(r"\s*(?:[-_|—–－｜]+|>{1,2}|»)\s*([^-_|—–－｜>»]{2,40})$")
_REPORT_HEADINGS: Final = (
    re.compile(r"总体情况|概述|概况"),
    re.compile(r"主动公开"),
    re.compile(r"依申请公开|收到和处理"),
    re.compile(r"行政复议"),
)
_NUMBERED: Final = re.compile(r"第?[一二三四五六七\d]{1,2}[、.章部]|[（(][一二三四五六七][）)]")
_LONGEST_HEADING: Final = 40
_CORRECTED: Final = re.compile(
    r"(?:更正|勘误|修正)(?:说明|公告|启事|声明|公示)"
    r"|(?:现|特|已|经|予以)[^。；\n]{0,24}(?:更正|勘误|修正)(?:如下|后?重新|后?发布|后?公布|[。，]|$)"
    r"|(?:本|该|此)(?:年度)?(?:报告|年报)[^。；\n]{0,16}(?:更正|勘误|修正|重新发布|重新公布|已修改|已更新)"
    r"|(?:有误|错误|失误|笔误)[^。；\n]{0,30}(?:更正|修正|改正|重新(?:发布|公布|上传))",
    re.MULTILINE,
)
_IN_EVERY_CORRECTION: Final = re.compile(r"更正|勘误|修正|改正|重新|已修改|已更新")
_CORRECTED_AT_EDGE: Final = re.compile(
    r"[（〔【\[(](?:已?更正|更正版?|修[订正改]版?|修[订正改]稿|更新版?|重新发布|重新公布|重发|勘误)[）〕】\])]"
    r"|(?:更正|修正|修改|修订)(?:版|稿|后)$|重新(?:发布|公布|上传)"
)
_SHORT_LINE: Final = 100
_EDGE_LINES: Final = 4


def title_of(html: str | Element) -> str:
    """The title of the document on a page, without the site's name; empty where the page names none.

    What names a report counts before what names a site or a column.
    """
    return _title(html) if isinstance(html, str) else _title_in(html)


@once
def _title(html: str) -> str:
    return _title_in(tree_of(html))


def _title_in(root: Element) -> str:
    if named := metas(root).get("articletitle"):
        return tidy(named)
    for element in root.iter("ucaptitle"):
        if found := text_of(element):
            return found
    named_so = _title_candidates(root)
    for verdict in ("report", "stranger"):
        for title in named_so:
            if read_title(title).verdict == verdict and not is_column_title(title):
                return title
    return named_so[0] if named_so else ""


@once
def main_text(html: str) -> str:
    """The title and the article of a page, one block a line, without menus, counters and related links.

    A figure inside the article is always part of it.
    """
    title = title_of(html)
    lines = [kept for line in page_lines(html, article_of(html)) if (kept := without_counter(line).strip())]
    if title and (not lines or squash(lines[0]) != squash(title)):
        lines.insert(0, title)
    return "\n".join(lines)


def content_hash(text: str) -> str:
    """A fingerprint of a main text; white space and full-width forms do not change it, every figure does."""
    return hashlib.sha256(squash(text).encode("utf-8", "replace")).hexdigest()


@once
def article_of(html: str) -> Element:
    """The element that holds a page's article, as :func:`main_element` finds it, in a tree that must not be changed.

    In the page's shared tree where nothing is to be taken out, as on most pages, else in a copy.
    """
    root, marked, lengths = tree_of(html), marked_article(html), lengths_of(html)
    body = next(root.iter("body"), root)
    if marked is not None or not chrome_in(body, lengths):
        chosen = _chosen(body, marked, lengths)
        if not (widgets_in(chosen) or related_in(chosen, lengths) or counters_in(chosen)):
            return chosen
    copy = copy_of(html)
    twin = None if marked is None else next(twin for part, twin in twins(html, copy) if part is marked)
    return _clear(copy, twin, dict(zip(copy.iter(), lengths.values(), strict=True)))


def main_element(root: Element) -> Element:
    """The element that holds the article; chrome, counters and related links are taken out of the tree in place.

    Pictures that stand beside the words are part of it, unless they are ornaments.
    """
    return _clear(root, container_of(root), own_lengths(root))


def _clear(root: Element, marked: Element | None, lengths: dict[Element, int]) -> Element:
    body = next(root.iter("body"), root)
    if marked is None:
        take_away(chrome_in(body, lengths), lengths)
    chosen = _chosen(body, marked, lengths)
    take_away(widgets_in(chosen), lengths)
    take_away(related_in(chosen, lengths), lengths)
    take_out(counters_in(chosen))
    return chosen


def _chosen(body: Element, marked: Element | None, lengths: Mapping[Element, int]) -> Element:
    """The element that holds the article: the one ``marked`` as such, or the densest, with the pictures beside it."""
    chosen = _densest(body, lengths) if marked is None else marked
    if next(body.iter("img"), None) is not None and (marked is None or _is_bare(marked)):
        return _with_its_pictures(chosen, body, lengths)
    return chosen


def container_of(root: Element) -> Element | None:
    """The element that a portal software marks as the article, the longest of several; None where none has content."""
    marked = [
        element for element in marked_in(root, *_CONTAINER_TAGS, named=_ALWAYS_CONTAINERS) if _is_container(element)
    ]
    sizes = [len(squash(whole_text_of(element))) for element in marked]
    best = sizes.index(max(sizes)) if sizes else None
    if best is None or (sizes[best] < _BODY_LEAST and not _leads_or_shows(marked[best])):
        return None
    return marked[best]


@once
def marked_article(html: str) -> Element | None:
    """The element of a page's shared tree that is marked as the article, as :func:`container_of` finds it."""
    return container_of(tree_of(html))


def has_report_headings(text: str) -> bool:
    """Whether a text has the headings of an annual report: overview, active and requested disclosure, remedies."""
    return all(heading.search(text) for heading in _REPORT_HEADINGS)


def has_report_sections(text: str) -> bool:
    """Whether these headings stand as numbered lines of their own, as only a report has them."""
    numbered = [line for line in text.splitlines() if len(line) <= _LONGEST_HEADING and _NUMBERED.match(squash(line))]
    return has_report_headings("\n".join(numbered))


def says_corrected(text: str) -> bool:
    """Whether a page says of itself that its report was corrected or published anew.

    Words such as 更正 and 修订 in the report's own prose (更正申请, 修订指南) do not count.
    """
    lines = [squash(line) for line in text.splitlines() if line.strip()]
    if _IN_EVERY_CORRECTION.search("\n".join(lines)) and any(
        _CORRECTED.search(line) for line in lines if _IN_EVERY_CORRECTION.search(line)
    ):
        return True
    edges = [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]
    return any(len(line) <= _SHORT_LINE and _CORRECTED_AT_EDGE.search(line) for line in edges)


def _title_candidates(root: Element) -> list[str]:
    printed = next((text_of(element) for element in root.iter("title")), "")
    marked = [text for element in marked_in(root, *_TITLE_TAGS, named=_ALWAYS_TITLES) if (text := _headline(element))]
    named = squash(printed)
    confirmed = sorted((text for text in marked if squash(text) in named), key=len, reverse=True)
    return [text for text in (*confirmed[:1], *marked, _SITE_TAIL.sub("", printed)) if text]


def _headline(element: Element) -> str:
    if element.tag not in _ALWAYS_TITLES and not _TITLE_MARK.search(marks_of(element)):
        return ""
    if any(True for _ in element.iterancestors("li", "a")):
        return ""
    text = text_of(element)
    return text if len(text) in _TITLE_LENGTH else ""


def _is_container(element: Element) -> bool:
    return element.tag in _ALWAYS_CONTAINERS or _means_container(marks_of(element))


@lru_cache(4096)
def _means_container(marks: str) -> bool:
    return bool(_CONTAINER.search(marks))


def _leads_or_shows(element: Element) -> bool:
    return next(element.iter("img", "a", "iframe"), None) is not None


def _is_bare(article: Element) -> bool:
    """Whether a marked article says next to nothing, so that pictures beside it may be what it is about."""
    return len(squash(whole_text_of(article))) < _SCANT and not content_pictures(article)


def _densest(body: Element, lengths: Mapping[Element, int]) -> Element:
    node, length = body, lengths[body]
    while length:
        child, share = _heaviest_child(node, lengths)
        if child is None or share < length * _SHARE_TO_DESCEND:
            break
        if child.tag == "table" and length - share > _BODY_LEAST:
            break
        node, length = child, share
    return node


def _heaviest_child(node: Element, lengths: Mapping[Element, int]) -> tuple[Element | None, int]:
    weighed = [(lengths[child], position) for position, child in enumerate(node)]
    share, position = max(weighed, default=(0, -1), key=lambda pair: (pair[0], -pair[1]))
    return (node[position], share) if position >= 0 else (None, 0)


def _with_its_pictures(words: Element, body: Element, lengths: Mapping[Element, int]) -> Element:
    """The element that holds an article's words, or the one around it that holds hardly more but pictures."""
    counts = Counter(above for image in content_pictures(body) for above in image.iterancestors())
    chosen, limit = words, lengths[words] + max(_BESIDE, lengths[words] * (1 - _SHARE_TO_DESCEND))
    for above in words.iterancestors():
        if above.tag == "html" or lengths.get(above, limit + 1) > limit:
            break
        if counts[above] > counts[chosen]:
            chosen = above
    return chosen

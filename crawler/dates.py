"""When a page says it was published, and how it knows: all candidates are kept and voted on."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal
from urllib.parse import urlsplit

from crawler.articles.chrome import every_related
from crawler.articles.content import marked_article, title_of
from crawler.days import Printed, find_dates, from_unix_moment, make_day, parse_date
from crawler.markup import (
    Element,
    copy_of,
    lines_of,
    marked_in,
    marks_of,
    metas,
    page_lines,
    take_out,
    text_of,
    tree_of,
    twins,
)
from crawler.text import squash

__all__ = ["Candidate", "Printed", "Source", "Vote", "candidates", "find_dates", "parse_date", "vote"]

Source = Literal["label", "publishtime", "list", "pubdate", "url", "generated", "written"]
"""Where a date was seen, most trusted first.

``label``: printed beside 发布时间 or in the line below the title; ``publishtime``: the
software's own field; ``list``: the row of the list; ``pubdate``: ``<meta
name="PubDate">``; ``url``: the stamp in the address, which is the day of creation.
``generated`` (a PubDate equal to the page's time of generation) and ``written``
(成文日期, 生成日期) are kept as evidence and never decide.
"""

TRUSTED: Final[tuple[Source, ...]] = ("label", "publishtime", "list", "pubdate", "url")
"""The sources that may decide, most trusted first."""

SPREAD: Final = timedelta(days=31)
"""Trusted candidates farther apart than this make the day of publication uncertain."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date that may be the day of publication, where it stood and how it was printed."""

    on: date
    source: Source
    raw: str


@dataclass(frozen=True, slots=True)
class Vote:
    """The day of publication as decided; ``on`` is None where nothing trustworthy spoke.

    ``uncertain`` says that there is no day, or that the trusted candidates lie
    too far apart to rely on any.
    """

    on: date | None
    source: Source | None
    uncertain: bool
    candidates: tuple[Candidate, ...]


_SPACE: Final = r"[\s:：\]】〕』|>－—-]{0,8}[\[【(（]?\s*"
_TIME: Final = r"(?:时\s*间|日\s*期)"
_WRITTEN: Final = re.compile(
    rf"(?:成\s*文|生\s*成|印\s*发|制\s*发|签\s*发|形\s*成|产\s*生|起\s*草|制\s*定|落\s*款){_TIME}{_SPACE}$|于$"
)
_PUBLISHED: Final = re.compile(
    rf"(?:发\s*布|公\s*布|公\s*开|发\s*表|上\s*网|刊\s*登|信\s*息)\s*(?:{_TIME}|于){_SPACE}$"
)
_UNNAMED: Final = re.compile(rf"(?:^|[^\u4e00-\u9fff]|[\u4e00-\u9fff]\s){_TIME}{_SPACE}$")
_ISSUED: Final = re.compile(rf"(?:发\s*文|录\s*入|更\s*新){_TIME}{_SPACE}$")
_BYLINE: Final = re.compile(
    r"来\s*源|浏览|阅读|点击|访问|作\s*者|编\s*辑|字\s*[体号]|打印|分享|责编|供稿|信息员|发布(?:者|人|机构|单位)"
)
_CLOCK: Final = re.compile(r"星期|今天|农历|现在时间|当前时间")
_CHROME: Final = re.compile(
    r"(?:^|[^a-z])(?:nav|menu|foot|footer|crumb|breadcrumb|copyright|mainnav|sidebar)(?:[^a-z]|$)"
)
_MAY_BE_ASIDE: Final = ("nav", "footer", "li")
_WORD: Final = re.compile(r"[\u4e00-\u9fff]")
_LABEL_ALONE: Final = re.compile(r"(?:[:：]|时\s*间|日\s*期|有效期)\s*$")
_IN_BRACKETS: Final = re.compile(r"[（(][)）]")
_LOOK_BACK: Final = 24
_LONGEST_BYLINE: Final = 160
_MARGIN: Final = 6
_GENERATED: Final = re.compile(r"页面生成时间\s*[:：]?\s*(20\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s+\d{1,2}:\d{2})?)")
_GENERATED_STAMP: Final = re.compile(r"页面生成时间\s*(?:ttmp)?\s*[:：]?\s*(\d{13})(?!\d)")
_MINUTE: Final = re.compile(r"(20\d\d)\D(\d{1,2})\D(\d{1,2})\D{1,3}(\d{1,2}):(\d{2})")
_FIELD: Final = re.compile(
    r"[\"']?(?:display_publish_time|publishedTimeStr|datePublished)[\"']?\s*:\s*[\"']?(\d{10,13}|20\d\d[-/.]\d\d?[-/.]\d\d?[^\"',}]{0,20})"
)
_PUBLISH_METAS: Final = ("publishdate", "publish_date", "publishtime", "article:published_time", "datepublished")
_STAMPS: Final = (
    re.compile(r"/t(20\d\d)([01]\d)([0-3]\d)_[^/]*$"),
    re.compile(r"/(20\d\d)[-/](\d{1,2})[-/](\d{1,2})/[^/]*$"),
    re.compile(r"/(20\d\d)([01]\d)/([0-3]\d)/[^/]*$"),
    re.compile(r"/(20\d\d)([01]\d)([0-3]\d)(?:/[^/]*|(?:\d{6,11})?\.\w+)$"),
)
"""Stamps in a file's own name or in the directory that holds it; one farther up is not the document's."""


def candidates(html: str, url: str, listed_on: date | None = None) -> list[Candidate]:
    """Every date that may be the day of publication, most trusted first.

    ``listed_on`` is the day printed beside the page's row in its list. Dates in the
    report's own text, of related articles and of the site's clock are no candidates.
    """
    root = tree_of(html)
    found = [*_in_fields(html, root), *_in_metas(html, root)]
    if listed_on is not None:
        found.append(Candidate(listed_on, "list", listed_on.isoformat()))
    found += _in_address(url)
    found += _in_text(html)
    order = (*TRUSTED, "generated", "written")
    return sorted(dict.fromkeys(found), key=lambda candidate: order.index(candidate.source))


def vote(candidates: Iterable[Candidate]) -> Vote:
    """The most trusted candidate, unless the list's row and another witness agree on another day.

    A page may print the day of a later change or of a related article; what the
    list says is then borne out by the field or the label that says the same.
    Uncertain where trusted candidates lie more than :data:`SPREAD` apart.
    """
    every = tuple(candidates)
    ranked = sorted((c for c in every if c.source in TRUSTED), key=lambda c: TRUSTED.index(c.source))
    if not ranked:
        return Vote(None, None, uncertain=True, candidates=every)
    chosen = _borne_out(ranked) or ranked[0]
    days = [candidate.on for candidate in ranked]
    return Vote(chosen.on, chosen.source, uncertain=max(days) - min(days) > SPREAD, candidates=every)


_WITNESSES: Final = frozenset({"label", "publishtime", "pubdate"})


def _borne_out(ranked: list[Candidate]) -> Candidate | None:
    """The candidate of the list's own day, most trusted first, where a witness besides the list names that day."""
    listed = {candidate.on for candidate in ranked if candidate.source == "list"}
    agreeing = [candidate for candidate in ranked if candidate.on in listed]
    return agreeing[0] if any(candidate.source in _WITNESSES for candidate in agreeing) else None


def _in_fields(html: str, root: Element) -> Iterator[Candidate]:
    printed = [text_of(element) for element in root.iter("publishtime")]
    printed += [
        element.get("datetime") or "" for element in root.iter("time") if element.get("itemprop") == "datePublished"
    ]
    printed += _FIELD.findall(html) if "ublish" in html else []
    yield from (Candidate(on, "publishtime", text.strip()) for text in printed if (on := parse_date(text)))


def _in_metas(html: str, root: Element) -> Iterator[Candidate]:
    said = metas(root)
    stamps = (str(from_unix_moment(int(stamp))) for stamp in _GENERATED_STAMP.findall(html))
    generated = {_minute(text) for text in (*_GENERATED.findall(html), *stamps, said.get("maketime", ""))} - {None}
    for name in ("pubdate", *_PUBLISH_METAS):
        text = said.get(name, "")
        if on := parse_date(text):
            yield Candidate(on, "generated" if _minute(text) in generated else "pubdate", text)


def _minute(text: str) -> tuple[str, ...] | None:
    found = _MINUTE.search(text)
    return tuple(part.zfill(2) for part in found.groups()) if found else None


def _in_address(url: str) -> Iterator[Candidate]:
    path = urlsplit(url).path
    for stamp in _STAMPS:
        if (found := stamp.search(path)) and (on := make_day(*(int(part) for part in found.groups()))):
            yield Candidate(on, "url", found.group().strip("/"))
            return


def _in_text(html: str) -> list[Candidate]:
    """The days printed around the article; where nothing there says when it was published, those at its very edges."""
    title = squash(title_of(html))
    article = marked_article(html)
    edges = () if article is None else page_lines(html, article)
    around = _lines_around(html, article)
    found = [*_labelled_days(around), *_below_title(around, title)]
    if not any(candidate.source == "label" for candidate in found):
        margins = [*edges[:_MARGIN], *edges[-_MARGIN:]]
        found += [candidate for candidate in _labelled_days(margins) if candidate.source == "label"]
    return sorted(found, key=lambda candidate: candidate.source != "label")


def _lines_around(html: str, article: Element | None) -> Sequence[str]:
    """What stands around the article of a page, menus and links to other articles left out."""
    shared = tree_of(html)
    body = next(shared.iter("body"), shared)
    whole = {body} if article is None else {article, *article.iterancestors()}
    related = every_related(html)
    aside = {*related, *filter(_is_aside, marked_in(body, named=_MAY_BE_ASIDE))}.difference(whole)
    if not aside:
        return page_lines(html, body) if article is None else lines_of(body, without=[article])
    twin_of = dict(twins(html, copy_of(html)))
    take_out([twin_of[part] for part in body.iter() if part in aside])
    return lines_of(twin_of[body], without=[] if article is None else [twin_of[article]])


def _is_aside(element: Element) -> bool:
    """Whether an element holds menus or links to other articles, whose days are not this page's."""
    if element.tag in {"nav", "footer"} or _means_chrome(marks_of(element)):
        return True
    return element.tag == "li" and next(element.iter("a"), None) is not None


@lru_cache(4096)
def _means_chrome(marks: str) -> bool:
    return bool(_CHROME.search(marks))


def _labelled_days(lines: Iterable[str]) -> list[Candidate]:
    """The days behind a label: 发布时间 first, then a bare 时间 or 日期, then 发文, 录入 and 更新; 成文 apart."""
    text = "\n".join(line for line in lines if not _CLOCK.search(line))
    ranked: list[tuple[int, Candidate]] = []
    for printed in find_dates(text):
        rank = _rank(text[max(0, printed.start - _LOOK_BACK) : printed.start])
        if rank is not None:
            ranked.append((rank, Candidate(printed.on, "written" if rank == len(_RANKS) else "label", printed.raw)))
    return [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])]


_RANKS: Final = (_PUBLISHED, _UNNAMED, _ISSUED)


def _rank(before: str) -> int | None:
    """How surely the words before a day say that it is the day of publication, 0 being the surest."""
    if _WRITTEN.search(before):
        return len(_RANKS)
    return next((rank for rank, label in enumerate(_RANKS) if label.search(before)), None)


def _below_title(lines: Sequence[str], title: str) -> Iterator[Candidate]:
    """Days without a label in the lines that follow the title: alone, or beside the source and the counter.

    A day in brackets, year and month in words, is how a document dates itself.
    """
    places = [place for place, line in enumerate(lines) if title and title in squash(line)]
    below = dict.fromkeys(pair for place in places for pair in pairwise(lines[place : place + 1 + _MARGIN]))
    for above, line in below:
        if len(line) > _LONGEST_BYLINE or _CLOCK.search(line) or _LABEL_ALONE.search(above):
            continue
        for printed in find_dates(line):
            rest = squash(line[: printed.start] + line[printed.end :])
            if _rank(line[: printed.start]) is not None or not (_BYLINE.search(rest) or not _WORD.search(rest)):
                continue
            own = "年" in printed.raw and bool(_IN_BRACKETS.fullmatch(rest))
            yield Candidate(printed.on, "written" if own else "label", printed.raw)

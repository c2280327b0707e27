"""Where a page may lead to the annual-report column: its links, pictures, menus and frames, with reasons."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from crawler.addresses import is_article_address, may_be_column_address
from crawler.articles.files import is_file_address
from crawler.columns import ColumnLink, heading_above, reports_of_units
from crawler.labels import Entry, bare_label, column_name, entry_of, hub_rank, is_other_column, names_units
from crawler.lists.carriers import HOLE, fragments
from crawler.markup import Element, absolute, base_of, marks_of, parse, text_of, tree_of
from crawler.platforms import categories
from crawler.scripts.clicks import Clicks
from crawler.scripts.menus import escaped_html, frames_of, named_in_scripts, options_of, pieces_of, with_constants
from crawler.text import squash, tidy
from crawler.titles import read_title

LeadKind = Literal["column", "report", "hub", "units", "frame", "menu"]
"""What is expected behind a lead: the column, one report, a page of disclosure, pages of units, parts of a page."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One way on from a page.

    ``score`` says how surely the column stands there (0–100, before it was
    looked at), ``rank`` in which order to look; ``reasons`` are Chinese.
    """

    url: str
    label: str
    kind: LeadKind
    score: int
    rank: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leads:
    """What a page leads to, the most promising first; ``here`` is the column's name on the page itself (a tab, say)."""

    found: tuple[Lead, ...]
    here: Lead | None = None


_HUB_SLUG: Final = re.compile(r"/(?:z?f?xxgk\w{0,6}|zwgk|gkmlpt)(?:_\d+)?(?:/|$|\.|/index)", re.IGNORECASE)
_PICTURED_COLUMN: Final = re.compile(r"(?:gk|^)n(?:d|b|db|dbg)\d*[._-]|nianbao", re.IGNORECASE)
_PICTURED_HUB: Final = re.compile(r"xxgk|zwgk|gkpt", re.IGNORECASE)
_NAME_SCORES: Final = {"whole": 60, "named": 55, "cut": 45, "short": 35}
_BESIDE: Final = 15
_BY_ADDRESS: Final = 5
_ADDRESS_ALONE: Final = 25
_NEAR: Final = 60
"""Links between two entries of one menu: the contents of 法定主动公开内容 unfold between them."""

_ENTRY_NAMES: Final[dict[Entry, str]] = {"guide": "指南", "rules": "制度", "contents": "主动公开", "requests": "依申请"}
_MORE: Final = re.compile(
    r"(?:查看)?更多(?:信息|内容)?|more|MORE|More|\+|>+|»+|进入(?:栏目|专栏)?|点击(?:进入|查看)|查看|详情"
)
_LONGEST: Final = 80
_LONGEST_HEADING: Final = 24
_CUT: Final = re.compile(r"(?:\.{2,}|…+)$")
_CRUMB: Final = re.compile(r"crumb|position|weizhi|dqwz|location|curpage|currchnl|dqlm|wz_?nav")
_HEADINGS: Final = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "li", "span", "div", "dt", "p", "strong", "b", "td", "em", "button"}
)
_MOST_PARTS: Final = 3
"""Elements inside a heading: an icon, a line break, an arrow."""

_MOST_REPORTS: Final = 2
_FRAME_RANK: Final = 35
_MENU_RANK: Final = {True: 38, False: 12}


def leads_of(html: str, url: str) -> Leads:
    """What a page leads to. Files and single articles are no columns; which hosts may be asked is not looked at."""
    html = with_constants(html)
    ways = _Ways(url)
    clicks = Clicks(html)
    pieces = [part.html for part in fragments(html) if part.carrier != "comment"]
    for piece in filter(None, [*pieces, escaped_html(html)]):
        ways.read(parse(piece), clicks)
    ways.read_scripts(html)
    ways.read_options(html)
    ways.read_tree(html)
    table = reports_of_units(tree_of(html), html, url)
    each = {link.url for link in table}
    leads = [lead for lead in ways.leads() if lead.url not in each]
    hindered = not any(lead.kind in ("column", "hub") for lead in leads)
    others = [
        *(Lead(target, "", "frame", 0, _FRAME_RANK + 30 * hindered) for target in frames_of(html, url)),
        *(Lead(target, "", "menu", 0, _MENU_RANK[told] + 20 * hindered) for target, told in pieces_of(html, url)),
    ]
    elsewhere = [lead for lead in others if lead.url != absolute(url, "")]
    return Leads(
        tuple(sorted([*leads, *elsewhere], key=lambda lead: -lead.rank)), _directory(table, url) or ways.here()
    )


def _directory(table: Sequence[ColumnLink], url: str) -> Lead | None:
    """The page itself as the column where it is a table of units with the 年报 of each."""
    if not table:
        return None
    reasons = (f"列着 {len(table)} 个单位的年报",)
    return Lead(absolute(url, ""), "", "column", _NAME_SCORES["named"], 0, reasons)


@dataclass(frozen=True)
class _Label:
    """A label as it stands on the page; ``place`` counts the links before it, each fragment on its own."""

    text: str
    url: str
    place: int
    source: int
    element: Element | None = None

    @cached_property
    def entry(self) -> Entry | None:
        """Which entry of the national platform it is."""
        return entry_of(self.text) if len(self.text) <= _LONGEST_HEADING else None


class _Ways:
    """Labels gathered from a page."""

    def __init__(self, url: str) -> None:
        self._url = absolute(url, "")
        self._labels: list[_Label] = []
        self._sources = 0
        self._tree: list[Lead] = []

    def read(self, root: Element, clicks: Clicks) -> None:
        """Take in the links of a piece of HTML and what stands between them as headings."""
        base = base_of(root, self._url)
        self._sources += 1
        place = 0
        for element in root.iter():
            clickable = element.tag in ("a", "area") or any(
                element.get(name) for name in ("onclick", "data-href", "data-url")
            )
            text = label_of(element) if clickable else _heading(element)
            if clickable:
                place += 1
            if clickable or text:
                target = clicks.target(element, base) if clickable else ""
                self._labels.append(_Label(text, target, place, self._sources, element))

    def read_scripts(self, html: str) -> None:
        """Take in what scripts name."""
        self._sources += 1
        for named in named_in_scripts(html, self._url, _speaks_of_disclosure):
            self._labels.append(_Label(named.label, named.url, named.place, self._sources))

    def read_options(self, html: str) -> None:
        """Take in the choices of a drop-down list that lead somewhere."""
        self._sources += 1
        for named in options_of(html, self._url):
            self._labels.append(_Label(named.label, named.url, named.place, self._sources))

    def read_tree(self, html: str) -> None:
        """Take in the categories of a disclosure platform that live elsewhere."""
        for category in categories(html):
            if category.elsewhere and (target := absolute(self._url, category.elsewhere)):
                reasons = (f"公开平台目录树里的“{category.name}”",)
                self._tree.append(Lead(target, category.name, "column", 70, 170, reasons))

    def leads(self) -> list[Lead]:
        """One lead an address, the best."""
        best: dict[str, Lead] = {lead.url: lead for lead in self._tree}
        reports = 0
        for label in self._labels:
            known = label.url and label.url != self._url and HOLE not in unquote(label.url)
            lead = self._lead(label) if known else None
            if lead is None or (lead.kind == "report" and reports >= _MOST_REPORTS):
                continue
            reports += lead.kind == "report"
            if lead.url not in best or lead.rank > best[lead.url].rank:
                best[lead.url] = lead
        return list(best.values())

    def here(self) -> Lead | None:
        """The surest name of the column that leads nowhere but to this page."""
        names = [lead for label in self._labels if label.url in ("", self._url) and (lead := self._column_here(label))]
        return max(names, key=lambda lead: lead.score, default=None)

    def _lead(self, label: _Label) -> Lead | None:
        if is_file_address(label.url):
            return None
        if (column := self._column(label)) is not None:
            return column
        if not is_article_address(label.url) and (hub := self._hub(label)) is not None:
            return hub
        reading = read_title(label.text) if len(label.text) > _LONGEST_HEADING // 2 else None
        if reading and reading.verdict == "report" and reading.year:
            return Lead(
                label.url, label.text, "report", 25, 30 + min(reading.year % 100, 40) // 4, (f"链接文字“{label.text}”",)
            )
        return None

    def _column(self, label: _Label) -> Lead | None:
        text, said = label.text, "链接文字"
        if _MORE.fullmatch(bare_label(text)) and label.element is not None:
            text, said = heading_above(label.element), "“更多”上方的标题"
        name = column_name(text)
        by_address = may_be_column_address(label.url)
        if name is None:
            pictured = bool(_PICTURED_COLUMN.search(_picture_of(label.element))) and not is_article_address(label.url)
            return self._by_address(label) if self._says_nothing(label) and (by_address or pictured) else None
        beside = self._beside(label)
        if name == "short" and not self._is_ours(label, bool(beside) or by_address):
            return None
        score = _NAME_SCORES[name] + _BESIDE * (len(beside) > 1) + _BY_ADDRESS * by_address
        reasons = [f"{said}“{tidy(text)}”" if not _in_crumb(label.element) else f"面包屑里的“{tidy(text)}”"]
        if len(beside) > 1:
            reasons.append(f"与{'、'.join(beside)}并列")
        return Lead(label.url, tidy(text), "column", min(score, 85), 100 + score, tuple(reasons))

    def _by_address(self, label: _Label) -> Lead:
        beside = self._beside(label)
        score = _ADDRESS_ALONE + _BESIDE * (len(beside) > 1)
        reasons = ["链接没有文字，地址或图片名像年报栏目"]
        if len(beside) > 1:
            reasons.append(f"与{'、'.join(beside)}并列")
        return Lead(label.url, label.text, "column", score, 100 + score, tuple(reasons))

    def _hub(self, label: _Label) -> Lead | None:
        text = label.text
        if _MORE.fullmatch(bare_label(text)) and label.element is not None:
            text = heading_above(label.element)
        if names_units(text):
            return Lead(label.url, tidy(text), "units", 0, 15, (f"链接文字“{tidy(text)}”",))
        rank = hub_rank(text)
        if not rank and self._says_nothing(label):
            told = _HUB_SLUG.search(urlsplit(label.url).path) or _PICTURED_HUB.search(_picture_of(label.element))
            rank = 22 if told else 0
        if not rank:
            return None
        rank += 5 * (len(self._beside(label)) > 1) + 3 * bool(_HUB_SLUG.search(urlsplit(label.url).path))
        return Lead(label.url, tidy(text), "hub", 0, rank, (f"链接文字“{tidy(text)}”",) if text else ())

    def _column_here(self, label: _Label) -> Lead | None:
        name = column_name(label.text)
        if name is None or _in_crumb(label.element):
            return None
        beside = self._beside(label)
        if name == "short" and not beside:
            return None
        score = _NAME_SCORES[name] - 15 + _BESIDE * (len(beside) > 1)
        reasons = [f"页面上有“{tidy(label.text)}”一栏"]
        if len(beside) > 1:
            reasons.append(f"与{'、'.join(beside)}并列")
        return Lead(self._url, tidy(label.text), "column", score, 0, tuple(reasons))

    def _beside(self, label: _Label) -> list[str]:
        """The other entries of the national platform that stand near a label, in their printed order."""
        near = (
            other.entry
            for other in self._entries
            if other.source == label.source and other is not label and abs(other.place - label.place) <= _NEAR
        )
        return list(dict.fromkeys(_ENTRY_NAMES[entry] for entry in near if entry))

    @cached_property
    def _entries(self) -> list[_Label]:
        """The labels of entries beside the reports'; to be asked when all labels are gathered."""
        return [label for label in self._labels if label.entry in _ENTRY_NAMES]

    def _is_ours(self, label: _Label, vouched: bool) -> bool:
        """Whether 年报 alone means the annual report on open government: what stands about it says so."""
        heading = self._heading(label)
        return not is_other_column(heading) and (vouched or "公开" in heading)

    def _heading(self, label: _Label) -> str:
        return squash(heading_above(label.element)) if label.element is not None else ""

    def _says_nothing(self, label: _Label) -> bool:
        return not label.text or bool(_MORE.fullmatch(bare_label(label.text)))


def label_of(element: Element) -> str:
    """What a link is called: its text, whole by its ``title`` where it was cut, or its picture's name."""
    text = text_of(element)
    named = tidy(element.get("title") or "")
    if len(text) > _LONGEST:
        return ""
    if text and not (_CUT.search(text) and squash(named).startswith(squash(_CUT.sub("", text)))):
        return text
    said: Iterable[str | None] = (
        named,
        element.get("aria-label"),
        element.get("alt"),
        element.get("value"),
        *_picture_names(element),
    )
    return next((tidy(name) for name in said if name and name.strip()), text)


def _speaks_of_disclosure(text: str) -> bool:
    return bool(
        ("公开" in text or "报" in text or "务" in text) and (column_name(text) or entry_of(text) or hub_rank(text))
    )


def _picture_names(element: Element) -> Iterator[str | None]:
    for image in element.iter("img", "image"):
        yield from (image.get("alt"), image.get("title"), image.get("aria-label"))


def _picture_of(element: Element | None) -> str:
    """The file name of a link's picture; empty where it has none."""
    image = next(element.iter("img"), None) if element is not None else None
    return (image.get("src") or "").rpartition("/")[2] if image is not None else ""


def _heading(element: Element) -> str:
    """The text of an element that is no link but stands for an entry; empty for any other."""
    if element.tag not in _HEADINGS or len(element) > _MOST_PARTS or next(element.iter("a"), None) is not None:
        return ""
    if any(holder.tag == "a" for holder in element.iterancestors()):
        return ""
    text = text_of(element)
    return text if 0 < len(text) <= _LONGEST_HEADING and entry_of(text) else ""


def _in_crumb(element: Element | None) -> bool:
    if element is None:
        return False
    return any(_CRUMB.search(marks_of(holder)) for holder in (element, *element.iterancestors()))


def onward_lead(lead: Lead, url: str) -> Lead:
    """The lead to where a page without content of its own sends its readers."""
    return replace(lead, url=url, reasons=(*lead.reasons, "入口页转到这里"))

"""Whose report a page is and of which year: titles, the page's own words, the column, the roster."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from crawler.bodies.full_names import full_name
from crawler.bodies.places import places_on, without_relative
from crawler.bodies.signatures import (
    body_of_site,
    government_behind,
    may_name_source,
    signed_by,
    sources_in,
    written_by,
)
from crawler.markup import metas, page_lines, tree_of, visible_text
from crawler.page_memo import once
from crawler.text import fold, squash, tidy
from crawler.titles import BodyKind, TitleReading, kind_of_body, read_title, year_in_title
from storage.tables.portals import BodyRow

COLUMN: Final = "政府信息公开年报"
"""What every column we visit is a column of; rows are read in this light."""

_TITLE_META: Final = ("articletitle", "title", "og:title")
_SOURCE_META: Final = ("contentsource", "source", "author")
_GENERAL: Final = frozenset({"government", "office"})
_HEADING_WITHIN: Final = 6
"""Lines at the head of a report among which its own title stands."""
_OPENING: Final = 1500
"""Characters at the head of a report where it says which year it covers."""

_COVERED: Final = re.compile(r"(?:自|从|为|是|统计期限.{0,8}?)(20\d\d)年1月1日")
_DOCUMENT_NUMBER: Final = re.compile(r"[〔［\[【(（]20\d\d[〕］\]】)）]第?\d+号")
_CUT: Final = re.compile(r"\.{2,}$|…+$")
_SHORTEST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose report, of which year, under which title; None where nothing said it."""

    title: str
    body: str | None
    kind: BodyKind | None
    year: int | None


def attribute(
    html: str, text: str, *, titles: Sequence[str], column: str, roster: Sequence[BodyRow], portal: str
) -> Attribution:
    """Whose report a page holds.

    ``titles`` are the row's title and what the page check took for its title,
    ``text`` is its main text, ``column`` the title of the column it was listed
    in. A title speaks first, the page's own before the row's where both name a
    body and a year, then who signs, then the column and the site: a report of
    another body that was posted again, or that stands behind a row of its name
    by mistake, stays that body's.
    """
    said = metas(tree_of(html))
    lines = text.splitlines()
    known = [tidy(title) for title in (*_values(said, _TITLE_META), *titles) if title.strip()]
    readings = [read_title(title, column=COLUMN) for title in known]
    own_titles = [tidy(title) for title in (*_values(said, _TITLE_META), *titles[1:]) if title.strip()]
    own = [read_title(title, column=COLUMN) for title in own_titles]
    # A bare name counts where a row bears it; as a page's title it is the site's.
    listed = [body for title in titles[:1] if (body := read_title(title, column=COLUMN).body)]
    ranked = _names_of_rank(own, listed, roster, portal)
    named = [*ranked, *listed]
    named += [reading.body for reading in own if reading.verdict == "report" and reading.body]
    named += _bodies_inside(lines)
    body = next(iter(named), None) or _further_body(html, lines, column, roster, portal)
    known_body = _in_roster(body, roster, portal) if body else None
    name = known_body.name if known_body else body and _in_full(body, html, lines, roster, portal)
    return Attribution(
        title=_best_title([*own_titles, *known] if ranked and listed and ranked[0] != listed[0] else known),
        body=name,
        kind=_kind(known_body, name),
        year=_named_year(readings) or _covered_year(text),
    )


def _names_of_rank(
    own: Iterable[TitleReading], listed: Sequence[str], roster: Sequence[BodyRow], portal: str
) -> list[str]:
    """The bodies that a page's own titles name, where they are to be believed before the row that led there.

    A title without a year may be the site's or the column's; a name without a
    place is no better than the row's that ends in it.
    """
    found = [reading.body for reading in own if reading.verdict == "report" and reading.year and reading.kind]
    return [
        body
        for body in filter(None, found)
        if _in_roster(body, roster, portal)
        or places_on(fold(body), fold(portal))
        or not any(fold(name).endswith(fold(body)) for name in listed)
    ]


def _named_year(readings: Sequence[TitleReading]) -> int | None:
    """The year in the titles: in those of reports first, then in those cut short before they say what they name."""
    cut = [reading for reading in readings if reading.verdict == "unclear" and reading.is_cut]
    reports = [reading for reading in readings if reading.verdict == "report"]
    return next((reading.year for reading in (*reports, *cut) if reading.year), None)


def _bodies_inside(lines: Sequence[str]) -> list[str]:
    """The body that the report's own heading names, which may stand in two lines."""
    head = list(lines[:_HEADING_WITHIN])
    windows = [*head, *("".join(pair) for pair in pairwise(head))]
    readings = [read_title(window) for window in windows]
    return [reading.body for reading in readings if reading.verdict == "report" and reading.body and reading.kind]


def _further_body(html: str, lines: Sequence[str], column: str, roster: Sequence[BodyRow], portal: str) -> str | None:
    """The body of a report whose titles name none: who signs, its head, its source, the column, the roster, the site.

    A government as the source says no more than whose site it is.
    """
    said = metas(tree_of(html))
    sources = [name for name in (*_values(said, _SOURCE_META), *_sources(html)) if kind_of_body(name)]
    particular = [name for name in sources if kind_of_body(name) not in _GENERAL]
    sole = [roster[0].name] if len(roster) == 1 else []
    site = body_of_site(portal)
    own = [site] if site and kind_of_body(site) != "government" else []
    signer = _signer(lines, column, roster, portal)
    unit = [column] if kind_of_body(column) else []
    written = [name] if (name := written_by("\n".join(lines)[:_OPENING])) else []
    return next(iter([*signer, *written, *particular, *unit, *sole, *own, *sources]), None)


def _in_full(body: str, html: str, lines: Sequence[str], roster: Sequence[BodyRow], portal: str) -> str:
    """A body's name in full, unless more than one of the roster may be meant."""
    printed = fold(body)
    meant = [known for known in roster if fold(known.name).endswith(printed)]
    return body if len(meant) > 1 else full_name(body, _signers(html, lines), portal)


def _signers(html: str, lines: Sequence[str]) -> list[str]:
    """Who may write a body's name out in full: who signs, the government behind an office, the page's source."""
    signed = signed_by(lines)
    names = [signed, government_behind(signed)] if signed else []
    return [name for name in (*names, *_sources(html)) if name]


@once
def _sources(html: str) -> tuple[str, ...]:
    return tuple(sources_in(page_lines(html))) if may_name_source(visible_text(html)) else ()


def _signer(lines: Sequence[str], column: str, roster: Sequence[BodyRow], portal: str) -> list[str]:
    """Who signs; an office signs for its government, unless the column is an office's or the roster has the office."""
    name = signed_by(lines)
    if name is None:
        return []
    its_own = kind_of_body(column) == "office" or _in_roster(name, roster, portal) is not None
    return [name if its_own else government_behind(name) or name]


def _kind(known: BodyRow | None, name: str | None) -> BodyKind | None:
    declared = known.kind if known else None
    if declared is not None:
        return declared  # type: ignore[return-value]  # the registry lets only kinds pass
    return kind_of_body(name) if name else None


def _best_title(titles: Iterable[str]) -> str:
    """The first title that is whole and names a report; else the first, cut or not."""
    found = list(titles)
    whole = [title for title in found if not _CUT.search(title)]
    reports = [title for title in whole if read_title(title, column=COLUMN).verdict == "report"]
    return next(iter([*reports, *whole, *found]), "")


def _covered_year(text: str) -> int | None:
    """The year a report says its figures cover (统计期限自2023年1月1日起), or that its heading names."""
    opening = _DOCUMENT_NUMBER.sub("", squash(text[:_OPENING]))
    if found := _COVERED.search(opening):
        return int(found.group(1))
    return year_in_title(opening[:80])


def _in_roster(name: str, roster: Sequence[BodyRow], portal: str) -> BodyRow | None:
    """The body of the roster that a printed name means: the same, the same behind the portal's place, or within it."""
    printed = fold(name)
    exact = [body for body in roster if printed in map(fold, (body.name, *body.aliases))]
    if exact or len(printed) < _SHORTEST_NAME:
        return next(iter(exact), None)
    relative = without_relative(printed, fold(portal))
    behind = [body for body in roster if _is_place(fold(body.name).removesuffix(relative), fold(body.name), portal)]
    return behind[0] if len(behind) == 1 else _find_within(printed, roster, portal)


def _find_within(printed: str, roster: Sequence[BodyRow], portal: str) -> BodyRow | None:
    """The body of the roster whose whole name stands in a name that is garbled: behind a mark, or before other words.

    公安局交警大队 is a body of its own and not the 公安局 with words behind it.
    """
    tailed = kind_of_body(printed) is None
    names = ((fold(body.name), body) for body in roster)
    found = [(name, body) for name, body in names if printed.endswith(name) or (tailed and printed.startswith(name))]
    whole = [body for name, body in found if places_on(name, fold(portal))]
    return max(whole, key=lambda body: len(body.name), default=None)


def _is_place(head: str, whole: str, portal: str) -> bool:
    return head not in (whole, "") and fold(portal).startswith(head)


def _values(said: dict[str, str], names: Iterable[str]) -> list[str]:
    return [said[name] for name in names if name in said]

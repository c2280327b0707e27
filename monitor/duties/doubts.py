"""Rows of lists that may be a report which is owed: while one is not made out, nobody may say that it is not there.

Absence is proved, never assumed: a row whose page did not come, or came and was
not understood, or turned out to be another's, keeps the duty of everybody whose
report it may be ``unknown``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.addresses import identity
from crawler.labels import is_column_title
from crawler.owed import may_be_of
from crawler.titles import kind_of_body
from monitor.duties.rows import Row
from storage.tables.versions import Version


@dataclass(frozen=True, slots=True)
class Doubt:
    """One such row. ``body_id`` is whose it may be (None: anybody's), ``year`` which it names, ``listed_on`` its day.

    ``why`` is one Chinese sentence.
    """

    body_id: int | None
    year: int | None
    listed_on: date | None
    why: str

    def concerns(self, body_id: int, year: int) -> bool:
        """Whether it may be the report of that body and year."""
        return self.body_id in (None, body_id) and may_be_of(year, self.year, self.listed_on)


def doubts_of(rows: Iterable[Row], current: Sequence[Version]) -> list[Doubt]:
    """The rows of a portal that are in doubt, those that name a body first; ``current`` are its reports as kept."""
    listed, kept = list(rows), {identity(version.url): version for version in current}
    strange = {row.address for row in listed if row.listing.verdict == "stranger"}
    unsettled = [row for row in listed if row.listing.verdict == "report" or row.address not in strange]
    found = [doubt for row in unsettled for doubt in _doubts_of(row, kept.get(row.address))]
    found += _of_nameless((row, kept[row.address]) for row in unsettled if row.address in kept)
    return sorted(found, key=lambda doubt: doubt.body_id is None)


def _doubts_of(row: Row, kept: Version | None) -> Iterator[Doubt]:
    if kept is not None:
        yield from _of_kept(row, kept)
    elif _may_be_report(row):
        why = f"栏目中列有{_title_and_address(row)}，{_lack_of(row)}，请人工打开查看。"
        yield from _doubt_about(row, row.said.year, why)


def _of_kept(row: Row, kept: Version) -> Iterator[Doubt]:
    """The doubts that a row leaves whose page is kept as a report: nobody's, or another's than it says."""
    if kept.body_id is None or kept.year is None:
        why = f"栏目中列有{_title_and_address(row)}，看不出是哪个机关哪一年度的年报，请人工打开查看。"
        yield from _doubt_about(row, kept.year or row.said.year, why)
    elif row.body is not None and (row.body.id, row.said.year or kept.year) != (kept.body_id, kept.year):
        why = f"栏目中列有{_title_and_address(row)}，打开是{kept.body} {kept.year} 年度的年报，请人工核对。"
        yield Doubt(row.body.id, row.said.year, row.listing.listed_on, why)


def _of_nameless(known: Iterable[tuple[Row, Version]]) -> Iterator[Doubt]:
    """The doubt that reports whose rows name nobody leave where several pass for one body's of one year."""
    groups: dict[tuple[int | None, int | None], dict[str, Row]] = {}
    for row, version in known:
        if row.body is None and row.unit is None and row.said.body is None and version.body_id is not None:
            groups.setdefault((version.body_id, version.year), {}).setdefault(version.content_hash, row)
    for (_, year), contents in groups.items():
        if len(contents) > 1:
            row = next(iter(contents.values()))
            why = (
                f"栏目中有 {len(contents)} 份内容不同、题名未写机关的年报（如{_title_and_address(row)}），"
                "分不清各是哪个机关的，请人工核对。"
            )
            yield Doubt(None, year, row.listing.listed_on, why)


def _doubt_about(row: Row, year: int | None, why: str) -> Iterator[Doubt]:
    """The doubt about whomever a row may concern; a name that no body of the portal bears is somebody else's."""
    named = row.body or row.unit
    if named is not None or row.said.body is None or kind_of_body(row.said.body) is None:
        yield Doubt(named.id if named else None, year, row.listing.listed_on, why)


def _may_be_report(row: Row) -> bool:
    """Whether a row that was not made out says anything of a report: its words, a year, or at least a day.

    The bare name of the column is an entry of a menu.
    """
    said = row.said
    if said.year or row.listing.listed_on or (row.listing.verdict == "report" and said.kind):
        return True
    return "报" in row.listing.title and not is_column_title(row.listing.title)


def _title_and_address(row: Row) -> str:
    return f"《{row.listing.title}》（{row.listing.url}）"


def _lack_of(row: Row) -> str:
    if row.listing.verdict == "report":
        return "但内容没有取到"
    return f"但看不出是不是年报（{row.listing.reason or '打开后没有看到年报'}）"

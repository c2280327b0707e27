"""Reads the versions that the crawl kept: page and files, the surer and completer one wins.

A version is read once per version of the readers; what cannot be read is noted
with the reader's own line, and nothing is judged from it. A reading that broke
off, for want of time or memory, or for which the archive had lost a file, is
tried again in the next run.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from monitor.documents.worker import End
from monitor.documents.workers import Outcome
from monitor.reports import READER
from monitor.reports.comparing import compare
from monitor.reports.inputs import FurtherPage, Source
from monitor.reports.model import CellState, Report
from monitor.reports.sources import read_sources
from monitor.reports.store import figure_rows, from_json, to_json
from monitor.reports.strangers import why_no_report
from storage.clock import Clock
from storage.database import Log
from storage.errors import ArchiveError
from storage.tables import captures, readings, versions
from storage.tables.readings import Comparison, Reading
from storage.tables.versions import Version, VersionFile

BROKEN_OFF = 0
"""Stands for the version of the readers where they did not come to an end."""

_UNSURE = frozenset({CellState.ABSENT, CellState.UNSURE})


_AT_HAND: Final = 1000
"""Versions of which is known at a time what they consist of, so that memory stays bounded."""

MOST_PICTURE_BYTES: Final = 256 * 1024 * 1024
"""Pictures of one report that are read, in bytes of their files."""


@dataclass(frozen=True, slots=True)
class Representation:
    """One way in which a version gives the report: its pages with the pictures on them, or one of its files."""

    first: VersionFile
    further: tuple[VersionFile, ...] = ()
    pictures: tuple[VersionFile, ...] = ()

    @property
    def label(self) -> str:
        """What people call it."""
        return "网页" if self.first.role == "page" else f"附件《{self.first.name or self.first.final_url}》"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One representation of a version, read or not; ``trouble`` is one Chinese line where it could not be.

    ``broken_off`` is true where that says more of the machine than of the file,
    ``stray`` where the file says of itself that it is another year's report.
    """

    capture_id: int
    url: str
    report: Report | None = None
    trouble: str = ""
    broken_off: bool = False
    stray: bool = False
    label: str = ""

    @property
    def worth(self) -> tuple[bool, int, int, bool]:
        """How sure and complete the reading is, to compare readings of one version."""
        if self.report is None:
            return (False, -1, -1, False)
        sure = sum(figure.state not in _UNSURE for figure in self.report.figures.values())
        fits = not self.stray and not why_no_report(self.report, listed=True)
        return (fits, sure, len({section.key for section in self.report.sections}), not self.report.doubtful)


def read_versions(log: Log, clock: Clock) -> Iterator[Version]:
    """Read what the present readers have not read yet and keep the readings; yields each version when done.

    Files are read by several processes; this one alone writes, version after version.
    """
    unread = versions.unread(log, READER)
    for first in range(0, len(unread), _AT_HAND):
        yield from _read_some(log, clock, unread[first : first + _AT_HAND])


def _read_some(log: Log, clock: Clock, unread: Sequence[int]) -> Iterator[Version]:
    waiting = [
        (version, representations(versions.files_of(log, version.version_id)))
        for version in filter(None, (versions.get(log, version_id) for version_id in unread))
    ]
    lost: dict[int, str] = {}
    sources = (_source(log, version, shown, lost) for version, ways in waiting for shown in ways)
    with closing(read_sources(sources, count=sum(len(ways) for _, ways in waiting))) as outcomes:
        for version, ways in waiting:
            attempts = [_attempt(version, shown, next(outcomes)) for shown in ways]
            _keep(log, version.version_id, attempts, lost.get(version.version_id, ""), clock)
            yield version


def representations(files: Sequence[VersionFile]) -> list[Representation]:
    """The ways in which the captures of a version give its report: all pages and their pictures are one."""
    pages = [file for file in files if file.role == "page"]
    pictures = tuple(file for file in files if file.role == "picture")
    article = [Representation(pages[0], tuple(pages[1:]), pictures)] if pages else []
    return [*article, *(Representation(file) for file in files if file.role == "file")]


def best(attempts: Sequence[Attempt]) -> Attempt:
    """The attempt that speaks for the version: the surest and completest reading, or why there is none.

    A page that shows no report speaks for nothing: the report is in a file beside it that could not be read, or
    nobody has read it.
    """
    if not attempts:
        return Attempt(0, "", trouble="这一版本没有存下任何网页或文件。")
    winner = max(attempts, key=lambda attempt: attempt.worth)
    why = why_no_report(winner.report, listed=True) if winner.report else ""
    if not why:
        return winner
    failed = next((attempt for attempt in attempts if attempt.trouble), None)
    return failed or Attempt(winner.capture_id, winner.url, trouble=why)


def load_report(log: Log, version_id: int) -> Report | None:
    """The report of a version as it was read, None where it was not read or could not be."""
    return report_in(readings.load(log, version_id))


def report_in(reading: Reading | None) -> Report | None:
    """The report in a reading, None where there is none."""
    if reading is None or reading.outcome != "read":
        return None
    return from_json(reading.report, reading.figures)


def figures_as_printed(reading: Reading | None) -> dict[str, str] | None:
    """The figures of a version as printed, by full name; None where it could not be read."""
    if reading is None or reading.outcome != "read":
        return None
    return {name: figure.printed for name, figure in reading.figures.items() if figure.state != CellState.ABSENT}


def _source(log: Log, version: Version, shown: Representation, lost: dict[int, str]) -> Source:
    """A representation of a version, to be read; in ``lost`` stands the first file of a version that is not whole."""
    content, trouble = b"", ""
    further: list[FurtherPage] = []
    try:
        content = captures.body(log, shown.first.capture_id)
        further = [
            FurtherPage(captures.body(log, page.capture_id), page.final_url, _content_type(page))
            for page in shown.further
        ]
    except ArchiveError as problem:
        trouble = str(problem)
        lost.setdefault(version.version_id, trouble)
    pictures, missing = _pictures(log, shown.pictures)
    if missing:
        lost.setdefault(version.version_id, missing)
    return Source(
        content,
        shown.first.final_url,
        name=_name(shown.first),
        media_type=_content_type(shown.first),
        body=version.body,
        year=version.year,
        trouble=trouble,
        further=tuple(further),
        pictures=pictures,
    )


def _pictures(log: Log, files: Sequence[VersionFile]) -> tuple[dict[str, bytes], str]:
    """The pictures of a page by the addresses it may name them by, and the line of one that the archive lost.

    That stays a picture.
    """
    found: dict[str, bytes] = {}
    lost = ""
    room = MOST_PICTURE_BYTES
    for file in files:
        room -= file.size
        if room < 0:
            break
        try:
            found[file.url] = found[file.final_url] = captures.body(log, file.capture_id)
        except ArchiveError as problem:
            lost = lost or str(problem)
    return found, lost


def _attempt(version: Version, shown: Representation, outcome: Outcome[Report]) -> Attempt:
    report = outcome.value
    years = {version.year, report.year if report else None} - {None}
    return Attempt(
        shown.first.capture_id,
        shown.first.final_url,
        report,
        outcome.trouble,
        broken_off=outcome.end in {End.TIME, End.MEMORY, End.CRASH},
        stray=len(years) > 1,
        label=shown.label,
    )


def _keep(log: Log, version_id: int, attempts: Sequence[Attempt], lost: str, clock: Clock) -> None:
    attempt = best(attempts)
    report = attempt.report
    reading = Reading(
        version_id,
        BROKEN_OFF if attempt.broken_off or lost else READER,
        "unreadable" if report is None else "read",
        attempt.trouble or lost,
        attempt.capture_id or None,
        {} if report is None else to_json(report),
        {} if report is None else figure_rows(report),
        _compare_all(attempt, attempts),
    )
    readings.store(log, reading, clock)


def _compare_all(read: Attempt, attempts: Sequence[Attempt]) -> list[Comparison]:
    """The figures that were read beside those of every other representation that can be compared with it."""
    found = []
    for other in attempts:
        if other.capture_id == read.capture_id or read.report is None or other.report is None:
            continue
        result = compare(read.report, other.report)
        if result is not None:
            sides = f"{read.label}与{other.label}"
            found.append(Comparison(other.capture_id, sides, result.cells, result.differences))
    return found


def _name(file: VersionFile) -> str:
    return file.name if "." in file.name else file.final_url


def _content_type(file: VersionFile) -> str:
    declared = (value for header, value in file.headers if header.lower() == "content-type")
    return next(declared, file.media_type)

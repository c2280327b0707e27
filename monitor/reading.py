"""Reads the versions that the crawl kept: page and files, the surer and completer one wins.

A version is read once per version of the readers; what cannot be read is noted
with the reader's own line, and nothing is judged from it. A reading that broke
off, for want of time or memory, is tried again in the next run.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from crawler.text import squash
from monitor.documents.worker import End
from monitor.documents.workers import Outcome
from monitor.reports import READER
from monitor.reports.model import CellState, Report
from monitor.reports.sources import Source, read_sources
from monitor.reports.store import figure_rows, from_json, to_json
from storage.clock import Clock
from storage.database import Log, Row
from storage.errors import ArchiveError
from storage.tables import captures, readings, reports

SHORTEST_REPORT = 200
"""A page of fewer characters, with neither a section nor a table of the form, only leads to the report."""

BROKEN_OFF = 0
"""Stands for the version of the readers where they did not come to an end."""

_UNSURE = frozenset({CellState.ABSENT, CellState.UNSURE})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One capture of a version, read or not; ``trouble`` is one Chinese line where it could not be.

    ``broken_off`` is true where that says more of the machine than of the file.
    """

    capture_id: int
    url: str
    report: Report | None = None
    trouble: str = ""
    broken_off: bool = False

    @property
    def worth(self) -> tuple[int, int, bool]:
        """How sure and complete the reading is, to compare readings of one version."""
        if self.report is None:
            return (-1, -1, False)
        sure = sum(figure.state not in _UNSURE for figure in self.report.figures.values())
        return (sure, len({section.key for section in self.report.sections}), not self.report.doubtful)


def read_versions(log: Log, clock: Clock) -> Iterator[Row]:
    """Read what the present readers have not read yet and keep the readings; yields each version when done.

    Files are read by several processes; this one alone writes, version after version.
    """
    versions = [(version, reports.files_of(log, version["version_id"])) for version in reports.unread(log, READER)]
    sources = (_source(log, version, file) for version, files in versions for file in files)
    with closing(read_sources(sources, count=sum(len(files) for _, files in versions))) as outcomes:
        for version, files in versions:
            attempts = [_attempt(file, next(outcomes)) for file in files]
            _keep(log, version["version_id"], best(attempts), clock)
            yield version


def best(attempts: Sequence[Attempt]) -> Attempt:
    """The attempt that speaks for the version: the surest and completest reading, or why there is none.

    A short page without section or table speaks for nothing where a file beside
    it could not be read: the report is in the file.
    """
    if not attempts:
        return Attempt(0, "", trouble="这一版本没有存下任何网页或文件。")
    winner = max(attempts, key=lambda attempt: attempt.worth)
    if winner.report is None or not _is_empty(winner.report):
        return winner
    failed = next((attempt for attempt in attempts if attempt.trouble), None)
    if failed is not None:
        return failed
    if winner.report.pictures:
        return Attempt(winner.capture_id, winner.url, trouble="正文是图片，没有可读的文字；请人工打开查看。")
    if len(squash(winner.report.text)) < SHORTEST_REPORT:
        return Attempt(winner.capture_id, winner.url, trouble="网页里没有年报的章节和表格；请人工打开查看。")
    return winner


def load_report(log: Log, version_id: int) -> Report | None:
    """The report as it was read, None where the version was not read or could not be."""
    loaded = readings.load(log, version_id)
    if loaded is None or loaded[0]["outcome"] != "read":
        return None
    return from_json(loaded[0]["report"], loaded[1])


def figures_as_printed(log: Log, version_id: int) -> dict[str, str] | None:
    """The figures of a version as printed, by full name; None where it could not be read."""
    loaded = readings.load(log, version_id)
    if loaded is None or loaded[0]["outcome"] != "read":
        return None
    return {name: figure.printed for name, figure in loaded[1].items() if figure.state != CellState.ABSENT}


def _source(log: Log, version: Row, file: Row) -> Source:
    """A capture of a version, to be read."""
    content, trouble = b"", ""
    try:
        content = captures.body(log, file["capture_id"])
    except ArchiveError as problem:
        trouble = str(problem)
    return Source(
        content,
        file["final_url"],
        name=_name(file),
        media_type=_content_type(file),
        body=version["body"],
        year=version["year"],
        trouble=trouble,
    )


def _attempt(file: Row, outcome: Outcome[Report]) -> Attempt:
    broken_off = outcome.end in {End.TIME, End.MEMORY, End.CRASH}
    return Attempt(file["capture_id"], file["final_url"], outcome.value, outcome.trouble, broken_off)


def _keep(log: Log, version_id: int, attempt: Attempt, clock: Clock) -> None:
    report = attempt.report
    readings.store(
        log,
        version_id,
        BROKEN_OFF if attempt.broken_off else READER,
        "unreadable" if report is None else "read",
        attempt.trouble,
        attempt.capture_id or None,
        {} if report is None else to_json(report),
        {} if report is None else figure_rows(report),
        clock,
    )


def _is_empty(report: Report) -> bool:
    return not report.sections and not any(table.present for table in report.tables.values())


def _name(file: Row) -> str:
    name = str(file["name"])
    return name if "." in name else str(file["final_url"])


def _content_type(file: Row) -> str:
    declared = (value for header, value in file["headers"] if header.lower() == "content-type")
    return next(declared, str(file["media_type"]))

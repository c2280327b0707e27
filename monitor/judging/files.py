"""Judges files without a log, like a linter: a draft before publication, or any report at hand."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from crawler.titles import BodyKind, kind_of_body
from monitor.documents.model import UnreadableDocumentError
from monitor.reports.inputs import Source
from monitor.reports.model import Report
from monitor.reports.sources import read_sources
from monitor.reports.strangers import why_no_report
from monitor.rules.catalogue import evaluate
from monitor.rules.model import Agreement, Case, Finding, Outcome, Publication, Severity

_LOCK: Final = "~$"


@dataclass(frozen=True, slots=True)
class Options:
    """What is known beside the files.

    ``published`` is the day of publication as the user gives it; it goes before the one that a page shows.
    ``previous`` are reports of earlier years, each held against the report of the same body and the year after.
    """

    today: date
    published: date | None = None
    body: str | None = None
    previous: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A report that was read and judged, with all answers of all rules."""

    report: Report
    findings: tuple[Finding, ...]
    body: str | None = None
    body_kind: BodyKind | None = None
    published: date | None = None
    content: bytes | None = None
    """The bytes that were read, where they stand in no file."""
    pictures: Mapping[int, tuple[str, ...]] | None = None
    """Paths of the pictures by the place of their finding among :attr:`failures`; None where none were asked for."""

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that people have to look at."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FAIL)

    def has_failure(self, threshold: Severity) -> bool:
        """Whether anything was found at or above that severity."""
        return any(finding.severity >= threshold for finding in self.failures)


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those below the directories named.

    Below a directory hidden files are left out, and those by which Office says that a file is open (``~$…``).
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        below = (file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith(_LOCK))
        yield from (file for file in below if not any(part.startswith(".") for part in file.relative_to(path).parts))


def read_files(
    paths: Sequence[Path], body: str | None = None
) -> Generator[Report | UnreadableDocumentError, None, None]:
    """The reports in the files, in their order.

    In the place of each that cannot be read or is no annual report, one line that names it and says why.
    """
    sources = (Source(path, str(path), path.name, body=body, dated=True) for path in paths)
    with closing(read_sources(sources, count=len(paths), quick=True)) as outcomes:
        for path, outcome in zip(paths, outcomes, strict=True):
            report = outcome.value
            trouble = outcome.trouble if report is None else why_no_report(report)
            yield UnreadableDocumentError(f"{path}：{trouble}") if report is None or trouble else report


def check_all(paths: Sequence[Path], options: Options) -> Generator[Checked | UnreadableDocumentError, None, None]:
    """Read and judge files, each as soon as those before it are done; in place of one that cannot be read, why."""
    with closing(read_files(paths, options.body)) as reports:
        for report in reports:
            yield _judge(report, options) if isinstance(report, Report) else report


def _judge(report: Report, options: Options) -> Checked:
    kind = (kind_of_body(options.body) if options.body else None) or report.body_kind
    body, publication = options.body or report.body, _publication(report, options)
    return judge_report(report, options, body=body, kind=kind, publication=publication)


def judge_report(
    report: Report,
    options: Options,
    *,
    body: str | None,
    kind: BodyKind | None,
    publication: Publication | None,
    agreements: tuple[Agreement, ...] = (),
) -> Checked:
    """What all rules answer on a report that no log judges.

    ``body`` and ``kind`` are whose it is taken for, ``agreements`` how its other files stand beside what was read.
    """
    case = Case(
        today=options.today,
        report=report,
        previous=previous_of(report, body, options.previous),
        publication=publication,
        body=body,
        body_kind=kind,
        agreements=agreements,
    )
    published = publication.published_on if publication else None
    return Checked(report, evaluate(case).findings, body, kind, published)


def previous_of(report: Report, body: str | None, given: Sequence[Report]) -> Report | None:
    """Last year's among the earlier reports: of the year before and of no other body.

    A single one is taken for it where it does not say whose it is, or of which year.
    """
    fitting = [
        one
        for one in given
        if (one.body is None or body is None or one.body == body)
        and (one.year is None or report.year is None or one.year == report.year - 1)
    ]
    return next((one for one in fitting if one.year is not None and one.body is not None), next(iter(fitting), None))


def _publication(report: Report, options: Options) -> Publication | None:
    """What is known of the day of publication: what the user says, else what the page shows."""
    if options.published:
        return Publication(options.published, "user")
    shown = report.shown_date
    return Publication(shown.on, shown.source, uncertain=shown.uncertain) if shown else None

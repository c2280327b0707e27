"""Judges files without a log, like a linter: a draft before publication, or any report at hand."""

import csv
import io
import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from crawler.titles import BodyKind, kind_of_body
from monitor.documents.model import UnreadableDocumentError
from monitor.reports.model import CellState, Report
from monitor.reports.sources import Source, read_sources
from monitor.reports.strangers import why_no_report
from monitor.rules.model import Case, Finding, Outcome, Publication, Severity
from monitor.rules.registry import evaluate
from monitor.wording import OUTCOMES, cells_line, quote_line
from monitor.wording import SEVERITIES as SEVERITY_NAMES

SEVERITIES: Final = (Severity.INFO, Severity.WARNING, Severity.ERROR)
"""From the mildest to the gravest."""

_CSV_HEADER: Final = (
    *("source", "body", "year", "rule", "name_zh", "severity", "outcome", "message", "basis", "cells", "page", "quote"),
)


@dataclass(frozen=True, slots=True)
class Options:
    """What is known beside the files.

    ``published`` is the day of publication as the user gives it; it goes before the one that a page shows.
    """

    today: date
    published: date | None = None
    body: str | None = None
    previous: Report | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A report that was read and judged, with all answers of all rules."""

    report: Report
    findings: tuple[Finding, ...]
    body: str | None = None
    body_kind: BodyKind | None = None
    published: date | None = None
    pictures: Mapping[int, tuple[str, ...]] | None = None
    """Paths of the pictures by the place of their finding among :attr:`failures`; None where none were asked for."""

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that people have to look at."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FAIL)

    def has_failure(self, threshold: Severity) -> bool:
        """Whether anything was found at or above that severity."""
        at = SEVERITIES.index(threshold)
        return any(SEVERITIES.index(finding.severity) >= at for finding in self.failures)


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those below the directories named; hidden ones below a directory are left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        below = (file for file in sorted(path.rglob("*")) if file.is_file())
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
            yield _judged(report, options) if isinstance(report, Report) else report


def _judged(report: Report, options: Options) -> Checked:
    body = options.body or report.body
    kind = (kind_of_body(options.body) if options.body else None) or report.body_kind
    publication = _publication(report, options)
    case = Case(
        today=options.today,
        report=report,
        previous=options.previous,
        publication=publication,
        body=body,
        body_kind=kind,
    )
    return Checked(report, tuple(evaluate(case)), body, kind, publication.published_on if publication else None)


def _publication(report: Report, options: Options) -> Publication | None:
    """What is known of the day of publication: what the user says, else what the page shows."""
    if options.published:
        return Publication(options.published, "user")
    shown = report.shown_date
    return Publication(shown.on, shown.source, uncertain=shown.uncertain) if shown else None


def as_json(reports: Sequence[Checked], *, everything: bool) -> str:
    """The reports as DESIGN §4 lays them down; ``everything`` gives all outcomes, else fails alone."""
    shown = {"reports": [_report_json(checked, everything=everything) for checked in reports]}
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def as_csv(reports: Sequence[Checked], *, everything: bool) -> str:
    """One line a finding, with a head line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV_HEADER)
    for checked in reports:
        report = checked.report
        for finding in _shown(checked, everything=everything):
            writer.writerow(
                [
                    *(report.source, checked.body or "", report.year or "", finding.rule, finding.name_zh),
                    *(finding.severity.value, finding.outcome.value, finding.message, finding.basis),
                    *(" ".join(finding.cells), finding.page or "", finding.quote),
                ]
            )
    return out.getvalue()


def as_text(checked: Checked, *, everything: bool) -> str:
    """One report for a terminal, ending in a line break."""
    return "\n".join(_lines(checked, everything=everything)) + "\n"


def _report_json(checked: Checked, *, everything: bool) -> dict[str, Any]:
    report = checked.report
    return {
        "source": report.source,
        "media_type": report.media_type,
        "body": checked.body,
        "body_kind": checked.body_kind,
        "year": report.year,
        "title": report.title,
        "published_on": checked.published and checked.published.isoformat(),
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "numeral": section.numeral,
                "standard": section.standard,
                "characters": len(section.text),
                "tables": section.tables,
                "pictures": section.pictures,
                "page": section.page,
            }
            for section in report.sections
        ],
        "figures": _figures(report),
        "unsure": [name for name, figure in report.figures.items() if figure.state is CellState.UNSURE],
        "notes": list(report.notes),
        "findings": [_finding_json(checked, finding) for finding in _shown(checked, everything=everything)],
    }


def _finding_json(checked: Checked, finding: Finding) -> dict[str, Any]:
    shown = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "message": finding.message,
        "basis": finding.basis,
        "cells": list(finding.cells),
        "page": finding.page,
        "quote": finding.quote,
    }
    if checked.pictures is None:
        return shown
    at = next((at for at, failure in enumerate(checked.failures) if failure is finding), -1)
    return {**shown, "pictures": list(checked.pictures.get(at, ()))}


def _figures(report: Report) -> dict[str, str]:
    """The figures as printed: "" for an empty cell; absent ones and those not read for certain are left out."""
    left_out = (CellState.ABSENT, CellState.UNSURE)
    return {name: figure.printed for name, figure in report.figures.items() if figure.state not in left_out}


def _shown(checked: Checked, *, everything: bool) -> tuple[Finding, ...]:
    return checked.findings if everything else checked.failures


def _lines(checked: Checked, *, everything: bool) -> Iterator[str]:
    report = checked.report
    year = f"{report.year} 年度" if report.year else "年度不明"
    yield f"{report.source}：{checked.body or '机关不明'}　{year}"
    found = _shown(checked, everything=everything)
    for finding in sorted(found, key=lambda finding: -SEVERITIES.index(finding.severity)):
        yield from _finding_lines(finding)
    counts = [
        f"{SEVERITY_NAMES[severity]} {number} 条"
        for severity in reversed(SEVERITIES)
        if (number := sum(finding.severity is severity for finding in checked.failures))
    ]
    yield f"  共发现：{'，'.join(counts)}。" if counts else "  没有发现问题。"
    for note in report.notes:
        yield f"  注：{note}"


def _finding_lines(finding: Finding) -> Iterator[str]:
    failed = finding.outcome is Outcome.FAIL
    tag = SEVERITY_NAMES[finding.severity] if failed else OUTCOMES[finding.outcome]
    yield f"  [{tag}] {finding.rule} {finding.name_zh}：{finding.message}".rstrip("：")
    if not failed:
        return
    if finding.cells:
        yield f"      单元格：{cells_line(finding.cells)}"
    if finding.quote:
        yield f"      原文：{quote_line(finding.page, finding.quote)}"
    yield f"      依据：{finding.basis}"

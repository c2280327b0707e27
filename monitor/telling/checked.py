"""Reports that were judged as files, as people and programs read them: text, JSON, CSV."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from monitor.judging.files import Checked
from monitor.reports.model import CellState, Report
from monitor.rules.model import Finding, Outcome, Severity
from monitor.telling.wording import OUTCOMES, SEVERITIES, cells_line, quote_line

_CSV_HEADER: Final = (
    *("source", "body", "year", "rule", "name_zh", "severity", "outcome", "message", "basis", "cells", "page", "quote"),
)


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
        for finding in _select(checked, everything=everything):
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
        "findings": [_finding_json(checked, finding) for finding in _select(checked, everything=everything)],
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
        "quotes": list(finding.quotes),
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


def _select(checked: Checked, *, everything: bool) -> tuple[Finding, ...]:
    return checked.findings if everything else checked.failures


def _lines(checked: Checked, *, everything: bool) -> Iterator[str]:
    report = checked.report
    year = f"{report.year} 年度" if report.year else "年度不明"
    yield f"{report.source}：{checked.body or '机关不明'}　{year}"
    found = _select(checked, everything=everything)
    for finding in sorted(found, key=lambda finding: -finding.severity.rank):
        yield from _finding_lines(finding)
    counts = [
        f"{SEVERITIES[severity]} {number} 条"
        for severity in sorted(Severity, reverse=True)
        if (number := sum(finding.severity is severity for finding in checked.failures))
    ]
    yield f"  共发现：{'，'.join(counts)}。" if counts else "  没有发现问题。"
    for note in report.notes:
        yield f"  注：{note}"


def _finding_lines(finding: Finding) -> Iterator[str]:
    failed = finding.outcome is Outcome.FAIL
    tag = SEVERITIES[finding.severity] if failed else OUTCOMES[finding.outcome]
    yield f"  [{tag}] {finding.rule} {finding.name_zh}：{finding.message}".rstrip("：")
    if not failed:
        return
    if finding.cells:
        yield f"      单元格：{cells_line(finding.cells)}"
    if finding.quote:
        yield f"      原文：{quote_line(finding.page, finding.quote)}"
    yield f"      依据：{finding.basis}"

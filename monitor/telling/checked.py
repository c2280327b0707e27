"""Reports that were judged as files, as people and programs read them: text, JSON, CSV."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from crawler import outgoing
from monitor.judging.files import Checked
from monitor.reports.model import CellState, Report
from monitor.rules.catalogue import mend, rules
from monitor.rules.coverage import Coverage
from monitor.rules.model import Finding, Outcome, Severity
from monitor.telling.wording import OUTCOMES, SEVERITIES, cells_line, quote_line

_CSV_HEADER: Final = (
    *("source", "body", "year", "rule", "name_zh", "severity", "outcome", "message", "basis", "basis_kind"),
    *("mend", "cells", "page", "quote"),
)

_UNCHECKED_SHOWN: Final = 10
"""Rules that could not be checked and are named one by one."""


def as_json(reports: Sequence[Checked], *, everything: bool) -> str:
    """The reports as DESIGN §4 lays them down; ``everything`` gives all outcomes, else fails alone."""
    shown = {"reports": [_report_json(checked, everything=everything) for checked in reports]}
    return outgoing.as_json(shown)


def as_csv(reports: Sequence[Checked], *, everything: bool) -> str:
    """One line a finding, with a head line."""
    return outgoing.as_csv(
        _CSV_HEADER, (row for checked in reports for row in _csv_rows(checked, everything=everything))
    )


def _csv_rows(checked: Checked, *, everything: bool) -> Iterator[list[str]]:
    report = checked.report
    for finding in _select(checked, everything=everything):
        yield [
            *(report.source, checked.body or "", str(report.year or ""), finding.rule, finding.name_zh),
            *(finding.severity.value, finding.outcome.value, finding.message, finding.basis),
            *(_basis_kind(finding), _mend(finding)),
            *(" ".join(finding.cells), str(finding.page or ""), finding.quote),
        ]


def as_text(checked: Checked, *, everything: bool) -> str:
    """One report for a terminal, ending in a line break."""
    return outgoing.as_lines(_lines(checked, everything=everything))


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
        "basis_kind": _basis_kind(finding),
        "mend": _mend(finding),
        "cells": list(finding.cells),
        "page": finding.page,
        "quotes": list(finding.quotes),
        "quote": finding.quote,
    }
    if checked.pictures is None:
        return shown
    at = next((at for at, failure in enumerate(checked.failures) if failure is finding), -1)
    return {**shown, "pictures": list(checked.pictures.get(at, ()))}


def _basis_kind(finding: Finding) -> str:
    return rules()[finding.rule].basis_kind


def _mend(finding: Finding) -> str:
    """What to do about a finding; nothing is to be done about any other answer."""
    return mend(finding.rule) if finding.outcome is Outcome.FAIL else ""


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
    counts = _counts([checked])
    yield f"  共发现：{'，'.join(counts)}。" if counts else "  没有发现问题。"
    yield f"  {_coverage_line(checked)}"
    for note in report.notes:
        yield f"  注：{note}"


def summary(reports: Sequence[Checked], unreadable: int) -> str:
    """What several files came to, for a terminal: those with problems one by one, all of them in the last line."""
    wrong = [one for one in reports if one.failures]
    sound = len(reports) - len(wrong)
    lines = [f"  {one.report.source}：{'，'.join(_counts([one]))}" for one in wrong]
    found = f"{len(wrong)} 份有问题（{'，'.join(_counts(wrong))}）" if wrong else "0 份有问题"
    unread = f"，{unreadable} 份未能检查（见各自的说明）" if unreadable else ""
    total = f"共 {len(reports) + unreadable} 份：{sound} 份没有发现问题，{found}{unread}。"
    return outgoing.as_lines(["汇总：", *lines, total])


def _counts(reports: Iterable[Checked]) -> list[str]:
    """How many problems of each severity there are, the gravest first."""
    held = [finding.severity for checked in reports for finding in checked.failures]
    return [
        f"{SEVERITIES[severity]} {held.count(severity)} 条"
        for severity in sorted(Severity, reverse=True)
        if severity in held
    ]


def _coverage_line(checked: Checked) -> str:
    """How far the check went: what only a crawl's history tells is not asked of a file."""
    known = rules()
    asked = [finding for finding in checked.findings if "history" not in known[finding.rule].needs]
    coverage = Coverage.of((finding.rule, finding.outcome) for finding in asked)
    left = [f"“{known[code].name_zh}”" for code in coverage.unchecked]
    which = f"（{'、'.join(left[:_UNCHECKED_SHOWN])}{f' 等 {len(left)} 项' if len(left) > _UNCHECKED_SHOWN else ''}）"
    return (
        f"已查 {coverage.checked} 项，不适用 {coverage.not_applicable} 项，"
        f"未能检查 {len(left)} 项{which if left else ''}。"
    )


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
    yield f"      怎样改：{_mend(finding)}"
    yield f"      依据：{finding.basis}"

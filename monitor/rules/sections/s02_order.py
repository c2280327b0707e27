"""S02: the sections are out of order or wrongly numbered."""

from collections.abc import Iterator

from monitor.law.basis import FORM
from monitor.reports.model import Section
from monitor.rules.citing import excerpt
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.sections.outline import HEADINGS, ORDER


@rule(
    "S02",
    name="Sections out of order or misnumbered",
    name_zh="章节顺序或序号错误",
    severity=Severity.WARNING,
    basis=f"{FORM}所附格式的章节顺序",
    basis_kind="form",
    needs=("report",),
)
def check_order(case: Case) -> Iterator[Verdict]:
    """S02: sections out of order, a numeral repeated or skipped; gaps that S01 explains are not counted."""
    report = case.the_report
    faults = [*_order_faults(report.sections), *_numeral_faults(report.sections)]
    if faults:
        yield Verdict(
            Outcome.FAIL,
            f"章节顺序或序号疑似有误：{'；'.join(faults)}，请核对。",
            page=report.sections[0].page,
            quotes=tuple(excerpt(section.heading) for section in report.sections if section.heading),
        )


def _order_faults(sections: list[Section]) -> Iterator[str]:
    places = [ORDER.index(section.key) for section in sections]
    for before, after, section in zip(places, places[1:], sections[1:], strict=False):
        if after < before:
            yield f"“{excerpt(section.heading)}”排在“{HEADINGS[ORDER[before]][2:]}”之后"


def _numeral_faults(sections: list[Section]) -> Iterator[str]:
    """Faults between neighbours; a section that is missing altogether may leave its numeral out or not."""
    last_numeral, last_place = 0, -1
    for section in sections:
        if section.numeral is None:
            last_place = ORDER.index(section.key)
            last_numeral = last_place + 1
            continue
        place = ORDER.index(section.key)
        step = section.numeral - last_numeral
        if step == 0:
            yield f"序号重复：“{excerpt(section.heading)}”"
        elif step not in (1, place - last_place):
            yield f"序号不连续：“{excerpt(section.heading)}”"
        last_numeral, last_place = section.numeral, place

"""Sound reports break no rule, and every flaw breaks exactly the rule it is named after.

The way is the real one: printed, read as a document, read as a report, judged.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from monitor.demo.flaws import CORRECTED_CELL, FLAWS, SPECIMEN_ID, corrected, late
from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.render_text import report_text
from monitor.demo.scenario import build
from monitor.documents.reading import read_document
from monitor.reports.reading import read_report
from monitor.rules.catalogue import evaluate
from monitor.rules.model import Case, Change, Outcome, Publication

PRINTERS = {
    "pdf": report_pdf,
    "docx": report_docx,
    "html": lambda draft: report_page(draft).encode(),
    "htm": lambda draft: report_page(draft, pasted=True).encode(),
    "txt": lambda draft: report_text(draft).encode(),
}
SCENARIO = build(date(2026, 11, 21))
POSTINGS = {(posting.body.name, posting.draft.year): posting for posting in SCENARIO.postings}
SOUND = [posting for posting in SCENARIO.postings if posting.flaw is None]
FLAWED = {posting.flaw: posting for posting in SCENARIO.postings if posting.flaw in FLAWS}
KINDS = ("乌有市公安局", "水月县无何乡人民政府", "镜花区人民政府")
"""Bodies on whom flaws are tried that the scenario gives to others: busy, idle, governing."""


def read(draft, extension):
    document = read_document(PRINTERS[extension](draft), name=f"report.{extension}")
    return read_report(document, source=f"report.{extension}", body=draft.body, year=draft.year)


@cache
def read_before(body, year):
    """The sound report of the year before, None where there is none."""
    posting = POSTINGS.get((body, year - 1))
    return read(posting.draft, "html") if posting is not None and posting.flaw is None else None


def judge(draft, extension, **more):
    posting = next(posting for posting in SCENARIO.postings if posting.body.name == draft.body)
    case = Case(
        today=SCENARIO.first_day,
        report=read(draft, extension),
        previous=read_before(draft.body, draft.year),
        publication=Publication(published_on=draft.published_on, published_from="label", **more),
        body=draft.body,
        body_kind=draft.kind,
        year=draft.year,
        division=posting.portal.division,
        level=posting.portal.level,
    )
    return evaluate(case)


def broken(answered):
    return {finding.rule for finding in answered.failures}


def named(posting):
    return f"{posting.body.name}{posting.draft.year}"


@pytest.mark.parametrize("posting", SOUND, ids=named)
def test_a_sound_report_is_read_whole_and_breaks_nothing(posting):
    extension = tuple(PRINTERS)[posting.serial % len(PRINTERS)]
    report = read(posting.draft, extension)
    assert {name: report.figure(name).printed for name in posting.draft.printed()} == posting.draft.printed()
    assert (report.title, report.form) == (posting.draft.title, "2021")
    answered = judge(posting.draft, extension)
    assert not [(finding.rule, finding.message) for finding in answered.failures]
    assert not [finding for finding in answered.findings if finding.outcome is Outcome.CRASHED]


@pytest.mark.parametrize("extension", PRINTERS)
@pytest.mark.parametrize("code", FLAWS)
def test_a_flaw_breaks_its_rule_alone_and_names_its_cells(code, extension):
    if (code, extension) == ("B06", "txt"):
        pytest.skip("a word between tabs leaves the row's columns unsure, and what is unsure is not judged")
    posting, flaw = FLAWED[code], FLAWS[code]
    findings = judge(posting.draft, extension).failures
    assert {finding.rule for finding in findings} == {code}
    assert {finding.subject for finding in findings} == {flaw.subject}
    assert flaw.cells <= {cell for finding in findings for cell in finding.cells}


@pytest.mark.parametrize("code", FLAWS)
@pytest.mark.parametrize("name", KINDS)
def test_a_flaw_breaks_its_rule_alone_on_any_body_that_can_bear_it(code, name):
    draft = POSTINGS[name, 2023].draft
    if not FLAWS[code].suits(draft):
        with pytest.raises(ValueError, match=rf"{name} 2023: .* {code}"):
            FLAWS[code].apply(draft)
        return
    assert broken(judge(FLAWS[code].apply(draft), "docx")) == {code}


@pytest.mark.parametrize("code", FLAWS)
def test_a_flaw_leaves_the_sound_draft_as_it_was(code):
    draft = next(posting.draft for posting in SOUND if FLAWS[code].suits(posting.draft))
    before = replace(draft)
    assert FLAWS[code].apply(draft) != draft
    assert draft == before


def test_a_late_report_breaks_the_rule_of_its_kind():
    for name, code, day in (("乌有市教育局", "D01", date(2024, 2, 1)), ("镜花区人民政府", "D02", date(2024, 4, 1))):
        draft = POSTINGS[name, 2023].draft
        assert broken(judge(late(draft, day), "html")) == {code}
        assert not broken(judge(late(draft, day.replace(day=1, month=1)), "html"))


def test_a_correction_breaks_nothing_but_is_itself_told():
    draft = POSTINGS["乌有市教育局", SCENARIO.year].draft
    after = corrected(draft)
    assert not broken(judge(after, "html"))
    change = Change(
        "2026-04-09T01:00:00Z", ((CORRECTED_CELL, draft.figures[CORRECTED_CELL], after.figures[CORRECTED_CELL]),)
    )
    findings = judge(after, "html", changes=(change,)).failures
    assert [(finding.rule, finding.cells) for finding in findings] == [("D10", (CORRECTED_CELL,))]


def test_the_specimen_number_is_the_one_of_the_standard():
    """GB 11643: the sum of digits by their weights is 1 modulo 11."""
    digits = [10 if sign == "X" else int(sign) for sign in SPECIMEN_ID]
    assert sum(digit * 2 ** (17 - place) for place, digit in enumerate(digits)) % 11 == 1

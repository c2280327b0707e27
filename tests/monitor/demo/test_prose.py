"""Made-up reports say what their tables say, and do not read alike."""

import difflib
import itertools
import re
from datetime import date

import pytest

from monitor.demo.bodies import PORTALS, body_named
from monitor.demo.figures import figures_by_year
from monitor.demo.prose import published_day, write_report
from monitor.demo.reports import HEADINGS, Heading, Prose
from monitor.law.deadlines import due_date, is_late

YEARS = range(2021, 2026)
BODIES = [body for portal in PORTALS for body in portal.bodies]


def reports_of(body):
    figures = figures_by_year(body.name, body.work, YEARS)
    return {year: write_report(body, year, figures[year], published_day(body, year)) for year in YEARS}


@pytest.fixture(scope="module")
def reports():
    return {body.name: reports_of(body) for body in BODIES}


def texts(draft, key):
    return [draft.fill(text) for text in draft.sections[key]]


def test_every_brace_is_filled_and_no_word_is_left_open(reports):
    for draft in (draft for years in reports.values() for draft in years.values()):
        prose = "".join(part.text for part in draft.parts() if isinstance(part, Heading | Prose))
        assert not re.search(r"[{}$]", prose)


def test_the_six_headings_stand_in_their_order(reports):
    for draft in (draft for years in reports.values() for draft in years.values()):
        headings = [part.text for part in draft.parts() if isinstance(part, Heading)]
        assert headings == list(HEADINGS.values())


def test_text_and_table_name_the_same_numbers(reports):
    for draft in (draft for years in reports.values() for draft in years.values()):
        overview = "".join(texts(draft, "overview"))
        for sentence in re.findall(r"(?:新收|收到)(?:群众和单位提出的)?(?:政府信息公开)?申请(\d+)件", overview):
            assert sentence == draft.figures["applications.new.total"]
        for issued in re.findall(r"(?:制发|出台|印发)行政规范性文件(\d+)件", overview):
            assert issued == draft.figures["proactive.normative_documents.issued"]
        parts = re.search(r"信息(\d+)条，(?:其中|按来源分，)\D*(\d+)条[、，]\D*(\d+)条[、，]\D*(\d+)条", overview)
        if parts:
            whole, *counts = map(int, parts.groups())
            assert whole == sum(counts)


def test_none_received_is_said_only_where_none_was_received(reports):
    for draft in (draft for years in reports.values() for draft in years.values()):
        says_none = re.search(r"(?:没有收到|未收到)政府信息公开申请", "".join(texts(draft, "overview")))
        at_hand = int(draft.figures["applications.new.total"]) + int(draft.figures["applications.carried_in.total"])
        assert bool(says_none) == (at_hand == 0)


def test_a_government_reports_assessment_review_and_accountability_and_others_do_not(reports):
    for body in BODIES:
        for draft in reports[body.name].values():
            told = "".join(texts(draft, "overview"))
            governs = body.kind in ("government", "township")
            assert all(word in told for word in ("考核", "评议", "责任追究")) == governs


def test_lengths_stay_within_what_is_usual(reports):
    for draft in (draft for years in reports.values() for draft in years.values()):
        assert 250 < len("".join(texts(draft, "overview"))) <= 1000
        assert len("".join(texts(draft, "problems"))) >= 50


def test_no_year_repeats_the_year_before(reports):
    for years in reports.values():
        for year in YEARS[1:]:
            for key, limit in (("overview", 0.9), ("problems", 0.85)):
                now, before = ("".join(texts(years[which], key)) for which in (year, year - 1))
                assert difflib.SequenceMatcher(None, now, before, autojunk=False).ratio() < limit


def test_no_body_repeats_another(reports):
    for one, other in itertools.combinations(BODIES, 2):
        now, there = (
            "".join(texts(reports[body.name][2025], "overview") + texts(reports[body.name][2025], "problems"))
            for body in (one, other)
        )
        matcher = difflib.SequenceMatcher(None, now, there, autojunk=False)
        assert matcher.real_quick_ratio() < 0.85 or matcher.quick_ratio() < 0.85 or matcher.ratio() < 0.85


def test_sound_reports_are_published_in_time(reports):
    for body in BODIES:
        for year, draft in reports[body.name].items():
            override = tuple(map(int, body.due.split("-"))) if body.due else None
            due = due_date(body.kind, year, override)
            assert due is not None
            assert not is_late(draft.published_on, due)
            assert date(year + 1, 1, 1) < draft.signed_on <= draft.published_on


def test_names_are_unique_and_found():
    names = [body.name for body in BODIES]
    assert len(set(names)) == len(names)
    assert body_named(names[3]) is BODIES[3]
    with pytest.raises(KeyError):
        body_named("某某局")

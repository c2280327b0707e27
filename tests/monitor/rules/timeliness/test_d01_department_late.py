from datetime import date

import pytest

from monitor.rules.model import Outcome, Severity
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("D01", "Department report late", "部门年报逾期发布", "error", "law"),
    fails={
        "a day late": lambda d: d.published(date(2024, 2, 1)),
        "by our own looking": lambda d: d.published(date(2024, 2, 9), "first_seen").absent(date(2024, 2, 3)),
    },
    passes={
        "on the last day": lambda d: d.published(date(2024, 1, 31)),
        "a zone's committee by March": lambda d: d.set(body="青屿综合实验区管委会").published(date(2024, 3, 31)),
        "a centre by March": lambda d: d.known(body="宁川县招商服务中心").published(date(2024, 2, 20)),
        "a zone's bureau by March": lambda d: d.set(body="宁川经济开发区财政局").published(date(2024, 2, 20)),
        "seen in time": lambda d: d.published(date(2024, 1, 30), "first_seen"),
    },
    not_assessed={
        "institution": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="institution")),
        "no date": (Outcome.NOT_EVALUATED, lambda d: d.published(None)),
        "address": (Outcome.NOT_EVALUATED, lambda d: d.published(date(2024, 9, 1), "url")),
        "uncertain": (Outcome.NOT_EVALUATED, lambda d: d.published(date(2024, 9, 1), uncertain=True)),
        "first look too late": (Outcome.NOT_EVALUATED, lambda d: d.published(date(2024, 4, 1), "first_seen")),
        "year unknown": (Outcome.NOT_EVALUATED, lambda d: d.set(year=None)),
    },
)


def test_a_late_report_shows_date_evidence_and_article(draft, judge):
    finding = judge(draft("department").published(date(2024, 2, 5), "pubdate"), "D01")[0]
    assert finding.severity is Severity.ERROR
    assert "发布于2024-02-05（依据：网页标签 PubDate）" in finding.message
    assert "2024-01-31" in finding.message
    assert "逾期5天" in finding.message
    assert "第四十九条第一款" in finding.basis


def test_an_office_is_held_to_january_by_practice_alone(draft, judge):
    hint, warning = (judge(draft("office").published(on), "D01")[0] for on in (date(2024, 2, 1), date(2024, 4, 1)))
    assert (hint.outcome, hint.severity) == (Outcome.FAIL, Severity.INFO)
    assert (warning.outcome, warning.severity) == (Outcome.FAIL, Severity.WARNING)
    assert "实践口径" in warning.basis
    assert judge(draft("office").published(date(2024, 2, 1)), "D02")[0].outcome is Outcome.NOT_APPLICABLE


def test_old_years_are_held_to_the_old_law(draft, judge):
    on_time = draft("department", 2018).published(date(2019, 3, 31))
    assert judge(on_time, "D01")[0].outcome is Outcome.PASS
    late = judge(draft("department", 2018).published(date(2019, 4, 1)), "D01")[0]
    assert late.outcome is Outcome.FAIL
    assert "第三十一条" in late.basis


def test_a_local_day_missed_alone_is_a_hint(draft, judge):
    made = draft("department").known(due_override=(1, 10))
    finding = judge(made.published(date(2024, 1, 20)), "D01")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.INFO)
    assert "法定期限未过" in finding.message
    finding = judge(made.published(date(2024, 2, 1)), "D01")[0]
    assert finding.severity is Severity.ERROR
    assert "最迟应于2024-01-31发布" in finding.message
    assert "地方规定" not in finding.basis


@pytest.mark.parametrize("body", ["青屿综合实验区管委会", "青屿高新技术产业开发区管理委员会", "宁川县招商服务中心"])
def test_a_body_of_open_kind_is_asked_by_the_later_day_unless_the_roster_tells(draft, judge, body):
    made = draft("department").set(body=body).published(date(2024, 4, 2))
    finding = judge(made, "D01")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.WARNING)
    assert "类别未定" in finding.message
    finding = judge(made.published(date(2024, 2, 20)).known(kind_told=True), "D01")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.ERROR)


def test_a_roster_s_day_for_a_body_of_open_kind_is_a_hint_until_the_later_one(draft, judge):
    made = draft("department").set(body="青屿综合实验区管委会").known(due_override=(1, 31))
    assert judge(made.published(date(2024, 2, 20)), "D01")[0].severity is Severity.INFO
    assert judge(made.published(date(2024, 4, 2)), "D01")[0].severity is Severity.WARNING


@pytest.mark.parametrize("body", ["宁川市浦东新区教育局", "宁川县国有资产监督管理委员会", "宁川县外事办公室"])
def test_a_department_is_one_by_its_name(draft, judge, body):
    finding = judge(draft("department").set(body=body).published(date(2024, 2, 20)), "D01")[0]
    assert finding.severity is Severity.ERROR


def test_the_day_of_publication_does_not_make_the_year_it_is_judged_by(draft, judge):
    made = draft("department").set(year=None).published(date(2024, 2, 5))
    assert judge(made, "D01")[0].outcome is Outcome.NOT_EVALUATED


def test_a_report_that_could_not_be_read_can_be_late(draft, judge):
    made = draft("department").known(report=None, body_kind="department", year=2023)
    assert judge(made.published(date(2024, 2, 5)), "D01")[0].outcome is Outcome.FAIL

from datetime import date

from monitor.rules.model import Change, Outcome, Severity
from monitor.rules.registry import rules


def test_a_late_report_shows_date_evidence_and_article(draft, judge):
    finding = judge(draft("department").published(date(2024, 2, 5), "pubdate"), "D01")[0]
    assert finding.severity is Severity.ERROR
    assert "发布于2024-02-05（依据：网页标签 PubDate）" in finding.message
    assert "2024-01-31" in finding.message
    assert "逾期5天" in finding.message
    assert "第四十九条第一款" in finding.basis


def test_an_office_is_held_to_january(draft, judge):
    assert judge(draft("office").published(date(2024, 2, 1)), "D01")[0].outcome is Outcome.FAIL
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


def test_the_day_of_publication_does_not_make_the_year_it_is_judged_by(draft, judge):
    made = draft("department").set(year=None).published(date(2024, 2, 5))
    assert judge(made, "D01")[0].outcome is Outcome.NOT_EVALUATED


def test_a_report_that_could_not_be_read_can_be_late(draft, judge):
    made = draft("department").known(report=None, body_kind="department", year=2023)
    assert judge(made.published(date(2024, 2, 5)), "D01")[0].outcome is Outcome.FAIL


def test_townships_are_asked_not_accused(draft, judge):
    made = draft("township").absent(date(2024, 2, 3), date(2024, 2, 9))
    finding = judge(made, "D04")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.WARNING)
    assert "疑似尚未发布" in finding.message
    assert "逾期" not in finding.message
    assert "实践口径" in finding.basis


def test_an_absence_names_body_days_and_places(draft, judge):
    finding = judge(draft("department").absent(date(2024, 2, 9), date(2024, 2, 3)), "D04")[0]
    assert finding.severity is Severity.ERROR
    assert "宁川县教育局2023年度年报最迟应于2024-01-31发布，在2024-02-03、2024-02-09等日" in finding.message
    assert finding.quote == "http://127.0.0.1/column/"


def test_a_changed_figure_is_named_and_louder_than_changed_text(draft, judge):
    text = judge(draft().published(date(2024, 1, 20), changes=(Change("2024-02-01T00:00:00Z"),)), "D10")[0]
    assert text.severity is Severity.INFO
    change = Change("2024-02-01T00:00:00Z", (("applications.new.total", "7", "8"),))
    figure = judge(draft().published(date(2024, 1, 20), changes=(change,)), "D10")[0]
    assert figure.severity is Severity.WARNING
    assert figure.cells == ("applications.new.total",)
    assert "由“7”改为“8”" in figure.message


def test_many_changed_figures_are_counted(draft, judge):
    names = [name for name in draft().names() if name.startswith("applications.granted")]
    change = Change("2024-02-01T00:00:00Z", tuple((name, "0", "1") for name in names))
    finding = judge(draft().published(date(2024, 1, 20), changes=(change,)), "D10")[0]
    assert "等7处" in finding.message
    assert len(finding.cells) == 7


def test_every_basis_of_practice_says_so():
    for code in ("A02", "B05", "C03", "D10", "E01", "E09", "Y07"):
        assert "实践口径" in rules()[code].basis

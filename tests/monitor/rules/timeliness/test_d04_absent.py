from datetime import date

from monitor.rules.model import Outcome, Severity
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("D04", "Not published after deadline", "逾期未发布", "error", "law"),
    fails={"two healthy days": lambda d: d.absent(date(2024, 2, 3), date(2024, 2, 4))},
    passes={"not yet due": lambda d: d.absent(due=date(2024, 4, 30))},
    not_assessed={
        "one day": (Outcome.NOT_EVALUATED, lambda d: d.absent(date(2024, 2, 3))),
        "the same day twice": (Outcome.NOT_EVALUATED, lambda d: d.absent(date(2024, 2, 3), date(2024, 2, 3))),
        "before the due day": (Outcome.NOT_EVALUATED, lambda d: d.absent(date(2024, 1, 31), date(2024, 2, 3))),
        "unhealthy": (
            Outcome.NOT_EVALUATED,
            lambda d: d.absent(date(2024, 2, 3), date(2024, 2, 4), healthy=False),
        ),
        "institution": (
            Outcome.NOT_APPLICABLE,
            lambda d: d.absent(date(2024, 2, 3), date(2024, 2, 4), kind="institution"),
        ),
    },
)


def test_townships_are_asked_not_accused(draft, judge):
    made = draft("township").absent(date(2024, 2, 3), date(2024, 2, 9))
    finding = judge(made, "D04")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.WARNING)
    assert "疑似尚未发布" in finding.message
    assert "逾期" not in finding.message
    assert "实践口径" in finding.basis


def test_an_office_is_asked_the_louder_the_later(draft, judge):
    made = draft("office").absent(date(2024, 2, 3), date(2024, 2, 9))
    assert judge(made.known(today=date(2024, 3, 1)), "D04")[0].severity is Severity.INFO
    assert judge(made.known(today=date(2024, 4, 8)), "D04")[0].severity is Severity.WARNING


def test_a_body_of_open_kind_is_asked_not_accused(draft, judge):
    made = draft("department").set(body="青屿综合实验区管委会")
    made.absent(date(2024, 4, 3), date(2024, 4, 5), due=date(2024, 3, 31))
    finding = judge(made, "D04")[0]
    assert finding.severity is Severity.WARNING
    assert "逾期" not in finding.message
    assert judge(made.known(kind_told=True), "D04")[0].severity is Severity.ERROR


def test_a_local_day_passed_alone_is_a_hint(draft, judge):
    made = draft("department").known(due_override=(1, 10))
    made.absent(date(2024, 1, 15), date(2024, 1, 20), due=date(2024, 1, 10)).known(today=date(2024, 2, 20))
    finding = judge(made, "D04")[0]
    assert finding.severity is Severity.INFO
    assert "仅为地方要求" in finding.message
    made.absent(date(2024, 1, 15), date(2024, 2, 3), date(2024, 2, 9), due=date(2024, 1, 10))
    finding = judge(made, "D04")[0]
    assert finding.severity is Severity.ERROR
    assert "最迟应于2024-01-31发布" in finding.message
    assert "地方规定" not in finding.basis


def test_an_absence_names_body_days_and_places(draft, judge):
    finding = judge(draft("department").absent(date(2024, 2, 9), date(2024, 2, 3)), "D04")[0]
    assert finding.severity is Severity.ERROR
    assert "宁川县教育局2023年度年报最迟应于2024-01-31发布，在2024-02-03、2024-02-09等日" in finding.message
    assert finding.quote == "http://127.0.0.1/column/"

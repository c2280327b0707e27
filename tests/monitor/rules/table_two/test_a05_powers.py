import pytest

from monitor.rules.model import Outcome, Severity
from tests.monitor.rules.cases import UNSURE, Cases

CASES = Cases(
    *("A05", "Regulations without rule-making power", "无规章制定权却填报规章", "error", "law"),
    fails={
        "a department": lambda d: d.put("proactive.rules.in_force", 6),
        "repealed": lambda d: d.put("proactive.rules.repealed", 1),
        "a township": lambda d: d.put("proactive.rules.issued", 1).set(body="东河镇人民政府", body_kind="township"),
        "a county": lambda d: d.put("proactive.rules.issued", 1).set(body="宁川县人民政府", body_kind="government"),
    },
    passes={
        "none": lambda d: d,
        "a city": lambda d: (
            d.put("proactive.rules.in_force", 5)
            .set(body="江北市人民政府", body_kind="government")
            .known(division="990100")
        ),
        "a city's office": lambda d: (
            d.put("proactive.rules.in_force", 5)
            .set(body="江北市人民政府办公室", body_kind="office")
            .known(division="990100")
        ),
        "a city without districts": lambda d: d.put("proactive.rules.in_force", 5).set(
            body="东莞市人民政府", body_kind="government"
        ),
    },
    not_assessed={
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark("proactive.rules.issued", UNSURE)),
        "a bare city": (
            Outcome.NOT_EVALUATED,
            lambda d: d.put("proactive.rules.issued", 1).set(body="江北市人民政府", body_kind="government"),
        ),
        "body unknown": (
            Outcome.NOT_EVALUATED,
            lambda d: d.put("proactive.rules.issued", 1).set(body=None, body_kind=None),
        ),
    },
)


def test_a_county_is_accused_and_a_department_asked(draft, judge):
    county = draft("government").put("proactive.rules.in_force", 6)
    finding = judge(county, "A05")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.ERROR)
    assert finding.cells == ("proactive.rules.in_force",)
    assert "规章·现行有效件数6" in finding.message
    department = draft("department").put("proactive.rules.in_force", 6)
    finding = judge(department, "A05")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.WARNING)
    assert "请核对" in finding.message


@pytest.mark.parametrize(("year", "articles"), [(2021, "第八十条、第八十二条"), (2022, "2015年"), (2023, "第九十一条")])
def test_the_articles_are_those_in_force_in_the_year(draft, judge, year, articles):
    finding = judge(draft("government", year).put("proactive.rules.in_force", 6), "A05")[0]
    assert articles in finding.basis

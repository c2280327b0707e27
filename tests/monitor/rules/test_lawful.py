"""A lawful report is accused of nothing, whoever owes it."""

import pytest

from monitor.rules.catalogue import evaluate, rules
from monitor.rules.model import Outcome

KINDS = ("government", "office", "department", "township", "subdistrict", "institution")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023, 2025])
def test_no_failure(draft, kind, year):
    lawful = draft(kind, year).known(previous=draft(kind, year - 1).finish())
    answered = evaluate(lawful.case())
    assert [(finding.rule, finding.message) for finding in answered.failures] == []
    assert {finding.outcome for finding in answered.findings} <= {
        Outcome.PASS,
        Outcome.NOT_APPLICABLE,
        Outcome.NOT_EVALUATED,
    }


def test_a_department_passes_what_can_be_judged(draft):
    lawful = draft("department", 2023).known(previous=draft("department", 2022).finish())
    passed = {finding.rule for finding in evaluate(lawful.case()).findings if finding.outcome is Outcome.PASS}
    assert set(rules()) - passed == {"S08", "D02", "D04", "E05", "W09"}


@pytest.mark.parametrize("year", [2009, 2017, 2018])
def test_before_2019_only_the_rules_without_a_form_speak(draft, year):
    answered = evaluate(draft("department", year).case())
    judged = {finding.rule for finding in answered.findings if finding.outcome is not Outcome.NOT_APPLICABLE}
    assert judged == {"S04", "D01", "D04", "D10", "D11", "F02", "F03", "P01"}
    assert answered.failures == ()

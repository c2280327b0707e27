from datetime import date

from monitor.rules.model import Outcome, Severity
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("D02", "Government report late", "政府年报逾期发布", "error", "law"),
    kind="government",
    fails={"a day late": lambda d: d.published(date(2024, 4, 1))},
    passes={"on the last day": lambda d: d.published(date(2024, 3, 31))},
    not_assessed={
        "an office": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="office")),
        "address": (Outcome.NOT_EVALUATED, lambda d: d.published(date(2024, 9, 1), "url")),
    },
)


def test_a_zone_is_asked_by_the_same_day_as_its_committee(draft, judge):
    made = draft("government").set(body="青屿综合实验区")
    assert judge(made.published(date(2024, 3, 31)), "D02")[0].outcome is Outcome.PASS
    finding = judge(made.published(date(2024, 4, 1)), "D02")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.WARNING)

from datetime import date, timedelta

from monitor.rules.model import Change, Outcome, Severity
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("D11", "Withdrawn", "已发布后撤下", "error", "law"),
    fails={"gone": lambda d: d.published(date(2024, 1, 20), withdrawn_on=date(2024, 3, 1))},
    passes={
        "still there": lambda d: d,
        "changed and there": lambda d: d.published(date(2024, 1, 20), changes=(Change("2024-02-01T00:00:00Z"),)),
    },
    not_assessed={"no history": (Outcome.NOT_EVALUATED, lambda d: d.known(publication=None))},
)


def test_withdrawal_settles_after_a_week(draft, judge):
    gone = draft().published(date(2024, 1, 20), withdrawn_on=date(2024, 4, 8) - timedelta(days=6))
    assert judge(gone, "D11")[0].severity is Severity.WARNING
    gone = draft().published(date(2024, 1, 20), withdrawn_on=date(2024, 4, 8) - timedelta(days=7))
    assert judge(gone, "D11")[0].severity is Severity.ERROR

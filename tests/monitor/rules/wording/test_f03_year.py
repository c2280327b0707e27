from datetime import date

from monitor.reports.model import Period
from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("F03", "Title year differs", "标题年份与统计期限不符", "error", "law"),
    fails={"title behind": lambda d: d.set(title_year=2022)},
    passes={"the same": lambda d: d},
    not_assessed={
        "no year": (Outcome.NOT_EVALUATED, lambda d: d.set(title_year=None)),
        "period over two years": (
            Outcome.NOT_EVALUATED,
            lambda d: d.set(period=Period(date(2023, 1, 1), date(2022, 12, 31), "倒置")),
        ),
    },
)

from datetime import date

from monitor.reports.model import Period
from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("Y07", "Wrong statistical period", "统计期限错误", "error", "law"),
    fails={
        "reversed": lambda d: d.set(
            period=Period(date(2023, 1, 1), date(2022, 12, 31), "2023年1月1日至2022年12月31日")
        ),
        "no such day": lambda d: d.set(period=Period(None, date(2023, 12, 31), "2023年1月32日至2023年12月31日")),
        "not the whole year": lambda d: d.set(
            period=Period(date(2023, 1, 1), date(2023, 11, 30), "2023年1月1日至11月30日")
        ),
    },
    passes={
        "the year": lambda d: d,
        "another whole year is F03's matter": lambda d: d.set(
            period=Period(date(2022, 1, 1), date(2022, 12, 31), "2022年1月1日至2022年12月31日")
        ),
    },
    not_assessed={
        "not stated": (Outcome.NOT_EVALUATED, lambda d: d.set(period=None)),
        "a body that began within the year": (
            Outcome.NOT_EVALUATED,
            lambda d: d.set(
                preamble="宁川县教育局于2023年3月挂牌成立，特此说明。",
                period=Period(date(2023, 3, 1), date(2023, 12, 31), "2023年3月1日至2023年12月31日"),
            ),
        ),
    },
)

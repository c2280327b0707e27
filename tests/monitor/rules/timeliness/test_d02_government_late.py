from datetime import date

from monitor.rules.model import Outcome
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

from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S11", "Two form versions mixed", "新旧格式混用", "warning", "form"),
    fails={
        "one row （六）": lambda d: d.merge_other_rows(),
        "old table two": lambda d: d.table("proactive", form="2019"),
    },
    passes={"unknown form": lambda d: d.table("proactive", form=None)},
    not_assessed={
        "the three rows are somewhere": (
            Outcome.UNREADABLE,
            lambda d: d.merge_other_rows().edit("applications", text="申请人无正当理由逾期不补正 0"),
        ),
    },
)

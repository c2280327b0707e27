from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, OUT, TEXT, UNSURE, Cases

CASES = Cases(
    *("B01", "Balance identity broken", "表三勾稽关系不成立", "error", "form"),
    fails={"carried out": lambda d: d.put(OUT, 2)},
    passes={"blank is zero": lambda d: d.mark("applications.new.research", BLANK)},
    not_assessed={
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.new.research", UNSURE)),
        "text": (Outcome.UNREADABLE, lambda d: d.mark("applications.new.research", TEXT, "无法统计")),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("applications")),
    },
)

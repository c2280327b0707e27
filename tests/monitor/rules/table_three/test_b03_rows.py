from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, PERSONS, UNSURE, Cases

CASES = Cases(
    *("B03", "Row does not add up", "各类申请人之和不等于总计", "error", "form"),
    fails={"row": lambda d: d.put(PERSONS, 2)},
    passes={"blank is zero": lambda d: d.mark("applications.granted.research", BLANK)},
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
)

from monitor.rules.model import Outcome
from tests.monitor.rules.cases import PERSONS, UNSURE, Cases

CASES = Cases(
    *("B02", "Detail rows do not add to total", "办理结果分项合计不等于总计", "error", "form"),
    fails={"detail": lambda d: d.put(PERSONS, 2)},
    passes={"（六） in one row": lambda d: d.merge_other_rows()},
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
)

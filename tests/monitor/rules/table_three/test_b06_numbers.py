from monitor.rules.model import Outcome
from tests.monitor.rules.cases import PERSONS, TEXT, UNSURE, Cases

CASES = Cases(
    *("B06", "Invalid number", "表三数值非法", "error", "form"),
    fails={
        "negative": lambda d: d.put(PERSONS, -3),
        "half": lambda d: d.put(PERSONS, "0.5"),
        "text": lambda d: d.mark(PERSONS, TEXT, "若干"),
        "beyond measure": lambda d: d.put(PERSONS, 1000001),
    },
    passes={"a count with its unit": lambda d: d.mark("applications.granted.research", TEXT, "0件")},
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
)

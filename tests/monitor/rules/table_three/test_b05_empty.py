from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, SYMBOL, UNSURE, Cases

CASES = Cases(
    *("B05", "Blank or symbol cells", "表三空白或以“/”代替", "warning", "practice"),
    fails={
        "blank": lambda d: d.mark("applications.granted.research", BLANK),
        "slash": lambda d: d.mark("applications.granted.research", SYMBOL, "/"),
    },
    passes={"zeros": lambda d: d},
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
)

from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, SYMBOL, TEXT, UNSURE, Cases

CASES = Cases(
    *("B05", "Blank or symbol cells", "表三空白或以“/”代替", "warning", "practice"),
    fails={
        "blank": lambda d: d.mark("applications.granted.research", BLANK),
        "slash": lambda d: d.mark("applications.granted.research", SYMBOL, "/"),
    },
    passes={
        "zeros": lambda d: d,
        "words in a cell are B06's matter": lambda d: d.mark("applications.granted.research", TEXT, "没有"),
    },
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
)

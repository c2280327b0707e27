from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, TEXT, UNSURE, Cases

CASES = Cases(
    *("C03", "Table 4 blank or symbol", "表四空白或以符号代替", "warning", "practice"),
    fails={"blank": lambda d: d.mark("remedies.litigation_direct.upheld", BLANK)},
    passes={
        "zeros": lambda d: d,
        "words in a cell are C01's matter": lambda d: d.mark("remedies.review.other", TEXT, "没有"),
    },
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("remedies.review.other", UNSURE))},
)

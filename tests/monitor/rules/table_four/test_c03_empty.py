from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, UNSURE, Cases

CASES = Cases(
    *("C03", "Table 4 blank or symbol", "表四空白或以符号代替", "warning", "practice"),
    fails={"blank": lambda d: d.mark("remedies.litigation_direct.upheld", BLANK)},
    passes={"zeros": lambda d: d},
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("remedies.review.other", UNSURE))},
)

from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, SYMBOL, TEXT, UNSURE, Cases

CASES = Cases(
    *("A02", "Table 2 blank or symbol", "表二空白或以符号代替", "warning", "practice"),
    fails={
        "blank": lambda d: d.mark("proactive.rules.issued", BLANK),
        "slash": lambda d: d.mark("proactive.rules.issued", SYMBOL, "/"),
        "text": lambda d: d.mark("proactive.fees.amount", TEXT, "见附件"),
    },
    passes={
        "zeros": lambda d: d.put("proactive.rules.issued", 0),
        "a number that cannot be is A03's matter": lambda d: d.put("proactive.coercion.decisions", -2),
    },
    not_assessed={
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark("proactive.rules.issued", UNSURE)),
        "old form": (
            Outcome.NOT_EVALUATED,
            lambda d: d.table("proactive", old_form_markers=("本年新制作数量", "采购总金额")),
        ),
        "picture": (Outcome.UNREADABLE, lambda d: d.lose_table("proactive").set(pictures=2)),
    },
)

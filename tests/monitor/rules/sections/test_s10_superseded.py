from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S10", "Superseded form used", "使用旧版格式", "error", "form"),
    fails={"two old labels": lambda d: d.table("proactive", old_form_markers=("本年新制作数量", "采购总金额"))},
    passes={"one old label": lambda d: d.table("proactive", old_form_markers=("本年新制作数量",))},
    not_assessed={
        "the form of its year": (Outcome.NOT_APPLICABLE, lambda d: d.set(year=2020)),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("proactive")),
    },
)

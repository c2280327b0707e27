from monitor.rules.model import Outcome
from tests.monitor.rules.cases import ABSENT, Cases

CASES = Cases(
    *("B04", "Rows or columns missing", "表三行列缺失", "error", "form"),
    fails={
        "a row": lambda d: [d.mark(name, ABSENT) for name in d.names() if "refused.state_secret" in name] and d,
        "a column": lambda d: d.table("applications", missing_columns=("research",)),
        "（六） without any row": lambda d: d.table("applications", missing_rows=("other.other",)),
    },
    passes={"（六） in one row is S11's matter": lambda d: d.merge_other_rows()},
    not_assessed={
        "old form": (
            Outcome.NOT_EVALUATED,
            lambda d: d.table("proactive", old_form_markers=("本年新制作数量", "采购总金额")),
        ),
        "a row of another name": (
            Outcome.UNREADABLE,
            lambda d: d.table("applications", missing_rows=("other.other",), extra_rows=("3.其它处理方式",)),
        ),
        "a row left in the text": (
            Outcome.UNREADABLE,
            lambda d: d.table("applications", missing_rows=("other.other",)).edit(
                "applications", text="3.其\n他 12 0 0 1,024 0 0 1036"
            ),
        ),
    },
)

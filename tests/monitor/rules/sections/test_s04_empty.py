from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S04", "Section empty", "章节内容为空", "error", "law"),
    fails={
        "nothing": lambda d: d.edit("overview", text=""),
        "a page number": lambda d: d.edit("problems", text="— 3 —\n4"),
        "no table and no text": lambda d: d.lose_table("remedies"),
    },
    passes={
        "无 in section six": lambda d: d.edit("other", text="无"),
        "only a table": lambda d: d.edit("proactive", text="", tables=1),
        "the table stands elsewhere": lambda d: d.edit("proactive", text="", tables=0),
    },
    not_assessed={"picture": (Outcome.UNREADABLE, lambda d: d.edit("overview", text="", pictures=1))},
)

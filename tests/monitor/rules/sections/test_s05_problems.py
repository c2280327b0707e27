from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S05", "Problems section trivial", "存在问题及改进情况敷衍", "warning", "law"),
    fails={
        "无": lambda d: d.edit("problems", text="无。"),
        "short": lambda d: d.edit("problems", text="存在一些问题，将加强改进。"),
        "no problem": lambda d: d.edit("problems", text="下一步继续加强学习、统筹谋划、压实责任，" * 4),
        "no improvement": lambda d: d.edit("problems", text="信息更新的及时性存在不足，内容质量不高，" * 4),
    },
    passes={"无 in section six": lambda d: d.edit("other", text="（一）收费情况：无\n（二）其他：无")},
    not_assessed={
        "no section": (Outcome.NOT_EVALUATED, lambda d: d.drop("problems")),
        "nothing in it": (Outcome.NOT_EVALUATED, lambda d: d.edit("problems", text="")),
        "picture": (Outcome.UNREADABLE, lambda d: d.edit("problems", text="无", pictures=1)),
    },
)

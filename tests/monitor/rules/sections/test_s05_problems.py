from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S05", "Problems section trivial", "存在问题及改进情况敷衍", "warning", "law"),
    fails={
        "无": lambda d: d.edit("problems", text="无。"),
        "short": lambda d: d.edit("problems", text="存在一些问题，将加强改进。"),
        "no problem": lambda d: d.edit("problems", text="下一步继续加强学习、统筹谋划、压实责任，" * 4),
        "no improvement": lambda d: d.edit("problems", text="信息更新的及时性存在不足，内容质量不高，" * 4),
        "将 alone": lambda d: d.edit("problems", text="部分栏目长期不更新，数量不足，将给群众查询带来影响。" * 3),
        "what wants improvement is no improvement": lambda d: d.edit(
            "problems", text="公开制度不够健全，业务能力有待进一步提高，栏目设置不完善，" * 3
        ),
        "problems denied": lambda d: d.edit(
            "problems", text="本年度工作不存在问题，今后将按照上级部署继续做好各项公开工作，" * 3
        ),
        "none found": lambda d: d.edit(
            "problems", text=f"经自查，未发现明显的不足。下一步，{'继续加强学习，统筹谋划，压实责任，' * 4}"
        ),
        "无 under its sub-heading": lambda d: d.edit(
            "problems", text=f"（一）存在的主要问题\n无。\n（二）改进情况\n{'加强业务学习，完善工作制度，' * 5}"
        ),
    },
    passes={
        "无 in section six": lambda d: d.edit("other", text="（一）收费情况：无\n（二）其他：无"),
        "shortcomings by another name": lambda d: d.edit(
            "problems",
            text=f"主要短板是政策解读{'、在线访谈' * 4}形式单一，更新滞后。今后拟优化流程，配强人员，逐项补齐。",
        ),
        "what is low or lacking": lambda d: d.edit(
            "problems", text=f"基层人员业务水平偏低，经费欠缺。我们正在健全{'培训、考核、通报、' * 4}等各项机制。"
        ),
        "将 with what is done": lambda d: d.edit(
            "problems",
            text=f"群众查找信息不便。我局将在{'服务大厅、村居、社区、' * 2}商圈增设查阅点，每季度更新一次纸质资料。",
        ),
        "problems beside a denial": lambda d: d.edit(
            "problems", text=f"本年度没有突出问题，但仍有不足：{'栏目多、内容散、' * 4}检索困难。下一步合并同类栏目。"
        ),
        "无 of something else": lambda d: d.edit(
            "problems",
            text=f"（一）存在的主要问题\n无障碍功能较少，{'图片、视频、' * 4}缺乏说明。\n（二）改进措施\n逐一补。",
        ),
    },
    not_assessed={
        "no section": (Outcome.NOT_EVALUATED, lambda d: d.drop("problems")),
        "nothing in it": (Outcome.NOT_EVALUATED, lambda d: d.edit("problems", text="")),
        "picture": (Outcome.UNREADABLE, lambda d: d.edit("problems", text="无", pictures=1)),
    },
)

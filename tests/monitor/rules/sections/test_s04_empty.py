from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S04", "Section empty", "章节内容为空", "error", "law"),
    fails={
        "nothing": lambda d: d.edit("overview", text=""),
        "a page number": lambda d: d.edit("problems", text="— 3 —\n4"),
        "the signature": lambda d: d.edit("other", text="宁川县教育局\n2024年1月20日"),
        "another's signature and seal": lambda d: d.edit(
            "other", text="宁川县人民政府办公室（公章）\n二〇二四年一月二十日"
        ),
        "what is attached": lambda d: d.edit("other", text="附件：1.宁川县教育局主动公开目录\n2.办事指南汇编"),
        "no table and no text": lambda d: d.lose_table("remedies"),
    },
    passes={
        "words before the signature": lambda d: d.edit("other", text="没有需要报告的。\n宁川县教育局\n2024年1月20日"),
        "words on attachments": lambda d: d.edit("other", text="附件所列事项均已公开。"),
        "无 in section six": lambda d: d.edit("other", text="无"),
        "only a table": lambda d: d.edit("proactive", text="", tables=1),
        "the table stands elsewhere": lambda d: d.edit("proactive", text="", tables=0),
    },
    not_assessed={
        "picture": (Outcome.UNREADABLE, lambda d: d.edit("overview", text="", pictures=1)),
        "a table that may be attached": (
            Outcome.UNREADABLE,
            lambda d: d.lose_table("remedies").edit("remedies", text="附件：行政复议、行政诉讼情况表"),
        ),
    },
)

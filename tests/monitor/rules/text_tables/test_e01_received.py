from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, NEW, UNSURE, Cases

CASES = Cases(
    *("E01", "New applications: text vs table", "文表不一致：新收申请数", "warning", "practice"),
    fails={
        "another number": lambda d: d.edit("overview", text="全年收到政府信息公开申请9件。"),
        "in section three": lambda d: d.edit("overview", text="略述。").edit(
            "applications", text="2023年共受理政府信息公开申请9件。"
        ),
    },
    passes={
        "with what was carried in": lambda d: d.edit("overview", text="全年收到政府信息公开申请8件。"),
        "one of two agrees": lambda d: d.edit(
            "overview", text="全市收到政府信息公开申请31件。本机关收到政府信息公开申请7件。"
        ),
    },
    not_assessed={
        "nothing said": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="依法办理申请。")),
        "another year": (
            Outcome.NOT_APPLICABLE,
            lambda d: d.edit("overview", text="2022年收到政府信息公开申请40件。"),
        ),
        "a part": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="网上收到政府信息公开申请3件。")),
        "none received": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="全年未收到政府信息公开申请。")),
        "left blank": (
            Outcome.NOT_EVALUATED,
            lambda d: d.edit("overview", text="全年收到政府信息公开申请9件。").mark(NEW, BLANK),
        ),
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark(NEW, UNSURE)),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("applications")),
    },
)

from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, UNSURE, Cases

CASES = Cases(
    *("E09", "Rule documents: text vs table 2", "文表不一致：规章/规范性文件", "warning", "practice"),
    fails={
        "in force": lambda d: d.edit("overview", text="现行有效行政规范性文件8件。"),
        "issued": lambda d: d.edit("overview", text="全年制发行政规范性文件3件。"),
        "none said": lambda d: d.edit("overview", text="本年未制发行政规范性文件。"),
        "disclosed and equal to neither": lambda d: d.edit("overview", text="全年公开行政规范性文件5件。"),
        "parts that make another whole": lambda d: d.edit(
            "overview", text="局制发行政规范性文件3件。办公室制发行政规范性文件4件。"
        ),
        "a wrong whole with right parts": lambda d: d.edit(
            "overview",
            text="全年制发行政规范性文件5件。局制发行政规范性文件1件。办公室制发行政规范性文件1件。",
        ),
        "rules": lambda d: d.edit("overview", text="现行有效规章4部。"),
    },
    passes={
        "issued": lambda d: d.edit("overview", text="全年制发行政规范性文件2件，现行有效行政规范性文件9件。"),
        "disclosed and equal to one": lambda d: d.edit("overview", text="全年公开行政规范性文件9件。"),
        "the whole and its parts": lambda d: d.edit(
            "overview", text="全年制发行政规范性文件2件。局制发行政规范性文件1件。办公室制发行政规范性文件1件。"
        ),
        "two that hold sway apart": lambda d: d.edit(
            "overview", text="局现行有效行政规范性文件6件。办公室现行有效行政规范性文件3件。"
        ),
        "two in whose names": lambda d: d.edit(
            "overview", text="以局名义制发行政规范性文件1件、以局办公室名义制发行政规范性文件1件。"
        ),
        "issued anew and revised": lambda d: d.edit(
            "overview", text="新制定行政规范性文件1件、修订行政规范性文件1件。"
        ),
        "a blank cell is A02's matter": lambda d: d.edit("overview", text="全年制发行政规范性文件3件。").mark(
            "proactive.normative_documents.issued", BLANK
        ),
        "two issuers": lambda d: d.edit("overview", text="局制发行政规范性文件1件。办公室制发行政规范性文件1件。"),
    },
    not_assessed={
        "nothing said": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="发布信息412条。")),
        "unsure": (
            Outcome.UNREADABLE,
            lambda d: d.edit("overview", text="全年制发行政规范性文件3件。").mark(
                "proactive.normative_documents.issued", UNSURE
            ),
        ),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("proactive")),
    },
)

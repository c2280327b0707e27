from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, NEW, UNSURE, Cases

CASES = Cases(
    *("E05", '"None received" vs table', "文称无申请而表有数", "warning", "practice"),
    fails={
        "none in the year": lambda d: d.edit("overview", text="2023年，我局未收到政府信息公开申请。"),
        "in other words": lambda d: d.edit("overview", text="本年度没有收到依申请公开件。"),
        "in section three": lambda d: d.edit("overview", text="略述。").edit(
            "applications", text="全年无政府信息公开申请。"
        ),
    },
    passes={
        "none in the table either": lambda d: d.edit("overview", text="全年未收到政府信息公开申请。").put(NEW, 0),
    },
    not_assessed={
        "nothing of the kind": (Outcome.NOT_APPLICABLE, lambda d: d),
        "one channel": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="未收到信函形式的公开申请。")),
        "complaints": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="全年未收到公开方面的投诉。")),
        "another year": (
            Outcome.NOT_APPLICABLE,
            lambda d: d.edit("overview", text="2022年未收到政府信息公开申请。"),
        ),
        "left blank": (
            Outcome.NOT_EVALUATED,
            lambda d: d.edit("overview", text="全年未收到政府信息公开申请。").mark(NEW, BLANK),
        ),
        "unsure": (
            Outcome.UNREADABLE,
            lambda d: d.edit("overview", text="全年未收到政府信息公开申请。").mark(NEW, UNSURE),
        ),
        "no table": (
            Outcome.NOT_EVALUATED,
            lambda d: d.edit("overview", text="全年未收到政府信息公开申请。").lose_table("applications"),
        ),
    },
    not_in_demo="the demo's prose states the count and its flaws change one of the two only",
)


def test_it_is_told_once(draft, broken):
    assert broken(draft().edit("overview", text="2023年，我局未收到政府信息公开申请。")) == {"E05"}

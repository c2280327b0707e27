from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

IDENTITY = "11010519491231002X"
"""The specimen number of GB 11643."""

CASES = Cases(
    *("P01", "ID-card number disclosed", "身份证号泄露", "error", "law"),
    fails={"in the contact line": lambda d: d.edit("other", text=f"联系人身份证号：{IDENTITY}。")},
    passes={
        "masked": lambda d: d.edit("other", text="110105********002X"),
        "wrong check": lambda d: d.edit("other", text="110105194912310021"),
        "no such day": lambda d: d.edit("other", text="110105194913310022"),
        "a credit code": lambda d: d.edit("other", text="91110105MA00ABCD1X"),
        "longer": lambda d: d.edit("other", text=f"8{IDENTITY}"),
    },
    not_assessed={"no report": (Outcome.NOT_EVALUATED, lambda d: d.known(report=None))},
)

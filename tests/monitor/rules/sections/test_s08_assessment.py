from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *(
        "S08",
        "Government report lacks assessment, review or accountability",
        "政府年报缺少考核、社会评议、责任追究结果",
        "warning",
        "law",
    ),
    kind="government",
    fails={
        "silent": lambda d: d.edit("overview", text="总体平稳，公开信息412条。"),
        "only titles": lambda d: d.edit(
            "overview", text="印发《政务公开工作考核实施细则》《社会评议办法》，无责任追究。"
        ),
    },
    passes={"all three": lambda d: d},
    not_assessed={
        "an office": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="office")),
        "a department": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="department")),
        "kind unknown": (Outcome.NOT_EVALUATED, lambda d: d.set(body_kind=None)),
        "no overview": (Outcome.NOT_EVALUATED, lambda d: d.drop("overview")),
        "picture": (Outcome.UNREADABLE, lambda d: d.edit("overview", text="略，公开", pictures=1)),
    },
)


def test_assessment_names_what_is_missing(draft, judge):
    made = draft("government").edit("overview", text="（五）监督保障。开展工作考核，未发生责任追究。")
    finding = judge(made, "S08")[0]
    assert "未报告社会评议的" in finding.message
    assert "监督保障" in finding.quote


def test_townships_report_assessment_too(draft, judge):
    assert judge(draft("township").edit("overview", text="总体平稳。"), "S08")[0].outcome is Outcome.FAIL
    assert judge(draft("subdistrict").edit("overview", text="总体平稳。"), "S08")[0].outcome is Outcome.NOT_APPLICABLE

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
        "only rules": lambda d: d.edit(
            "overview", text="建立健全工作考核制度、社会评议制度和责任追究制度，监督保障有力。"
        ),
        "only titles": lambda d: d.edit(
            "overview", text="印发《政务公开工作考核实施细则》《社会评议办法》，无责任追究。"
        ),
    },
    passes={
        "all three": lambda d: d,
        "by other names": lambda d: d.edit(
            "overview", text="年终绩效考评两次，满意度测评得分97.2分，全年没有人员因公开工作不力被追究责任。"
        ),
        "in section six": lambda d: d.edit("overview", text="总体平稳，公开信息412条。").edit(
            "other", text="（一）未收取信息处理费。（二）年度考核优秀，社会评议满意，未发生责任追究。"
        ),
        "rules with their results": lambda d: d.edit(
            "overview", text="落实考核、社会评议、责任追究等制度，考核优秀，公众评议满意，无追责情形。"
        ),
    },
    not_assessed={
        "an office": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="office")),
        "a department": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="department")),
        "kind unknown": (Outcome.NOT_EVALUATED, lambda d: d.set(body_kind=None)),
        "a zone, which may be no government": (
            Outcome.NOT_EVALUATED,
            lambda d: d.set(body="青屿综合实验区").edit("overview", text="总体平稳，公开信息412条。"),
        ),
        "no overview": (Outcome.NOT_EVALUATED, lambda d: d.drop("overview")),
        "picture": (Outcome.UNREADABLE, lambda d: d.edit("overview", text="略，公开", pictures=1)),
    },
)


def test_assessment_names_what_is_missing(draft, judge):
    made = draft("government").edit("overview", text="（五）监督保障。开展工作考核，未发生责任追究。")
    finding = judge(made, "S08")[0]
    assert "“总体情况”“其他需要报告的事项”中未见社会评议的结果情况" in finding.message
    assert "考核的" not in finding.message
    assert "监督保障" in finding.quote


def test_townships_report_assessment_too(draft, judge):
    assert judge(draft("township").edit("overview", text="总体平稳。"), "S08")[0].outcome is Outcome.FAIL
    assert judge(draft("subdistrict").edit("overview", text="总体平稳。"), "S08")[0].outcome is Outcome.NOT_APPLICABLE

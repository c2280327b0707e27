from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S01", "Section missing", "缺少规定章节", "error", "law"),
    fails={
        "no problems section": lambda d: d.drop("problems"),
        "no overview": lambda d: d.drop("overview"),
        "two at once": lambda d: d.drop("problems", "other"),
    },
    passes={
        "two sections in one line": lambda d: d.edit(
            "problems", heading="五、存在的主要问题及改进情况 六、其他需要报告的事项"
        ),
        "table without heading": lambda d: d.drop("remedies"),
    },
    not_assessed={
        "pictures": (Outcome.UNREADABLE, lambda d: d.drop("problems").set(pictures=1)),
        "hardly any text": (
            Outcome.UNREADABLE,
            lambda d: (
                d.lose_table("proactive")
                .lose_table("applications")
                .lose_table("remedies")
                .drop("proactive", "applications", "remedies", "problems", "other")
            ),
        ),
        "heading swallowed by the text": (
            Outcome.UNREADABLE,
            lambda d: d.drop("problems").edit("overview", text="五、存在的主要问题及改进情况\n略"),
        ),
    },
)


def test_each_missing_section_is_a_finding_of_its_own(draft, judge):
    findings = judge(draft().drop("problems", "other"), "S01")
    assert {finding.subject for finding in findings} == {"problems", "other"}
    assert all("现有章节：一、总体情况" in finding.quote for finding in findings)

from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, UNSURE, Cases

CASES = Cases(
    *("C01", "Table 4 group does not add up", "表四分项之和不等于总计", "error", "form"),
    fails={"group": lambda d: d.put("remedies.review.total", 3)},
    passes={"blank is zero": lambda d: d.mark("remedies.review.other", BLANK)},
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("remedies.review.other", UNSURE))},
)


def test_the_three_groups_of_table_four(draft, judge):
    made = draft().put("remedies.litigation_direct.upheld", 2)
    (finding,) = judge(made, "C01")
    assert "行政诉讼（未经复议直接起诉）：分项合计2，总计0，相差2" in finding.message
    assert "结果维持＝2" in finding.quote
    assert "总计＝0" in finding.quote

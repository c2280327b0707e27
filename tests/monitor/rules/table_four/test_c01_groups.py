from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, TEXT, UNSURE, Cases

CASES = Cases(
    *("C01", "Table 4 group does not add up", "表四分项之和不等于总计", "error", "form"),
    fails={
        "group": lambda d: d.put("remedies.review.total", 3),
        "negative": lambda d: d.put("remedies.review.pending", -1).put("remedies.review.total", 0),
        "half a case": lambda d: d.put("remedies.review.pending", "0.5").put("remedies.review.total", "1.5"),
        "text": lambda d: d.mark("remedies.review.upheld", TEXT, "若干"),
    },
    passes={
        "blank is zero": lambda d: d.mark("remedies.review.other", BLANK),
    },
    not_assessed={
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark("remedies.review.other", UNSURE)),
        "with its unit": (Outcome.UNREADABLE, lambda d: d.mark("remedies.litigation_direct.other", TEXT, "0件")),
    },
)


def test_the_three_groups_of_table_four(draft, judge):
    made = draft().put("remedies.litigation_direct.upheld", 2)
    (finding,) = judge(made, "C01")
    assert "行政诉讼（未经复议直接起诉）：分项合计2，总计0，相差2" in finding.message
    assert "结果维持＝2" in finding.quote
    assert "总计＝0" in finding.quote


def test_a_cell_that_counts_nothing_is_told_once_and_hides_no_other_group(draft, judge):
    made = draft().mark("remedies.review.upheld", TEXT, "见附件").put("remedies.litigation_direct.upheld", 2)
    sums, numbers = judge(made, "C01")
    assert "行政复议" not in sums.message
    assert "行政复议·结果维持“见附件”" in numbers.message
    assert numbers.cells == ("remedies.review.upheld",)
    (alone,) = judge(draft().put("remedies.review.upheld", -1), "C01")
    assert alone.subject == "numbers"

"""C03: cells of 表四 are blank or hold a sign."""

from collections.abc import Iterable

from monitor.law.basis import ACCURACY, PRACTICE
from monitor.reports.model import Figure
from monitor.rules.cells import cell_verdict, cells_of, empties, is_empty, judge_cells
from monitor.rules.labels import REMEDY_BLOCKS as BLOCK_LABELS
from monitor.rules.model import Case, Severity, Verdict, rule
from storage.figures import REMEDY_BLOCKS


@rule(
    "C03",
    name="Table 4 blank or symbol",
    name_zh="表四空白或以符号代替",
    severity=Severity.WARNING,
    basis=f"{ACCURACY}；空白、“/”与0应予区分（{PRACTICE}）",
    basis_kind="practice",
    needs=("report",),
    tables=("remedies",),
)
def check_empty(case: Case) -> Iterable[Verdict]:
    """C03: cells of 表四 that are blank or hold a sign, by group; the text's "none" does not fill them."""
    report = case.the_report

    def found(bad: list[Figure]) -> Verdict:
        groups = {block: [f for f in bad if f.name.startswith(f"remedies.{block}.")] for block in REMEDY_BLOCKS}
        listed = "；".join(f"{BLOCK_LABELS[block]}{empties(figures)}" for block, figures in groups.items() if figures)
        return cell_verdict(report, bad, f"表四有{len(bad)}格未填数字：{listed}，没有的应填0，请核对。")

    return judge_cells(cells_of(report, "remedies"), is_empty, found)

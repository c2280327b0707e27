"""D10: the report was changed after publication without a word."""

from collections.abc import Iterable, Sequence

from monitor.law.basis import ACCURACY, PRACTICE
from monitor.rules.labels import cell_label
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule


@rule(
    "D10",
    name="Changed after publication",
    name_zh="发布后内容有变动",
    severity=Severity.INFO,
    basis=f"{ACCURACY}；发布后变动为第三方评估所查事项（{PRACTICE}）",
    basis_kind="practice",
    needs=("history",),
    years=(None, None),
    asked_on="change",
)
def check_changed(case: Case) -> Iterable[Verdict]:
    """D10: the content changed after publication and the page does not say so."""
    publication = case.publication
    if publication is None:
        return [Verdict(Outcome.NOT_EVALUATED, "没有该年报的巡查记录。")]
    silent = [change for change in publication.changes if not change.noted]
    if not silent:
        return []
    figures = [changed for change in silent for changed in change.changed_figures]
    what = "表格数据" if figures else "正文"
    message = f"年报发布后{what}有变动，页面未见更正说明，请核对。{_listing(figures)}"
    return [
        Verdict(
            Outcome.FAIL,
            message,
            cells=tuple(dict.fromkeys(name for name, _, _ in figures)),
            quotes=tuple(f"{cell_label(name)}：{before}→{after}" for name, before, after in figures),
            severity=Severity.WARNING if figures else None,
        )
    ]


def _listing(figures: Sequence[tuple[str, str, str]]) -> str:
    """Every change in the order it was seen; a cell may have changed more than once."""
    number = f"共{len(figures)}处：" if len(figures) > 1 else ""
    shown = [f"{cell_label(name)}由“{before or '空白'}”改为“{after or '空白'}”" for name, before, after in figures]
    return f"{number}{'；'.join(shown)}。" if shown else ""

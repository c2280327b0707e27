"""D10: the report was changed after publication without a word."""

from collections.abc import Iterable
from typing import Final

from monitor.law.basis import ACCURACY, PRACTICE
from monitor.rules.labels import cell_label
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule

_SHOWN: Final = 6


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
    figures = {name: (before, after) for change in silent for name, before, after in change.changed_figures}
    what = "表格数据" if figures else "正文"
    message = f"年报发布后{what}有变动，页面未见更正说明，请核对。{_listing(figures)}"
    return [
        Verdict(
            Outcome.FAIL,
            message,
            cells=tuple(figures),
            quotes=tuple(f"{name}：{before}→{after}" for name, (before, after) in figures.items()),
            severity=Severity.WARNING if figures else None,
        )
    ]


def _listing(figures: dict[str, tuple[str, str]]) -> str:
    shown = [f"{cell_label(name)}由“{before}”改为“{after}”" for name, (before, after) in list(figures.items())[:_SHOWN]]
    more = f"等{len(figures)}处" if len(figures) > _SHOWN else ""
    return "；".join(shown) + more + "。" if shown else ""

"""One named flaw per rule: a change to a sound draft that breaks that rule and no other.

Where a flaw must be told apart from a neighbour's, the comment says how: B01 is
broken in two cells of one row so that the row still adds up, B02 in two cells of
a row so that it does and the balance holds, B03 in two rows of one column so that
every column holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from monitor.demo.figures import as_2019, one_row_of_others
from monitor.demo.reports import ReportDraft
from monitor.reports.model import SectionKey

SPECIMEN_ID: Final = "11010519491231002X"
"""The specimen number printed in GB 11643; it belongs to nobody."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A named flaw: the rule it breaks, how, and what the finding must name.

    ``subject`` is the finding's subject, "" where the rule has one finding a
    report. ``cells`` are figures the finding must name; it may name more.
    ``suits`` says whether a draft can bear the flaw: it needs the facts the
    flaw is about, and must not be broken in a second way by it.
    """

    rule: str
    summary: str
    change: Callable[[ReportDraft], ReportDraft]
    subject: str = ""
    cells: frozenset[str] = frozenset()
    suits: Callable[[ReportDraft], bool] = lambda _: True

    def apply(self, draft: ReportDraft) -> ReportDraft:
        """The draft with the flaw.

        :raises ValueError: the draft cannot bear it.
        """
        if not self.suits(draft):
            raise ValueError(f"{draft.body} {draft.year}: the draft cannot bear flaw {self.rule}")
        return self.change(draft)


def _printed(draft: ReportDraft, cells: Mapping[str, str]) -> ReportDraft:
    return replace(draft, figures={**draft.figures, **cells})


def _print(cells: Mapping[str, str], draft: ReportDraft) -> ReportDraft:
    return _printed(draft, cells)


def _add(amounts: Mapping[str, int], draft: ReportDraft) -> ReportDraft:
    return _printed(draft, {name: str(int(draft.figures[name]) + more) for name, more in amounts.items()})


def _heading(key: SectionKey, text: str, draft: ReportDraft) -> ReportDraft:
    return replace(draft, headings={**draft.headings, key: text})


def _prose(key: SectionKey, paragraphs: tuple[str, ...], draft: ReportDraft) -> ReportDraft:
    return replace(draft, sections={**draft.sections, key: paragraphs})


def _without_section(key: SectionKey, draft: ReportDraft) -> ReportDraft:
    return replace(draft, headings={name: text for name, text in draft.headings.items() if name != key})


def _without_assessment(draft: ReportDraft) -> ReportDraft:
    """The overview without its last paragraph, which a government's report has for article 50(4)."""
    return _prose("overview", draft.sections["overview"][:-1], draft)


def _without_remedies_table(draft: ReportDraft) -> ReportDraft:
    told = _prose("remedies", ("全年没有因政府信息公开被申请行政复议或者被提起行政诉讼。",), draft)
    return replace(told, without_tables=frozenset({"remedies"}))


def _on_the_old_form(draft: ReportDraft) -> ReportDraft:
    return replace(draft, form="2019", applications_form="2019", figures=as_2019(draft.figures))


def _with_an_old_row(draft: ReportDraft) -> ReportDraft:
    mixed = {**draft.figures, **one_row_of_others(draft.figures)}
    return replace(draft, applications_form="2019", figures=mixed)


def _without_a_row(draft: ReportDraft) -> ReportDraft:
    return replace(draft, without_rows=frozenset({"not_processed.publications"}))


def _misstated(name: str, draft: ReportDraft) -> ReportDraft:
    """The text names another number than the table; the number differs from every other in the report."""
    return replace(draft, stated={name: str(int(draft.figures[name]) + 17)})


def _short_period(draft: ReportDraft) -> ReportDraft:
    return replace(draft, period=f"{draft.year}年1月1日至{draft.year}年11月30日")


def _title(old: str, new: str, draft: ReportDraft) -> ReportDraft:
    return replace(draft, title=draft.title.replace(old, new, 1))


def _last_years_title(draft: ReportDraft) -> ReportDraft:
    return _title(str(draft.year), str(draft.year - 1), draft)


def _with_an_identity_number(draft: ReportDraft) -> ReportDraft:
    note = f"一名申请人凭身份证（号码{SPECIMEN_ID}）在查阅点领取了纸质答复。"
    return _prose("overview", (*draft.sections["overview"], note), draft)


def late(draft: ReportDraft, on: date) -> ReportDraft:
    """The same report, signed and published on that day."""
    return replace(draft, published_on=on, signed_on=on)


def corrected(draft: ReportDraft) -> ReportDraft:
    """The same report with one figure changed that nothing else depends on, and no word about it."""
    return _add({CORRECTED_CELL: 9}, draft)


CORRECTED_CELL: Final = "proactive.penalties.decisions"


def _says(name: str, draft: ReportDraft) -> bool:
    return any(f"{{{name}}}" in text for text in draft.sections["overview"])


def _not_said(name: str, draft: ReportDraft) -> bool:
    return not _says(name, draft)


def _is_zero(prefix: str, draft: ReportDraft) -> bool:
    return all(text == "0" for name, text in draft.figures.items() if name.startswith(prefix))


def _cells(table: str, row: str, *columns: str) -> frozenset[str]:
    return frozenset(f"{table}.{row}.{column}" for column in columns)


_NEW: Final = "applications.new.total"
_ISSUED: Final = "proactive.normative_documents.issued"
_SECRET: Final = _cells("applications", "refused.state_secret", "natural_person", "enterprise", "research")
_AFTER_REVIEW: Final = _cells("remedies", "litigation_after_review", "upheld", "corrected", "other", "pending", "total")
_APPLICANT: Final = ("natural_person", "total")

_STRUCTURE: Final = (
    Flaw("S01", "缺第六部分", partial(_without_section, "other"), subject="other"),
    Flaw("S02", "第六部分的序号重复印成五", partial(_heading, "other", "五、其他需要报告的事项")),
    Flaw(
        "S03",
        "第三部分标题写作依申请公开情况",
        partial(_heading, "applications", "三、依申请公开情况"),
        subject="applications",
    ),
    Flaw("S04", "总体情况只有标题", partial(_prose, "overview", ()), subject="overview"),
    Flaw("S05", "问题部分一句话带过", partial(_prose, "problems", ("本年度暂无需要说明的内容。",))),
    Flaw(
        "S08",
        "政府年报不提考核、评议和责任追究",
        _without_assessment,
        suits=lambda draft: draft.kind in ("government", "township"),
    ),
    Flaw(
        "S09",
        "第四部分没有表格",
        _without_remedies_table,
        subject="remedies",
        suits=partial(_is_zero, "remedies."),
    ),
    Flaw("S10", "整份年报用2019年旧格式", _on_the_old_form, suits=partial(_not_said, _ISSUED)),
    Flaw("S11", "新格式表二配旧格式表三", _with_an_old_row),
)

_NUMBERS: Final = (
    Flaw(
        "A02",
        "表二以斜杠代替数字",
        partial(_print, {"proactive.rules.issued": "/", "proactive.rules.repealed": "/"}),
        cells=_cells("proactive", "rules", "issued", "repealed"),
        suits=partial(_is_zero, "proactive.rules."),
    ),
    Flaw(
        "A03",
        "行政强制填了负数",
        partial(_print, {"proactive.coercion.decisions": "-2"}),
        cells=_cells("proactive", "coercion", "decisions"),
    ),
    Flaw(
        "A05",
        "没有规章制定权而填报规章",
        partial(_print, {"proactive.rules.in_force": "2"}),
        cells=_cells("proactive", "rules", "in_force"),
        # A city government's office may repeat the government's figure.
        suits=lambda draft: _is_zero("proactive.rules.", draft) and draft.kind != "office",
    ),
    Flaw(
        "B01",
        "结转下年度多填一件",
        partial(_add, {f"applications.carried_out.{column}": 1 for column in _APPLICANT}),
        cells=_cells("applications", "carried_out", *_APPLICANT),
    ),
    Flaw(
        "B02",
        "行政查询事项多填一件",
        partial(_add, {f"applications.refused.administrative_queries.{column}": 1 for column in _APPLICANT}),
        cells=_cells("applications", "total", *_APPLICANT),
    ),
    Flaw(
        "B03",
        "自然人一列有一件错了行",
        partial(
            _add,
            {
                "applications.granted.natural_person": -1,
                "applications.refused.administrative_queries.natural_person": 1,
            },
        ),
        cells=_cells("applications", "granted", "natural_person", "total"),
        suits=lambda draft: int(draft.figures["applications.granted.natural_person"]) > 0,
    ),
    Flaw("B04", "表三缺一行", _without_a_row),
    Flaw("B05", "表三留有空格", partial(_print, dict.fromkeys(_SECRET, "")), cells=_SECRET),
    Flaw(
        "B06",
        "表三以文字代替数字",
        partial(_print, {"applications.refused.state_secret.other": "见正文"}),
        cells=_cells("applications", "refused.state_secret", "other"),
    ),
    Flaw(
        "C01",
        "行政复议分项之和不等于总计",
        partial(_add, {"remedies.review.upheld": 1}),
        cells=_cells("remedies", "review", "upheld", "total"),
    ),
    Flaw(
        "C03",
        "复议后起诉五格空白",
        partial(_print, dict.fromkeys(_AFTER_REVIEW, "")),
        cells=_AFTER_REVIEW,
        suits=partial(_is_zero, "remedies.litigation_after_review."),
    ),
)

_WORDS: Final = (
    Flaw(
        "E01",
        "正文与表三的新收申请数不同",
        partial(_misstated, _NEW),
        cells=frozenset({_NEW}),
        suits=partial(_says, _NEW),
    ),
    Flaw(
        "E09",
        "正文与表二的制发件数不同",
        partial(_misstated, _ISSUED),
        cells=frozenset({_ISSUED}),
        suits=partial(_says, _ISSUED),
    ),
    Flaw(
        "Y01",
        "上年结转与上年年报的结转下年度不同",
        partial(
            _add,
            {f"applications.{row}.{column}": 1 for row in ("carried_in", "granted", "total") for column in _APPLICANT},
        ),
        cells=_cells("applications", "carried_in", "total"),
    ),
    Flaw("Y07", "统计期限只到11月30日", _short_period),
    Flaw("F02", "标题里“公开”印了两遍", partial(_title, "信息公开", "信息公开公开")),
    Flaw("F03", "标题沿用上一年的年份", _last_years_title),
    Flaw("P01", "正文印有身份证号", _with_an_identity_number),
)

FLAWS: Final = {flaw.rule: flaw for flaw in (*_STRUCTURE, *_NUMBERS, *_WORDS)}
"""The flaws that are in a report itself, by the code of the rule they break.

D01 and D02 are flaws of the date (:func:`late`), D04 of silence, D10 of a
:func:`corrected` report and D11 of one that is gone: the scenario makes those.
"""

"""The three tables of the form as grids of printed cells, ready for any renderer.

The rows of 表三 are called what monitor/reports/forms.py calls them. That these are the form's
own words, and not the reader's, is held against two other copies in tests/monitor/reports/test_forms.py.
Source: 国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from monitor.reports.forms import APPLICATION_LABELS
from monitor.reports.model import TableKey
from storage.figures import APPLICANTS, APPLICATION_ROWS, REMEDY_BLOCKS, REMEDY_COLUMNS, Form


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell: text, 0-based place of its upper left corner, how many places it covers."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    banner: bool = False
    """True for the rows that name an item of article 20, which are often shaded."""
    value: bool = False
    """True for a cell that holds a figure."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells and the relative widths of its columns."""

    key: TableKey
    cells: tuple[GridCell, ...]
    widths: tuple[float, ...]

    @property
    def height(self) -> int:
        """The number of grid rows."""
        return max(cell.row + cell.rowspan for cell in self.cells)

    def rows(self) -> list[list[GridCell]]:
        """The cells by the row in which they start, left to right."""
        rows: list[list[GridCell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell)
        return rows


_Line = tuple[str, ...]
_DECISIONS_2019: Final = ("items_last_year", "change", "decisions")
_ITEM_5: Final = "第二十条第（五）项"
_ITEM_6: Final = "第二十条第（六）项"

_PROACTIVE: Final[dict[Form, tuple[tuple[str, _Line, tuple[tuple[str, _Line], ...]], ...]]] = {
    "2021": (
        (
            "第二十条第（一）项",
            ("本年制发件数", "本年废止件数", "现行有效件数"),
            (
                ("规章", ("rules.issued", "rules.repealed", "rules.in_force")),
                (
                    "行政规范性文件",
                    ("normative_documents.issued", "normative_documents.repealed", "normative_documents.in_force"),
                ),
            ),
        ),
        (_ITEM_5, ("本年处理决定数量",), (("行政许可", ("licensing.decisions",)),)),
        (
            _ITEM_6,
            ("本年处理决定数量",),
            (("行政处罚", ("penalties.decisions",)), ("行政强制", ("coercion.decisions",))),
        ),
        ("第二十条第（八）项", ("本年收费金额（单位：万元）",), (("行政事业性收费", ("fees.amount",)),)),
    ),
    "2019": (
        (
            "第二十条第（一）项",
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            tuple(
                (label, tuple(f"{row}.{column}" for column in ("made", "disclosed", "disclosed_in_all")))
                for label, row in (("规章", "rules"), ("规范性文件", "normative_documents"))
            ),
        ),
        (
            _ITEM_5,
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            tuple(
                (label, tuple(f"{row}.{column}" for column in _DECISIONS_2019))
                for label, row in (("行政许可", "licensing"), ("其他对外管理服务事项", "other_services"))
            ),
        ),
        (
            _ITEM_6,
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            tuple(
                (label, tuple(f"{row}.{column}" for column in _DECISIONS_2019))
                for label, row in (("行政处罚", "penalties"), ("行政强制", "coercion"))
            ),
        ),
        (
            "第二十条第（八）项",
            ("上一年项目数量", "本年增/减"),
            (("行政事业性收费", ("fees.items_last_year", "fees.change")),),
        ),
        (
            "第二十条第（九）项",
            ("采购项目数量", "采购总金额"),
            (("政府集中采购", ("procurement.items", "procurement.amount")),),
        ),
    ),
}
"""表二: for each item of article 20 its banner, its column labels and its rows with the names of their cells."""

_GROUPS: Final = {
    "refused": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": APPLICATION_LABELS["other"],
}
_OUTSIDE_RESULTS: Final = ("new", "carried_in", "carried_out")


def proactive_grid(figures: Mapping[str, str], form: Form) -> Grid:
    """表二 of that form; four columns, values spread over three."""
    cells: list[GridCell] = []
    row = 0
    for banner, columns, lines in _PROACTIVE[form]:
        cells.append(GridCell(banner, row, 0, colspan=4, banner=True))
        cells.extend(_spread(row + 1, "信息内容", columns))
        for offset, (label, names) in enumerate(lines, start=2):
            values = [figures[f"proactive.{name}"] for name in names]
            cells.extend(_spread(row + offset, label, values, value=True))
        row += 2 + len(lines)
    return Grid("proactive", tuple(cells), (0.28, 0.24, 0.24, 0.24))


def _spread(row: int, label: str, texts: Iterable[str], *, value: bool = False) -> list[GridCell]:
    spans = {1: ((1, 3),), 2: ((1, 1), (2, 2)), 3: ((1, 1), (2, 1), (3, 1))}
    texts = tuple(texts)
    places = zip(texts, spans[len(texts)], strict=True)
    cells = [GridCell(text, row, column, colspan=span, value=value) for text, (column, span) in places]
    return [GridCell(label, row, 0), *cells]


def applications_grid(figures: Mapping[str, str], form: Form, without: frozenset[str] = frozenset()) -> Grid:
    """表三 of that form without the rows named in ``without``; three columns of labels, seven of values."""
    rows = [row for row in APPLICATION_ROWS[form] if row not in without]
    cells = _applicants_head()
    results = [row for row in rows if row not in _OUTSIDE_RESULTS]
    cells.append(GridCell("三、本年度办理结果", 3 + rows.index(results[0]), 0, rowspan=len(results)))
    begun: set[str] = set()
    for place, row in enumerate(rows, start=3):
        group = row.partition(".")[0] if "." in row else ""
        if group and group not in begun:
            begun.add(group)
            members = sum(other.startswith(f"{group}.") for other in rows)
            cells.append(GridCell(_GROUPS[group], place, 1, rowspan=members))
        cells.append(_row_label(row, place))
        values = [figures[f"applications.{row}.{column}"] for column in APPLICANTS]
        cells.extend(GridCell(text, place, column, value=True) for column, text in enumerate(values, start=3))
    widths = (0.06, 0.11, 0.27, 0.08, 0.08, 0.08, 0.08, 0.08, 0.08, 0.08)
    return Grid("applications", tuple(cells), widths)


def _row_label(row: str, place: int) -> GridCell:
    label = APPLICATION_LABELS[row]
    if "." in row:
        return GridCell(label, place, 2)
    if row in _OUTSIDE_RESULTS:
        return GridCell(label, place, 0, colspan=3)
    return GridCell(label, place, 1, colspan=2)


def _applicants_head() -> list[GridCell]:
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    organisations = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    return [
        GridCell(corner, 0, 0, rowspan=3, colspan=3),
        GridCell("申请人情况", 0, 3, colspan=7),
        GridCell("自然人", 1, 3, rowspan=2),
        GridCell("法人或其他组织", 1, 4, colspan=5),
        GridCell("总计", 1, 9, rowspan=2),
        *(GridCell(label, 2, column) for column, label in enumerate(organisations, start=4)),
    ]


def remedies_grid(figures: Mapping[str, str]) -> Grid:
    """表四, the same in both forms: fifteen columns and one row of values."""
    labels = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    cells = [
        GridCell("行政复议", 0, 0, rowspan=2, colspan=5),
        GridCell("行政诉讼", 0, 5, colspan=10),
        GridCell("未经复议直接起诉", 1, 5, colspan=5),
        GridCell("复议后起诉", 1, 10, colspan=5),
        *(GridCell(label, 2, column) for column, label in enumerate(labels * 3)),
    ]
    names = [f"remedies.{block}.{column}" for block in REMEDY_BLOCKS for column in REMEDY_COLUMNS]
    cells.extend(GridCell(figures[name], 3, column, value=True) for column, name in enumerate(names))
    return Grid("remedies", tuple(cells), (1 / 15,) * 15)

"""A made-up report, its tables as true grids, as rows that lost their borders, and as one stream of text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor.documents.model import Block, Cell, Document, Paragraph, Table
from monitor.reports.forms import APPLICATION_LABELS
from storage.figures import APPLICANTS, APPLICATION_ROWS, OUTCOMES, REMEDY_BLOCKS, REMEDY_COLUMNS, Form

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANT_LABELS = dict(
    zip(APPLICANTS, ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"), strict=True)
)
HEADS_2021 = ["本年制发件数", "本年废止件数", "现行有效件数"]
CATEGORY_LABELS = {
    "refused": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
Cells = Mapping[str, Iterable[object]]


@dataclass
class Made:
    """What stands in a made-up report; every cell is text as printed."""

    applications: dict[str, list[str]] = field(default_factory=dict)
    documents: list[list[str]] = field(default_factory=lambda: [["0", "0", "0"], ["4", "1", "37"]])
    decisions: list[str] = field(default_factory=lambda: ["120", "33", "2"])
    fees: str = "18.25"
    remedies: list[str] = field(default_factory=lambda: ["1", "0", "0", "2", "3"] + ["0"] * 10)
    form: Form = "2021"
    title: str = "青禾市水务局2023年政府信息公开工作年度报告"
    preamble: str = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"

    def __post_init__(self) -> None:
        given = self.applications
        self.applications = {row: ["0"] * 7 for row in APPLICATION_ROWS[self.form]} | given

    def truth(self) -> dict[str, str]:
        """Every figure of tables three and four by full name."""
        names = {
            f"applications.{row}.{column}": text
            for row, cells in self.applications.items()
            for column, text in zip(APPLICANTS, cells, strict=True)
        }
        places = [f"remedies.{block}.{column}" for block in REMEDY_BLOCKS for column in REMEDY_COLUMNS]
        return names | dict(zip(places, self.remedies, strict=True))


def lawful(details: Mapping[str, list[int]], carried: tuple[list[int], list[int]], form: Form = "2021") -> Made:
    """A report whose table three holds: rows of six counts, with what was carried in and out."""
    rows = {row: [*details.get(row, [0] * 6)] for row in OUTCOMES[form]}
    total = [sum(row[at] for row in rows.values()) for at in range(6)]
    carried_in, carried_out = carried
    new = [t + o - i for t, i, o in zip(total, carried_in, carried_out, strict=True)]
    listed = {"new": new, "carried_in": carried_in, **rows, "total": total, "carried_out": carried_out}
    return Made({row: [str(n) for n in (*cells, sum(cells))] for row, cells in listed.items()}, form=form)


def grid_applications(made: Made) -> Table:
    """Table three as a true grid of ten columns."""
    rows = list(made.applications)
    first = 3
    cells = [
        Cell(CORNER, 0, 0, 3, 3),
        Cell("申请人情况", 0, 3, 1, 7),
        Cell("自然人", 1, 3, 2, 1),
        Cell("法人或其他组织", 1, 4, 1, 5),
        Cell("总计", 1, 9, 2, 1),
        *(Cell(APPLICANT_LABELS[name], 2, 4 + at) for at, name in enumerate(APPLICANTS[1:6])),
    ]
    results = [row for row in rows if row not in {"new", "carried_in", "carried_out"}]
    cells.append(Cell("三、本年度办理结果", first + rows.index("granted"), 0, len(results), 1))
    for category, label in CATEGORY_LABELS.items():
        under = [row for row in rows if row.startswith(f"{category}.")]
        if under:
            cells.append(Cell(label, first + rows.index(under[0]), 1, len(under), 1))
    for at, (row, values) in enumerate(made.applications.items()):
        left = 0 if row in {"new", "carried_in", "carried_out"} else 2 if "." in row else 1
        cells.append(Cell(APPLICATION_LABELS[row], first + at, left, 1, 3 - left))
        cells.extend(Cell(text, first + at, 3 + column) for column, text in enumerate(values))
    return Table(tuple(cells))


def grid_proactive(made: Made) -> Table:
    """Table two of the 2021 form as a true grid of four columns."""
    single = (
        ("第二十条第（五）项", "本年处理决定数量", (("行政许可", made.decisions[0]),)),
        ("第二十条第（六）项", "本年处理决定数量", (("行政处罚", made.decisions[1]), ("行政强制", made.decisions[2]))),
        ("第二十条第（八）项", "本年收费金额（单位：万元）", (("行政事业性收费", made.fees),)),
    )
    rows = [
        [("第二十条第（一）项", 4)],
        [(text, 1) for text in ("信息内容", *HEADS_2021)],
        [(text, 1) for text in ("规章", *made.documents[0])],
        [(text, 1) for text in ("行政规范性文件", *made.documents[1])],
    ]
    for item, head, lines in single:
        rows += [[(item, 4)], [("信息内容", 1), (head, 3)], *([(label, 1), (value, 3)] for label, value in lines)]
    return table_of(rows)


def grid_remedies(made: Made) -> Table:
    """Table four as a true grid of fifteen columns."""
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    cells = [
        Cell("行政复议", 0, 0, 1, 5),
        Cell("行政诉讼", 0, 5, 1, 10),
        *(Cell(text, 1, at, 2, 1) for at, text in enumerate(leaves)),
        Cell("未经复议直接起诉", 1, 5, 1, 5),
        Cell("复议后起诉", 1, 10, 1, 5),
        *(Cell(text, 2, 5 + at) for at, text in enumerate(leaves * 2)),
        *(Cell(text, 3, at) for at, text in enumerate(made.remedies)),
    ]
    return Table(tuple(cells))


def table_of(rows: Iterable[Iterable[tuple[str, int] | str]], *, ragged: bool = False) -> Table:
    """A table from rows of (text, columns covered) or plain texts."""
    cells: list[Cell] = []
    for at, row in enumerate(rows):
        column = 0
        for entry in row:
            text, width = (entry, 1) if isinstance(entry, str) else entry
            cells.append(Cell(text, at, column, 1, width))
            column += width
    return Table(tuple(cells), ragged=ragged)


def loose_applications(made: Made) -> Table:
    """Table three with merged labels lost: every row its own labels and cells."""
    rows: list[list[str]] = [
        [CORNER, "申请人情况"],
        ["", "自然人", "法人或其他组织", "总计"],
        ["", "", *(APPLICANT_LABELS[name] for name in APPLICANTS[1:6])],
    ]
    seen: set[str] = set()
    for row, values in made.applications.items():
        category = CATEGORY_LABELS.get(row.split(".")[0]) if "." in row else None
        label = [category] if category and category not in seen else []
        seen.update(label)
        rows.append([*label, APPLICATION_LABELS[row], *values])
    return table_of(rows, ragged=True)


def stream_applications(made: Made) -> str:
    """Table three as text without any border."""
    heads = "".join(APPLICANT_LABELS[name] for name in APPLICANTS)
    parts = [f"{CORNER}申请人情况法人或其他组织{heads}"]
    seen: set[str] = set()
    for row, values in made.applications.items():
        category = CATEGORY_LABELS.get(row.split(".")[0], "") if "." in row else ""
        shown = "" if category in seen else category
        seen.add(category)
        lead = "三、本年度办理结果" if row == "granted" else ""
        parts.append(f"{lead}{shown}{APPLICATION_LABELS[row]}{''.join(values)}")
    return "".join(parts)


def stream_remedies(made: Made) -> str:
    """Table four as text without any border."""
    leaves = "结果维持结果纠正其他结果尚未审结总计"
    return f"行政复议行政诉讼{leaves}未经复议直接起诉复议后起诉{leaves}{leaves}{''.join(made.remedies)}"


def document_of(made: Made, *tables: Table | str | None) -> Document:
    """The made-up report as a document; ``tables`` replace the grids of sections two to four, None leaves one out."""
    chosen = tables or (grid_proactive(made), grid_applications(made), grid_remedies(made))
    blocks: list[Block] = [
        Paragraph(made.title),
        Paragraph(made.preamble),
        Paragraph("一、总体情况"),
        Paragraph("全年通过门户网站公开信息310条，收到政府信息公开申请若干。"),
    ]
    headings = (
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    )
    for heading, table in zip(headings, chosen, strict=True):
        blocks.append(Paragraph(heading))
        if table is not None:
            blocks.append(Paragraph(table) if isinstance(table, str) else table)
    blocks += [
        Paragraph("五、存在的主要问题及改进情况"),
        Paragraph("存在解读不够及时等问题，下一步将加强学习，改进工作。"),
        Paragraph("六、其他需要报告的事项"),
        Paragraph("本年度未收取信息处理费。"),
    ]
    return Document("text/html", blocks)

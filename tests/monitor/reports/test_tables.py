"""Tables two to four, wherever and however they stand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.documents.model import Cell, Document, Paragraph, Table
from monitor.documents.tables import DOUBTFUL
from monitor.reports.forms import APPLICATION_LABELS
from monitor.reports.model import CellState
from monitor.reports.reading import read_report
from storage.figures import OUTCOMES, names_of_form
from tests.monitor.reports.made import (
    CORNER,
    Made,
    document_of,
    grid_applications,
    grid_proactive,
    grid_remedies,
    lawful,
    loose_applications,
    stream_applications,
    stream_remedies,
    table_of,
)

COUNTS = st.lists(st.one_of(st.just(0), st.integers(0, 300)), min_size=6, max_size=6)


@st.composite
def lawful_reports(draw):
    rows = draw(st.dictionaries(st.sampled_from(OUTCOMES["2021"]), COUNTS, max_size=6))
    carried_out = draw(st.lists(st.integers(0, 9), min_size=6, max_size=6))
    return lawful(rows, ([0] * 6, carried_out))


def printed(report):
    return {name: figure.printed for name, figure in report.figures.items() if not name.startswith("proactive")}


def never_wrong(report, made):
    """No figure carries a number that is not the true one."""
    return all(
        report.figure(name).state is CellState.UNSURE or report.figure(name).number == Decimal(text or 0)
        for name, text in made.truth().items()
    )


@given(lawful_reports())
def test_a_true_grid_is_read_as_printed(made):
    report = read_report(document_of(made), source="made-up")
    assert printed(report) == made.truth()
    assert tuple(report.figures) == names_of_form("2021")
    assert not report.notes


@given(lawful_reports())
def test_rows_without_merged_labels_are_read_as_printed(made):
    report = read_report(
        document_of(made, grid_proactive(made), loose_applications(made), grid_remedies(made)), source=""
    )
    assert printed(report) == made.truth()


@given(lawful_reports(), st.data())
def test_a_lost_or_surplus_zero_is_mended_or_left_unsure(made, data):
    loose = dict(made.applications)
    for row in data.draw(st.sets(st.sampled_from(sorted(loose)), max_size=8)):
        cells = loose[row]
        zeros = [at for at in range(1, 6) if cells[at] == "0"]
        if zeros and data.draw(st.booleans()):
            loose[row] = cells[: zeros[0]] + cells[zeros[0] + 1 :]
        else:
            loose[row] = [*cells[:3], "0", *cells[3:]]
    table = loose_applications(replace(made, applications=loose))
    report = read_report(document_of(made, grid_proactive(made), table, grid_remedies(made)), source="")
    assert never_wrong(report, made)


@given(lawful_reports())
def test_run_together_text_is_cut_rightly_or_left_unsure(made):
    document = document_of(made, grid_proactive(made), stream_applications(made), stream_remedies(made))
    report = read_report(document, source="")
    assert never_wrong(report, made)
    assert report.tables["applications"].present
    assert report.tables["remedies"].present
    assert "自然人" not in report.text


def test_run_together_zeros_are_sure():
    made = Made()
    made.remedies = ["0"] * 15
    report = read_report(document_of(made, None, stream_applications(made), stream_remedies(made)), source="")
    assert printed(report) == made.truth()


def test_blank_cells_that_left_no_trace_make_every_other_row_unsure():
    made = Made({row: [""] * 7 for row in OUTCOMES["2021"]} | {"new": ["2", "", "", "", "", "", "2"]})
    report = read_report(document_of(made, None, stream_applications(made), None), source="")
    assert report.figure("applications.new.total").state is CellState.UNSURE
    assert report.figure("applications.granted.total").state is CellState.BLANK
    assert report.figure("applications.total.total").number == 0


def test_one_cell_a_line_is_read_like_a_table():
    made = lawful({"granted": [3, 0, 0, 0, 0, 1]}, ([0] * 6, [0] * 6))
    lines = [CORNER, "申请人情况", "自然人", "法人或其他组织", "总计"]
    for row in grid_applications(made).rows():
        lines += [cell.text for cell in row if cell.row > 2]
    document = document_of(made, None, "\n".join(lines), None)
    assert read_report(document, source="").figure("applications.granted.other").printed == "1"
    assert read_report(document, source="").figure("applications.total.total").printed == "4"


def cut_after(table: Table, row: int) -> tuple[Table, Table]:
    """The table as a page cuts it, spanning cells cut with it."""
    above = tuple(replace(c, rowspan=min(c.rowspan, row - c.row), page=1) for c in table.cells if c.row < row)
    below = tuple(
        replace(c, row=max(c.row, row) - row, rowspan=c.row + c.rowspan - max(c.row, row), page=2)
        for c in table.cells
        if c.row + c.rowspan > row
    )
    return Table(above, page=1), Table(below, page=2)


@pytest.mark.parametrize("row", range(4, 27))
def test_a_page_may_cut_table_three_anywhere(row):
    made = lawful({"granted": [7, 0, 0, 0, 0, 0], "other.other": [2, 1, 0, 0, 0, 0]}, ([0] * 6, [1] * 6))
    above, below = cut_after(grid_applications(made), row)
    document = document_of(made)
    at = next(i for i, block in enumerate(document.blocks) if isinstance(block, Table) and len(block.cells) > 100)
    document.blocks[at : at + 1] = [above, Paragraph("- 3 -", page=1), below]
    report = read_report(document, source="")
    assert printed(report) == made.truth()
    assert report.figure("applications.carried_out.total").page == 2


@pytest.mark.parametrize("values_above", [True, False])
def test_a_label_that_the_page_cut_in_two_is_joined(values_above):
    full = "5.要求行政机关确认或重新出具已获取信息"
    values, blanks = ["3", "0", "0", "0", "0", "0", "3"], [""] * 7
    above = table_of([[(CORNER, 3), "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
                      *(["", "（五）不予处理", f"{n}.{text}", *["0"] * 7] for n, text in
                        ((1, "信访举报投诉类申请"), (2, "重复申请"), (3, "要求提供公开出版物"))),
                      ["", "", full[:9], *(values if values_above else blanks)]])  # fmt: skip
    below = table_of([["", "", full[9:], *(blanks if values_above else values)],
                      ["", ("（七）总计", 2), *values]])  # fmt: skip
    report = read_report(Document("application/pdf", [above, below]), source="")
    assert report.figure("applications.not_processed.confirmation.total").printed == "3"
    assert report.figure("applications.total.natural_person").printed == "3"


def test_a_repeated_head_is_no_row():
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    above, below = cut_after(loose_applications(made), 27)
    head = [cell for cell in above.cells if cell.row < 3]
    below = Table((*head, *(replace(cell, row=cell.row + 3) for cell in below.cells)), ragged=True)
    report = read_report(document_of(made, None, Table(above.cells, ragged=True), None), source="")
    assert report.tables["applications"].missing_rows
    document = document_of(made, None, Table(above.cells, ragged=True), None)
    document.blocks.append(below)
    assert {k: v for k, v in printed(read_report(document, source="")).items() if k.startswith("app")} == {
        k: v for k, v in made.truth().items() if k.startswith("app")
    }


def test_tables_behind_section_six_are_found():
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    document = document_of(made, None, None, None)
    document.blocks += [Paragraph("附件"), grid_proactive(made), grid_applications(made), grid_remedies(made)]
    assert printed(read_report(document, source="")) == made.truth()


def test_a_frame_around_headings_and_tables_is_no_table():
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    inner = grid_applications(made)
    cells = [
        Cell("全年公开信息一百余条，" + "持续推进各项工作。" * 9, 0, 0, 1, 10),
        Cell("三、收到和处理政府信息公开申请情况", 1, 0, 1, 10),
        *(replace(cell, row=cell.row + 2) for cell in inner.cells),
        Cell("四、政府信息公开行政复议、行政诉讼情况", 30, 0, 1, 10),
        Cell("无。", 31, 0, 1, 10),
    ]
    document = Document("text/html", [Paragraph(made.title), Paragraph("一、总体情况"), Table(tuple(cells))])
    report = read_report(document, source="")
    assert [section.key for section in report.sections] == ["overview", "applications", "remedies"]
    assert report.figure("applications.granted.total").printed == "7"
    assert report.section("applications").tables == 1
    assert report.section("overview").text.startswith("全年公开信息")


def test_a_blank_cell_of_a_true_grid_is_blank_and_nothing_shifts():
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    made.applications["granted"] = ["", "7", "", "/", "", "", "7"]
    report = read_report(document_of(made), source="")
    states = [
        report.figure(f"applications.granted.{c}").state for c in ("natural_person", "enterprise", "public_welfare")
    ]
    assert states == [CellState.BLANK, CellState.NUMBER, CellState.SYMBOL]


def test_a_cell_read_with_doubt_is_unsure():
    made = Made()
    table = grid_applications(made)
    doubtful = Table(tuple(replace(c, confidence=0.7) if (c.row, c.column) == (3, 9) else c for c in table.cells))
    report = read_report(document_of(made, None, doubtful, None), source="")
    assert report.figure("applications.new.total").state is CellState.UNSURE
    assert report.figure("applications.new.natural_person").state is CellState.NUMBER


def test_a_row_with_a_hole_is_mended_by_zeros_only():
    made = lawful({"granted": [7, 0, 0, 0, 0, 2]}, ([0] * 6, [0] * 6))
    whole = grid_applications(made)
    at = next(cell.row for cell in whole.cells if cell.text == "（一）予以公开")
    cells = [cell for cell in whole.cells if (cell.row, cell.column) != (at, 5)]
    moved = [replace(cell, column=cell.column - 1) if cell.row == at and cell.column > 5 else cell for cell in cells]
    report = read_report(document_of(made, None, Table(tuple(moved)), grid_remedies(made)), source="")
    assert printed(report) == made.truth()
    assert report.figure("applications.granted.total").repaired
    assert not report.figure("applications.total.total").repaired


def test_a_column_whose_name_the_page_cut_is_not_missing():
    made = lawful({"granted": [7, 0, 0, 0, 0, 2]}, ([0] * 6, [0] * 6))
    above = table_of([["（本列数据的勾稽关系为", "自然", "法人或其他组织", "总计"]])
    names = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    rows = [[APPLICATION_LABELS[row], *cells] for row, cells in made.applications.items()]
    document = document_of(made, grid_proactive(made), above, grid_remedies(made))
    document.blocks.insert(document.blocks.index(above) + 1, table_of([["", "", *names, ""], *rows]))
    report = read_report(document, source="")
    assert printed(report) == made.truth()
    assert report.tables["applications"].missing_columns == ()


def test_a_missing_column_is_absent_and_named():
    made = Made()
    rows = [["", "自然人", "商业企业", "科研机构", "社会组织", "其他", "总计"]]
    rows += [["一、本年新收政府信息公开申请数量", "4", "0", "0", "0", "0", "4"]]
    rows += [["（一）予以公开", "4", "0", "0", "0", "0", "4"], ["（七）总计", "4", "0", "0", "0", "0", "4"]]
    rows += [["四、结转下年度继续办理", *["0"] * 6]]
    report = read_report(document_of(made, None, table_of(rows), None), source="")
    reading = report.tables["applications"]
    assert reading.missing_columns == ("legal_service",)
    assert report.figure("applications.new.legal_service").state is CellState.ABSENT
    assert report.figure("applications.new.other").printed == "0"
    assert report.figure("applications.new.total").printed == "4"
    assert reading.labels["public_welfare"] == "社会组织"
    assert "carried_in" in reading.missing_rows


def test_a_column_of_remarks_is_no_value_not_even_behind_a_page_break():
    made = lawful({"granted": [7, 0, 0, 0, 0, 2]}, ([0] * 6, [0] * 6))
    whole = grid_applications(made)
    remarks = (Cell("备注", 0, 10, 3, 1), *(Cell("", row, 10) for row in range(3, 28)))
    above, below = cut_after(Table((*whole.cells, *remarks)), 20)
    document = document_of(made, None, None, grid_remedies(made))
    document.blocks += [above, below]
    assert printed(read_report(document, source="")) == made.truth()


def test_a_head_that_does_not_tell_its_columns_leaves_the_cells_to_their_order():
    rows = [["", "自然人", "商业企业", "单位", "科研", "公益", "法律", "其他", "总计"]]
    rows += [["一、本年新收政府信息公开申请数量", "4", "0", "0", "0", "0", "0", "0", "4"]]
    report = read_report(document_of(Made(), None, table_of(rows), None), source="")
    assert report.figure("applications.new.natural_person").printed == "4"
    assert report.figure("applications.new.total").repaired


def test_a_single_row_of_other_outcomes_is_the_old_forms():
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6), form="2019")
    report = read_report(
        document_of(made, grid_proactive(made), loose_applications(made), grid_remedies(made)), source=""
    )
    assert (report.form, report.tables["proactive"].form, report.tables["applications"].form) == (
        "2021",
        "2021",
        "2019",
    )
    assert report.figure("applications.other.total").printed == "0"
    assert report.figure("applications.other.other.total").state is CellState.ABSENT
    assert report.tables["applications"].missing_rows == ("other.not_corrected", "other.fee_unpaid", "other.other")


def test_a_row_met_twice_with_other_numbers_is_unsure():
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    other = lawful({"granted": [8, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    document = document_of(made)
    document.blocks.append(grid_applications(other))
    report = read_report(document, source="")
    assert report.figure("applications.granted.total").state is CellState.UNSURE
    assert report.figure("applications.carried_out.total").printed == "0"
    assert any("两次" in note for note in report.notes)


def test_a_table_of_other_numbers_is_left_alone():
    made = Made()
    document = document_of(made)
    document.blocks.insert(4, table_of([["行政许可", "77"], ["行政处罚", "88"], ["网站", "99"]]))
    report = read_report(document, source="")
    assert report.figure("proactive.licensing.decisions").printed == "120"
    assert report.section("overview").tables == 1


def test_table_two_of_the_2021_form():
    report = read_report(document_of(Made()), source="")
    assert {n: f.printed for n, f in report.figures.items() if n.startswith("proactive")} == {
        "proactive.rules.issued": "0",
        "proactive.rules.repealed": "0",
        "proactive.rules.in_force": "0",
        "proactive.normative_documents.issued": "4",
        "proactive.normative_documents.repealed": "1",
        "proactive.normative_documents.in_force": "37",
        "proactive.licensing.decisions": "120",
        "proactive.penalties.decisions": "33",
        "proactive.coercion.decisions": "2",
        "proactive.fees.amount": "18.25",
    }
    assert report.tables["proactive"].labels["issued"] == "本年制发件数"


OLD_TABLE_TWO = [
    [("第二十条第（一）项", 4)],
    ["信息内容", "本年新 制作数量", "本年新公开数量", "对外公开总数量"],
    ["规章（设区的市应提供相关数据）", "0", "0", "0"],
    ["规范性文件", "3", "2", "41"],
    [("第二十条第（五）项", 4)],
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政许可", "156", "-59", "97"],
    ["其他对外管理服务事项", "", "0", "/"],
    [("第二十条第（六）项", 4)],
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政处罚", "1", "-1", "0"],
    ["行政强制", "0", "+2", "2"],
    [("第二十条第（八）项", 4)],
    ["信息内容", ("上一年项目数量", 2), "本年增/减"],
    ["行政事业性收费", ("3", 1), ("0", 2)],
    [("第二十条第（九）项", 4)],
    ["信息内容", ("采购项目数量", 2), "采购总金额"],
    ["政府集中采购", ("6", 2), "251000元"],
]


def test_table_two_of_the_2019_form_with_signs_and_units():
    made = Made(form="2019", title="青禾市水务局2020年政府信息公开工作年度报告", preamble="")
    report = read_report(
        document_of(made, table_of(OLD_TABLE_TWO), grid_applications(made), grid_remedies(made)), source=""
    )
    value = {n.removeprefix("proactive."): f.number for n, f in report.figures.items() if n.startswith("proactive")}
    assert (report.form, report.tables["proactive"].form) == ("2019", "2019")
    assert value["licensing.change"] == -59
    assert value["coercion.change"] == 2
    assert value["fees.change"] == 0
    assert value["procurement.amount"] == Decimal("25.1")
    assert report.figure("proactive.procurement.amount").printed == "251000元"
    assert report.figure("proactive.other_services.items_last_year").state is CellState.BLANK
    assert report.figure("proactive.other_services.decisions").state is CellState.SYMBOL
    assert set(report.figures) == set(names_of_form("2019"))


@pytest.mark.parametrize("sign", ["*", "~ ", "；", "丨", "·"])
def test_numbers_parted_by_signs_that_no_one_knows_are_never_blank_and_never_wrong(sign):
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [1] * 6))
    rows = {row: [sign + text for text in texts] for row, texts in made.applications.items()}
    text = stream_applications(replace(made, applications=rows))
    report = read_report(document_of(made, None, text, None), source="")
    figures = [figure for name, figure in report.figures.items() if name.startswith("applications")]
    assert {figure.state for figure in figures} <= {CellState.UNSURE, CellState.NUMBER}
    assert all(figure.state is CellState.UNSURE or figure.printed == made.truth()[figure.name] for figure in figures)


def test_merged_cells_parted_with_their_text_in_every_part_are_one():
    rows = [
        [*["第二十条第（八）项"] * 4],
        ["信息内容", "上一年项目数量", "本年增/减", "本年增/减"],
        ["行政事业性收费", "3", "-1", "-1"],
        [*["第二十条第（九）项"] * 4],
        ["信息内容", "采购项目数量", "采购总金额", "采购总金额"],
        ["政府集中采购", "6", "251000元", "251000元"],
    ]
    made = Made(form="2019", title="青禾市水务局2020年政府信息公开工作年度报告", preamble="")
    report = read_report(document_of(made, table_of(rows), None, None), source="")
    names = ("fees.items_last_year", "fees.change", "procurement.items", "procurement.amount")
    assert [report.figure(f"proactive.{name}").printed for name in names] == ["3", "-1", "6", "251000元"]


def test_a_last_row_whose_label_the_page_cut_is_the_last_row():
    made = lawful({"other.other": [3, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    rows = [[cell.text for cell in row] for row in loose_applications(made).rows()]
    at = next(at for at, texts in enumerate(rows) if "3.其他" in texts)
    cut = [[text.replace("3.其他", "3.其") for text in texts] for texts in rows]
    document = document_of(made, None, table_of([*cut[: at + 1], ["他"], *cut[at + 1 :]], ragged=True), None)
    assert read_report(document, source="").figure("applications.other.other.total").number == 3


def test_the_old_table_two_in_a_new_report_gives_the_old_forms_figures():
    made = Made()
    report = read_report(
        document_of(made, table_of(OLD_TABLE_TWO), grid_applications(made), grid_remedies(made)), source=""
    )
    reading = report.tables["proactive"]
    assert (report.form, reading.form) == ("2021", "2019")
    assert "采购总金额" in reading.old_form_markers
    assert report.figure("proactive.normative_documents.disclosed_in_all").printed == "41"
    assert report.figure("proactive.normative_documents.in_force").state is CellState.ABSENT


@pytest.mark.parametrize(
    ("row", "states"),
    [
        (["行政规范性文件", "", "", ""], [CellState.BLANK] * 3),
        (["行政规范性文件", "4"], [CellState.UNSURE] * 3),
        (["行政规范性文件", "4", "1", "37", ""], [CellState.NUMBER] * 3),
        (["行政规范性文件", "4", "1", "37", "5"], [CellState.UNSURE] * 3),
    ],
)
def test_loose_rows_of_table_two(row, states):
    rows = [["信息内容", "本年制发件数", "本年度止件数", "现行有效件数"], ["规章", "0", "0", "0"], row]
    report = read_report(document_of(Made(), table_of(rows, ragged=True), None, None), source="")
    names = [f"proactive.normative_documents.{column}" for column in ("issued", "repealed", "in_force")]
    assert [report.figure(name).state for name in names] == states


@pytest.mark.parametrize("cells", [["88"], ["88", "", ""], ["88", "88", "88"]])
def test_a_single_value_may_stand_once_or_in_every_merged_place(cells):
    rows = [["信息内容", "本年处理决定数量"], ["行政许可", *cells], ["行政处罚", "3"], ["行政强制", "1", "2"]]
    for ragged in (True, False):
        report = read_report(document_of(Made(), table_of(rows, ragged=ragged), None, None), source="")
        assert report.figure("proactive.licensing.decisions").printed == "88"
        assert report.figure("proactive.coercion.decisions").state is CellState.UNSURE


def test_table_two_as_text_is_taken_only_where_one_cut_is_possible():
    text = (
        "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件62334"
        "第二十条第（五）项信息内容本年处理决定数量行政许可4529第二十条第（六）项信息内容本年处理决定数量"
        "行政处罚1100行政强制65第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费186.06"
    )
    report = read_report(document_of(Made(), text, None, None), source="")
    assert report.figure("proactive.rules.in_force").printed == "0"
    assert report.figure("proactive.normative_documents.issued").state is CellState.UNSURE
    assert report.figure("proactive.licensing.decisions").printed == "4529"
    assert report.figure("proactive.fees.amount").value == Decimal("186.06")
    assert report.section("proactive").tables == 1
    assert report.section("proactive").text == ""


@pytest.mark.parametrize("extra", [[], ["0"]])
def test_table_four_without_its_grid(extra):
    made = Made()
    head = [["行政复议", "行政诉讼"], ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]]
    table = table_of([*head, [*made.remedies, *extra]], ragged=True)
    report = read_report(document_of(made, None, None, table), source="")
    assert report.figure("remedies.review.total").printed == "3"
    assert report.figure("remedies.litigation_after_review.total").printed == "0"
    assert report.figure("remedies.review.total").repaired is bool(extra)


def test_table_four_with_blank_groups_by_place_and_unsure_without():
    made = Made()
    made.remedies = [""] * 5 + ["0"] * 10
    head = [["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]]
    by_place = read_report(document_of(made, None, None, table_of([*head, made.remedies], ragged=True)), source="")
    assert by_place.figure("remedies.review.total").state is CellState.BLANK
    without = read_report(document_of(made, None, None, table_of([*head, ["0"] * 10], ragged=True)), source="")
    assert without.figure("remedies.review.total").state is CellState.UNSURE


def test_table_four_may_lack_whole_groups_or_its_row():
    rows = [["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], ["1", "0", "0", "0", "1"]]
    report = read_report(document_of(Made(), None, None, table_of(rows)), source="")
    assert report.figure("remedies.review.total").printed == "1"
    assert report.figure("remedies.litigation_direct.total").state is CellState.ABSENT
    assert len(report.tables["remedies"].missing_columns) == 10
    headless = read_report(document_of(Made(), None, None, table_of(rows[:1])), source="")
    assert headless.tables["remedies"].present
    assert headless.figure("remedies.review.total").state is CellState.ABSENT


def test_no_table_gives_absent_figures_and_says_so():
    report = read_report(document_of(Made(), None, None, None), source="")
    assert {figure.state for figure in report.figures.values()} == {CellState.ABSENT}
    assert not any(reading.present for reading in report.tables.values())


def test_cells_set_apart_by_strokes_are_a_table_and_a_trail_of_links_is_none():
    made = lawful({"granted": [7, 0, 0, 0, 0, 2]}, ([0] * 6, [0] * 6))
    rows = loose_applications(made).rows()
    text = "\n".join(" | ".join(cell.text for cell in row) + " |" for row in rows)
    document = document_of(made, None, text, grid_remedies(made))
    document.blocks.insert(0, Paragraph("首页 | 政府信息公开 | 政府信息公开年报"))
    report = read_report(document, source="")
    assert printed(report) == made.truth()
    assert report.text.startswith("首页|政府信息公开")


def test_a_row_the_form_does_not_have_is_told():
    made = Made()
    row = ["", "（三）不予公开", "9.属于工作秘密", "1", *["0"] * 5, "1"]
    rows = [[cell.text for cell in row] for row in loose_applications(made).rows()]
    at = next(at for at, texts in enumerate(rows) if "8.属于行政查询事项" in texts)
    report = read_report(
        document_of(made, None, table_of([*rows[: at + 1], row, *rows[at + 1 :]], ragged=True), None), source=""
    )
    assert report.tables["applications"].extra_rows == ("9.属于工作秘密",)
    assert report.figure("applications.refused.administrative_queries.total").printed == "0"
    assert any("工作秘密" in note for note in report.notes)


def test_fifteen_numbers_without_a_head_are_table_four():
    made = Made()
    report = read_report(document_of(made, None, None, table_of([made.remedies], ragged=True)), source="")
    assert report.figure("remedies.review.total").printed == "3"


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("2.重复中请", "not_processed.repeated"),
        ("5.属于三类内邬事务信息", "refused.internal_affairs"),
        ("3.补止后申请内容仍不明确", "unavailable.still_unclear"),
    ],
)
def test_a_misread_label_is_known_by_what_it_resembles(label, row):
    made = lawful({row: [4, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    cells = [replace(c, text=label) if c.text == APPLICATION_LABELS[row] else c for c in grid_applications(made).cells]
    report = read_report(document_of(made, None, Table(tuple(cells)), grid_remedies(made)), source="")
    assert printed(report) == made.truth()
    assert report.tables["applications"].labels[row] == label


def test_every_cell_of_a_recognised_document_is_marked():
    made = lawful({"granted": [7, 0, 0, 0, 0, 2]}, ([0] * 6, [0] * 6))
    document = document_of(made)
    document.doubtful = True
    report = read_report(document, source="")
    assert report.doubtful
    assert all(figure.repaired for figure in report.figures.values())


@pytest.mark.parametrize(("doubtful", "state"), [(True, CellState.UNSURE), (False, CellState.ABSENT)])
def test_a_row_that_recognition_may_have_missed_is_unsure_and_not_absent(doubtful, state):
    made = lawful({"granted": [7, 0, 0, 0, 0, 2]}, ([0] * 6, [0] * 6))
    table = loose_applications(made)
    (lost,) = (cell.row for cell in table.cells if "信访举报" in cell.text)
    table = replace(table, cells=tuple(cell for cell in table.cells if cell.row != lost))
    document = document_of(made, grid_proactive(made), table, grid_remedies(made))
    document.doubtful = doubtful
    report = read_report(document, source="")
    assert report.tables["applications"].missing_rows == ("not_processed.petition",)
    assert report.figure("applications.not_processed.petition.total").state is state
    assert report.figure("applications.not_processed.repeated.total").state is CellState.NUMBER


def test_a_row_of_the_old_form_is_not_taken_for_three_missed_ones():
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6), form="2019")
    document = document_of(made, grid_proactive(made), loose_applications(made), grid_remedies(made))
    document.doubtful = True
    report = read_report(document, source="")
    assert report.figure("applications.other.other.total").state is CellState.ABSENT


@pytest.mark.parametrize(("grid", "text"), [(grid_applications, "表三有1个单元格"), (grid_remedies, "表四有1个单元格")])
def test_a_single_cell_that_is_unsure_is_told(grid, text):
    made = lawful({"granted": [7, 0, 0, 0, 0, 2]}, ([0] * 6, [0] * 6))
    table = grid(made)
    at = max(place for place, cell in enumerate(table.cells) if cell.text.isdecimal())
    cells = [replace(cell, confidence=DOUBTFUL) if place == at else cell for place, cell in enumerate(table.cells)]
    tables = [grid_applications(made), grid_remedies(made)]
    tables[grid is grid_remedies] = replace(table, cells=tuple(cells))
    report = read_report(document_of(made, None, *tables), source="")
    assert [figure.state for figure in report.figures.values()].count(CellState.UNSURE) == 1
    assert [note for note in report.notes if text in note] == report.notes

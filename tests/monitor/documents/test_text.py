"""Plain text and Markdown: tables by tabs and pipes, paragraphs by lines, the header of stored texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text import tidy
from monitor.documents.characters import legible, paragraphs_in
from monitor.documents.model import Document, Paragraph, Table
from monitor.documents.reading import read_document


def read(text: str, name: str = "年报.txt") -> Document:
    return read_document(text.encode(), name=name)


def grid(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows()] for table in document.tables()]


def test_rows_with_tabs_are_a_table_with_its_empty_cells_in_place():
    document = read("二、主动公开政府信息情况\n\n第二十条第（一）项\t\t\n规章\t1\t\n\t\t3\n\n三、收到")
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    assert grid(document) == [[["第二十条第（一）项", "", ""], ["规章", "1", ""], ["", "", "3"]]]
    (table,) = document.tables()
    assert table.ragged
    assert [(cell.row, cell.column) for cell in table.cells[:4]] == [(0, 0), (0, 1), (0, 2), (1, 0)]
    assert document.notes == ["表格以制表符分列，合并单元格已丢失。"]


def test_a_blank_line_parts_a_table_into_two_in_sequence():
    document = read("行政处罚\t1\n\n行政强制\t2\n")
    assert [type(block) for block in document.blocks] == [Table, Table]
    assert grid(document) == [[["行政处罚", "1"]], [["行政强制", "2"]]]


@pytest.mark.parametrize(
    "drawn",
    [
        "┌──┬─┐\n│规章│1│\n├──┼─┤\n│许可│2│\n└──┴─┘",
        "————————\n|规章|1|\n+----+-+\n|许可|2|",
        "│规章│1│\n────────\n│许可│2│",
    ],
)
def test_tables_drawn_with_characters_are_tables(drawn: str):
    assert grid(read(f"二、主动公开\n{drawn}\n三、收到")) == [[["规章", "1"], ["许可", "2"]]]


def test_a_row_without_tabs_between_rows_is_a_row():
    assert grid(read("规章\t1\n第二十条第（五）项\n行政许可\t2")) == [
        [["规章", "1"], ["第二十条第（五）项"], ["行政许可", "2"]]
    ]


def test_a_heading_between_two_tables_is_no_row():
    document = read("行政强制\t2\n三、收到和处理政府信息公开申请情况\n自然人\t总计\n")
    assert [type(block) for block in document.blocks] == [Table, Paragraph, Table]


def test_ruling_rows_are_dropped():
    assert grid(read("行政复议\t行政诉讼\n------\t------\n0\t1")) == [[["行政复议", "行政诉讼"], ["0", "1"]]]
    assert grid(read("| 规章 | 1 |\n|:---|---:|\n| 许可 |  |", "a.md")) == [[["规章", "1"], ["许可", ""]]]
    assert grid(read("-----\t-----\n")) == []


@pytest.mark.parametrize("sign", ["-", "--", "——", "—"])
def test_dashes_for_none_rule_off_nothing_but_the_first_row(sign: str):
    cells = ["规章", *[sign] * 3]
    row, values = f"|{'|'.join(cells)}|", f"|{'|'.join(cells[1:])}|"
    assert grid(read(f"{row}\n|---|---|---|---|\n{row}\n{values}", "a.md")) == [[cells, cells, cells[1:]]]
    assert grid(read(f"三、收到\n\n{values}\n|---|---|---|\n{values}", "a.md")) == [[cells[1:], cells[1:]]]
    assert grid(read("|a|b|\n|-|-|\n|-|-|", "a.md")) == [[["a", "b"], ["-", "-"]]]


def test_markdown_signs_are_no_text():
    document = read(
        "# 甲市\n\n### 一、总体情况\n\n##二、主动公开\n\n**（一）主动公开方面。**全年__公开__1条。", "年报.md"
    )
    assert document.text().splitlines() == ["甲市", "一、总体情况", "二、主动公开", "（一）主动公开方面。全年公开1条。"]


def test_a_line_broken_by_its_width_or_by_the_page_is_joined():
    half = "（三）政府信息管理方面。严格执行保密审查制度，规范公文公开属性"
    assert read(f"{half}\n的认定，做到应公开尽公开。").text() == f"{half}的认定，做到应公开尽公开。"
    assert read(f"{half}\n\n的认定，做到应公开尽公开。").text() == f"{half}的认定，做到应公开尽公开。"


@pytest.mark.parametrize(
    "text",
    [
        "全年主动公开政府信息一千余条，收到政府信息公开申请五十六件，均已答复\n\n甲市人民政府办公室",
        "全年主动公开政府信息一千余条，收到政府信息公开申请五十六件，均已答复\n（二）依申请公开。共收到五件，均已答复。",
        "全年主动公开政府信息一千余条，收到政府信息公开申请五十六件，均已答复。\n均在法定期限内，没有复议。",
        "甲市人民政府办公室\n2024年1月5日",
        "一、总体情况\n全年公开政府信息一千余条。",
        "全年主动公开政府信息一千余条，收到政府信息公开申请五十六件，均已答复\n　　均在法定期限内，没有复议。",
    ],
)
def test_what_begins_anew_is_not_joined(text: str):
    assert len(list(read(text).paragraphs())) == 2


def test_indents_are_the_last_trace_of_lost_line_ends():
    assert read("　　甲局年度报告　　一、总体情况　　全年公开1条。").text().splitlines() == [
        "甲局年度报告",
        "一、总体情况",
        "全年公开1条。",
    ]


def test_the_header_of_a_stored_text_is_no_text():
    document = read(
        "标题: 甲局2024年政府信息公开工作年度报告\n日期: 2025-01-20\n文号: \n来源: 乙\n页面链接另存\n"
        "==== 正文 ====\n一、总体情况\n日期：2024年全年\n"
    )
    assert document.meta["title"] == document.meta["标题"] == "甲局2024年政府信息公开工作年度报告"
    assert document.meta["发布时间"] == "2025-01-20"
    assert "文号" not in document.meta
    assert document.text().splitlines() == ["一、总体情况", "日期：2024年全年"]


def test_a_header_without_a_line_below_it_ends_with_its_last_key():
    document = read("标题：甲局年报\n发布时间：2025-01-20 10:00\n\n一、总体情况\n")
    assert document.meta == {"标题": "甲局年报", "title": "甲局年报", "发布时间": "2025-01-20 10:00"}
    assert document.text() == "一、总体情况"


def test_one_line_with_a_colon_is_no_header():
    assert read("标题：甲局年报\n一、总体情况").meta == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_any_encoding_of_a_chinese_office(encoding: str):
    data = "一、总体情况\r\n全年公开政府信息１２条。\r\n规章\t1\r\n".encode(encoding)
    document = read_document(data, name="年报.txt")
    assert document.text() == "一、总体情况\n全年公开政府信息１２条。"
    assert grid(document) == [[["规章", "1"]]]


def test_angle_brackets_in_a_text_file_are_no_markup():
    assert (
        read("见 <http://example.gov.cn/>。\n<table> 是网页的事").text()
        == "见<http://example.gov.cn/>。\n<table>是网页的事"
    )


CELL = st.text("甲乙丙丁01234 ", max_size=6).map(tidy)


@given(st.lists(st.lists(CELL, min_size=2, max_size=6), min_size=1, max_size=6))
def test_any_rows_come_back(rows: list[list[str]]):
    kept = [row for row in rows if any(row)]
    found = grid(read("\n".join(["表一", *("\t".join(row) for row in rows)])))
    assert [row for table in found for row in table] == kept


def test_radicals_are_the_characters_they_look_like():
    assert legible("⼈⺠政府⻓期公开⼯作⻅附件，⽆") == "人民政府长期公开工作见附件，无"
    assert legible("１２（一）“三安全”①") == "１２（一）“三安全”①"
    assert legible("甲\x00乙\u00ad丙\ufeff\r\n丁\x0b戊") == "甲乙丙\n丁\n戊"


@given(st.text())
def test_legible_text_stays_as_it_is(text: str):
    assert legible(legible(text)) == legible(text)


@given(st.text())
def test_paragraphs_have_no_line_ends(text: str):
    assert all(part and "\n" not in part and "\u3000\u3000" not in part for part in paragraphs_in(text))


def test_a_paragraph_of_very_many_lines_is_one_paragraph():
    line = "本年度政府信息公开工作情况良好，受理申请若干件并全部办理完毕"
    (paragraph,) = read("\n".join([line] * 20_000)).paragraphs()
    assert paragraph.text == line * 20_000


def test_stars_without_end_are_text():
    assert read("**字 " * 20_000 + "\n**总体情况**").text() == tidy("**字 " * 20_000) + "\n总体情况"

"""Rows that a page's end cuts in two are one row again, and two rows stay two."""

from dataclasses import replace

import pytest

from monitor.documents.model import Box, Cell, Document, Paragraph, Table
from monitor.reports.reading import read_report
from tests.monitor.reports.made import document_of, grid_proactive, lawful


def page_of(rows: list[list[str]], page: int) -> Table:
    cells = tuple(
        Cell(
            text,
            row,
            column,
            page=page,
            box=Box(page, 100.0 * column, 20.0 * row, 100.0 * column + 100, 20.0 * row + 20),
        )
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Table(cells, page)


def figures_of(*tables: Table) -> dict[str, str]:
    blocks = [Paragraph("二、主动公开政府信息情况", 1), *tables]
    report = read_report(Document("application/pdf", blocks), source="")
    return {name.removeprefix("proactive."): figure.printed for name, figure in report.figures.items()}


HEAD = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "0", "0"]]


@pytest.mark.parametrize(
    ("foot", "head"),
    [
        (["行政规范", "3", "1", "12"], ["性文件", "", "", ""]),
        (["行政规范", "", "", ""], ["性文件", "3", "1", "12"]),
        (["行政规范", "3", "", "12"], ["性文件", "", "1", ""]),
    ],
)
def test_a_row_cut_by_the_page_is_one_row(foot: list[str], head: list[str]):
    rest = [["信息内容", "本年处理决定数量", "", ""], ["行政许可", "7", "", ""]]
    found = figures_of(page_of([*HEAD, foot], 1), page_of([head, *rest], 2))
    names = ("issued", "repealed", "in_force")
    assert [found[f"normative_documents.{name}"] for name in names] == ["3", "1", "12"]
    assert found["licensing.decisions"] == "7"


def test_two_rows_with_numbers_stay_two():
    found = figures_of(
        page_of([*HEAD, ["行政规范", "3", "1", "12"]], 1), page_of([["性文件", "4", "1", "5"], *HEAD], 2)
    )
    assert found["normative_documents.issued"] not in ("34", "3", "4")


def test_whole_rows_on_two_pages_stay_as_they_are():
    made = lawful({"granted": [7, 0, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))
    table = grid_proactive(made)
    for cut in range(1, 14):
        pages = [
            replace(table, page=1, cells=tuple(cell for cell in table.cells if cell.row < cut)),
            replace(table, page=2, cells=tuple(replace(c, row=c.row - cut) for c in table.cells if c.row >= cut)),
        ]
        document = document_of(made, None, None, None)
        document.blocks[1:1] = pages
        whole = document_of(made, table, None, None)
        expected, found = (read_report(one, source="").figures for one in (whole, document))
        assert {n: f.printed for n, f in found.items()} == {n: f.printed for n, f in expected.items()}

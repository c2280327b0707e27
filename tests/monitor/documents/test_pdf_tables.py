"""Ruled tables out of PDF: every manner of drawing lines gives the same cells."""

import pytest
from hypothesis import assume, given, settings
from reportlab.pdfgen.canvas import Canvas

from monitor.documents.model import Cell, Table
from monitor.documents.reading import read_document
from tests.monitor.documents.forms import (
    COLUMNS,
    DATA_ROWS,
    HEADER_ROWS,
    Spot,
    applications,
    cut,
    figure,
    proactive,
)
from tests.monitor.documents.pdfs import HEIGHT, WIDTH, Draw, Ruling, paragraphs, pdf, table, together
from tests.monitor.documents.tilings import tilings

WIDTHS = (24, 58, 140, *[36] * COLUMNS)


def read(*pages: Draw) -> list[Table]:
    return list(read_document(pdf(*pages), name="年报.pdf").tables())


def shape(cells: list[Cell] | list[Spot]) -> set[tuple[str, int, int, int, int]]:
    return {(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in cells}


@pytest.mark.parametrize("ruling", ["ruled", "boxes", "dotted", "thin", "one path", "double"])
def test_every_manner_of_ruling_gives_the_form_cell_by_cell(ruling: Ruling):
    (found,) = read(table(applications(), ruling=ruling, widths=WIDTHS))
    assert shape(found.cells) == shape(applications())
    assert all(cell.confidence == 1.0 for cell in found.cells)
    assert not found.ragged


def test_a_table_without_outer_borders_is_closed():
    (found,) = read(table(applications(), ruling="open", widths=WIDTHS))
    assert shape(found.cells) == shape(applications())


def test_cells_know_their_page_and_place():
    _, found = read(table(proactive()), table(proactive(), top=200))
    corner = next(cell for cell in found.cells if cell.text == "行政许可")
    assert corner.page == found.page == 2
    assert corner.box is not None
    assert (corner.box.x0, corner.box.top) == pytest.approx((60, 200 + 6 * 22), abs=1)
    assert corner.box.bottom - corner.box.top == pytest.approx(22, abs=1)


@pytest.mark.parametrize("row", [9, 16, 27])
def test_a_table_over_two_pages_stays_two_tables(row: int):
    form = applications()
    above, below = read(
        table(cut(form, 0, row), widths=WIDTHS), table(cut(form, row, HEADER_ROWS + DATA_ROWS), widths=WIDTHS)
    )
    assert shape(above.cells) == shape(cut(form, 0, row))
    figures = {figure(r, c) for r in range(row - HEADER_ROWS, DATA_ROWS) for c in range(COLUMNS)}
    assert {cell.text for cell in below.cells if cell.text.isdecimal()} == figures
    assert (above.page, below.page) == (1, 2)


def test_two_tables_of_one_page_stand_in_order():
    tables = read(together(table(applications(), top=420, height=13, size=6), table(proactive(), top=60)))
    assert [len(found.rows()) for found in tables] == [14, 28]


def test_lines_inside_a_form_of_the_file_are_lines_of_the_page():
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("sheet")
        table(proactive(), top=160)(canvas)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(20, 30)
        canvas.doForm("sheet")
        canvas.restoreState()

    (found,) = read(draw)
    assert shape(found.cells) == shape(proactive())
    assert found.cells[0].box is not None
    assert found.cells[0].box.x0 == pytest.approx(80, abs=1)


UPRIGHT = {90: (0, 1, -1, 0, HEIGHT, 0), 180: (-1, 0, 0, -1, HEIGHT, HEIGHT), 270: (0, -1, 1, 0, 0, HEIGHT)}
"""What turns the drawing of a square page so that its /Rotate turns it back."""


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int):
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.transform(*UPRIGHT[turn])
        together(paragraphs("正文在表格之上。"), table(proactive(), top=160))(canvas)

    document = read_document(pdf(draw, size=(HEIGHT, HEIGHT)))
    (found,) = document.tables()
    assert shape(found.cells) == shape(proactive())
    assert document.text() == "正文在表格之上。"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned_to_be_read(turn: int):
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        together(paragraphs("正文在表格之上。"), table(proactive(), top=160))(canvas)

    # reportlab swaps the sides of a page that it turns.
    document = read_document(pdf(draw, size=(HEIGHT, WIDTH) if turn % 180 else (WIDTH, HEIGHT)))
    (found,) = document.tables()
    assert shape(found.cells) == shape(proactive())
    assert document.text() == "正文在表格之上。"


def test_the_round_of_a_seal_is_no_ruling():
    def seal(canvas: Canvas) -> None:
        canvas.setLineWidth(3)
        canvas.circle(300, HEIGHT - 250, 60)

    (found,) = read(together(table(proactive()), seal))
    assert shape(found.cells) == shape(proactive())


@given(tilings())
@settings(max_examples=40)
def test_any_ruled_grid_comes_back(spots: list[Spot]):
    assume(len(spots) > 1)
    assume(max(spot.column for spot in spots) > 0 and any(spot.column for spot in spots))
    tables = read(table(spots, height=30, ruling="boxes"))
    assert [shape(found.cells) for found in tables] == [shape(spots)]


def test_a_wide_cell_between_rows_of_more_cells_is_not_cut_by_their_common_side():
    sides = [Spot("100", 0, 0, 2), Spot("101", 0, 1), Spot("102", 1, 1), Spot("103", 2, 0, colspan=2)]
    spots = [*sides, Spot("104", 3, 0, 2), Spot("105", 3, 1), Spot("106", 4, 1)]
    (found,) = read(table(spots, height=30, ruling="boxes"))
    assert shape(found.cells) == shape(spots)

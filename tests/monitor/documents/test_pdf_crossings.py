"""The cells that ruling lines draw, against those that pdfplumber's table functions find."""

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

from monitor.documents.pdf.crossings import cells_of, crossings_of, tables_of
from monitor.documents.pdf.edges import Edge, edges_of
from monitor.documents.pdf.lattice import grids_of
from monitor.documents.pdf.primitives import Segment

TOUCH = 4.0
PLACES = st.integers(0, 8).map(lambda step: 30.0 * step) | st.integers(0, 80).map(lambda step: 3.0 * step)


@st.composite
def edges(draw):
    start, end = sorted((draw(PLACES), draw(PLACES)))
    return Edge(draw(st.sampled_from("hv")), draw(PLACES), start, end)


def as_pdfplumber(edge):
    if edge.way == "h":
        return {"orientation": "h", "x0": edge.start, "x1": edge.end, "top": edge.at, "bottom": edge.at}
    return {"orientation": "v", "x0": edge.at, "x1": edge.at, "top": edge.start, "bottom": edge.end}


@given(st.lists(edges(), max_size=40))
def test_cells_are_those_of_pdfplumber(drawn):
    crossings = edges_to_intersections([as_pdfplumber(edge) for edge in drawn], TOUCH, TOUCH)
    cells = intersections_to_cells(crossings)
    found = cells_of(crossings_of(drawn))
    assert sorted(found) == sorted(cells)
    tables = [sorted(table) for table in cells_to_tables(cells)]
    assert sorted(sorted(table) for table in tables_of(found)) == sorted(tables)


def test_tables_that_touch_at_last_are_one():
    cells = [
        (0.0, 0.0, 1.0, 1.0),
        (2.0, 0.0, 3.0, 1.0),
        (4.0, 0.0, 5.0, 1.0),
        (1.0, 1.0, 2.0, 2.0),
        (3.0, 1.0, 4.0, 2.0),
    ]
    (table,) = tables_of(cells)
    assert sorted(table) == sorted(cells)


def test_a_lone_rectangle_is_no_table():
    assert tables_of([(0.0, 0.0, 1.0, 1.0), (5.0, 5.0, 6.0, 6.0)]) == []


def test_lines_drawn_twice_change_nothing():
    box = [Segment(0, 0, 90, 0), Segment(0, 30, 90, 30), *(Segment(30 * i, 0, 30 * i, 30) for i in range(4))]
    assert edges_of(box * 3) == edges_of(box)
    (grid,) = grids_of(edges_of(box))
    assert [(cell.row, cell.column, cell.x0, cell.x1) for cell in grid.cells] == [
        (0, i, 30 * i, 30 * i + 30) for i in range(3)
    ]


def test_a_plan_of_too_many_lines_is_no_table_and_is_not_searched():
    apart = [Segment(0, 13 * i, 100, 13 * i) for i in range(2000)]
    assert edges_of(apart) is None

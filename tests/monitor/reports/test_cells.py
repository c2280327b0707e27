from decimal import Decimal

import pytest

from monitor.documents.model import Cell
from monitor.reports.cells import is_value, meaning, printed_cell
from monitor.reports.model import CellState

NUMBER, BLANK, SYMBOL, TEXT, UNSURE = (
    CellState.NUMBER,
    CellState.BLANK,
    CellState.SYMBOL,
    CellState.TEXT,
    CellState.UNSURE,
)


@pytest.mark.parametrize(
    ("text", "state", "value"),
    [
        ("12", NUMBER, 12),
        ("１２", NUMBER, 12),
        ("1,234", NUMBER, 1234),
        ("1，234", NUMBER, 1234),
        ("0", NUMBER, 0),
        ("Ｏ", NUMBER, 0),
        ("o", NUMBER, 0),
        ("〇", NUMBER, 0),
        ("", BLANK, None),
        (" 　\n", BLANK, None),
        ("/", SYMBOL, None),
        ("-", SYMBOL, None),
        ("——", SYMBOL, None),
        ("\\", SYMBOL, None),
        ("无", SYMBOL, None),
        ("-8", NUMBER, -8),
        ("−8", NUMBER, -8),
        ("+82", NUMBER, 82),
        ("12件", NUMBER, 12),
        ("12 件", NUMBER, 12),
        ("3.5万元", NUMBER, "3.5"),
        ("25000元", NUMBER, "2.5"),
        ("5840.5495", NUMBER, "5840.5495"),
        ("1 2", UNSURE, None),
        ("1\n2", UNSURE, None),
        ("约12", TEXT, None),
        ("12（含上年3）", TEXT, None),
        ("三", TEXT, None),
        ("3（其中修订2件）", NUMBER, 3),
        ("22 (其中 修订16件)", NUMBER, 22),
        ("55（含自然失效29件）", NUMBER, 55),
        ("7件（均为修改）", NUMBER, 7),
        ("12（包括联合发文1件、修订4件）", NUMBER, 12),
        ("4，其中修订1件", NUMBER, 4),
        ("0（其中修订0件）", NUMBER, 0),
        ("18.5万元（其中罚没3.2万元）", NUMBER, "18.5"),
        ("3（其中修订5件）", UNSURE, None),
        ("3（修订2件）", TEXT, None),
        ("3（其中修订2件）1", TEXT, None),
        ("约3（其中修订2件）", TEXT, None),
        ("3（含上年结转2件）", TEXT, None),
    ],
)
def test_what_a_cell_means(text, state, value):
    assert meaning(text) == (state, None if value is None else Decimal(value))


def test_a_cell_that_was_not_read_for_certain_has_no_value():
    cell = printed_cell(Cell("12", 0, 0, confidence=0.8))
    assert (cell.state, cell.value, cell.text) == (UNSURE, None, "12")


def test_blank_and_symbol_count_as_nothing_and_doubt_as_unknown():
    assert printed_cell(Cell("", 0, 0)).number == printed_cell(Cell("/", 0, 0)).number == 0
    assert printed_cell(Cell("1 2", 0, 0)).number is None
    assert printed_cell(Cell("若干", 0, 0)).number is None


def test_labels_are_no_values():
    assert [is_value(text) for text in ("0", "/", "", "1 2", "自然人")] == [True, True, True, True, False]

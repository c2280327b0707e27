"""Text that leaves is what it looks like: no controls, no turned direction, no forged lines, no formulas."""

import csv
import io
import json
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.outgoing import LONGEST, as_csv, as_json, as_lines, block, cell, cleaned, line, unguarded

BAD = {"Cc", "Cs", "Zl", "Zp"}


@dataclass(frozen=True)
class Told:
    name: str
    parts: tuple[str, ...]
    number: int | None = None


@given(st.text(st.characters()))
def test_a_line_is_one_line_that_shows_all_it_is(text):
    shown = line(text)
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(character) for character in shown} & BAD
    assert line(shown) == shown


@given(st.text(st.characters()))
def test_a_block_has_no_line_that_its_text_has_not(text):
    shown = block(text)
    assert shown.count("\n") == text.count("\n")
    assert not {unicodedata.category(character) for character in shown if character not in "\n\t"} & BAD


@given(st.text(st.characters()), st.sampled_from("=+-@"))
def test_a_cell_is_never_a_formula_and_can_be_read_back(text, sign):
    written = cell(sign + text)
    assert written[:1] not in "=+-@" or written.lstrip("+-").replace(",", "").replace(".", "").rstrip("%").isdecimal()
    assert unguarded(written) == line(sign + text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红\x1b[0m", "�31m红�0m"),
        ("\x9b2J\x07", "�2J�"),
        ("甲\r\n一切正常。", "甲 一切正常。"),
        ("甲\u2028乙\x85丙", "甲 乙 丙"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("甲\u200b\ufeff乙", "甲乙"),
        ("\U000e0041甲", "甲"),
        ("年度　2025", "年度　2025"),
    ],
)
def test_what_is_shown(text, shown):
    assert line(text) == shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(1)", "'@SUM(1)"),
        ("  =1", "'  =1"),
        ("\t=1", "' =1"),
        ("＝1", "'＝1"),
        ("-1+2", "'-1+2"),
        ("-5", "-5"),
        ("+1,234.5%", "+1,234.5%"),
        ("水月县", "水月县"),
    ],
)
def test_what_is_written_into_a_cell(text, written):
    assert cell(text) == written


def test_long_text_is_cut_and_says_so():
    shown = line("长" * (8 << 20))
    assert len(shown) < LONGEST + 40
    assert shown.endswith("…（共 8388608 字，其余从略）")


def test_records_are_cleaned_through_and_through():
    told = Told("a\nb", ("\x07", "c"), 3)
    assert cleaned({"x\n": [told]}) == {"x ": [Told("a b", ("�", "c"), 3)]}


def test_every_form_is_read_back_as_it_was_meant():
    rows = list(csv.reader(io.StringIO(as_csv(["a", "b"], [["=1\n2", '"q",']]))))
    assert rows == [["a", "b"], ["'=1 2", '"q",']]
    assert json.loads(as_json({"a": "x\ny\x1b"})) == {"a": "x\ny�"}
    assert as_lines(["a\nb", "c"]) == "a b\nc\n"

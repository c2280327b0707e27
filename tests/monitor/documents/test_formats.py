"""Number formats: what is sure is what office programs show, and what they show each in its own way is never sure."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from monitor.documents import office
from monitor.documents.sheets import xls, xlsx
from monitor.documents.sheets.formats import BUILT_IN, Shown, shown, shown_text

XLSX = office.Format("XLSX", "xlsx", "Calc MS Excel 2007 XML")
XLS = office.Format("XLS", "xls", "MS Excel 97")
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12, "General", "12"),
        (12, "", "12"),
        (0, "General", "0"),
        (-8, "General", "-8"),
        (0.1 + 0.2, "General", "0.3"),
        (5840.5495, "General", "5840.5495"),
        (1447.32632222, "General", "1447.326322"),
        (123456789012, "General", "123456789012"),
        (0.000125, "General", "0.000125"),
        (12, "G/通用格式", "12"),
        (12, "@", "12"),
        (12.5, "0", "13"),
        (1234.5, "#,##0", "1,235"),
        (1234567, "#,##0.00", "1,234,567.00"),
        (7, "0,000", "0,007"),
        (5840.5495, "0.00_);[Red]\\(0.00\\)", "5840.55"),
        (-3, "0.00_);[Red]\\(0.00\\)", "(3.00)"),
        (0, "0;-0;;@", ""),
        (-4, "0;@", "-4"),
        (0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (0, BUILT_IN[43], "-"),
        (7, BUILT_IN[41], "7"),
        (-7, BUILT_IN[41], "-7"),
        (0, "#", ""),
        (5, "00", "05"),
        (12345, "000-00", "123-45"),
        (1.5, ".00", "1.50"),
        (0.25, "0%", "25%"),
        (12, '0"件"', "12件"),
        (12, "0\\件", "12件"),
        (12, 'General"件"', "12件"),
        (-12, '"约"0', "-约12"),
        (12000, "0,", "12"),
        (1234567, "#,##0.0,", "1,234.6"),
        (1234567, "0.00,,", "1.23"),
        (12345, '0\\.0,"万"', "1.2万"),
        (0, '0\\.0,"万"', "0.0万"),
        (123, "0\\.0000", "0.0123"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (3, "[$¥-804]0.00", "¥3.00"),
        (3, "[>100]0.0;0", "3"),
        (101, "[>100]0.0;0", "101.0"),
        (0.4, "[<1]0.00;0", "0.40"),
        (-3, "[<1]0.00;0", "-3.00"),
        (2.4, "[<1]0.00;0", "2"),
        (0, '[=0]"无";0', "无"),
        (2.5, '[=0]"无";0', "3"),
        (12345, '[>=10000]0\\.0,"万";[<=-10000]-0\\.0,"万";0', "1.2万"),
        (-12345, '[>=10000]0\\.0,"万";[<=-10000]-0\\.0,"万";0', "-1.2万"),
        (1, '[=1]"是";[=0]"否";0', "是"),
        (2, '[=1]"是";[=0]"否";0', "2"),
        (45017, "yyyy-mm-dd", "2023-04-01"),
        (45017, BUILT_IN[14], "2023/4/1"),
        (45017, 'yyyy"年"m"月"d"日"', "2023年4月1日"),
        (45017, "yyyy年m月", "2023年4月"),
        (45017, "yy.m.d", "23.4.1"),
        (45017.75, "yyyy/m/d h:mm", "2023/4/1 18:00"),
        (45017.75, "h:mm AM/PM", "6:00 PM"),
        (0.75, "[h]:mm:ss", "18:00:00"),
        (1.75, "[h]:mm:ss", "42:00:00"),
        (0.5, "mm:ss", "00:00"),
        (float("inf"), "0", ""),
    ],
)
def test_numbers_as_the_format_shows_them(value: float, code: str, text: str):
    assert shown(value, code) == Shown(text)


@pytest.mark.parametrize(
    ("value", "code", "goes_by"),
    [
        (1.25, "# ?/?", "1.25"),
        (12, "0.00E+00", "12"),
        (12, "[DBNum1]0", "12"),
        (12, "[$-F800]0", "12"),
        (12, "[红色]0", "12"),
        (12, "0!.0", "12"),
        (12, "0x", "12"),
        (12, "0;0;0;0", "12"),
        (12, "0;0;0;@;0", "12"),
        (12, '0"件', "12"),
        (-3, '[=0]"无";0', "-3"),
        (-3, '[<0]"负"0;0', "-3"),
        (0, '[>0]0;"-"', "0"),
        (3, '0;[=0]"-"', "3"),
        (7, "[<5]0", "7"),
        (-3, '"有"', "-3"),
        (-3, "0;", "-3"),
        (10**20, "0.00", "100000000000000000000"),
        (0.00001, "General", "0.00001"),
        (45017, "d-mmm-yy", "2023-04-01"),
        (45017, '[$-F800]dddd", "mmmm dd, yyyy', "2023-04-01"),
        (45017, "[$-804]h:mm AM/PM", "2023-04-01"),
        (1, "yyyy-mm-dd", "1899-12-31"),
        (-1, "yyyy-mm-dd", "-1"),
        (12, "0" * 600, "12"),
    ],
)
def test_what_is_not_understood_is_not_sure(value: float, code: str, goes_by: str):
    assert shown(value, code) == Shown(goes_by, sure=False)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("General", "全部"),
        ("0", "全部"),
        ("@", "全部"),
        ("0;-0;;@", "全部"),
        (BUILT_IN[43], "全部"),
        ('0;-0;0;"第"@"号"', "第全部号"),
        ("0;@", "全部"),
        (";;;", ""),
        ('0;0;0;"-"', "-"),
    ],
)
def test_texts_as_the_format_shows_them(code: str, text: str):
    assert shown_text("全部", code) == Shown(text)


def test_a_text_under_a_format_that_is_not_understood_is_not_sure():
    assert shown_text("全部", "0;0;0;0") == Shown("全部", sure=False)


def test_days_count_from_1904_where_the_workbook_says_so():
    assert shown(43555, "yyyy-mm-dd", from_1904=True) == Shown("2023-04-01")


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_formats_with_decimals_keep_whole_numbers(number: int, places: int):
    code = "0." + "0" * places if places else "0"
    assert Decimal(shown(number, code).text) == number
    assert Decimal(shown(number, code.replace("0.", "#,##0.", 1)).text.replace(",", "")) == number


@given(st.decimals(-1_000_000, 1_000_000, places=6))
def test_the_general_format_rounds_and_never_more(number: Decimal):
    assert abs(Decimal(shown(number, "General").text) - number) <= Decimal("0.001")


@given(st.text('0#?,.;%@_*[]\\"-()yMdhs年月日E/ <>=$!', max_size=30), st.floats(-1e9, 1e9))
@settings(max_examples=600)
def test_no_format_breaks_the_reader(code: str, value: float):
    assert isinstance(shown(value, code), Shown)
    assert isinstance(shown_text("全部", code), Shown)


@given(st.integers(0, 10**9), st.integers(0, 4), st.integers(0, 2))
def test_commas_divide_by_thousands_and_points_by_nothing(number: int, places: int, commas: int):
    text = shown(number, "0" + (".".ljust(places + 1, "0") if places else "") + "," * commas).text
    assert abs(Decimal(text) - Decimal(number).scaleb(-3 * commas)) <= Decimal("0.5").scaleb(-places)


# --- beside LibreOffice -----------------------------------------------------------------------------------

VALUES = [
    *(0, 1, -1, 5, -5, 7, 12, -12, 100, 101, -150, 9999, 12345, 123456, -123456, 10**10),
    *(0.4, 0.5, -0.4, 0.04, 2 / 3, 12.345, 99.995, 1234.5, -1234.5, 1234567.891, 0.001, -0.001, 0.00001),
    *(45017, 45017.75, 0.75, 61, 60, 1000.5),
]
USED = [
    *("General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "@", "#", "00", "0.0", "#,##0.0", "0.000", "#.##"),
    *('0"件"', '0"万元"', "0件", '#,##0"人"', "0;-0;;@", "0;-0;0;@", "0;[Red]-0", '0;-0;"-"', "0_ ", "0.00_ "),
    *(
        "0.00_);[Red]\\(0.00\\)",
        "#,##0_);\\(#,##0\\)",
        "0;;",
        "0;-0",
        ";;;",
        '"¥"#,##0.00;"¥"-#,##0.00',
        "[$¥-804]0.00",
    ),
    *(BUILT_IN[number] for number in (3, 4, 37, 38, 39, 40, 41, 42, 43, 44)),
    *('0\\.0,"万"', "#,##0.0,", "#,##0,", "0.00,,", '0"."0,', "0\\.00,", "0\\.0000", "000-00", "0 0", "0,000"),
    *("yyyy-mm-dd", "yyyy/m/d", "yyyy年m月d日", 'yyyy"年"m"月"', "m月d日", "yy.m.d", "h:mm", "hh:mm:ss", "[h]:mm"),
]
"""Formats that workbooks have: none of them may be unsure for a number that a report can hold."""
TOLD_APART = [
    *(
        "[<1]0.00;0",
        '[=0]"无";0',
        "[>100]0.0;0",
        '[<5]"不足5";0',
        '[>=10000]0\\.0,"万";0',
        '[<0]"负"0;0',
        "[<=-5]0;0.0",
    ),
    *('[=0]"无";[<0]"负"0;0', '[>100]0.0;[<-100]"x"0;0.00', '[=1]"是";[=0]"否";0', '[>0]0;[<0]-0;"零"', '0;[=0]"-"'),
    *(
        '[>=10000]0\\.0,"万";[<=-10000]-0\\.0,"万";0',
        "[>-5]0;0.0",
        "[<>0]0.0;0",
        "[=5]0.0;0",
        "[>=0]0;0.0",
        "[>0]0;0.0",
    ),
]
"""Formats with conditions: no number but a negative one, or zero at a limit, may be unsure."""


def made_up(random: Random) -> str:
    """A format of pieces that may or may not go together."""
    places = (
        "0|#|#,##0|0.0|0.00|#.##|0.0#|00|0,|0.0,|0.00,,|0\\.0|0\\.0,|00\\-00|0.?|?0|.0|General|0%|0 0|0#|@|0.0.0|0,.0"
    )
    days = "yyyy/m/d|yyyy-mm-dd|h:mm|m月d日|mm:ss|[h]:mm|h:mm AM/PM|mmm|m|s|0E+0|# ?/?"
    beside = '||||"约"|约|(|)|-|+|¥|$|_ |* |"件"|件|%| |[Red]|[$-804]|[$¥-804]|²|、|:'
    conditions = "|||[>0]|[<0]|[=0]|[>=1]|[<1]|[>100]|[<=5]|[<>0]|[<-5]|[>-3]"

    def one(table: str) -> str:
        return random.choice(table.split("|"))

    def section() -> str:
        inner = one(places if random.random() < 0.8 else days) if random.random() < 0.9 else one('"-"|无||\\/')
        return one(conditions) * conditional + one(beside) + inner + one(beside)

    conditional = random.random() < 0.3
    return ";".join(section() for _ in range(random.choice((1, 1, 2, 2, 3, 4))))


@pytest.mark.office
@pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed")
class TestBesideLibreOffice:
    @pytest.mark.parametrize("source", [XLSX, XLS], ids=["XLSX", "XLS"])
    def test_formats_in_use_are_sure_and_right(self, source: office.Format):
        for code, value, ours, theirs in compared([*USED, *TOLD_APART], source):
            assert not ours.sure or is_same(ours.text, theirs), (code, value)
            assert ours.sure or may_be_unsure(code, value), (code, value)

    def test_whatever_is_sure_is_right(self):
        random = Random("formats")
        codes = sorted({made_up(random) for _ in range(700)} - {""})
        sure = [(code, value, ours.text, theirs) for code, value, ours, theirs in compared(codes, XLSX) if ours.sure]
        assert [found for found in sure if not is_same(*found[2:])] == []
        assert len(sure) > len(codes) * len(VALUES) / 10


def may_be_unsure(code: str, value: float) -> bool:
    """Whether programs are known to differ, or the number is none that stands in a report."""
    if code in TOLD_APART:
        return value <= 0 or (code == '0;[=0]"-"')
    days = any(letter in code for letter in "ymdh")
    return value == 0.00001 or (days and value not in ({0.75} if "[" in code else {45017, 45017.75}))


def compared(codes: Sequence[str], source: office.Format) -> Iterator[tuple[str, float, Shown, str]]:
    """Every format with every value: what the readers take it for, and what LibreOffice shows."""
    made = grid(codes)
    data = made if source is XLSX else office.convert(made, XLSX, to=source.ending)
    sheet = (xlsx if source is XLSX else xls).read_workbook(data).sheets[0]
    lines = list(csv.reader(io.StringIO(office.convert(data, source, to=AS_SHOWN).decode())))
    for (row, code), (column, value) in product(enumerate(codes), enumerate(VALUES)):
        cell = sheet.cells.get((row, column))
        theirs = lines[row][column] if row < len(lines) and column < len(lines[row]) else ""
        yield code, value, Shown(cell.text, sure=not cell.unsure) if cell else Shown(""), theirs


def grid(codes: Sequence[str]) -> bytes:
    """A workbook with a row a format and a column a value."""
    book = Workbook()
    for (row, code), (column, value) in product(enumerate(codes, 1), enumerate(VALUES, 1)):
        book.active.cell(row, column, value).number_format = code
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def is_same(ours: str, theirs: str) -> bool:
    """Whether both show the same but for blanks, which align; General rounds to the column, which CSV has not."""
    bare, other = "".join(ours.split()), "".join(theirs.split())
    with suppress(InvalidOperation):
        return bare == other or (len(other) > len(bare) > 9 and abs(Decimal(bare) - Decimal(other)) < Decimal("1e-8"))
    return False

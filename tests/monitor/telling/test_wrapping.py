"""Lines of Chinese and English set to a width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.telling.wrapping import width, wrap, wrap_clauses

TEXTS = st.text(st.sampled_from("年报表三，。（）“”、12,.ab /:-·█ "), max_size=120)


@given(TEXTS, st.integers(8, 60), st.integers(0, 4))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, columns: int, blanks: int) -> None:
    lines = wrap(text, columns, indent=" " * blanks, hanging=" " * blanks)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("乌有市公安局", ["乌有市公", "安局"]),
        ("共计12345件", ["共计", "12345件"]),
        ("公安局们，统计", ["公安局", "们，统计"]),
        ("年报表（附件）", ["年报表", "（附件）"]),
        ("the end of it", ["the end", "of it"]),
        ("", [""]),
    ],
)
def test_numbers_words_and_marks_stay_together(text: str, lines: list[str]) -> None:
    assert wrap(text, 8) == lines


def test_further_lines_hang() -> None:
    assert wrap("甲乙丙丁", 6, indent="1 ", hanging="  ") == ["1 甲乙", "  丙丁"]


@given(TEXTS, st.integers(8, 60))
def test_clauses_lose_nothing_and_are_not_too_wide(text: str, columns: int) -> None:
    lines = wrap_clauses(text, "；", columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_lines_end_with_whole_clauses() -> None:
    told = "首次巡查，今天要联系 21 家；今日：新问题 26 家 30 条；累计待处理 26 家 30 条；看不到 1 个门户"
    assert wrap_clauses(told, "；", 80) == [told[:-9], "看不到 1 个门户"]
    assert wrap_clauses(told, "；", 120) == [told]

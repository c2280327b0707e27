"""Messages within limits: whole lines, and nothing is left out without a word."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.channels.cutting import fit, size_in_bytes
from monitor.channels.model import SendError
from tests.monitor.channels.stand_ins import parcel

PAGE = "http://10.0.0.5:8600"


def cut(lines: int, limit: int, **more: object) -> str:
    made = parcel(lines, page=PAGE, **more)  # type: ignore[arg-type]
    return fit(made, made.message.markdown, limit, size_in_bytes)


def test_what_fits_is_sent_whole_with_page_and_number() -> None:
    found = cut(3, 4096)
    assert found.startswith("### 年报日报 2026-04-08\n")
    assert [line for line in found.splitlines() if line.startswith("- ")] == [
        f"- 【错误】水月县第{number}局：未发布" for number in range(3)
    ]
    assert found.endswith(f"明细：{PAGE}　编号 01234567")
    assert "还有" not in found


@given(lines=st.integers(0, 400), limit=st.integers(500, 9000), word=st.sampled_from(["未发布", "a", "龘" * 40]))
def test_shown_and_left_out_are_all_and_the_limit_holds(lines: int, limit: int, word: str) -> None:
    found = cut(lines, limit, said=word)
    assert size_in_bytes(found) <= limit
    shown = [line for line in found.splitlines() if line.startswith("- ")]
    left_out = re.search(r"……还有 (\d+) 条", found)
    assert len(shown) + int(left_out[1] if left_out else 0) == lines
    assert all(line.endswith(f"局：{word}") for line in shown) or size_in_bytes(word) > limit // 4 - 60
    assert found.endswith("编号 01234567")


def test_a_line_without_end_hides_no_others() -> None:
    made = parcel(2, said="很" * 4000)
    found = fit(made, made.message.markdown, 4096, size_in_bytes)
    assert found.count("…") >= 2
    assert "第1局" in found


def test_a_repeat_says_so_behind_the_heading() -> None:
    heading, lead, *_ = cut(2, 4096, repeated=True).splitlines()
    assert heading.startswith("###")
    assert "可能重复" in lead


def test_a_limit_that_holds_nothing_is_said() -> None:
    with pytest.raises(SendError, match="放不下") as caught:
        fit(parcel(3), "### 年报日报\n" * 3, 20, size_in_bytes)
    assert caught.value.lasting

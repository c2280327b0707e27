"""A list of any length is read in work that grows with it: twice the page, twice the steps and characters."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from crawler.listings import rows
from crawler.lists.told_length import turns_by_script
from crawler.paging import blind_pager, next_pages, states_more

URL = "http://www.yunxi.example/nb/index.html"
REPORT = '<a href="t20240118_{0}.html">云溪县第{0}号局2023年政府信息公开工作年度报告</a>'
SHAPES: dict[str, Callable[[int], str]] = {
    "signs without numbers": lambda n: f"<div>{'<span><a href=#>&gt;</a></span><a href=?p=x>甲</a>' * n}</div>",
    "a table without a head": lambda n: (
        f"<table>{''.join(f'<tr><td>甲<td>{REPORT.format(i)}<td>乙' for i in range(n))}</table>"
    ),
    "one inside the other": lambda n: "<div>" * 150 + "".join(map(REPORT.format, range(n))),
    "all to one address": lambda n: f"<div>{'<p><a href=t20240118_1.html>云溪县2023年年度报告</a></p>' * n}</div>",
}
"""Pages of so many rows."""
STEPS: dict[str, Callable[[str], object]] = {
    "rows": lambda html: rows(html, URL),
    "next page": lambda html: next_pages(html, URL, rows=15),
    "blind pager": blind_pager,
    "more": lambda html: states_more(html, 1),
    "turns by script": lambda html: turns_by_script(html, 1),
}
MOST = 2.5
"""How many times the work may grow where the page doubles; it is two and a little."""


class Work:
    """Lines that ran, and characters that were brought into a normal form."""

    amount = 0

    def note(self, frame: FrameType, event: str, _: Any) -> "Callable[[FrameType, str, Any], Any]":
        if event == "line":
            self.amount += 1
        elif event == "call" and frame.f_code.co_name in {"squash", "tidy"}:
            self.amount += len(frame.f_locals["text"])
        return self.note


@contextmanager
def counted() -> Iterator[Work]:
    work, before = Work(), sys.gettrace()
    sys.settrace(work.note)
    try:
        yield work
    finally:
        sys.settrace(before)


def work_on(html: str, step: Callable[[str], object]) -> int:
    with counted() as work:
        step(html)
    return work.amount


@pytest.mark.parametrize(
    ("shape", "step", "many"),
    [
        ("signs without numbers", "next page", 200),
        ("signs without numbers", "blind pager", 200),
        ("a table without a head", "rows", 600),
        ("all to one address", "rows", 200),
        *(("one inside the other", step, 200) for step in ("next page", "blind pager", "more", "turns by script")),
    ],
)
def test_twice_the_page_is_twice_the_work(shape, step, many):
    one, two = (f"<html><body>{SHAPES[shape](n)}<a href='#'>下一篇</a></body></html>" for n in (many, 2 * many))
    assert work_on(two, STEPS[step]) <= MOST * work_on(one, STEPS[step])


def test_a_page_is_read_once_and_not_once_for_each_element_around_it():
    html = f"<html><body>{SHAPES['one inside the other'](400)}</body></html>"
    for step in ("next page", "blind pager", "more", "turns by script"):
        assert work_on(html, STEPS[step]) <= 40 * len(html)

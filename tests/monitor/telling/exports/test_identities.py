"""What must hold of exports whatever strangers write: lines that unfold, names that files and sheets may have."""

import io
from datetime import date
from pathlib import Path

import icalendar
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from crawler.outgoing import line
from monitor.telling.exports.feeds import calendar
from monitor.telling.exports.problem_list import free_path
from monitor.telling.exports.workbook import Column, writing_book
from storage.tables.obligations import Obligation

TEXTS = st.text(max_size=200)


def owed(body: str, portal: str) -> Obligation:
    return Obligation(
        body_id=1,
        year=2025,
        due_on=date(2026, 1, 31),
        basis="",
        how="roster",
        state="due",
        why="",
        report_id=None,
        day=date(2026, 1, 1),
        id=1,
        body=body,
        body_kind=None,
        portal_id=1,
        portal=portal,
        report_url=None,
        published_on=None,
        published_from=None,
    )


@given(TEXTS, TEXTS)
def test_a_calendar_unfolds_to_the_names_that_were_put_in(body: str, portal: str) -> None:
    raw = calendar([owed(body, portal)], "2026-01-01T00:00:00Z").encode()
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["DESCRIPTION"]) == f"还没有见到的：{line(body)}"
    assert str(event["SUMMARY"]) == f"2025年度年报到期：{line(portal)} 1 家"


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_sheets_of_any_names_stand_in_one_workbook(names: list[str]) -> None:
    packed = io.BytesIO()
    with writing_book(packed, names[0]) as book:
        for name in names:
            book.sheet(name, [Column("a", "甲")], [{"a": name}])
    sheets = load_workbook(packed).worksheets
    assert len({sheet.title.lower() for sheet in sheets}) == len(names)
    assert max(len(sheet.title) for sheet in sheets) <= 31
    assert {cell.data_type for sheet in sheets for (cell,) in sheet.iter_rows(min_row=2)} <= {"s", "n"}


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_files_of_any_names_stand_in_one_folder(names: list[str]) -> None:
    taken: list[Path] = []
    for name in names:
        taken.append(free_path(Path("folder"), f"提示_{name}", ".docx", taken))
    assert len(set(taken)) == len(names)
    assert {path.parent for path in taken} == {Path("folder")}
    assert max(len(path.name.encode()) for path in taken) <= 255

"""周报, 月报 and 季度通报: their spans, what they say, and their forms."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from monitor.cli import main
from monitor.telling.bulletin import PERIODS, Bulletin, Period, Table, bulletin_of, last_whole, span_of
from monitor.telling.bulletin_forms import (
    bulletin_docx,
    bulletin_html,
    bulletin_markdown,
    bulletin_message,
    bulletin_text,
    bulletin_xlsx,
)
from storage.errors import LogError
from storage.tables.portals import BodyRow
from tests.monitor.planting import FARMS, PORTAL, WATER, World, draft

DAY = date(2026, 4, 8)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("week", date(2026, 4, 6), date(2026, 4, 12)),
        ("month", date(2026, 4, 1), date(2026, 4, 30)),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
    ],
)
def test_the_span_of_a_period(period: Period, first: date, last: date) -> None:
    assert span_of(period, DAY) == (first, last)


@given(st.sampled_from(sorted(PERIODS)), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_spans_follow_one_another_without_a_gap(period: Period, day: date) -> None:
    first, last = span_of(period, day)
    assert first <= day <= last
    assert span_of(period, first) == span_of(period, last) == (first, last)
    assert span_of(period, last_whole(period, day))[1] == first - timedelta(days=1)


@pytest.fixture
def lived(plant: Callable[..., World]) -> World:
    """A week: a flaw found on Wednesday and mended on Friday, and one who published nothing."""
    world = plant(
        BodyRow(WATER, "department", contact="张三", phone="0000-1"), BodyRow(FARMS, "department", phone="0000-2")
    )
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    with world.on(DAY + timedelta(days=1)) as run:
        run.visit()
    with world.on(DAY + timedelta(days=2)) as run:
        run.visit().post(draft())
    return world


def rows(made: Bulletin, title: str) -> tuple[tuple[str | int, ...], ...]:
    return next(table.rows for table in made.tables if table.title.startswith(title))


def test_a_bulletin_tells_how_it_stands_and_what_became_of_it(lived: World) -> None:
    made = bulletin_of(lived.log, "week", DAY)
    assert (made.title, made.span) == ("政府信息公开工作年度报告监测周报", "2026年4月6日至2026年4月12日")
    assert made.paragraphs[0] == (
        "截至4月10日，2025年度年报：应报 2 家，按时 1 家，逾期发布 0 家，逾期未发布 1 家，待复核 0 家，看不到 0 家。"
    )
    assert made.paragraphs[1] == "本期新发现问题 2 家 2 条，已改好 1 家 1 条，待处理 1 条。"
    assert rows(made, "各县区排名") == (("1", PORTAL, 2, 1, "50%", 0, 1, 0, 1, 2, 1),)
    assert rows(made, "逾期未发布") == ((FARMS, PORTAL, "2025", 69, "0000-2"),)
    assert rows(made, "走势") == (("4月8日", 1, 0, 0, 1), ("4月9日", 1, 0, 1, 2), ("4月10日", 1, 0, 1, 1))
    with lived.on(DAY + timedelta(days=6)) as run:
        run.visit(healthy=False)
    after = bulletin_of(lived.log, "week", DAY + timedelta(days=6))
    assert "按时 +0，逾期未发布 -1，待处理问题 -1" in after.paragraphs[2]
    assert rows(after, "看不到的门户") == ((PORTAL, "被验证页挡住", "4月14日"),)
    assert bulletin_of(lived.log, "week", DAY) == made


def test_a_month_goes_week_by_week(lived: World) -> None:
    with lived.on(DAY + timedelta(days=6)) as run:
        run.visit()
    assert [row[0] for row in rows(bulletin_of(lived.log, "month", DAY), "走势")] == ["4月10日", "4月14日"]


def test_without_a_digest_there_is_no_bulletin(world: World) -> None:
    with pytest.raises(LogError, match="还没有日报"):
        bulletin_of(world.log, "quarter", DAY)


def test_every_form_says_the_same(lived: World) -> None:
    made = bulletin_of(lived.log, "week", DAY)
    book = load_workbook(io.BytesIO(bulletin_xlsx(made)))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    document = Document(io.BytesIO(bulletin_docx(made)))
    words = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    words |= {paragraph.text for paragraph in document.paragraphs}
    flat = "".join(bulletin_text(made).split())
    html, chat = bulletin_html(made), bulletin_markdown(made)
    for said in (made.title, made.span, *made.paragraphs):
        assert said in cells
        assert said in words
        assert "".join(said.split()) in flat
        assert said in html
        assert said in chat
    for said in (str(cell) for table in made.tables for row in table.rows for cell in row if cell != ""):
        assert all(said in form for form in (cells, words, html, chat)), said
        assert "".join(said.split()) in flat
    assert next(book["1 各县区排名"].iter_rows(min_row=2, values_only=True))[2:4] == (2, 1)
    assert bulletin_message(made).subject == "政府信息公开工作年度报告监测周报（2026年4月6日至2026年4月12日）"


def test_what_strangers_write_is_no_formula_and_no_markup() -> None:
    made = Bulletin("=1+1", "", ("<b>",), (Table("t", ("甲", "乙"), (("=HYPERLINK(1)", "<script>"),)),))
    book = load_workbook(io.BytesIO(bulletin_xlsx(made)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "<script" not in bulletin_html(made)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx", ".xlsx"])
def test_the_command_writes_every_form(lived: World, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / "new" / f"周报{suffix}"
    options = ("--data", lived.log.data, "--today", "2026-04-14")
    result = run("bulletin", "--period", "周报", "-o", target, *options)
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    assert target.stat().st_size > 0
    assert "名次" in run("bulletin", "--period", "week", *options).stdout
    refused = run("bulletin", "--period", "week", "-o", "x.pdf", *options)
    assert (refused.exit_code, ".docx" in refused.stderr) == (2, True)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))

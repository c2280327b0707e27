"""What is too much is refused in one line, long before it would harm."""

import pytest

from monitor.documents import limits
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.reading import read_document
from monitor.reports.reading import read_report
from tests.fuzz.packages import zipped
from tests.monitor.documents.words import word

PROSE = "<p>" + "本机关认真贯彻落实信息公开条例。" * 20 + "</p>"


def refusal(data: bytes, name: str = "年报.html") -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read_document(data, name=name)
    return str(problem.value)


def page(markup: str) -> bytes:
    return f"<html><head><meta charset=utf-8></head><body>{PROSE}{markup}</body></html>".encode()


def test_a_file_may_have_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BYTES", 2000)
    assert "MiB" in refusal(page("<p>x</p>" * 300))
    assert read_document(page("<p>x</p>")).blocks


def test_cells_that_cover_more_than_any_table_has_are_too_much() -> None:
    row = "<tr>" + "<td colspan=200 rowspan=200>申请人情况</td>" * 20 + "</tr>"
    assert "大得反常" in refusal(page(f"<table>{row * 200}</table>"))


def test_tables_that_are_large_together_are_too_much() -> None:
    rows = "<tr><td>总计</td><td colspan=200>予以公开</td></tr>" * 300
    assert read_document(page(f"<table>{rows}</table>" * 3)).blocks
    assert "大得反常" in refusal(page(f"<table>{rows}</table>" * 4))


def test_tables_inside_tables_go_so_deep() -> None:
    deep = "<table><tr><td>"
    assert read_document(page(deep * limits.NESTING + "内容")).blocks
    assert "层层嵌套" in refusal(page(deep * (limits.NESTING + 1) + "内容"))


def test_boxes_inside_boxes_of_a_word_file_are_read_so_deep() -> None:
    def nested(document: object) -> None:
        cell = document.add_table(1, 1).cell(0, 0)  # type: ignore[attr-defined]
        for depth in range(limits.NESTING + 20):
            cell.paragraphs[0].add_run(f"第{depth}层")
            cell = cell.add_table(1, 1).cell(0, 0)

    texts = [paragraph.text for paragraph in read_document(word(nested), name="a.docx").paragraphs()]
    assert "第0层" in texts
    assert f"第{limits.NESTING + 15}层" not in texts


def test_a_zipped_file_has_so_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PARTS", 10)
    data = zipped({"word/document.xml": "<x/>", **{f"word/{n}.xml": "<x/>" for n in range(10)}})
    assert "大得反常" in refusal(data, "a.docx")


def test_a_row_of_many_cells_is_read_in_time() -> None:
    cells = "<td>0</td>" * 20_000
    document = read_document(page(f"<table><tr><td>予以公开</td>{cells}</tr></table>"))
    assert read_report(document, source="年报.html").title == ""

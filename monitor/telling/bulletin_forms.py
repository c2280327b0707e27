"""A bulletin in the forms in which it is sent and filed: text, Markdown, HTML, DOCX, XLSX."""

import io
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from crawler.outgoing import cell as guarded
from crawler.outgoing import cleaned
from crawler.outgoing import line as clean
from monitor.telling.bulletin import Bulletin, Cell, Table
from monitor.telling.message import Message
from monitor.telling.message_chat import plain
from monitor.telling.message_text import WIDTH
from monitor.telling.templates import environment
from monitor.telling.wrapping import table_lines, width, wrap

_FONT: Final = "宋体"
_POINTS: Final = 10.5
_A4_ACROSS: Final = (Mm(297), Mm(210))
_WIDEST: Final = 48
"""Columns of a workbook are no wider than so many characters."""


def bulletin_message(bulletin: Bulletin) -> Message:
    """The bulletin as it is sent."""
    subject = f"{bulletin.title}（{bulletin.span}）"
    return Message(subject, bulletin_text(bulletin), bulletin_markdown(bulletin), bulletin_html(bulletin))


def bulletin_text(bulletin: Bulletin) -> str:
    """The bulletin for a terminal, ending in a line break."""
    return "".join(f"{line}\n" for line in _text_lines(bulletin))


def _text_lines(bulletin: Bulletin) -> Iterator[str]:
    yield clean(bulletin.title)
    yield clean(bulletin.span)
    yield ""
    for paragraph in bulletin.paragraphs:
        yield from wrap(clean(paragraph), WIDTH)
    for table in bulletin.tables:
        yield ""
        yield f"■ {clean(table.title)}"
        yield from table_lines([[clean(str(cell)) for cell in row] for row in (table.head, *table.rows)])


def bulletin_markdown(bulletin: Bulletin) -> str:
    """The bulletin for a chat: a heading, then what is one of many as an item of a list."""
    return "".join(f"{line}\n" for line in _markdown_lines(bulletin))


def _markdown_lines(bulletin: Bulletin) -> Iterator[str]:
    yield f"### {plain(bulletin.title)}"
    yield f"{plain(bulletin.span)}  "
    for paragraph in bulletin.paragraphs:
        yield f"{plain(paragraph)}  "
    for table in bulletin.tables:
        yield ""
        yield f"**{plain(table.title)}**"
        yield ""
        for first, *others in table.rows:
            told = "，".join(f"{name} {cell}" for name, cell in zip(table.head[1:], others, strict=True) if cell != "")
            yield f"- {plain(f'{first}：{told}')}"


def bulletin_html(bulletin: Bulletin) -> str:
    """The bulletin as one HTML page without any outer resource."""
    return environment().get_template("bulletin.html.jinja").render(bulletin=cleaned(bulletin))


def bulletin_docx(bulletin: Bulletin) -> bytes:
    """The bulletin as a Word file."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_POINTS)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.core_properties.title = clean(bulletin.title)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, *_A4_ACROSS
    document.add_heading(clean(bulletin.title), 1)
    document.add_paragraph(clean(bulletin.span))
    for paragraph in bulletin.paragraphs:
        document.add_paragraph(clean(paragraph))
    for table in bulletin.tables:
        document.add_heading(clean(table.title), 2)
        _add_table(document, table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_table(document: Any, table: Table) -> None:
    """A table whose columns are as wide as what stands in them asks for, its head on every page."""
    rows = [[clean(str(cell)) for cell in row] for row in (table.head, *table.rows)]
    wanted = [min(max(map(width, column)), _WIDEST) + 2 for column in zip(*rows, strict=True)]
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    made = document.add_table(rows=0, cols=len(table.head), style="Table Grid")
    made.autofit = False
    for row in rows:
        for place, text in zip(made.add_row().cells, row, strict=True):
            place.text = text
    # Word reads the widths of the cells, LibreOffice those of the columns.
    for column, share in zip(made.columns, wanted, strict=True):
        for place in (column, *column.cells):
            place.width = room * share // sum(wanted)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - the library has no way


def bulletin_xlsx(bulletin: Bulletin) -> bytes:
    """The bulletin as a workbook: what it says on the first sheet, then a sheet a table; numbers are numbers."""
    book = Workbook()
    first = book.active
    first.title = "概况"
    for text in (bulletin.title, bulletin.span, *bulletin.paragraphs):
        first.append([_value(text)])
    first["A1"].font = Font(bold=True, size=14)
    first.column_dimensions["A"].width = 2 * _WIDEST
    for number, table in enumerate(bulletin.tables, 1):
        _add_sheet(book, table, number)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_sheet(book: Workbook, table: Table, number: int) -> None:
    sheet = book.create_sheet(f"{number} {table.title.partition('（')[0]}"[:31])
    for row in (table.head, *table.rows):
        sheet.append([_value(cell) for cell in row])
    for place in sheet[1]:
        place.font = Font(bold=True)
        place.alignment = Alignment(wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for place, name in enumerate(table.head, 1):
        widest = max(width(str(text)) for text in (name, *(row[place - 1] for row in table.rows)))
        sheet.column_dimensions[get_column_letter(place)].width = min(widest + 2, _WIDEST)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    if table.chart and len(table.rows) > 1:
        chart = LineChart()
        chart.title = table.title
        rows = len(table.rows) + 1
        numbers = Reference(sheet, min_col=2, min_row=1, max_col=len(table.head), max_row=rows)
        chart.add_data(numbers, titles_from_data=True)
        for series in chart.series:
            series.smooth = False
        chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows))
        sheet.add_chart(chart, f"{get_column_letter(len(table.head) + 2)}2")


def _value(cell: Cell) -> Cell:
    return cell if isinstance(cell, int) else guarded(cell)

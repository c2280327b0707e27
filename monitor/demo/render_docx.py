"""Prints a draft as a Word document: the same bytes every time."""

import io
import zipfile
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from monitor.demo.grids import Grid, GridCell
from monitor.demo.reports import Closing, Heading, Prose, ReportDraft

_PAGE: Final = 9000
"""Width of a table in twentieths of a point."""
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
"""The one time that every member of the archive bears, so that bytes repeat."""


def report_docx(draft: ReportDraft) -> bytes:
    """The whole report with merged table cells, headings as bold paragraphs."""
    document = Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(draft.title)
    run.bold, run.font.size = True, Pt(20)
    for part in draft.parts():
        if isinstance(part, Grid):
            _before_section(document).addprevious(parse_xml(_table(part)))
        else:
            _paragraph(document, part)
    _properties(document, draft)
    packed = io.BytesIO()
    document.save(packed)
    return _rezipped(packed.getvalue())


def _before_section(document: Any) -> Any:
    """The section properties, which stay the last element of a body."""
    return document.element.body.sectPr


def _paragraph(document: Any, part: Heading | Prose | Closing) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(part.text)
    run.bold = isinstance(part, Heading)
    if isinstance(part, Closing):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        paragraph.paragraph_format.first_line_indent = Pt(24)


def _properties(document: Any, draft: ReportDraft) -> None:
    day = draft.signed_on
    signed = datetime(day.year, day.month, day.day, 9)  # noqa: DTZ001 - a property without a zone in the format
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = draft.title, draft.body, draft.body
    properties.created = properties.modified = signed
    properties.comments = ""


def _table(grid: Grid) -> str:
    """The table as WordprocessingML; python-docx merges cell by cell, far too slowly for 28 rows of 10."""
    columns = "".join(f'<w:gridCol w:w="{round(width * _PAGE)}"/>' for width in grid.widths)
    rows = "".join(f"<w:tr>{_row(grid, row)}</w:tr>" for row in range(grid.height))
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in edges)
    properties = f'<w:tblPr><w:tblW w:w="{_PAGE}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    return f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(grid: Grid, row: int) -> str:
    covering = (cell for cell in grid.cells if cell.row <= row < cell.row + cell.rowspan)
    return "".join(_cell(grid, cell, row) for cell in sorted(covering, key=lambda cell: cell.column))


def _cell(grid: Grid, cell: GridCell, row: int) -> str:
    """One cell of one row; a merged one is restarted in its first row and continued in the others."""
    width = round(sum(grid.widths[cell.column : cell.column + cell.colspan]) * _PAGE)
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    first = row == cell.row
    merge = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if cell.rowspan > 1 else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(cell.text)}</w:t></w:r>' if first and cell.text else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
    return f"<w:tc>{properties}<w:p>{run}</w:p></w:tc>"


def _rezipped(packed: bytes) -> bytes:
    """The same archive with one fixed time on every member."""
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(plain, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _ZIPPED)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return plain.getvalue()

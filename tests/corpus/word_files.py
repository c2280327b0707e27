"""Reports as DOCX files: merged cells, and what years of editing leave in them."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from monitor.demo.grids import Grid, GridCell
from monitor.demo.render_docx import report_docx
from monitor.demo.reports import Heading, ReportDraft
from tests.corpus.cutting import pieces, under_head, unmerged
from tests.corpus.samples import Printer

_WIDTH = 9000
_HEAD_ROWS = 3
_SPACES = (
    nsdecls("w")
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    + ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_AUTHOR = 'w:author="修订人" w:date="2025-01-01T00:00:00Z"'

Runs = Callable[[str], str]


def run(text: str) -> str:
    """A text as one run."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def letters(text: str) -> str:
    """A run a character, with the marks of the spelling checker between them."""
    return "".join(f'{run(letter)}<w:proofErr w:type="spellStart"/>' for letter in text)


def revised(text: str) -> str:
    """A text of which the former half was struck out and put in anew."""
    if not text:
        return ""
    middle = len(text) // 2
    struck = f'<w:del w:id="7" {_AUTHOR}><w:r><w:delText>{escape(text)}9</w:delText></w:r></w:del>'
    return f'{struck}<w:ins w:id="8" {_AUTHOR}>{run(text[:middle])}</w:ins>{run(text[middle:])}'


def linked(text: str) -> str:
    """A text inside a bookmark and a link, behind a field's instruction."""
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF 12 </w:instrText></w:r>'
    field += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return f'<w:bookmarkStart w:id="1" w:name="a"/>{field}<w:hyperlink w:anchor="a">{run(text)}</w:hyperlink>{end}'


def spaced(text: str) -> str:
    """A text with soft line breaks and hidden words around it."""
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>12</w:t></w:r>"
    return f"{hidden}<w:r><w:br/></w:r>{run(text)}<w:r><w:br/></w:r>" if text else hidden


@dataclass(frozen=True, slots=True)
class Manner:
    """One way of writing a report in WordprocessingML."""

    runs: Runs = run
    tables: Callable[[Grid], list[Grid]] = lambda grid: [grid]
    nested: bool = False
    """Every table in the cell of another."""
    framed: bool = False
    """The whole report in the cells of one table."""
    boxed_headings: bool = False
    """Headings in text boxes."""
    controls: bool = False
    """Tables and rows in content controls."""
    marked_head: bool = False
    """The head of a table is to be repeated on every page, as Word does by itself."""
    bare: bool = False
    """Continued cells without their width and style; rows with properties and ids."""


def printed(draft: ReportDraft, manner: Manner) -> bytes:
    """The report in that manner."""
    document = docx.Document()
    blocks = "".join(_blocks(draft, manner))
    if manner.framed:
        blocks = _frame(blocks)
    body = parse_xml(f"<w:body {_SPACES}>{blocks}</w:body>")
    for element in list(body):
        document.element.body.sectPr.addprevious(element)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _blocks(draft: ReportDraft, manner: Manner) -> Iterator[str]:
    yield _paragraph(draft.title, manner)
    for part in draft.parts():
        if isinstance(part, Grid):
            for piece in manner.tables(part):
                made = _table(piece, manner)
                yield _frame(made) if manner.nested else made
                yield "<w:p/>"
        elif isinstance(part, Heading) and manner.boxed_headings:
            yield f"<w:p><w:r>{_box(part.text)}</w:r></w:p>"
        else:
            yield _paragraph(part.text, manner)


def _paragraph(text: str, manner: Manner) -> str:
    return f"<w:p>{manner.runs(text)}</w:p>"


def _box(text: str) -> str:
    """A text box as Word 2010 writes it: a drawing, and the same once more for those who do not know it."""
    content = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="3000000" cy="300000"/><a:graphic><a:graphicData uri="x">'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )


def _frame(blocks: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{blocks}<w:p/></w:tc></w:tr></w:tbl>"


def _table(grid: Grid, manner: Manner) -> str:
    columns = "".join(f'<w:gridCol w:w="{round(width * _WIDTH)}"/>' for width in grid.widths)
    rows = "".join(_row(grid, row, manner) for row in range(grid.height))
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    return f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>" if manner.controls else table


def _row(grid: Grid, row: int, manner: Manner) -> str:
    covering = (cell for cell in grid.cells if cell.row <= row < cell.row + cell.rowspan)
    cells = "".join(_cell(cell, row, manner) for cell in sorted(covering, key=lambda cell: cell.column))
    head = "<w:trPr><w:tblHeader/></w:trPr>" if manner.marked_head and row < _HEAD_ROWS else ""
    made = f"<w:tr>{head}{cells}</w:tr>"
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{made}</w:sdtContent></w:sdt>" if manner.controls else made


def _cell(cell: GridCell, row: int, manner: Manner) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    first = row == cell.row
    going_on = "<w:vMerge/>" if manner.bare else '<w:vMerge w:val="continue"/>'
    merge = ('<w:vMerge w:val="restart"/>' if first else going_on) if cell.rowspan > 1 else ""
    text = manner.runs(cell.text) if first else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p>{text}</w:p></w:tc>"


def _numbered(draft: ReportDraft) -> bytes:
    """Section numbers by automatic numbering instead of type."""
    numbering = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>'
    )
    data = printed(draft, Manner())
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = _with_numbers(content.decode()).encode()
            target.writestr(name, numbering if name == "word/numbering.xml" else content)
    return buffer.getvalue()


def _with_numbers(document: str) -> str:
    marked = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr></w:pPr>'
    heading = r'<w:p>(<w:r><w:t xml:space="preserve">)[一二三四五六]、(?=总体|主动|收到|政府信息公开行政|存在|其他)'
    return re.sub(heading, rf"{marked}\1", document)


LAYOUTS: Mapping[str, Printer] = {
    "merged cells": report_docx,
    "merged cells, bare": partial(printed, manner=Manner(bare=True)),
    "tables in tables": partial(printed, manner=Manner(nested=True)),
    "everything in one table": partial(printed, manner=Manner(framed=True)),
    "tracked changes": partial(printed, manner=Manner(revised)),
    "headings in text boxes": partial(printed, manner=Manner(boxed_headings=True)),
    "a run a character": partial(printed, manner=Manner(letters)),
    "fields, links and bookmarks": partial(printed, manner=Manner(linked)),
    "soft breaks and hidden text": partial(printed, manner=Manner(spaced)),
    "head marked to be repeated": partial(printed, manner=Manner(marked_head=True)),
    "head repeated in three tables": partial(
        printed, manner=Manner(tables=lambda g: under_head(g, 3, 3) if g.key == "applications" else [g])
    ),
    "tables cut in two": partial(printed, manner=Manner(tables=lambda grid: pieces(grid, 2))),
    "nothing merged": partial(printed, manner=Manner(tables=lambda grid: [unmerged(grid)])),
    "content controls": partial(printed, manner=Manner(controls=True)),
    "automatic numbering": _numbered,
}

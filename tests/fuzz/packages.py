"""Zipped files made by hand: workbooks, OFD files and plain archives."""

import io
import zipfile
from collections.abc import Mapping
from html import escape
from itertools import groupby, pairwise

import pypdfium2 as pdfium

from monitor.demo.grids import Grid
from monitor.demo.reports import ReportDraft
from monitor.documents.pdf.page import read_page
from monitor.documents.pdf.primitives import PDFIUM, PageContent

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFD = "http://www.ofdspec.org/2016"
_MILLIMETRES = 25.4 / 72
_EPOCH = (2026, 1, 1, 0, 0, 0)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """The parts as an archive, the same bytes for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def workbook(draft: ReportDraft) -> bytes:
    """A report on one sheet: paragraphs in the first column, tables with merged cells below one another."""
    rows: list[str] = []
    merges: list[str] = []
    number = 0
    for part in draft.parts():
        if isinstance(part, Grid):
            for line in part.rows():
                number += 1
                cells = sorted(line, key=lambda cell: cell.column)
                rows.append(_row(number, [(cell.column, cell.text) for cell in cells]))
                merges += [
                    f"{_place(number, cell.column)}:{_place(number + cell.rowspan - 1, cell.column + cell.colspan - 1)}"
                    for cell in cells
                    if cell.rowspan * cell.colspan > 1
                ]
        else:
            number += 1
            rows.append(_row(number, [(0, part.text)]))
    merged = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData>'
        f'<mergeCells count="{len(merges)}">{merged}</mergeCells></worksheet>'
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{_SHEET}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{_SHEET}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
            '<sheet name="年报" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def _row(number: int, cells: list[tuple[int, str]]) -> str:
    inner = "".join(
        f'<c r="{_place(number, column)}"><v>{text}</v></c>'
        if text.isdecimal()
        else f'<c r="{_place(number, column)}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for column, text in cells
    )
    return f'<row r="{number}">{inner}</row>'


def _place(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row}"


def ofd(pdf: bytes) -> bytes:
    """What a PDF shows, character by character and line by line, as an OFD file."""
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
        pages = [read_page(document, index) for index in range(len(document))]
        document.close()
    parts: dict[str, bytes | str] = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{_OFD}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:Title>年报</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{_OFD}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>'
        "0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(1, len(pages) + 1))
        + "</ofd:Pages></ofd:Document>",
    }
    for page in pages:
        parts[f"Doc_0/Pages/Page_{page.number}/Content.xml"] = _page(page)
    return zipped(parts)


def _page(page: PageContent) -> str:
    texts = []
    for _, line in groupby(page.glyphs, key=lambda glyph: (round(glyph.baseline, 1), round(glyph.size, 1))):
        signs = list(line)
        steps = " ".join(_mm(after.x0 - before.x0) for before, after in pairwise(signs))
        first = signs[0]
        texts.append(
            f'<ofd:TextObject Boundary="{_mm(first.x0)} {_mm(first.top)} {_mm(500)} {_mm(first.size)}" Font="1" '
            f'Size="{_mm(first.size)}"><ofd:TextCode X="0" Y="{_mm(first.baseline - first.top)}" DeltaX="{steps}">'
            f"{escape(''.join(sign.text for sign in signs))}</ofd:TextCode></ofd:TextObject>"
        )
    lines = [
        f'<ofd:PathObject Boundary="{_mm(line.x0)} {_mm(line.top)} {_mm(line.x1 - line.x0)} '
        f'{_mm(line.bottom - line.top)}" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L {_mm(line.x1 - line.x0)} '
        f"{_mm(line.bottom - line.top)}</ofd:AbbreviatedData></ofd:PathObject>"
        for line in page.segments
    ]
    inner = "".join([*texts, *lines])
    return f'<ofd:Page xmlns:ofd="{_OFD}"><ofd:Content><ofd:Layer ID="1">{inner}</ofd:Layer></ofd:Content></ofd:Page>'


def _mm(points: float) -> str:
    return f"{points * _MILLIMETRES:.3f}"

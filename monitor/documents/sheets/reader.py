"""A workbook from end to end: its visible sheets one after another."""

from typing import Final

from monitor.documents.kinds import ODS, XLS, XLSX, Format
from monitor.documents.model import Document, UnreadableDocumentError
from monitor.documents.office import convert
from monitor.documents.sheets import xls, xlsx
from monitor.documents.sheets.layout import blocks_of
from monitor.documents.sheets.model import Workbook

_EMPTY: Final = "表格文件里没有文字（或只有图片），请打开文件核对，或重新下载。"


_ODS: Final = Format("ODS", "ods", "calc8")
_XLS: Final = Format("XLS", "xls", "MS Excel 97")
_XLSX: Final = Format("XLSX", "xlsx", "Calc MS Excel 2007 XML")


def read_xlsx(data: bytes) -> Document:
    """The document in an XLSX file; raises UnreadableDocumentError where it is broken, locked or empty.

    Formulas whose results the file does not hold are computed by LibreOffice
    where it is installed; else their cells are unsure.
    """
    book = xlsx.read_workbook(data)
    if not any(sheet.unsure_cells for sheet in book.seen):
        return _document(book, XLSX)
    try:
        computed = xlsx.read_workbook(convert(data, _XLSX, to="xlsx"))
    except UnreadableDocumentError:
        return _document(book, XLSX)
    document = _document(computed, XLSX)
    document.notes.append("公式的结果没有存在文件里，由 LibreOffice 计算。")
    return document


def read_xls(data: bytes) -> Document:
    """The document in an XLS or ET file; raises UnreadableDocumentError where it is broken, locked or empty.

    What xlrd cannot open is given to LibreOffice where it is installed.
    """
    try:
        return _document(xls.read_workbook(data), XLS)
    except xls.BrokenWorkbookError as problem:
        try:
            book = xlsx.read_workbook(convert(data, _XLS, to="xlsx"))
        except UnreadableDocumentError:
            raise problem from None
    document = _document(book, XLS)
    document.notes.append("XLS 文件由 LibreOffice 转换后读取。")
    return document


def read_ods(data: bytes) -> Document:
    """The document in an ODS file; raises UnreadableDocumentError where LibreOffice is missing or cannot open it."""
    document = _document(xlsx.read_workbook(convert(data, _ODS, to="xlsx")), ODS)
    document.notes.append("ODS 文件由 LibreOffice 转换后读取。")
    return document


def _document(book: Workbook, media_type: str) -> Document:
    document = Document(media_type, [block for sheet in book.seen for block in blocks_of(sheet)], book.meta)
    if not document.blocks:
        raise UnreadableDocumentError(_EMPTY)
    _remark(document, book)
    return document


def _remark(document: Document, book: Workbook) -> None:
    """Says what of the workbook was left out or could not be known."""
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden and sheet.cells]
    if hidden:
        document.notes.append(f"隐藏的工作表没有读取：{'、'.join(hidden)}。")
    for sheet in book.seen:
        if sheet.hidden_rows or sheet.hidden_columns:
            document.notes.append(f"工作表“{sheet.name}”有隐藏的行或列，没有读取。")
        if sheet.cut:
            document.notes.append(f"工作表“{sheet.name}”过大，只读了一部分。")
    unsure = sum(sheet.unsure_cells for sheet in book.seen)
    if unsure:
        document.notes.append(f"{unsure} 个公式单元格没有保存计算结果，未能确定；请用办公软件打开后重新保存。")

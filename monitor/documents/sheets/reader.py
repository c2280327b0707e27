"""A workbook from end to end: its visible sheets one after another."""

from typing import Final

from monitor.documents.kinds import ODS, XLS, XLSX, Format
from monitor.documents.model import Document, UnreadableDocumentError
from monitor.documents.office import convert
from monitor.documents.sheets import ods, xls, xlsx
from monitor.documents.sheets.layout import blocks_of
from monitor.documents.sheets.model import Workbook

_EMPTY: Final = "表格文件里没有文字（或只有图片），请打开文件核对，或重新下载。"


_ODS: Final = Format("ODS", "ods", "calc8")
_FODS: Final = Format("ODS", "fods", "OpenDocument Spreadsheet Flat XML")
_XLS: Final = Format("XLS", "xls", "MS Excel 97")
_XLSX: Final = Format("XLSX", "xlsx", "Calc MS Excel 2007 XML")


def read_xlsx(data: bytes) -> Document:
    """The document in an XLSX file; raises UnreadableDocumentError where it is broken, locked or empty.

    Formulas whose results the file does not hold are computed by LibreOffice
    where it is installed; else their cells are unsure.
    """
    return _computed(xlsx.read_workbook(data), data, XLSX, _XLSX)


def read_ods(data: bytes) -> Document:
    """The document in an ODS file, packed or flat; formulas without results as in :func:`read_xlsx`."""
    return _computed(ods.read_workbook(data), data, ODS, _ODS if data.startswith(b"PK") else _FODS)


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


def _computed(book: Workbook, data: bytes, media_type: str, source: Format) -> Document:
    """The document of a workbook, its formulas computed where results are missing and LibreOffice is at hand."""
    if not any(sheet.missing_cells for sheet in book.seen):
        return _document(book, media_type)
    try:
        computed = xlsx.read_workbook(convert(data, source, to="xlsx"))
    except UnreadableDocumentError:
        return _document(book, media_type)
    document = _document(computed, media_type)
    document.notes.append("公式的结果没有存在文件里，由 LibreOffice 计算。")
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
    if missing := sum(sheet.missing_cells for sheet in book.seen):
        document.notes.append(f"{missing} 个公式单元格没有保存计算结果，未能确定；请用办公软件打开后重新保存。")
    if odd := sum(sheet.odd_cells for sheet in book.seen):
        document.notes.append(f"{odd} 个单元格的数字格式没有读懂，显示成什么未能确定；请用办公软件打开核对。")

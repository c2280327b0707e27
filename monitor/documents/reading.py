"""One door for every kind of document: bytes in, paragraphs and tables out."""

from collections.abc import Callable
from functools import partial
from typing import Final

from monitor.documents import kinds, limits
from monitor.documents.model import Document, UnreadableDocumentError
from monitor.documents.scans import NOT_INSTALLED

_FILE_NAMES: Final = frozenset(
    ".pdf .doc .docx .wps .xls .xlsx .et .ofd .ceb .zip .rar .7z .jpg .jpeg .png .gif .bmp .tif .tiff .rtf".split()  # noqa: SIM905  # words read best as words
)
_WORD_NAMES: Final = frozenset({".doc", ".wps"})

PictureBytes = Callable[[str], bytes | None]

_CONVERT: Final = "请用办公软件另存为 DOCX 或带文字的 PDF 后再查。"
_REFUSALS: Final[dict[str, str]] = {
    kinds.EMPTY: "文件是空的，请重新下载或向发布机关核实。",
    kinds.PPTX: f"是演示文稿，不是年度报告正文；{_CONVERT}",
    kinds.OLE: f"是旧版办公软件文件，不能读取；{_CONVERT}",
    kinds.LOCKED_OFFICE: "是加了密码的办公文档，请向发布机关索取不加密的文件。",
    kinds.CEB: "是方正 CEB 版式文件，没有公开的读取方法；请用 Apabi 阅读器打印为 PDF 后再查。",
    kinds.BINARY: "内容不是任何可识别的文档格式，可能已损坏；请重新下载。",
}
_TOO_LARGE: Final = f"文件超过 {limits.BYTES // limits.MIB} MiB，不像一份年度报告，没有读取；请核对文件。"


def read_document(
    data: bytes, *, name: str = "", media_type: str | None = None, pictures: PictureBytes | None = None
) -> Document:
    """The document in the bytes, whatever its kind, judged by the bytes and not by what a server called them.

    ``name`` is a file name or an address; it tells apart look-alikes and an
    error page under a file's name. ``media_type`` is the ``Content-Type`` as
    it came; only its charset is used. ``pictures`` gives the bytes of a picture
    that a page names by its ``src``, None where they are not at hand. Raises :class:`UnreadableDocumentError`
    with one Chinese line where the bytes cannot be read.
    """
    if len(data) > limits.BYTES:
        raise UnreadableDocumentError(_TOO_LARGE)
    kind = kinds.sniff(data, name)
    reader = _reader(kind, name, data)
    if kind == kinds.HTML and pictures is not None:
        return _within_limits(_html(data, media_type, pictures))
    if kind.startswith("image/"):
        return _within_limits(_picture(data, kind))
    if reader is None:
        raise UnreadableDocumentError(_REFUSALS.get(kind, _REFUSALS[kinds.BINARY]))
    return _within_limits(reader(data, media_type))


def _within_limits(document: Document) -> Document:
    """The document, unless its tables are so large that working with them would harm."""
    if sum(table.places for table in document.tables()) > limits.CELLS:
        raise UnreadableDocumentError(limits.SPRAWLING)
    return document


def _reader(kind: str, name: str, data: bytes) -> Callable[[bytes, str | None], Document] | None:
    ending = kinds.extension(name)
    if kind in (kinds.HTML, kinds.TEXT) and ending in _FILE_NAMES and not _is_word_page(data, ending):
        raise UnreadableDocumentError(
            f"文件名是 {ending[1:].upper()}，内容却是{'网页' if kind == kinds.HTML else '纯文本'}，"
            "多半是出错页或验证页；请在浏览器里重新下载原文件。"
        )
    if kind in kinds.ARCHIVES:
        return partial(_package, kind)
    if kind in (kinds.DOC, kinds.RTF, kinds.ODT):
        return partial(_office, kind)
    return _READERS.get(kind)


def _is_word_page(data: bytes, ending: str) -> bool:
    """Whether the bytes are HTML that Word itself saved under its own ending."""
    return ending in _WORD_NAMES and b"schemas-microsoft-com:office" in data


def _html(data: bytes, media_type: str | None, pictures: PictureBytes | None = None) -> Document:
    from monitor.documents.html import read_html  # noqa: PLC0415  # lxml is loaded only where it is needed

    return read_html(data, media_type=media_type, pictures=pictures)


def _picture(data: bytes, kind: str) -> Document:
    try:
        from monitor.documents.scans.images import read_image  # noqa: PLC0415  # OpenCV is an extra of the package
    except ImportError as missing:
        raise UnreadableDocumentError(NOT_INSTALLED) from missing
    return read_image(data, kind)


def _text(data: bytes, media_type: str | None) -> Document:
    from monitor.documents.text import read_text  # noqa: PLC0415  # as above

    return read_text(data, media_type=media_type)


def _word(data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.word import read_word  # noqa: PLC0415  # as above

    return read_word(data)


def _pdf(data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.pdf import read_pdf  # noqa: PLC0415  # pdfium is loaded only where it is needed

    return read_pdf(data)


def _ofd(data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.ofd import read_ofd  # noqa: PLC0415  # as above

    return read_ofd(data)


def _xlsx(data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.sheets import read_xlsx  # noqa: PLC0415  # as above

    return read_xlsx(data)


def _xls(data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.sheets import read_xls  # noqa: PLC0415  # as above

    return read_xls(data)


def _ods(data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.sheets import read_ods  # noqa: PLC0415  # as above

    return read_ods(data)


def _word_xml(data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.word_xml import read_word_xml  # noqa: PLC0415  # as above

    return read_word_xml(data)


def _mhtml(data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.mhtml import read_mhtml  # noqa: PLC0415  # as above

    return read_mhtml(data)


def _office(kind: str, data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.office import read_office  # noqa: PLC0415  # as above

    return read_office(data, kind)


def _package(kind: str, data: bytes, _media_type: str | None) -> Document:
    from monitor.documents.packages import read_package  # noqa: PLC0415  # as above

    return read_package(data, kind, lambda member, name: read_document(member, name=name))


_READERS: Final[dict[str, Callable[[bytes, str | None], Document]]] = {
    kinds.HTML: _html,
    kinds.TEXT: _text,
    kinds.DOCX: _word,
    kinds.PDF: _pdf,
    kinds.OFD: _ofd,
    kinds.XLSX: _xlsx,
    kinds.XLS: _xls,
    kinds.ODS: _ods,
    kinds.WORD_XML: _word_xml,
    kinds.MHTML: _mhtml,
}

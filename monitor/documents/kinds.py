"""What a file is: one table with a row a kind, and the bytes held against it.

All that the house knows of a kind of file stands in its row of :data:`KINDS`. A further format is a reader and a row.
"""

import importlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from crawler.articles.files import media_type
from monitor.documents.model import Document
from monitor.documents.scans import NOT_INSTALLED

PDF: Final = "application/pdf"
HTML: Final = "text/html"
TEXT: Final = "text/plain"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC: Final = "application/msword"
XLS: Final = "application/vnd.ms-excel"
OLE: Final = "application/x-ole-storage"
LOCKED_OFFICE: Final = "application/x-encrypted-office"
OFD: Final = "application/ofd"
CEB: Final = "application/x-ceb"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
RTF: Final = "application/rtf"
MHTML: Final = "multipart/related"
WORD_XML: Final = "application/vnd.ms-word.2003+xml"
ZIP: Final = "application/zip"
RAR: Final = "application/vnd.rar"
SEVEN_ZIP: Final = "application/x-7z-compressed"
GZIP: Final = "application/gzip"
EMPTY: Final = "application/x-empty"
BINARY: Final = "application/octet-stream"

_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_LOOK: Final = 4096
_CONTROLS: Final = frozenset(range(0x20)) - frozenset(b"\t\n\r\x0c\x1b")
_DECLARED: Final = "mimetype"
"""The member of a ZIP in which OpenDocument writes its media type."""
_OFFICE_PARTS: Final = b"[Content_Types].xml"
"""The first member of a ZIP that an office program wrote; where no more of it is there it was most likely Word."""

_CONVERT: Final = "请用办公软件另存为 DOCX 或带文字的 PDF 后再查。"


@dataclass(frozen=True, slots=True)
class Format:
    """A format that LibreOffice reads: what people call it, its file ending, and the filter that reads nothing else.

    Without a filter LibreOffice opens a damaged file as plain text and writes rubbish.
    """

    name: str
    ending: str
    filter: str


class Pages(Enum):
    """Where the pages come from on which a finding is shown."""

    OWN = "the file has pages"
    DRAWN = "we draw the pages that the file describes"
    PICTURE = "the file is the picture of a page"
    BROWSER = "the browser prints it"
    OFFICE = "LibreOffice prints it"
    NONE = "it has none: what was read of it is set on pages"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    Its bytes tell it by one of ``opening`` (the first bytes), ``wording`` (the
    beginning of a text), ``member`` (what must stand in the ZIP that it is;
    ``remnant`` tells half a file by its first members) and ``stream`` (what
    must stand in the OLE file that it is). A kind has a ``reader``, as MODULE.FUNCTION
    of this room, or a ``refusal``: the rest of a Chinese line that says why it is not read
    and what to do.
    """

    media_type: str
    endings: tuple[str, ...] = ()
    """What such files are called; with their dot, in lower case."""
    templates: tuple[str, ...] = ()
    """What templates of such files are called: they only tell apart what begins alike."""
    opening: re.Pattern[bytes] | None = None
    wording: re.Pattern[bytes] | None = None
    member: str = ""
    remnant: bytes = b""
    stream: str = ""
    reader: str = ""
    wants: tuple[Literal["kind", "media_type", "pictures", "read"], ...] = ()
    """What the reader is told beside the bytes; see :func:`monitor.documents.reading.read_document`."""
    missing: str = ""
    """The line where the reader cannot be loaded because it is an extra of the package."""
    refusal: str = ""
    group: Literal["document", "picture", "archive"] = "document"
    in_archives: bool = True
    """Whether such a file in an archive may be the report."""
    is_never_text: bool = False
    """Whether a web page or plain text under such a name is an error page in its place."""
    pages: Pages = Pages.NONE
    office: Format | None = None
    """How LibreOffice reads it, where it is asked to."""

    def load(self) -> Callable[..., Document]:
        """The reader; loaded only here, since the libraries it needs are slow to load."""
        module, _, function = self.reader.rpartition(".")
        read: Callable[..., Document] = getattr(importlib.import_module(f"monitor.documents.{module}"), function)
        return read


def _starts(opening: bytes) -> re.Pattern[bytes]:
    return re.compile(opening, re.DOTALL)


def _picture(media_type: str, opening: bytes, *endings: str, in_archives: bool = True) -> Kind:
    return Kind(
        media_type,
        endings,
        opening=_starts(opening),
        reader="scans.images.read_image",
        wants=("kind",),
        missing=NOT_INSTALLED,
        group="picture",
        in_archives=in_archives,
        is_never_text=True,
        pages=Pages.PICTURE,
    )


def _archive(media_type: str, opening: bytes, *endings: str, is_never_text: bool = True) -> Kind:
    return Kind(
        media_type,
        endings,
        opening=_starts(opening) if opening else None,
        reader="packages.read_package",
        wants=("kind", "read"),
        group="archive",
        is_never_text=is_never_text,
    )


_TABLE: Final = (
    Kind(
        DOCX,
        (".docx",),
        member="word/document.xml",
        remnant=b"word/",
        reader="word.read_word",
        is_never_text=True,
        pages=Pages.OFFICE,
        office=Format("DOCX", "docx", "MS Word 2007 XML"),
    ),
    Kind(LOCKED_OFFICE, stream="EncryptedPackage", refusal="是加了密码的办公文档，请向发布机关索取不加密的文件。"),
    Kind(
        DOC,
        (".doc", ".wps"),
        (".dot", ".wpt"),
        stream="WordDocument",
        reader="office.read_office",
        wants=("kind",),
        is_never_text=True,
        pages=Pages.OFFICE,
        office=Format("DOC", "doc", "MS Word 97"),
    ),
    Kind(
        PDF, (".pdf",), opening=_starts(rb".{0,1019}%PDF-"), reader="pdf.read_pdf", is_never_text=True, pages=Pages.OWN
    ),
    Kind(
        OFD,
        (".ofd",),
        member="OFD.xml",
        remnant=b"OFD.xml",
        reader="ofd.read_ofd",
        is_never_text=True,
        pages=Pages.DRAWN,
    ),
    Kind(
        HTML,
        (".html", ".htm"),
        reader="html.read_html",
        wants=("media_type", "pictures"),
        pages=Pages.BROWSER,
    ),
    Kind(
        MHTML,
        (".mht", ".mhtml"),
        wording=_starts(rb"(?i:\s{0,187}mime-version:|\s{0,195}from:).*(?i:multipart/related)"),
        reader="mhtml.read_mhtml",
        pages=Pages.BROWSER,
    ),
    Kind(
        XLSX,
        (".xlsx",),
        member="xl/workbook.xml",
        remnant=b"xl/",
        reader="sheets.read_xlsx",
        is_never_text=True,
    ),
    Kind(XLS, (".xls", ".et"), stream="Workbook", reader="sheets.read_xls", is_never_text=True),
    Kind(OLE, refusal=f"是旧版办公软件文件，不能读取；{_CONVERT}"),
    Kind(
        ODT,
        (".odt",),
        member=_DECLARED,
        remnant=b"opendocument.text",
        reader="office.read_office",
        wants=("kind",),
        pages=Pages.OFFICE,
        office=Format("ODT", "odt", "writer8"),
    ),
    Kind(
        ODS,
        (".ods", ".fods"),
        wording=_starts(rb".*<office:document\b[^>]*application/vnd\.oasis\.opendocument\.spreadsheet"),
        member=_DECLARED,
        remnant=b"opendocument.spreadsheet",
        reader="sheets.read_ods",
        in_archives=False,
    ),
    Kind(
        RTF,
        (".rtf",),
        opening=_starts(rb"\{\\rtf"),
        reader="office.read_office",
        wants=("kind",),
        is_never_text=True,
        pages=Pages.OFFICE,
        office=Format("RTF", "rtf", "Rich Text Format"),
    ),
    Kind(
        WORD_XML,
        (".xml",),
        wording=_starts(rb".*<(?:w:wordDocument|pkg:package)\b"),
        reader="word_xml.read_word_xml",
    ),
    Kind(TEXT, (".txt", ".md"), reader="text.read_text", wants=("media_type",)),
    Kind(
        PPTX,
        member="ppt/presentation.xml",
        remnant=b"ppt/",
        refusal=f"是演示文稿，不是年度报告正文；{_CONVERT}",
    ),
    Kind(
        CEB,
        (".ceb",),
        opening=_starts(rb"Founder CEB"),
        refusal="是方正 CEB 版式文件，没有公开的读取方法；请用 Apabi 阅读器打印为 PDF 后再查。",
        in_archives=False,
        is_never_text=True,
    ),
    _picture("image/png", rb"\x89PNG\r\n\x1a\n", ".png"),
    _picture("image/jpeg", rb"\xff\xd8\xff", ".jpg", ".jpeg"),
    _picture("image/tiff", rb"II\*\x00|MM\x00\*", ".tif", ".tiff"),
    _picture("image/bmp", rb"BM", ".bmp"),
    _picture("image/gif", rb"GIF8", ".gif", in_archives=False),
    _picture("image/webp", rb"RIFF.{4}WEBP"),
    _archive(ZIP, b"", ".zip"),
    _archive(RAR, rb"Rar!\x1a\x07", ".rar"),
    _archive(SEVEN_ZIP, rb"7z\xbc\xaf\x27\x1c", ".7z"),
    _archive(GZIP, rb"\x1f\x8b", ".gz", ".tgz", is_never_text=False),
    Kind(EMPTY, refusal="文件是空的，请重新下载或向发布机关核实。"),
    Kind(BINARY, refusal="内容不是任何可识别的文档格式，可能已损坏；请重新下载。"),
)

KINDS: Final = {kind.media_type: kind for kind in _TABLE}
"""Every kind of file by its media type; those first from which reports are read surest."""


def sniff(data: bytes, name: str = "") -> str:
    """The media type of the bytes, which has a row in :data:`KINDS`.

    The name decides only where the bytes leave a choice: plain text or a
    fragment of HTML, and which office program an OLE file belongs to.
    """
    head = data[:_LOOK]
    if not head.strip(b"\x00\t\r\n\x0c "):
        return EMPTY
    if head.startswith(_ZIP_MAGIC):
        return _in_zip(data)
    if head.startswith(_OLE_MAGIC):
        return _in_ole(data, name)
    opened = (kind.media_type for kind in _TABLE if kind.opening and kind.opening.match(head))
    return next(opened, None) or _words(head, name)


def kind_of(data: bytes, name: str = "") -> Kind:
    """The row of the kind that the bytes are; ``name`` as in :func:`sniff`."""
    return KINDS[sniff(data, name)]


def extension(name: str) -> str:
    """The ending of a file name or address in lower case with its dot, without query; empty where there is none."""
    found = re.search(r"\.([0-9a-z]{1,5})(?:[?#].*)?$", name.strip().lower())
    return f".{found[1]}" if found else ""


def promises_file(name: str) -> bool:
    """Whether a name promises a file that is never a web page and never plain text."""
    ending = extension(name)
    return any(kind.is_never_text and ending in kind.endings for kind in _TABLE)


def packed_endings(*groups: Literal["document", "picture", "archive"]) -> tuple[str, ...]:
    """The endings under which a report is looked for in an archive, those first that are read surest."""
    return tuple(ending for kind in _TABLE if kind.in_archives and kind.group in groups for ending in kind.endings)


def _in_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            said = archive.read(_DECLARED)[:100].decode("ascii", "replace") if _DECLARED in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return _in_half_zip(data[:_LOOK])
    return next((kind.media_type for kind in _TABLE if _is_zipped(kind, names, said)), ZIP)


def _is_zipped(kind: Kind, names: set[str], said: str) -> bool:
    """Whether a ZIP with these members is such a file; ``said`` is the media type that it declares."""
    if kind.member == _DECLARED:
        return said.startswith(kind.media_type)
    return bool(kind.member) and kind.member in names


def _in_half_zip(head: bytes) -> str:
    """Half a file has no directory at its end; its first members still tell what it was."""
    told = next((kind.media_type for kind in _TABLE if kind.remnant and kind.remnant in head), None)
    return told or (DOCX if _OFFICE_PARTS in head else ZIP)


def _in_ole(data: bytes, name: str) -> str:
    ending = extension(name)
    for kind in _TABLE:
        if kind.stream and (kind.stream.encode("utf-16-le") in data or ending in (*kind.endings, *kind.templates)):
            return kind.media_type
    return OLE


def _words(head: bytes, name: str) -> str:
    """What kind of text the bytes are, if they are text."""
    plain = head.decode("utf-16", "replace").encode("utf-8") if head.startswith(_UTF16_BOMS) else head
    worded = next((kind.media_type for kind in _TABLE if kind.wording and kind.wording.match(plain)), None)
    if worded:
        return worded
    if extension(name) not in KINDS[TEXT].endings and media_type(plain) == HTML:
        return HTML
    controls = sum(byte in _CONTROLS for byte in plain)
    return TEXT if controls * 100 <= len(plain) else BINARY

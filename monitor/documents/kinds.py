"""What a file is, by its first bytes; its name only tells look-alikes apart."""

import io
import re
import zipfile
from typing import Final

from crawler.articles.files import media_type

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
ARCHIVES: Final = frozenset({ZIP, RAR, SEVEN_ZIP, GZIP})
EMPTY: Final = "application/x-empty"
BINARY: Final = "application/octet-stream"

_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_PLAIN_NAMES: Final = frozenset({".txt", ".md"})
_LOOK: Final = 4096
_CONTROLS: Final = frozenset(range(0x20)) - frozenset(b"\t\n\r\x0c\x1b")

_WORDS: Final = frozenset({HTML, TEXT, BINARY, "application/json"})
_WORD_XML: Final = re.compile(rb"<(?:w:wordDocument|pkg:package)\b")
_FLAT_ODS: Final = re.compile(rb"<office:document\b[^>]*" + re.escape(ODS.encode()))
_ZIP_MEMBERS: Final[tuple[tuple[str, str], ...]] = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
_FIRST_MEMBERS: Final = (
    *(
        (b"xl/", XLSX),
        (b"ppt/", PPTX),
        (b"OFD.xml", OFD),
        (b"opendocument.text", ODT),
        (b"opendocument.spreadsheet", ODS),
    ),
    *((b"word/", DOCX), (b"[Content_Types].xml", DOCX)),
)


def sniff(data: bytes, name: str = "") -> str:
    """The media type of the bytes.

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
    known = media_type(data, name)
    return _words(head, name) if known in _WORDS else known


def extension(name: str) -> str:
    """The ending of a file name or address in lower case with its dot, without query; empty where there is none."""
    found = re.search(r"\.([0-9a-z]{1,5})(?:[?#].*)?$", name.strip().lower())
    return f".{found[1]}" if found else ""


def _in_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            said = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
            if found := next((kind for kind in (ODT, ODS) if said.startswith(kind)), None):
                return found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        # Half a file has no directory at its end; its first members still tell what it was.
        return next((kind for member, kind in _FIRST_MEMBERS if member in data[:_LOOK]), ZIP)
    return next((kind for member, kind in _ZIP_MEMBERS if member in names), ZIP)


def _in_ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return LOCKED_OFFICE
    if "WordDocument".encode("utf-16-le") in data or extension(name) in {".doc", ".wps", ".dot", ".wpt"}:
        return DOC
    if "Workbook".encode("utf-16-le") in data or extension(name) in {".xls", ".et"}:
        return XLS
    return OLE


def _words(head: bytes, name: str) -> str:
    """What kind of text the bytes are, if they are text."""
    plain = head.decode("utf-16", "replace").encode("utf-8") if head.startswith(_UTF16_BOMS) else head
    if _WORD_XML.search(plain):
        return WORD_XML
    if _FLAT_ODS.search(plain):
        return ODS
    if plain[:200].lstrip().lower().startswith((b"mime-version:", b"from:")) and b"multipart/related" in plain.lower():
        return MHTML
    if extension(name) not in _PLAIN_NAMES and media_type(plain) == HTML:
        return HTML
    controls = sum(byte in _CONTROLS for byte in plain)
    return TEXT if controls * 100 <= len(plain) else BINARY

"""What bytes are, by their first bytes, and which files a page leads to."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.articles.chrome import chrome_of, related_of
from crawler.articles.content import article_of
from crawler.articles.pictures import content_pictures, source_of
from crawler.lists.carriers import scripts_of
from crawler.markup import Element, absolute, base_of, clickable_in, link_of, text_of, tree_of, without
from crawler.page_memo import once
from crawler.text import squash, tidy

HTML: Final = "text/html"
UNKNOWN: Final = "application/octet-stream"

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_SUFFIXES: Final = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "wps": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "et": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "rtf": "application/rtf",
    "ofd": "application/ofd",
    "ceb": "application/x-ceb",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
}
_MAGIC: Final = (
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Founder CEB", "application/x-ceb"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_PARTS: Final = (
    ("OFD.xml", "application/ofd"),
    ("word/document.xml", f"{_OFFICE}.wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet"),
)
_TAG: Final = re.compile(
    rb"<(?:!doctype|!--|\?xml|html|head|body|meta|title|script|style|link|div|table|ul|li|p|a|span|center|font|frameset|iframe|br|h[1-6]|datastore|%)[\s>/@-]",
    re.IGNORECASE,
)
_HEAD: Final = 4096
_PDF_HEAD: Final = 1024

_FILE_SUFFIX: Final = re.compile(rf"\.({'|'.join(_SUFFIXES)})$", re.IGNORECASE)
_FILE_NAME: Final = re.compile(rf"\.({'|'.join(_SUFFIXES)})", re.IGNORECASE)
"""The name of a file with whatever stands behind it."""
_DOWNLOAD: Final = re.compile(
    r"/(?:downfile|download|downloadfile|file-download|DownloadAttach|attachment_?\w*|getfile|filedown)(?:\.\w+|/|$)",
    re.IGNORECASE,
)
_NAME_KEYS: Final = ("filename", "fileName", "name", "pathfile", "fileUrl", "file", "pdf", "url", "path")
_SHOWN: Final = frozenset({"src", "movie", "filename", "url"})
"""Parameters by which an embedded object is told which file to show."""
_EMBEDDING: Final = re.compile(r"<(?:i?frame|embed|object|param)\b", re.IGNORECASE)
_MAY_HOLD_FILES: Final = frozenset({"iframe", "embed", "object", "form", "button"})
_IMAGE: Final = re.compile(r"<img\b", re.IGNORECASE)
_VIEWER: Final = re.compile(r"viewer|pdfh5|pdfjs|preview|onlineView|generic/web", re.IGNORECASE)
_SCRIPT_FILE: Final = re.compile(
    rf"""["']([^"'<>\s]{{1,300}}\.(?:{"|".join(_SUFFIXES)}))\\?["']""",
    re.IGNORECASE,
)
_NOTHING_SAID: Final = re.compile(
    r"(?:点击|附件|文件|在线|查看|下载|浏览|预览|此处|这里|全文|原文|[:：\d、.（）()【】\[\]])*"
)


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that a page leads to, and its name as a person sees it."""

    url: str
    name: str


def media_type(body: bytes, name: str = "") -> str:
    """The media type of bytes, by their first bytes; the name decides only between kinds that begin alike.

    ``application/octet-stream`` means that the bytes show no known kind.
    """
    if b"%PDF-" in body[:_PDF_HEAD]:
        return _SUFFIXES["pdf"]
    if body.startswith(b"PK\x03\x04"):
        return _zip_type(body, name)
    if body.startswith(_OLE):
        return _SUFFIXES.get(suffix_of(name), _SUFFIXES["doc"])
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            return kind
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "image/webp"
    return _text_type(body, name)


def suffix_of(name: str) -> str:
    """The ending of a file's name or address in lower case, without the dot; empty where it names no file we know.

    A download address hides the name in its query.
    """
    parts = urlsplit(name)
    places = [unquote(parts.path), *(value for key, value in parse_qsl(parts.query) if key in _NAME_KEYS)]
    for place in reversed(places):
        if found := _FILE_SUFFIX.search(place.strip()):
            return found.group(1).lower()
    return ""


def is_file_address(url: str) -> bool:
    """Whether an address by its looks leads to a file and not to a page."""
    return bool(suffix_of(url)) or bool(_DOWNLOAD.search(urlsplit(url).path))


def name_in_address(target: str) -> str:
    """The name of a file as far as its address has one; a download address hides it in its query."""
    parts = urlsplit(target)
    named = [value for key, value in parse_qsl(parts.query) if key in _NAME_KEYS and _FILE_SUFFIX.search(value)]
    return unquote((named[-1] if named else parts.path).rpartition("/")[2])


def files_of(html: str, url: str) -> list[FileLink]:
    """The files a page leads to, in reading order, each once: attachments and what embedded viewers show."""
    return list(_files(html, url))


@once
def _files(html: str, url: str) -> tuple[FileLink, ...]:
    root = tree_of(html)
    base = base_of(root, url)
    found: dict[str, FileLink] = {}
    embedded = _embedded_files(root, base) if _EMBEDDING.search(html) else ()
    for link in (*_file_links(html, base), *embedded, *_in_scripts(html, base)):
        known = found.get(link.url)
        if known is None or (len(known.name) < len(link.name) and not _says_something(known.name)):
            found[link.url] = link
    return tuple(found.values())


def pictures_of(html: str, url: str) -> list[FileLink]:
    """The pictures of a page's article that may hold a part of it, in reading order, each once: 图1, 图2, ..."""
    if not _IMAGE.search(html):
        return []
    base = base_of(tree_of(html), url)
    sources = (absolute(base, source_of(image)) for image in content_pictures(article_of(html)))
    return [FileLink(source, f"图{number}") for number, source in enumerate(dict.fromkeys(filter(None, sources)), 1)]


def chrome_beside_files(html: str) -> list[Element]:
    """Chrome of a page's shared tree in which no file is looked for; frames and embedded viewers are none of it."""
    return [element for element in chrome_of(html) if element.tag not in _MAY_HOLD_FILES]


def _zip_type(body: bytes, name: str) -> str:
    try:
        inside = set(zipfile.ZipFile(io.BytesIO(body)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return _SUFFIXES.get(suffix_of(name), _SUFFIXES["zip"])
    return next((kind for part, kind in _ZIP_PARTS if part in inside), _SUFFIXES["zip"])


def _text_type(body: bytes, name: str) -> str:
    head = body[:_HEAD]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if _TAG.search(head):
        return HTML
    if start[:1] in {b"{", b"["}:
        return "application/json"
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return UNKNOWN
    if suffix_of(name):
        return UNKNOWN
    return "text/plain" if start else UNKNOWN


def _file_links(html: str, base: str) -> list[FileLink]:
    if next(_links(tree_of(html), base, _FILE_NAME), None) is None:
        # Most reports lead to no file, and what is chrome on their pages takes longer to tell than that.
        return []
    content = without(html, {*chrome_beside_files(html), *related_of(html)})
    return [FileLink(target, _name_of(element, target)) for element, target in _links(content, base, _FILE_SUFFIX)]


def _links(root: Element, base: str, named: re.Pattern[str]) -> Iterator[tuple[Element, str]]:
    """The links below an element that lead to files by their addresses, or are named so."""
    for element in clickable_in(root):
        if element.tag != "a" and not (element.get("data-href") or element.get("onclick")):
            continue
        target = _behind_viewer(link_of(element, base))
        if target and (is_file_address(target) or named.search(squash(text_of(element)))):
            yield element, target


def _embedded_files(root: Element, base: str) -> Iterator[FileLink]:
    for element in root.iter("iframe", "embed", "object", "frame", "param"):
        named = element.get("value") if (element.get("name") or "").lower() in _SHOWN else None
        source = element.get("src") or element.get("data") or element.get("data-src") or named or ""
        target = _behind_viewer(absolute(base, source)) if source else ""
        if target and is_file_address(target):
            yield FileLink(target, _name_of(element, target))


def _in_scripts(html: str, base: str) -> Iterator[FileLink]:
    for quoted in _SCRIPT_FILE.findall(scripts_of(html)):
        address = quoted.replace("\\/", "/")
        if "/" in address and (target := _behind_viewer(absolute(base, address))):
            yield FileLink(target, name_in_address(target))


def _behind_viewer(url: str) -> str:
    parts = urlsplit(url)
    if not _VIEWER.search(parts.path):
        return url
    for key, value in parse_qsl(parts.query):
        if key in _NAME_KEYS and is_file_address(target := absolute(url, value)):
            return target
    return url


def _name_of(element: Element, target: str) -> str:
    said = (
        text_of(element),
        tidy(element.get("title") or ""),
        *(tidy(i.get("alt") or "") for i in element.iter("img")),
    )
    return next((name for name in said if _says_something(name)), name_in_address(target))


def _says_something(name: str) -> bool:
    return bool(name) and not _NOTHING_SAID.fullmatch(squash(name))

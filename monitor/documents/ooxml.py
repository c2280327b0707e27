"""The parts of an office or OFD file: opened within limits, read without entities, asked by local names.

Local names serve both namespaces of Office Open XML, the transitional and the strict one.
"""

import io
import lzma
import struct
import zipfile
import zlib
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from monitor.documents import limits
from monitor.documents.model import UnreadableDocumentError

ZIP_TROUBLES: Final = (
    *(zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError),
    *(RuntimeError, zlib.error, lzma.LZMAError, struct.error),
)
"""What :mod:`zipfile` and its decompressors raise on files that are damaged, cut off or made to harm."""
_BROKEN: Final = "文件不完整或已损坏（可能没有下载完），请重新下载。"
_BOMB: Final = "文件解开后大得反常，已停止读取；请向发布机关核实文件。"
_LOCKED: Final = "文件加了密码，请向发布机关索取不加密的文件。"


class Package:
    """An office or OFD file as a ZIP of XML parts; every failure is an :class:`UnreadableDocumentError`.

    ``kind`` names the format in the lines that people read.
    """

    def __init__(self, data: bytes, kind: str = "DOCX") -> None:
        self.kind = kind
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_TROUBLES as problem:
            raise self.unreadable() from problem
        if len(self._archive.filelist) > limits.PARTS:
            raise self.unreadable(_BOMB)
        self._unpacked = 0

    def names(self) -> list[str]:
        """The names of all parts as the directory has them."""
        return self._archive.namelist()

    def unreadable(self, why: str = _BROKEN) -> UnreadableDocumentError:
        """The error to raise where the file cannot be read."""
        return UnreadableDocumentError(f"{self.kind} {why}")

    def xml(self, name: str) -> Element | None:
        """The root of a part, None where the file has no such part."""
        data = self.part(name)
        if data is None:
            return None
        try:
            return root_of(data)
        except etree.XMLSyntaxError as problem:
            raise self.unreadable() from problem

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where the file has no such part."""
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 0x1:
            raise self.unreadable(_LOCKED)
        return self._unpack(info)

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        """The part's bytes; the size is counted while unpacking, since a directory may lie about it."""
        try:
            with self._archive.open(info) as part:
                data = part.read(limits.PART_BYTES + 1)
        except ZIP_TROUBLES as problem:
            raise self.unreadable() from problem
        self._unpacked += len(data)
        if len(data) > limits.PART_BYTES or self._unpacked > limits.UNPACKED_BYTES:
            raise self.unreadable(_BOMB)
        return data


def root_of(data: bytes) -> Element:
    """The root of an XML file, read without entities and network; raises XMLSyntaxError where it is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name, or None."""
    return next(iter(children(element, name)), None)


def children(element: Element | None, name: str) -> list[Element]:
    """The children of that local name."""
    return [] if element is None else [inner for inner in element if local(inner) == name]


def value(element: Element | None, name: str = "val") -> str:
    """An attribute by local name, empty where there is none."""
    if element is None:
        return ""
    return next((str(text) for key, text in element.attrib.items() if etree.QName(str(key)).localname == name), "")


def is_on(element: Element | None) -> bool:
    """Whether a switch such as ``<w:vanish/>`` is there and not switched off."""
    return element is not None and value(element) not in {"0", "false", "off"}

"""The parts of an office file: opened within limits, read without entities, asked by local names.

Local names serve both namespaces of Office Open XML, the transitional and the strict one.
"""

import io
import zipfile
import zlib
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from monitor.documents.model import UnreadableDocumentError

PART_MOST: Final = 64 * 1024 * 1024
"""Bytes that one part may unpack to. The text of the longest report fits in a hundredth of it."""
_BROKEN: Final = "DOCX 文件不完整或已损坏（可能没有下载完），请重新下载。"
_BOMB: Final = "DOCX 文件解开后大得反常，已停止读取；请向发布机关核实文件。"
_LOCKED: Final = "DOCX 文件加了密码，请向发布机关索取不加密的文件。"


class Package:
    """An office file as a ZIP of XML parts; every failure is an :class:`UnreadableDocumentError`."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
            raise UnreadableDocumentError(_BROKEN) from problem

    def xml(self, name: str) -> Element | None:
        """The root of a part, None where the file has no such part."""
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 0x1:
            raise UnreadableDocumentError(_LOCKED)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(self._unpack(info), parser)
        except etree.XMLSyntaxError as problem:
            raise UnreadableDocumentError(_BROKEN) from problem

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        """The part's bytes; the size is counted while unpacking, since a directory may lie about it."""
        try:
            with self._archive.open(info) as part:
                data = part.read(PART_MOST + 1)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as problem:
            raise UnreadableDocumentError(_BROKEN) from problem
        if len(data) > PART_MOST:
            raise UnreadableDocumentError(_BOMB)
        return data


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

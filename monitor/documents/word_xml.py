"""Word documents in one XML file: the format of Word 2003, and the flat form of DOCX.

Office systems that fill in a template write these under the name ``.doc``.
Both are packed as a DOCX and read as one.
"""

import base64
import binascii
import io
import zipfile
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from monitor.documents import limits
from monitor.documents.kinds import WORD_XML
from monitor.documents.model import Document, UnreadableDocumentError
from monitor.documents.ooxml import child, children, local, root_of, value
from monitor.documents.word import read_word

_BROKEN: Final = "Word XML 文件不完整或已损坏（可能没有下载完），请重新下载。"
_MAIN: Final = "word/document.xml"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SECTIONS: Final = frozenset({"sect", "sub-section", "annotation", "cfChunk", "proofErr"})
"""Elements of Word 2003 that only hold paragraphs together."""
_RENAMED: Final = {"vmerge": "vMerge", "hmerge": "hMerge", "wordDocument": "document"}


def read_word_xml(data: bytes) -> Document:
    """The document in a Word XML file; raises :class:`UnreadableDocumentError` where it is broken or empty."""
    try:
        root = root_of(data)
    except etree.XMLSyntaxError as problem:
        raise UnreadableDocumentError(_BROKEN) from problem
    parts = _flat_parts(root) if local(root) == "package" else {_MAIN: etree.tostring(_modern(root))}
    if _MAIN not in parts or len(data) > limits.PART_BYTES:
        raise UnreadableDocumentError(_BROKEN)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    document = read_word(packed.getvalue())
    document.media_type = WORD_XML
    return document


def _flat_parts(root: Element) -> dict[str, bytes]:
    """The parts of a DOCX that stands in one XML file."""
    parts: dict[str, bytes] = {}
    for part in children(root, "part"):
        name = value(part, "name").lstrip("/")
        holder, binary = child(part, "xmlData"), child(part, "binaryData")
        if holder is not None and len(holder):
            parts[name] = etree.tostring(holder[0])
        elif binary is not None:
            try:
                parts[name] = base64.b64decode(binary.text or "")
            except binascii.Error:
                continue
    return parts


def _modern(root: Element) -> Element:
    """A document of Word 2003 with the names that DOCX has."""
    for element in list(root.iter()):
        name = local(element)
        if name in _SECTIONS:
            _unwrap(element)
        elif name == "listPr":
            _write_number(element)
        elif name:
            element.tag = f"{{{_WORD}}}{_RENAMED.get(name, name)}"
    return root


def _unwrap(element: Element) -> None:
    """Puts what stands in an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _write_number(numbering: Element) -> None:
    """Puts the automatic number of a paragraph, which Word 2003 writes out, before its text."""
    number = child(numbering, "t")
    paragraph = next((above for above in numbering.iterancestors() if local(above) == "p"), None)
    if number is None or paragraph is None:
        return
    run = etree.Element(f"{{{_WORD}}}r")
    etree.SubElement(run, f"{{{_WORD}}}t").text = value(number)
    paragraph.insert(1, run)

"""DOCX: paragraphs, tables and pictures straight from the XML of the document."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from crawler.text import tidy
from monitor.documents import limits
from monitor.documents.characters import legible, paragraphs_in
from monitor.documents.kinds import DOCX
from monitor.documents.model import Block, Cell, Document, Paragraph, Picture, Table, UnreadableDocumentError
from monitor.documents.ooxml import Package, child, children, local, value
from monitor.documents.tables import grown, holds_table, is_data, text_of
from monitor.documents.word_numbers import Numbers
from monitor.documents.word_traces import hidden_styles_of, is_hidden, traces_of

_THROUGH: Final = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "Choice", "Fallback"}
)
_GONE: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "rt", "fldData", "binData"}
)
_SIGNS: Final = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_EMU_PER_POINT: Final = 12700
_ICON_POINTS: Final = 60
_NO_TEXT: Final = "文档里只有图片，没有文字，多半是扫描件；请向发布机关索取带文字的文件，或先做文字识别。"
_NO_CONTENT: Final = "文档里没有正文，请打开文件核对，或重新下载。"


def read_word(data: bytes) -> Document:
    """The document in a DOCX file; raises :class:`UnreadableDocumentError` where it is broken, locked or empty."""
    package = Package(data)
    root = package.xml("word/document.xml")
    body = child(root, "body")
    if body is None:
        raise UnreadableDocumentError(_NO_CONTENT)
    styles = package.xml("word/styles.xml")
    hidden = hidden_styles_of(styles)
    numbers = Numbers.read(package.xml("word/numbering.xml"), styles)
    blocks = list(_Reader(numbers, _pictures(package), hidden).blocks(body))
    if not any(isinstance(block, Paragraph | Table) for block in blocks):
        raise UnreadableDocumentError(_NO_TEXT if blocks else _NO_CONTENT)
    traces = traces_of(body, package.xml("word/comments.xml"), hidden)
    notes = [note] if (note := traces.note()) else []
    return Document(DOCX, blocks, _properties(package), notes=notes, traces=traces)


def _properties(package: Package) -> dict[str, str]:
    """What the file says of itself (docProps), under the names of the properties."""
    meta: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        root = package.xml(part)
        for element in () if root is None else root:
            if element.text and not len(element) and (text := tidy(legible(element.text))):
                meta.setdefault(local(element), text)
    return meta


def _pictures(package: Package) -> dict[str, str]:
    """Relation → name of the part it points to."""
    relations = package.xml("word/_rels/document.xml.rels")
    return {value(entry, "Id"): value(entry, "Target") for entry in children(relations, "Relationship")}


@dataclass(slots=True)
class _Line:
    """One paragraph being read: its text, and the text boxes and pictures that hang on it."""

    text: list[str] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    numbers: Numbers
    pictures: dict[str, str]
    hidden: frozenset[str]
    """Styles of text that is not seen."""

    def blocks(self, holder: Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of a body, a cell or a text box in reading order."""
        if depth > limits.NESTING:
            return
        for element in holder:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name == "AlternateContent":
                yield from self.blocks(_chosen(element), depth + 1)
            elif name in _THROUGH:
                yield from self.blocks(element, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        label = self.numbers.label(element)
        line = _Line()
        self._runs(element, line, depth)
        text = legible("".join(line.text))
        for i, part in enumerate(paragraphs_in(text)):
            yield Paragraph(f"{label}{part}" if i == 0 else part)
        yield from line.aside

    def _runs(self, holder: Element, line: _Line, depth: int) -> None:
        if depth > limits.NESTING:
            return
        for element in holder:
            name = local(element)
            if name == "t":
                line.text.append(element.text or "")
            elif name in _SIGNS:
                line.text.append(_SIGNS[name])
            elif name in {"drawing", "pict", "object"}:
                line.aside.extend(self._aside(element, depth))
            elif name == "AlternateContent":
                self._runs(_chosen(element), line, depth + 1)
            elif name not in _GONE and not (name == "r" and is_hidden(element, self.hidden)):
                self._runs(element, line, depth + 1)

    def _aside(self, drawing: Element, depth: int) -> Iterator[Block]:
        """The text boxes of a drawing, else its pictures."""
        boxes = _outermost(drawing, "txbxContent")
        for box in boxes:
            yield from self.blocks(box, depth + 1)
        extent = next((e for e in drawing.iter() if local(e) == "extent"), None)
        sides = [int(side) for name in ("cx", "cy") if (side := value(extent, name)).isdecimal()]
        if boxes or any(side < _ICON_POINTS * _EMU_PER_POINT for side in sides):
            return
        for image in drawing.iter():
            relation = {"blip": value(image, "embed"), "imagedata": value(image, "id")}.get(local(image))
            if relation:
                yield Picture(self.pictures.get(relation, relation))

    def _table(self, table: Element, depth: int) -> Iterator[Block]:
        rows = _rows(table)
        content = [[list(self.blocks(cell, depth + 1)) for cell in _cells(row)] for row in rows]
        texts = [[text_of(blocks) for blocks in row] for row in content]
        if not is_data(texts, holds_table=holds_table(content)):
            yield from (block for row in content for blocks in row for block in blocks)
        elif cells := _grid(rows, texts):
            yield Table(tuple(cells))


def _chosen(alternatives: Element) -> Element:
    """One of the renderings of the same content: the newer one where there is one."""
    choice = child(alternatives, "Choice")
    return choice if choice is not None else next(iter(children(alternatives, "Fallback")), alternatives)


def _rows(table: Element) -> list[Element]:
    """The rows of a table, also those inside content controls, without deleted ones."""
    return [row for row in _inside(table, "tr") if child(child(row, "trPr"), "del") is None]


def _cells(row: Element) -> list[Element]:
    return list(_inside(row, "tc"))


def _outermost(holder: Element, name: str) -> list[Element]:
    """The elements of that name below one, without those inside another of them."""
    found = [element for element in holder.iter() if local(element) == name]
    inner = {below for element in found for below in element.iterdescendants() if local(below) == name}
    return [element for element in found if element not in inner]


def _inside(holder: Element, name: str) -> Iterator[Element]:
    for element in holder:
        if local(element) == name:
            yield element
        elif local(element) in _THROUGH:
            yield from _inside(element, name)


def _grid(rows: list[Element], texts: list[list[str]]) -> list[Cell]:
    """The cells with their spans; a cell merged downward grows with every row that continues it."""
    done: list[Cell] = []
    open_merges: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = _before(row)
        merges: dict[int, int] = {}
        for element, text in zip(_cells(row), texts[number], strict=True):
            properties = child(element, "tcPr")
            width = max(_count(value(child(properties, "gridSpan"))), 1)
            merge = child(properties, "vMerge")
            above = open_merges.get(column)
            if above is not None and _goes_on(merge) and done[above].rowspan < limits.SPAN:
                done[above] = grown(done[above], text, down=1)
                merges[column] = above
            elif done and _goes_on(child(properties, "hMerge")):
                done[-1] = grown(done[-1], across=width)
            else:
                done.append(Cell(text, number, column, 1, width))
                if merge is not None:
                    merges[column] = len(done) - 1
            column += width
        open_merges = merges
    return done


def _goes_on(merge: Element | None) -> bool:
    """Whether a cell is the continuation of a merged one."""
    return merge is not None and value(merge) != "restart"


def _before(row: Element) -> int:
    return _count(value(child(child(row, "trPr"), "gridBefore")))


def _count(text: str) -> int:
    return min(int(text), 200) if text.isdecimal() else 0

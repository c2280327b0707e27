"""Binary Word files made byte by byte: text in pieces, properties of paragraphs and runs, styles, fields.

Source: [MS-DOC], sections 2.5 (heading), 2.8.35 (pieces), 2.9.33 and 2.9.175 (formatted pages), 2.9.271 (styles).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.monitor.documents.compound import compound

_TEXT_AT = 0x600
_PAGE = 512


def sprm(code: int, operand: bytes | int) -> bytes:
    """One modifier with its operand; a number is one byte."""
    operand = bytes([operand]) if isinstance(operand, int) else operand
    counted = bytes([len(operand)]) if code >> 13 == 6 and code != 0xD608 else b""
    if code == 0xD608:
        counted = struct.pack("<H", len(operand) + 1)
    return struct.pack("<H", code) + counted + operand


IN_TABLE = sprm(0x2416, 1)
ROW_END = IN_TABLE + sprm(0x2417, 1)
DELETED, HIDDEN = sprm(0x0800, 1), sprm(0x083C, 1)


def row_shape(*widths: int, flags: Sequence[int] = ()) -> bytes:
    """The end of a row with cells that wide, in twips; flags say how they are merged."""
    sides = [sum(widths[:at]) for at in range(len(widths) + 1)]
    forms = b"".join(struct.pack("<H18x", flag) for flag in flags or [0] * len(widths))
    return ROW_END + sprm(0xD608, bytes([len(widths)]) + struct.pack(f"<{len(sides)}h", *sides) + forms)


@dataclass
class Run:
    """Some text with properties of its own."""

    text: str
    properties: bytes = b""


@dataclass
class Par:
    """A paragraph with its end sign; the text may come in runs."""

    text: str | Sequence[Run]
    properties: bytes = b""
    style: int = 0

    @property
    def runs(self) -> list[Run]:
        return [Run(self.text)] if isinstance(self.text, str) else list(self.text)


@dataclass
class Style:
    """A style: kind 1 for paragraphs, 2 for characters; the style that it rests on, and its properties."""

    kind: int = 1
    base: int = 0xFFF
    paragraph: bytes = b""
    characters: bytes = b""


@dataclass
class Made:
    """What a file is made of, and what may be odd about it."""

    paragraphs: Sequence[Par]
    styles: Sequence[Style] = field(default_factory=lambda: [Style()])
    narrow: bool = False
    """One byte a character, in code page 1252."""
    pieces: int = 1
    changed: int = 0
    """What a piece says of changes to it."""
    boxes: int = 0
    """Characters of text boxes."""
    data: bytes = b""
    summary: bytes = b""
    stated: int | None = None
    """The length that the heading states, where it is not the true one."""

    def file(self) -> bytes:
        return _file(self)


def _file(made: Made) -> bytes:
    runs = [run for paragraph in made.paragraphs for run in paragraph.runs]
    text = "".join(run.text for run in runs)
    width = 1 if made.narrow else 2
    raw = text.encode("cp1252" if made.narrow else "utf-16-le")
    main = bytearray(_TEXT_AT) + raw + bytes(-len(raw) % _PAGE)
    run_pages = _pages(main, [len(run.text) * width for run in runs], [_chpx(run) for run in runs], 1)
    lengths = [sum(len(run.text) for run in paragraph.runs) * width for paragraph in made.paragraphs]
    paragraph_pages = _pages(main, lengths, [_papx(paragraph) for paragraph in made.paragraphs], 13)
    parts = {
        0xA2: _style_sheet(made.styles),
        0xFA: run_pages,
        0x102: paragraph_pages,
        0x1A2: _piece_table(made, len(text)),
    }
    table = _heading(main, made, len(text), parts)
    streams = {"WordDocument": bytes(main), "1Table": table + bytes(4096)}
    streams |= {"Data": made.data + bytes(4096)} if made.data else {}
    return compound(streams | ({"\x05SummaryInformation": made.summary} if made.summary else {}))


def _heading(main: bytearray, made: Made, length: int, parts: dict[int, bytes]) -> bytes:
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 10, 0x0200)
    struct.pack_into("<I", main, 0x4C, length if made.stated is None else made.stated)
    struct.pack_into("<I", main, 0x64, made.boxes)
    table = b""
    for where, part in parts.items():
        struct.pack_into("<II", main, where, len(table), len(part))
        table += part
    return table


def _pages(main: bytearray, lengths: list[int], properties: list[bytes], entry: int) -> bytes:
    """Formatted pages, one a span, put behind the text; what names them in the table."""
    starts, numbers = [_TEXT_AT], []
    for length, own in zip(lengths, properties, strict=True):
        starts.append(starts[-1] + length)
        at = _PAGE - 2 - len(own) - len(own) % 2
        page = struct.pack("<IIB", starts[-2], starts[-1], at // 2 if own else 0) + bytes(entry - 1)
        page = page.ljust(at, b"\0") + own
        numbers.append(len(main) // _PAGE)
        main += page.ljust(_PAGE - 1, b"\0") + b"\x01"
    return struct.pack(f"<{len(starts)}I{len(numbers)}I", *starts, *numbers)


def _chpx(run: Run) -> bytes:
    return bytes([len(run.properties)]) + run.properties if run.properties else b""


def _papx(paragraph: Par) -> bytes:
    own = struct.pack("<H", paragraph.style) + paragraph.properties
    return bytes([0, len(own) // 2]) + own if len(own) % 2 == 0 else bytes([(len(own) + 1) // 2]) + own


def _piece_table(made: Made, length: int) -> bytes:
    bounds = [length * at // made.pieces for at in range(made.pieces + 1)]
    block = struct.pack(f"<{len(bounds)}I", *bounds)
    for start, _ in pairwise(bounds):
        place = 0x40000000 | 2 * (_TEXT_AT + start) if made.narrow else _TEXT_AT + 2 * start
        block += struct.pack("<HIH", 0, place, made.changed)
    return b"\x02" + struct.pack("<I", len(block)) + block


def _style_sheet(styles: Sequence[Style]) -> bytes:
    sheet = struct.pack("<HHH", 18, len(styles), 10) + bytes(14)
    for style in styles:
        lists = [struct.pack("<H", 0) + style.paragraph, style.characters] if style.kind == 1 else [style.characters]
        head = struct.pack("<HHHHH", 0, style.base << 4 | style.kind, len(lists), 0, 0)
        body = head + struct.pack("<HHH", 1, ord("甲"), 0)
        for one in lists:
            body += struct.pack("<H", len(one)) + one + bytes(len(one) % 2)
        sheet += struct.pack("<H", len(body)) + body + bytes(len(body) % 2)
    return sheet


def summary(properties: dict[int, bytes], page: int = 65001) -> bytes:
    """A stream of summary information; texts are bytes in the code page."""
    values = {1: struct.pack("<IHxx", 2, page)}
    for number, raw in properties.items():
        values[number] = struct.pack("<II", 0x1E, len(raw) + 1) + raw + bytes(4 - len(raw) % 4)
    places, body = b"", b""
    for number, value in values.items():
        places += struct.pack("<II", number, 8 + 8 * len(values) + len(body))
        body += value
    section = struct.pack("<II", 8 + len(places) + len(body), len(values)) + places + body
    return struct.pack("<HHI16xI16xI", 0xFFFE, 0, 0, 1, 48) + section

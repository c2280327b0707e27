"""Automatic numbers of Word paragraphs: headings and row labels whose ``一、`` stands in no text."""

from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from monitor.documents.ooxml import child, children, value

_CHINESE: Final = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "japaneseDigitalTenThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseDigital",
    }
)
_DIGITS: Final = "〇一二三四五六七八九"
_CIRCLES: Final = range(1, 21)
_LEVELS: Final = 9


def numeral(number: int, style: str) -> str:
    """The number as Word prints it in a numbering style; empty for bullets."""
    if style in _CHINESE:
        return _chinese(number)
    if style == "decimalEnclosedCircle" or style.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if number in _CIRCLES else str(number)
    if style in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if style == "lowerLetter" else letter.upper()
    if style in {"lowerRoman", "upperRoman"}:
        roman = _roman(number)
        return roman.lower() if style == "lowerRoman" else roman
    return "" if style in {"bullet", "none"} else str(number)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:  # noqa: PLR2004
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    parts = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for size, letters in parts:
        count, number = divmod(number, size)
        text += letters * count
    return text


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbers:
    """The running numbers of one document; ask once for every paragraph, in order."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Paragraph style → (numId, level) that it brings along."""
    _lists: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, numbering: Element | None, styles: Element | None) -> "Numbers":
        """The numbers as word/numbering.xml and word/styles.xml declare them; either may be absent."""
        numbers = cls()
        if numbering is not None:
            numbers._read_lists(numbering)
        if styles is not None:
            numbers._read_styles(styles)
        return numbers

    def label(self, paragraph: Element) -> str:
        """The number printed before a paragraph, empty where it has none."""
        number = self._number_of(paragraph)
        if number is None or number not in self.levels:
            return ""
        numbering, depth = number
        counts = self._counts.setdefault(self._lists[numbering], [0] * _LEVELS)
        level = self.levels[number]
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return self._print(numbering, level.pattern, counts)

    def _print(self, numbering: str, pattern: str, counts: list[int]) -> str:
        text = pattern
        for depth in range(_LEVELS):
            place = f"%{depth + 1}"
            if place in text:
                level = self.levels.get((numbering, depth))
                text = text.replace(place, numeral(counts[depth] or 1, level.style if level else "decimal"))
        return text

    def _number_of(self, paragraph: Element) -> tuple[str, int] | None:
        properties = child(paragraph, "pPr")
        stated = _number(child(properties, "numPr"))
        if stated is not None:
            return None if stated[0] == "0" else stated
        return self.styles.get(value(child(properties, "pStyle")))

    def _read_lists(self, numbering: Element) -> None:
        shapes = {value(shape, "abstractNumId"): shape for shape in children(numbering, "abstractNum")}
        for entry in children(numbering, "num"):
            name, shape_id = value(entry, "numId"), value(child(entry, "abstractNumId"))
            self._lists[name] = shape_id
            changed = children(entry, "lvlOverride")
            starts = {value(change, "ilvl"): value(child(change, "startOverride")) for change in changed}
            if any(starts.values()):
                self._lists[name] = f"{shape_id}/{name}"
            inner = [level for change in changed for level in children(change, "lvl")]
            shape = shapes.get(shape_id)
            for level in [*(children(shape, "lvl") if shape is not None else []), *inner]:
                depth = _whole(value(level, "ilvl"))
                start = _whole(starts.get(str(depth)) or value(child(level, "start")) or "1")
                style = value(child(level, "numFmt")) or "decimal"
                pattern = "" if style == "bullet" else value(child(level, "lvlText"))
                self.levels[name, min(depth, _LEVELS - 1)] = _Level(style, pattern, start)

    def _read_styles(self, styles: Element) -> None:
        entries = {value(style, "styleId"): style for style in children(styles, "style")}
        for name in entries:
            number = _inherited(name, entries)
            if number is not None and number[0] != "0":
                self.styles[name] = number


def _inherited(name: str, entries: dict[str, Element]) -> tuple[str, int] | None:
    seen: set[str] = set()
    while name in entries and name not in seen:
        seen.add(name)
        number = _number(child(child(entries[name], "pPr"), "numPr"))
        if number is not None:
            return number
        name = value(child(entries[name], "basedOn"))
    return None


def _number(properties: Element | None) -> tuple[str, int] | None:
    name = value(child(properties, "numId"))
    return (name, min(_whole(value(child(properties, "ilvl"))), _LEVELS - 1)) if name else None


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0

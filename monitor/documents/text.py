"""Plain text and Markdown: lines become paragraphs, lines with tabs or pipes become tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from crawler.pages import decode_html
from crawler.text import fold, squash, tidy
from monitor.documents.characters import legible, paragraphs_in
from monitor.documents.kinds import TEXT
from monitor.documents.model import Block, Cell, Document, Paragraph, Table
from monitor.documents.tables import is_furniture

_HEADER_KEYS: Final = frozenset(
    "标题 题名 名称 发布时间 发布日期 公开日期 日期 成文日期 文号 发文字号 发布机构 发布单位 公开机构 索引号 来源 "  # noqa: SIM905  # read as words
    "栏目 主题词 分类 访问地址 原文链接 附件链接 网址 关键词".split()
)
_TITLE_KEYS: Final = frozenset({"标题", "题名"})
_DATE_KEYS: Final = ("发布时间", "发布日期", "公开日期", "日期")
_HEADER_LINE: Final = re.compile(r"([^\s:：]{2,5})\s*[:：]\s*(.*)")
_HEADER_END: Final = re.compile(r"={4,}.*={4,}")
_HEADER_WITHIN: Final = 20
_HEADER_LEAST: Final = 2

_DRAWN: Final = str.maketrans(
    dict.fromkeys("│┃║┆┇┊┋｜¦", "|") | dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬", "+") | dict.fromkeys("─━═┄┅┈┉", "-")
)
"""Characters that draw the borders of a table."""
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""How Markdown breaks a line within a cell."""
_RULE_LINE: Final = re.compile(r"\s*[-+|]{4,}\s*")
_RULE_CELL: Final = re.compile(r":?(?:-|[—–=_]{2})[-—–=_]*:?")
_LONGEST_SIGN: Final = 2
"""Dashes of a cell that has nothing; so short a rule stands only below the first row."""
_PIPE_ROW: Final = re.compile(r"\|.*\|\s*")
_MARKUP_LINE: Final = re.compile(r"\s*(?:#{1,6}\s+|#{1,6}(?=[^\s#]))?(.*?)(?:\s+#+)?\s*")
_STARS: Final = re.compile(r"(\*{2,3}|_{2,3})(?=\S)(.{1,400}?)(?<=\S)\1")
_BEGINS_ANEW: Final = re.compile(
    r"(?:\d{1,2}\s*)?[（(]?[一二三四五六七八九十\d]{1,3}[)）、．.]|第[一二三四五六七八九十]+[条章节部]|[#>*•●]|[-+]\s"
)
_ENDED: Final = tuple("。！？；：.!?;:…")
_PROSE_MARK: Final = re.compile("[，。、；]")
_FIGURES: Final = re.compile(r"[\d０-９\s.,，、．+\-−—–―－/\\|·第共页件无]*")
"""A line of cells, or the foot of a page: no part of a sentence."""
_ROW_END: Final = re.compile(r"(?:(?:\s|(?<=[件元]))[\d０-９,.]+(?:件|万元|元)?){2,}$")
_LONGEST_CELL: Final = 120
"""Characters; the longest label of the form has 42."""
_PROSE_LEAST: Final = 25
_LABEL_MOST: Final = 20


def read_text(data: bytes, *, media_type: str | None = None) -> Document:
    """The document in the bytes of a text file in any encoding that Chinese offices use."""
    lines = _BREAK.sub(" ", legible(decode_html(data, media_type or TEXT))).translate(_DRAWN).split("\n")
    meta, lines = _split_header(lines)
    blocks = list(_blocks(lines))
    document = Document(TEXT, blocks, meta)
    if any(table.ragged for table in document.tables()):
        document.notes.append("表格以制表符分列，合并单元格已丢失。")
    return document


def _split_header(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The header that stored texts carry (``标题: …``) and the lines below it."""
    end = next((i for i, line in enumerate(lines[:_HEADER_WITHIN]) if _HEADER_END.fullmatch(line.strip())), None)
    top = lines[:end] if end is not None else _leading_header(lines)
    pairs = [(found[1], found[2].strip()) for line in top if (found := _header_line(line))]
    if len(pairs) < _HEADER_LEAST:
        return {}, lines
    meta = {key: value for key, value in pairs if value}
    for key in _TITLE_KEYS & meta.keys():
        meta["title"] = meta[key]
    stated = next((meta[key] for key in _DATE_KEYS if key in meta), None)
    if stated:
        meta["发布时间"] = stated
    return meta, lines[len(top) + (end is not None) :]


def _header_line(line: str) -> re.Match[str] | None:
    found = _HEADER_LINE.fullmatch(line.strip())
    return found if found and found[1] in _HEADER_KEYS else None


def _leading_header(lines: list[str]) -> list[str]:
    for i, line in enumerate(lines):
        if line.strip() and not _header_line(line):
            return lines[:i]
    return lines


def _blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of the lines; a blank line ends a table, and what follows is a table of its own."""
    prose = _Prose()
    rows: list[list[str]] = []
    ruled = False
    for line, after in pairwise([*lines, "", ""]):
        cells = _row(line)
        if (cells or rows or _row(after)) and _is_rule(line, cells, second=len(rows) == 1 and not ruled):
            ruled = True
            continue
        if cells is None and rows and _row(after) and _is_label(line):
            cells = [line.strip()]
        if cells is not None:
            yield from prose.flush()
            rows.append(cells)
            continue
        if rows:
            yield from _table(rows)
            rows, ruled = [], False
        prose.add(line)
    yield from prose.flush()


def _row(line: str) -> list[str] | None:
    """The cells of a line of a table, None where the line is none: prose among them ran together with a table."""
    cells: list[str] | None = None
    if "\t" in line and line.strip():
        cells = line.split("\t")
    elif _PIPE_ROW.fullmatch(line.strip()):
        cells = line.strip()[1:-1].split("|")
    return None if cells is None or any(len(cell) > _LONGEST_CELL for cell in cells) else cells


def _is_rule(line: str, cells: list[str] | None, *, second: bool) -> bool:
    """Whether a line only rules off rows; ``second`` where it stands below the first row of a table."""
    if cells is None:
        return bool(_RULE_LINE.fullmatch(line))
    signs = [sign for cell in cells if (sign := cell.strip())]
    long = any(len(sign) > _LONGEST_SIGN or ":" in sign for sign in signs)
    return bool(signs) and all(map(_RULE_CELL.fullmatch, signs)) and (second or long)


def _is_label(line: str) -> bool:
    """Whether a line between two rows is a row whose empty cells a copying program left out."""
    text = squash(line)
    return 0 < len(text) <= _LABEL_MOST and not text.endswith(_ENDED) and not re.match(r"#|[一二三四五六]、", text)


def _table(rows: list[list[str]]) -> Iterator[Table]:
    cells = tuple(
        Cell(tidy(_plain(text)), row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts)
    )
    if cells:
        yield Table(cells, ragged=True)


def _plain(text: str) -> str:
    """A line without the signs of Markdown."""
    found = _MARKUP_LINE.fullmatch(text)
    return _STARS.sub(r"\2", found[1] if found else text)


def _stands_alone(line: str) -> bool:
    return bool(_FIGURES.fullmatch(line)) or is_furniture(fold(line))


@dataclass(slots=True)
class _Broken:
    """One paragraph in the pieces into which line ends broke it."""

    pieces: list[str]
    length: int
    is_prose: bool
    """Whether there is a mark of prose in it."""

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
        self.is_prose = self.is_prose or bool(_PROSE_MARK.search(piece))


@dataclass(slots=True)
class _Prose:
    """Gathers lines into paragraphs: a line that the page's width or end broke off is joined to the next."""

    paragraphs: list[_Broken] = field(default_factory=list)
    blank: bool = False

    def add(self, line: str) -> None:
        if not line.strip():
            self.blank = True
            return
        is_heading = line.lstrip().startswith("#")
        for i, part in enumerate(paragraphs_in(_plain(line))):
            if not (i == 0 and not is_heading and not line.startswith(("\u3000", "    ")) and self._goes_on(part)):
                self.paragraphs.append(_Broken([], 0, is_prose=False))
            self.paragraphs[-1].add(part)
        self.blank = False

    def _goes_on(self, part: str) -> bool:
        if not self.paragraphs or _BEGINS_ANEW.match(part) or _stands_alone(part):
            return False
        last = self.paragraphs[-1]
        if "|" in last.pieces[-1] + part or _stands_alone(last.pieces[-1]) or _ROW_END.search(last.pieces[-1]):
            return False
        if last.length < _PROSE_LEAST or last.pieces[-1].endswith(_ENDED) or not last.is_prose:
            return False
        return not self.blank or bool(re.search("[，。；]", part))

    def flush(self) -> Iterator[Paragraph]:
        yield from (Paragraph(tidy(" ".join(paragraph.pieces))) for paragraph in self.paragraphs)
        self.paragraphs = []
        self.blank = False

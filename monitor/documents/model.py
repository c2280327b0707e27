"""The one shape every document is read into: paragraphs and tables in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

CERTAIN: Final = 1.0
"""Confidence of a cell whose text was read without doubt."""


class UnreadableDocumentError(Exception):
    """The bytes cannot be read as a document; the message is one line that says why and what to do.

    The reader of a command line or a log sees this message as it is, in Chinese.
    """


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points (1/72 inch) from the page's upper left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table with the place it takes in the grid.

    ``row`` and ``column`` are the 0-based grid position of its upper left corner;
    ``rowspan`` and ``colspan`` say how many grid places it covers. ``confidence``
    is 1.0 where the text is certain; below it the cell may be misread and must
    not be judged as if it were sure.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    box: Box | None = None
    confidence: float = CERTAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, spans expanded only on demand."""

    cells: tuple[Cell, ...]
    page: int | None = None
    ragged: bool = False
    """True where merged cells were lost (tab-separated text): columns do not line up."""

    @property
    def places(self) -> int:
        """Grid places from the first row and column to the last, holes among them."""
        height = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        return height * max((cell.column + cell.colspan for cell in self.cells), default=0)

    def rows(self) -> list[list[Cell]]:
        """The cells of every grid row, left to right, each cell only in the row where it starts."""
        height = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        rows: list[list[Cell]] = [[] for _ in range(height)]
        for cell in sorted(self.cells, key=lambda c: (c.row, c.column)):
            rows[cell.row].append(cell)
        return rows

    def grid(self) -> list[list[Cell | None]]:
        """The full grid; a spanning cell stands in every place it covers, a hole is None."""
        height = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        width = max((cell.column + cell.colspan for cell in self.cells), default=0)
        grid: list[list[Cell | None]] = [[None] * width for _ in range(height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    grid[row][column] = cell
        return grid


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of text, outside any data table."""

    text: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the flow of text that may hold text or a table (icons are left out)."""

    source: str
    page: int | None = None
    box: Box | None = None


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Traces:
    """How many traces of editing a file holds beside its text, which is read as if all changes were accepted."""

    inserted: int = 0
    deleted: int = 0
    formatted: int = 0
    comments: int = 0
    hidden: int = 0
    """Stretches of hidden text, which is not read."""

    def note(self) -> str:
        """One Chinese line that names them, empty where there are none."""
        counts = {"插入": self.inserted, "删除": self.deleted, "格式修改": self.formatted}
        changes = "、".join(f"{name} {count} 处" for name, count in counts.items() if count)
        found = [f"修订痕迹（{changes}）"] if changes else []
        found += [f"批注 {self.comments} 条"] if self.comments else []
        found += [f"隐藏文字 {self.hidden} 处"] if self.hidden else []
        return f"文件里留有{'、'.join(found)}；读的是接受全部修订后的正文。" if found else ""


@dataclass(slots=True)
class Document:
    """What was read from one file or page.

    ``meta`` holds what the carrier says of itself (HTML ``<meta>`` and
    ``<title>`` under ``title``, PDF and DOCX properties), keys as printed.
    ``doubtful`` is true where the text came through recognition (OCR), so that
    rules lower their severity (law 5 of the house). Lost merged cells do not
    make it so: they are told by ``Table.ragged`` and mended cell by cell.
    ``traces`` are tracked changes, comments and hidden text left in the file.
    ``notes`` are plain remarks on how the reading went, in Chinese.
    """

    media_type: str
    blocks: list[Block] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    pages: int | None = None
    doubtful: bool = False
    notes: list[str] = field(default_factory=list)
    traces: Traces = Traces()

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """The tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))

    def text(self) -> str:
        """The prose of the document, one paragraph a line, without tables."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs())

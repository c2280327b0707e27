"""The six sections of a report: where each begins and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.text import tidy
from monitor.documents.model import Picture
from monitor.reports.headings import Heading, find_headings
from monitor.reports.lost_headings import with_lost_headings
from monitor.reports.model import Section
from monitor.reports.parts import Item, Line, TablePart


@dataclass(slots=True)
class Layout:
    """A report cut at its headings: the prose before the first one, and the sections."""

    before: list[Line] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A section being filled."""

    heading: Heading
    page: int | None
    lines: list[str] = field(default_factory=list)
    tables: int = 0
    pictures: int = 0
    last_table: TablePart | None = None

    def add(self, item: Item) -> None:
        """Takes in what stands under the heading; parts of one table that follow each other count once."""
        if isinstance(item, Line):
            self.lines.append(tidy(item.text))
        elif isinstance(item, Picture):
            self.pictures += 1
        else:
            again = self.last_table is not None and item.key is not None and item.key == self.last_table.key
            self.tables += 0 if again else 1
            self.last_table = item

    def close(self) -> Section:
        """The section as it stands in the report."""
        return Section(
            key=self.heading.section.key,
            heading=self.heading.text,
            numeral=self.heading.numeral,
            text="\n".join(line for line in self.lines if line),
            tables=self.tables,
            pictures=self.pictures,
            page=self.page,
            standard=self.heading.standard,
            punctuation_only=self.heading.punctuation_only,
        )


def lay_out(items: Sequence[Item]) -> Layout:
    """The sections in the items of a report, found by their headings wherever they stand."""
    lines = [item.text for item in items if isinstance(item, Line)]
    at_line: dict[int, list[Heading]] = {}
    for heading in with_lost_headings(lines, find_headings(lines)):
        at_line.setdefault(heading.line, []).append(heading)
    layout = Layout()
    current: _Open | None = None
    number = -1
    for item in items:
        if not isinstance(item, Line):
            if current is not None:
                current.add(item)
            continue
        number += 1
        for piece in _pieces(item, at_line.get(number, [])):
            if isinstance(piece, Heading):
                if current is not None:
                    layout.sections.append(current.close())
                current = _Open(piece, item.page)
            elif current is not None:
                current.add(piece)
            else:
                layout.before.append(piece)
    if current is not None:
        layout.sections.append(current.close())
    return layout


def _pieces(line: Line, headings: Sequence[Heading]) -> list[Line | Heading]:
    """A line cut at the headings inside it."""
    pieces: list[Line | Heading] = []
    position = 0
    for heading in headings:
        pieces.extend(_rest(line, position, heading.start))
        pieces.append(heading)
        position = heading.end
    pieces.extend(_rest(line, position, len(line.text)))
    return pieces


def _rest(line: Line, start: int, end: int) -> list[Line]:
    text = line.text[start:end].strip()
    return [Line(text, line.page, line.box)] if text else []

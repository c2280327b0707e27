"""What a link is called that says nothing itself (查看), by the row and the column of the table it stands in."""

import re
from typing import Final

from crawler.markup import Element, text_of
from crawler.titles import kind_of_body, read_title

_YEAR: Final = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_DAY: Final = re.compile(r"\d\s*[-/.月]\s*\d")
_LONGEST: Final = 80


def title_in_table(link: Element) -> str:
    """A report's title beside the link, or the unit of its row with the year of its row or column; empty without."""
    cell = next(link.iterancestors("td", "th"), None)
    row = next(link.iterancestors("tr"), None)
    if cell is None or row is None:
        return ""
    others = {text: other for other in row if other is not cell and 1 < len(text := text_of(other)) <= _LONGEST}
    texts = list(others)
    if titled := next((text for text in texts if read_title(text).verdict == "report"), ""):
        # Where the title is a link itself, that is the row, and this one leads to the same report.
        return "" if next(others[titled].iter("a"), None) is not None else titled
    unit = next((text for text in texts if kind_of_body(text)), "")
    if not unit:
        return ""
    said = [_header(row, cell), *(text for text in texts if not _DAY.search(text))]
    year = next((found.group() for text in said if (found := _YEAR.search(text))), "")
    return f"{unit}{year}年" if year else unit


def _header(row: Element, cell: Element) -> str:
    """The text above a cell in the first row of its table; empty where that row is of another make."""
    table = next(row.iterancestors("table"), None)
    first = next(table.iter("tr"), None) if table is not None else None
    if first is None or first is row or len(first) != len(row):
        return ""
    return text_of(first[row.index(cell)])

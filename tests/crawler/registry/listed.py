"""Lists of units for tests: written as people see them, with cells between bars."""

import re

from crawler.registry.grid import Grid, Merged
from crawler.registry.sites import Given
from crawler.registry.table import ListReading, read_list

KINDS = {
    None: "—",
    "government": "政府",
    "office": "办",
    "department": "部门",
    "township": "乡镇",
    "subdistrict": "街道",
    "institution": "事业",
}


def place(cell: str) -> tuple[int, int]:
    """Row and column of a reference with one letter, from 0."""
    return int(cell[1:]) - 1, ord(cell[0]) - ord("A")


def sheet(text: str, merged: str = "", name: str = "名单", number: int = 1) -> Grid:
    """A sheet of lines with bars between cells; ``merged`` names ranges: ``A1:C1 A3:A4``."""
    rows = [
        [cell.strip(" ").replace("\\n", "\n") for cell in line.split("|")] for line in text.strip("\n").splitlines()
    ]
    ranges = [tuple(map(place, one.split(":"))) for one in merged.split()]
    return Grid(rows, name, number, [Merged(*first, *last) for first, last in ranges])


def read(*sheets: Grid, inner: bool = False, **given: object) -> ListReading:
    """What is understood of a workbook of these sheets."""
    return read_list(sheets, "名单.xlsx", Given(**given), inner=inner)


def outline(reading: ListReading) -> list[str]:
    """Portals and bodies in short lines: 门户 首页, and below it each body with its kind."""
    assert [mistake.message("名单.xlsx") for mistake in reading.mistakes] == []
    lines = []
    for portal in reading.portals:
        host = re.sub(r"^https?://|/$", "", portal.home)
        lines.append(f"{portal.name}{'?' if portal.home in reading.guessed else ''} {host}")
        lines += [f"  {body.name} {KINDS[body.kind]}" for body in portal.bodies]
    return lines


def bodies(reading: ListReading) -> dict[str, object]:
    """Every body of a list by its name."""
    return {body.name: body for portal in reading.portals for body in portal.bodies}

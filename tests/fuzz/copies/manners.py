"""What happens to cells, labels and rows before a copy is printed, whatever it is printed as."""

import re
from collections.abc import Callable, Iterable
from random import Random

from tests.fuzz.copies.reports import Cell, Copy, Sheet, Text

Manner = Callable[[Copy, Random], None]

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_NOTES = ("（含联合发文{n}件）", "（其中修订{n}件）", "（含并案办理{n}件）", "（含委托下放事项）", "（其中线上{n}件）")
_BELOW = (
    "注：行政许可、行政处罚数据来自{n}个业务系统。",
    "说明：1.本表由办公室填报；2.数据经{n}名工作人员核对。",
    "注：本表数据截至{y}年12月31日。",
    "备注：空白处为0。",
)


def _cells(copy: Copy) -> Iterable[Cell]:
    return (cell for sheet in copy.sheets() for cell in sheet.values())


def none_words(copy: Copy, random: Random) -> None:
    """Zeros told by a word or a sign."""
    sign = random.choice(("无", "/", "—", "-"))
    for cell in _cells(copy):
        if cell.text == "0":
            cell.text = sign


def units(copy: Copy, random: Random) -> None:
    """Numbers with their unit."""
    for cell in _cells(copy):
        if cell.text.isdigit():
            cell.text += "件"


def thousands(copy: Copy, random: Random) -> None:
    for cell in _cells(copy):
        if cell.text.isdigit():
            cell.text = f"{int(cell.text):,}"


def full_width(copy: Copy, random: Random) -> None:
    for cell in _cells(copy):
        cell.text = cell.text.translate(_FULL_WIDTH)


def notes_in_cells(copy: Copy, random: Random) -> None:
    """Notes in brackets behind some numbers."""
    for cell in _cells(copy):
        if cell.text.isdigit() and int(cell.text) > 9 and random.random() < 0.2:
            cell.text += random.choice(_NOTES).format(n=random.randint(1, int(cell.text)))


def notes_below(copy: Copy, random: Random) -> None:
    """A note as the last row of every table, or below it."""
    for at in range(len(copy.parts) - 1, -1, -1):
        sheet = copy.parts[at]
        if isinstance(sheet, Sheet):
            note = random.choice(_BELOW).format(n=random.randint(2, 9), y=copy.draft.year)
            if random.random() < 0.5:
                sheet.rows.append([Cell(note)])
            else:
                copy.parts.insert(at + 1, Text(note))


def serials(copy: Copy, random: Random) -> None:
    """Running numbers in front of the rows."""
    for sheet in copy.sheets():
        if sheet.key == "remedies":
            continue
        number = 0
        for at, row in enumerate(sheet.rows):
            valued = any(cell.value for cell in row)
            number += valued
            row.insert(0, Cell(str(number) if valued else "" if at else "序号"))


def no_head(copy: Copy, random: Random) -> None:
    """Tables two and three without their heads."""
    for sheet in copy.sheets():
        if sheet.key == "applications":
            del sheet.rows[: sheet.head_rows]
            sheet.head_rows = 0


def head_again(copy: Copy, random: Random) -> None:
    """The head of table three repeated amid it, as pages do."""
    for sheet in copy.sheets():
        if sheet.key == "applications":
            head = [[Cell(cell.text) for cell in row] for row in sheet.rows[: sheet.head_rows]]
            at = random.randint(sheet.head_rows + 2, len(sheet.rows) - 2)
            sheet.rows[at:at] = head


def broken_labels(copy: Copy, random: Random) -> None:
    """Labels broken by line ends inside their cells."""
    width = random.choice((5, 7, 8, 10, 14))
    for sheet in copy.sheets():
        for row in sheet.rows:
            for cell in row:
                if not cell.value and len(cell.text) > width:
                    cell.text = "\n".join(re.findall(f".{{1,{width}}}", cell.text))


def standing_labels(copy: Copy, random: Random) -> None:
    """Merged labels one character a line."""
    for sheet in copy.sheets():
        for row in sheet.rows:
            if sheet.key == "applications" and any(cell.value for cell in row):
                for cell in row[: sum(not cell.value for cell in row) - 1]:
                    cell.text = "\n".join(cell.text)


def spaced_labels(copy: Copy, random: Random) -> None:
    """Spaces amid short labels."""
    for sheet in copy.sheets():
        for row in sheet.rows:
            for cell in row:
                if not cell.value and len(cell.text) <= 6:
                    cell.text = " ".join(cell.text)


def other_words(copy: Copy, random: Random) -> None:
    """Labels as other places word them."""
    words = {
        "社会公益组织": "社会组织",
        "法律行政法规": "法律法规",
        "行政规范性文件": "规范性文件",
        "本年新收": "本年度新收",
    }
    for sheet in copy.sheets():
        for row in sheet.rows:
            for cell in row:
                for plain, other in words.items():
                    cell.text = cell.text if cell.value else cell.text.replace(plain, other)


def bare_rows(copy: Copy, random: Random) -> None:
    """Labels without their numbering."""
    for sheet in copy.sheets():
        for row in sheet.rows:
            for cell in row:
                if not cell.value and re.match(r"\d\.", cell.text):
                    cell.text = cell.text[2:]


def remarks(copy: Copy, random: Random) -> None:
    """Lines such as the unit of the table above it."""
    for at in range(len(copy.parts) - 1, -1, -1):
        if isinstance(copy.parts[at], Sheet):
            copy.parts.insert(at, Text(random.choice(("单位：件", "（单位：件）", "填报单位：办公室", "附表"))))


EVERYWHERE: dict[str, Manner] = {
    "无 for none": none_words,
    "units": units,
    "thousands": thousands,
    "full-width digits": full_width,
    "notes in cells": notes_in_cells,
    "notes below": notes_below,
    "running numbers": serials,
    "no head": no_head,
    "head again": head_again,
    "broken labels": broken_labels,
    "standing labels": standing_labels,
    "spaced labels": spaced_labels,
    "other words": other_words,
    "no numbering": bare_rows,
    "unit above": remarks,
}
"""Manners that suit every kind of file."""

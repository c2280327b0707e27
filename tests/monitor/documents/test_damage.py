"""Libraries that trust what they read: whatever damaged bytes make them raise is caught, and nothing else need be."""

from collections import Counter
from functools import cache
from random import Random

import pytest

from monitor.documents import office
from monitor.documents.kinds import Format
from monitor.documents.pdf.second_opinion import _cells
from monitor.documents.sheets.xls import read_workbook
from monitor.documents.worker import End
from monitor.documents.workers import run
from tests.corpus.samples import draft_for, short
from tests.corpus.workbooks import LAYOUTS
from tests.monitor.documents.forms import proactive
from tests.monitor.documents.pdfs import pdf, table

FILE = pdf(table(proactive()))


def damaged(data: bytes, chance: Random) -> bytes:
    """The file with some of its bytes written over; one in four is cut off besides."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 40))):
        noise = chance.randbytes(chance.randint(1, 8))
        at = chance.randrange(len(data) - len(noise))
        changed[at : at + len(noise)] = noise
    return bytes(changed[: chance.choice((len(data),) * 3 + (chance.randrange(len(data)),))])


@cache
def workbook() -> bytes:
    form = Format("XLSX", "xlsx", "Calc MS Excel 2007 XML")
    make = LAYOUTS["one sheet, merged cells"]
    return office.convert(make(short(draft_for("test_damage"))), form, to="xls")


@pytest.mark.office
@pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed")
def test_a_damaged_binary_workbook_is_read_or_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(office, "SECONDS", 240)
    chance = Random(7)
    files = [damaged(workbook(), chance) for _ in range(150)]
    ends = Counter(outcome.end for outcome in run(read_workbook, files, processes=1, quick=True))
    assert ends[End.ERROR] == 0
    assert ends[End.DONE] > 10
    assert ends[End.UNREADABLE] > 50


def test_a_damaged_page_has_a_second_opinion_or_none():
    chance = Random(7)
    opinions = [_cells(damaged(FILE, chance), 1) for _ in range(25)]
    assert any(opinions)
    assert not all(opinions)


def test_a_sound_page_has_a_second_opinion():
    assert "行政许可" in {text for _, text in _cells(FILE, 1)}

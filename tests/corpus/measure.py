"""Reads a sample and holds what was read against what was printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from monitor.documents.model import Document, UnreadableDocumentError
from monitor.documents.reading import read_document
from monitor.reports.model import CellState, Report
from monitor.reports.reading import read_report
from tests.corpus.samples import Sample


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one sample: cells by how they were read, and what else was amiss."""

    form: str
    layout: str
    right: int = 0
    unsure: int = 0
    wrong: int = 0
    """Cells with another value than printed, and printed cells said to be absent: what would accuse falsely."""
    amiss: tuple[str, ...] = ()
    """Structure that was not found although it is there, and the first wrong cells."""

    @property
    def cells(self) -> int:
        """All cells of the sample."""
        return self.right + self.unsure + self.wrong


def as_document(sample: Sample) -> Document:
    """The sample as our readers read it."""
    return read_document(sample.data, name=sample.name, media_type=sample.media_type)


def score(sample: Sample, read: Callable[[Sample], Document] = as_document) -> Score:
    """The sample read and compared, all cells unsure where it could not be read."""
    expected = sample.draft.printed()
    try:
        document = read(sample)
    except UnreadableDocumentError as problem:
        return Score(sample.form, sample.layout, unsure=len(expected), amiss=(str(problem),))
    report = read_report(document, source=sample.name)
    right = unsure = 0
    wrong: list[str] = []
    for name, text in expected.items():
        figure = report.figure(name)
        if figure.state is CellState.UNSURE:
            unsure += 1
        elif figure.state is CellState.NUMBER and figure.value == Decimal(text):
            right += 1
        else:
            wrong.append(f"{name}: {text} read as {figure.state} {figure.printed}")
    amiss = (*_structure(sample, report), *wrong[:3])
    return Score(sample.form, sample.layout, right, unsure, len(wrong), amiss)


def _structure(sample: Sample, report: Report) -> Iterator[str]:
    draft = sample.draft
    if (report.body, report.year) != (draft.body, draft.year):
        yield f"read as {report.body} {report.year}"
    found = [section.key for section in report.sections]
    if found != list(draft.headings):
        yield f"sections {found}"
    for table in report.tables.values():
        if table.missing_rows or table.missing_columns:
            yield f"{table.key} without {', '.join((*table.missing_rows, *table.missing_columns))}"

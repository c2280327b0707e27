"""Reads files as annual reports in processes apart, so that no file does more harm than not to be read."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from monitor.documents import limits
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.reading import read_document
from monitor.documents.workers import Outcome, crew_size, run
from monitor.reports.model import Report
from monitor.reports.reading import read_report

_READERS: Final = (
    "monitor.reports.sources",
    "monitor.documents.html",
    "monitor.documents.pdf",
    "monitor.documents.word",
    "monitor.documents.text",
)
"""Modules that the server of workers imports once for all of them. Recognition is not among them: it starts threads."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its bytes, or where they stand.

    ``address`` is where the report says it comes from, ``name`` a file name or
    address that tells apart look-alikes, ``media_type`` the Content-Type as it
    came. ``body`` and ``year`` are what is known from elsewhere. ``trouble`` is
    the line to answer with where there are no bytes to be had.
    """

    content: bytes | Path
    address: str
    name: str = ""
    media_type: str | None = None
    body: str | None = None
    year: int | None = None
    trouble: str = ""


def read_sources(
    sources: Iterable[Source], *, count: int, quick: bool = False
) -> Generator[Outcome[Report], None, None]:
    """The reports in the files, in their order, read by as many processes as there are cores.

    Sources are taken one by one as they can be read; ``count`` says how many
    there are, so that one alone has all cores. ``quick`` as in
    :func:`monitor.documents.workers.run`: not while a database is open.
    """
    return run(read_source, sources, processes=min(max(count, 1), crew_size()), quick=quick, preload=_READERS)


def read_source(source: Source) -> Report:
    """The report in one file, read in this process; UnreadableDocumentError with one Chinese line where it is none."""
    if source.trouble:
        raise UnreadableDocumentError(source.trouble)
    data = source.content if isinstance(source.content, bytes) else _bytes_of(source.content)
    document = read_document(data, name=source.name, media_type=source.media_type)
    return read_report(document, source=source.address, body=source.body, year=source.year)


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file, no more than are needed to see that they are too many."""
    try:
        with path.open("rb") as file:
            return file.read(limits.BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableDocumentError("没有这个文件，请检查路径。") from error
    except OSError as error:
        raise UnreadableDocumentError(f"读不出来（{error.strerror}），请检查权限。") from error

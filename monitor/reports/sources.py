"""Reads files as annual reports in processes apart, so that no file does more harm than not to be read."""

from collections.abc import Generator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from monitor.documents import kinds, limits
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.reading import PictureBytes, read_document
from monitor.documents.workers import Outcome, crew_size, run
from monitor.reports.inputs import Source, bytes_of
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
    content = source.content
    if source.further or source.pictures:
        from monitor.reports.articles import read_article  # noqa: PLC0415 - lxml is loaded only where it is needed

        return read_article(source)
    pictures = None if isinstance(content, bytes) else _saved_beside(content)
    data = content if isinstance(content, bytes) else bytes_of(content)
    document = read_document(data, name=source.name, media_type=source.media_type, pictures=pictures)
    report = read_report(document, source=source.address, body=source.body, year=source.year)
    if source.dated and document.media_type in (kinds.HTML, kinds.MHTML):
        from monitor.reports.dated import shown_date  # noqa: PLC0415 - as above

        report.shown_date = shown_date(data, source.name, source.media_type)
    return report


def _saved_beside(page: Path) -> PictureBytes:
    """The bytes of pictures that were saved with a page, below its own directory; nothing else is opened."""
    folder = page.parent.resolve()

    def at_hand(source: str) -> bytes | None:
        parts = urlsplit(source)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        with suppress(OSError, ValueError):
            file = (folder / unquote(parts.path)).resolve()
            if file.is_relative_to(folder) and file.is_file() and file.stat().st_size <= limits.PART_BYTES:
                return file.read_bytes()
        return None

    return at_hand

"""Reads files as annual reports in processes apart, so that no file does more harm than not to be read."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crawler.markup import absolute, base_of, parse
from crawler.pages import decode_html
from monitor.documents import limits
from monitor.documents.joining import joined
from monitor.documents.model import Document, UnreadableDocumentError
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
class FurtherPage:
    """A page of an article behind its first one, with its address and Content-Type as they came."""

    content: bytes
    address: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its bytes, or where they stand.

    ``address`` is where the report says it comes from, ``name`` a file name or
    address that tells apart look-alikes, ``media_type`` the Content-Type as it
    came. ``body`` and ``year`` are what is known from elsewhere. ``trouble`` is
    the line to answer with where there are no bytes to be had. ``further`` are
    the pages that an article goes on with, ``pictures`` the pictures on all of
    them by their addresses.
    """

    content: bytes | Path
    address: str
    name: str = ""
    media_type: str | None = None
    body: str | None = None
    year: int | None = None
    trouble: str = ""
    further: tuple[FurtherPage, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


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
    if source.further or source.pictures:
        document = _article(source, data)
    else:
        document = read_document(data, name=source.name, media_type=source.media_type)
    return read_report(document, source=source.address, body=source.body, year=source.year)


def _article(source: Source, data: bytes) -> Document:
    """The document on all pages of an article. A first page may be empty where the article begins in its frame."""
    documents = []
    try:
        seen = _pictures_on(data, source.media_type, source.address, source.pictures)
        documents.append(read_document(data, name=source.name, media_type=source.media_type, pictures=seen))
    except UnreadableDocumentError:
        if not source.further:
            raise
    for page in source.further:
        seen = _pictures_on(page.content, page.media_type, page.address, source.pictures)
        documents.append(read_document(page.content, media_type=page.media_type, pictures=seen))
    return joined(documents)


def _pictures_on(
    data: bytes, media_type: str | None, address: str, pictures: Mapping[str, bytes]
) -> Callable[[str], bytes | None]:
    """The bytes of a picture by the address that a page gives it, which may be relative to the page's own."""
    based = base_of(parse(decode_html(data, media_type or "")), address) if b"<base" in data.lower() else address
    return lambda source: pictures.get(absolute(based, source))


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file, no more than are needed to see that they are too many."""
    try:
        with path.open("rb") as file:
            return file.read(limits.BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableDocumentError("没有这个文件，请检查路径。") from error
    except OSError as error:
        raise UnreadableDocumentError(f"读不出来（{error.strerror}），请检查权限。") from error

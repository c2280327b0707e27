"""Reads an article of the crawl as one report: its pages in order, with the pictures on them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import get_args

from crawler.markup import absolute, base_of, parse
from crawler.pages import decode_html
from monitor.documents.joining import joined
from monitor.documents.model import Document, UnreadableDocumentError
from monitor.documents.reading import PictureBytes, read_document
from monitor.reports.inputs import Source, bytes_of
from monitor.reports.model import Report, SectionKey
from monitor.reports.reading import read_report


def read_article(source: Source) -> Report:
    """The report on all pages of an article.

    Pictures are looked into only where words and tables are not the whole
    report: recognition takes long, and what it finds casts doubt on all of it.
    """
    if source.pictures:
        with suppress(UnreadableDocumentError):
            report = _report(replace(source, pictures={}))
            if _is_whole(report):
                return report
    return _report(source)


def _is_whole(report: Report) -> bool:
    sections = {section.key for section in report.sections}
    return len(sections) == len(get_args(SectionKey)) and all(table.present for table in report.tables.values())


def _report(source: Source) -> Report:
    return read_report(_document(source), source=source.address, body=source.body, year=source.year)


def _document(source: Source) -> Document:
    """The document on all pages. A first page may be empty where the article begins in its frame."""
    data = source.content if isinstance(source.content, bytes) else bytes_of(source.content)
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


def _pictures_on(data: bytes, media_type: str | None, address: str, pictures: Mapping[str, bytes]) -> PictureBytes:
    """The bytes of a picture by the address that a page gives it, which may be relative to the page's own."""
    based = base_of(parse(decode_html(data, media_type or "")), address) if b"<base" in data.lower() else address
    return lambda source: pictures.get(absolute(based, source))

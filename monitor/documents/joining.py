"""Several documents that are the parts of one, such as the pages of an article, made one."""

from collections.abc import Sequence
from typing import Final

from crawler.text import squash
from monitor.documents.model import Block, Document, Paragraph

_HEAD: Final = 6
"""Paragraphs at the head of a page among which the title and the byline are printed on every page again."""


def joined(documents: Sequence[Document]) -> Document:
    """One document of all blocks in order; what the first says of itself holds for the whole."""
    first = documents[0]
    printed = {squash(block.text) for block in first.blocks[:_HEAD] if isinstance(block, Paragraph)}
    return Document(
        first.media_type,
        [*first.blocks, *(block for document in documents[1:] for block in _without_head(document, printed))],
        first.meta,
        first.pages,
        doubtful=any(document.doubtful for document in documents),
        notes=list(dict.fromkeys(note for document in documents for note in document.notes)),
    )


def _without_head(document: Document, printed: set[str]) -> list[Block]:
    """The blocks of a further page without what the head of the first page has."""
    head, rest = document.blocks[:_HEAD], document.blocks[_HEAD:]
    kept = [block for block in head if not (isinstance(block, Paragraph) and squash(block.text) in printed)]
    return [*kept, *rest]

"""Where the time of reading a PDF file goes: a stop watch around the steps of our reader."""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import pypdfium2 as pdfium

from monitor.documents.pdf import layout, page, read_pdf, reader, second_opinion

STEPS: dict[str, tuple[tuple[Any, str], ...]] = {
    "pdfium: the file, its pages and their text": (
        (pdfium.PdfDocument, "__init__"),
        (pdfium.PdfDocument, "get_page"),
        (pdfium.PdfDocument, "get_metadata_dict"),
        (pdfium.PdfDocument, "close"),
        (pdfium.PdfPage, "get_textpage"),
        (pdfium.PdfPage, "close"),
    ),
    "characters": ((page, "read_glyphs"),),
    "paths and pictures": ((page, "read_objects"),),
    "words": ((layout, "printed_once"),),
    "grid: edges, crossings, cells": ((layout, "edges_of"), (layout, "grids_of")),
    "filling cells": ((layout, "fill"), (layout, "is_data"), (layout, "peel"), (layout, "_table")),
    "numerals, the second reading": ((layout, "numerals_of"), (layout, "compare")),
    "full pdfplumber, where the two differ": ((second_opinion, "settle"),),
    "tables without rulings": ((layout, "open_tables"),),
    "lines and prose": ((reader, "blocks_of"), (layout, "lines_of")),
    "the rest": (),
}


def by_stage(files: Iterable[bytes]) -> Counter[str]:
    """CPU seconds by step over all files, each without the steps within it."""
    spent: Counter[str] = Counter(dict.fromkeys(STEPS, 0.0))
    running = ["the rest"]
    last = time.process_time()

    def turn_to(step: str | None) -> None:
        nonlocal last
        now = time.process_time()
        spent[running[-1]] += now - last
        last = now
        running.append(step) if step else running.pop()

    gc.collect()
    gc.freeze()  # as in a process of its own, which holds little else
    with watched(turn_to):
        for data in files:
            read_pdf(data)
        turn_to("the rest")
    gc.unfreeze()
    return spent


@contextmanager
def watched(turn_to: Callable[[str | None], None]) -> Iterator[None]:
    """The steps wrapped so that each says when it begins and, with None, when it ends."""
    with ExitStack() as stack:
        for step, places in STEPS.items():
            for owner, name in places:
                stack.enter_context(patch.object(owner, name, _timed(getattr(owner, name), step, turn_to)))
        yield


def _timed(work: Callable[..., Any], step: str, turn_to: Callable[[str | None], None]) -> Callable[..., Any]:
    def timed(*arguments: Any, **options: Any) -> Any:
        turn_to(step)
        try:
            return work(*arguments, **options)
        finally:
            turn_to(None)

    return timed

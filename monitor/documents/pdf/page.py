"""One page of a PDF file as pdfium shows it: characters, ruling lines and pictures."""

import pypdfium2 as pdfium

from monitor.documents.pdf.frame import Frame
from monitor.documents.pdf.glyphs import read_glyphs
from monitor.documents.pdf.paths import read_objects
from monitor.documents.pdf.primitives import PageContent


def read_page(document: pdfium.PdfDocument, index: int) -> PageContent:
    """The content of one page; the caller holds :data:`~monitor.documents.pdf.primitives.PDFIUM`."""
    page = document[index]
    try:
        text = page.get_textpage()
        try:
            frame = Frame.of(page.raw, text.raw)
            content = PageContent(index + 1, frame.width, frame.height)
            read_glyphs(text.raw, frame, content)
        finally:
            text.close()
        read_objects(page.raw, frame, content)
    finally:
        page.close()
    return content

"""PDF with a text layer: paragraphs and tables with page and place."""

from monitor.documents.pdf.reader import read_pdf

__all__ = ["read_pdf"]

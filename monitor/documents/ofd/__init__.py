"""OFD (GB/T 33190—2016): paragraphs and tables with page and place, by the same grid as PDF."""

from monitor.documents.ofd.reader import read_ofd

__all__ = ["read_ofd"]

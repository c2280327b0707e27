"""DOC and WPS, the binary Word files since 1997, read without an office program.

Text, tables with their merged cells, deletions and hidden text are right; text
boxes, automatic numbers and pictures are left out. LibreOffice knows these,
so this reading is the lighter one, for machines where it is not installed.
"""

from monitor.documents.word97.reader import read_word97
from monitor.documents.word97.structure import is_locked, is_older

__all__ = ["is_locked", "is_older", "read_word97"]

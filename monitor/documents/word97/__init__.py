"""DOC and WPS, the binary Word files since 1997, read without an office program.

Text, tables with their merged cells, fields, deletions and hidden text are
right; text boxes, automatic numbers and pictures are left out. Whatever the
reading passed over, or does not know for certain, is told as a doubt; where
there is none, an office program would find nothing more.
"""

from monitor.documents.word97.doubts import MISSING_ONLY, Doubt
from monitor.documents.word97.reader import Word97, read_word97
from monitor.documents.word97.structure import is_locked, is_older

__all__ = ["MISSING_ONLY", "Doubt", "Word97", "is_locked", "is_older", "read_word97"]

"""What damaged bytes raise inside a library that trusts what it reads."""

import struct
import zlib
from typing import Final

ASTRAY: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NameError, TypeError, ValueError),
    *(EOFError, MemoryError, OSError, RuntimeError, struct.error, zlib.error),
)
"""A place beyond the end, a length without sense, a record of another kind, a branch that was never meant to be taken.

Libraries in pure Python that check little (xlrd, pdfminer) raise all of these on files that are cut off, damaged or
made to harm, besides errors of their own. An error that is none of these is a defect, and not the file's.
"""

"""What one document may cost: every limit on files that are broken or made to harm, each with its reason.

Limits on what a file holds are kept by the readers, which say in one line what
was too much. Those on seconds and memory are kept by the system on the process
that reads (:mod:`monitor.documents.worker`): they hold also where a reader
hangs inside a library.
"""

from typing import Final

MIB: Final = 1024 * 1024

BYTES: Final = 256 * MIB
"""Bytes of a file. The largest reports, scans at 600 dpi, have 80 MiB."""

PAGES: Final = 300
"""Pages that are read of a document. Reports have 3 to 20, year books that hold one some hundred; more is noted."""
SCANNED_PAGES: Final = 60
"""Pages that are recognised of a document, at some seconds each; no report is longer."""
OBJECTS: Final = 200_000
"""Drawn objects of a page. A table in dotted lines has ten thousand; maps and photographs traced as paths have more."""

CELLS: Final = 200_000
"""Grid places that the tables of a document take together. The three tables of the form take 400."""
SPAN: Final = 200
"""Rows or columns that one cell may cover; the widest cell of the form covers 22."""

SPRAWLING: Final = "文件里的表格大得反常，已停止读取；请向发布机关核实文件。"
"""The line for a document with more places than that."""

PIXELS: Final = 60_000_000
"""Pixels of a picture. A page of A3 at 400 dpi has 31 million."""

PART_BYTES: Final = 64 * MIB
"""Bytes that one part of a zipped file may unpack to. The text of the longest report fits in a hundredth of it."""
UNPACKED_BYTES: Final = 4 * PART_BYTES
"""Bytes that all parts of one file together may unpack to."""
PARTS: Final = 10_000
"""Entries of a zipped file. A report in Word has 20, an album of scans some hundred."""

WRITTEN: Final = 512 * MIB
"""Bytes of one file that a reader, or a program it starts, may write. An office program writes some MiB."""

NESTING: Final = 40
"""Tables, text boxes, forms or archives inside one another. Layout by tables reaches 10 in the worst pages."""
NESTED: Final = "文件层层嵌套，深得反常，已停止读取；请向发布机关核实文件。"
"""The line for a document that nests deeper, or deeper than its reader can follow."""

SECONDS: Final = 60
"""Seconds of the clock that reading a document may take. A report takes a tenth of one, a year book ten."""
SCAN_SECONDS: Final = 240
"""Seconds that recognising a page may take beside that. A page takes 3 to 8; on a crowded machine ten times as long,
and twice that while the models are loaded from a slow disk."""
LONGEST: Final = SECONDS + SCANNED_PAGES * SCAN_SECONDS
"""Seconds after which a process is ended from outside, whatever it says it does."""

MEMORY: Final = 2048 * MIB
"""Bytes that a reading process may allocate. A PDF takes 100 MiB, recognition with its models 800."""

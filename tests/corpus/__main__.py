"""``python -m tests.corpus [FORM …]``: reads the corpus and prints the table form × layout × cells.

Scans take seconds a page. ``--keep FILE`` adds what was read to a file of JSON
lines, and ``--from FILE`` takes it from there instead of reading again, so
that forms may be read one after the other.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.forms import FORMS
from tests.corpus.measure import Score, score
from tests.corpus.page import in_order, kept, loaded, table, write

_ORDER = (
    *("HTML", "PDF", "DOCX", "DOC", "XLSX", "ODS", "OFD", "TXT"),
    *("scan 150 dpi", "scan 200 dpi", "scan, open", "picture"),
)


def main() -> int:
    """Read what was asked for; 1 where a cell was silently wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus")
    parser.add_argument("forms", nargs="*", help=f"which forms (default: all): {', '.join(FORMS)}")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reading.md")
    parser.add_argument("--keep", type=Path, help="add the scores to this file")
    parser.add_argument("--from", dest="source", type=Path, help="take the scores from this file")
    asked = parser.parse_args()
    scores: list[Score] = []
    for one in _kept(asked.source) if asked.source else _read(asked.forms or list(FORMS)):
        scores.append(one)
        if asked.keep:
            with asked.keep.open("a", encoding="utf-8") as file:
                file.write(kept([one]))
    scores = in_order(scores, _ORDER)
    print(table(scores))
    if asked.write:
        write(scores)
    return int(any(one.wrong for one in scores))


def _kept(source: Path) -> list[Score]:
    with source.open(encoding="utf-8") as file:
        return list(loaded(file))


def _read(forms: list[str]) -> Iterator[Score]:
    for form in forms:
        for sample in FORMS[form]():
            found = score(sample)
            print(f"{line(found)}", file=sys.stderr, flush=True)
            yield found


def line(one: Score) -> str:
    """One sample in one line."""
    return f"{one.form:14} {one.layout:36} {one.right:4} {one.unsure:4} {one.wrong:4}  {'; '.join(one.amiss)}"


if __name__ == "__main__":
    sys.exit(main())

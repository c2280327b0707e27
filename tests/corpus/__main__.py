"""``python -m tests.corpus [FORM …]``: reads the corpus and prints the table form × layout × cells."""

import argparse
import sys

from tests.corpus.forms import FORMS
from tests.corpus.measure import Score, score


def main() -> int:
    """Read what was asked for; 1 where a cell was silently wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus")
    parser.add_argument("forms", nargs="*", help=f"which forms (default: all): {', '.join(FORMS)}")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reading.md")
    asked = parser.parse_args()
    scores: list[Score] = []
    for form in asked.forms or FORMS:
        for sample in FORMS[form]():
            scores.append(score(sample))
            print(line(scores[-1]), flush=True)
    return int(any(one.wrong for one in scores))


def line(one: Score) -> str:
    """One sample in one line."""
    return f"{one.form:14} {one.layout:36} {one.right:4} {one.unsure:4} {one.wrong:4}  {'; '.join(one.amiss)}"


if __name__ == "__main__":
    sys.exit(main())

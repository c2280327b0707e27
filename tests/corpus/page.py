"""The table of what came of the corpus, and the page of the docs that holds it."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from tests.corpus.measure import Score

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reading.md"
_BEGIN, _END = "<!-- table of the corpus: python -m tests.corpus --write -->", "<!-- end of the table -->"


def table(scores: Sequence[Score]) -> str:
    """Form × layout × cells in Markdown, the sums of every form first."""
    forms = [(form, list(group)) for form, group in groupby(scores, key=lambda one: one.form)]
    lines = ["| form | layouts | cells | right | unsure | wrong |", "|---|---:|---:|---:|---:|---:|"]
    lines += [_sum(form, group) for form, group in forms]
    lines += ["", "| form | layout | cells | right | unsure | wrong |", "|---|---|---:|---:|---:|---:|"]
    lines += [
        f"| {one.form} | {one.layout} | {one.cells} | {one.right} | {one.unsure} | {one.wrong} |" for one in scores
    ]
    return "\n".join(lines)


def _sum(form: str, scores: Sequence[Score]) -> str:
    cells, right = sum(one.cells for one in scores), sum(one.right for one in scores)
    unsure, wrong = sum(one.unsure for one in scores), sum(one.wrong for one in scores)
    return f"| {form} | {len(scores)} | {cells} | {right} ({right / cells:.2%}) | {unsure} | {wrong} |"


def in_order(scores: Iterable[Score], forms: Sequence[str]) -> list[Score]:
    """The scores by form in that order; layouts as they came."""
    return sorted(scores, key=lambda one: forms.index(one.form))


def write(scores: Sequence[Score]) -> None:
    """Puts the table into the page in place of the one that stands there."""
    text = PAGE.read_text(encoding="utf-8")
    made = f"{_BEGIN}\n\n{table(scores)}\n\n{_END}"
    found = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
    PAGE.write_text(found.sub(lambda _match: made, text), encoding="utf-8")


def kept(scores: Iterable[Score]) -> str:
    """The scores as lines of JSON."""
    return "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in scores)


def loaded(lines: Iterable[str]) -> Iterator[Score]:
    """The scores of lines of JSON."""
    for line in lines:
        entry = json.loads(line)
        yield Score(**{**entry, "amiss": tuple(entry["amiss"])})

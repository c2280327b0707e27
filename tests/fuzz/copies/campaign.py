"""Thousands of copies: which manners meet in each, what was read of it, and what was broken."""

import copy as copying
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random
from typing import Final

from monitor.documents.model import UnreadableDocumentError
from monitor.documents.reading import read_document
from monitor.reports.model import CellState, Figure, Report
from monitor.reports.reading import read_report
from monitor.rules.catalogue import evaluate
from monitor.rules.model import Case, Severity
from tests.fuzz.copies import books, markup
from tests.fuzz.copies.manners import EVERYWHERE
from tests.fuzz.copies.reports import Copy, copy_of, draft_of
from tests.fuzz.copies.text import LINES, MARKDOWN, RENDERINGS, page_of
from tests.fuzz.copies.text import printed as printed_text

_MOST: Final = 3
"""Manners that meet in one copy at most."""
_DAY: Final = date(2027, 5, 1)
_NONE_RULES: Final = frozenset({"A02", "B05", "B06", "C01", "C03"})
"""Rules that may speak of a word or a sign in place of 0, which these copies have and the report had not."""
_NOT_FOR: Final[dict[str, frozenset[str]]] = {
    "thousands": frozenset({"commas", "full-width commas"}),
    "no head": frozenset({"HTML head apart", "HTML labels and values apart", "head again"}),
    "head again": frozenset({"no head", "HTML labels and values apart"}),
    "running numbers": frozenset({"told in words"}),
    "broken labels": frozenset({"numbers amid labels", "told in words"}),
    "standing labels": frozenset({"broken labels", "told in words"}),
    "spaced labels": frozenset({"told in words"}),
    "no numbering": frozenset({"running numbers", "table run together"}),
    "page numbers": frozenset({"line ends lost"}),
}
"""Manners that undo each other or leave nothing that a person could tell."""


@dataclass(frozen=True, slots=True)
class Made:
    """One copy as a file, with the manners that met in it and the figures that it shows."""

    key: str
    manners: tuple[str, ...]
    name: str
    data: bytes
    figures: dict[str, str]
    draft: Copy


@dataclass(slots=True)
class Result:
    """What became of one copy."""

    key: str
    manners: tuple[str, ...]
    cells: int = 0
    right: int = 0
    unsure: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    refused: str = ""

    @property
    def broken(self) -> bool:
        return bool(self.wrong or self.lost or self.false)


def make(key: str) -> Made:
    """The copy of a key ``seed/number``, the same for the same key."""
    random = Random(key)
    copy = copy_of(draft_of(random))
    ending, manners = _manners(random)
    before = [name for name in manners if name in EVERYWHERE]
    for name in EVERYWHERE:
        if name in before:
            EVERYWHERE[name](copy, random)
    figures = {cell.name: cell.text for sheet in copy.sheets() for cell in sheet.values() if cell.name}
    return Made(key, tuple(manners), f"年报.{ending}", _printed(copy, ending, manners, random), figures, copy)


def _manners(random: Random) -> tuple[str, list[str]]:
    """The kind of file and one to three manners that suit it and each other."""
    ending = random.choices(("txt", "md", "html", "xlsx"), (58, 14, 20, 8))[0]
    shapes = {"txt": RENDERINGS, "md": MARKDOWN, "html": markup.PAGES, "xlsx": books.BOOKS}[ending]
    chosen = [random.choice(list(shapes))]
    if ending == "txt" and random.random() < 0.12:
        chosen.append(random.choice([name for name in RENDERINGS if name != chosen[0] and name not in _WHOLE]))
    more = [*EVERYWHERE, *(LINES if ending in {"txt", "md"} else ())]
    for _ in range(random.choice((0, 1, 1, 2))):
        name = random.choice(more)
        if len(chosen) < _MOST and name not in chosen and not _at_odds(name, chosen):
            chosen.append(name)
    return ending, chosen


_WHOLE: Final = frozenset({"told in words", "labels apart", "table run together", "table on one line"})


def _at_odds(name: str, chosen: Sequence[str]) -> bool:
    return any(other in _NOT_FOR.get(name, ()) or name in _NOT_FOR.get(other, ()) for other in chosen)


def _printed(copy: Copy, ending: str, manners: Sequence[str], random: Random) -> bytes:
    if ending == "html":
        return markup.printed(copy, markup.PAGES[manners[0]], random)
    if ending == "xlsx":
        return books.printed(copy, books.BOOKS[manners[0]], random)
    known = {**RENDERINGS, **MARKDOWN}
    page = page_of(copy, [known[name] for name in manners if name in known], random)
    for name in LINES:
        if name in manners:
            LINES[name](page, random)
    return printed_text(page)


def judge(made: Made) -> Result:
    """The copy read and judged."""
    result = Result(made.key, made.manners, len(made.figures))
    try:
        report = read_report(read_document(made.data, name=made.name), source=made.name)
    except UnreadableDocumentError as problem:
        result.refused = str(problem)
        result.unsure = result.cells
        return result
    for name, text in made.figures.items():
        _hold(result, name, text, report.figure(name))
    result.false = list(_false(made, report))
    return result


def _hold(result: Result, name: str, text: str, figure: Figure) -> None:
    number = true_value(text)
    if figure.state is CellState.UNSURE:
        result.unsure += 1
    elif figure.state in {CellState.ABSENT, CellState.BLANK}:
        result.lost.append(f"{name}: {text} {figure.state}")
    elif figure.number == number:
        result.right += 1
    else:
        result.wrong.append(f"{name}: {text} read as {figure.state} {figure.printed}")


def true_value(text: str) -> Decimal:
    """What a cell of a copy says."""
    bare = text.translate(str.maketrans("０１２３４５６７８９．", "0123456789.")).partition("（")[0]
    bare = bare.replace(",", "").removesuffix("万元").removesuffix("件")
    return Decimal(0) if bare in {"无", "/", "—", "-"} else Decimal(bare)


def _false(made: Made, report: Report) -> Iterator[str]:
    case = Case(today=_DAY, report=report, body=report.body, body_kind=report.body_kind)
    for finding in evaluate(case).failures:
        loud = finding.severity in {Severity.ERROR, Severity.WARNING}
        if loud and ("无 for none" not in made.manners or finding.rule not in _NONE_RULES):
            yield f"{finding.rule} {finding.severity}: {finding.message}"


def plain(made: Made) -> Made:
    """The same report as one whole page, to show that it gives no finding of its own."""
    copy = copying.deepcopy(copy_of(made.draft.draft))
    data = markup.printed(copy, markup.whole, Random(0))
    figures = {cell.name: cell.text for sheet in copy.sheets() for cell in sheet.values() if cell.name}
    return Made(made.key, ("HTML table",), "年报.html", data, figures, copy)


def judged(key: str) -> Result:
    """The copy of a key, made, read and judged; findings that the whole report gives as well are its own."""
    made = make(key)
    result = judge(made)
    if result.false:
        own = {line.split()[0] for line in judge(plain(made)).false}
        result.false = [line for line in result.false if line.split()[0] not in own]
    return result


def run(seed: int, count: int, processes: int) -> Iterator[Result]:
    """The results of so many copies."""
    keys = [f"{seed}/{number}" for number in range(count)]
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(judged, keys, chunksize=16)


WHOLE: Final = frozenset(
    {"HTML table", "HTML table, spans lost", "tabs", "spaces", "aligned", "strokes", "strokes, open", "Markdown"}
)
"""Shapes in which rows stand as rows: where nothing else met in a copy, all of its cells are right."""


@dataclass(slots=True)
class Tally:
    """All results, and those by manner."""

    results: int = 0
    lines: dict[str, Counter[str]] = field(default_factory=partial(defaultdict, Counter))
    broken: list[Result] = field(default_factory=list)
    unsure_though_whole: list[str] = field(default_factory=list)

    def take(self, result: Result) -> None:
        self.results += 1
        if len(result.manners) == 1 and result.manners[0] in WHOLE and result.right < result.cells:
            self.unsure_though_whole.append(result.key)
        for name in ("all", *result.manners):
            self.lines[name] += Counter(
                copies=1,
                cells=result.cells,
                right=result.right,
                unsure=result.unsure,
                wrong=len(result.wrong),
                lost=len(result.lost),
                false=len(result.false),
                refused=bool(result.refused),
            )
        if result.broken:
            self.broken.append(result)

    def kept(self, most_unsure: float) -> bool:
        """Whether nothing was wrong, lost or falsely found, whole tables all right, no more unsure than may be."""
        line = self.lines["all"]
        broken = line["wrong"] + line["lost"] + line["false"] + len(self.unsure_though_whole)
        return not broken and line["unsure"] <= most_unsure * line["cells"]


_HEADS: Final = ("copies", "cells", "right", "unsure", "wrong", "lost", "false", "refused")


def table(tally: Tally) -> Iterator[str]:
    """The table of manners, the worst first, all at the end."""
    worst = sorted(
        tally.lines,
        key=lambda name: (name == "all", *(-tally.lines[name][what] for what in ("wrong", "lost", "false", "unsure"))),
    )
    wide = max(map(len, worst))
    yield "  ".join(["manner".ljust(wide), *(head.rjust(8) for head in _HEADS), "unsure %".rjust(8)])
    for name in worst:
        line = tally.lines[name]
        share = f"{100 * line['unsure'] / max(line['cells'], 1):.2f}"
        yield "  ".join([name.ljust(wide), *(str(line[head]).rjust(8) for head in _HEADS), share.rjust(8)])

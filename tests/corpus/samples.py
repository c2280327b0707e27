"""One document of the corpus, and the drafts that all of them are printed from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from monitor.demo.bodies import Workload, body_named
from monitor.demo.figures import figures_by_year
from monitor.demo.prose import published_day, write_report
from monitor.demo.reports import ReportDraft

BODIES = ("乌有市人民政府", "水月县人民政府", "镜花区人民政府", "槐安县人民政府")
YEAR = 2024


@dataclass(frozen=True, slots=True)
class Sample:
    """A document with what it was made from; ``media_type`` is the Content-Type as a server would send it."""

    form: str
    layout: str
    draft: ReportDraft
    data: bytes
    name: str
    media_type: str | None = None


Printer = Callable[[ReportDraft], bytes]


def samples(form: str, ending: str, layouts: Mapping[str, Printer]) -> Iterator[Sample]:
    """One sample a layout, each from a draft of its own."""
    for layout, printer in layouts.items():
        draft = draft_for(f"{form}/{layout}")
        yield Sample(form, layout, draft, printer(draft), f"年报.{ending}")


@cache
def draft_for(seed: str) -> ReportDraft:
    """A sound report whose figures are drawn from the seed: some bodies have four digits a cell, some hardly any."""
    random = Random(seed)
    body = body_named(random.choice(BODIES))
    work = Workload(
        applications=random.choice((12, 90, 700, 5200, 26000)),
        licensing=random.randint(0, 500_000),
        penalties=random.randint(0, 90_000),
        coercion=random.randint(0, 3000),
        fees=random.choice((0, 12.5, 96171.6)),
        documents=random.randint(3, 300),
        rules=random.randint(0, 40),
        disputed=True,
    )
    figures = figures_by_year(seed, work, range(2021, YEAR + 1))[YEAR]
    draft = write_report(body, YEAR, figures, published_day(body, YEAR))
    if random.random() < 0.3:
        figures = {**figures, "proactive.fees.amount": f"{random.uniform(1, 9000):.6f}"}
        draft = replace(draft, figures=figures)
    return draft


def short(draft: ReportDraft) -> ReportDraft:
    """The draft with a paragraph a section, for forms whose pages take seconds to read."""
    sections = {key: texts[:1] for key, texts in draft.sections.items()}
    return replace(draft, preamble=draft.preamble[:1], sections=sections)

"""Lawful reports of both forms, small and large, in parts that copies are made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from monitor.demo.bodies import Body, Workload
from monitor.demo.figures import as_2019, figures_by_year
from monitor.demo.grids import Grid, GridCell
from monitor.demo.prose import published_day, write_report
from monitor.demo.reports import ReportDraft
from monitor.reports.model import TableKey

_PLACES = ("沙洲县", "白鹭市", "松岭区", "麦田县", "渔梁市", "银杏区")
_OFFICES = (("农业农村局", "我局"), ("教育局", "我局"), ("统计局", "我局"), ("林业和草原局", "我局"))
_TOPICS = ("惠农补贴", "行政许可事项", "规划计划", "监督检查")
_SIZES = (4, 15, 60, 400, 2500, 18000)


@dataclass
class Cell:
    """One cell of a copy: what stands in it, and the figure it holds where it holds one."""

    text: str
    name: str | None = None
    rowspan: int = 1
    colspan: int = 1

    @property
    def value(self) -> bool:
        return self.name is not None


Row = list[Cell]


@dataclass
class Sheet:
    """A table of a copy as rows whose merged cells stand only where they begin; ``grid`` is what it was made from."""

    key: TableKey
    rows: list[Row]
    grid: Grid
    head_rows: int = 0

    def values(self) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row if cell.value)


@dataclass
class Text:
    """A line of a copy outside its tables."""

    text: str
    heading: bool = False
    closing: bool = False


Part = Text | Sheet


@dataclass
class Copy:
    """A report on its way to a file."""

    draft: ReportDraft
    parts: list[Part] = field(default_factory=list)

    def sheets(self) -> list[Sheet]:
        return [part for part in self.parts if isinstance(part, Sheet)]


def draft_of(random: Random) -> ReportDraft:
    """A lawful report of any year since 2019 and any size."""
    body = _body(random)
    year = random.choice((2019, 2020, 2021, 2022, 2023, 2024, 2025))
    figures = figures_by_year(f"copies/{random.random()}", body.work, range(2018, year + 1))[year]
    draft = write_report(body, year, figures, date(year + 1, 1, 15) if year < 2021 else published_day(body, year))
    if body.work.fees and random.random() < 0.4:
        draft = replace(draft, figures={**draft.figures, "proactive.fees.amount": f"{random.uniform(1, 9000):.6f}"})
    return _on_the_old_form(draft) if year < 2021 else draft


def _body(random: Random) -> Body:
    place = random.choice(_PLACES)
    work = Workload(
        applications=random.choice(_SIZES),
        licensing=random.choice((0, 7, 310, 41000)),
        penalties=random.choice((0, 26, 1800)),
        coercion=random.choice((0, 3, 140)),
        fees=random.choice((0, 0.6, 21.5, 4055.2)),
        documents=random.choice((3, 14, 150)),
        rules=random.choice((2, 19)),
        disputed=random.random() < 0.6,
    )
    if not place.endswith("市"):
        work = replace(work, rules=0)
    if random.random() < 0.3:
        return Body(f"{place}人民政府", "government", f"全{place[-1]}", _TOPICS, work)
    office, own = random.choice(_OFFICES)
    return Body(f"{place}{office}", "department", own, _TOPICS, replace(work, rules=0))


def _on_the_old_form(draft: ReportDraft) -> ReportDraft:
    told: Mapping[str, str] = draft.figures
    figures = as_2019(told)
    return replace(draft, form="2019", applications_form="2019", figures=figures, stated=told)


def copy_of(draft: ReportDraft) -> Copy:
    """The report as a copy that nothing has happened to yet."""
    parts: list[Part] = [Text(draft.title)]
    names = iter(draft.printed())
    for part in draft.parts():
        if isinstance(part, Grid):
            parts.append(_sheet(part, names))
        else:
            kind = type(part).__name__
            parts.append(Text(part.text, heading=kind == "Heading", closing=kind == "Closing"))
    return Copy(draft, parts)


def _sheet(grid: Grid, names: Iterator[str]) -> Sheet:
    rows = [[_cell(cell, names) for cell in row] for row in grid.rows()]
    first = next(at for at, row in enumerate(rows) if any(cell.value for cell in row))
    return Sheet(grid.key, rows, grid, first)


def _cell(cell: GridCell, names: Iterator[str]) -> Cell:
    return Cell(cell.text, next(names) if cell.value else None, cell.rowspan, cell.colspan)

"""提示: what a unit is told of one report's problems, so that it can mend them without asking back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from crawler.outgoing import line
from monitor.evidence.findings import NoPicturesError, evidence_of
from monitor.judging.versions import load_report
from monitor.rules.catalogue import family
from monitor.rules.model import Finding, Outcome, Severity
from monitor.telling.exports.problems import Problem, by_unit
from monitor.telling.wording import SEVERITIES
from storage.database import Log
from storage.errors import ArchiveError
from storage.tables import captures, readings
from storage.tables.alerts import Alert
from storage.tables.narrowing import WAITING

_ADDRESSED: Final = {"局": "贵局", "委": "贵委", "厅": "贵厅", "院": "贵院"}
"""How a unit is addressed by the end of its name; others are 贵单位."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page with a problem's cells outlined: PNG, and which problem it belongs to, counted from 1."""

    number: int
    png: bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """What one unit is told of its report of one year; ``contact`` is whom it may ask."""

    unit: str
    year: int | None
    problems: tuple[Problem, ...]
    today: date
    deadline: date
    contact: str = ""

    @property
    def title(self) -> str:
        """Its heading."""
        about = f"{self.unit}{self.year}年" if self.year else self.unit
        verb = "核对" if self._publication else "尽快发布"
        return f"关于{verb}《{about}政府信息公开工作年度报告》的提示"

    @property
    def opening(self) -> str:
        """What it is about, and until when what is wrong is to be mended."""
        until = f"请于{_day(self.deadline)}前处理"
        published = self._publication
        if published is None:
            return f"截至{_day(self.today)}，没有查到{self._you}的这份年报，有关情况如下，{until}："
        return f"{self._you}年报（{published}）经核对有{self._counts}，{until}并在原址说明更正："

    @property
    def items(self) -> list[tuple[str, list[str]]]:
        """The problems: the line that says each, and the lines below it."""
        return [
            (f"{number}.【{SEVERITIES[problem.alert.severity]}】{line(problem.alert.message)}", list(_below(problem)))
            for number, problem in enumerate(self.problems, 1)
        ]

    @property
    def closing(self) -> str:
        """What the unit does afterwards."""
        contact = f"联系人：{line(self.contact)}。" if self.contact else ""
        return f"改好后无须报送，系统次日复查。如认为无误，请说明口径。{contact}"

    def as_lines(self, pictured: Sequence[int] = ()) -> Iterator[str]:
        """The notice as lines of text; ``pictured`` are the numbers of the problems that have pictures."""
        yield self.title
        yield f"{line(self.unit)}："
        yield self.opening
        for number, (said, below) in enumerate(self.items, 1):
            yield f" {said}{see_picture(number, pictured)}"
            yield from (f"   {more}" for more in below)
        yield self.closing

    @property
    def _you(self) -> str:
        return _ADDRESSED.get(self.unit[-1:], "贵单位")

    @property
    def _counts(self) -> str:
        held = [problem.alert.severity for problem in self.problems]
        return "、".join(f"{held.count(one)}处{SEVERITIES[one]}" for one in sorted(set(held), key=_gravest_first))

    @property
    def _publication(self) -> str | None:
        """When and where the report was published; None where none was found."""
        problem = next((problem for problem in self.problems if problem.version is not None), None)
        if problem is None or problem.version is None:
            return None
        on = problem.version.published_on
        return f"{f'{_day(on, year=True)}发布，' if on else ''}{line(problem.version.url)}"


def notices(problems: Iterator[Problem], year: int, today: date, deadline: date, contact: str = "") -> Iterator[Notice]:
    """A notice for every unit with problems of that year that are to be mended; hints are no reason for one."""
    for unit, own in by_unit(problems):
        told = [one for one in own if one.alert.state in WAITING and one.alert.severity != "info"]
        this_year = [one for one in told if one.alert.year in (year, None)]
        this_year.sort(key=lambda one: _gravest_first(one.alert.severity))
        if this_year:
            yield Notice(unit, year, tuple(this_year), today, deadline, contact)


def pictures_of(log: Log, notice: Notice) -> tuple[list[Picture], str]:
    """The pages of a notice's problems with their cells outlined, and one Chinese line where some cannot be drawn."""
    found: list[Picture] = []
    trouble = ""
    for number, problem in enumerate(notice.problems, 1):
        try:
            found += [Picture(number, png) for png in _pages(log, problem.alert)]
        except (NoPicturesError, ArchiveError) as error:
            trouble = trouble or line(f"{notice.unit}：{error}")
    return found, trouble


def see_picture(number: int, pictured: Sequence[int]) -> str:
    """Where a problem's picture stands; "" where it has none."""
    places = [str(place) for place, shown in enumerate(pictured, 1) if shown == number]
    return f"（见附图{'、'.join(places)}红框）" if places else ""


def _pages(log: Log, alert: Alert) -> Iterator[bytes]:
    if family(alert.rule) == "privacy":  # a picture would spread what must be covered up
        return
    report = load_report(log, alert.version_id) if alert.version_id else None
    capture = readings.capture_read(log, alert.version_id) if alert.version_id else None
    kept = captures.get(log, capture) if capture else None
    if report is None or kept is None:
        return
    evidence = evidence_of(captures.body(log, kept.id), kept.final_url, report)
    yield from evidence.pictures(_finding(alert))


def _finding(alert: Alert) -> Finding:
    """The finding that a problem stands for, as far as its pictures need it."""
    return Finding(
        rule=alert.rule,
        name_zh="",
        severity=Severity(alert.severity),
        outcome=Outcome.FAIL,
        message=alert.message,
        basis=alert.basis,
        cells=alert.cells,
        page=alert.page,
        quotes=(alert.quote,) if alert.quote else (),
        quote=alert.quote,
        subject=alert.subject,
    )


def _below(problem: Problem) -> Iterator[str]:
    if problem.place:
        yield f"位置：{line(problem.place)}"
    if problem.printed:
        yield f"现填：{line(problem.printed)}"
    if problem.mend:
        yield f"怎样改：{line(problem.mend)}"
    yield f"依据：{line(problem.alert.basis)}"


def _gravest_first(severity: str) -> int:
    return -Severity(severity).rank


def _day(on: date, *, year: bool = False) -> str:
    return (f"{on.year}年" if year else "") + f"{on.month}月{on.day}日"

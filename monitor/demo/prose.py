"""Writes a made-up body's report of a year: sound in every respect until a flaw breaks it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from string import Template
from typing import Final, TypeVar

from monitor.demo import phrases
from monitor.demo.bodies import Body
from monitor.demo.reports import ReportDraft

_GOVERNMENTS: Final = ("government", "township")
_Choice = TypeVar("_Choice")


class Writer:
    """One body's manner of writing in one year.

    Every pool of sentences is shuffled once per body and walked from year to
    year, so that neighbouring years and neighbouring bodies differ.
    """

    def __init__(self, body: Body, year: int, figures: Mapping[str, str]) -> None:
        self.body = body
        self.year = year
        self.figures = figures
        self._random = Random(f"{body.name}/{year}/prose")
        self._words = {
            "name": body.name,
            "own": body.own,
            "year": str(year),
            **{f"t{place}": topic for place, topic in enumerate(body.topics)},
            "suits": str(sum(int(figures[f"remedies.litigation_{way}.total"]) for way in ("direct", "after_review"))),
        }

    def pick(self, pool: Sequence[_Choice], *, shift: int = 0) -> _Choice:
        """This year's entry of a pool, or the one so many places further on."""
        order = list(pool)
        Random(f"{self.body.name}/{pool[0]}").shuffle(order)
        return order[(self.year + shift) % len(order)]

    def write(self, text: str, **more: str) -> str:
        """The sentence with the body's words and made-up counts in it; figures stay in braces."""
        most = 2400 if self.body.kind == "government" else 160
        shares = [self._random.randint(9, most) for _ in range(3)]
        counts = {
            "n": str(sum(shares)),
            **dict(zip("abc", map(str, shares), strict=True)),
            "few": str(self._random.randint(2, 8)),
            "some": str(self._random.randint(9, 60)),
            "many": str(self._random.randint(400, 9000)),
        }
        return Template(text).substitute(counts, **self._words, **more)

    def overview(self) -> tuple[str, ...]:
        """总体情况: the five aspects of the form, and for a government the three results of article 50(4)."""
        aspects = [
            ("主动公开", self._proactive()),
            ("依申请公开", self._applications()),
            ("政府信息管理", (self.pick(phrases.MANAGEMENT), self._other(phrases.MANAGEMENT))),
            ("政府信息公开平台建设", (self.pick(phrases.PLATFORMS), self._other(phrases.PLATFORMS))),
            ("监督保障", (self.pick(phrases.SUPERVISION),)),
        ]
        if self.body.kind in _GOVERNMENTS:
            aspects.append(("工作考核、社会评议和责任追究", (self.pick(phrases.ASSESSMENT),)))
        ending = self.pick(("。", "情况。", "方面。"))
        paragraphs = [
            f"（{numeral}）{label}{ending}{''.join(self.write(text) for text in texts)}"
            for numeral, (label, texts) in zip("一二三四五六", aspects, strict=False)
        ]
        return (self.write(self.pick(phrases.OPENINGS)), *paragraphs)

    def _other(self, pool: Sequence[str]) -> str:
        """A second sentence of the pool than the one :meth:`pick` gives."""
        return self.pick(pool, shift=len(pool) // 2)

    def _proactive(self) -> tuple[str, ...]:
        texts = [self.pick(phrases.PROACTIVE), self.pick(phrases.PROACTIVE_MORE), self._other(phrases.PROACTIVE_MORE)]
        if self.body.work.documents:
            texts.append(self.pick(phrases.DOCUMENTS))
        if self.body.work.rules:
            texts.append(self.pick(phrases.RULES))
        return tuple(texts)

    def _applications(self) -> tuple[str, ...]:
        at_hand = sum(int(self.figures[f"applications.{row}.total"]) for row in ("new", "carried_in"))
        told = self.pick(phrases.APPLICATIONS if at_hand else phrases.NO_APPLICATIONS)
        disputes = sum(int(text) for name, text in self.figures.items() if name.startswith("remedies."))
        dispute = self.pick(phrases.DISPUTES if disputes else phrases.NO_DISPUTES)
        return told, self.pick(phrases.APPLICATIONS_MORE), dispute

    def problems(self) -> tuple[str, ...]:
        """存在的主要问题及改进情况: two problems that no other year of the body has, each with its mending."""
        pairs = list(phrases.MISSING_AND_MENDING)
        Random(f"{self.body.name}/problems").shuffle(pairs)
        start = self.year * 2 % len(pairs)
        words = {
            f"{letter}{place}": self.write(text)
            for place, pair in enumerate(pairs[start : start + 2])
            for letter, text in zip("pm", pair, strict=True)
        }
        return tuple(self.write(text, **words) for text in self.pick(phrases.PROBLEM_FRAMES))

    def other(self) -> tuple[str, ...]:
        """其他需要报告的事项: always the information-processing fee."""
        fee = self.write(self.pick(phrases.FEES))
        return (fee + self.pick(phrases.NOTHING_MORE),) if self.year % 2 else (fee,)


def write_report(body: Body, year: int, figures: Mapping[str, str], published_on: date) -> ReportDraft:
    """The sound report of a body for a report year, signed a few days before it was published."""
    writer = Writer(body, year, figures)
    delay = Random(f"{body.name}/{year}/signed").randint(0, 4)
    return ReportDraft(
        body=body.name,
        kind=body.kind,
        year=year,
        title=f"{body.name}{year}年{'度' if len(body.name) % 2 else ''}政府信息公开工作年度报告",
        period=f"{year}年1月1日{writer.pick(('至', '到', '起至'))}{year}年12月31日",
        preamble=tuple(writer.write(text) for text in writer.pick(phrases.PREAMBLES)),
        sections={"overview": writer.overview(), "problems": writer.problems(), "other": writer.other()},
        figures=figures,
        signature=body.name,
        signed_on=published_on - timedelta(days=delay),
        published_on=published_on,
    )


def published_day(body: Body, year: int) -> date:
    """A day on which the body may lawfully have published its report of that year.

    A government has until 31 March of the next year, everyone else until 31
    January (政府信息公开条例第四十九条), or the local date of the registry.
    """
    random = Random(f"{body.name}/{year}/published")
    if body.kind == "government":
        return date(year + 1, 2, 20) + timedelta(days=random.randint(0, 36))
    latest = int(body.due.partition("-")[2]) if body.due else 30
    return date(year + 1, 1, random.randint(6, latest))

"""``python -m tests.fuzz sound``: sound reports in many sentences, which nobody may accuse of anything.

The same reports are written once more with another number of applications in the text: that has to be found.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from string import Template
from typing import Final

from cn2an import an2cn

from crawler.titles import BodyKind
from monitor.demo.bodies import Workload
from monitor.demo.figures import as_2019, figures_by_year
from monitor.demo.render_html import report_page
from monitor.demo.render_text import report_text
from monitor.demo.reports import ReportDraft
from monitor.documents.reading import read_document
from monitor.reports.model import Report
from monitor.reports.reading import read_report
from monitor.reports.strangers import why_no_report
from monitor.rules.catalogue import evaluate
from monitor.rules.model import Case, Finding, Publication, Severity
from tests.fuzz import sentences

YEARS: Final = range(2019, 2026)
SHOWN: Final = 6
TODAY: Final = date(2026, 11, 28)

_PLACES: Final = ("云岭县", "沙洲市", "青川区", "临溪县", "望海市", "北屏区", "石桥县", "南浦区")
_DEPARTMENTS: Final = (
    "教育局", "水利局", "农业农村局", "工业和信息化局", "人力资源和社会保障局", "卫生健康委员会", "发展和改革委员会",
    "交通运输局", "文化和旅游局", "市场监督管理局", "自然资源局", "统计局", "审计局", "行政审批服务局",
)  # fmt: skip
_TOWNS: Final = ("柳林", "双河", "新店", "白石", "大坪")
_TOPICS: Final = ("征地补偿", "义务教育", "农村饮水", "就业服务", "老旧小区改造", "医保报销", "公路养护", "生态保护")
_OWN: Final[Mapping[BodyKind, str]] = {
    "government": "本级政府",
    "office": "我办",
    "department": "我局",
    "township": "我镇",
    "subdistrict": "本街道",
}
_KINDS: Final[tuple[BodyKind, ...]] = ("government", "office", "department", "department", "township", "subdistrict")
_AREAS: Final = ("government", "township")
_PERIODS: Final = ("{0}年1月1日至{0}年12月31日", "{0}年1月1日起至12月31日", "{0}年1月1日到{0}年12月31日")


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound report with its twin: the same sentences, but another number of applications told in them.

    ``form`` is the sentence that tells the number, "" where none does.
    """

    key: str
    draft: ReportDraft
    twin: ReportDraft
    previous: ReportDraft
    form: str
    plain: bool


@dataclass(slots=True)
class Tally:
    """What was found in the reports; ``missed`` counts sentences whose wrong number was not found."""

    reports: int = 0
    accused: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)

    @property
    def false(self) -> int:
        """Errors and warnings against sound reports."""
        return sum(number for (_, severity), number in self.accused.items() if severity is not Severity.INFO)


class _Writer:
    """Writes one report; with the same chance and other numbers told it gives the same sentences."""

    def __init__(self, key: str, name: str, kind: BodyKind, year: int, figures: Mapping[str, str]) -> None:
        self.random = Random(key)
        self.kind, self.year, self.figures = kind, year, figures
        self.style = self.random.choice(("digits", "digits", "numerals", "wide", "thousands"))
        place = name[:3]
        self.words = {
            "name": name,
            "own": _OWN[kind],
            "short": name[2:] if kind in ("department", "office") else name,
            "above": self.random.choice(("上级主管部门", "省级有关部门", "市直部门")),
            "place": place,
            "topic": self.random.choice(_TOPICS),
            "year": f"{year}",
            "last": f"{year - 1}",
            "next": f"{year + 1}",
            "period": self.random.choice(_PERIODS).format(year),
        }

    def number(self, value: int) -> str:
        """The number in the report's own style."""
        if self.style == "numerals":
            return str(an2cn(value, "low"))
        if self.style == "thousands":
            return f"{value:,}"
        return str(value).translate(_WIDE) if self.style == "wide" else str(value)

    def told(self, off: int) -> dict[str, str]:
        """The figures as the text tells them; ``off`` is added to what was received."""
        total = {row: int(self.figures[f"applications.{row}.total"]) for row in _ROWS}
        documents = {name: int(self.figures.get(f"proactive.normative_documents.{row}", 0)) for name, row in _DOCUMENTS}
        numbers = {
            "new": total["new"] + off,
            "carried": total["carried_in"],
            "all": total["new"] + total["carried_in"] + off,
            "done": total["total"],
            "left": total["carried_out"],
            "granted": total["granted"],
            **documents,
        }
        return {name: self.number(value) for name, value in numbers.items()}

    def write(self, text: str, off: int = 0, **more: str) -> str:
        """The sentence with everything filled in; made-up numbers differ from one sentence to the next."""
        most = max(int(self.figures["applications.new.total"]), 4)
        part = self.random.randint(1, most - 1)
        loose = {
            "few": self.random.randint(2, 9),
            "few2": self.random.randint(2, 9),
            "some": self.random.randint(11, 97),
            "many": self.random.randint(120, 9800),
            "many2": self.random.randint(120, 9800),
            "limit": self.random.randint(3, 14),
            "part": part,
            "part2": most - part,
        }
        made = {name: self.number(value) for name, value in loose.items()}
        return Template(text).substitute(made, **self.words, **self.told(off), **more)

    def several(self, pool: Sequence[str], least: int, most: int) -> list[str]:
        """Some sentences of a pool, filled in, in any order."""
        chosen = self.random.sample(list(pool), self.random.randint(least, min(most, len(pool))))
        return [self.write(text) for text in chosen]


_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_ROWS: Final = ("new", "carried_in", "total", "carried_out", "granted")
_DOCUMENTS: Final = (("issued", "issued"), ("repealed", "repealed"), ("force", "in_force"))


def make(key: str) -> Sound:
    """The sound report of a key."""
    random = Random(f"{key}/body")
    kind = random.choice(_KINDS)
    name = _name(kind, random)
    year = random.choice(YEARS)
    work = Workload(
        applications=random.choice((0, 2, 7, 30, 160, 1300)),
        licensing=random.choice((0, 40, 5200)),
        penalties=random.choice((0, 12, 700)),
        coercion=random.choice((0, 3)),
        fees=random.choice((0.0, 12.5, 4100.0)),
        documents=random.choice((0, 6, 40)),
        disputed=random.random() < 0.3,
    )
    every = figures_by_year(key, work, range(year - 1, year + 1))
    draft, form = _draft(key, name, kind, year, every[year])
    previous, _ = _draft(f"{key}/previous", name, kind, year - 1, every[year - 1])
    twin, _ = _draft(key, name, kind, year, every[year], off=_off(every[year], random))
    return Sound(key, draft, twin, previous, form, plain=random.random() < 0.2)


def _off(figures: Mapping[str, str], random: Random) -> int:
    """How far the twin's number is off: not by what was carried in, which would make it true again."""
    new, carried = (int(figures[f"applications.{row}.total"]) for row in ("new", "carried_in"))
    return random.choice([off for off in (-1, 1, 9, 90) if abs(off) != carried and new + off >= 0])


def _name(kind: BodyKind, random: Random) -> str:
    place = random.choice(_PLACES)
    match kind:
        case "government":
            return f"{place}人民政府"
        case "office":
            return f"{place}人民政府办公室"
        case "township":
            return f"{place}{random.choice(_TOWNS)}镇人民政府"
        case "subdistrict":
            return f"{place}{random.choice(_TOWNS)}街道办事处"
        case _:
            return place + random.choice(_DEPARTMENTS)


def _draft(
    key: str, name: str, kind: BodyKind, year: int, figures: Mapping[str, str], *, off: int = 0
) -> tuple[ReportDraft, str]:
    writer = _Writer(key, name, kind, year, figures)
    random = writer.random
    form = "2019" if year < 2021 else "2021"
    overview, told = _overview(writer, off, documents=form == "2021")
    published = date(year + 1, 1, random.randint(5, 31))
    draft = ReportDraft(
        body=name,
        kind=kind,
        year=year,
        title=f"{name}{year}年{random.choice(('', '度'))}政府信息公开工作年度报告",
        period="",
        preamble=(writer.write(random.choice(sentences.PREAMBLES)),),
        sections={"overview": overview, "problems": _problems(writer), "other": _others(writer)},
        figures={**figures, **as_2019(figures)} if form == "2019" else figures,
        signature=name,
        signed_on=published - timedelta(days=random.randint(0, 3)),
        published_on=published,
    )
    return (replace(draft, form="2019", applications_form="2019") if form == "2019" else draft), told


def _overview(writer: _Writer, off: int, *, documents: bool) -> tuple[tuple[str, ...], str]:
    random = writer.random
    texts, told = _applications(writer, off)
    aspects = [
        ("主动公开", [*writer.several(sentences.PROACTIVE, 2, 5), *_documents(writer, documents=documents)]),
        ("依申请公开", texts),
        ("政府信息管理", writer.several(sentences.MANAGEMENT, 1, 3)),
        ("政府信息公开平台建设", writer.several(sentences.PLATFORMS, 1, 2)),
        ("监督保障", writer.several(sentences.SUPERVISION, 1, 2)),
    ]
    if writer.kind in _AREAS:
        aspects.append(("考核、评议和责任追究", [writer.write(random.choice(sentences.ASSESSMENT))]))
    ending, apart = random.choice(("。", "方面。", "情况。", "：")), random.random() < 0.3
    paragraphs = [writer.write(random.choice(sentences.OPENINGS))]
    for numeral, (label, written) in zip("一二三四五六", aspects, strict=False):
        heading = f"（{numeral}）{label}{ending}"
        paragraphs += [heading, "".join(written)] if apart else [heading + "".join(written)]
    return tuple(paragraphs), told


def _applications(writer: _Writer, off: int) -> tuple[list[str], str]:
    """What is said of applications: the count, if any is told, among sentences that tell none."""
    random = writer.random
    at_hand = int(writer.figures["applications.new.total"]) + int(writer.figures["applications.carried_in.total"])
    traps = writer.several(sentences.TRAPS, 3, 7)
    more = writer.several(sentences.SUPPLEMENTS, 0, 2)
    if not at_hand:
        return [writer.write(random.choice(sentences.NONE_TOLD)), *traps, *more], ""
    form = random.choice((*sentences.TOLD, *sentences.TOLD_BY_TOPIC, ""))
    if not form:
        return [*traps, *more], ""
    text = writer.write(form, off)
    if form in sentences.TOLD_BY_TOPIC:
        return [text, *traps, *more], form
    texts = [*traps, *more]
    texts.insert(random.randint(0, len(texts)), text)
    return texts, form


def _documents(writer: _Writer, *, documents: bool) -> list[str]:
    traps = writer.several(sentences.DOCUMENT_TRAPS, 1, 4)
    if not documents or writer.random.random() < 0.3:
        return traps
    issued = int(writer.figures["proactive.normative_documents.issued"])
    in_force = int(writer.figures["proactive.normative_documents.in_force"])
    pool = sentences.DOCUMENTS_TOLD if issued and in_force else sentences.NO_DOCUMENTS if not issued else ()
    return [*traps, *(writer.several(pool, 1, 2) if pool else ())]


def _problems(writer: _Writer) -> tuple[str, ...]:
    random = writer.random
    if random.random() < 0.04:
        return random.choice(sentences.IDIOMS)
    problems, mending = (random.sample(pool, 2) for pool in (sentences.PROBLEMS, sentences.REMEDIES))
    words = {f"p{at}": writer.write(text) for at, text in enumerate(problems)}
    words |= {f"m{at}": writer.write(text) for at, text in enumerate(mending)}
    return tuple(writer.write(text, **words) for text in random.choice(sentences.PROBLEM_FRAMES))


def _others(writer: _Writer) -> tuple[str, ...]:
    return (writer.write(writer.random.choice(sentences.OTHERS)),)


def read(draft: ReportDraft, *, plain: bool) -> Report:
    """The draft printed as a page or as plain text, and read."""
    data, name = (
        (report_text(draft), "a.txt") if plain else (report_page(draft, pasted=len(draft.body) % 2 == 0), "a.html")
    )
    return read_report(read_document(data.encode(), name=name), source=name)


def judged(draft: ReportDraft, *, plain: bool, previous: Report | None = None) -> tuple[Report, list[Finding]]:
    """The report in a draft and what the rules find in it, published on its day."""
    report = read(draft, plain=plain)
    publication = Publication(draft.published_on, "label")
    case = Case(today=TODAY, report=report, previous=previous, publication=publication)
    return report, evaluate(case).failures


def run(keys: Sequence[str]) -> Iterator[tuple[Sound, Report, list[Finding], list[Finding]]]:
    """Every sound report with what is found in it, and what is found in its twin."""
    for key in keys:
        one = make(key)
        report, findings = judged(one.draft, plain=one.plain, previous=read(one.previous, plain=False))
        twins = judged(one.twin, plain=one.plain)[1] if one.form else []
        yield one, report, findings, twins


def take(tally: Tally, one: Sound, report: Report, findings: Sequence[Finding], twins: Sequence[Finding]) -> None:
    """Count what was found in one report and its twin."""
    tally.reports += 1
    printed = one.draft.printed()
    figures = {name: figure.printed for name, figure in report.figures.items() if name in printed}
    if why_no_report(report) or (not one.plain and figures != printed):
        tally.unread.append(one.key)
    for finding in findings:
        tally.accused[finding.rule, finding.severity] += 1
        tally.examples[finding.rule].append(f"{one.key}: {finding.message} {finding.quote}")
    if one.form:
        tally.wrong += 1
        if not any(finding.rule == "E01" for finding in twins):
            tally.missed[one.form] += 1


def table(tally: Tally) -> Iterator[str]:
    """The figures of a campaign."""
    yield f"sound reports {tally.reports}, not read as they stand {len(tally.unread)}"
    yield f"false errors and warnings {tally.false}"
    for (rule, severity), number in sorted(tally.accused.items()):
        yield f"  {rule} {severity.value}: {number}"
        if severity is not Severity.INFO:
            yield from (f"    {example}" for example in tally.examples[rule][:SHOWN])
    found = tally.wrong - sum(tally.missed.values())
    yield f"wrong numbers of applications told {tally.wrong}, found {found}"
    yield from (f"  not found {number} times: {form}" for form, number in tally.missed.most_common())


def main(arguments: Sequence[str]) -> int:
    """Make so many reports, judge them and print the figures; exit status 1 where anything is false or unread."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz sound", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many reports (1000)")
    parser.add_argument("--seed", type=int, default=1, help="chance; the same number makes the same reports (1)")
    options = parser.parse_args(arguments)
    tally, start = Tally(), time.monotonic()
    for number, found in enumerate(run([f"{options.seed}/{number}" for number in range(options.count)]), 1):
        take(tally, *found)
        if number % 100 == 0:
            print(f"{number} reports, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    print("\n".join(table(tally)))
    return 1 if tally.false or tally.unread else 0

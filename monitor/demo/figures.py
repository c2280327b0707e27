"""Lawful figures: drawn at random from a fixed seed, and true to every identity of the form.

What is carried out of one year is carried into the next, details add up to
totals, and documents in force are those of last year with the year's issues
and repeals.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from monitor.demo.bodies import Workload
from storage.figures import APPLICANTS, APPLICATION_ROWS, OUTCOMES, REMEDY_BLOCKS, REMEDY_COLUMNS

ODDS: Final = {
    "granted": 52,
    "partly_granted": 8,
    "refused.law_prohibits": 1,
    "refused.third_party_rights": 3,
    "refused.internal_affairs": 3,
    "refused.process_information": 3,
    "refused.enforcement_files": 3,
    "refused.administrative_queries": 2,
    "unavailable.not_held": 13,
    "unavailable.needs_creation": 4,
    "unavailable.still_unclear": 1,
    "not_processed.petition": 3,
    "not_processed.repeated": 2,
    "not_processed.confirmation": 1,
    "other.not_corrected": 1,
}
"""How often an application ends in which row; the rows left out stay at zero."""

_SHARES: Final = (80, 11, 2, 2, 3, 2)
"""Out of a hundred applicants, how many stand in each column but 总计."""

_DISPUTES_FROM: Final = 20
"""Answered applications a year below which nobody goes to review or to court."""

Row = dict[str, int]
"""One row of 表三 by its columns but 总计."""


@dataclass(slots=True)
class _Standing:
    """What one year leaves to the next."""

    carried: Row
    documents: int
    rules: int
    pending: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REMEDY_BLOCKS, 0))


def figures_by_year(seed: str, work: Workload, years: range) -> dict[int, dict[str, str]]:
    """Every figure of the 2021 form by full name, as printed, for each of the years in turn."""
    start = Random(f"{seed}/standing")
    carried = dict.fromkeys(APPLICANTS[:-1], 0)
    carried["natural_person"] = start.randint(0, int(work.applications) // 20)
    standing = _Standing(carried, work.documents, work.rules)
    made: dict[int, dict[str, str]] = {}
    for year in years:
        random = Random(f"{seed}/{year}")
        applications = dict(_applications(random, work, standing))
        handled = int(applications["applications.total.total"])
        made[year] = {
            **_proactive(random, work, standing),
            **applications,
            **_remedies(random, work, standing, handled),
        }
    return made


def as_2019(figures: Mapping[str, str]) -> dict[str, str]:
    """The same year's facts put into the 2019 form, which asks other questions in 表二 and fewer in 表三."""
    proactive = {
        f"proactive.{row}.{column}": figures[f"proactive.{row}.{source}"]
        for row in ("rules", "normative_documents")
        for column, source in (("made", "issued"), ("disclosed", "issued"), ("disclosed_in_all", "in_force"))
    }
    for row, items in (("licensing", "38"), ("other_services", "6"), ("penalties", "112"), ("coercion", "9")):
        proactive |= {
            f"proactive.{row}.items_last_year": items,
            f"proactive.{row}.change": "-1",
            f"proactive.{row}.decisions": figures.get(f"proactive.{row}.decisions", "0"),
        }
    proactive |= {"proactive.fees.items_last_year": "4", "proactive.fees.change": "0"}
    proactive |= {"proactive.procurement.items": "5", "proactive.procurement.amount": "186.40万元"}
    others = {name: text for name, text in figures.items() if not name.startswith("proactive.")}
    return {**proactive, **others, **one_row_of_others(figures)}


def one_row_of_others(figures: Mapping[str, str]) -> dict[str, str]:
    """（六）其他处理 as the 2019 form has it: one row with the sum of the three."""
    members = [row for row in OUTCOMES["2021"] if row.startswith("other.")]
    return {
        f"applications.other.{column}": str(sum(int(figures[f"applications.{row}.{column}"]) for row in members))
        for column in APPLICANTS
    }


def _near(random: Random, mean: float) -> int:
    return round(mean * random.uniform(0.84, 1.18))


def _proactive(random: Random, work: Workload, standing: _Standing) -> dict[str, str]:
    cells: dict[str, int] = {}
    rules, documents = _turnover(random, standing.rules), _turnover(random, standing.documents)
    standing.rules += rules[0] - rules[1]
    standing.documents += documents[0] - documents[1]
    for row, (issued, repealed), in_force in (
        ("rules", rules, standing.rules),
        ("normative_documents", documents, standing.documents),
    ):
        cells |= {f"{row}.issued": issued, f"{row}.repealed": repealed, f"{row}.in_force": in_force}
    cells["licensing.decisions"] = _near(random, work.licensing)
    cells["penalties.decisions"] = _near(random, work.penalties)
    cells["coercion.decisions"] = _near(random, work.coercion)
    printed = {f"proactive.{name}": str(value) for name, value in cells.items()}
    fees = f"{work.fees * random.uniform(0.84, 1.18):.4f}" if work.fees else "0"
    return {**printed, "proactive.fees.amount": fees}


def _turnover(random: Random, documents: int) -> tuple[int, int]:
    """Documents issued and repealed in a year by a body with that many in force."""
    if not documents:
        return 0, 0
    most = 1 + documents // 8
    return random.randint(0, most), random.randint(0, min(most, documents - 1))


def _applications(random: Random, work: Workload, standing: _Standing) -> Iterator[tuple[str, str]]:
    """The cells of 表三; moves what is carried on in ``standing``."""
    columns = APPLICANTS[:-1]
    arrivals = Counter(random.choices(columns, _SHARES, k=_near(random, work.applications)))
    rows: dict[str, Row] = {row: dict.fromkeys(columns, 0) for row in APPLICATION_ROWS["2021"]}
    for column in columns:
        carried_in = standing.carried[column]
        at_hand = arrivals[column] + carried_in
        carried_out = min(at_hand, round(at_hand * random.uniform(0, 0.09)))
        results = Counter(random.choices(tuple(ODDS), tuple(ODDS.values()), k=at_hand - carried_out))
        for row, number in (("new", arrivals[column]), ("carried_in", carried_in), ("carried_out", carried_out)):
            rows[row][column] = number
        for row, number in results.items():
            rows[row][column] = number
        rows["total"][column] = at_hand - carried_out
    standing.carried = rows["carried_out"]
    for row, cells in rows.items():
        for column in columns:
            yield f"applications.{row}.{column}", str(cells[column])
        yield f"applications.{row}.total", str(sum(cells.values()))


def _remedies(random: Random, work: Workload, standing: _Standing, handled: int) -> dict[str, str]:
    """The cells of 表四: a group never has fewer cases than last year left open in it."""
    disputed = work.disputed and handled >= _DISPUTES_FROM
    most = 1 + handled // 40 if disputed else 0
    cells: dict[str, str] = {}
    for block in REMEDY_BLOCKS:
        values = _cases(random, standing.pending[block] + random.randint(0, most))
        standing.pending[block] = values["pending"]
        cells |= {f"remedies.{block}.{column}": str(values[column]) for column in REMEDY_COLUMNS}
        # A suit after review needs a review first.
        most = min(most, int(cells["remedies.review.total"]) // 3) if block == "litigation_direct" else most
    return cells


def _cases(random: Random, upheld: int) -> dict[str, int]:
    """One group of 表四 around that many decisions upheld, so that corrections stay the exception."""
    values = {
        "upheld": upheld,
        "corrected": int(upheld > 3 and random.random() < 0.3),
        "other": int(upheld > 1 and random.random() < 0.4),
        "pending": int(upheld > 2 and random.random() < 0.4),
    }
    return {**values, "total": sum(values.values())}

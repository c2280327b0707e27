"""The three tables of a report, read from wherever their parts stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from monitor.reports.applications import read_applications
from monitor.reports.corroboration import corroborated
from monitor.reports.model import Figure, TableKey, TableReading
from monitor.reports.parts import Item, TablePart
from monitor.reports.proactive import read_proactive
from monitor.reports.remedies import read_remedies
from storage.figures import Form, names_of_form


@dataclass(slots=True)
class Tables:
    """What was read of all three tables."""

    readings: dict[TableKey, TableReading] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_tables(
    items: Sequence[Item], form: Form, *, recognised: bool = False, told: Mapping[str, Decimal] | None = None
) -> Tables:
    """The form's tables in the items of a report. ``figures`` holds every figure of the form, in printed order.

    ``recognised`` is true where the text came through recognition: the form's sums then bear out unsure cells.
    ``told`` are numbers that the prose gives for cells, by full name.
    """
    parts = _parts(items)
    proactive = read_proactive(parts["proactive"], form, told)
    applications = read_applications(parts["applications"], form, told)
    remedies = read_remedies(parts["remedies"])
    tables = (proactive, applications, remedies)
    figures = {name: figure for table in tables for name, figure in table.figures.items()}
    if recognised:
        figures = corroborated(figures, form)
    return Tables(
        {table.reading.key: table.reading for table in tables},
        {**{name: figures[name] for name in names_of_form(form)}, **figures},
        [note for table in tables for note in table.notes],
    )


def form_borne(items: Sequence[Item]) -> Form | None:
    """The form whose labels the tables bear, where 表二 or 表三 tells."""
    parts = _parts(items)
    proactive = read_proactive(parts["proactive"], "2021").reading.form
    return proactive or read_applications(parts["applications"], "2021").reading.form


def _parts(items: Sequence[Item]) -> dict[TableKey, list[TablePart]]:
    found: dict[TableKey, list[TablePart]] = {"proactive": [], "applications": [], "remedies": []}
    for item in items:
        if isinstance(item, TablePart) and item.key is not None:
            found[item.key].append(item)
    return found

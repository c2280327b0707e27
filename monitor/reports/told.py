"""Numbers that the prose gives for cells of the tables: they settle how digits that ran together are to be cut."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from monitor.reports.model import Section, SectionKey
from monitor.reports.narrative import CountKind, counts

_CELLS: Final[Mapping[CountKind, str]] = {
    "applications_received": "applications.new.total",
    "applications_carried_in": "applications.carried_in.total",
    "applications_handled": "applications.total.total",
    "applications_carried_out": "applications.carried_out.total",
    "documents_issued": "proactive.normative_documents.issued",
    "documents_repealed": "proactive.normative_documents.repealed",
    "documents_in_force": "proactive.normative_documents.in_force",
    "rules_issued": "proactive.rules.issued",
    "rules_repealed": "proactive.rules.repealed",
    "rules_in_force": "proactive.rules.in_force",
}
_SAYING: Final[tuple[SectionKey, ...]] = ("overview", "proactive", "applications")
"""The sections that tell the year's facts; section 五 tells plans."""


def told_cells(sections: Sequence[Section], *, year: int | None, body: str | None) -> dict[str, Decimal]:
    """The numbers by full name; a cell for which the prose gives several has none."""
    found: dict[str, set[Decimal]] = defaultdict(set)
    for section in sections:
        if section.key in _SAYING:
            for count in counts(section.text, year=year, body=body):
                if count.kind in _CELLS and count.whole and not (count.wide or count.accepted):
                    found[_CELLS[count.kind]].add(count.number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}

"""The one catalogue of figures: every named cell of the annual-report forms.

A figure's name is ``table.row.column``. The wide SQL table, its tall view and
the forms in :mod:`monitor.reports.forms` are all made from this catalogue, so
a figure is declared here and nowhere else.

Source of the cells: 国办公开办函〔2021〕30号 (report years from 2021) and
国办公开办函〔2019〕60号 (report years 2019 and 2020).
"""

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

Form = Literal["2019", "2021"]

APPLICANTS: Final = (
    "natural_person",
    "enterprise",
    "research",
    "public_welfare",
    "legal_service",
    "other",
    "total",
)
"""Columns of the applications table (表三), left to right."""

REFUSED: Final = tuple(
    f"refused.{name}"
    for name in (
        "state_secret",
        "law_prohibits",
        "security_and_stability",
        "third_party_rights",
        "internal_affairs",
        "process_information",
        "enforcement_files",
        "administrative_queries",
    )
)
UNAVAILABLE: Final = tuple(f"unavailable.{name}" for name in ("not_held", "needs_creation", "still_unclear"))
NOT_PROCESSED: Final = tuple(
    f"not_processed.{name}" for name in ("petition", "repeated", "publications", "excessive", "confirmation")
)
OTHER_2021: Final = tuple(f"other.{name}" for name in ("not_corrected", "fee_unpaid", "other"))
OTHER_2019: Final = ("other",)

_OUTCOMES_BEFORE_OTHER: Final = ("granted", "partly_granted", *REFUSED, *UNAVAILABLE, *NOT_PROCESSED)

OUTCOMES: Final[dict[Form, tuple[str, ...]]] = {
    "2019": (*_OUTCOMES_BEFORE_OTHER, *OTHER_2019),
    "2021": (*_OUTCOMES_BEFORE_OTHER, *OTHER_2021),
}
"""Rows of 表三 that add up to its row （七）总计, in printed order."""

APPLICATION_ROWS: Final[dict[Form, tuple[str, ...]]] = {
    form: ("new", "carried_in", *outcomes, "total", "carried_out") for form, outcomes in OUTCOMES.items()
}
"""Every row of 表三 in printed order: 25 in the 2021 form, 23 in the 2019 form."""

REMEDY_BLOCKS: Final = ("review", "litigation_direct", "litigation_after_review")
REMEDY_COLUMNS: Final = ("upheld", "corrected", "other", "pending", "total")

_DOCUMENTS: Final = ("rules", "normative_documents")

PROACTIVE_CELLS: Final[dict[Form, tuple[str, ...]]] = {
    "2021": (
        *(
            f"{row}.{column}"
            for row in ("rules", "normative_documents")
            for column in ("issued", "repealed", "in_force")
        ),
        "licensing.decisions",
        "penalties.decisions",
        "coercion.decisions",
        "fees.amount",
    ),
    "2019": (
        *(
            f"{row}.{column}"
            for row in ("rules", "normative_documents")
            for column in ("made", "disclosed", "disclosed_in_all")
        ),
        *(
            f"{row}.{column}"
            for row in ("licensing", "other_services", "penalties", "coercion")
            for column in ("items_last_year", "change", "decisions")
        ),
        "fees.items_last_year",
        "fees.change",
        "procurement.items",
        "procurement.amount",
    ),
}
"""Value cells of 表二 as ``row.column``, in printed order: 10 in the 2021 form."""


@dataclass(frozen=True, slots=True)
class FigureName:
    """One named cell of a form: where it stands and in which forms it exists."""

    table: Literal["proactive", "applications", "remedies"]
    row: str
    column: str
    forms: frozenset[Form]

    @property
    def name(self) -> str:
        """The full name, ``table.row.column``."""
        return f"{self.table}.{self.row}.{self.column}"

    @property
    def sql_name(self) -> str:
        """The column of the wide SQL table that holds this figure's value."""
        return self.name.replace(".", "_")


@cache
def catalogue() -> dict[str, FigureName]:
    """All figures of all forms by full name, the 2021 form's first, in printed order."""
    found: dict[str, set[Form]] = {}
    places: dict[str, tuple[Literal["proactive", "applications", "remedies"], str, str]] = {}
    for form in ("2021", "2019"):
        for table, row, column in _cells(form):
            name = f"{table}.{row}.{column}"
            found.setdefault(name, set()).add(form)
            places[name] = (table, row, column)
    return {name: FigureName(*places[name], frozenset(forms)) for name, forms in found.items()}


@cache
def names_of_form(form: Form) -> tuple[str, ...]:
    """The full names of one form's figures in printed order: 200 in the 2021 form."""
    return tuple(f"{table}.{row}.{column}" for table, row, column in _cells(form))


def _cells(form: Form) -> list[tuple[Literal["proactive", "applications", "remedies"], str, str]]:
    cells: list[tuple[Literal["proactive", "applications", "remedies"], str, str]] = []
    for cell in PROACTIVE_CELLS[form]:
        row, column = cell.split(".")
        cells.append(("proactive", row, column))
    cells.extend(("applications", row, column) for row in APPLICATION_ROWS[form] for column in APPLICANTS)
    cells.extend(("remedies", block, column) for block in REMEDY_BLOCKS for column in REMEDY_COLUMNS)
    return cells

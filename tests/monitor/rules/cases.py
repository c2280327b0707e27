"""The cases of every rule: how a lawful draft is broken, and what the rule must answer then.

They stand in the rule's own test module, which mirrors the rule's (``table_three/b01_balance.py`` is tested by
``table_three/test_b01_balance.py``), and :mod:`tests.monitor.rules.test_outcomes` runs them all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from monitor.reports.model import CellState
from monitor.rules.model import Outcome
from tests.monitor.rules.drafting import Draft

ABSENT, BLANK, SYMBOL, TEXT, UNSURE = (
    CellState.ABSENT,
    CellState.BLANK,
    CellState.SYMBOL,
    CellState.TEXT,
    CellState.UNSURE,
)
NEW, IN, TOTAL, OUT = (f"applications.{row}.total" for row in ("new", "carried_in", "total", "carried_out"))
PERSONS = "applications.granted.natural_person"

Mutation = Callable[[Draft], Draft]


@dataclass(frozen=True)
class Cases:
    """One rule's line of the catalogue, and named mutations of a lawful draft of ``kind`` by what they bring about.

    ``not_in_demo`` says why no made-up report of the demo breaks the rule, where none does.
    """

    code: str
    name: str
    name_zh: str
    severity: str
    basis_kind: str
    fails: Mapping[str, Mutation]
    passes: Mapping[str, Mutation]
    not_assessed: Mapping[str, tuple[Outcome, Mutation]]
    kind: str = "department"
    not_in_demo: str = ""


@cache
def cases_of_rules() -> Mapping[str, Cases]:
    """The cases in the folders beside this file, by the module of the rule that they are of."""
    here = Path(__file__).parent
    paths = sorted(here.glob("*/test_[a-z][0-9][0-9]_*.py"))
    return {
        f"monitor.rules.{path.parent.name}.{path.stem.removeprefix('test_')}": import_module(
            f"tests.monitor.rules.{path.parent.name}.{path.stem}"
        ).CASES
        for path in paths
    }

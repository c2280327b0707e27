"""What the program imports is what it says it stands on, and the lock holds all of that."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("crawler", "monitor", "storage")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HANDED_ON = {"cryptography", "markupsafe", "pdfminer", "twisted", "zope"}
"""What Scrapy, pdfplumber and Jinja are built of and hand on: the versions are theirs to choose."""
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def named(requirement: str) -> str:
    """A distribution's name without its versions, spelt as package indexes spell it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]).lower()


def imported() -> Iterator[str]:
    """The packages that some module of the program imports, at its top or inside a function."""
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield node.module.partition(".")[0]


def test_whatever_is_imported_is_declared_and_not_for_development_alone():
    # Only type checkers know _typeshed.
    foreign = set(imported()) - sys.stdlib_module_names - set(FLOORS) - {"_typeshed"}
    declared = {named(one) for one in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["ocr"]]}
    origins = packages_distributions()
    undeclared = {package for package in foreign if declared.isdisjoint(map(named, origins.get(package, ())))}
    assert undeclared == HANDED_ON


def test_the_lock_holds_every_requirement_and_names_no_place_to_fetch_it_from():
    locked = {named(line) for line in LOCK.splitlines() if re.match(r"\w", line)}
    extras = PROJECT["optional-dependencies"].values()
    assert {named(one) for one in [*PROJECT["dependencies"], *(one for extra in extras for one in extra)]} <= locked
    assert "://" not in LOCK
    assert "--index-url" not in LOCK

"""The hash of all that the answers on a body and year rest on, but the day.

It holds the code by which they are given, a hash of every reading they are
given from, and every field of the case as it is: a new field of the case is in
it without a word here. What depends on the day is told by the answers
themselves (:meth:`monitor.rules.model.Case.holds`).
"""

from collections.abc import Hashable
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import attrgetter
from typing import Final

from monitor.rules.model import Case

READ: Final = frozenset({"report", "previous", "agreements"})
"""Fields of a case that come out of readings, whose hashes stand for them."""

OF_THE_DAY: Final = frozenset({"today", "asked"})
"""Fields of a case that rules see only by the days they ask for."""

_SIZE: Final = 16
"""Bytes of a hash."""

_values: Final = attrgetter(*(one.name for one in fields(Case) if one.name not in READ | OF_THE_DAY))


@cache
def version_of_rules() -> str:
    """What names the code by which all is judged: another after every change of it, whatever it was."""
    code = blake2b(digest_size=_SIZE)
    for package in ("crawler", "monitor", "storage"):
        _take_in(code, files(package))
    return code.hexdigest()


def hash_of(case: Case, *others: Hashable) -> bytes:
    """The hash of a case, before anything of it was read, and of what else its answers and alerts rest on."""
    text = repr((version_of_rules(), _values(case), others))
    return blake2b(text.encode(errors="surrogatepass"), digest_size=_SIZE).digest()


def _take_in(code: "blake2b", folder: Traversable) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            _take_in(code, entry)
        elif entry.name.endswith(".py"):
            code.update(entry.name.encode() + b"\0" + entry.read_bytes())

"""Text folded for searching, every character of it knowing its place in the original."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from crawler.text import fold

_fold_one = lru_cache(maxsize=8192)(fold)
"""One character folded; a report uses some thousand different ones."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text (no white space, one width of punctuation) beside the original it was made from."""

    text: str
    places: tuple[int, ...]
    original: str

    @classmethod
    def of(cls, original: str, *, keep: Iterable[str] = ()) -> "Folded":
        """The original folded; characters in ``keep`` (a line's end) stay as they are."""
        kept = frozenset(keep)
        pairs = [(c, at) for at, char in enumerate(original) for c in ((char,) if char in kept else _fold_one(char))]
        return cls("".join(char for char, _ in pairs), tuple(at for _, at in pairs), original)

    def before(self, at: int) -> int:
        """The place in the original right behind the character before ``at``."""
        return self.places[at - 1] + 1 if at else 0

    def printed(self, start: int, end: int) -> str:
        """What stands in the original for the folded characters from ``start`` to ``end``."""
        return self.original[self.places[start] : self.before(end)] if start < end else ""

    def spans(self, ends: str) -> Iterator[tuple[int, int]]:
        """The stretches of folded text between characters of ``ends``, empty ones left out."""
        start = 0
        for at, char in enumerate((*self.text, ends[0])):
            if char in ends:
                if start < at:
                    yield start, at
                start = at + 1

"""How far the rules went: which were asked of a report and what came of each, in numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from monitor.rules.model import Outcome

_LOUDEST_FIRST: Final = (
    Outcome.FAIL,
    Outcome.CRASHED,
    Outcome.UNREADABLE,
    Outcome.NOT_EVALUATED,
    Outcome.NOT_APPLICABLE,
    Outcome.PASS,
)
"""A rule may give several answers; the first of these among them is what came of it."""

_CHECKED: Final = frozenset({Outcome.PASS, Outcome.FAIL})
_UNCHECKED: Final = frozenset({Outcome.CRASHED, Outcome.UNREADABLE, Outcome.NOT_EVALUATED})


@dataclass(frozen=True, slots=True)
class Coverage:
    """What came of every rule that was asked, by its code, in the order asked.

    It is what people are told as 已查 n 项，不适用 n，未能检查 n（哪些）.
    """

    outcomes: Mapping[str, Outcome]

    @classmethod
    def of(cls, answers: Iterable[tuple[str, Outcome]]) -> Self:
        """The coverage that these answers, each a rule's code and an outcome, amount to."""
        found: dict[str, Outcome] = {}
        for code, outcome in answers:
            found[code] = min(found.get(code, outcome), outcome, key=_LOUDEST_FIRST.index)
        return cls(found)

    @property
    def asked(self) -> int:
        """How many rules were asked."""
        return len(self.outcomes)

    @property
    def checked(self) -> int:
        """How many came to a result, pass or fail."""
        return sum(outcome in _CHECKED for outcome in self.outcomes.values())

    @property
    def not_applicable(self) -> int:
        """How many do not hold for such a body, year or report."""
        return sum(outcome is Outcome.NOT_APPLICABLE for outcome in self.outcomes.values())

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The codes of those that could not be checked: unreadable, not evaluated, crashed."""
        return tuple(code for code, outcome in self.outcomes.items() if outcome in _UNCHECKED)

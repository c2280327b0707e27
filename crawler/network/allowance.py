"""What the visit of one portal may cost: so many requests, and only in the hours the registry allows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from crawler.problems import UnansweredError
from crawler.window import Window

USUAL_BUDGET: Final = 2000
"""Requests of one visit where the registry gives no budget: with the usual pause about an hour."""


@dataclass(slots=True)
class Allowance:
    """What is left of one visit's requests; ``now`` tells the time."""

    budget: int
    window: Window | None
    now: Callable[[], datetime]
    spent: int = 0
    _told: bool = field(default=False, init=False)

    def spend(self) -> None:
        """Count one request; UnansweredError where no more may be sent in this visit."""
        if self.window is not None and not self.window.holds(self.now()):
            raise self._refusal(f"约定的巡查时段（{self.window}）已过")
        if self.spent >= self.budget:
            raise self._refusal(f"一次巡查最多 {self.budget} 次请求，已经用完")
        self.spent += 1

    def _refusal(self, what: str) -> UnansweredError:
        told, self._told = self._told, True
        mend = "没问到的下次先问；若总是不够，请在 portals.toml 放宽 budget 或 window。"
        return UnansweredError("budget", f"{what}，余下的本次没有询问。{mend}", repeated=told)

"""The hours of a day in which a portal may be visited."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final, Self

from storage.clock import SHANGHAI

_WRITTEN: Final = re.compile(r"([0-2]?\d)[:：]([0-5]\d)\s*[-—–~～至]\s*([0-2]?\d)[:：]([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of a day, in Asia/Shanghai, in which a portal may be visited; they may pass over midnight."""

    opens: time
    closes: time

    @classmethod
    def of(cls, text: str) -> Self:
        """The window written as ``22:00-06:00``; ValueError where it is none."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is no window")
        window = cls(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
        if window.opens == window.closes:
            raise ValueError("a window of no length")
        return window

    def holds(self, moment: datetime) -> bool:
        """Whether an aware moment falls into the window."""
        now = moment.astimezone(SHANGHAI).time()
        if self.opens < self.closes:
            return self.opens <= now < self.closes
        return now >= self.opens or now < self.closes

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

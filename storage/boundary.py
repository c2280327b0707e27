"""Law 4 of the house: a defect met in one portal, report, rule or file takes nothing else down."""

from types import TracebackType
from typing import Self

from storage.errors import LogError


class Boundary:
    """Holds whatever goes wrong within it; ``problem`` is that afterwards, None where nothing did.

    This is the one place that catches every error, for the errors met are
    mistakes in our own code, which nobody foresaw. Whoever uses it must say what
    was lost. A log that cannot be written (LogError) passes, for then nothing can
    be said; so does what ends the process.
    """

    __slots__ = ("problem",)

    def __init__(self) -> None:
        self.problem: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(problem, Exception) or isinstance(problem, LogError):
            return False
        self.problem = problem
        return True

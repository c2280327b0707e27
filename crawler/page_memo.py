"""What is asked of a page again and again, worked out once for as long as the page is at hand.

A dozen rooms look at the same page, each with nothing but its text in hand. Their
answers are kept by that text and fall away together when newer pages crowd it out.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

MOST_CHARACTERS: Final = 300_000
"""Text of all pages at hand, some twenty to fifty bytes of answers each. The latest page stays at any size."""

_LEAST: Final = 10_000
"""What a page counts for at least, so that many scraps do not become many pages."""


class _AtHand:
    """The pages looked at last with the answers about them, the latest at the end."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, dict[Hashable, Any]] = OrderedDict()
        self._weight = 0

    def answers(self, html: str) -> dict[Hashable, Any]:
        """The answers about a page until now, none for a page that is new."""
        known = self._pages.get(html)
        if known is not None:
            self._pages.move_to_end(html)
            return known
        fresh: dict[Hashable, Any] = {}
        self._pages[html] = fresh
        self._weight += max(len(html), _LEAST)
        while self._weight > MOST_CHARACTERS and len(self._pages) > 1:
            oldest, _ = self._pages.popitem(last=False)
            self._weight -= max(len(oldest), _LEAST)
        return fresh


_AT_HAND: Final = _AtHand()


def once(work: Callable[Concatenate[str, _P], _T]) -> Callable[Concatenate[str, _P], _T]:
    """A function of a page's text that works only once for a page at hand.

    Its answer is everybody's and must not be changed; its further arguments are
    hashable. Answers about the same page belong together (elements of one tree)
    as long as no other page is asked about between them.
    """

    @wraps(work)
    def ask(html: str, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        answers = _AT_HAND.answers(html)
        question = (work, args, *kwargs.items())
        if question not in answers:
            answers[question] = work(html, *args, **kwargs)
        answer: _T = answers[question]
        return answer

    return ask

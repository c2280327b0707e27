"""What a family of portal software is asked: one class, every question with the answer of software that knows nothing.

A family overrides what it knows, is the ``FAMILY`` of a module of this room, and
is named in ``crawler.platforms``, through which alone it is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import Element


@dataclass(frozen=True, slots=True)
class Category:
    """One category of annual reports: its number, its name, and its address (maybe relative) if it lives elsewhere."""

    number: int
    name: str
    elsewhere: str


class Family(Protocol):
    """One portal software, recognised by its marks in the page that it is asked about."""

    def ways(self, shown: Shown) -> Iterable[PageRequest]:
        """What it would ask for next: its list, or the page after this one."""
        del shown
        return ()

    def counts_itself(self, shown: Shown) -> bool:
        """Whether an answer of it says where its list ends, so that nothing is counted on."""
        del shown
        return False

    def categories(self, html: str) -> Iterable[Category]:
        """The categories of annual reports in a page's tree."""
        del html
        return ()

    def click(self, element: Element, shown: Shown) -> PageRequest | None:
        """The request that a link or button of a pager makes without an address; None where it makes none."""
        del element, shown
        return None

    def page_number(self, element: Element) -> int | None:
        """The number of the page that a link of a pager asks for; None where the link does not say."""
        del element
        return None

    def forms_onward(self, shown: Shown) -> Iterable[PageRequest]:
        """Forms of a page whose pager is blind that may bring the page after it, as guesses."""
        del shown
        return ()

    def lists_beside(self, shown: Shown) -> Iterable[PageRequest]:
        """The lists of other years or units that the page as it is opened leads to."""
        del shown
        return ()

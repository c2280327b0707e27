"""What one portal software needs beyond the generic carriers and pagers, one module a family.

Everybody else asks here, and knows no family by its name.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import Element
from crawler.platforms.family import Category, Family

_NAMES: Final = (
    "jcms",
    "gkmlpt",
    "jpaas",
    "lonsun",
    "ucap",
    "epoint",
    "hebei",
    "aspnet",
)

FAMILIES: Final[dict[str, Family]] = {name: import_module(f"{__name__}.{name}").FAMILY for name in _NAMES}
"""Every family by the name of its module, in the order in which they are asked."""


def ways_of(shown: Shown) -> Iterator[PageRequest]:
    """What each portal software recognised in a page would ask for next: its list, or the page after this one."""
    for family in FAMILIES.values():
        yield from family.ways(shown)


def counts_itself(shown: Shown) -> bool:
    """Whether an answer is of a software that says where its list ends, so that nothing is counted on."""
    return any(family.counts_itself(shown) for family in FAMILIES.values())


def categories(html: str) -> Iterator[Category]:
    """The categories of annual reports in the tree of a platform's page; none where the page is no such page."""
    for family in FAMILIES.values():
        yield from family.categories(html)


def own_category(html: str) -> Category | None:
    """The category whose list the platform itself answers, so that no browser is needed; None where it has none."""
    return next((category for category in categories(html) if not category.elsewhere), None)


def request_of_click(element: Element, shown: Shown) -> PageRequest | None:
    """The request that a pager's link or button makes by its software's script; None where it makes none."""
    requests = (family.click(element, shown) for family in FAMILIES.values())
    return next((request for request in requests if request is not None), None)


def page_number(element: Element) -> int | None:
    """The number of the page that a pager's link asks for by its software's script; None for any other link."""
    numbers = (family.page_number(element) for family in FAMILIES.values())
    return next((number for number in numbers if number is not None), None)


def forms_onward(shown: Shown) -> Iterator[PageRequest]:
    """Forms that may bring the page after one whose pager is blind, as guesses."""
    for family in FAMILIES.values():
        yield from family.forms_onward(shown)


def lists_beside(shown: Shown) -> Iterator[PageRequest]:
    """The lists of other years or units that the page as it is opened leads to."""
    for family in FAMILIES.values():
        yield from family.lists_beside(shown)

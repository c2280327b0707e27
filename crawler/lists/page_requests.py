"""How a page of a list is asked for, and what is known of a page when the one after it is sought."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, takewhile
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from crawler.lists.carriers import json_of, scripts_of
from crawler.markup import Element, base_of, opening_of, tree_of
from crawler.text import squash

Form = tuple[tuple[str, str], ...]

PAGE_NAME: Final = re.compile(
    r"page|page_?(?:no|num|number|index)|(?:cur|curr|current|now)_?page|paged|cpage|topage|p|pn|pg|current",
    re.IGNORECASE,
)
"""What the parameter is called that says which page of a list is wanted."""

SIZE_NAME: Final = re.compile(r"_?page_?size|per_?page|page_?rows|rows|size|limit|n", re.IGNORECASE)
"""What the parameter or field is called that says how many rows a page holds."""

LONGEST_LABEL: Final = 80
"""Characters of what a pager or a button says; what has more is none of either."""

_PAGE: Final = re.compile(r"<(?:html|body|head)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """How to ask for a page of a list; ``form`` is the body of a POST, ``json`` another one's.

    ``xhr`` says that the page's own script asks so, ``guess`` that nothing
    says for certain that the list goes on there: such an answer counts only
    where it shows a report, and it is no trouble where there is none.
    ``branch`` says that it leads to a list beside others of the same page,
    ``first`` that it is that list's first page as people count them,
    ``from_zero`` that its pages are known to be counted from 0.
    """

    url: str
    method: Literal["GET", "POST"] = "GET"
    form: Form = ()
    json: str = ""
    xhr: bool = field(default=False, compare=False)
    guess: bool = field(default=False, compare=False)
    branch: bool = field(default=False, compare=False)
    first: bool = field(default=False, compare=False)
    from_zero: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Shown:
    """One page of a list as it came. ``number`` is its place, from 1.

    ``rows`` is how many it shows, None where the caller does not know whether
    it is a list; ``barren`` says that none of them can be a report.
    """

    html: str
    url: str
    request: PageRequest
    number: int = 1
    rows: int | None = None
    barren: bool = False

    @cached_property
    def root(self) -> Element:
        """The parsed page."""
        return tree_of(self.html)

    @cached_property
    def base(self) -> str:
        """The address that its relative links start from."""
        return base_of(self.root, self.url)

    @cached_property
    def number_holders(self) -> frozenset[Element]:
        """Every element in which a number stands by itself, as in a pager."""
        found: set[Element] = set()
        for element in self.root.iter("a", "span", "li", "em", "b", "strong"):
            if squash(opening_of(element, LONGEST_LABEL)).isdigit():
                found.update(takewhile(lambda above: above not in found, chain((element,), element.iterancestors())))
        return frozenset(found)

    @cached_property
    def scripts(self) -> str:
        """Its inline scripts."""
        return scripts_of(self.html)

    @cached_property
    def data(self) -> Any:
        """What it says where it is JSON, else None."""
        return json_of(self.html)

    @property
    def is_empty(self) -> bool:
        """Whether it is a list that shows nothing that can be a report, so that its rows may come from elsewhere."""
        return self.rows is not None and not self.shows_rows

    @property
    def shows_rows(self) -> bool:
        """Whether it shows rows that may be reports, so that a request for its first page brings nothing new."""
        return bool(self.rows) and not self.barren

    @cached_property
    def is_whole_page(self) -> bool:
        """Whether it is a page that people open, and not a fragment or data for a script."""
        return self.data is None and bool(_PAGE.search(self.html))

    @property
    def path(self) -> str:
        """The path of its address."""
        return urlsplit(self.url).path

"""Every family of portal software has a golden pair whose page it knows, and does not speak of pages it does not."""

import pytest

from crawler.lists.page_requests import PageRequest, Shown
from crawler.platforms import FAMILIES
from crawler.platforms.family import Family
from tests.crawler.pairs import Pair, all_pairs


def speaks(family: Family, pair: Pair) -> bool:
    """Whether a family has anything to say of a pair's page."""
    form = tuple(map(tuple, pair.expected.get("form", ())))
    shown = Shown(pair.page, pair.url, PageRequest(pair.url, "POST", form) if form else PageRequest(pair.url), rows=0)
    said = (family.ways, family.forms_onward, family.lists_beside)
    return (
        family.counts_itself(shown)
        or any(True for ask in said for _ in ask(shown))
        or any(True for _ in family.categories(pair.page))
        or any(family.click(element, shown) for element in shown.root.iter("a", "input", "button"))
    )


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_knows_the_page_of_a_golden_pair_of_its_name(name: str) -> None:
    own = [pair for pair in all_pairs() if pair.name.startswith(f"{name}_")]
    assert own, f"golden/{name}_….expected.json is missing"
    assert any(speaks(FAMILIES[name], pair) for pair in own)


def test_a_page_of_no_family_is_left_alone() -> None:
    plain = Pair("plain", "<html><body><ul><li><a href='/a.html'>甲</a></li></ul></body></html>", {"url": "http://x/"})
    assert not [name for name, family in FAMILIES.items() if speaks(family, plain)]

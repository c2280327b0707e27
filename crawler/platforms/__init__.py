"""What one portal software needs beyond the generic carriers and pagers, one module a family."""

from collections.abc import Iterator

from crawler.lists.page_requests import PageRequest, Shown
from crawler.platforms import epoint, gkmlpt, hebei, jcms, jpaas, lonsun, ucap

_FAMILIES = (jcms, gkmlpt, jpaas, lonsun, ucap, epoint, hebei)


def ways_of(shown: Shown) -> Iterator[PageRequest]:
    """What each portal software recognised in a page would ask for next: its list, or the page after this one."""
    for family in _FAMILIES:
        yield from family.ways(shown)


def counts_itself(shown: Shown) -> bool:
    """Whether an answer is of a software that says where its list ends, so that nothing is counted on."""
    return gkmlpt.is_answer(shown) or jpaas.is_answer(shown)

"""All sample portals."""

from collections.abc import Callable

from tests.portals import countpage, jcms, jpaas, trs, ucap, ucap_json
from tests.portals.truth import Sample

MAKERS: tuple[Callable[[int], Sample], ...] = (
    trs.portal,
    countpage.portal,
    jcms.portal,
    jpaas.portal,
    ucap.portal,
    ucap_json.portal,
)


def all_samples(port: int) -> tuple[Sample, ...]:
    """Every sample portal as it stands when served at that port."""
    return tuple(make(port) for make in MAKERS)

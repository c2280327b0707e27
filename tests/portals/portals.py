"""All sample portals."""

from collections.abc import Callable, Collection

from tests.portals import (
    anhui,
    aspnet,
    by_year,
    click,
    cookie,
    countpage,
    department,
    epoint,
    gbk,
    gkmlpt,
    hebei,
    jcms,
    jpaas,
    lonsun,
    odd_links,
    pieces,
    second_host,
    shells,
    soft_404,
    spa,
    tree,
    trs,
    ucap,
    ucap_json,
    unit_tree,
    vsb,
    wall,
)
from tests.portals.truth import Sample

MAKERS: tuple[Callable[[int], Sample], ...] = (
    trs.portal,
    countpage.portal,
    jcms.portal,
    jpaas.portal,
    ucap.portal,
    ucap_json.portal,
    gkmlpt.portal,
    lonsun.portal,
    anhui.portal,
    vsb.portal,
    hebei.portal,
    aspnet.portal,
    epoint.portal,
    tree.portal,
    shells.portal,
    second_host.portal,
    click.portal,
    spa.portal,
    gbk.portal,
    wall.portal,
    soft_404.portal,
    pieces.portal,
    odd_links.portal,
    cookie.portal,
    by_year.portal,
    unit_tree.portal,
    department.portal,
)


def all_samples(port: int) -> tuple[Sample, ...]:
    """Every sample portal as it stands when served at that port."""
    return samples_named([], port)


def samples_named(names: Collection[str], port: int) -> tuple[Sample, ...]:
    """The sample portals of these modules (``trs``, ``jcms``, …), all where none is named; LookupError for others."""
    makers = {make.__module__.rpartition(".")[2]: make for make in MAKERS}
    if unknown := set(names) - makers.keys():
        raise LookupError(f"no sample portals: {'、'.join(sorted(unknown))}")
    return tuple(make(port) for name, make in makers.items() if not names or name in names)

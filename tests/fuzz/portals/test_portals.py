"""A small campaign, the same every time, and the making of its portals."""

from collections.abc import Iterator
from random import Random

import pytest

from tests.fuzz.portals.building import DAYS, build
from tests.fuzz.portals.campaign import Tally, keys_of, watch_batch
from tests.fuzz.portals.command import report
from tests.fuzz.portals.composition import HOME_LINKS, TRAPS, compose
from tests.fuzz.portals.pagers import PAGERS
from tests.fuzz.portals.titles import FORMS, titles
from tests.portals.watching import Duty, Fate, Outcome, Watched

KEYS = [f"2026/{number}" for number in (0, 1, 2, 3, 4, 5, 6, 7)]
SIZE = (7, 9)
# Portals are visited three times, beside whatever else the machine does.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def tally() -> Tally:
    made = Tally()
    made.take(watch_batch(KEYS, 9, browser=False, size=SIZE))
    return made


def test_nobody_is_accused_of_what_stands_there(tally: Tally) -> None:
    assert [str(breach) for breach in tally.breaches] == []


def test_a_plain_portal_is_seen_whole(tally: Tally) -> None:
    plain = tally.plain
    assert plain.published.keys() == {Fate.FOUND}
    assert plain.silent.keys() <= {Fate.ACCUSED}
    assert tally.plain_dated.keys() == {True}


def test_the_report_counts_every_body(tally: Tally) -> None:
    lines = list(report(tally))
    every = next(line for line in lines if line.startswith("all "))
    published, found, unknown, accused, wrong, silent, *_ = map(int, every.split()[1:])
    assert published + silent == tally.bodies
    assert found + unknown + accused + wrong == published


@pytest.mark.parametrize("key", KEYS)
def test_the_same_key_makes_the_same_portal(key: str) -> None:
    once, again = (_made(key) for _ in range(2))
    assert once == again


def test_other_keys_make_other_portals() -> None:
    assert len({_made(key) for key in KEYS}) == len(KEYS)


def test_chance_covers_the_field() -> None:
    made = [compose(f"5/{number}") for number in range(400)]
    assert {one.home for one in made} == set(HOME_LINKS)
    assert {trap for one in made for trap in one.traps} == set(TRAPS)
    assert {one.pager for one in made} == {"none", *PAGERS}
    assert {form for one in made for form in one.titles} == set(FORMS)
    assert sum(one.plain for one in made) == 100


@pytest.mark.parametrize("form", FORMS)
def test_a_title_is_long_enough_to_be_told_from_others(form: str) -> None:
    made = titles(form, "沧浦县财政局", 2025, Random(1))
    assert form == "nameless" or "沧浦县财政局" in made.row.replace(" ", "")
    assert made.page


def test_batches_are_as_many_as_asked_for() -> None:
    batches = list(keys_of(7, 1000))
    assert [batch[0] for batch in batches] == ["7/0", "7/12", "7/24"]


PUBLISHED, SILENT = Duty("甲县财政局", "department", "http://127.0.0.1/1"), Duty("甲县民政局", "department")


@pytest.mark.parametrize(
    ("outcome", "is_breach"),
    [
        (Outcome(PUBLISHED, Fate.FOUND, "甲县财政局"), False),
        (Outcome(PUBLISHED, Fate.UNKNOWN), False),
        (Outcome(PUBLISHED, Fate.ACCUSED), True),
        (Outcome(PUBLISHED, Fate.UNKNOWN, "甲县置顶财政局"), True),
        (Outcome(PUBLISHED, Fate.WRONG), True),
        (Outcome(SILENT, Fate.ACCUSED), False),
        (Outcome(SILENT, Fate.UNKNOWN), False),
        (Outcome(SILENT, Fate.WRONG), True),
        (Outcome(Duty("甲县图书馆", "institution", owes=False), Fate.ACCUSED), True),
    ],
)
def test_a_breach_is_seen(outcome: Outcome, *, is_breach: bool) -> None:
    assert outcome.is_breach is is_breach


def _made(key: str) -> tuple[object, ...]:
    portal = build(compose(key), "127.78.99.1", 1, SIZE)
    return (portal.name, portal.duties, tuple(_pages(portal)))


def _pages(portal: Watched) -> Iterator[tuple[str, bytes]]:
    for day in DAYS:
        portal.change(day)
        for path, page in sorted(portal.hosts[0].pages.items()):
            if page.media_type.startswith("text/html"):
                yield path, page.body

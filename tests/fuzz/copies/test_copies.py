"""Mutilated copies of lawful reports: no figure wrong, none lost without a word, nothing found for nothing."""

from random import Random

import pytest

from tests.fuzz.copies import books, markup
from tests.fuzz.copies.campaign import WHOLE, Made, Result, Tally, judge, judged, make, table, true_value
from tests.fuzz.copies.command import MOST_UNSURE
from tests.fuzz.copies.manners import EVERYWHERE
from tests.fuzz.copies.reports import copy_of, draft_of
from tests.fuzz.copies.text import LINES, MARKDOWN, RENDERINGS, page_of, printed

COPIES = 60
MEMBERS = ("one", "two", "three")
ONE_PAGE = 100


def made_in(shape: str, member: str, *manners: str) -> Made:
    """The copy of one report in one shape, in some more manners."""
    random = Random(member)
    copy = copy_of(draft_of(random))
    for name in manners:
        if name in EVERYWHERE:
            EVERYWHERE[name](copy, random)
    figures = {cell.name: cell.text for sheet in copy.sheets() for cell in sheet.values() if cell.name}
    if shape in markup.PAGES:
        data, ending = markup.printed(copy, markup.PAGES[shape], random), "html"
    elif shape in books.BOOKS:
        data, ending = books.printed(copy, books.BOOKS[shape], random), "xlsx"
    else:
        page = page_of(copy, [{**RENDERINGS, **MARKDOWN}[shape]], random)
        for name in manners:
            if name in LINES:
                LINES[name](page, random)
        data, ending = printed(page), "md" if shape in MARKDOWN else "txt"
    return Made(member, (shape, *manners), f"年报.{ending}", data, figures, copy)


def told(result: Result) -> str:
    return "\n".join([*result.wrong, *result.lost, *result.false, result.refused])


def test_copies_in_several_manners_keep_the_bounds():
    tally = Tally()
    for number in range(COPIES):
        tally.take(judged(f"test/{number}"))
    assert tally.kept(MOST_UNSURE), "\n".join([*table(tally), *(told(result) for result in tally.broken)])
    # Copies that show nothing would prove nothing.
    assert tally.lines["all"]["right"] > COPIES * ONE_PAGE


@pytest.mark.parametrize("shape", [*RENDERINGS, *MARKDOWN, *markup.PAGES, *books.BOOKS])
def test_every_shape_is_read_or_unsure(shape: str):
    for member in MEMBERS:
        result = judge(made_in(shape, member))
        assert not result.broken, told(result)
        assert shape not in WHOLE or result.right == result.cells


@pytest.mark.parametrize("manner", [*EVERYWHERE, *LINES])
@pytest.mark.parametrize("shape", ["tabs", "spaces", "one cell a line"])
def test_every_manner_is_read_or_unsure(shape: str, manner: str):
    for member in MEMBERS:
        result = judge(made_in(shape, member, manner))
        assert [*result.wrong, *result.lost] == []


@pytest.mark.parametrize("ends", ["", "line ends lost", "line ends to spaces", "no numbering"])
@pytest.mark.parametrize("shape", ["rows run together", "table run together"])
def test_running_numbers_that_ran_into_runs_of_digits_are_seen(shape: str, ends: str):
    for member in MEMBERS:
        result = judge(made_in(shape, member, "running numbers", *([ends] if ends else [])))
        assert not result.broken, told(result)
        assert result.right > result.cells / 2


@pytest.mark.parametrize("ends", ["line ends to spaces", "aligned", "line ends lost"])
@pytest.mark.parametrize("manner", ["running numbers", "无 for none"])
def test_labels_apart_from_their_values_are_read_or_unsure(manner: str, ends: str):
    for member in MEMBERS:
        result = judge(made_in("labels apart", member, manner, ends))
        assert not result.broken, told(result)


def test_a_key_makes_the_same_copy_again():
    assert make("7/3").data == make("7/3").data != make("7/4").data


def test_what_is_misread_or_lost_is_counted():
    made = made_in("tabs", "one")
    name = next(name for name, text in made.figures.items() if true_value(text) > 1)
    other = Made(made.key, made.manners, made.name, made.data, made.figures | {name: "0"}, made.draft)
    assert [line.partition(":")[0] for line in judge(other).wrong] == [name]
    absent = Made(made.key, made.manners, made.name, made.data, made.figures | {"remedies.none.total": "1"}, made.draft)
    assert judge(absent).lost == ["remedies.none.total: 1 absent"]
    tally = Tally()
    tally.take(judge(other))
    assert not tally.kept(1)

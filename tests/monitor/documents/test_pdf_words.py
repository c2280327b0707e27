"""Characters into words and lines: what goes together, what is printed twice, and what that costs."""

from collections import Counter
from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.documents.pdf import words as module
from monitor.documents.pdf.lines import lines_of
from monitor.documents.pdf.primitives import Glyph
from monitor.documents.pdf.words import apart, printed_once, words_of

SIZE = 10.0


def glyph(text, x, baseline=50.0, *, order=0, size=SIZE, spaced=False, turned=False):
    return Glyph(text, x, baseline - 0.8 * size, x + size, baseline + 0.2 * size, baseline, order, spaced, turned)


def typed(text, x=0.0, baseline=50.0):
    return [glyph(sign, x + SIZE * i, baseline, order=i) for i, sign in enumerate(text)]


def texts(glyphs):
    return [word.text for word in words_of(glyphs)]


def test_a_word_ends_at_a_gap_a_space_another_line_and_where_type_goes_back():
    assert texts([*typed("予以"), *typed("公开", 24)]) == ["予以", "公开"]
    assert texts([*typed("予以"), replace(glyph("公", 21.5), spaced=True)]) == ["予以", "公"]
    assert texts([*typed("予以"), *typed("公开", 20, 50.5)]) == ["予以", "公开"]
    assert texts([*typed("公开", 20), *typed("予以", 0)]) == ["公开", "予以"]
    assert texts([*typed("予以", 0), *typed("公开", 20)]) == ["予以公开"]


def test_characters_on_their_side_stand_alone():
    turned = [glyph(sign, 0, 50 + 10 * i, turned=True) for i, sign in enumerate("甲乙")]
    assert texts(turned) == ["甲", "乙"]
    assert [line.text for line in lines_of(words_of(turned))] == ["甲乙"]


def test_words_within_words_are_read_from_the_left():
    page = [*(glyph(sign, 40.0 * i, order=i) for i, sign in enumerate("甲丙")), glyph("乙", 20, order=2)]
    wide = [replace(page[0]), replace(page[1], x0=12.0, x1=30.0), replace(page[2], x0=8.0, x1=11.0)]
    (line,) = lines_of(words_of(wide))
    assert line.text == "甲乙丙"


def test_a_line_has_the_measures_of_most_of_its_characters():
    (line,) = lines_of(words_of([*typed("年度报告"), glyph("1", 41, 49.0, size=6.0)]))
    assert (line.baseline, line.size) == (50.0, SIZE)
    assert (line.top, line.bottom, line.x0, line.x1) == (42.0, 52.0, 0.0, 47.0)


def naive(glyphs):
    """Every character but those within a fifth of their height of an equal one that was kept."""
    kept = []
    for one in glyphs:
        room = 0.2 * max(one.size, 1.0)
        if not any(
            other.text == one.text and abs(other.x0 - one.x0) <= room and abs(other.baseline - one.baseline) <= room
            for other in kept
        ):
            kept.append(one)
    return kept


PLACES = st.tuples(st.sampled_from("年度12"), st.integers(0, 30), st.integers(0, 12), st.sampled_from((0.0, 0.7, 1.9)))


@given(st.lists(PLACES, max_size=60))
def test_what_is_printed_twice_is_read_once(places):
    page = [glyph(sign, SIZE * x + off, 50 + 15.0 * y + off / 2, order=i) for i, (sign, x, y, off) in enumerate(places)]
    found = [one for word in printed_once(page) for one in word.glyphs]
    assert found == naive(page)


def test_the_same_character_again_and_again_on_one_line_is_compared_with_its_neighbours_only(monkeypatch):
    """A damaged file had a hundred thousand of them in one line; each was held against all before it."""
    compared = Counter()
    overprints = module._overprints

    def counted(one, other):
        compared["pairs"] += 1
        return overprints(one, other)

    monkeypatch.setattr(module, "_overprints", counted)
    page = [glyph("0", 2.5 * i, order=i) for i in range(4000)] + [glyph("0", 0.0, order=4000)]
    assert sum(len(word.glyphs) for word in printed_once(page)) == 4000
    assert compared["pairs"] <= 10 * len(page)


@pytest.mark.parametrize(("gap", "spaced", "two"), [(3.0, False, False), (4.0, False, True), (2.0, True, True)])
def test_two_words_stand_apart(gap, spaced, two):
    left, right = glyph("甲", 0), replace(glyph("乙", SIZE + gap), spaced=spaced)
    assert apart(left, right) is two
    assert (len(words_of([left, right])) == 2) is two


def test_nothing_is_no_line():
    assert lines_of([]) == []
    assert words_of([]) == printed_once([]) == []
    assert apart(glyph("甲", -inf), glyph("乙", 0))

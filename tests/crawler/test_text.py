"""The normal form of texts, quick as it is, is the one that its definition gives."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from crawler.text import fold, squash, tidy

BLANK = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff\u3000]+")
WIDTHS = str.maketrans(",;:()[]?!", "，；：（）〔〕？！")

SIGNS = "年报２０2，（）：；？！,()[]\u3000 \t\n\u00ad\u200b\u202c\ufeff\u0338\u0301＜⽉ﬁ…①K"
pieces = st.sampled_from([*SIGNS, "县教育局"])
texts = st.one_of(st.text(), st.lists(pieces, max_size=90).map("".join))


@given(texts)
@example("<\u0338＜\u0338，\u0338")
def test_a_text_squashed_is_in_nfkc_without_white_space(text):
    assert squash(text) == BLANK.sub("", unicodedata.normalize("NFKC", text))


@given(texts)
def test_a_text_folded_has_its_brackets_in_one_width(text):
    assert fold(text) == squash(text).translate(WIDTHS)


@given(texts)
def test_a_tidy_text_has_single_spaces(text):
    spaced = BLANK.sub(" ", text).strip()
    assert tidy(text) == re.sub(r"(?<=[^\x00-\x7f０-９]) | (?=[^\x00-\x7f０-９])", "", spaced)

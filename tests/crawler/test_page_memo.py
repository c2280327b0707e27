"""What is asked of a page again is worked out once, for as long as the page is at hand."""

import pytest

from crawler.articles.content import article_of, main_text
from crawler.articles.files import files_of
from crawler.dates import candidates
from crawler.listings import rows
from crawler.markup import copy_of, take_out, text_of, tree_of, without
from crawler.page_memo import MOST_CHARACTERS, once

PAGE = (
    "<title>水月县2024年政府信息公开工作年度报告</title><div class='nav'><a href='/a.html'>首页</a></div>"
    "<p>发布时间：2025年1月18日</p><div class='TRS_Editor'><p>全年主动公开信息一百零二条，受理申请五件，均已办结。</p>"
    "<p>附件：<a href='P1.pdf'>年报全文</a></p><span>浏览次数：12次</span></div>"
    "<div>相关阅读</div><div class='xggj'><a href='b.pdf'>旧年报.pdf</a></div>"
)
URL = "http://www.shuiyue.gov.cn/zwgk/nb/t20250118_1.html"


def test_an_answer_is_worked_out_once_for_the_same_text_and_question():
    asked: list[tuple[str, int]] = []

    @once
    def length(html: str, more: int) -> int:
        asked.append((html, more))
        return len(html) + more

    assert [length(text, more) for text in ("甲", "乙", "甲") for more in (1, 2, 1)] == [2, 3, 2] * 3
    assert asked == [("甲", 1), ("甲", 2), ("乙", 1), ("乙", 2)]


def test_pages_that_are_not_asked_about_any_more_make_room():
    asked: list[int] = []

    @once
    def length(html: str) -> int:
        asked.append(len(html))
        return len(html)

    half = MOST_CHARACTERS // 2
    for text in ("甲" * half, "乙" * (half - 1), "甲" * half, "丙" * (half - 2), "乙" * (half - 1), "丁" * 9 * half):
        assert length(text) == length(text) == len(text)
    assert asked == [half, half - 1, half - 2, half - 1, 9 * half]


def test_what_failed_is_tried_again():
    @once
    def fails(html: str) -> None:
        raise ValueError(html)

    for _ in range(2):
        with pytest.raises(ValueError, match="甲"):
            fails("甲")


def test_nothing_is_taken_out_of_a_tree_that_everybody_looks_at():
    menu = next(tree_of(PAGE).iter("div"))
    with pytest.raises(ValueError, match="stays whole"):
        take_out([menu])
    assert text_of(without(PAGE, {menu})) == text_of(tree_of(PAGE)).replace("首页", "")
    own = copy_of(PAGE)
    take_out(list(own.iter("div")))
    assert "首页" in text_of(tree_of(PAGE))
    assert "首页" not in text_of(own)


def test_the_order_of_questions_changes_no_answer():
    questions = (
        lambda: main_text(PAGE),
        lambda: [link.url for link in files_of(PAGE, URL)],
        lambda: [row.title for row in rows(PAGE, URL)],
        lambda: [(each.source, each.on.isoformat()) for each in candidates(PAGE, URL)],
        lambda: text_of(article_of(PAGE)),
    )
    once_through = [question() for question in questions]
    again = [question() for question in reversed(questions)][::-1]
    tree_of("别的" * MOST_CHARACTERS)
    anew = [question() for question in reversed(questions)][::-1]
    assert once_through == again == anew
    assert once_through[1] == ["http://www.shuiyue.gov.cn/zwgk/nb/P1.pdf"]
    assert ("label", "2025-01-18") in once_through[3]

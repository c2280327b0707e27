"""Pages taken apart: nothing of a page is lost however deep its elements stand, and no depth makes it hard."""

import pytest
from lxml import etree

from crawler.articles.content import main_element, main_text
from crawler.markup import absolute, parse, text_of

MANY = 20_000
TABLE = "<table><tr><td>表格</td><td>12</td></tr></table>"


def depth(root: etree._Element) -> int:
    deepest = at = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        at += 1 if event == "start" else -1
        deepest = max(deepest, at)
    return deepest


@pytest.mark.parametrize("tag", ["div", "span", "font", "b", "blockquote", "x", "o:p", "ul><li", "li><td", "dl><dd"])
@pytest.mark.parametrize("closed", [True, False])
def test_no_text_is_lost_below_elements_without_end(tag: str, *, closed: bool):
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><"))) if closed else ""
    root = parse(f"<body><p>开头</p>{f'<{tag}>字' * MANY}<p>中间</p>{closing * MANY}<p>末尾</p></body>")
    text = text_of(root)
    assert text.count("字") == MANY
    assert text.startswith("开头")
    assert text.endswith("末尾")
    assert depth(root) <= 400


@pytest.mark.parametrize("tag", ["div", "span", "font", "section"])
def test_a_table_below_elements_without_end_stays_a_table(tag: str):
    root = parse(f"<body>{f'<{tag}>字' * MANY}{TABLE}<p>末尾</p>")
    (table,) = root.iter("table")
    assert [cell.text for cell in table.iter("td")] == ["表格", "12"]


def test_a_usual_depth_is_kept_as_it_is():
    root = parse("<body>" + "<div><span>" * 90 + "字" + "</span></div>" * 90 + TABLE)
    assert depth(root) > 180
    (table,) = root.iter("table")
    parent = table.getparent()
    assert parent is not None
    assert parent.tag == "body"


def test_comments_and_scripts_without_end_do_not_hide_the_depth():
    root = parse("<body>" + "<div>字" * MANY + "<!-- <b>" * MANY + "<script>var a = '<div>'")
    assert text_of(root).count("字") == MANY


LINES = "<p>全年主动公开信息一百零二条，受理申请五件。</p>" * 40
CONTENT = {
    "links": "<a href='/a.html'>链接</a>" * MANY,
    "pictures": "<p><img src='/u/20240101123.png' width='600'></p>" * MANY,
    "rows": f"<table>{'<tr><td>1</td><td>2</td></tr>' * MANY}</table>",
    "headlines": "<div class='title'>公告</div>" * MANY,
    "menus": "<div class='nav'>" * MANY,
    "asides": "<div>相关链接" * 200,
    "articles": "<div class='TRS_Editor'>" * MANY,
}


@pytest.mark.parametrize("around", ["<div>", "<span>", "<div class='menu'>", "<ul><li>"])
@pytest.mark.parametrize("content", CONTENT)
def test_the_article_is_found_however_deep_and_long_a_page_is(around: str, content: str):
    html = f"<html><body><h1>水月县2024年政府信息公开工作年度报告</h1>{around * 1900}{LINES}{CONTENT[content]}"
    assert "受理申请五件" in main_text(html)


def test_pictures_around_the_words_belong_to_the_article():
    picture = "<p><img src='/u/20240101123.png' width='600'></p>"
    root = parse(f"<body><div id='a'>{picture}<div id='b'>{picture}<div id='c'>{LINES}</div></div></div></body>")
    assert main_element(root).get("id") == "a"


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("http:///www.jia.gov.cn/nb/1.html", "http://www.jia.gov.cn/nb/1.html"),
        ("http:/www.jia.gov.cn/nb/1.html", "http://www.jia.gov.cn/nb/1.html"),
        ("https:////www.jia.gov.cn:8443/nb/1.html", "https://www.jia.gov.cn:8443/nb/1.html"),
        ("http:\\\\www.jia.gov.cn\\nb\\1.html", "http://www.jia.gov.cn/nb/1.html"),
        ("http:/nb/1.html", "http://www.yi.gov.cn/nb/1.html"),
        ("http:1.html", "http://www.yi.gov.cn/gk/1.html"),
        ("http://www.jia.gov.cn/a//b.html", "http://www.jia.gov.cn/a//b.html"),
    ],
)
def test_slashes_too_few_or_too_many_before_a_host(href: str, leads_to: str) -> None:
    assert absolute("http://www.yi.gov.cn/gk/", href) == leads_to

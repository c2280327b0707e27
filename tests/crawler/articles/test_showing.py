"""What a page shows of a report, whatever words its server has for saying that it shows nothing."""

import pytest

from crawler.articles.content import has_report_sections
from crawler.articles.showing import shows_report, shows_something_else

URL = "https://a.gov.cn/nb/1.html"
TITLE = "云溪县教育局2024年政府信息公开工作年度报告"
SECTIONS = "".join(
    f"<p>{line}</p><p>本年度有关工作按要求推进。</p>"
    for line in (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、因政府信息公开被申请行政复议情况",
    )
)


def page(inside: str, title: str = "云溪县") -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{inside}</body></html>'


@pytest.mark.parametrize(
    "words",
    [
        "没有这条信息",
        "参数错误！",
        "该信息正在审核",
        "请稍候",
        "OK",
        "-1",
        "",
        "您所在的网段不可访问",
        "对象名 info 无效",
    ],
)
def test_no_wording_of_an_excuse_is_a_report(words: str) -> None:
    assert not shows_report(page(f"<div>{words}</div>"), URL)
    assert not shows_report(page(f"<div>{words}</div>", "政府信息公开年报"), URL)
    assert not shows_something_else(page(f"<div>{words}</div>"), URL)


@pytest.mark.parametrize(
    "inside",
    [
        f"<h1>{TITLE}</h1>",
        SECTIONS,
        '<p>见附件</p><a href="/files/1.pdf">云溪县教育局.pdf</a>',
        f"<p>{'本机关的政府信息公开工作按要求推进，' * 15}</p>",
        '<img src="/u/20250101001.jpg" width="800"><img src="/u/20250101002.jpg" width="800">',
    ],
)
def test_one_sign_of_a_report_is_enough(inside: str) -> None:
    assert shows_report(page(inside), URL)
    assert not shows_something_else(page(inside), URL) or "按要求推进，" in inside


def test_a_text_of_something_else_is_none() -> None:
    news = page(f"<p>{'县里今天开会，讨论明年的植树计划。' * 15}</p>", "植树")
    assert not shows_report(news, URL)
    assert shows_something_else(news, URL)


def test_sections_are_numbered_lines_and_no_words_of_a_sentence() -> None:
    lines = "一、总体情况\n二、主动公开情况\n三、收到和处理申请情况\n四、行政复议情况"
    assert has_report_sections(lines)
    assert not has_report_sections("解读：年报写了总体情况、主动公开、依申请公开和行政复议。" * 3)

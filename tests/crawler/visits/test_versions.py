"""What makes a new version of a report: every figure, word, picture and file, and nothing that turns by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.articles.pages import fingerprint

URL = "http://www.jia.gov.cn/nb/202401/t20240118_1.html"
TITLE = "甲市2023年政府信息公开工作年度报告"

LAYOUTS = {
    "marked": "<div class='TRS_Editor'>{article}{inside}</div>{after}",
    "ucap": "<ucaptitle>{title}</ucaptitle><ucapcontent>{article}{inside}</ucapcontent>{after}",
    "in a table": "<table><tr><td>{side}</td><td id='zoom'>{article}{inside}</td></tr></table>{after}",
    "unmarked": "<div class='w1200'><div class='con'>{article}{inside}</div>{after}</div>",
    "bare": "{article}{inside}{after}",
}

TURNING = {
    "byline": "<div class='info'>来源：市政府办公室 发布时间：2024-01-18 浏览次数：{n} 次</div>",
    "counter": "<p class='hits'>阅读量：<span id='hits'>{n}</span></p>",
    "sentence": "<p>本文已被浏览{n}次</p>",
    "visitors": "<div>您是第{n}位访问者</div>",
    "clicks": "<span>点击数：{n}</span>",
    "reads": "<div class='read'>[{n}人阅读]</div>",
    "clock": "<div>今天是2024年1月{day}日 星期四</div>",
    "now": "<div>当前时间：2024-01-{day} 10:0{digit}:00</div>",
    "made": "<div>页面生成时间 2024-02-{day} 09:1{digit}:30</div>",
    "share": "<div class='bdsharebuttonbox'><a>微信</a><a>微博{n}</a></div>",
    "code": "<div class='ewm'>扫一扫在手机打开当前页<img src='/qr/{n}.png'></div>",
    "tools": "<div class='tools'>【字体：大 中 小】【打印】【关闭】</div>",
    "related": "<div class='relnews'><h3>相关文章</h3><ul><li><a href='/x/t{n}.html'>会议消息{n}</a></li></ul></div>",
    "related by words": "<div><p>相关链接：</p><p><a href='/x/t{n}.html'>会议消息{n}</a></p></div>",
    "neighbours": "<p>上一篇：<a href='/x/{n}.html'>某局年报{n}</a></p><p>下一篇：<a href='/y/{n}.html'>{n}</a></p>",
    "hot": "<div class='hotnews'><ul><li><a href='/x/{n}.html'>热点{n}</a></li></ul></div>",
    "weather": "<iframe src='/tianqi.html?{n}'></iframe>",
    "token": "<form><input type='hidden' name='csrf' value='{n}'></form><script>var t={n};</script><!-- {n} -->",
}

PLACES = ("before", "inside", "after", "side")


def page(layout: str, figures: list[int], turning: dict[str, str], number: int) -> str:
    """A report's page with what turns by itself at chosen places; ``number`` is what it shows just now."""
    cells = "".join(f"<td>{figure}</td>" for figure in figures)
    article = (
        f"<p>一、总体情况</p><p>全年主动公开信息{figures[0]}条，网站访问量{figures[-1]}次，均按条例办理。</p>"
        f"<table><tr><td>浏览次数</td>{cells}</tr></table><p>五、存在的主要问题及改进情况</p>"
        "<p>公开的广度和深度有待加强，下一步将完善机制、强化培训、提升水平。</p><p>甲市人民政府</p><p>2024年1月18日</p>"
    )
    shown = dict.fromkeys(PLACES, "")
    for name, place in turning.items():
        shown[place] += TURNING[name].format(n=number, day=f"{1 + number % 28:02}", digit=number % 10)
    body = LAYOUTS[layout].format(title=TITLE, article=article, **shown)
    head = f"<html><head><title>{TITLE}</title><meta name='Maketime' content='2024-01-18 0{number % 10}:00'></head>"
    nav = "<div class='nav'><a href='/'>首页</a><a href='/nb/'>年报</a></div>"
    foot = f"<div class='footer'>访问量 {number}</div></body></html>"
    return f"{head}<body>{nav}{shown['before']}<h1>{TITLE}</h1>{body}{foot}"


FIGURES = st.lists(st.integers(0, 99999), min_size=2, max_size=12)
TURNINGS = st.dictionaries(st.sampled_from(list(TURNING)), st.sampled_from(PLACES), max_size=5)
NUMBERS = st.integers(0, 10**6)


@pytest.mark.parametrize("layout", LAYOUTS)
@given(FIGURES, TURNINGS, NUMBERS, NUMBERS)
def test_what_turns_by_itself_makes_no_version(layout, figures, turning, one, other) -> None:
    first = fingerprint(page(layout, figures, turning, one), URL)
    assert fingerprint(page(layout, figures, turning, other), URL) == first


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", TURNING)
def test_each_of_them_at_each_place(layout, place, name) -> None:
    shown = [fingerprint(page(layout, [7, 12, 3], {name: place}, number), URL) for number in (1, 23456)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("layout", LAYOUTS)
@given(FIGURES, TURNINGS, NUMBERS, st.data())
def test_every_figure_makes_a_version(layout, figures, turning, number, data) -> None:
    place = data.draw(st.integers(0, len(figures) - 1))
    changed = [*figures]
    changed[place] += data.draw(st.integers(1, 9))
    one, other = (page(layout, shown, turning, number) for shown in (figures, changed))
    assert fingerprint(one, URL)[0] != fingerprint(other, URL)[0]

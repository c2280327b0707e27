"""Rows of lists: golden pairs of every carrier, real pages as a person reads them, and what must not be a row."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest

from crawler.listings import ListRow, needs_browser, rows, says_empty
from tests.crawler.pairs import Pair, pairs

URL = "http://www.jia.gov.cn/xxgk/nb/"


def listed(found: list[ListRow]) -> list[list[str | None]]:
    return [[r.listed_on.isoformat() if r.listed_on else None, r.title, r.url, r.carrier] for r in found]


def of(html: str, url: str = URL) -> list[tuple[str, str | None]]:
    return [(row.title, row.listed_on.isoformat() if row.listed_on else None) for row in rows(html, url)]


@pytest.mark.parametrize("pair", pairs("rows"), ids=lambda pair: pair.name)
def test_golden_rows(pair: Pair) -> None:
    assert listed(rows(pair.page, pair.url)) == pair.expected["rows"]


@pytest.mark.parametrize("pair", pairs("needs_browser"), ids=lambda pair: pair.name)
def test_golden_need_of_a_browser(pair: Pair) -> None:
    assert needs_browser(pair.page, rows(pair.page, pair.url)) is pair.expected["needs_browser"]


def test_the_caller_decides_which_hosts_may_be_rows() -> None:
    [pair] = [pair for pair in pairs("rows") if pair.name == "trs_list"]
    own = rows(pair.page, pair.url, allowed=lambda url: urlsplit(url).hostname == "www.jia.gov.cn")
    assert len(own) == 4
    assert all(urlsplit(row.url).hostname == "www.jia.gov.cn" for row in own)


def test_menus_breadcrumbs_footers_and_pagers_are_no_rows() -> None:
    html = """<div class="nav"><a href="/zwgk/">政务公开目录</a></div>
      <div class="crumb"><a href="/">首页</a> &gt; <a href="/nb/">政府信息公开年报</a></div>
      <ul><li><a href="./202401/t20240118_1.html">甲市2023年政府信息公开工作年度报告</a></li></ul>
      <div class="pager"><a href="index_1.html">下一页</a><a href="index_9.html">尾页</a></div>
      <div class="foot_box"><a href="/wzsm/201709/t20170912_719157.html">网站声明及帮助</a></div>"""
    assert of(html) == [("甲市2023年政府信息公开工作年度报告", None)]


def test_a_bare_column_name_is_a_row_only_with_a_day() -> None:
    assert of('<p><a href="./t20160526_1.html">信息公开年报</a><span>2016-05-26</span></p>') == [
        ("信息公开年报", "2016-05-26")
    ]
    assert of('<p><a href="./nb/">政府信息公开年报</a></p>') == []


REPORT = "甲局2023年政府信息公开年报"


@pytest.mark.parametrize(
    ("html", "day"),
    [
        (f'<ul><li><a href="/202401/t20240118_1.html">{REPORT}</a> [01-18]</li></ul>', "2024-01-18"),
        (f'<ul><li><a href="/202312/t20231230_1.html">{REPORT}</a> [01-18]</li></ul>', None),
        (f'<ul><li><span>2024/1/18</span><a href="a.html">{REPORT}</a></li></ul>', "2024-01-18"),
        (f'<ul><li><a href="a.html">{REPORT}<span>2024年01月18日</span></a></li></ul>', "2024-01-18"),
        (f'<ul><li><a href="a.html">{REPORT}</a><p>18</p><p>2024-01</p></li></ul>', "2024-01-18"),
        (f'<ul><li><p>2024.01</p><p>18</p><a href="a.html">{REPORT}</a></li></ul>', "2024-01-18"),
        (f'<p><a href="a.html">{REPORT}</a>（2024-01-18）<br></p>', "2024-01-18"),
        (f'<div><a href="a.html">{REPORT}</a> 00/2024-35421 2024-01-18</div>', "2024-01-18"),
        (f'<table><tr><td><a href="a.html">{REPORT}</a><td>00/2024-35421<td>2024-01-18</table>', "2024-01-18"),
        (f'<ul><li><a href="a.html">{REPORT}</a></li></ul>', None),
    ],
)
def test_days_in_every_place_beside_a_link(html: str, day: str | None) -> None:
    assert of(html) == [(REPORT, day)]


def test_the_clock_in_a_header_is_no_row_day() -> None:
    html = '<div><a href="/nb/a.html">甲市2023年政府信息公开工作年度报告</a><span>2024年3月8日 星期五</span></div>'
    assert of(html) == [("甲市2023年政府信息公开工作年度报告", None)]


def test_a_cut_title_is_made_whole_where_the_page_knows_the_rest() -> None:
    html = """<ul><li><a href="t20240118_1.html"
        title="标题：甲市2023年政府信息公开工作年度报告&#10;发布时间：2024-01-18">甲市2023年政府信息...</a>2024-01-18</li>
      <li><a href="t20240118_2.html">甲市教育局2023年政府信息公…</a><span>2024-01-18</span></li>
      <li><a href="t20240118_3.html" title="点击查看">甲市财政局2023年政府信息公开年报</a>2024-01-18</li></ul>"""
    assert [title for title, _ in of(html)] == [
        "甲市2023年政府信息公开工作年度报告",
        "甲市教育局2023年政府信息公…",
        "甲市财政局2023年政府信息公开年报",
    ]


def test_a_title_broken_over_lines_is_one_title() -> None:
    html = '<ul><li><a href="t20240118_1.html">甲市2023年政府信息<br>\n公开工作年度报告</a><b>2024-01-18</b></li></ul>'
    assert of(html) == [("甲市2023年政府信息公开工作年度报告", "2024-01-18")]


def test_a_row_with_several_links_has_its_day_at_the_title() -> None:
    html = """<table><tr><td><a href="/col/dept/">县教育局</a></td>
      <td><a href="/nb/t20240118_1.html">县教育局2023年政府信息公开年报</a></td>
      <td><a href="/nb/f.doc">下载</a></td><td>2024-01-18</td></tr></table>"""
    assert ("县教育局2023年政府信息公开年报", "2024-01-18") in of(html)


def test_the_same_address_is_one_row() -> None:
    html = """<ul><li><a href="t20240118_1.html"><img src="x.png" alt="封面图片"></a>
      <a href="t20240118_1.html">甲市2023年政府信息公开工作年度报告</a><span>2024-01-18</span></li></ul>"""
    assert [day for _, day in of(html)] == ["2024-01-18"]


def test_rows_by_an_onclick_handler_and_by_a_script_address() -> None:
    html = """<ul>
      <li onclick="location.href='./t20240118_1.html'"><p>甲市2023年政府信息公开年报</p><i>2024-01-18</i></li>
      <li><a href="javascript:openUrl('/nb/t20230118_1.html')">甲市2022年政府信息公开年报</a>2023-01-18</li></ul>"""
    assert [row.url for row in rows(html, URL)] == [
        "http://www.jia.gov.cn/xxgk/nb/t20240118_1.html",
        "http://www.jia.gov.cn/nb/t20230118_1.html",
    ]


def test_addresses_are_resolved_against_a_base_and_lose_their_session() -> None:
    html = """<base href="http://gk.jia.gov.cn/a/"><ul><li>
      <a href="t20240118_1.html;jsessionid=0A?x=1#top">甲市2023年年报</a><span>2024-01-18</span></li></ul>"""
    assert [row.url for row in rows(html, URL)] == ["http://gk.jia.gov.cn/a/t20240118_1.html?x=1"]


@pytest.mark.parametrize(
    ("html", "needed"),
    [
        ("<ul></ul><p>暂无相关信息</p><script src='/js/jquery.js'></script>", False),
        ("<ul></ul><p>暂无相关信息</p>", False),
        ("<div id='app'></div><script src='/js/chunk-vendors.js'></script>", True),
        ("<ul id='l'></ul><script>$.ajax({url:'/list'})</script>", True),
        ("<ul><li v-for='x in rows'>{{x.title}}</li></ul>", True),
        ("<ul></ul><script src='/static/js/page_list.js'></script>", True),
        ("", False),
    ],
)
def test_only_what_a_script_may_fill_needs_a_browser(html: str, needed: bool) -> None:
    assert needs_browser(html, rows(html, URL)) is needed


@pytest.mark.parametrize(
    "junk", ["", "   ", "plain words", "<", "{", "[1,2", "<a href=", "\x00\x01", "<ul><li><a href='http://['>x"]
)
def test_junk_has_no_rows(junk: str) -> None:
    assert rows(junk, URL) == []


def test_deeply_nested_markup_is_read() -> None:
    html = "<div><font>" * 3000 + '<a href="t20240118_1.html">甲市2023年政府信息公开年报</a>'
    assert rows(html, URL) == [] or rows(html, URL)[0].title.startswith("甲市")


@pytest.mark.shared
def test_the_column_of_an_ordos_district_as_a_person_sees_it(shared) -> None:
    html = (shared / "real/portals/neimenggu_ordos_egb_trs_annualreport_list.html").read_text(encoding="utf-8")
    found = rows(html, "http://egb.ordos.gov.cn/xxgk/xxgknb/")
    assert len(found) == 10
    assert [row.listed_on for row in found[:3]] == [date(2020, 9, 3), date(2020, 5, 6), date(2020, 3, 11)]
    assert found[0].title == "鄂尔多斯市2019年政府信息公开工作年度报告"
    assert found[0].url == "http://egb.ordos.gov.cn/xxgk/xxgknb/202009/t20200903_2748784.html"
    # The stamp in the address is later than the day printed beside the row.
    late = next(row for row in found if "t20181102_2290635" in row.url)
    assert late.listed_on == date(2018, 3, 26)
    assert len(found[-1].title) == 14
    assert found[-1].listed_on == date(2017, 1, 7)


@pytest.mark.shared
def test_the_disclosure_pages_of_handan(shared) -> None:
    portals = shared / "real/portals"
    table = (portals / "hebei_handan_trs_list.jsp.html").read_text(encoding="utf-8")
    [(title, day)] = of(table)
    assert (title[:6], title[-3:], len(title), day) == ("邯郸市教育局", "的通知", 32, "2020-08-05")
    index = (portals / "hebei_handan_trs_index.jsp.html").read_text(encoding="utf-8")
    assert [day for _, day in of(index)] == ["2020-08-02", "2020-07-29", "2020-07-27", "2020-01-23", "2020-04-24"]
    guide = (portals / "hebei_handan_trs_gkzn.jsp.html").read_text(encoding="utf-8")
    assert of(guide) == []


@pytest.mark.shared
def test_a_list_that_stands_in_a_comment_only(shared) -> None:
    html = (shared / "real/portals/gansu_jyt_list_createPageHTML.html").read_text(encoding="utf-8")
    found = rows(html, "https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml")
    assert len(found) == 20
    assert {row.carrier for row in found} == {"comment"}
    assert found[0].listed_on == date(2025, 11, 17)
    assert found[0].url == "https://jyt.gansu.gov.cn/jyt/c110634/202511/174240943.shtml"
    assert needs_browser(html, found)


@pytest.mark.shared
def test_a_front_page_gives_its_dated_news_and_no_menu(shared) -> None:
    html = (shared / "real/portals/jiangxi_wanzai_home_ucap_with_zfxxgknb_link.html").read_text(encoding="utf-8")
    found = rows(html, "http://www.yichun.gov.cn/ycsrmzf/index.shtml")
    assert [len(row.title) for row in found if row.listed_on == date(2023, 9, 23)] == [35]
    assert not [row for row in found if re.search(r"/(?:list|zwgk|szf)\.shtml", row.url)]


@pytest.mark.parametrize(
    "piece", [" \n", "{", "{{", "[", "'", "a", "<li>2024-01-0", "<![CDATA[", "<!--", '{"title":"', "'/' + a.id "]
)
@pytest.mark.parametrize(
    "around", ["{}", "<html><body>{}</body></html>", "<html><script>{}</script></html>", '[{{"title":"x","id":"{}']
)
@pytest.mark.timeout(20)
def test_hostile_lists_take_no_more_than_their_length(piece: str, around: str) -> None:
    html = around.format(piece * (60_000 // len(piece)))
    needs_browser(html, rows(html, URL, page=html))
    says_empty(html)


def test_rows_that_a_function_of_the_page_opens() -> None:
    script = (
        "<script>function openwin(id){window.open('show.jsp?id='+id,'_blank')}"
        "function like(id){$.get('/up?id='+id)}</script>"
    )
    items = "".join(
        f"<li><a href='javascript:openwin({n})'>云溪县教育局{2020 + n}年政府信息公开工作年度报告</a>"
        f"<i onclick='like({n})'>赞</i><span>(202{n + 1}-3-{n})</span></li>"
        for n in (3, 4)
    )
    found = rows(f"<html><body>{script}<ul>{items}</ul></body></html>", URL)
    assert [(row.url, row.listed_on) for row in found] == [
        (f"{URL}show.jsp?id={n}", date(2021 + n, 3, n)) for n in (3, 4)
    ]


def test_rows_of_arrays_whose_values_have_places_and_no_names() -> None:
    code = (
        "var list = {}; list['2024'] = [['/nb/1.html', '云溪县教育局2024年政府信息公开工作年度报告', '2025-01-09'],"
        "[7, \"县水利局2023年政府信息公开年报\", 'a/2.pdf']];"
        "var menu = [['首页', '/'], ['/img/1.jpg', '图片新闻', '2025-01-01']];"
    )
    expected = [("/nb/1.html", date(2025, 1, 9)), ("/xxgk/nb/a/2.pdf", None)]
    found = rows(f"<html><body><script>{code}</script></body></html>", URL)
    assert [(urlsplit(row.url).path, row.listed_on) for row in found] == expected


@pytest.mark.parametrize(
    "link",
    ["2026-01-20", "[2026/01/20]", "详细&gt;&gt;", "查看", "下载»"],
)
def test_a_link_that_says_no_title_has_the_one_beside_it(link: str) -> None:
    titles = [f"甲县{unit}2025年政府信息公开工作年度报告" for unit in ("财政局", "民政局")]
    items = "".join(f"<li>{title} <a href='{number}.html'>{link}</a></li>" for number, title in enumerate(titles))
    more = "<p>政府信息公开年报 <a href='/more/'>更多&gt;&gt;</a></p>"
    assert [title for title, _ in of(f"<ul>{items}</ul>{more}")] == titles

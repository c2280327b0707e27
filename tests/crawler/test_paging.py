"""Where the next page is: golden pairs, every call form of the script pagers, windows, and where a list ends."""

import re
from base64 import b64encode
from urllib.parse import quote_plus

import pytest

from crawler.listings import rows
from crawler.paging import PageRequest, next_pages
from crawler.visits.list_walk import may_be_report
from tests.crawler.pairs import Pair, pairs

LIST = "http://www.jia.gov.cn/nb/"


def after(html: str, url: str = LIST, number: int = 1) -> list[str]:
    return [way.url.removeprefix(LIST) for way in next_pages(html, url, number)]


def script(code: str) -> str:
    return f"<html><ul></ul><script>{code}</script></html>"


@pytest.mark.parametrize("pair", pairs("next"), ids=lambda pair: pair.name)
def test_golden_next_pages(pair: Pair) -> None:
    found = rows(pair.page, pair.url)
    barren = not any(may_be_report(row) for row in found if row.carrier != "comment")
    form = tuple(map(tuple, pair.expected.get("form", ())))
    body = pair.expected.get("json", "")
    asked = PageRequest(pair.url, "POST", form, body, xhr=True) if form or body else None
    ways = next_pages(pair.page, pair.url, request=asked, rows=len(found), barren=barren)
    assert [
        [way.method, way.url, *([[list(field) for field in way.form] or way.json] if way.method == "POST" else [])]
        for way in ways
    ] == pair.expected["next"]


@pytest.mark.parametrize(
    ("code", "page", "ways"),
    [
        ('createPageHTML(120, 0, "index", "html");', "", ["index_1.html", "index_2.html"]),
        ("createPageHTML(120,0,'list','shtml')", "", ["list_1.shtml", "list_2.shtml"]),
        ('createPageHTML(55, 3, 0, "index","html")', "", ["index_1.html", "index_2.html"]),
        ('createPageHTML(55, 3, 2, "index","html")', "index_2.html", []),
        ('createPage(12,0,"index","html")', "", ["index_1.html", "index_2.html"]),
        ("createPageHTML('3','0','index','html')", "", ["index_1.html", "index_2.html"]),
        ("createPageHTML('page-div',34, 1,'common_list','shtml',500)", "common_list.shtml", ["common_list_2.shtml"]),
        ("createPageHTML('page-div',34, 2,'common_list','shtml',500)", "common_list_2.shtml", ["common_list_3.shtml"]),
        ("createPageHTML('page-div',34, 34,'common_list','shtml',500)", "common_list_34.shtml", []),
        ('createPageHTML(3, 1, "index", "html");', "index_1.html", ["index_2.html"]),
        ('createPageHTML(3, 0, "311", "html");', "", ["311_1.html", "311_2.html"]),
        ('createPageHTML(3, 2, "index", "html");', "index_2.html", []),
        ('createPageHTML(1, 0, "index", "html");', "", []),
        ('createPageHTML(0, 0, "index", "html");', "", []),
        ("Pager({size:34, current:0, prefix:'index', suffix:'html'})", "", ["index_1.html", "index_2.html"]),
        ("Pager({prefix:'index',suffix:'.htm',current:1,pages:2})", "index_1.htm", []),
        (
            "var countPage=56; var currentPage=0; x('index'+'_'+nextPage+'.'+'html')",
            "",
            ["index_1.html", "index_2.html"],
        ),
        ("var countPage = 2//页\nvar currentPage = 1;", "index_1.html", []),
        ('$(".pagination").pagination({totalPage:5})', "index.html", ["index_2.html"]),
        ("$('.pages').pagination({totalData:34,showData:15})", "index_pc.html", ["index_pc_2.html"]),
        ("$('.pages').pagination({totalData:14,showData:15})", "index_pc.html", []),
        ("createPageHTML(x, y, z)", "", []),
    ],
)
def test_script_pagers(code: str, page: str, ways: list[str]) -> None:
    assert after(script(code), LIST + page) == ways


def test_a_page_that_came_as_two_shows_that_numbers_start_at_two() -> None:
    assert after(script('createPageHTML(9, 1, "index", "html");'), LIST + "index_2.html") == ["index_3.html"]


@pytest.mark.parametrize(
    ("html", "ways"),
    [
        ('<a href="index_1.html">下一页</a>', ["index_1.html"]),
        ('<a href="index_1.html"> 下 一 页 &gt;</a>', ["index_1.html"]),
        ('<a href="?p=2" class="x">后一页</a>', ["?p=2"]),
        ('<a rel="next" href="index_1.html"><img src="n.gif"></a>', ["index_1.html"]),
        ('<link rel="next" href="index_1.html">', ["index_1.html"]),
        ('<div><a>1</a><a href="?p=2">2</a><a class="next" href="?p=2"></a></div>', ["?p=2"]),
        ('<ul><li><a>1</a></li><li><a href="?p=2">2</a></li><li><a href="?p=2">&gt;</a></li></ul>', ["?p=2"]),
        ('<div><span>1</span><a href="?p=2">»</a></div>', ["?p=2"]),
        ('<div class="pages"><a href="?p=1">1</a><a href="?p=2">2</a></div>', ["?p=2"]),
        ('<div class="days"><a href="?d=1">1</a><a href="?d=2">2</a></div>', []),
        ('<a href="a.html">首页</a> <a href="b.html">&gt;</a> <a href="c.html">年报</a>', []),
        ('<a class="next" href="banner.html"></a>', []),
        ('<a href="#">下一页</a>', []),
        ('<a href="javascript:void(0)">下一页</a>', []),
        ('<span class="disabled"><a href="index_1.html">下一页</a></span>', []),
        ('<a href="index_1.html">下一篇</a>', []),
        ('<a href="">下一页</a>', []),
        ("", []),
    ],
)
def test_next_links(html: str, ways: list[str]) -> None:
    assert after(html) == ways


def test_an_explicit_link_comes_before_what_a_script_would_draw() -> None:
    html = '<a href="page2.html">下一页</a>' + script('createPageHTML(3, 0, "index", "html");')
    assert after(html) == ["page2.html", "index_1.html", "index_2.html"]


def test_windows_go_on_until_the_last_record() -> None:
    form = (("columnid", "777"), ("unitid", "5566"))
    asked = "http://www.yi.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=60&perpage=20"
    record = "<record><![CDATA[<li><a href='/art/2024/1/5/art_777_1.html'>x</a></li>]]></record>"
    answer = f"<datastore><totalrecord>62</totalrecord>{record * 60}</datastore>"
    [way] = next_pages(answer, asked, 2, request=PageRequest(asked, "POST", form))
    assert way == PageRequest(asked.replace("startrecord=1&endrecord=60", "startrecord=61&endrecord=120"), "POST", form)
    end = f"<datastore><totalrecord>62</totalrecord>{record * 2}</datastore>"
    assert next_pages(end, way.url, 3, request=way) == []
    assert next_pages("<datastore></datastore>", way.url, 3, request=way) == []


def test_a_group_without_form_is_counted_on_by_its_page() -> None:
    url = "http://www.yi.gov.cn/module/web/jpage/dataproxy.jsp?page=1&unitid=5&columnid=7"
    answer = "<datastore><record><![CDATA[<li><a href='/art/2024/1/5/art_777_1.html'>x</a></li>]]></record></datastore>"
    assert [way.url for way in next_pages(answer, url, 2)] == [url.replace("page=1", "page=2")]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("page", "url", "ways"),
    [
        (
            "gansu_jyt_list_createPageHTML.html",
            "https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml",
            ["https://jyt.gansu.gov.cn/jyt/c110634/zwgklist_2.shtml"],
        ),
        (
            "neimenggu_ordos_egb_trs_annualreport_list.html",
            "http://egb.ordos.gov.cn/xxgk/xxgknb/",
            ["http://egb.ordos.gov.cn/xxgk/xxgknb/index_1.html", "http://egb.ordos.gov.cn/xxgk/xxgknb/index_2.html"],
        ),
        (
            "hebei_handan_trs_list.jsp.html",
            "http://hdzfxxgk.hd.gov.cn/zfwj/jinqixxgk/",
            [
                "http://hdzfxxgk.hd.gov.cn/zfwj/jinqixxgk/index_1.html",
                "http://hdzfxxgk.hd.gov.cn/zfwj/jinqixxgk/index_2.html",
            ],
        ),
    ],
)
def test_real_pagers_with_and_without_their_drawn_links(shared, page: str, url: str, ways: list[str]) -> None:
    html = (shared / "real/portals" / page).read_text(encoding="utf-8")
    assert [way.url for way in next_pages(html, url)] == ways
    # As the server sends it: the script has not drawn its links yet.
    undrawn = re.sub(r'<a href="[^"\\]*"[^>]*>[^"]{0,60}?下一页.*?</a>', "", html)
    assert [way.url for way in next_pages(undrawn, url)] == ways


@pytest.mark.shared
def test_a_real_front_page_has_no_next_page(shared) -> None:
    html = (shared / "real/portals/jiangxi_wanzai_home_ucap_with_zfxxgknb_link.html").read_text(encoding="utf-8")
    assert next_pages(html, "http://www.yichun.gov.cn/ycsrmzf/index.shtml") == []


def test_a_pager_hidden_in_base64() -> None:
    pager = b64encode(quote_plus('<a href="index_2.html">下一页</a>').encode()).decode()
    assert after(f'<div id="pages">{pager}</div><script>x = window.atob(y)</script>') == ["index_2.html"]
    assert after(f'<div id="pages">{pager}</div>') == []
    assert after('<div id="pages">QUJD' + "A" * 41 + "</div><script>atob(y)</script>") == []


OPTIONS = "<option value=list.asp?page=1>{}</option><option value=list.asp?page=2>{}</option>"


@pytest.mark.parametrize(
    "select",
    [
        f"<SELECT ONCHANGE=location.href=this.value>{OPTIONS.format('第1页', '第2页')}</SELECT>",
        f"<select onchange=window.open(this.options[this.selectedIndex].value)>{OPTIONS.format('1/2', '2/2')}</select>",
    ],
)
def test_a_drop_down_list_of_pages_leads_on(select: str) -> None:
    html = f"<html><body>{select}</body></html>"
    assert after(html, number=1)[0].endswith("list.asp?page=2")
    assert not any("page=3" in way or "page=1" in way for way in after(html, number=2))


def test_a_button_that_loads_more_keeps_the_address() -> None:
    rows = "<li><a href='/nb/1'>甲县教育局2024年政府信息公开工作年度报告</a></li>"
    script = "<script>fetch(b.dataset.url + '?pageNo=' + n)</script>"
    button = "<button data-url='/nb/more' data-page=1>加载更多</button>"
    html = f"<html><body>{rows}{button}{script}</body></html>"
    [more] = next_pages(html, "http://x/nb", rows=1)
    assert (more.url, more.xhr, more.guess) == ("http://x/nb/more?pageNo=2", True, True)
    [third] = next_pages(rows, more.url, 2, request=more, rows=1)
    assert third.url == "http://x/nb/more?pageNo=3"
    assert next_pages("", third.url, 3, request=third, rows=0) == []


def test_a_link_to_more_of_something_loads_no_rows() -> None:
    assert next_pages("<html><body><a href='/news/'>查看更多</a></body></html>", "http://x/nb", rows=3) == []


def test_a_list_that_only_says_how_many_pages_it_has_is_counted_on() -> None:
    html = "<html><body><script>var totalPage=3;var cur=0;draw(totalPage,cur)</script></body></html>"
    ways = next_pages(html, "http://x/nb/index.html", rows=5)
    assert [(way.url, way.guess) for way in ways] == [
        ("http://x/nb/index_1.html", True),
        ("http://x/nb/index_2.html", True),
    ]
    [second] = next_pages(html, "http://x/nb/index_1.html", 2, rows=5)
    assert second.url == "http://x/nb/index_2.html"
    assert next_pages(html, "http://x/nb/index_2.html", 3, rows=5) == []

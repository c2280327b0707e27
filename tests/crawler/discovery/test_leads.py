"""Where a page may lead to the annual-report column, whatever carries the menu."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.evidence import FIT, SURE, look_at, weigh
from crawler.discovery.leads import Lead, leads_of
from crawler.labels import column_name, entry_of, hub_rank, names_units

SITE = "http://www.jia.gov.cn"
FOUR = (
    '<ul><li><a href="/zn/">政府信息公开指南</a></li><li><a href="/zd/">政府信息公开制度</a></li>'
    '<li><a href="/fd/">法定主动公开内容</a></li>{}<li><a href="/ysq/">依申请公开</a></li></ul>'
)


def columns(html: str, url: str = f"{SITE}/") -> list[tuple[str, int]]:
    return [(lead.url.removeprefix(SITE), lead.score) for lead in leads_of(html, url).found if lead.kind == "column"]


def kinds(html: str) -> dict[str, str]:
    return {lead.url.removeprefix(SITE): lead.kind for lead in leads_of(html, f"{SITE}/").found}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("政府信息\n 公开年报", "whole"),
        ("政府\u3000信息\u200b公开&nbsp;年报".replace("&nbsp;", "\xa0"), "whole"),
        ("·政府信息公开年报>>", "whole"),
        ("【信息公开年报】", "whole"),
        ("4.政府信息公开年报（12）", "whole"),
        ("政府信息公开年报更多>>", "whole"),
        ("政府信息公开年报（年度报告）", "whole"),
        ("政务公开年报", "whole"),
        ("云溪县人民政府信息公开年报", "named"),
        ("县教育局信息公开年度报告", "named"),
        ("政府信息公开工作年...", "cut"),
        ("信息公开年…", "cut"),
        ("年报", "short"),
        ("公开年报", "short"),
        ("政府信息公开…", None),
        ("２０２３年政府信息公开年报", None),
        ("政府网站工作年度报表", None),
        ("政府工作报告", None),
        ("法治政府建设年度报告", None),
        ("财政年报", None),
        ("统计年报", None),
        ("企业年报", None),
        ("政府信息公开年报解读", None),
        ("", None),
    ],
)
def test_how_a_label_names_the_column(text: str, name: str | None) -> None:
    assert column_name(text) == name


def test_entries_hubs_and_pages_of_units() -> None:
    assert [
        entry_of(text)
        for text in ("政府信息公开指南", "信息公开制度", "法定主动公开内容", "公开年报", "依申请公开", "首页")
    ] == [*("guide", "rules", "contents", "reports", "requests", None)]
    assert hub_rank("政府信息公开") > hub_rank("政务公开") > hub_rank("依申请公开") > hub_rank("重点领域信息公开") == 0
    assert names_units("部门信息公开")
    assert names_units("乡镇（街道）信息公开")
    assert not names_units("政府信息公开")


def test_the_surest_link_comes_first() -> None:
    html = """<ul class="menu"><li><a href="/ndbg/"><img src="nb.png"></a></li><li><a href="/a/nb.html">年报</a></li>
      <li><a href="/zfxxgknb/">政府信息<br>公开年报</a></li><li><a href="/wzbb/">政府网站工作年度报表</a></li>
      <li><a href="/zfxxgknb/202401/t20240118_1.html">甲市2023年政府信息公开工作年度报告</a></li>
      <li><a href="/map/"><img alt="信息公开年报" src="x.png"></a></li></ul>"""
    assert columns(html) == [("/zfxxgknb/", 65), ("/map/", 60), ("/a/nb.html", 40), ("/ndbg/", 25)]


def test_entries_beside_it_bear_a_name_out() -> None:
    (lead,) = [
        lead for lead in leads_of(FOUR.format('<li><a href="/x/">年报</a></li>'), SITE).found if lead.kind == "column"
    ]
    assert (lead.score, lead.reasons) == (50, ("链接文字“年报”", "与指南、制度、主动公开、依申请并列"))


def test_a_short_name_alone_says_nothing() -> None:
    assert columns('<div><h3>企业信息</h3><ul><li><a href="/x/">年报</a></li></ul></div>') == []
    assert columns('<div><h3>法治政府建设</h3><ul><li><a href="/gknb/">年度报告</a></li></ul></div>') == []
    assert columns('<div><h3>信息公开</h3><ul><li><a href="/x/">年度报告</a></li></ul></div>') == [("/x/", 35)]


def test_a_name_that_was_cut_is_whole_in_the_title() -> None:
    html = '<a href="/x/" title="政府信息公开工作年度报告">政府信息公开...</a>'
    assert columns(html) == [("/x/", 60)]


def test_more_below_a_heading() -> None:
    html = (
        '<div class="box"><div class="t"><h3>政府信息公开年报</h3><a href="/x/">更多&gt;&gt;</a></div><ul></ul></div>'
    )
    assert columns(html) == [("/x/", 60)]


@pytest.mark.parametrize(
    "html",
    [
        "<script>document.write('<a href=\"/x/\">政府信息公开年报</a>')</script>",
        "<script>var s='';s+='<li><a href=\"/x/\">';s+='政府信息公开年报</a></li>';document.writeln(s)</script>",
        '<script>var m=[{"name":"公开","url":"/g/","children":[{"name":"政府信息公开年报","url":"/x/"}]}]</script>',
        "<script>addMenu('指南','/zn/');addMenu('政府信息公开年报', '/x/', '_self');</script>",
        "<script>var zNodes=[{id:3,pId:1,url:'/x/',name:'政府信息公开年报',target:'_blank'}]</script>",
        '<script>var m={"text":"\\u653f\\u5e9c\\u4fe1\\u606f\\u516c\\u5f00\\u5e74\\u62a5","href":"/x/"}</script>',
        "<script>document.write(unescape('%3Ca href=\"/x/\"%3E政府信息公开年报%3C/a%3E'))</script>",
        "<div onclick=\"location.href='/x/'\">政府信息公开年报</div>",
        "<script>function go(n){window.location.href='/'+n+'/'}</script><li onclick=\"go('x')\">政府信息公开年报</li>",
        '<select onchange="location=this.value"><option value="/x/">政府信息公开年报</option></select>',
        '<map><area href="/x/" alt="政府信息公开年报"></map>',
        '<a href="/x/"><img src="a.png" title="信息公开年报"></a>',
        '<a href="/x/" aria-label="政府信息公开年报"><i class="icon"></i></a>',
        '[{"title":"政府信息公开年报","link":"/x/"}]',
        "<script>var p='/x';document.write('<a href=\"' + p + '/\">政府信息公开年报</a>')</script>",
        "<input type=button value='政府信息公开年报' onclick=\"window.open('x/')\">",
        "<a href='/x/'>政<br>府<br>信<br>息<br>公<br>开<br>年<br>报</a>",
        "<a href='/x/'><span>政府信息</span><span>公开年报</span></a>",
        "<li data-url='/x/'>政府信息公开年报</li>",
    ],
)
def test_menus_in_every_carrier(html: str) -> None:
    assert [url for url, _ in columns(html)] == ["/x/"]


def test_pictures_without_words_by_their_files() -> None:
    link = '<a href="/{}/"><img src="/i/{}"></a>'
    html = link.format("c1", "zfxxgknb_01.png") + link.format("c2", "xxgk.jpg") + link.format("c3", "logo.png")
    assert kinds(html) == {"/c1/": "column", "/c2/": "hub"}
    assert columns(html) == [("/c1/", 25)]


def test_a_tree_of_the_platform_leads_elsewhere() -> None:
    node = '{"id":5,"name":"政府信息公开年报","jump_url":"/nb/"}'
    tree = f'[{{"id":1,"name":"法定主动公开","jump_url":"","children":[{node}]}}]'
    assert columns(f"<script>window._CONFIG={{SID:'9',TREE: {tree},SERVICE_AREA_ID:1}}</script>") == [("/nb/", 70)]


def test_what_is_not_the_column_is_no_lead() -> None:
    html = """<a href="/1/">政府网站工作年度报表</a><a href="/2/">政府工作报告</a><a href="/3/">法治政府建设情况报告</a>
      <a href="/4/">财政年报</a><a href="/5/">统计年报</a><a href="/6/">年报解读</a>
      <a href="/7/">统计年鉴</a><a href="/8/">审计报告</a>"""
    assert leads_of(html, SITE).found == ()


def test_kinds_of_leads() -> None:
    html = """<a href="/gk/">政府信息公开</a><a href="/bm/">部门信息公开</a><iframe src="/left.html"></iframe>
      <a href="/a/t20250118_1.html">甲市2024年政府信息公开工作年度报告</a>
      <script src="/script/0/12.js"></script><script src="/js/jquery.min.js"></script>
      <iframe src="/count.html"></iframe>
      <script>$('#menu').load('/inc/menu.html')</script>"""
    assert kinds(html) == {
        "/gk/": "hub",
        "/bm/": "units",
        "/left.html": "frame",
        "/a/t20250118_1.html": "report",
        "/script/0/12.js": "menu",
        "/inc/menu.html": "menu",
    }


def test_a_tab_names_the_column_on_the_page_itself() -> None:
    leads = leads_of(FOUR.format('<li><a href="#nb">政府信息公开年报</a></li>'), f"{SITE}/gk/")
    assert leads.here is not None
    assert leads.here.score == 60
    assert all(lead.kind == "hub" for lead in leads.found)
    assert leads_of('<div class="crumb">首页 > <span>政府信息公开年报</span></div>', SITE).here is None


LIST = (
    "<html><head><title>政府信息公开年报-甲市</title></head><body>"
    '<div class="position">首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>'
    '<ul><li><a href="./202501/t20250118_1.html">甲市2024年政府信息公开工作年度报告</a><span>2025-01-18</span></li>'
    '<li><a href="./202401/t20240118_1.html">甲市2023年政府信息公开工作年度报告</a><span>2024-01-18</span></li>'
    "</ul></body></html>"
)
LEAD = Lead(f"{SITE}/nb/", "政府信息公开年报", "column", 60, 160, ("链接文字“政府信息公开年报”",))


def test_a_page_with_reports_under_its_own_name_is_sure() -> None:
    score, reasons = weigh(LEAD, look_at(LIST, LEAD.url, "list"))
    assert score == 100
    assert reasons == [
        "链接文字“政府信息公开年报”",
        "面包屑相符：首页>政府信息公开>政府信息公开年报",
        "列出年报 2 份，2 个年度",
    ]


def test_a_page_that_shows_nothing_stays_low() -> None:
    html = "<html><body><p>政府信息公开年报</p><p>敬请期待</p></body></html>"
    score, reasons = weigh(LEAD, look_at(html, LEAD.url, "other"))
    assert score < FIT
    assert "没有看到年报" in reasons[-1]


def test_a_page_of_strangers_stays_lower_and_one_of_another_name_falls() -> None:
    strangers = LIST.replace("政府信息公开工作年度报告", "政府网站工作年度报表")
    assert weigh(LEAD, look_at(strangers, LEAD.url, "list"))[0] <= 20
    other = strangers.replace("政府信息公开年报", "政府网站工作年度报表")
    assert weigh(LEAD, look_at(other, LEAD.url, "list"))[0] == 0


def test_a_hub_that_lists_reports_itself_counts_less_than_a_column() -> None:
    hub = Lead(f"{SITE}/gk/", "政府信息公开", "hub", 0, 60, ())
    bare = LIST.replace("政府信息公开年报", "政府信息公开")
    assert _LOW <= weigh(hub, look_at(bare, hub.url, "list"))[0] < FIT
    assert weigh(hub, look_at(LIST, hub.url, "list"))[0] >= SURE, "it calls itself the column"


_LOW = 30


@pytest.mark.shared
def test_the_column_is_found_on_real_hubs(shared) -> None:
    portals = shared / "real/portals"
    guide = (portals / "hebei_handan_trs_gkzn.jsp.html").read_text(encoding="utf-8")
    leads = leads_of(guide, "http://hdzfxxgk.hd.gov.cn/zfxxgkzn/").found
    assert [(lead.label, lead.url, lead.score) for lead in leads if lead.kind == "column"] == [
        ("政府信息公开年报", "http://hdzfxxgk.hd.gov.cn/zfxxgknb/", 80)
    ]
    index = (portals / "hebei_handan_trs_index.jsp.html").read_text(encoding="utf-8")
    leads = leads_of(index, "http://hdzfxxgk.hd.gov.cn/").found
    assert not [lead for lead in leads if lead.kind == "column"]
    # The guide, which a function opens, and 依申请公开 carry the menu with the column.
    assert ("政府信息公开指南", "http://hdzfxxgk.hd.gov.cn/seal/zhinan?id=2") in [
        (lead.label, lead.url) for lead in leads
    ]
    home = (portals / "jiangxi_wanzai_home_ucap_with_zfxxgknb_link.html").read_text(encoding="utf-8")
    first = leads_of(home, "http://www.yichun.gov.cn/ycsrmzf/index.shtml").found[0]
    assert (first.url, first.score) == ("http://www.yichun.gov.cn/ycsrmzf/zfxxgknb/redirect_firstChannel.shtml", 80)


@pytest.mark.shared
def test_real_details_and_other_lists_are_no_columns(shared) -> None:
    portals = shared / "real/portals"
    for name in ("zhejiang_lishui_jcms_detail", "hebei_handan_trs_list.jsp", "jiangxi_wanzai_ucap_detail_2022"):
        html = (portals / f"{name}.html").read_text(encoding="utf-8")
        shown = look_at(html, f"{SITE}/x/", "list")
        assert weigh(Lead(f"{SITE}/x/", "政府信息公开", "hub", 0, 60), shown)[0] < _LOW
        assert not [lead for lead in leads_of(html, f"{SITE}/x/").found if lead.kind == "column"]
    ordos = (portals / "neimenggu_ordos_egb_trs_annualreport_list.html").read_text(encoding="utf-8")
    assert weigh(LEAD, look_at(ordos, "http://egb.ordos.gov.cn/xxgk/xxgknb/", "list"))[0] == 100


PIECES = (
    *"<>/='\"({[]})`+;,\\",
    *("a", " href", "<a href='/x/'>", "</a>", "<script>", "</script>", "<option value=", "<li>", "onclick="),
    *(
        "政府信息公开年报",
        "信息公开指南",
        "2024年",
        "县教育局",
        "function f(a){",
        "'+a+'",
        "f('1')",
        "TREE:",
        "SID:'1'",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_page_breaks_the_reading(html: str) -> None:
    leads = leads_of(html, f"{SITE}/")
    assert all(lead.url.startswith("http") for lead in leads.found)
    weigh(LEAD, look_at(html, f"{SITE}/", "other"))


@pytest.mark.parametrize("entry", ["进入网站 &gt;&gt;", "点击进入首页", "中文版", "ENTER"])
def test_a_page_before_the_home_page_leads_to_it(entry: str) -> None:
    [lead] = leads_of(f"<html><body><a href=/portal/index.html>{entry}</a></body></html>", "http://x/").found
    assert (lead.url, lead.kind) == ("http://x/portal/index.html", "hub")


def test_a_table_of_units_and_years_is_a_column() -> None:
    cells = "".join(f"<tr><td>甲县{unit}局</td><td><a href=/v/{unit}>查看</a></td></tr>" for unit in ("教育", "水利"))
    html = (
        f"<html><head><title>年度报告</title></head><table><tr><th>单位</th><th>2024年</th></tr>{cells}</table></html>"
    )
    lead = Lead("http://x/ndbg", "年度报告", "column", 35, 0)
    assert weigh(lead, look_at(html, "http://x/ndbg", "list"))[0] >= FIT


def test_a_node_of_a_tree_leads_where_a_click_on_it_does() -> None:
    nodes = "[{id:1,pId:0,name:'政府信息公开'},{id:12,pId:1,name:'公开制度'},{id:13,pId:1,name:'政府信息公开年报'}]"
    click = "function onClick(e, t, n) { $('#list').load('/frag/list_' + n.id + '.html'); }"
    html = f"<html><body><script>var zNodes={nodes};{click}</script></body></html>"
    assert ("http://x/frag/list_13.html", "column") in [
        (lead.url, lead.kind) for lead in leads_of(html, "http://x/").found
    ]


def test_units_below_what_a_link_calls_the_column():
    units = "".join(
        f"<a href='/c/{number}/'>{name}</a>" for number, name in enumerate(("县政府", "县直单位", "乡镇（街道）"))
    )
    page = f"<html><head><title>云溪县</title></head><body><div>{units}</div></body></html>"
    assert weigh(LEAD, look_at(page, LEAD.url, "other", called=True))[0] >= FIT
    assert weigh(LEAD, look_at(page, LEAD.url, "other"))[0] < FIT


def test_what_jcms_calls_a_page():
    crumbs = (
        "<div id='hiddenLocation'><span id='ss_webid'>36</span><span id='col2_name'>政府信息公开</span>"
        "<span id='col2_url'>/col/col12/index.html</span><span id='col1_name'>政府信息公开年报</span>"
        "<span id='col1_url'>/col/col11/index.html</span></div>"
    )
    shown = look_at(f"<title>云溪县</title>{crumbs}", LEAD.url, "list")
    assert (shown.name, shown.crumbs) == ("政府信息公开年报", ("政府信息公开", "政府信息公开年报"))
    assert look_at("<title>云溪县人民政府 公开年报</title>", LEAD.url, "list").name == "公开年报"

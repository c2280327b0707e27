"""Which links of a column lead to its sub-columns, and what columns are called."""

import pytest

from crawler.columns import is_column_title, subcolumn_kind, subcolumns
from tests.crawler.pairs import Pair, pairs

URL = "http://www.jia.gov.cn/xxgk/zfxxgknb/"


def below(html: str, url: str = URL, title: str = "政府信息公开年报") -> list[tuple[str, str]]:
    return [(link.kind, link.title) for link in subcolumns(html, url, title)]


@pytest.mark.parametrize("pair", pairs("subcolumns"), ids=lambda pair: pair.name)
def test_golden_subcolumns(pair: Pair) -> None:
    found = [[link.kind, link.title, link.url] for link in subcolumns(pair.page, pair.url, "政府信息公开年报")]
    assert found == pair.expected["subcolumns"]


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开年报",
        "信息公开年报",
        "政府信息\n 公开年报",
        "政府信息公开年度报告",
        "政府信息公开工作年度报告",
        "·政府信息公开年报>>",
        "公开年报",
        "年度报告",
        "年报",
        "历年年报",
        "部门政府信息公开年报",
        "本级政府信息公开年报",
        "政务信息公开年报",
        "政府信息公开报告",
        "政府信息公开年报专栏",
    ],
)
def test_names_of_the_column(text: str) -> None:
    assert is_column_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "政府网站工作年度报表",
        "政府网站年报",
        "政府工作报告",
        "法治政府建设年度报告",
        "财政年报",
        "审计报告",
        "统计年报",
        "年鉴",
        "年报解读",
        "政府信息公开指南",
        "政府信息公开制度",
        "政府信息公开",
        "甲市2023年政府信息公开工作年度报告",
        "2023年政府信息公开年报",
        "依申请公开",
    ],
)
def test_names_of_other_things(text: str) -> None:
    assert not is_column_title(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023年", "year"),
        ("2023", "year"),
        ("２０２３年度", "year"),
        ("2023n", "year"),
        ("2023年度报告", "year"),
        ("2023年政府信息公开年报", "year"),
        ("2015年及以前", "year"),
        ("区直部门", "unit"),
        ("市政府部门", "unit"),
        ("市级机关", "unit"),
        ("乡镇街道", "unit"),
        ("乡镇（街道）", "unit"),
        ("各镇街", "unit"),
        ("县（市、区）", "unit"),
        ("市直部门年报", "unit"),
        ("市政府年报", "unit"),
        ("县教育局", "unit"),
        ("市财政局", "unit"),
        ("县审计局", "unit"),
        ("城关镇", "unit"),
        ("红山街道办事处", "unit"),
        ("县贸促会", "unit"),
        ("政府办公室", "unit"),
        ("2023年1月", None),
        ("首页", None),
        ("网站地图", None),
        ("领导信箱", None),
        ("政府信息公开指南", None),
        ("政府网站工作年度报表", None),
        ("财政预决算", None),
        ("", None),
        ("甲县2023年政府信息公开工作年度报告和这一年里做过的其他许多事情的说明", None),
    ],
)
def test_kinds_of_subcolumns(text: str, kind: str | None) -> None:
    assert subcolumn_kind(text) == kind


def test_articles_files_and_the_page_itself_are_no_subcolumns() -> None:
    html = """<ul><li><a href="./">2024年</a></li><li><a href="index.html">2024年</a></li>
      <li><a href="#x">2024年</a></li><li><a href="./t20240118_1.html">2023年</a></li>
      <li><a href="./2022.pdf">2022年</a></li>
      <li><a href="./298933/index.html">2021年政府信息公开年报</a></li>
      <li><a href="./2020n/">2020年政府信息公开年报</a></li></ul>"""
    assert below(html) == [("year", "2020年政府信息公开年报")]


def test_what_has_a_day_beside_it_is_a_row_and_no_subcolumn() -> None:
    html = '<ul><li><a href="./nb/1/">2023年度报告</a><span>2024-01-18</span></li></ul>'
    assert below(html) == []


def test_years_beside_the_list_need_not_lie_below_the_column() -> None:
    html = """<div><a href="/col/col11/index.html">2023年</a><a href="/col/col12/index.html">2022年</a></div>
      <ul><li><a href="/art/2024/1/5/art_11_1.html">甲县2023年政府信息公开年报</a><span>2024-01-05</span></li></ul>"""
    assert below(html, "http://www.jia.gov.cn/col/col10/index.html") == [("year", "2023年"), ("year", "2022年")]
    assert below('<p><a href="/zfgb/2023/">2023年</a></p>') == []


def test_the_years_of_another_column_are_not_ours() -> None:
    years = '<ul><li><a href="/{0}/2023/">2023年</a></li><li><a href="/{0}/2022/">2022年</a></li></ul>'
    html = f"<div><h3>政府公报</h3>{years.format('zfgb')}</div><div><h3>预决算</h3>{years.format('yjs')}</div>"
    assert below(html) == []


def test_a_page_asked_with_another_year_is_a_subcolumn() -> None:
    html = '<a href="?dept=38&year=2023">2023</a> <a href="?dept=38&year=2022">2022</a>'
    assert [link.url for link in subcolumns(html, "http://gk.jia.gov.cn/year.aspx?dept=38")] == [
        "http://gk.jia.gov.cn/year.aspx?dept=38&year=2023",
        "http://gk.jia.gov.cn/year.aspx?dept=38&year=2022",
    ]


def test_units_are_subcolumns_where_they_are_what_the_page_is_for() -> None:
    units = "".join(f'<li><a href="/gzbm/{n}/">县{name}局</a></li>' for n, name in enumerate(("教育", "财政", "民政")))
    rows = '<ul><li><a href="t20240118_1.html">甲县2023年政府信息公开年报</a><span>2024-01-18</span></li></ul>'
    assert len(below(f"<ul>{units}</ul>")) == 3
    assert below(f"<ul>{units}</ul>{rows}") == []
    assert below(f'<div class="sidebar"><ul>{units}</ul></div>') == []
    assert below('<ul><li><a href="/gzbm/1/">县教育局</a></li></ul>') == []


@pytest.mark.shared
def test_the_year_columns_under_a_real_menu(shared) -> None:
    html = (shared / "real/portals/gansu_jyt_list_createPageHTML.html").read_text(encoding="utf-8")
    found = subcolumns(html, "https://jyt.gansu.gov.cn/jyt/c250121/zwgklist.shtml", "政府信息公开年报")
    # The column of 2024 is the page itself.
    assert [link.title for link in found] == [str(year) for year in range(2023, 2007, -1)]
    assert found[0].url == "https://jyt.gansu.gov.cn/jyt/c240106/zwgklist.shtml"


@pytest.mark.shared
def test_a_real_column_without_subcolumns(shared) -> None:
    html = (shared / "real/portals/neimenggu_ordos_egb_trs_annualreport_list.html").read_text(encoding="utf-8")
    assert subcolumns(html, "http://egb.ordos.gov.cn/xxgk/xxgknb/", "信息公开年报") == []


def test_clicks_that_a_function_answers_lead_to_subcolumns() -> None:
    html = """<script>function loadList(id){ $.get('/list.do?cat=' + id, function(d){ $('#list').html(d) }) }</script>
      <div class="leftmenu"><ul><li onclick="loadList('c1')">县教育局</li>
      <li onclick="loadList('c2')">县财政局</li></ul>
      <a href="javascript:loadList('y1')">2024年</a><a href="javascript:loadList('y2')">2023年</a></div>"""
    assert [(link.kind, link.url) for link in subcolumns(html, URL)] == [
        ("unit", "http://www.jia.gov.cn/list.do?cat=c1"),
        ("unit", "http://www.jia.gov.cn/list.do?cat=c2"),
        ("year", "http://www.jia.gov.cn/list.do?cat=y1"),
        ("year", "http://www.jia.gov.cn/list.do?cat=y2"),
    ]


def test_choices_of_a_list_and_nodes_of_a_tree_are_subcolumns() -> None:
    choices = "".join(f'<option value="/q?y={year}">{year}年</option>' for year in (2024, 2023))
    assert below(f'<select><option value="">年份</option>{choices}</select>') == [
        ("year", "2024年"),
        ("year", "2023年"),
    ]
    for way in (
        "<form action='/q'><select name='y' onchange='this.form.submit()'>{}</select></form>",
        "<select onchange=\"location.href='/q?y='+this.value\">{}</select>",
        "<script>function go(y){{ location.href='/q?y=' + y }}</script><select onchange='go(this.value)'>{}</select>",
    ):
        html = way.format("<option value='2024'>2024年</option><option value='2023'>2023年</option>")
        assert [link.url for link in subcolumns(html, URL)] == [
            "http://www.jia.gov.cn/q?y=2024",
            "http://www.jia.gov.cn/q?y=2023",
        ]
    posted = "<form method='post'><select name='y'><option value='2024'>2024</option><option value='2023'>2023</option>"
    assert below(f"{posted}</select></form>") == []
    tree = "<script>var n=[{name:'县教育局',url:'/u/1/'},{name:'县财政局',url:'/u/2/'},{name:'首页',url:'/'}]</script>"
    assert below(tree) == [("unit", "县教育局"), ("unit", "县财政局")]
    assert below("<select><option value='2024'>2024年</option><option value='2023'>2023年</option></select>") == []
    assert below("<script>var n=[{name:'县教育局',url:'/u/1/'}]</script>") == []


def test_the_reports_of_a_table_of_units() -> None:
    row = (
        "<tr><td><a href='/u/{0}/'>县{1}局</a></td><td><a href='/u/{0}/zn/'>指南</a></td>"
        "<td><a href='/u/{0}/nb/'>年报</a></td></tr>"
    )
    rows = "".join(row.format(n, name) for n, name in enumerate(("教育", "财政", "民政"), 1))
    links = subcolumns(f"<table>{rows}</table>", "http://www.jia.gov.cn/bmgk/", "部门信息公开")
    assert [(link.title, link.url) for link in links] == [
        (f"县{name}局", f"http://www.jia.gov.cn/u/{n}/nb/") for n, name in enumerate(("教育", "财政", "民政"), 1)
    ]


def test_a_units_own_page_of_disclosure_leads_to_its_reports() -> None:
    page = "<ul><li><a href='/u/1/zn/'>政府信息公开指南</a></li><li><a href='/u/1/nb/'>政府信息公开年报</a></li></ul>"
    assert below(page, "http://www.jia.gov.cn/u/1/", "县教育局") == [("column", "政府信息公开年报")]
    assert below(page, "http://www.jia.gov.cn/u/1/", "区直部门") == []
    row = '<ul><li><a href="/u/1/t20240118_1.html">县教育局2023年政府信息公开年报</a><span>2024-01-18</span></li></ul>'
    assert below(page + row, "http://www.jia.gov.cn/u/1/", "县教育局") == []


def test_routes_of_scripts_are_pages_of_their_own() -> None:
    years = "".join(f"<a href='#/open?c=nb&y={year}'>{year}年</a>" for year in (2024, 2023, 2022))
    found = subcolumns(f"<div>{years}</div>", "http://x.cn/#/open?c=nb", "政府信息公开年报")
    assert [link.url.partition("#")[2] for link in found] == [f"/open?c=nb&y={year}" for year in (2024, 2023, 2022)]


def test_a_few_units_of_one_class_beside_many_of_another() -> None:
    links = "<h2>{}</h2><ul>{}</ul>"
    offices = links.format(
        "部门", "".join(f"<li><a href='/{name}/gk/'>{name}</a></li>" for name in ("教育局", "财政局", "民政局"))
    )
    towns = "".join(
        f"<li><a href='/{number}/gk/'>{name}</a></li>" for number, name in enumerate(("荷莲镇", "塘桥街道"))
    )
    assert [title for _, title in below(offices + links.format("镇街", towns))][3:] == ["荷莲镇", "塘桥街道"]
    assert len(below(offices + links.format("新闻", towns))) == 3

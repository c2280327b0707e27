"""The requests of a page's scripts, read and not run; the counting on of page numbers; what hostile ones cost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.lists.counting import count_on, printed_pages
from crawler.lists.page_requests import PageRequest, Shown
from crawler.paging import blind_pager, next_pages
from crawler.scripts.posting import posted_years
from crawler.scripts.requests import for_list, for_pages

URL = "http://www.jia.gov.cn/nb/index.html"
HOST = "http://www.jia.gov.cn"


def shown(code: str, *, body: str = "", rows: int = 0, number: int = 1) -> Shown:
    html = f"<html><body>{body}<script>{code}</script></body></html>"
    return Shown(html, URL, PageRequest(URL), number, rows)


def read(code: str, body: str = "") -> list[str]:
    return [
        f"{r.method} {r.url.removeprefix(HOST)}{' ' + str(dict(r.form) or r.json) if r.method == 'POST' else ''}"
        for r in for_list(shown(code, body=body))
    ]


@pytest.mark.parametrize(
    "code",
    [
        "var cid = getQuery('cid'); fetch('/api/list?channel=' + cid + '&page=' + n)",
        "var cid = $.getUrlParam('cid') || 5; fetch('/api/list?channel=' + cid + '&page=' + n)",
        "fetch('/api/list?channel=' + new URLSearchParams(location.search).get('cid') + '&page=' + n)",
        "$.get('/api/list', {channel: GetQueryString(\"cid\"), page: n})",
    ],
)
def test_scripts_ask_for_parameters_of_the_page_s_address(code: str) -> None:
    html = f"<html><body><script>{code}</script></body></html>"
    url = f"{HOST}/list.html?cid=88"
    assert [r.url for r in for_list(Shown(html, url, PageRequest(url), 1, 0))] == [f"{HOST}/api/list?channel=88&page=1"]


def test_a_parameter_that_the_address_lacks_has_no_value() -> None:
    assert read("fetch('/api/list?channel=' + getQuery('cid'))") == []


@pytest.mark.parametrize(
    ("code", "requests"),
    [
        ("$.get('/api/list?page=1')", ["GET /api/list?page=1"]),
        ("$.get('/api/list', {page: 1, id: 'a b'})", ["GET /api/list?page=1&id=a+b"]),
        ("$.get('/api/list', show)", ["GET /api/list"]),
        ("$.get('/api/list', params, show)", []),
        ("$.getJSON('data/list', function (d) { })", ["GET /nb/data/list"]),
        ("jQuery.post('/api/list', {id: 7}, function () {})", ["POST /api/list {'id': '7'}"]),
        (
            "$.ajax({url: '/api/list', type: 'POST', data: 'id=7&page=' + page})",
            ["POST /api/list {'id': '7', 'page': '1'}"],
        ),
        (
            "$.ajax({url: '/api/list', data: {id: id, 'filter[SITEID]': 3}}); var id = 'x9';",
            ["GET /api/list?id=x9&filter%5BSITEID%5D=3"],
        ),
        (
            "$.ajax({url: '/list', type: 'post', contentType: 'application/json', data: JSON.stringify({a: 7})})",
            ['POST /list {"a":7}'],
        ),
        (
            "table.render({elem: '#t', url: '/api/list', where: {channel: 33}, page: true, limit: 8, cols: [[]]})",
            ["GET /api/list?channel=33&page=1&limit=8"],
        ),
        ("table.render({url: '/api/list', method: 'post', where: {id: 7}})", ["POST /api/list {'id': '7'}"]),
        ("fetch('/api/list')", ["GET /api/list"]),
        ("fetch(`/api/list/${id}?page=${n}`); const id = 'x9'", ["GET /api/list/x9?page=1"]),
        ("fetch('/api/list', {method: 'POST', body: new URLSearchParams({id: 7})})", ["POST /api/list {'id': '7'}"]),
        ("axios.get('/api/list', {params: {id: 7}}).then(function (r) {})", ["GET /api/list?id=7"]),
        ("axios.post('/api/list', {id: 7})", ['POST /api/list {"id":7}']),
        ("axios({method: 'get', url: '/api/list', params: {id: 7}})", ["GET /api/list?id=7"]),
        ("$('#box').load('/list/box.html')", ["GET /list/box.html"]),
        ("var x = new XMLHttpRequest(); x.open('GET', '/api/list?id=7'); x.send();", ["GET /api/list?id=7"]),
        (
            "x.open('POST', '/api/list'); x.send('id=' + encodeURIComponent(JSON.stringify(p))); var p = {a: 1};",
            ["POST /api/list {'id': '{\"a\":1}'}"],
        ),
        ("function turn(index) { $.get('/api/list', {pageIndex: index}); } turn(0);", ["GET /api/list?pageIndex=0"]),
        ("$.get('/api/list', {pageIndex: page - 1, pageSize: size})", []),
        (
            "var size = 5; $.get('/api/list', {pageIndex: page - 1, pageSize: size})",
            ["GET /api/list?pageIndex=0&pageSize=5"],
        ),
        ("$.get('/api/list', {id: unknown()})", []),
        ("$.get('/api/list', {id: 7, keyword: $('#kw').val(), _: Math.random()})", ["GET /api/list?id=7&keyword=&_="]),
        ("$.get(base + '/api/list')", []),
        ("var o = {api: '/api'}; $.get(o.api + '/list')", ["GET /api/list"]),
        ("var url = './nb.json';", ["GET /nb/nb.json"]),
        # What only counts or changes something is left alone.
        ("$.get('/visit/add?id=7'); $.post('/api/comment/save', {id: 7}); $.post('/x/y', {id: 7})", []),
        ("$.get('/js/menu.json'); $('#head').load('/head.html')", []),
        ("$.get(", []),
        ("$.ajax({url: '/api/list', data: {", []),
    ],
)
def test_requests_are_read_from_scripts(code: str, requests: list[str]) -> None:
    assert read(code) == requests


def test_values_come_from_the_fields_of_the_page() -> None:
    fields = '<input type="hidden" id="channel" value="c77"><input type="hidden" id="site" value="9">'
    code = "var site = document.getElementById('site').value;"
    code += "$.get('/api/list', {channel: $('#channel').val(), site: site})"
    assert read(code, fields) == ["GET /api/list?channel=c77&site=9"]


def test_scripts_of_the_page_that_may_hold_its_rows_are_fetched() -> None:
    names = ("/js/jquery.min.js", "./nb_list.js?v=3", "/js/vue.list.js")
    page = "".join(f'<script src="{name}"></script>' for name in names)
    assert read("", page) == ["GET /nb/nb_list.js"]


@pytest.mark.parametrize(
    ("code", "rows", "pages"),
    [
        ("location.href = '?page=' + n", 3, ["/nb/index.html?page=2"]),
        ("location.href = '?page=' + n", 0, ["/nb/index.html?page=1", "/nb/index.html?page=0"]),
        ("location.href = 'index_' + (n - 1) + '.html'", 3, ["/nb/index_1.html"]),
        ("$('#l').load('/x/index_4016_' + n + '.shtml')", 3, ["/x/index_4016_1.shtml", "/x/index_4016_2.shtml"]),
        ("go(`/nb/list?cur_page=${n}&size=5`)", 3, ["/nb/list?cur_page=2&size=5"]),
        ("x = 'img_' + n + '.png'; y = '/a/' + b", 3, []),
    ],
)
def test_addresses_into_which_a_script_puts_the_page(code: str, rows: int, pages: list[str]) -> None:
    assert [request.url.removeprefix(HOST) for request in for_pages(shown(code, rows=rows))] == pages


def counted(
    url: str, answer: object, *, form: tuple[tuple[str, str], ...] = (), body: str = "", rows: int = 10
) -> tuple[object, ...] | None:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    request = PageRequest(HOST + url, "POST" if form or body else "GET", form, body, xhr=True)
    following = count_on(Shown(text, HOST + url, request, 2, rows))
    return following and (
        following.url.removeprefix(HOST),
        *(dict(following.form).values() or [following.json] * bool(body)),
        following.guess,
    )


@pytest.mark.parametrize(
    ("url", "answer", "more"),
    [
        ("/a?page=1&size=10", {"total": 31}, ("/a?page=2&size=10", False)),
        ("/a?page=4&size=10", {"total": 31}, None),
        ("/a?p=0&n=10", {"data": {"totalCount": "11"}}, ("/a?p=1&n=10", False)),
        ("/a?cur_page=2", {"totalPage": 3}, ("/a?cur_page=3", False)),
        ("/a?currentPage=3", {"page": {"totalPages": 3}}, None),
        ("/a?pageNo=1", {"page": {"last": True}}, None),
        ("/a?pageNo=1", {"rows": [1] * 10}, ("/a?pageNo=2", True)),
        ("/a?pageNo=1&pageSize=20", {"rows": [1] * 10}, None),
        ("/a?pageNo=1", {"count": 10, "rows": [1] * 10}, None),
        ("/a?start=20&rows=10", {"numFound": 50}, ("/a?start=30&rows=10", True)),
        ("/a?PAGENUM=1", "<ul></ul>共 <b>2</b> 页", ("/a?PAGENUM=2", False)),
        ("/a?PAGENUM=2", "<ul></ul>第2页/共2页", None),
        ("/nb/data_1.json", 'var rows = {"totalPage": 2, "list": []};', ("/nb/data_2.json", False)),
        ("/nb/data_2.json", {"totalPage": 2}, None),
        ("/nb/data_1.json", {"list": [1] * 10}, None),
        ("/a?id=1", {"total": 31}, None),
        ("/a?page=x", {"total": 31}, None),
        ("/a?page=1", "<html><ul></ul></html>", ("/a?page=2", True)),
    ],
)
def test_pages_are_counted_on_until_the_answer_says_it_is_the_last(
    url: str, answer: object, more: tuple[object, ...] | None
) -> None:
    assert counted(url, answer) == more


def test_pages_are_counted_on_in_forms_and_bodies() -> None:
    assert counted("/a", {"total": 31}, form=(("pageIndex", "1"), ("pageSize", "10"))) == ("/a", "2", "10", False)
    params = '{"kw":"","pageIndex":0,"pageSize":10}'
    assert counted("/a", {"custom": {"count": 31}}, form=(("params", params),)) == (
        "/a",
        params.replace("0,", "1,", 1),
        False,
    )
    assert counted("/a", {"total": 31}, body='{"page":{"current":"1"},"size":10}') == (
        "/a",
        '{"page":{"current":"2"},"size":10}',
        True,
    )
    assert counted("/a", {"total": 31}, body="{broken") is None


def test_a_page_for_people_is_not_counted_on() -> None:
    page = "<html><body><ul></ul></body></html>"
    assert next_pages(page, f"{HOST}/list.php?page=1", rows=5) == []


PAGED_IN_PAGE = """<ul class="news"><li>1</li><li>2</li></ul><a href="javascript:;">下一页</a>
<script>var $list = $('.news li'), pages = Math.ceil($list.length / 5); show(1);</script>"""


@pytest.mark.parametrize(
    ("html", "blind"),
    [
        ('<a href="javascript:void(0)">下一页</a>', True),
        ('<a href="#" onclick="next()">下一页 &gt;</a>', True),
        ("<button>下一页</button>", True),
        ('<span class="next">下一页</span>', True),
        ('<div class="pages"><a href="javascript:;">1</a><a href="javascript:;">2</a></div>', True),
        ('<a href="index_1.html">下一页</a>', False),
        ('<a href="#" onclick="go(\'/nb/index_1.html\')">下一页</a>', False),
        ('<a class="disabled" href="javascript:void(0)">下一页</a>', False),
        ('<a href="javascript:void(0)">下一页</a> 第1页/共1页', False),
        ('<a href="javascript:void(0)">下一页</a> 1/1 页', False),
        ('<a href="javascript:void(0)">下一页</a> 第1页/共3页', True),
        ('<div class="more">加载更多</div>', True),
        ('<a href="/more.html">加载更多</a>', False),
        (PAGED_IN_PAGE, False),
        (PAGED_IN_PAGE.replace("show(", "$.get('/x', show, "), True),
        ("<ul></ul>", False),
    ],
)
def test_pagers_whose_addresses_only_their_script_knows(html: str, blind: bool) -> None:
    assert blind_pager(f"<html><body>{html}</body></html>") is blind


def test_printed_pages() -> None:
    assert printed_pages("共<span>12</span>页") == 12
    assert printed_pages("<p>1/4页</p>") == 4
    assert printed_pages("var pageCount = '7'") == 7
    assert printed_pages("<p>页</p>") is None


@given(st.text(alphabet="$.ajaxgetpost(){}[]'\"`:,+/?=&\\ \nvar url1", max_size=300))
def test_no_script_breaks_the_reading(code: str) -> None:
    for_list(shown(code))
    for_pages(shown(code))
    next_pages(f"<script>{code}</script>", URL, rows=0)


@pytest.mark.parametrize(
    "piece",
    ["$.get(", "var a = {", "'", "f(function (x) {", "x.open('POST', '/list'); ", "'?page=' + ", "`${", "(" * 9],
)
@pytest.mark.timeout(20)
def test_hostile_scripts_take_no_more_than_their_length(piece: str) -> None:
    code = piece * (200_000 // len(piece))
    next_pages(f"<html><script>{code}</script></html>", URL, rows=0)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "/columns/",
            "/blocks/ '/",
            "=/site/label/8?",
            "'/common/search/",
            '"/rest/front',
            "<nextgroup>",
            "<a href=",
            "<record>",
        ),
        *(
            "<input name=page value=1>",
            "createPageHTML(",
            "var dataStore=[",
            "queryData='",
            "'/module/xxgk/search.jsp?",
            "SID TREE:[",
        ),
    ],
)
@pytest.mark.timeout(20)
def test_hostile_markup_takes_no_more_than_its_length(piece: str) -> None:
    next_pages(f"<html><body>{piece * (200_000 // len(piece))}</body></html>", URL, rows=0)


YEARS = """<a href='#' onclick="show('2025')">2025年</a>
<select onchange='show(this.value)'><option value='2024'>2024年</option></select>"""


@pytest.mark.parametrize(
    ("code", "sent"),
    [
        ("function show(y){$.post('/byYear', {year: y, site: site}, fill)} var site = 's9';", ["year={}&site=s9"]),
        ("const show = (y) => {axios.post('/byYear', {year: y}).then(fill)}", ['{{"year":{}}}']),
        ("function show(y){fetch('/byYear', {method: 'POST', body: 'year=' + y})}", ["year={}"]),
        ("function show(y){$.get('/byYear', {year: y})}", []),
        ("function show(y){$.post('/count'); $('#' + y).show()}", []),
        ("function show(y){$.post('/year/save', {year: y})}", []),
        ("function show(y){$.post('/byYear', {site: 's9'})}", []),
    ],
)
def test_years_that_are_asked_for_by_post(code: str, sent: list[str]) -> None:
    html = f"<html><body>{YEARS}<script>{code}</script></body></html>"
    found = posted_years(Shown(html, URL, PageRequest(URL)))
    wanted = [(f"{year}年", text.format(year)) for year in (2025, 2024) for text in sent]
    assert [(label, r.json or "&".join("=".join(pair) for pair in r.form)) for label, r in found] == wanted

"""Where a click leads that a function of the page answers."""

import pytest

from crawler.markup import parse
from crawler.scripts.clicks import Clicks

URL = "http://www.jia.gov.cn/xxgk/index.html"


def target(script: str, click: str) -> str:
    html = f'<html><script>{script}</script><body><li onclick="{click}">县教育局</li></body></html>'
    return Clicks(html).target(next(parse(html).iter("li")), URL).removeprefix("http://www.jia.gov.cn")


@pytest.mark.parametrize(
    ("script", "click", "address"),
    [
        ("function zhinan(id){ document.location.href='seal/zhinan?id='+id }", "zhinan(2)", "/xxgk/seal/zhinan?id=2"),
        ("function go(u){window.open(u + '/index.html')}", "go('/nb/2023')", "/nb/2023/index.html"),
        (
            "function loadList(id){ $('.on').removeClass('on'); $.get('/list?cat=' + id, function(d){}) }",
            "loadList('c12')",
            "/list?cat=c12",
        ),
        (
            "var ctx = '/portal';\nfunction load(id) { $.ajax({ url: ctx + '/list.do', data: {cat: id, page: 1} }) }",
            "load('c12')",
            "/portal/list.do?cat=c12&page=1",
        ),
        ("const show = (id) => { fetch(`/api/${id}.html`) }", "show(7)", "/api/7.html"),
        ("var f = function(id){ $('#right').load('units/'+id+'.html'); }", "f('jyj')", "/xxgk/units/jyj.html"),
        ("function f(id){ $.post('/q', {cat: id}) }", "javascript:f('9');return false;", "/q?cat=9"),
        ("function f(id){ // '/old/' + id\n $('#' + id).show(); }", "f('a')", ""),
        ("function f(id){ location.href = base + id }", "f('a')", ""),
        ("function f(){ location.href = '/x/' }", "f()", ""),
        ("", "location.href='/nb/'", "/nb/"),
        ("", "window.open('ndbg/')", "/xxgk/ndbg/"),
        ("", "location.href='list-' + n", ""),
        ("", "toggle('a')", ""),
    ],
)
def test_the_address_that_a_function_makes(script: str, click: str, address: str) -> None:
    assert target(script, click) == address

"""What a list says of its own length in scripts, and which scripts lead on."""

import pytest

from crawler.lists.told_length import told_length, turns_by_script


def page(script: str) -> str:
    return f"<html><body><ul></ul><script>{script}</script></body></html>"


@pytest.mark.parametrize(
    "script",
    [
        "var all = parseInt('4'); Pg({pages: all});",
        "var n = 4; draw({id: 'p', totalPage: n, go: go});",
        "let sum = '4'; var pageCount = sum;",
        "createPage({pages:4});",
        "function jump() { var n = +box.value; if (n < 1 || n > 4) { alert('页码超出范围'); return; } goTo(n); }",
    ],
)
def test_pages_told_by_name(script: str) -> None:
    assert told_length(page(script)).pages == 4


@pytest.mark.parametrize(
    "script",
    [
        "Pg({go: function (n) { location.href = n + '.html'; }});",
        "pager('#p', function (i) { $('#l').load('list_' + i + '.html'); });",
        "paging({cb: function (o) { location = '?p=' + o.curr; }});",
        "bar({to: function (k, first) { location.href = `list_${k}.html`; }});",
    ],
)
def test_functions_handed_to_a_pager_lead_on(script: str) -> None:
    assert turns_by_script(page(script), 1)


def test_a_field_for_a_page_leads_on_unless_there_is_one_page_only() -> None:
    box = '<div>到第 <input id="to" size="2"> 页 <button onclick="jump()">确定</button></div>'
    assert turns_by_script(f"<ul></ul>{box}", 1)
    assert turns_by_script(f"<p>跳转到<input>页</p>{box}", 3)
    assert not turns_by_script(f"<p>共1页</p>{box}", 1)
    assert not turns_by_script("<p>第 <input name='q'> 期</p><p>姓名<input></p>", 1)


def test_a_function_that_goes_to_a_page_of_any_number_leads_on() -> None:
    go = "function goPage(n) { location.href = ['/a/', '/a/2.html'][n - 1]; }"
    assert turns_by_script(page(f"{go} function jump() {{ var n = +box.value; goPage(n); }}"), 1)
    assert not turns_by_script(page(f"{go} goPage(1);"), 1)


@pytest.mark.parametrize(
    "script",
    [
        "$.get('/count?id=' + id, function (data) { $('#hits').html(data); });",
        "links.forEach(function (a) { a.onclick = go; });",
        "$('.s').change(function (e) { location.href = e.target.value; });",
        "$('a').each(function (i) { if (i > 3) location.reload(); });",
    ],
)
def test_other_functions_lead_nowhere(script: str) -> None:
    assert not turns_by_script(page(script), 1)

"""ASP.NET WebForms: what a pager posts back, and with which fields."""

import pytest

from crawler.paging import PageRequest, next_pages

URL = "http://gk.xin.gov.cn/list.aspx?cid=7"
FIELDS = """<input type="hidden" name="__VIEWSTATE" value="/wEP"><input type="text" name="key" value="">
<input type="submit" name="go" value="搜索">"""
OPTIONS = "new WebForm_PostBackOptions(&quot;c$next&quot;, &quot;&quot;, true)"


def after(pager: str, action: str = "") -> list[PageRequest]:
    form = f'<form method="post"{action}>{FIELDS}<ul></ul><div id="p">{pager}</div></form>'
    return next_pages(f"<html><body>{form}</body></html>", URL, rows=3)


@pytest.mark.parametrize(
    ("pager", "sent"),
    [
        ("<a href=\"javascript:__doPostBack('P1','2')\">下一页</a>", {"__EVENTTARGET": "P1", "__EVENTARGUMENT": "2"}),
        (
            "<a onclick=\"__doPostBack('P1','2');return false\" href='#'>下页</a>",
            {"__EVENTTARGET": "P1", "__EVENTARGUMENT": "2"},
        ),
        (
            "<span>1</span><a href=\"javascript:__doPostBack('G','Page$2')\">2</a>",
            {"__EVENTTARGET": "G", "__EVENTARGUMENT": "Page$2"},
        ),
        (
            f"<a href='javascript:WebForm_DoPostBackWithOptions({OPTIONS})'>下一页</a>",
            {"__EVENTTARGET": "c$next", "__EVENTARGUMENT": ""},
        ),
        ('<input type="submit" name="next" value="下一页">', {"next": "下一页"}),
    ],
)
def test_events_of_pagers(pager: str, sent: dict[str, str]) -> None:
    [way] = after(pager)
    assert (way.url, way.method, dict(way.form)) == (URL, "POST", {**sent, "__VIEWSTATE": "/wEP", "key": ""})


def test_a_form_goes_where_it_says() -> None:
    [way] = after("<a href=\"javascript:__doPostBack('P1','2')\">下一页</a>", ' action="./other.aspx?cid=7"')
    assert way.url == "http://gk.xin.gov.cn/other.aspx?cid=7"


@pytest.mark.parametrize(
    "pager",
    [
        "<a disabled='disabled'>下一页</a>",
        '<input type="submit" name="next" value="下一页" class="disabled">',
        '<input type="submit" value="搜索" name="go">',
        "<a href=\"javascript:__doPostBack('G','Select$2')\">查看</a>",
    ],
)
def test_what_posts_no_next_page(pager: str) -> None:
    assert after(pager) == []

"""Planting: what is changed in a portal's answers is what was meant, and most families can have most kinds."""

import gzip
import json
from datetime import date

import pytest

from monitor.demo.resources import HTML, Resource
from tests.portals import jcms, trs, vsb
from tests.portals.altering import altered, byline, path_of, plain_bytes, replaced, with_tail, without_rows
from tests.portals.kinds.site import DAYS
from tests.portals.planted import portals_that_can
from tests.portals.planting import field_of, plant, watched

ROWS = (
    '<ul><li><a href="/a/1.html">一</a></li>\n<li><a href="./2.html">二</a><span>2026-01-02</span></li></ul>',
    "<table><tr><td><a href='/a/1.html'>一</a></td></tr><tr><td><a href='/a/2.html'>二</a></td></tr></table>",
    '<record><![CDATA[<a href="/a/1.html">一</a>]]></record><record><![CDATA[<a href="/a/2.html">二</a>]]></record>',
    json.dumps({"total": 2, "rows": [{"title": "一", "url": "/a/1.html"}, {"title": "二", "url": "/a/2.html"}]}),
)


@pytest.mark.parametrize("text", ROWS)
def test_one_row_is_taken_out_and_no_other(text: str) -> None:
    left = without_rows(frozenset({"/a/2.html"}))(text.encode()).decode()
    assert "2.html" not in left
    assert "/a/1.html" in left


def test_words_are_replaced_as_pages_and_data_write_them() -> None:
    change = replaced({"甲“乙”&丙": "丁"})
    assert change("甲“乙”&丙".encode()) == "丁".encode()
    assert change("甲“乙”&amp;丙".encode("gb18030")) == "丁".encode("gb18030")
    assert json.loads(change(json.dumps(["甲“乙”&丙"]).encode())) == ["丁"]


def test_a_packed_page_stays_packed() -> None:
    packed = gzip.compress("<p>一</p></body>".encode(), mtime=0)
    page = Resource(HTML, lambda: packed, date(2026, 1, 1), headers={"Content-Encoding": "gzip"})
    made = altered(page, with_tail("<i>二</i>"))
    assert plain_bytes(made).decode() == "<p>一</p><i>二</i></body>"
    assert made.etag != page.etag
    assert altered(page, bytes, tag='"x"').etag == '"x"'


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_byline_is_written_in_the_page_s_encoding(encoding: str) -> None:
    page = '<h1>题</h1><div class="info">发布时间：2026-01-02</div>'.encode(encoding)
    assert byline("日期：2026/01/02")(page).decode(encoding) == '<h1>题</h1><div class="info">日期：2026/01/02</div>'


@pytest.mark.parametrize("make", [trs.portal, jcms.portal, vsb.portal])
def test_rows_that_come_late_are_not_there_on_the_first_day(make) -> None:
    (field,) = plant("304 for ever", [make(1)])
    portal, names = watched(field)
    late = [path_of(duty.url) for duty in portal.duties if duty.name in names]
    assert late
    shown = []
    for day in DAYS[:2]:
        portal.change(day)
        lists = [
            plain_bytes(page) for path, page in portal.hosts[0].pages.items() if path not in late and b"<a" in page.body
        ]
        shown.append(sum(path.rpartition("/")[2].encode() in page for page in lists for path in late))
    assert shown[0] < shown[1]


def test_the_silent_body_is_nobody_who_has_published() -> None:
    portal, _ = watched(field_of(trs.portal(1)))
    assert sum(duty.is_silent for duty in portal.duties) == 1
    assert len({duty.name for duty in portal.duties}) == len(portal.duties)


@pytest.mark.parametrize("kind", ["[置顶]", "told: 共n条", "304 for ever", "moved column", "error page", "near name"])
def test_most_families_can_have_a_kind(kind: str) -> None:
    assert len(portals_that_can([kind])[kind]) >= 15

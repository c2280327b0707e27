"""Rows that come as data without an address: the page's own script says how one is made."""

import json

import pytest

from crawler.listings import rows
from crawler.lists.record_addresses import RecordAddress, record_addresses

URL = "http://www.jia.gov.cn/nb/list.html?cid=8"
TITLE = "甲县教育局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("s += '<li><a href=\"/article/' + a.id + '.html\">' + a.title", RecordAddress("/article/", "id", ".html")),
        ('"<a href=\'detail.html?id=" + list[i].doc_id + "\'>"', RecordAddress("detail.html?id=", "docid", "")),
        ("<a :href=\"'/detail/' + item.id\">{{item.title}}</a>", RecordAddress("/detail/", "id", "")),
        ("`<a href='/v/${row.guid}.html'>`", RecordAddress("/v/", "guid", ".html")),
        ("<a href='/v/{{ d.id }}.html'>{{d.title}}</a>", RecordAddress("/v/", "id", ".html")),
        ("window.open('/v?id=' + row.articleId)", RecordAddress("/v?id=", "articleid", "")),
    ],
)
def test_how_a_script_makes_addresses(code: str, made: RecordAddress) -> None:
    assert record_addresses(code) == [made]


@pytest.mark.parametrize(
    "code", ["$.get('/hits?id=' + a.id)", "<img src='/photo/' + a.id>", "'/total/' + a.length", "'共' + a.num + '条'"]
)
def test_what_a_script_only_fetches_or_counts_is_no_address(code: str) -> None:
    assert record_addresses(code) == []


def test_links_come_before_mere_texts() -> None:
    code = "var more = '/x/' + a.id; s = '<a href=\"/v/' + a.id + '\">'"
    assert [way.head for way in record_addresses(code)] == ["/v/", "/x/"]


def test_a_row_s_own_number_goes_into_the_address() -> None:
    page = "<script>s += '<a href=\"/article/' + a.id + '.html\">'</script>"
    answer = json.dumps({"data": [{"id": 7, "title": TITLE, "pubDate": "2025-01-20"}, {"title": "无编号的一条"}]})
    assert [row.url for row in rows(answer, URL, page=page)] == ["http://www.jia.gov.cn/article/7.html"]
    assert rows(answer, URL) == []


def test_an_address_of_the_row_s_own_is_not_made_anew() -> None:
    page = "<script>s += '<a href=\"/article/' + a.id + '.html\">'</script>"
    answer = json.dumps([{"id": 7, "title": TITLE, "url": "/nb/9.html", "pubDate": "2025-01-20"}])
    assert [row.url for row in rows(answer, URL, page=page)] == ["http://www.jia.gov.cn/nb/9.html"]


def test_a_number_that_holds_more_than_a_number_makes_no_address() -> None:
    assert RecordAddress("/v/", "id", "").of({"id": "../../etc"}) == ""


def test_data_in_the_page_s_own_script() -> None:
    data = json.dumps([{"contentId": 7, "contentTitle": TITLE, "createDate": "2025-01-20 10:00:00"}])
    script = f"var all = {data}; h += '<a href=\"/detail?cid=' + all[i].contentId + '\">' + all[i].contentTitle"
    [row] = rows(f"<html><body><script>{script}</script></body></html>", URL)
    assert (row.url, row.title, str(row.listed_on)) == ("http://www.jia.gov.cn/detail?cid=7", TITLE, "2025-01-20")

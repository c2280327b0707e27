"""Guangdong's platform: the tree, the list by JSON, a category that lives elsewhere."""

import json

import pytest

from crawler.columns import subcolumns
from crawler.listings import needs_browser, rows
from crawler.pages import examine
from crawler.paging import next_pages
from crawler.platforms import categories

URL = "http://www.x.gov.cn/zqhjj/gkmlpt/index"
API = "http://www.x.gov.cn/zqhjj/gkmlpt/api/all/2571"


def index(*nodes: dict) -> str:
    tree = [
        {"id": 1, "name": "政府信息公开指南", "jump_url": "", "children": []},
        {"id": 2, "name": "法定", "children": nodes},
    ]
    config = f"window._CONFIG = {{ SID: '755031', TREE: {json.dumps(tree)}, SERVICE_AREA_ID: 3 }}"
    return f"<html><body><div id='app'></div><script>{config}</script><script src='/js/app.js'></script></body></html>"


def answer(count: int) -> str:
    one = {"title": "戊局2023年政府信息公开年度报告", "display_publish_time": 1705541400}
    articles = [{**one, "url": f"/zqhjj/gkmlpt/content/4/4688/post_{number}.html"} for number in range(count)]
    return json.dumps({"articles": articles, "total": 130})


def test_the_list_is_asked_for_and_needs_no_browser() -> None:
    page = index({"id": 2571, "name": "政府信息公开年报", "jump_url": None, "post_count": 130})
    assert rows(page, URL) == []
    assert not needs_browser(page, [])
    assert [way.url for way in next_pages(page, URL)] == [f"{API}?page=1&sid=755031"]
    assert [way.url for way in next_pages(answer(100), f"{API}?page=1&sid=755031", 2)] == [f"{API}?page=2&sid=755031"]
    assert next_pages(answer(30), f"{API}?page=2&sid=755031", 3) == []
    assert len(rows(answer(100), f"{API}?page=1&sid=755031")) == 100
    assert examine(answer(3).encode(), url=API, status=200, headers={}).kind == "list"


def test_a_site_that_gives_fewer_articles_a_page_than_others() -> None:
    said = json.loads(answer(15)) | {"total": 40}
    (way,) = next_pages(json.dumps(said), f"{API}?page=2&sid=755031", 3)
    assert (way.url, way.guess) == (f"{API}?page=3&sid=755031", True)
    assert next_pages(json.dumps(said), f"{API}?page=3&sid=755031", 4) == []


def test_a_category_elsewhere_is_a_column_below() -> None:
    page = index({"id": 9, "name": "政府信息公开年报", "jump_url": "/zfjgzy/zqhjj/zfxxgknb/"})
    assert [(link.url, link.kind) for link in subcolumns(page, URL)] == [
        ("http://www.x.gov.cn/zfjgzy/zqhjj/zfxxgknb/", "column")
    ]
    assert next_pages(page, URL) == []


def test_parts_of_the_category_are_categories_too() -> None:
    names = ("市政府年报", "部门年报", "2024年", "政府网站年度报表", "政策解读")
    parts = [{"id": number, "name": name, "jump_url": ""} for number, name in enumerate(names, 11)]
    page = index(
        {"id": 10, "name": "政府信息公开年报", "jump_url": "", "children": parts}, {"id": 20, "name": "财政年报"}
    )
    assert [category.number for category in categories(page)] == [10, 11, 12, 13]


@pytest.mark.parametrize(
    "page",
    ["", "TREE: [", "SID: '1', TREE: [1, null, {}]", index({"id": 3, "name": "政府网站年报"}), index({"name": "年报"})],
)
def test_pages_without_a_category_of_annual_reports(page: str) -> None:
    assert list(categories(page)) == []
    assert next_pages(page, URL) == []

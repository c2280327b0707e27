"""JPaaS: the page after this one is asked for in paramJson."""

import json
from urllib.parse import parse_qs, urlsplit

from crawler.paging import next_pages

URL = "http://www.bing.gov.cn/col/col77/index.html"
QUERY = "{'webId':'9','pageId':'77','tplSetId':'abc','tagId':'信息列表'}"


def pager(count: int, page: int = 1) -> str:
    return f'<div class="page" count="{count}" rows="15" pageNo="{page}" queryData="{QUERY}"></div>'


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_pages_follow_one_another() -> None:
    [second] = next_pages(f"<ul></ul>{pager(31)}", URL)
    assert asked(second.url) == {
        "parseType": "bulidstatic",
        "pageType": "column",
        "editType": "null",
        "webId": "9",
        "pageId": "77",
        "tplSetId": "abc",
        "tagId": "信息列表",
        "paramJson": '{"pageNo":2,"pageSize":15}',
    }
    answer = json.dumps({"success": True, "data": {"html": f"<ul></ul>{pager(31)}"}}, ensure_ascii=False)
    [third] = next_pages(answer, second.url, 2)
    assert asked(third.url)["paramJson"] == '{"pageNo":3,"pageSize":15}'
    assert next_pages(answer, third.url, 3) == []


def test_one_page_is_all() -> None:
    assert next_pages(pager(15), URL) == []
    assert next_pages(pager(31).replace("tagId", "x"), URL) == []
    assert next_pages(pager(31, page=3), URL) == []

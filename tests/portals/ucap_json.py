"""开普云 with lists as JSON: the page asks ``/common/search/<channel>`` for rows, one page after the other."""

import json
from datetime import date
from hashlib import md5
from html import escape

from monitor.demo.resources import Resource
from tests.portals.making import JSON, REFRESHED, Making, Post, draft, newest_first, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.16"
PLACE = "停云区"
CHANNEL = "6c0f3b1de2a84f0c9d7715f2f4f0ab31"
COLUMN = "/tyq/zfxxgknb/xxgk_list.shtml"
SERVICE = f"/common/search/{CHANNEL}"
ROWS_A_PAGE = 6

_SCRIPT = """function ajax(asked) {
  var request = new XMLHttpRequest();
  request.open("GET", asked.url);
  request.onload = function () { asked.success(JSON.parse(request.responseText).data); };
  request.send();
}
function show(data) {
  var list = document.getElementById("list");
  list.innerHTML = "";
  data.results.forEach(function (row) {
    list.innerHTML += '<li><a href="' + row.url + '">' + row.title + "</a><span>" +
      row.publishedTimeStr.slice(0, 10) + "</span></li>";
  });
  var more = data.page * data.rows < data.total;
  document.getElementById("page").innerHTML = more ? '<a href="javascript:void(0)" onclick="next()">下一页</a>' : "";
}
"""


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省望舒市{PLACE}人民政府门户网站")
    making.home('<a href="/tyq/zfxxgk/index.shtml">政府信息公开</a>')
    menu = f'<ul class="dl_nav"><li><a href="{COLUMN}">政府信息公开工作年度报告</a></li></ul>'
    making.html("/tyq/zfxxgk/index.shtml", making.frame("政府信息公开", menu))
    for post in (posts := _posts()):
        making.expect(post)
        making.html(post.path, _detail(making, post))
    making.html(COLUMN, making.frame("政府信息公开工作年度报告", _shell()))
    making.plain("/xhtml/js/ajax.js", _SCRIPT)
    rows = newest_first(posts)
    making.services[SERVICE] = lambda call: _answer(rows, int(call.parameters.get("page", "1")))
    making.emptied[SERVICE] = _answer([], 1)
    return sample("UCAP /common/search", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "教育局", "听松街道办事处")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 9 + 4 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(Post(_path(report.title, on), report.title, on, report))
    for kind, year in (("website", 2024), ("law", 2025), ("statistics", 2025)):
        post = stranger(kind, PLACE, year, "")
        posts.append(Post(_path(post.title, post.on), post.title, post.on, None, post.paragraphs))
    return posts


def _path(title: str, on: date) -> str:
    return f"/tyq/zfxxgknb/{on:%Y%m}/{md5(title.encode(), usedforsecurity=False).hexdigest()}.shtml"


def _shell() -> str:
    return (
        '<ul class="list" id="list"></ul><div id="page"></div>\n<script src="/xhtml/js/ajax.js"></script>\n<script>\n'
        f"var channelId = '{CHANNEL}', page = 1;\nfunction load() {{\n"
        f"  ajax({{url: '/common/search/{CHANNEL}?_isAgg=true&_isJson=true&_pageSize={ROWS_A_PAGE}&_template=index"
        "&_rangeTimeGte=&_channelName=&page=' + page, success: show});\n}\n"
        "function next() { page += 1; load(); }\nload();\n</script>"
    )


def _detail(making: Making, post: Post) -> str:
    made = "2026-04-02 01:44:09"
    head = f'<meta name="PubDate" content="{made}">\n<meta name="others" content="页面生成时间 {made}">\n'
    line = f"发布日期：<publishtime>{post.on}</publishtime>"
    return (
        making.article(post, head=head, above=line, box="UCAP-CONTENT")
        .replace("<h1>", "<h1><ucaptitle>")
        .replace("</h1>", "</ucaptitle></h1>")
    )


def _answer(rows: list[Post], page: int) -> Resource:
    shown = rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    results = [
        {
            "title": escape(post.title),
            "url": post.path,
            "publishedTimeStr": f"{post.on} 10:00:00",
            "subTitle": "",
            "content": "",
            "domainMetaList": [],
        }
        for post in shown
    ]
    said = {"data": {"total": len(rows), "page": page, "rows": ROWS_A_PAGE, "results": results}, "code": 200}
    return Resource(JSON, lambda: json.dumps(said, ensure_ascii=False).encode(), REFRESHED)

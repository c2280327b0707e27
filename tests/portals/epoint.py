"""新点 Epoint: a list that a script asks for with JSON, columns as numbers, pages from 0."""

import json
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from monitor.demo.resources import Resource
from tests.portals.making import JSON, REFRESHED, Making, Post, draft, newest_first, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.23"
PLACE = "裁云市"
SITE = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
NUMBER = "001002005"
COLUMN = "/xxgk/001002/001002005/secondPage.html"
SERVICE = "/EpointWebBuilder/rest/frontAppCustomAction/getPageInfoListNew"
ROWS_A_PAGE = 5

_SCRIPT = """(function () {
  var number = document.getElementById("categorynum").value;
  var site = document.getElementById("siteguid").value;
  var size = 5;
  function turn(index) {
    var params = {siteGuid: site, categoryNum: number, kw: "", startDate: "", pageIndex: index, pageSize: size};
    var request = new XMLHttpRequest();
    request.open("POST", "/EpointWebBuilder/rest/frontAppCustomAction/getPageInfoListNew");
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = function () {
      var custom = JSON.parse(request.responseText).custom;
      document.getElementById("list").innerHTML = custom.infodata.map(function (row) {
        return '<li><a href="' + row.infourl + '">' + row.title + "</a><span>" + row.infodate + "</span></li>";
      }).join("");
      var more = (index + 1) * size < custom.count;
      document.getElementById("pager").innerHTML = more ? '<a href="javascript:void(0)" id="next">下一页</a>' : "";
      if (more) { document.getElementById("next").onclick = function () { turn(index + 1); }; }
    };
    request.send("params=" + encodeURIComponent(JSON.stringify(params)));
  }
  turn(0);
})();
"""


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府")
    making.home('<a href="/xxgk/001002/secondPage.html">政府信息公开</a>')
    menu = f'<ul><li><a href="/xxgk/001002/001.html">指南</a></li><li><a href="{COLUMN}">政府信息公开年报</a></li></ul>'
    making.html("/xxgk/001002/secondPage.html", making.frame("政府信息公开", menu))
    making.html(COLUMN, making.frame("政府信息公开年报", _shell()))
    making.plain("/js/list.js", _SCRIPT)
    for post in (posts := _posts()):
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    rows = newest_first(posts)
    making.services[SERVICE] = lambda call: _answer(rows, call)
    making.emptied[SERVICE] = _json([], 0)
    return sample("Epoint", making, browser=True)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "财政局", "民政局")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 5 + 6 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(Post(_path(report.title, on), report.title, on, report))
    for kind, year in (("website", 2025), ("law", 2023)):
        post = stranger(kind, PLACE, year, "")
        posts.append(Post(_path(post.title, post.on), post.title, post.on, None, post.paragraphs))
    return posts


def _path(title: str, on: date) -> str:
    return f"/xxgk/001002/{NUMBER}/{on:%Y%m%d}/{uuid5(NAMESPACE_URL, title)}.html"


def _shell() -> str:
    return (
        f'<input type="hidden" id="siteguid" value="{SITE}"><input type="hidden" id="categorynum" value="{NUMBER}">'
        '<div class="ewb-location">首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>'
        '<ul id="list" class="ewb-list"></ul><div id="pager"></div><script src="/js/list.js"></script>'
    )


def _detail(making: Making, post: Post) -> str:
    line = f'【信息时间：{post.on:%Y/%m/%d}　阅读次数：<span id="count"></span>】'
    return making.article(post, above=line, box="ewb-article-text")


def _answer(rows: list[Post], call: Call) -> Resource | None:
    params = json.loads(call.parameters.get("params", "null"))
    if call.method != "POST" or not isinstance(params, dict):
        return None
    if (params.get("siteGuid"), params.get("categoryNum")) != (SITE, NUMBER):
        return _json([], 0)
    first, size = int(params["pageIndex"]) * int(params["pageSize"]), int(params["pageSize"])
    return _json(rows[first : first + size], len(rows))


def _json(rows: list[Post], count: int) -> Resource:
    data = [
        {
            "title": post.title,
            "infourl": post.path,
            "infodate": post.on.isoformat(),
            "infoid": post.path[-41:-5],
            "categorynum": NUMBER,
        }
        for post in rows
    ]
    said = {"custom": {"infodata": data, "count": count}, "status": {"code": 1, "text": ""}}
    return Resource(JSON, lambda: json.dumps(said, ensure_ascii=False).encode(), REFRESHED)

"""A single page that draws itself: its rows come by XHR as JSON, page by page as a button is pressed."""

import json
from datetime import date

from monitor.demo.resources import Resource
from tests.portals.making import JSON, REFRESHED, Making, Post, draft, newest_first, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.30"
PLACE = "凭栏县"
COLUMN = "/web/annual.html"
SERVICE = "/cms/JsonList"
CODE = "ndbg"
ROWS_A_PAGE = 6

_SCRIPT = """(function () {
  var app = document.getElementById("app"), page = 1;
  app.innerHTML = "<h2>政府信息公开年报</h2><ul></ul><button class='next-page' type='button'>下一页</button>";
  function load() {
    fetch("/cms/" + ["Json", "List"].join(""), {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify({channelCode: app.dataset.code, perPage: 6, pageno: page})
    }).then(function (answer) { return answer.json(); }).then(function (said) {
      app.querySelector("ul").innerHTML = said.list.map(function (row) {
        return "<li><a href='" + row.link + "'>" + row.topic + "</a><span>" + row.pubtime.slice(0, 10) + "</span></li>";
      }).join("");
      app.querySelector("button").disabled = page * 6 >= said.total;
    });
  }
  app.querySelector("button").addEventListener("click", function () { page += 1; load(); });
  load();
})();
"""


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府门户")
    making.home('<a href="/web/annual.html">政府信息公开年度报告</a>')
    making.html(COLUMN, _shell())
    making.plain("/web/app.js", _SCRIPT)
    posts = newest_first(_posts())
    for post in posts:
        making.expect(post)
        making.html(post.path, making.article(post), on=post.on)
    making.services[SERVICE] = lambda call: _answer(posts, call)
    making.emptied[SERVICE] = _json([], 0)
    return sample("SPA, rows by XHR", making, browser=True)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "财政局")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 10 + 5 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(
                Post(f"/web/article/{1753311688616128500 + number * 100 + year % 100}.html", report.title, on, report)
            )
    posts.append(stranger("picture", PLACE, 2024, "/web/article/1753311688616129999.html"))
    return posts


def _shell() -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{PLACE}人民政府门户</title></head>'
        f'<body><div id="app" data-code="{CODE}"></div><script src="/web/app.js"></script></body></html>'
    )


def _answer(rows: list[Post], call: Call) -> Resource | None:
    if call.method != "POST":
        return None
    asked = json.loads(call.parameters.get("", "null")) or {}
    if asked.get("channelCode") != CODE:
        return None
    first = (int(asked["pageno"]) - 1) * ROWS_A_PAGE
    return _json(rows[first : first + ROWS_A_PAGE], len(rows))


def _json(rows: list[Post], total: int) -> Resource:
    listed = [{"topic": post.title, "link": post.path, "pubtime": f"{post.on} 08:30:00"} for post in rows]
    return Resource(JSON, lambda: json.dumps({"list": listed, "total": total}).encode(), REFRESHED)

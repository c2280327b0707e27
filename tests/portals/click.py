"""A list that a browser has to page through: rows come from a script, the pager is ``javascript:void(0)``."""

import json
from base64 import b64encode
from datetime import date

from tests.portals.making import Making, Post, draft, newest_first, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.29"
PLACE = "卷帘区"
COLUMN = "/xxgk/nb/index.html"

_SCRIPT = """(function () {
  var at = 0, size = 5;
  function show() {
    document.getElementById("rows").innerHTML = store.slice(at, at + size).map(function (row) {
      var link = "<a href='" + ["", "xxgk", "nb", row[0]].join("/") + "'>" + row[1] + "</a>";
      return "<li>" + link + "<span>" + row[2] + "</span></li>";
    }).join("");
    document.getElementById("page").innerHTML = "<a href='javascript:void(0)' class='prev'>上一页</a>" +
      (at + size < store.length ? "<a href='javascript:void(0)' class='next'>下一页</a>" : "<span>下一页</span>");
    var next = document.querySelector("#page .next");
    if (next) { next.addEventListener("click", function () { at += size; show(); }); }
  }
  var store = JSON.parse(decodeURIComponent(escape(atob(packed))));
  show();
})();
"""


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省望舒市{PLACE}人民政府")
    making.home('<a href="/xxgk/nb/index.html">政府信息公开年报</a>')
    posts = newest_first(_posts())
    for post in posts:
        making.expect(post)
        making.html(post.path, making.article(post), on=post.on)
    rows = [(post.path.rpartition("/")[2], post.title, post.on.isoformat()) for post in posts]
    making.plain("/js/rows.js", _packed(rows))
    making.plain("/js/none.js", _packed([]))
    making.plain("/js/list.js", _SCRIPT)
    making.listing(COLUMN, *(making.frame("政府信息公开年报", _column(f"/js/{name}.js")) for name in ("rows", "none")))
    return sample("click pager", making, browser=True)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "教育局", "垂柳街道办事处")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 4 + 6 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(Post(f"/xxgk/nb/{year}{number}7.html", report.title, on, report))
    posts.append(stranger("website", PLACE, 2025, "/xxgk/nb/202597.html"))
    return posts


def _packed(rows: list[tuple[str, str, str]]) -> str:
    return f'var packed = "{b64encode(json.dumps(rows, ensure_ascii=False).encode()).decode()}";\n'


def _column(script: str) -> str:
    return (
        '<div class="position">首页 &gt; 政府信息公开年报</div><ul id="rows"></ul><div id="page"></div>'
        f'<script src="{script}"></script><script src="/js/list.js"></script>'
    )

"""Lists that say how long they are, by words, scripts and data, and of which less comes."""

import json
from functools import partial

from tests.fuzz.portals.pagers import DEAD_LIBRARY, LIBRARY, LIBRARY_CODE
from tests.portals.kinds.site import COLUMN, UNSURE, Site

_NEXT = f"{COLUMN}p2.html"
_GO = f"function go(n) {{ location.href = n > 1 ? '{_NEXT}' : '{COLUMN}'; }}"

_TAILS: dict[str, str] = {
    "共n条": f"<div>共9条 <a href='javascript:go(1)'>首</a><a href='javascript:go(2)'>尾</a></div><script>{_GO}</script>",
    "共n条记录 每页n条": f"<div>共 9 条记录　每页 8 条</div><a href='javascript:go(2)'>后</a><script>{_GO}</script>",
    "总页数": f"<div>总页数：2　<a href='javascript:go(2)'>尾</a></div><script>{_GO}</script>",
    "1／2": f"<div>1／2 <i onclick='go(2)'>→</i></div><script>{_GO}</script>",
    "1/2": f"<div>1/2 <i onclick='go(2)'>→</i></div><script>{_GO}</script>",
    "Page 1 of 2": f"<div>Page 1 of 2 <i onclick='go(2)'>next</i></div><script>{_GO}</script>",
    "a variable": f"<div id=t></div><script src={LIBRARY}></script><script>{_GO}\nvar n = 2; Turn({{box: 't', all: n, go: go}});</script>",
    "a quotient": (
        f"<div id=t></div><script src={LIBRARY}></script>"
        f"<script>{_GO}\nTurn({{box: 't', all: Math.ceil(9 / 8), go: go}});</script>"
    ),
    "an input": (
        f"<div id=t></div><input type=hidden id=pageAll value=2><script src={LIBRARY}></script>"
        f"<script>{_GO}\nTurn({{box: 't', all: +document.getElementById('pageAll').value, go: go}});</script>"
    ),
    "an attribute": f"<div id=t data-pages='2' data-now='1'></div><script src='{DEAD_LIBRARY}'></script>",
    "a jump box": (
        f"<input id=j><button onclick=\"var n = +document.getElementById('j').value; if (n > 2) alert('超出'); else go(n)\">"
        f"跳转</button><script>{_GO}</script>"
    ),
    "a dead library": f"<div id=t></div><script src='{DEAD_LIBRARY}'></script><script>{_GO}\nnew Turner({{at: 't', sumPage: 2, now: 1, go: go}});</script>",
    "a dead plug-in": f"<div id=t></div><script src='{DEAD_LIBRARY}'></script><script>{_GO}\n$('#t').turner(2, 1, go);</script>",
    "an arrow picture": f"<p><a href='{_NEXT}'><img src='/images/r.gif'></a></p>",
    "a button": (
        "<div onclick='more()'>查看更多</div><script>function more() { fetch('"
        + _NEXT
        + "').then(function (a) { return a.text(); })"
        ".then(function (t) { document.getElementById('box').innerHTML += t.split('id=\"box\">')[1].split('</ul>')[0]; }); }</script>"
    ),
    "scrolling": (
        "<div>下拉加载更多</div><script>var now = 1, sum = 2; window.onscroll = function () { if (now++ < sum) fetch('"
        + _NEXT
        + "')"
        ".then(function (a) { return a.text(); }).then(function (t) { document.getElementById('box').innerHTML += "
        "t.split('id=\"box\">')[1].split('</ul>')[0]; }); };</script>"
    ),
    "a drop-down list": f"<select onchange='location.href=this.value'><option value='{COLUMN}'>1</option><option value='{_NEXT}'>2</option></select>",
}
_PLACES = "萏衡芷澜皋郁淇沅湄溱洧沧砚栖霁泠峦汀岚菡"


def _told(label: str, place: str, address: str, port: int) -> Site:
    """A list of nine rows, eight of them on its page."""
    site = Site("told length", address, port, f"{place}墅县")
    behind = site.publish("财政局", label, fates=UNSURE)
    site.listing(site.others(), _TAILS[label])
    site.listing([behind], path=_NEXT)
    site.making.plain(LIBRARY, LIBRARY_CODE)
    return site


_DATA: dict[str, tuple[dict[str, object], str]] = {
    "total": ({"code": 0, "total": 3}, "rows"),
    "count in a string": ({"status": "ok", "count": "3"}, "list"),
    "totalPages": ({"pageNo": 1, "totalPages": 2}, "content"),
    "allNum": ({"allNum": 3, "pageSize": 20}, "items"),
}


def _data(label: str, place: str, address: str, port: int) -> Site:
    """Data that tells of three rows and holds two, for good."""
    site = Site("told by data", address, port, f"{place}阜县")
    rows = site.others(2)
    site.publish("财政局", label, fates=UNSURE)
    head, key = _DATA[label]
    data = head | {key: [{"title": title, "url": path, "date": day} for path, title, day in rows]}
    site.data(f"{COLUMN}list.json", json.dumps(data, ensure_ascii=False), "application/json")
    script = (
        f"<ul id=box></ul><script>fetch('{COLUMN}list.json').then(function (a) {{ return a.json(); }}).then(function (d) {{ d.{key}"
        ".forEach(function (r) { document.getElementById('box').innerHTML += '<li><a href=\"' + r.url + '\">' + r.title + '</a>"
        "<span>' + r.date + '</span></li>'; }); });</script>"
    )
    site.making.html(COLUMN, site.making.frame("政府信息公开年报", f"<h2>政府信息公开年报</h2>{script}"))
    return site


def _catalogue(address: str, port: int) -> Site:
    """A catalogue whose tree and whose answers tell of more than they list."""
    site = Site("told by data", address, port, "砚壑县")
    rows = site.others(2)
    site.publish("财政局", "post_count", fates=UNSURE)
    tree = '[{"id":7,"name":"政府信息公开年报","post_count":3,"children":[]}]'
    shell = (
        f'<div id="app"></div><script>window._CONFIG = {{SID: "760009", TREE: {tree}, SERVICE_AREA_ID: 1}};</script>'
    )
    site.making.html("/gkmlpt/index", site.making.frame("政府信息公开年报", shell))
    site.making.home('<a href="/gkmlpt/index#7">政府信息公开年报</a>')
    articles = [{"title": title, "url": path, "display_publish_time": 1768500000} for path, title, _ in rows]
    told = {"articles": articles, "classify": {"id": 7, "post_count": 3}, "total": 3}
    empty = json.dumps(told | {"articles": []})
    site.data("/gkmlpt/api/all/7?page=1&sid=760009", json.dumps(told), "application/json")
    site.data("/gkmlpt/api/all/7?page=2&sid=760009", empty, "application/json")
    return site


MAKERS = (
    *(partial(_told, label, place) for label, place in zip(_TAILS, _PLACES, strict=False)),
    *(partial(_data, label, place) for label, place in zip(_DATA, _PLACES, strict=False)),
    _catalogue,
)

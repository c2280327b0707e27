"""The carriers of rows: how a list's page, or what its script asks for, holds them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from xml.sax.saxutils import escape as xml_escape


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list as printed: where it leads, what it says, its day (empty: none), the unit beside it."""

    url: str
    title: str
    day: str
    unit: str


Carrier = Callable[[Sequence[Line]], str]
"""The rows of one page as markup of that page."""


def anchors(lines: Sequence[Line]) -> str:
    return f'<ul class="list" id="box">{"".join(map(item, lines))}</ul>'


def item(line: Line) -> str:
    """A row as a list item."""
    day = f"<span>{line.day}</span>" if line.day else ""
    return f'<li><a href="{escape(line.url)}" title="{escape(line.title)}">{escape(line.title)}</a>{day}</li>'


def _plain_anchors(lines: Sequence[Line]) -> str:
    items = "".join(f'<p>· <a href="{escape(line.url)}">{escape(line.title)}</a> {line.day}</p>' for line in lines)
    return f'<div class="con" id="box">{items}</div>'


def _table(lines: Sequence[Line]) -> str:
    items = "".join(
        f'<tr><td>{number}</td><td><a href="{escape(line.url)}" target="_blank">{escape(line.title)}</a></td>'
        f"<td>{line.day}</td></tr>"
        for number, line in enumerate(lines, 1)
    )
    return f'<table id="box"><tr><th>序号</th><th>标题</th><th>日期</th></tr>{items}</table>'


def _day_links(lines: Sequence[Line]) -> str:
    """The link bears the day, the title stands beside it."""
    items = "".join(
        f'<li>{escape(line.title)}　<a href="{escape(line.url)}">{line.day or "查看"}</a></li>' for line in lines
    )
    return f'<ul class="list" id="box">{items}</ul>'


def _written(lines: Sequence[Line]) -> str:
    written = "\n".join(f"document.writeln('{item(line)}');" for line in lines)
    return f"<ul class='news' id='box'><script>\n{written}\n</script></ul>"


def _strings(lines: Sequence[Line]) -> str:
    data = [{"title": line.title, "url": line.url, "date": line.day} for line in lines]
    return (
        f"<ul id='box'></ul><script>var infoList = {json.dumps(data, ensure_ascii=False)};\n"
        "infoList.forEach(function (one) { document.getElementById('box').innerHTML += '<li><a href=\"' + one.url + "
        "'\">' + one.title + '</a><span>' + one.date + '</span></li>'; });</script>"
    )


def _cdata(lines: Sequence[Line]) -> str:
    records = "".join(f"<record><![CDATA[{item(line)}]]></record>\n" for line in lines)
    return (
        '<div id="6071"><script type="text/xml"><datastore>\n'
        f"<recordset>\n{records}</recordset></datastore></script></div>"
    )


IN_PAGE: Mapping[str, Carrier] = {
    "anchors": anchors,
    "plain anchors": _plain_anchors,
    "table": _table,
    "day links": _day_links,
    "document.write": _written,
    "strings": _strings,
    "CDATA": _cdata,
}
"""Rows that stand in the list's own page."""

ASKED = ("JSON", "XML", "RSS", "fragment")
"""Rows that the page's script asks for."""


def asking(kind: str, address: str) -> str:
    """The markup of a page whose rows its script asks for at an address."""
    draw = {
        "JSON": (
            "JSON.parse(text).data.list.forEach(function (one) { box.innerHTML += '<li><a href=\"' + one.url + '\">'"
            " + one.title + '</a><span>' + one.date + '</span></li>'; });"
        ),
        "fragment": "box.innerHTML += text;",
    }.get(
        kind,
        (
            "new DOMParser().parseFromString(text, 'text/xml').querySelectorAll('item').forEach(function (one) {"
            " var of = function (name) { var at = one.querySelector(name); return at ? at.textContent : ''; };"
            " box.innerHTML += '<li><a href=\"' + of('link') + '\">' + of('title') + '</a><span>' + of('pubDate') +"
            " '</span></li>'; });"
        ),
    )
    return (
        '<ul id="box"></ul><script>\nvar box = document.getElementById("box");\n'
        f"fetch('{address}').then(function (answer) {{ return answer.text(); }})"
        f".then(function (text) {{ {draw} }});\n</script>"
    )


def answer(kind: str, lines: Sequence[Line], total: int, pages: int) -> tuple[str, str]:
    """The text that such a script is answered, and its media type."""
    if kind == "JSON":
        data = [{"title": line.title, "url": line.url, "date": line.day} for line in lines]
        told = {"code": 200, "data": {"total": total, "pages": pages, "list": data}}
        return json.dumps(told, ensure_ascii=False), "application/json;charset=UTF-8"
    if kind == "fragment":
        return "".join(map(item, lines)), "text/html; charset=utf-8"
    items = "".join(
        f"<item><title>{xml_escape(line.title)}</title><link>{xml_escape(line.url)}</link>"
        f"<pubDate>{line.day}</pubDate></item>"
        for line in lines
    )
    if kind == "RSS":
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>政府信息公开年报</title>{items}'
            "</channel></rss>"
        ), "application/rss+xml; charset=utf-8"
    return f'<?xml version="1.0" encoding="UTF-8"?><list total="{total}">{items}</list>', "text/xml; charset=utf-8"

"""Portals for measuring: lists and report pages held in memory.

Arguments: the first address, how many addresses from there on, reports a portal,
rows a list. ``/served`` answers, as JSON, how often each page went out whole and
how many answers there were.
"""

import ipaddress
import json
import sys
from collections import Counter
from datetime import date, timedelta

from twisted.internet import reactor
from twisted.web import http, resource, server

from monitor.demo.render_html import report_fragment
from monitor.demo.scenario import build

FIRST_DAY = date(2020, 1, 1)
PLACE = "量尺".encode()
"""What stands for the name of the place in every page."""


def pages(reports: int, rows: int) -> dict[bytes, bytes]:
    drafts = [posting.draft for posting in build(date(2026, 11, 21)).postings]
    lists = -(-reports // rows)
    made: dict[bytes, bytes] = {}
    for number in range(lists):
        name = "index.html" if number == 0 else f"index_{number}.html"
        items = "".join(row(serial) for serial in range(number * rows, min(reports, (number + 1) * rows)))
        script = f"<script>createPageHTML({lists}, {number}, 'index', 'html');</script>"
        made[f"/zfxxgknb/{name}".encode()] = html("政府信息公开年报", f"<ul>{items}</ul>{links(lists)}{script}")
    for serial in range(reports):
        body = f"<p>发布时间：{day(serial)}</p>{report_fragment(drafts[serial % len(drafts)])}"
        made[f"/zfxxgknb/{path(serial)}".encode()] = html(title(serial), body)
    return made


def links(lists: int) -> str:
    """What createPageHTML would write, for the spider that runs no script."""
    return "".join(f'<a href="index_{number}.html">{number + 1}</a>' for number in range(1, lists))


def row(serial: int) -> str:
    return f'<li><a href="./{path(serial)}" title="{title(serial)}">{title(serial)}</a><span>{day(serial)}</span></li>'


def path(serial: int) -> str:
    on = day(serial)
    return f"{on:%Y%m}/t{on:%Y%m%d}_{serial}.html"


def title(serial: int) -> str:
    return f"量尺市第{serial}号观测局2025年政府信息公开工作年度报告"


def day(serial: int) -> date:
    return FIRST_DAY + timedelta(days=serial)


def html(title: str, body: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}">'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


class Portals(resource.Resource):
    """Every address serves the same paths; each names bodies of its own in its titles."""

    isLeaf = True

    def __init__(self, made: dict[bytes, bytes]) -> None:
        super().__init__()
        self.made = made
        self.whole: Counter[str] = Counter()
        self.answers = 0

    def render(self, request):
        if request.path == b"/served":
            return json.dumps({"answers": self.answers, "whole": self.whole}).encode()
        self.answers += 1
        body = self.made.get(request.path)
        if body is None:
            request.setResponseCode(404)
            return b"404"
        request.setHeader(b"content-type", b"text/html; charset=utf-8")
        if request.setETag(b'"1"') is http.CACHED:
            return b""
        address = request.getHost().host
        self.whole[f"http://{address}:{request.getHost().port}{request.path.decode()}"] += 1
        return body.replace(PLACE, place(address).encode())


def place(address: str) -> str:
    """The made-up place that an address is the portal of."""
    digits = "零一二三四五六七八九"
    number = int(ipaddress.ip_address(address)) % 100_000
    return "".join(digits[int(digit)] for digit in f"{number:05}") + "河"


def main() -> None:
    first, many = ipaddress.ip_address(sys.argv[1]), int(sys.argv[2])
    site = server.Site(Portals(pages(int(sys.argv[3]), int(sys.argv[4]))))
    port = 0
    for number in range(many):
        port = reactor.listenTCP(port, site, interface=str(first + number), backlog=500).getHost().port
    print(port, flush=True)
    reactor.run()


main()

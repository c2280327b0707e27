"""A scripted portal on a loopback address of its own, and a crawl of it in a process of its own."""

import hashlib
import http.server
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from crawler.process.start import outcome_of
from storage.database import open_log

TODAY = date(2025, 4, 8)


@dataclass
class Say:
    """One scripted answer. ``cut`` promises more bytes than come; ``hang`` closes without a word."""

    body: bytes | str = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict = field(default_factory=dict)
    cut: bool = False
    hang: bool = False
    wait: float = 0.0
    validators: bool = True
    modified: str | None = None

    @property
    def bytes(self):
        return self.body.encode() if isinstance(self.body, str) else self.body

    @property
    def etag(self):
        return f'"{hashlib.sha256(self.bytes).hexdigest()[:16]}"'


class Portal:
    """A small portal: ``pages`` maps a path (``POST /path`` for forms) to a Say; every request is written down.

    Where ``answer`` is set it gives the Say for a path and the request's headers instead.
    A page may be a function too, of the request's headers and body.
    """

    _addresses = itertools.count(2)

    def __init__(self):
        self.pages = {}
        self.asked = []
        self.times = []
        self.at_once = self.most_at_once = 0
        self.referers = {}
        self.cookies = {}
        self.agents = set()
        self.forms = []
        self.on_request = lambda path: None
        self.answer = None
        self.answered = lambda path, status: None
        self._lock = threading.Lock()
        number = next(self._addresses)
        address = f"127.77.{number // 200}.{number % 200 + 1}"
        self.server = Server((address, 0), Handler)
        self.server.portal = self
        self.host, self.port = self.server.server_address[:2]
        self.url = f"http://{self.host}:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def enter(self, path, headers):
        with self._lock:
            self.asked.append(path)
            self.times.append(time.monotonic())
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.referers[path] = headers.get("Referer")
            self.cookies[path] = headers.get("Cookie")
            self.agents.add(headers.get("User-Agent"))

    def leave(self):
        with self._lock:
            self.at_once -= 1

    def forget(self):
        self.asked.clear()
        self.times.clear()

    @property
    def counts(self):
        return Counter(self.asked)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A crawl that was killed leaves its answers lying; that is no error here."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers for the portal that its server belongs to."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(self.path)

    def do_POST(self):
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.server.portal.forms.append(form)
        self.answer(f"POST {self.path}", form)

    def answer(self, path, form=""):
        portal = self.server.portal
        portal.enter(path, self.headers)
        try:
            portal.on_request(path)
            say = portal.answer(path, self.headers) if portal.answer else portal.pages.get(path)
            self.say((say(self.headers, form) if callable(say) else say) or Say("<p>没有这个页面</p>", 404))
        finally:
            portal.leave()

    def say(self, say):
        time.sleep(say.wait)
        known = {"If-None-Match": say.etag if say.validators else None, "If-Modified-Since": say.modified}
        if say.hang:
            self.close_connection = True
        elif say.status == 200 and any(value and self.headers.get(name) == value for name, value in known.items()):
            self.server.portal.answered(self.path, 304)
            self.send_response(304)
            self.end_headers()
        else:
            self.server.portal.answered(self.path, say.status)
            self.send_whole(say)

    def send_whole(self, say):
        self.send_response(say.status)
        headers = {
            "Content-Type": say.type,
            "Content-Length": str(len(say.bytes) + (1000 if say.cut else 0)),
            "ETag": say.etag if say.validators and say.status == 200 else None,
            "Last-Modified": say.modified,
        }
        for name, value in (headers | say.headers).items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(say.bytes)
        self.close_connection = self.close_connection or say.cut

    def log_message(self, *args):
        pass


@pytest.fixture
def make_portal():
    """Makes portals; each has an address of its own."""
    portals = []

    def make():
        portals.append(Portal())
        return portals[-1]

    yield make
    for portal in portals:
        portal.close()


@pytest.fixture
def portal(make_portal):
    return make_portal()


class House:
    """A data directory and a registry over scripted portals."""

    def __init__(self, path: Path, server):
        self.path = path
        self._server = server
        self.data = path / "data"
        self.registry = path / "portals.toml"
        self.events = []
        self.before = ""
        """Python that the next crawls run first."""

    def beside(self, name):
        """Another house over the same portals."""
        path = self.path / name
        path.mkdir()
        return House(path, self._server)

    def register(self, *portals, columns=("/nb/",), bodies=(), extra="", keys="", inner="true"):
        text = ["delay_seconds = 0", f"allow_private_hosts = {inner}", 'contact = "test@example.cn"', extra]
        for number, portal in enumerate(portals):
            text += ["[[portal]]", f'name = "云溪县人民政府{number or ""}"', f'home = "{portal.url}/"', keys]
            if columns:
                text.append(f"columns = {[portal.url + column for column in columns]}")
            for name, kind in bodies:
                text += ["[[portal.body]]", f'name = "{name}"', f'kind = "{kind}"']
        self.registry.write_text("\n".join(text), encoding="utf-8")

    def crawl(self, today=TODAY, more=()):
        """Crawl as ``crawler.process.start`` does, in a process forked from one that has the crawler loaded."""
        output = self.path / "events"
        self.begin(output, today, more)
        status = self.end()
        self.events = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
        return outcome_of(self.events[-1] if self.events else {}, status)

    def begin(self, output, today=TODAY, more=()):
        """Begin a crawl whose events go to a file or fifo; its process id."""
        arguments = ["--data", str(self.data), "--portals", str(self.registry), "--today", today.isoformat()]
        arguments += more
        order = {"arguments": arguments, "environment": dict(os.environ), "output": str(output), "before": self.before}
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def end(self):
        """Wait for the end of the crawl begun; its exit status."""
        return int(self._server.stdout.readline())

    def log(self):
        return open_log(self.data)

    def rows(self, sql):
        with self.log() as log:
            return log.rows(sql)

    def health(self):
        """Kind and address' last part of every health event of the latest run."""
        rows = self.rows("SELECT kind, url FROM health_events WHERE run_id = (SELECT max(id) FROM runs) ORDER BY id")
        return [(row["kind"], row["url"].split("/", 3)[3]) for row in rows]

    def visits(self):
        """Verdict and health of every column's visit in the latest run, in the order of visiting."""
        return self.rows(
            'SELECT columns.url, verdict, healthy, "rows", reports, detail FROM visits'
            " JOIN columns ON columns.id = column_id WHERE run_id = (SELECT max(id) FROM runs) ORDER BY visits.id"
        )

    def state(self):
        """What the log holds, without ids, runs and times: two logs of the same portals must be equal in this."""
        tables = {
            "captures": "SELECT url, verdict, status, sha256, size FROM captures ORDER BY url, sha256, verdict",
            "listings": "SELECT url, title, listed_on, verdict, reason FROM listings ORDER BY url",
            "reports": "SELECT url, title, year, published_on, published_from, state, bodies.name AS body FROM reports"
            " LEFT JOIN bodies ON bodies.id = body_id ORDER BY url",
            "versions": "SELECT reports.url, number, content_hash, noted FROM versions"
            " JOIN reports ON reports.id = report_id ORDER BY reports.url, number",
            "files": "SELECT reports.url, number, position, role, name, captures.url AS file, sha256 FROM version_files"
            " JOIN versions ON versions.id = version_id JOIN reports ON reports.id = report_id"
            " JOIN captures ON captures.id = capture_id ORDER BY reports.url, number, position",
            "columns": "SELECT url, title, found_by, needs_browser FROM columns ORDER BY url",
            "bodies": "SELECT name, kind, source FROM bodies ORDER BY name",
            "frontier": "SELECT url, kind, state, etag, sha256, tries, status FROM frontier ORDER BY url",
            "absences": "SELECT reports.url, reason FROM absences JOIN reports ON reports.id = report_id ORDER BY 1",
        }
        with self.log() as log:
            return {name: log.rows(sql) for name, sql in tables.items()}


@pytest.fixture(scope="session")
def crawl_server():
    command = [sys.executable, str(Path(__file__).with_name("crawl_server.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield server
        server.stdin.close()


@pytest.fixture
def house(tmp_path, crawl_server):
    return House(tmp_path, crawl_server)


HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def report_page(body="云溪县教育局", *, year=2024, on="2025-01-15", text="", files=(), counter=""):
    """A report as a page, with its files as (href, name)."""
    links = "".join(f'<p>附件：<a href="{href}">{name}</a></p>' for href, name in files)
    sections = "".join(
        f"<h3>{head}</h3><p>{body}{year}年按条例开展工作，有关情况如上所述。{text}</p>" for head in HEADINGS
    )
    title = f"{body}{year}年政府信息公开工作年度报告"
    return (
        f"<html><head><title>{title}-云溪县人民政府</title><meta name='ArticleTitle' content='{title}'></head><body>"
        f"<h1>{title}</h1><div>发布时间：{on} 09:30 浏览次数：{counter}</div><div class='TRS_Editor'>"
        f"<p>本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。</p>{sections}{links}</div></body></html>"
    )


def list_page(rows, more="", title="政府信息公开年报"):
    """A list of (href, title, day) with whatever stands below it."""
    items = "".join(
        f'<li><a href="{href}" title="{name}">{name}</a><span>{day}</span></li>' for href, name, day in rows
    )
    return (
        f"<html><head><title>{title}-云溪县人民政府</title></head><body><div class='position'>首页 &gt; {title}</div>"
        f"<ul class='list'>{items}</ul>{more}</body></html>"
    )


@pytest.fixture
def pages():
    """The makers of pages: ``pages.report(...)`` and ``pages.list(...)``, and the class of scripted answers."""

    class Pages:
        report = staticmethod(report_page)
        list = staticmethod(list_page)
        say = Say

    return Pages


@pytest.fixture
def small_portal(portal, pages):
    """A portal with one column: two reports (one with a file), one stranger."""
    portal.pages |= {
        "/robots.txt": pages.say("User-agent: *\nDisallow: /private/\n", type="text/plain"),
        "/nb/": pages.say(
            pages.list(
                [
                    ("./202501/t20250115_1.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15"),
                    ("./202501/t20250120_2.html", "云溪县财政局2024年政府信息公开工作年度报告", "2025-01-20"),
                    ("./202501/t20250121_3.html", "云溪县2024年政府网站工作年度报表", "2025-01-21"),
                ]
            )
        ),
        "/nb/202501/t20250115_1.html": pages.say(pages.report()),
        "/nb/202501/t20250120_2.html": pages.say(
            pages.report("云溪县财政局", on="2025-01-20", files=[("./P020250120.pdf", "财政局年报.pdf")])
        ),
        "/nb/202501/t20250121_3.html": pages.say("<h1>云溪县2024年政府网站工作年度报表</h1>"),
        "/nb/202501/P020250120.pdf": pages.say(b"%PDF-1.4\n%made up\n" + b"x" * 2000, type="application/pdf"),
    }
    return portal

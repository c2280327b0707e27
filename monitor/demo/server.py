"""Serves made-up sites on loopback addresses, as politely as a real server: tags, dates, HEAD, 304."""

import contextlib
import errno
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from monitor.demo.resources import Resource, Site

DEFAULT_PORT: Final = 27980
"""Where the demo serves unless told otherwise."""


class ServeError(Exception):
    """The sites cannot be served; the message is one Chinese line with the mend."""


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the request log: which address was asked, how, for what, and the status of the answer."""

    address: str
    method: str
    path: str
    status: int


@dataclass(slots=True)
class Serving:
    """Sites being served: the port they share, and everything that was asked of them so far."""

    port: int
    log: list[Request] = field(default_factory=list)

    def url(self, address: str, path: str = "/") -> str:
        """The full address of a path on one of the sites."""
        return f"http://{address}:{self.port}{path}"


@contextlib.contextmanager
def serve(
    sites: Sequence[Site], port: int = DEFAULT_PORT, *, handler: "type[Handler] | None" = None
) -> Iterator[Serving]:
    """Serve every site on its own loopback address until the block ends; port 0 takes a free one for all.

    ``handler`` answers instead of :class:`Handler`.

    :raises ServeError: the port is taken or the addresses cannot be had.
    """
    servers = _bound(sites, port, handler or Handler)
    serving = Serving(servers[0].server_address[1])
    threads = [threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in servers]
    for server in servers:
        server.log = serving.log
    for thread in threads:
        thread.start()
    try:
        yield serving
    finally:
        for server in servers:
            server.shutdown()
        for thread in threads:
            thread.join()
        for server in servers:
            server.server_close()


class Server(ThreadingHTTPServer):
    """One site on one address."""

    daemon_threads = True
    # Connections that a client keeps open must not hold up the end of the demo.
    block_on_close = False

    def __init__(self, site: Site, port: int, handler: "type[Handler]") -> None:
        self.site = site
        self.log: list[Request] = []
        super().__init__((site.address, port), handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of the server's; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _bound(sites: Sequence[Site], port: int, handler: "type[Handler]") -> list[Server]:
    servers: list[Server] = []
    try:
        for site in sites:
            servers.append(Server(site, servers[0].server_address[1] if servers else port, handler))
    except OSError as error:
        for server in servers:
            server.server_close()
        raise ServeError(_why(error, sites[len(servers)].address, port)) from error
    return servers


def _why(error: OSError, address: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{address} 的端口 {port} 已被占用；请结束占用它的程序（可能是另一个演示），或者用 --port 换一个端口。"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}；请用 --port 换一个大于 1024 的端口。"
    return (
        f"不能在本机地址 {address}:{port} 上提供演示网站（{error.strerror}）；"
        "请确认系统允许使用 127.0.0.0/8 的各个地址，或者用 --port 换一个端口。"
    )


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's site and writes the log; what answers otherwise is made from it."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "nianbao-demo"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Answer with the page."""
        self.answer(self.find(""))

    def do_HEAD(self) -> None:
        """Answer as to GET, without the bytes."""
        self.answer(self.find(""))

    def do_POST(self) -> None:
        """Answer a form; only services know what to do with it."""
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.answer(self.find(form.decode("utf-8", "replace")))

    def find(self, form: str) -> Resource:
        """What the site has for this request with that form."""
        return self.server.site.find(self.path, form)

    def answer(self, resource: Resource) -> None:
        """Send a resource, or that the client has it already."""
        unchanged = resource.status == HTTPStatus.OK and self.command != "POST" and self._is_known(resource)
        status = HTTPStatus.NOT_MODIFIED if unchanged else resource.status
        self.server.log.append(Request(self.server.site.address, self.command, self.path, int(status)))
        self.send_response(status)
        if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            self.send_header("ETag", resource.etag)
            self.send_header("Last-Modified", format_datetime(resource.modified, usegmt=True))
        for name, value in resource.headers.items():
            self.send_header(name, value)
        if unchanged:
            self.end_headers()
        else:
            self.send_header("Content-Type", resource.media_type)
            self.send_body(resource.body)

    def send_body(self, body: bytes) -> None:
        """Send the bytes of an answer whose other headers are sent, unless the client wanted its head only."""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _is_known(self, resource: Resource) -> bool:
        """Whether the client has this very state; a tag decides before a date does (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return resource.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        since = _date(self.headers.get("If-Modified-Since"))
        return since is not None and resource.modified <= since

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Say nothing: the log of requests is kept in memory."""


def _date(text: str | None) -> datetime | None:
    """A date of a header, None where there is none, or none with a zone."""
    try:
        read = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return read if read.tzinfo else None

"""Serves sample portals as the demo serves its sites, over http and https on one port, with weather on demand.

Weather is set while the sites are served and ends when it is cleared::

    with serve(hosts) as serving:
        serving.set(address, Fault.ERROR)
        serving.set(address, Fault.CUT, only=lambda path: path.endswith(".pdf"))
        serving.clear()
"""

import contextlib
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from monitor.demo import server as plain
from monitor.demo.resources import HTML, Resource

_TLS_HANDSHAKE = 0x16
_LONGEST_HANG = 120
"""Seconds after which a request that hangs is let go, whatever the client does."""

WALL = Resource(
    HTML,
    (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><meta id="qf3kT0ZpNne" content="mZ81xGdwq" r="m">'
        '<script type="text/javascript" r="m">$_ts=window[\'$_ts\'];if(!$_ts)$_ts={};$_ts.nsd=51920;'
        '$_ts.cd="qGKlrpQl";</script></head><body></body></html>'
    ).encode,
    date(2026, 1, 1),
    status=412,
)
TROUBLE = Resource(HTML, "<html><body><h1>500</h1>服务器内部错误</body></html>".encode, date(2026, 1, 1), status=500)


class Fault(StrEnum):
    """What can be wrong with a host."""

    ERROR = "error"
    """Every answer is 500."""
    HANG = "hang"
    """Requests are taken and never answered until the weather clears."""
    RESET = "reset"
    """Connections are reset in the middle of the request."""
    CUT = "cut"
    """Half of every body comes, under the Content-Length of the whole; never a 304."""
    WALL = "wall"
    """A challenge page instead of everything but robots.txt."""
    EMPTY = "empty"
    """The host's lists have no rows any more (:attr:`Host.emptied`)."""
    EXPIRED = "expired"
    """The certificate shown over https expired years ago."""


def _every(_path: str) -> bool:
    return True


def but_robots(path: str) -> bool:
    """Everything that is not robots.txt."""
    return path != "/robots.txt"


@dataclass(frozen=True, slots=True)
class Weather:
    """A fault, and the paths (with query) it befalls."""

    fault: Fault
    only: Callable[[str], bool] = _every


@dataclass(frozen=True, slots=True)
class Call:
    """A request as a service sees it."""

    path: str
    method: str
    parameters: Mapping[str, str]
    """Of the query and of the form together; the body of a POST that is no form stands under ``""``."""
    headers: Mapping[str, str]
    """By lower-case name."""


Service = Callable[[Call], Resource | None]


@dataclass(frozen=True, slots=True)
class Host:
    """One host: pages by path with query, services by path alone, and what any other path answers with."""

    address: str
    pages: Mapping[str, Resource]
    missing: Resource
    services: Mapping[str, Service] = field(default_factory=dict)
    emptied: Mapping[str, Resource] = field(default_factory=dict)
    """What pages and services (by path) answer with when the column is emptied."""
    secure: bool = False
    """Whether it sends everybody who comes over http to https."""
    gate: Service | None = None
    """What is answered in place of any page but robots.txt, as long as it answers anything."""

    @property
    def name(self) -> str:
        """What the demo's server calls a site by."""
        return self.address

    def find(self, call: Call, *, empty: bool) -> Resource:
        """The answer to a request."""
        path = urlsplit(call.path).path
        if self.gate is not None and path != "/robots.txt" and (held := self.gate(call)):
            return held
        if empty and (found := self.emptied.get(call.path) or self.emptied.get(path)):
            return found
        if path in self.services:
            return self.services[path](call) or self.missing
        return self.pages.get(call.path) or self.missing


@dataclass(slots=True)
class Serving:
    """Hosts being served, their weather, and everything that was asked of them so far."""

    port: int
    log: list[plain.Request]
    authority: Path
    """The certificate that signed the hosts' own, as PEM: with SSL_CERT_FILE set to it they are good ones."""
    forms: list[tuple[str, str, str]] = field(default_factory=list)
    """Address, path and body of every POST so far."""
    weather: dict[str, Weather] = field(default_factory=dict)
    cleared: threading.Condition = field(default_factory=threading.Condition)

    def url(self, address: str, path: str = "/", *, scheme: str = "http") -> str:
        """The full address of a path on one of the hosts."""
        return f"{scheme}://{address}:{self.port}{path}"

    def set(self, address: str, fault: Fault, only: Callable[[str], bool] = _every) -> None:
        """Let a fault befall a host from now on."""
        self.weather[address] = Weather(fault, only)

    def clear(self, *addresses: str) -> None:
        """End the weather of these hosts, or of all."""
        with self.cleared:
            for address in addresses or tuple(self.weather):
                self.weather.pop(address, None)
            self.cleared.notify_all()

    def asked(self, *addresses: str) -> list[plain.Request]:
        """Every request to these hosts so far."""
        return [request for request in tuple(self.log) if request.address in addresses]

    def statuses(self, *addresses: str) -> Counter[int]:
        """How often each status was answered."""
        return Counter(request.status for request in self.asked(*addresses))

    def forget(self) -> None:
        """Empty the request log."""
        self.log.clear()
        self.forms.clear()


@contextlib.contextmanager
def serve(hosts: Sequence[Host], port: int, folder: Path) -> Iterator[Serving]:
    """Serve every host on its address and that port until the block ends; ``folder`` takes the certificates."""
    contexts = _certificates([host.address for host in hosts], folder)
    state = _State(contexts)
    handler = type("_Handler", (_Handler,), {"state": state})
    with plain.serve(hosts, port, handler=handler) as running:
        state.serving = Serving(running.port, running.log, folder / "authority.pem")
        try:
            yield state.serving
        finally:
            state.serving.clear()


def free_port(address: str = "127.77.0.1") -> int:
    """A port that nothing uses."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


@dataclass(slots=True)
class _State:
    contexts: Mapping[str, ssl.SSLContext]
    """The TLS side by the name of the certificate, ``good`` and ``expired``."""
    serving: Serving | None = None


class _Handler(plain.Handler):
    """Answers as the demo's server does, as far as the weather allows."""

    state: _State
    cut = False

    def setup(self) -> None:
        self.tls = None
        self.request.settimeout(self.timeout)
        with contextlib.suppress(OSError):
            if self.request.recv(1, socket.MSG_PEEK)[:1] == bytes([_TLS_HANDSHAKE]):
                context = self.state.contexts["expired" if self._weather() == Fault.EXPIRED else "good"]
                self.request = self.tls = context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        # A client that refuses the certificate has left the socket closed.
        if self.request.fileno() >= 0:
            with contextlib.suppress(ssl.SSLError):
                super().handle()

    def finish(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().finish()
        if self.tls is not None:
            self.tls.close()

    def find(self, form: str) -> Resource:
        parts = urlsplit(self.path)
        parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
        parameters |= dict(parse_qsl(form, keep_blank_values=True)) if form[:1] not in ("{", "[") else {"": form}
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.command == "POST" and self.state.serving is not None:
            self.state.serving.forms.append((self.server.site.address, self.path, form))
        host: Host = self.server.site  # type: ignore[assignment]  # the plain server never looks inside its sites
        if host.secure and self.tls is None:
            target = f"https://{self.headers['Host']}{self.path}"
            return Resource(HTML, b"".__bytes__, date(2026, 1, 1), status=301, headers={"Location": target})
        return host.find(
            Call(self.path, self.command, parameters, headers), empty=self._weather(self.path) == Fault.EMPTY
        )

    def answer(self, resource: Resource) -> None:
        fault = self._weather(self.path)
        self.cut = fault == Fault.CUT
        match fault:
            case Fault.HANG:
                self._hang()
            case Fault.RESET:
                self._reset()
            case Fault.ERROR:
                super().answer(TROUBLE)
            case Fault.WALL if but_robots(self.path):
                super().answer(WALL)
            case Fault.CUT:
                del self.headers["If-None-Match"], self.headers["If-Modified-Since"]
                super().answer(resource)
            case _:
                super().answer(resource)

    def send_body(self, body: bytes) -> None:
        if not self.cut or len(body) < 2:
            super().send_body(body)
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True

    def _weather(self, path: str = "") -> Fault | None:
        """The fault that befalls a path of this host; of the whole host where none is given."""
        serving = self.state.serving
        weather = serving.weather.get(self.server.site.address) if serving else None
        return weather.fault if weather and (not path or weather.only(path)) else None

    def _note(self) -> None:
        self.server.log.append(plain.Request(self.server.site.address, self.command, self.path, 0))
        self.close_connection = True

    def _hang(self) -> None:
        self._note()
        assert self.state.serving is not None
        with self.state.serving.cleared:
            self.state.serving.cleared.wait_for(lambda: self._weather(self.path) != Fault.HANG, _LONGEST_HANG)

    def _reset(self) -> None:
        self._note()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.wfile.close()
        self.rfile.close()
        self.connection.close()


def _certificates(addresses: Sequence[str], folder: Path) -> dict[str, ssl.SSLContext]:
    """The TLS sides of a good certificate and of an expired one for these addresses."""
    from tests.portals.certificates import write_chain  # noqa: PLC0415 - loads cryptography

    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    spans = {
        "good": (now - timedelta(days=1), now + timedelta(days=30)),
        "expired": (datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)),
    }
    contexts: dict[str, ssl.SSLContext] = {}
    for name, path in write_chain(addresses, spans, folder).items():
        contexts[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts[name].load_cert_chain(path)
    return contexts

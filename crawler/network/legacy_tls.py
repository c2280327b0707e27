"""TLS of old servers: version 1.0, weak ciphers and keys, which Scrapy's own OpenSSL has unlearnt.

The system's OpenSSL still speaks them where it is asked to. Only hosts that the
registry declares, or with which nothing newer came about, are asked so; that is
noted for people. Nothing secret goes over such a connection, and what comes
is as trustworthy as over plain HTTP.
"""

import asyncio
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response

from crawler.connecting import ConnectionGuard

if TYPE_CHECKING:
    from scrapy.http import Request
    from scrapy.settings import BaseSettings

_CIPHERS: Final = "ALL:@SECLEVEL=0"
_LEGACY_SERVER_CONNECT: Final = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, named in ssl from Python 3.12 on
_PIECE: Final = 1 << 16


class LegacyTlsHandler:
    """Answers https requests over whatever TLS a server still speaks, each over a connection of its own."""

    def __init__(self, settings: "BaseSettings", guard: ConnectionGuard) -> None:
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._largest = settings.getint("DOWNLOAD_MAXSIZE")
        self._context = _context()
        self._guard = guard

    async def download_request(self, request: "Request") -> Response:
        """The answer to a request; raises what Scrapy's own handlers raise.

        The timeout is for all of it: a server that says a byte now and then
        would keep a thread that only waits for the next one for ever.
        """
        timeout = float(request.meta.get("download_timeout") or self._timeout)
        line = _Line()
        try:
            async with asyncio.timeout(timeout):
                return await asyncio.to_thread(self._ask, request, timeout, line)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"not whole within {timeout:g} seconds") from error
        finally:
            line.cut()

    def _ask(self, request: "Request", timeout: float, line: "_Line") -> Response:
        parts = urlsplit(request.url)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        headers = {str(name): str(value) for name, value in request.headers.to_unicode_dict().items()}
        with _in_words_of_scrapy(), closing(self._connection(request, timeout, line)) as connection:
            connection.request(request.method, target, request.body or None, headers)
            certificate = _certificate(connection)
            answer = connection.getresponse()
            body = self._body(answer)
            found = Headers([(name, value.encode("latin-1")) for name, value in answer.getheaders()])
            return Response(request.url, answer.status, found, body, request=request, certificate=certificate)

    def _connection(self, request: "Request", timeout: float, line: "_Line") -> http.client.HTTPSConnection:
        """A connection to the host of a request, through the proxy where one is named."""
        parts = urlsplit(request.url)
        host, proxy = parts.hostname or "", urlsplit(request.meta.get("proxy") or "")
        if proxy.hostname:
            connection = http.client.HTTPSConnection(proxy.hostname, proxy.port, timeout=timeout, context=self._context)
            connection.set_tunnel(host, parts.port)
            connection.connect()
            line.hold(connection.sock)
            return connection
        connection = http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=self._context)
        connection.sock = self._speak(self._call(host, connection.port, timeout), host, line)
        return connection

    def _call(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connection to the first address of a host that takes one."""
        failure: OSError = ConnectionRefusedError(host)
        for number in self._resolved(host):
            try:
                return socket.create_connection((number, port), timeout)
            except OSError as error:
                failure = error
        raise failure

    def _resolved(self, host: str) -> list[str]:
        try:
            return self._guard.numbers(host)
        except OSError as error:
            raise CannotResolveHostError(str(error)) from error

    def _speak(self, plain: socket.socket, host: str, line: "_Line") -> ssl.SSLSocket:
        secure = self._context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        line.hold(secure)
        secure.do_handshake()
        return secure

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        body = bytearray()
        while piece := answer.read(_PIECE):
            body += piece
            if self._largest and len(body) > self._largest:
                raise DownloadCancelledError(f"more than {self._largest} bytes")
        if answer.length:
            raise ResponseDataLossError
        return bytes(body)


class _Line:
    """The socket that a thread waits at, for another one to cut."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False

    def hold(self, connected: socket.socket) -> None:
        """This is the socket; TimeoutError where nobody waits for it any more."""
        with self._lock:
            self._socket = connected
            if self._is_cut:
                connected.close()
                raise TimeoutError

    def cut(self) -> None:
        """End whatever waits at the socket, now or later."""
        with self._lock, suppress(OSError):
            self._is_cut = True
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers(_CIPHERS)
    context.options |= _LEGACY_SERVER_CONNECT
    return context


def _certificate(connection: http.client.HTTPSConnection) -> bytes | None:
    """The server's certificate in DER, read while the connection stands."""
    sock = connection.sock
    return sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None


@contextmanager
def _in_words_of_scrapy() -> Iterator[None]:
    try:
        yield
    except socket.gaierror as error:
        raise CannotResolveHostError(str(error)) from error
    except ConnectionRefusedError as error:
        raise DownloadConnectionRefusedError(str(error)) from error
    except TimeoutError as error:
        raise DownloadTimeoutError(str(error)) from error
    except http.client.IncompleteRead as error:
        raise ResponseDataLossError from error
    except (OSError, http.client.HTTPException) as error:
        raise DownloadFailedError(str(error)) from error

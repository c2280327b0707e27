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
from collections.abc import Iterator
from contextlib import closing, contextmanager
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

if TYPE_CHECKING:
    from scrapy.http import Request
    from scrapy.settings import BaseSettings

_CIPHERS: Final = "ALL:@SECLEVEL=0"
_LEGACY_SERVER_CONNECT: Final = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, named in ssl from Python 3.12 on
_PIECE: Final = 1 << 16


class LegacyTlsHandler:
    """Answers https requests over whatever TLS a server still speaks, each over a connection of its own."""

    def __init__(self, settings: "BaseSettings") -> None:
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._largest = settings.getint("DOWNLOAD_MAXSIZE")
        self._context = _context()

    async def download_request(self, request: "Request") -> Response:
        """The answer to a request; raises what Scrapy's own handlers raise."""
        timeout = float(request.meta.get("download_timeout") or self._timeout)
        async with asyncio.timeout(timeout):
            return await asyncio.to_thread(self._ask, request, timeout)

    def _ask(self, request: "Request", timeout: float) -> Response:
        parts = urlsplit(request.url)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        headers = {str(name): str(value) for name, value in request.headers.to_unicode_dict().items()}
        with _in_words_of_scrapy(), closing(self._connection(request, timeout)) as connection:
            connection.request(request.method, target, request.body or None, headers)
            certificate = _certificate(connection)
            answer = connection.getresponse()
            body = self._body(answer)
            found = Headers([(name, value.encode("latin-1")) for name, value in answer.getheaders()])
            return Response(request.url, answer.status, found, body, request=request, certificate=certificate)

    def _connection(self, request: "Request", timeout: float) -> http.client.HTTPSConnection:
        """A connection to the host of a request, through the proxy where one is named."""
        parts = urlsplit(request.url)
        host, proxy = parts.hostname or "", urlsplit(request.meta.get("proxy") or "")
        if not proxy.hostname:
            return http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=self._context)
        connection = http.client.HTTPSConnection(proxy.hostname, proxy.port, timeout=timeout, context=self._context)
        connection.set_tunnel(host, parts.port)
        return connection

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        body = bytearray()
        while piece := answer.read(_PIECE):
            body += piece
            if self._largest and len(body) > self._largest:
                raise DownloadCancelledError(f"more than {self._largest} bytes")
        if answer.length:
            raise ResponseDataLossError
        return bytes(body)


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

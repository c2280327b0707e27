"""JSON asked of a web service by POST: through the house's proxy, with the system's certificates, never redirected.

Proxies are taken from ``https_proxy`` and its kin, certificates from the system's store or from where
``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` say, as the standard library does.
"""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from monitor.channels.model import HandOver, SendError
from monitor.channels.watchdog import Watchdog

QUIET_SECONDS: Final = 30.0
"""How long the far side may be silent."""
LONGEST_TALK: Final = 120.0
"""Seconds that one try may take."""
_MOST: Final = 1 << 16
"""Bytes of an answer that are read; those of robots have some hundred."""
_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429


@dataclass(slots=True)
class _Talk:
    """One talk: whom to tell that the message goes over now, and whether that was told."""

    hand_over: HandOver
    watchdog: Watchdog
    handed: bool = field(default=False)

    def begin(self, connection: socket.socket) -> None:
        self.watchdog.show(connection)
        self.hand_over()
        self.handed = True


def ask(
    address: str, body: Mapping[str, Any], hand_over: HandOver, *, quiet: float = QUIET_SECONDS
) -> Mapping[str, Any]:
    """The service's answer, an object of JSON; SendError where none comes."""
    data = encoded(body)
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "nianbao", "Accept": "application/json"}
    with Watchdog(LONGEST_TALK) as watchdog:
        talk = _Talk(hand_over, watchdog)
        opener = build_opener(*_handlers(talk))
        try:
            with opener.open(Request(address, data, headers), timeout=quiet) as answer:  # noqa: S310 - http by settings
                return _object(answer.read(_MOST))
        except HTTPError as error:
            error.close()
            raise _refusal(error.code) from None
        except (OSError, http.client.HTTPException) as error:
            raise SendError(_why(error, late=watchdog.has_bitten), unsure=talk.handed) from None


def encoded(body: Mapping[str, Any]) -> bytes:
    """A body as it goes over the wire."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _handlers(talk: _Talk) -> tuple[HTTPHandler, HTTPSHandler, HTTPRedirectHandler]:
    class Plain(http.client.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            talk.begin(self.sock)

    class Secure(http.client.HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            talk.begin(self.sock)

    class OverPlain(HTTPHandler):
        def http_open(self, request: Request) -> http.client.HTTPResponse:
            return self.do_open(Plain, request)

    class OverSecure(HTTPSHandler):
        def https_open(self, request: Request) -> http.client.HTTPResponse:
            return self.do_open(Secure, request, context=ssl.create_default_context())

    class Stay(HTTPRedirectHandler):
        """What was asked with a secret in its address is asked nowhere else."""

        def redirect_request(self, *_args: Any, **_more: Any) -> None:
            return None

    return OverPlain(), OverSecure(), Stay()


def _object(answer: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SendError("对方的回答看不懂，可能被别的网页拦下了。请检查地址、代理和网络。", unsure=True)
    return found


def _refusal(status: int) -> SendError:
    unsure = status >= _SERVER_ERROR
    lasting = not unsure and status != _TOO_MANY
    mend = "请核对地址和密钥。" if lasting else "稍后会再试。"
    return SendError(f"对方回答 HTTP {status}。{mend}", unsure=unsure, lasting=lasting)


def _why(error: Exception, *, late: bool) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if late or isinstance(cause, TimeoutError):
        return "对方迟迟没有回答。请检查网络和代理，稍后会再试。"
    if isinstance(cause, ssl.SSLCertVerificationError):
        mend = "自建的证书请装进系统，或用环境变量 SSL_CERT_FILE 指明。"
        return f"对方的证书信不过（{cause.verify_message}）。{mend}"
    if isinstance(cause, socket.gaierror):
        return "找不到对方的主机。请检查地址、域名解析和代理。"
    if isinstance(cause, OSError):
        return f"连接不上或中途断开（{cause.strerror or type(cause).__name__}）。请检查地址、网络和代理。"
    return f"对方的回答不完整（{type(cause).__name__}）。稍后会再试。"

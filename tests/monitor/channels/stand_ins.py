"""Loopback stand-ins for robots of chats and for a mail server: they look at everything as the real ones do."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from monitor.channels.model import Parcel
from monitor.telling.message import Message
from storage.clock import from_stamp

TOKEN = "tok-5f1d0c/9b&7"
SECRET = "SEC+0a1b/2c3d=4e"
HOST = "127.0.0.1"
FRESH_SECONDS = 3600
"""How old a signature may be."""
DINGTALK_BYTES, WECOM_BYTES, FEISHU_BYTES = 20_000, 4096, 20_000


@dataclass
class Robot:
    """What a robot was asked and took; ``answer`` in place of its own, ``status`` of HTTP, ``wait`` seconds before."""

    address: str = ""
    taken: list[str] = field(default_factory=list)
    refused: list[Mapping[str, Any]] = field(default_factory=list)
    asked: int = 0
    paths: list[str] = field(default_factory=list)
    answer: Any = None
    status: int = 200
    silent: bool = False


Check = Callable[[str, bytes], tuple[Mapping[str, Any], str]]
"""Gives a robot's answer to a request (its target and body), and the text that it took."""


def dingtalk(target: str, body: bytes) -> tuple[Mapping[str, Any], str]:
    query = {key: values[0] for key, values in parse_qs(urlsplit(target).query).items()}
    if query.get("access_token") != TOKEN:
        return {"errcode": 300001, "errmsg": "token is not exist"}, ""
    stamp, age = query.get("timestamp", ""), time.time() * 1000 - int(query.get("timestamp", "0"))
    key = hmac.new(SECRET.encode(), (stamp + "\n" + SECRET).encode(), hashlib.sha256)
    if abs(age) > FRESH_SECONDS * 1000 or query.get("sign") != base64.b64encode(key.digest()).decode():
        return {"errcode": 310000, "errmsg": "sign not match"}, ""
    asked = json.loads(body)
    if len(body) > DINGTALK_BYTES:
        return {"errcode": 460101, "errmsg": "message too long"}, ""
    assert set(asked) == {"msgtype", "markdown"}
    assert asked["msgtype"] == "markdown"
    assert set(asked["markdown"]) == {"title", "text"}
    return {"errcode": 0, "errmsg": "ok"}, asked["markdown"]["text"]


def wecom(target: str, body: bytes) -> tuple[Mapping[str, Any], str]:
    if parse_qs(urlsplit(target).query) != {"key": [TOKEN]}:
        return {"errcode": 93000, "errmsg": "invalid webhook url"}, ""
    asked = json.loads(body)
    assert set(asked) == {"msgtype", "markdown"}
    assert asked["msgtype"] == "markdown"
    content = asked["markdown"]["content"]
    if len(content.encode()) > WECOM_BYTES:
        return {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"}, ""
    return {"errcode": 0, "errmsg": "ok"}, content


def feishu(target: str, body: bytes) -> tuple[Mapping[str, Any], str]:
    if not target.endswith("/tok-5f1d0c%2F9b%267"):
        return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}, ""
    asked = json.loads(body)
    stamp = asked.get("timestamp", "0")
    sign = hmac.new((stamp + "\n" + SECRET).encode(), digestmod=hashlib.sha256)
    if abs(time.time() - int(stamp)) > FRESH_SECONDS or asked.get("sign") != base64.b64encode(sign.digest()).decode():
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}, ""
    if len(body) > FEISHU_BYTES:
        return {"code": 9499, "msg": "Bad Request"}, ""
    assert asked["msg_type"] == "interactive"
    (element,) = asked["card"]["elements"]
    assert element["tag"] == "markdown"
    assert not element["content"].startswith("#")
    return {"code": 0, "msg": "success", "data": {}}, asked["card"]["header"]["title"]["content"] + element["content"]


CHECKS: dict[str, Check] = {"dingtalk": dingtalk, "wecom": wecom, "feishu": feishu}


@contextmanager
def robot(kind: str, *, context: ssl.SSLContext | None = None) -> Iterator[Robot]:
    """A robot of that kind, listening on a loopback address."""
    found, check = Robot(), CHECKS[kind]
    free = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                self.close_connection = True
                return
            found.asked += 1
            found.paths.append(self.path)
            assert self.headers["Content-Type"].startswith("application/json")
            if found.silent:
                found.taken.append(check(self.path, body)[1])
                free.wait(20)
                self.close_connection = True
                return
            answer, text = check(self.path, body) if found.answer is None else (found.answer, "")
            if (found.status == 200 and answer == {"errcode": 0, "errmsg": "ok"}) or (
                isinstance(answer, dict) and answer.get("code") == 0 and text
            ):
                found.taken.append(text)
            else:
                found.refused.append(answer)
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(found.status)
            if found.status == 302:
                self.send_header("Location", f"http://{HOST}:{server.server_port}/elsewhere")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if context is None else "https"
    found.address = f"{scheme}://{HOST}:{server.server_port}/robot"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        free.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Post:
    """A mail server and what it took; ``answer`` in place of its own to a whole mail, ``refusing`` addresses."""

    address: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    answer: str = ""
    refusing: dict[str, str] = field(default_factory=dict)
    logins: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusing:
            return self.refusing[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.answer:
            return self.answer
        found = message_from_bytes(envelope.content, policy=default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        self.to.append(list(envelope.rcpt_tos))
        return "250 Message accepted"

    def authenticate(
        self, _server: object, _session: object, _envelope: object, _how: object, given: Any
    ) -> AuthResult:
        self.logins.append(given.password)
        right = given.login == b"nianbao" and given.password == SECRET.encode()
        return AuthResult(success=right, handled=False)


@contextmanager
def post(*, context: ssl.SSLContext | None = None, starttls: bool = False, login: bool = False) -> Iterator[Post]:
    """A mail server on a loopback address, plain, over TLS or with STARTTLS, with or without login."""
    found = Post()
    more: dict[str, Any] = {"authenticator": found.authenticate, "auth_required": True} if login else {}
    if starttls:
        more |= {"tls_context": context, "require_starttls": True}
    elif context is not None:
        more |= {"ssl_context": context}
    if login and not starttls:
        # To aiosmtpd only STARTTLS is TLS.
        more |= {"auth_require_tls": False}
    controller = Controller(found, HOST, free_port(), **more)
    controller.start()
    scheme = "smtps" if context is not None and not starttls else "smtp"
    found.address = f"{scheme}://{HOST}:{controller.port}{'?starttls' if starttls else ''}"
    try:
        yield found
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server((HOST, 0)) as found:
        return int(found.getsockname()[1])


def parcel(lines: int = 3, *, page: str = "", repeated: bool = False, said: str = "未发布") -> Parcel:
    """A message with that many problems."""
    items = [f"- 【错误】水月县第{number}局：{said}" for number in range(lines)]
    text = "\n".join(["年报日报 2026-04-08", *items]) + "\n"
    markdown = "\n".join(["### 年报日报 2026-04-08", f"**新问题 {lines} 条**", "", *items]) + "\n"
    html = f"<!DOCTYPE html><html><body><p>新问题 {lines} 条</p></body></html>"
    message = Message("年报日报 2026年4月8日 星期三", text, markdown, html)
    return Parcel(message, "0123456789abcdef" * 2, from_stamp("2026-04-08T00:30:00Z"), page, repeated)

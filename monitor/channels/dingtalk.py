"""DingTalk 钉钉: the robot of a group, with or without a signature (加签)."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from monitor.channels.cutting import fit
from monitor.channels.model import HandOver, Parcel
from monitor.channels.robots import check_code
from monitor.channels.web import ask, encoded

ADDRESS: Final = "https://oapi.dingtalk.com/robot/send"
LIMIT: Final = 20_000
"""Bytes of a whole request, as DingTalk documents it."""

_MENDS: Final = {
    310000: "请核对 secret（加签）、机器人的关键词和 IP 白名单，以及本机的时间。",
    300001: "请核对 token：它是机器人地址里 access_token= 后面的部分。",
    400101: "请核对 token：它是机器人地址里 access_token= 后面的部分。",
    130101: "发得太频繁，稍后会再试。",
    410100: "发得太频繁，稍后会再试。",
}
_PASSING: Final = frozenset({-1, 130101, 410100})


class DingTalk:
    """Sends Markdown to a group. ``moment`` gives the seconds since 1970 that are signed."""

    def __init__(
        self, address: str, token: str, secret: str, limit: int | None, moment: Callable[[], float] = time.time
    ) -> None:
        self._address, self._token, self._secret = address or ADDRESS, token, secret
        self._limit, self._moment = limit or LIMIT, moment

    def send(self, parcel: Parcel, hand_over: HandOver) -> str:
        """Send a message; SendError where DingTalk does not take it."""
        subject = parcel.message.subject
        text = fit(parcel, parcel.message.markdown, self._limit, lambda cut: len(encoded(_body(subject, cut))))
        answer = ask(f"{self._address}?{urlencode(self._query())}", _body(subject, text), hand_over)
        check_code(answer, ("errcode",), "errmsg", _MENDS, _PASSING)
        return ""

    def _query(self) -> dict[str, str]:
        query = {"access_token": self._token}
        if self._secret:
            stamp = str(round(self._moment() * 1000))
            query |= {"timestamp": stamp, "sign": signature(stamp, self._secret)}
        return query


def signature(stamp: str, secret: str) -> str:
    """What DingTalk wants to see signed: milliseconds and the secret, in Base64."""
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _body(subject: str, text: str) -> dict[str, Any]:
    return {"msgtype": "markdown", "markdown": {"title": subject, "text": text}}

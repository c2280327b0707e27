"""Feishu 飞书: the robot of a group, with or without a signature (签名校验)."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from monitor.channels.cutting import fit
from monitor.channels.model import HandOver, Parcel
from monitor.channels.robots import check_code
from monitor.channels.web import ask, encoded

ADDRESS: Final = "https://open.feishu.cn/open-apis/bot/v2/hook"
LIMIT: Final = 20_000
"""Bytes of a whole request, as Feishu documents it (20 KB)."""

_MENDS: Final = {
    19001: "请核对 token：它是机器人地址里 hook/ 后面的部分。",
    19021: "请核对 secret（签名校验）和本机的时间。",
    19022: "请把本机的 IP 加进机器人的白名单。",
    19024: "请把“年报”设为机器人的关键词。",
    9499: "内容不合要求，多半是太长。请调小 limit。",
    11232: "发得太频繁，稍后会再试。",
}
_PASSING: Final = frozenset({11232, 11233})


class Feishu:
    """Sends a card of Markdown to a group. ``moment`` gives the seconds since 1970 that are signed."""

    def __init__(
        self, address: str, token: str, secret: str, limit: int | None, moment: Callable[[], float] = time.time
    ) -> None:
        self._address, self._token, self._secret = address or ADDRESS, token, secret
        self._limit, self._moment = limit or LIMIT, moment

    def send(self, parcel: Parcel, hand_over: HandOver) -> str:
        """Send a message; SendError where Feishu does not take it."""
        subject = parcel.message.subject
        text = fit(parcel, parcel.message.markdown, self._limit, lambda cut: len(encoded(self._body(subject, cut))))
        answer = ask(f"{self._address}/{quote(self._token, safe='')}", self._body(subject, text), hand_over)
        # Older robots answer with StatusCode alone.
        check_code(answer, ("code", "StatusCode"), "msg", _MENDS, _PASSING)
        return ""

    def _body(self, subject: str, text: str) -> dict[str, Any]:
        # The card has a head of its own; its Markdown knows no headings.
        heading, _, rest = text.partition("\n")
        card = {
            "header": {"title": {"tag": "plain_text", "content": subject}},
            "elements": [{"tag": "markdown", "content": rest if heading.startswith("#") else text}],
        }
        signed: dict[str, Any] = {}
        if self._secret:
            stamp = str(int(self._moment()))
            signed = {"timestamp": stamp, "sign": signature(stamp, self._secret)}
        return {**signed, "msg_type": "interactive", "card": card}


def signature(stamp: str, secret: str) -> str:
    """What Feishu wants to see signed: nothing, with seconds and the secret as the key, in Base64."""
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(digest).decode()

"""WeCom 企业微信: the robot of a group."""

from typing import Final
from urllib.parse import urlencode

from monitor.channels.cutting import fit, size_in_bytes
from monitor.channels.model import HandOver, Parcel
from monitor.channels.robots import check_code
from monitor.channels.web import ask

ADDRESS: Final = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
LIMIT: Final = 4096
"""Bytes of Markdown, as WeCom documents it."""

_MENDS: Final = {
    93000: "请核对 token：它是机器人地址里 key= 后面的部分。",
    40058: "内容不合要求，多半是太长。请调小 limit。",
    45009: "发得太频繁，稍后会再试。",
}
_PASSING: Final = frozenset({-1, 45009, 45033})


class WeCom:
    """Sends Markdown to a group."""

    def __init__(self, address: str, token: str, limit: int | None) -> None:
        self._address, self._token, self._limit = address or ADDRESS, token, limit or LIMIT

    def send(self, parcel: Parcel, hand_over: HandOver) -> str:
        """Send a message; SendError where WeCom does not take it."""
        text = fit(parcel, parcel.message.markdown, self._limit, size_in_bytes)
        address = f"{self._address}?{urlencode({'key': self._token})}"
        answer = ask(address, {"msgtype": "markdown", "markdown": {"content": text}}, hand_over)
        check_code(answer, ("errcode",), "errmsg", _MENDS, _PASSING)
        return ""

"""Sending by whatever way a channel is: its secrets are read here and shown by nobody, and no defect goes further."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crawler.outgoing import line
from monitor.channels.model import HandOver, Parcel, Sender, SendError
from monitor.settings.model import Channel, ChannelKind
from monitor.settings.secrets import Secret, SecretError, hide
from storage.boundary import Boundary

_LONGEST_REASON: Final = 500
"""Characters of a failure that are shown and kept; far sides answer with whole pages."""


@dataclass(slots=True)
class _Keys:
    """A channel's secrets as they are read; ``values`` are all that were."""

    values: list[str]

    def read(self, secret: Secret | None) -> str:
        if secret is None:
            return ""
        value = secret.read()
        self.values.append(value)
        return value


def deliver(channel: Channel, parcel: Parcel, hand_over: HandOver) -> str:
    """Send a message by a channel; SendError where it is not sent, for whatever reason.

    Gives what people must know although it was sent. LogError passes: where nothing can be noted, nothing is sent.
    """
    keys = _Keys([])
    remark = ""
    with Boundary() as boundary:
        remark = _SENDERS[channel.kind](channel, keys).send(parcel, hand_over)
    if boundary.problem is not None:
        raise _as_send_error(boundary.problem, keys.values)
    return _shown(remark, keys.values)


def _as_send_error(problem: Exception, hidden: list[str]) -> SendError:
    """What went wrong, with no secret in it."""
    if isinstance(problem, SendError):
        return SendError(_shown(problem.reason, hidden), unsure=problem.unsure, lasting=problem.lasting)
    if isinstance(problem, SecretError):
        return SendError(str(problem), lasting=True)
    what = _shown(f"{type(problem).__name__}：{problem}", hidden)
    return SendError(f"程序内部出错（{what}）。请报告。", unsure=True)


def _shown(text: str, hidden: list[str]) -> str:
    """Words as people may read them: covered before they are cut, for half a secret is known by nobody as one."""
    covered = line(hide(text, hidden))
    return covered if len(covered) <= _LONGEST_REASON else f"{covered[:_LONGEST_REASON]}…"


def _mail(channel: Channel, keys: _Keys) -> Sender:
    from monitor.channels.mail import Mail  # noqa: PLC0415 - each way is imported by whom it serves

    return Mail(channel.address, channel.sender, channel.to, channel.user, keys.read(channel.password))


def _dingtalk(channel: Channel, keys: _Keys) -> Sender:
    from monitor.channels.dingtalk import DingTalk  # noqa: PLC0415 - as above

    return DingTalk(channel.address, keys.read(channel.token), keys.read(channel.secret), channel.limit)


def _wecom(channel: Channel, keys: _Keys) -> Sender:
    from monitor.channels.wecom import WeCom  # noqa: PLC0415 - as above

    return WeCom(channel.address, keys.read(channel.token), channel.limit)


def _feishu(channel: Channel, keys: _Keys) -> Sender:
    from monitor.channels.feishu import Feishu  # noqa: PLC0415 - as above

    return Feishu(channel.address, keys.read(channel.token), keys.read(channel.secret), channel.limit)


def _other(channel: Channel, keys: _Keys) -> Sender:
    from monitor.channels.other import Other  # noqa: PLC0415 - as above

    return Other(keys.read(channel.url))


_SENDERS: Final[dict[ChannelKind, Callable[[Channel, _Keys], Sender]]] = {
    "mail": _mail,
    "dingtalk": _dingtalk,
    "wecom": _wecom,
    "feishu": _feishu,
    "apprise": _other,
}

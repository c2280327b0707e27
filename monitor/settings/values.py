"""What the settings may say, key by key: one row a key, with its check and, for a mistake, what to write instead.

A further key is one row here and one field of a record in :mod:`monitor.settings.model`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from crawler.hosts import host_of, is_inner
from crawler.registry.values import WrongValueError, is_address, of_type
from monitor.settings.model import BULLETINS, LEVELS, WEEKDAYS, ChannelKind
from monitor.settings.secrets import Secret, secret_at

Check = Callable[[Any, Path], Any]
"""Gives a raw value as the settings keep it, with the folder of the file; WrongValueError where it may not stand."""

LEAST_LIMIT: Final = 500
"""Bytes: head, a line, the way on and the number of a message."""
_MOST_LIMIT: Final = 10_000_000
_LONGEST_NAME: Final = 40
_LONGEST_ACCOUNT: Final = 200
_LAST_DAY: Final = 28
"""Every month has it."""
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_MAIL_ADDRESS: Final = re.compile(r"[!-;=?-~]+@[A-Za-z0-9.-]+")
_HOST: Final = re.compile(r"[A-Za-z0-9.:-]+")
_RULE: Final = re.compile(r"[A-Z]\d\d")
_HOOK: Final = re.compile(r"/hook/[^/]")
"""The address of a robot of Feishu, with its token."""
_LOOPBACK: Final = ("127.", "localhost", "[::1]")

_ASK_PLACE: Final = "请只写它放在哪里：env:环境变量名，或 file:文件（权限 600）"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: ``field`` of its record (its name where empty), whether it is ``needed``, whether it is ``hidden``.

    A hidden value is never shown in a mistake.
    """

    name: str
    check: Check
    field: str = ""
    needed: bool = False
    hidden: bool = False


def _line(most: int) -> Check:
    def check(value: Any, _folder: Path) -> str:
        text: str = of_type(value, str).strip()
        if not text or len(text) > most or not text.isprintable():
            raise WrongValueError("不能用", mend=f"请写一行不超过 {most} 字的名称")
        return text

    return check


_name: Final = _line(_LONGEST_NAME)


def _one_of(*choices: str) -> Check:
    def check(value: Any, _folder: Path) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise WrongValueError("不在可选之列", mend=f"请写其中之一：{'、'.join(choices)}")

    return check


def _list_of(each: Check) -> Check:
    def check(value: Any, folder: Path) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(each(one, folder) for one in of_type(value, list)))

    return check


def _some_of(each: Check) -> Check:
    def check(value: Any, folder: Path) -> tuple[Any, ...]:
        found: tuple[Any, ...] = _list_of(each)(value, folder)
        if not found:
            raise WrongValueError("是空的", mend="请至少写一个")
        return found

    return check


def _whole(least: int, most: int) -> Check:
    def check(value: Any, _folder: Path) -> int:
        number: int = of_type(value, int)
        if not least <= number <= most:
            raise WrongValueError("超出范围", mend=f"请写 {least} 到 {most} 的整数")
        return number

    return check


def _flag(value: Any, _folder: Path) -> bool:
    flag: bool = of_type(value, bool)
    return flag


def _time(value: Any, _folder: Path) -> time | None:
    if value == "":
        return None
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise WrongValueError("不是时刻", mend='请写北京时间，如 "06:00"；不要就写 ""')
    return time(int(found[1]), int(found[2]))


def _weekday(value: Any, _folder: Path) -> int | None:
    if value == "":
        return None
    if value not in WEEKDAYS:
        raise WrongValueError("不是星期几", mend=f'请写其中之一：{"、".join(WEEKDAYS)}；不要就写 ""')
    return WEEKDAYS.index(value)


def _month_day(value: Any, folder: Path) -> int | None:
    return _whole(0, _LAST_DAY)(value, folder) or None


def _host(value: Any, _folder: Path) -> str:
    if not isinstance(value, str) or not _HOST.fullmatch(value):
        raise WrongValueError("不是主机", mend='请写本机的地址，如 "127.0.0.1"')
    return value


def _web_address(value: Any, _folder: Path) -> str:
    if not isinstance(value, str) or not is_address(value):
        raise WrongValueError("不是网址", mend="请写以 http:// 或 https:// 开头的完整地址")
    if urlsplit(value).username is not None:
        raise WrongValueError("里不能写用户名", mend="请去掉 @ 前面的部分")
    return value.rstrip("/")


def _robot_address(value: Any, folder: Path) -> str:
    address = _web_address(value, folder)
    if urlsplit(address).query or _HOOK.search(address):
        raise WrongValueError("里带了密钥", mend=f"请去掉末尾的密钥，写在 token：{_ASK_PLACE}")
    if address.startswith("http://") and not is_inner(host_of(address)):
        raise WrongValueError("没有加密，密钥会被别人看到", mend="请改为 https://")
    return address


def _secret(value: Any, folder: Path) -> Secret:
    found = secret_at(value, folder) if isinstance(value, str) else None
    if found is None:
        raise WrongValueError("密钥不能直接写在这里", mend=_ASK_PLACE)
    return found


def _mail_server(value: Any, _folder: Path) -> str:
    wrong = WrongValueError(
        "不是邮件服务器", mend="请写如 smtps://mail.example.cn:465、smtp://mail.example.cn:25 或 …:587?starttls"
    )
    if not isinstance(value, str):
        raise wrong
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise wrong from error
    if parts.username is not None:
        raise WrongValueError("里不能写账号和密码", mend=f"请写在 user 和 password；密码{_ASK_PLACE}")
    right = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.path in ("", "/")
    if not right or parts.query not in ("", "starttls") or re.search(r"\s", value):
        raise wrong
    return value


def _mail_address(value: Any, _folder: Path) -> str:
    if not isinstance(value, str) or not _MAIL_ADDRESS.fullmatch(value):
        raise WrongValueError("不是邮箱地址", mend="请写如 office@example.cn")
    return value


def _rule(value: Any, _folder: Path) -> str:
    if not isinstance(value, str) or not _RULE.fullmatch(value):
        raise WrongValueError("不是规则代码", mend="请写如 S13；代码见 nianbao rules")
    return value


def sends_password_openly(address: str) -> bool:
    """Whether a mail server of that address would be told a password that anybody on the way can read."""
    parts = urlsplit(address)
    here = (parts.hostname or "").startswith(_LOOPBACK)
    return parts.scheme == "smtp" and parts.query != "starttls" and not here


SECTIONS: Final[Mapping[str, tuple[Key, ...]]] = {
    "serve": (
        Key("host", _host),
        Key("port", _whole(1, 65535)),
        Key("base_url", _web_address),
    ),
    "schedule": (
        Key("run", _time),
        Key("digest", _time),
        Key("weekly", _weekday),
        Key("monthly", _month_day),
        Key("quarterly", _flag),
    ),
    "rules": (
        Key("profile", _one_of("national", "strict")),
        Key("ignore", _list_of(_rule)),
    ),
}
"""The tables of the settings and what each may say."""

_COMMON: Final = (
    Key("name", _name, needed=True),
    Key("kind", _one_of("dingtalk", "wecom", "feishu", "mail", "apprise"), needed=True),
    Key("severity", _one_of(*LEVELS)),
    Key("health", _flag),
    Key("portals", _list_of(_name)),
    Key("bulletins", _some_of(_one_of(*BULLETINS))),
)
_ROBOT: Final = (
    Key("address", _robot_address, hidden=True),
    Key("token", _secret, needed=True, hidden=True),
    Key("limit", _whole(LEAST_LIMIT, _MOST_LIMIT)),
)
_SIGNED: Final = Key("secret", _secret, hidden=True)

CHANNEL_KEYS: Final[Mapping[ChannelKind, tuple[Key, ...]]] = {
    "dingtalk": (*_COMMON, *_ROBOT, _SIGNED),
    "wecom": (*_COMMON, *_ROBOT),
    "feishu": (*_COMMON, *_ROBOT, _SIGNED),
    "mail": (
        *_COMMON,
        Key("address", _mail_server, needed=True, hidden=True),
        Key("sender", _mail_address, needed=True),
        Key("to", _some_of(_mail_address), needed=True),
        Key("user", _line(_LONGEST_ACCOUNT)),
        Key("password", _secret, hidden=True),
    ),
    "apprise": (*_COMMON, Key("address", _secret, "url", needed=True, hidden=True)),
}
"""What a channel of each kind may say."""

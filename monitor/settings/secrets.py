"""Secrets: the settings say where they stand; what they are is read when a message is sent, and shown nowhere."""

import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus

ENVIRONMENT: Final = "env:"
FILE: Final = "file:"

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LONGEST: Final = 4096
"""Characters of a secret; the longest are addresses of Apprise with tokens in them."""
_SHORTEST_HIDDEN: Final = 4
"""Characters below which a secret is no secret, and hiding it would eat ordinary words."""
_HIDDEN: Final = "***"


class SecretError(Exception):
    """A secret cannot be read; the message is one Chinese line that says why and what to do, and never the secret."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret stands: ``env:NAME``, or ``file:PATH`` with an absolute path."""

    place: str

    def read(self) -> str:
        """The secret itself; SecretError where it is not there, or others may read its file."""
        name = self.place.removeprefix(ENVIRONMENT)
        found = os.environ.get(name, "") if name != self.place else _in_file(Path(self.place.removeprefix(FILE)))
        value = found.strip()
        if not value:
            raise SecretError(f"{self.place} 里没有内容。请先设好，再运行。")
        if len(value) > _LONGEST or not value.isprintable():
            raise SecretError(f"{self.place} 里不是一行密钥。请核对。")
        return value


def secret_at(text: str, folder: Path) -> Secret | None:
    """The secret that a setting points to, None where it points to none; paths are taken from ``folder`` on."""
    if text.startswith(ENVIRONMENT):
        return Secret(text) if _NAME.fullmatch(text.removeprefix(ENVIRONMENT)) else None
    if text.startswith(FILE) and (path := text.removeprefix(FILE)).strip():
        return Secret(f"{FILE}{(folder / Path(path).expanduser()).absolute()}")
    return None


def hide(text: str, values: Iterable[str]) -> str:
    """The text with every secret in it covered, as it is or as addresses write it."""
    forms = {form for value in values for form in (value, quote(value, safe=""), quote(value), quote_plus(value))}
    for form in sorted(forms, key=len, reverse=True):
        if len(form) >= _SHORTEST_HIDDEN:
            text = text.replace(form, _HIDDEN)
    return text


def _in_file(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, encoding="utf-8") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise SecretError(f"密钥文件 {path} 不是普通文件。请核对路径。")
            if found.st_mode & _OTHERS:
                raise SecretError(f"密钥文件 {path} 别人也能读。请运行 chmod 600 {path}，再运行。")
            if found.st_uid not in (os.geteuid(), 0):
                raise SecretError(f"密钥文件 {path} 是别的用户的。请改为自己的文件。")
            return file.read(_LONGEST + 1)
    except UnicodeDecodeError as error:
        raise SecretError(f"密钥文件 {path} 不是 UTF-8 文本。请核对。") from error
    except OSError as error:
        raise SecretError(f"密钥文件 {path} 读不出来（{error.strerror}）。请检查路径和权限。") from error

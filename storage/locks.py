"""Files that one process holds at a time; the system lets go of them when the process dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from storage.errors import LogError

_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700


@contextmanager
def hold_file(path: Path, busy: str) -> Iterator[int]:
    """Hold a file, made where it is not there; gives its descriptor, which a child process may hold on.

    LogError where another process holds it: ``busy`` says so in one Chinese line, ``{pid}`` stands for the process.
    """
    try:
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, _PRIVATE_FILE)
    except OSError as error:
        raise LogError(f"{path} 写不进去（{error.strerror}）。请检查权限，或用 --data 指定别的目录。") from error
    try:
        _take(descriptor, busy)
        yield descriptor
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether a process holds a file now."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        # Shared, so that two who ask do not take each other for the holder.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _take(descriptor: int, busy: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        pid = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "未知"
        raise LogError(busy.replace("{pid}", pid)) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)

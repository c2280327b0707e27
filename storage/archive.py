"""Bytes as they came, by SHA-256: written once, verified on reading."""

import errno
import hashlib
import os
import re
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import Final, NamedTuple

from storage.errors import ArchiveError

__all__ = ["Archive", "ArchiveError"]

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_READ_ONLY: Final = 0o400
_PRIVATE: Final = 0o700
_MOST_WHOLE: Final = 256
"""Files put last that are known to be whole by their looks."""

_MISSING: Final = "存档缺少文件 {path}，请用 nianbao restore 备份目录 --archive-only 补上，或重新抓取该网页。"
_CLOSED: Final = "存档文件 {path} 读不出来（{error}），请检查磁盘和权限。"
_DAMAGED: Final = (
    "存档文件 {path} 已损坏（内容与校验值不符），请用 nianbao restore 备份目录 --archive-only 补上，或重新抓取该网页。"
)


class Archive:
    """A directory of evidence, ``ab/cd/<sha256>`` below ``root``.

    A file under its final name is whole: bytes are written and synced under
    another name first, so a process killed at any instant leaves at most a
    leftover that :meth:`sweep` removes. Several threads may put bytes at a time.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / ".incoming"
        self._lasting: set[Path] = set()
        self._whole: OrderedDict[Path, _Looks] = OrderedDict()

    def path(self, sha256: str) -> Path:
        """Where the bytes of that hash stand, kept or not; ArchiveError where it is no SHA-256 in hexadecimal."""
        if not _SHA256.fullmatch(sha256):
            raise ArchiveError(f"{sha256!r} 不是 SHA-256 校验值，存档中没有这样的文件。")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, data: bytes) -> str:
        """Keep the bytes and give their SHA-256 in hexadecimal; bytes that are kept whole are not written again.

        A kept file that is no longer what was kept is replaced: what came anew
        heals the evidence. When this returns the bytes survive a power failure.
        Raises ArchiveError where they cannot be written (disk full, directory
        not writable).
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        try:
            if not self._is_kept(path, data):
                self._write(path, data)
                self._note_whole(path)
        except OSError as error:
            raise ArchiveError(_writing_failed(path, error)) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash; ArchiveError where they are missing or no longer what was kept."""
        path = self.path(sha256)
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise ArchiveError(_MISSING.format(path=path)) from error
        except OSError as error:
            raise ArchiveError(_CLOSED.format(path=path, error=error.strerror)) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveError(_DAMAGED.format(path=path))
        return data

    def trouble(self, sha256: str, size: int) -> str:
        """One Chinese line where a kept file is missing, cannot be opened or has lost bytes; empty where it has not.

        Whether its bytes are still those that were kept only :meth:`get` tells.
        """
        path = self.path(sha256)
        try:
            with path.open("rb") as file:
                found = os.fstat(file.fileno()).st_size
        except FileNotFoundError:
            return _MISSING.format(path=path)
        except OSError as error:
            return _CLOSED.format(path=path, error=error.strerror)
        return "" if found == size else _DAMAGED.format(path=path)

    def sweep(self) -> int:
        """Remove what killed writers left behind and say how many files; only while no one else is writing.

        ArchiveError where the archive may not be entered.
        """
        try:
            leftovers = list(self._incoming.glob("*.part"))
            for leftover in leftovers:
                leftover.unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"存档 {self.root} 进不去（{error.strerror}）。请检查权限，或用 --data 指定别的目录。"
            ) from error
        return len(leftovers)

    def _write(self, path: Path, data: bytes) -> None:
        self._incoming.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        self._make_directory(path.parent)
        descriptor, name = tempfile.mkstemp(suffix=".part", dir=self._incoming)
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), _READ_ONLY)
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        sync_directory(path.parent)

    def _is_kept(self, path: Path, data: bytes) -> bool:
        """Whether a file holds just these bytes; one that cannot be read does not, and is to be replaced.

        One that was put here a moment ago, and was not touched since, is not read again.
        """
        try:
            if (looks := _looks_of(path)) == self._whole.get(path):
                return True
            return looks.size == len(data) and path.read_bytes() == data
        except OSError:
            return False

    def _note_whole(self, path: Path) -> None:
        self._whole[path] = _looks_of(path)
        if len(self._whole) > _MOST_WHOLE:
            self._whole.popitem(last=False)

    def _make_directory(self, directory: Path) -> None:
        """Make a directory below the root, which exists, so that it survives a power failure.

        One that is there may have been made a moment ago, by another thread or by a
        process that was killed before it synced: only what was synced here lasts for certain.
        """
        if directory == self.root or (directory in self._lasting and directory.is_dir()):
            return
        self._make_directory(directory.parent)
        directory.mkdir(mode=_PRIVATE, exist_ok=True)
        # A new directory's name stands in its parent: without this a power failure could take the file with it.
        sync_directory(directory.parent)
        self._lasting.add(directory)


class _Looks(NamedTuple):
    """What changes of a file whenever somebody touches it."""

    inode: int
    mode: int
    size: int
    modified: int
    changed: int


def _looks_of(path: Path) -> _Looks:
    seen = path.stat()
    return _Looks(seen.st_ino, seen.st_mode, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory survive a power failure; OSError where that cannot be."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _writing_failed(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘已满，存档文件 {path} 写不进去。请腾出空间后重新运行，已存的内容没有损失。"
    return f"存档文件 {path} 写不进去（{error.strerror}），请检查目录权限，或用 --data 指定别的目录。"

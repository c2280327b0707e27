"""The files in an archive: opened within limits, nothing written to disk, names as people see them.

ZIP and gzip by Python itself; RAR and 7z by bsdtar (libarchive), which turns them into a tar stream.
"""

import gzip
import io
import re
import shutil
import struct
import subprocess
import tarfile
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Final

from monitor.documents import kinds, limits
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.ooxml import ZIP_TROUBLES

_RATIO_MOST: Final = 300
_RATIO_FROM: Final = 8 * 1024 * 1024
"""Bytes from which a member that shrank more than 300 times is made to harm."""
_SECONDS: Final = 40

_BROKEN: Final = "压缩包不完整或已损坏（可能没有下载完），请重新下载。"
_BOMB: Final = "压缩包解开后大得反常，已停止读取；请向发布机关核实文件。"
_LOCKED: Final = "压缩包加了密码，请向发布机关索取不加密的文件。"
_CROWDED: Final = f"压缩包里的文件超过 {limits.PARTS} 个，没有读取；请解压后查里面的年度报告文件。"
_NO_TOOL: Final = (
    "RAR 或 7z 压缩包需要 bsdtar 才能解开；请运行 apt-get install libarchive-tools（或 make install）后再查。"
)
_NAME_IN_UNICODE: Final = 0x7075
_UTF8_NAME: Final = 0x800
_LOCK: Final = 0x1
_LOCK_WORDS: Final = re.compile(rb"passphrase|encrypt", re.IGNORECASE)
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked, shared by an archive and those inside it."""

    left: int = limits.UNPACKED_BYTES

    def take(self, size: int) -> None:
        """Spends bytes; raises UnreadableDocumentError where there are not so many left."""
        self.left -= size
        if size > limits.PART_BYTES or self.left < 0:
            raise UnreadableDocumentError(_BOMB)


@dataclass(slots=True)
class Member:
    """A file in an archive; ``read`` unpacks it and raises :class:`UnreadableDocumentError` where it cannot."""

    name: str
    read: Callable[[], bytes] = field(repr=False)


def members_of(data: bytes, kind: str, budget: Budget, wanted: Callable[[str], bool]) -> list[Member]:
    """The files whose names are ``wanted``, in the order of the archive.

    ``kind`` is the archive's media type. Raises :class:`UnreadableDocumentError`
    with one Chinese line where it is broken, locked, made to harm or needs a
    program that is missing.
    """
    if kind == kinds.ZIP:
        return _in_zip(data, budget, wanted)
    if kind == kinds.GZIP:
        return _in_gzip(data, budget, wanted)
    return _by_bsdtar(data, kind, budget, wanted)


def _in_zip(data: bytes, budget: Budget, wanted: Callable[[str], bool]) -> list[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except ZIP_TROUBLES as problem:
        raise UnreadableDocumentError(_BROKEN) from problem
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.PARTS:
        raise UnreadableDocumentError(_CROWDED)
    named = [(_name_of(entry), entry) for entry in entries]
    return [Member(name, partial(_unzipped, archive, entry, budget)) for name, entry in named if wanted(name)]


def _unzipped(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    """The bytes of a member; what is unpacked is counted, since a directory may lie about it."""
    if entry.flag_bits & _LOCK:
        raise UnreadableDocumentError(_LOCKED)
    if entry.file_size > max(_RATIO_FROM, _RATIO_MOST * entry.compress_size):
        raise UnreadableDocumentError(_BOMB)
    try:
        with archive.open(entry) as part:
            data = part.read(min(limits.PART_BYTES, budget.left) + 1)
    except ZIP_TROUBLES as problem:
        raise UnreadableDocumentError(_BROKEN) from problem
    budget.take(len(data))
    return data


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The member's name: archivers in China write it in GBK and do not say so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.orig_filename
    stated = _unicode_name(entry.extra)
    if stated:
        return stated
    return _decoded(entry.orig_filename.encode("cp437", "replace"))


def _decoded(raw: bytes) -> str:
    """A name that may be in UTF-8 or in GBK."""
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
    # Two Chinese characters in GBK may look like two Greek ones in UTF-8.
    return name if name.isascii() or _IDEOGRAPH.search(name) else raw.decode("gb18030", "replace")


def _unicode_name(extra: bytes) -> str:
    """The name that an archiver put beside the one in its own encoding, empty where there is none."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _NAME_IN_UNICODE:
            return extra[at + 9 : at + 4 + length].decode("utf-8", "replace")
        at += 4 + length
    return ""


def _in_gzip(data: bytes, budget: Budget, wanted: Callable[[str], bool]) -> list[Member]:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            content = packed.read(min(limits.PART_BYTES, budget.left) + 1)
    except ZIP_TROUBLES as problem:
        raise UnreadableDocumentError(_BROKEN) from problem
    budget.take(len(content))
    if content[257:262] == b"ustar":
        return list(_in_tar(io.BytesIO(content), budget, wanted))
    return [Member("", partial(bytes, content))]


def _in_tar(stream: IO[bytes], budget: Budget, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """The members of a tar stream, unpacked one after another as they come."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for number, entry in enumerate(archive):
                if number >= limits.PARTS:
                    raise UnreadableDocumentError(_CROWDED)
                budget.take(entry.size)
                name = _decoded(entry.name.encode("utf-8", "surrogateescape"))
                part = archive.extractfile(entry) if entry.isreg() and wanted(name) else None
                if part is not None:
                    yield Member(name, partial(bytes, part.read()))
    except (tarfile.TarError, *ZIP_TROUBLES) as problem:
        raise UnreadableDocumentError(_BROKEN) from problem


def _by_bsdtar(data: bytes, kind: str, budget: Budget, wanted: Callable[[str], bool]) -> list[Member]:
    program = shutil.which("bsdtar")
    if program is None:
        raise UnreadableDocumentError(_NO_TOOL)
    with tempfile.TemporaryDirectory(prefix="nianbao-archive-") as place:
        # From a pipe bsdtar cannot look at the end, where it would take a ZIP stored in a RAR for the archive itself.
        # A 7z has its directory there.
        file = Path(place, "archive") if kind == kinds.SEVEN_ZIP else None
        if file is not None:
            file.write_bytes(data)
        source = "-" if file is None else str(file)
        return _from_command([program, "-c", "-f", "-", "--format=pax", f"@{source}"], data, budget, wanted)


def _from_command(command: list[str], data: bytes, budget: Budget, wanted: Callable[[str], bool]) -> list[Member]:
    """The members of the tar stream that a command writes; ``data`` is put into it."""
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, env={"LC_ALL": "C.UTF-8"}, stdin=pipe, stdout=pipe, stderr=said) as process,
    ):
        feeder = threading.Thread(target=_feed, args=(process, data), daemon=True)
        watch = threading.Timer(_SECONDS, process.kill)
        feeder.start()
        watch.start()
        try:
            assert process.stdout is not None
            members = list(_in_tar(process.stdout, budget, wanted))
            failed = process.wait() != 0 and not members
        except UnreadableDocumentError as problem:
            raise _told(problem, said) from problem
        finally:
            watch.cancel()
            process.kill()
            feeder.join()
        if failed:
            raise _told(UnreadableDocumentError(_BROKEN), said)
        return members


def _feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError, ConnectionResetError), process.stdin:
        process.stdin.write(data)


def _told(problem: UnreadableDocumentError, said: IO[bytes]) -> UnreadableDocumentError:
    """The problem, or that a password is asked for if that is what the command said."""
    said.seek(0)
    return UnreadableDocumentError(_LOCKED) if _LOCK_WORDS.search(said.read()) else problem

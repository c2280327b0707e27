"""Backups: a folder in the form of a data directory, made while others read and write the log.

An archive file is copied once and stays; the log, which names them, is put in its place last. So whatever is broken
off leaves what stood there before, and is made good by doing it again.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from storage.archive import Archive, sync_directory
from storage.clock import SHANGHAI, Clock
from storage.database import ARCHIVE, DATABASE, PRIVATE_FOLDER, Log, is_there, run_lock, say_errors
from storage.errors import ArchiveError, LogError
from storage.tables import captures

_PART: Final = f".{DATABASE}.part"
_PRIVATE_FILE: Final = 0o600
_BESIDE: Final = ("", "-wal", "-shm")
"""Endings of a log and of what SQLite keeps beside it, which belongs to that log alone."""

Step = Callable[[int, int], None]
"""Told after each archive file how many are done, of how many."""


@dataclass(slots=True)
class Copied:
    """What was done: archive files copied, and those that stood there whole already.

    ``troubles`` is a Chinese line for each file that is whole on neither side, ``set_aside`` what a log that stood
    in the way is called now.
    """

    copied: int = 0
    kept: int = 0
    troubles: list[str] = field(default_factory=list)
    set_aside: Path | None = None


def back_up(log: Log, target: Path, step: Step) -> Copied:
    """Copy log and archive into a folder; of the archive only what the folder does not hold yet.

    The log is that of one instant, whoever writes meanwhile. LogError where the folder cannot be written, or is the
    data directory or lies in it.
    """
    if log.data.resolve() in (target.resolve(), *target.resolve().parents):
        raise LogError(f"{target} 就是数据目录或在它里面。请把备份放到别的目录，最好是别的磁盘。")
    part = _emptied(target)
    try:
        log.copy_to(part)
        # An archive file is whole before the log names it: all that the copy names can be copied now.
        done = _copy(log.archive, Archive(target / ARCHIVE), captures.kept_files(log), step, is_trusted=True)
        _put(part, target / DATABASE)
    finally:
        part.unlink(missing_ok=True)
    return done


def restore(source: Path, data: Path, clock: Clock, step: Step, *, replace: bool = False) -> Copied:
    """Bring log and archive of a backup into a data directory; every file is held against its hash.

    A log that is there is renamed with ``replace``, never deleted, and the archive is added to. LogError where the
    backup is none, is damaged or of a newer nianbao, where a log is in the way, or where a run is under way.
    """
    if not is_there(source / DATABASE):
        raise LogError(f"{source} 里没有 {DATABASE}，不是 nianbao 的备份。请指定 nianbao backup 写入的目录。")
    if source.resolve() == data.resolve():
        raise LogError(f"{source} 就是数据目录。请用 --data 指定要恢复到哪里。")
    with run_lock(data):
        there = is_there(data / DATABASE) and (data / DATABASE).stat().st_size > 0
        if there and not replace:
            raise LogError(
                f"{data / DATABASE} 已经有了。请用 --data 指定空的目录；"
                "要用备份换下它，请加 --replace（原来的会改名留下）。"
            )
        part = _emptied(data)
        try:
            files = _take_log(source / DATABASE, part)
            done = _copy(Archive(source / ARCHIVE), Archive(data / ARCHIVE), files, step, is_trusted=False)
            done.set_aside = _set_aside(data, clock) if there else None
            _put(part, data / DATABASE)
        finally:
            part.unlink(missing_ok=True)
    return done


def heal(source: Path, log: Log, step: Step) -> Copied:
    """Put back what is missing or damaged in the archive of a log, out of a backup; the log stays as it is."""
    if not is_there(source / ARCHIVE):
        raise LogError(f"{source} 里没有 {ARCHIVE}，不是 nianbao 的备份。请指定 nianbao backup 写入的目录。")
    return _copy(Archive(source / ARCHIVE), log.archive, captures.kept_files(log), step, is_trusted=False)


def _take_log(source: Path, part: Path) -> list[tuple[str, int]]:
    """Copy the log of a backup with what SQLite may keep beside it, and say which archive files it counts on."""
    from sqlite_utils import Database  # noqa: PLC0415 - heavy; only who restores pays for it

    from storage import migrations  # noqa: PLC0415 - imports sqlite_utils

    with say_errors(source), closing(sqlite3.connect(source)) as old:
        db = Database(old, execute_plugins=False)
        if newer := migrations.newer_steps(db):
            raise LogError(f"{source} 由更新版本的 nianbao 写成（{newer[-1]}）。请升级 nianbao 后再恢复。")
        if "captures" not in db.table_names():
            raise LogError(f"{source} 不是 nianbao 的数据库。请指定 nianbao backup 写入的目录。")
        log = Log(db, source.parent)
        log.copy_to(part)
        if (said := log.row("SELECT * FROM pragma_integrity_check(1)")) and said["integrity_check"] != "ok":
            raise LogError(f"{source} 已损坏（{said['integrity_check']}）。请换一份备份。")
        return captures.kept_files(log)


def _copy(source: Archive, target: Archive, files: list[tuple[str, int]], step: Step, *, is_trusted: bool) -> Copied:
    """Copy what the target does not hold; where it is trusted a file of the right length is not read again."""
    done = Copied()
    for number, (sha256, size) in enumerate(files, 1):
        if is_trusted and not target.trouble(sha256, size):
            done.kept += 1
        else:
            _copy_file(source, target, sha256, done)
        step(number, len(files))
    return done


def _copy_file(source: Archive, target: Archive, sha256: str, done: Copied) -> None:
    if _is_whole(target, sha256):
        done.kept += 1
        return
    try:
        content = source.get(sha256)
    except ArchiveError as trouble:
        done.troubles.append(str(trouble))
        return
    target.put(content)
    done.copied += 1


def _is_whole(archive: Archive, sha256: str) -> bool:
    try:
        archive.get(sha256)
    except ArchiveError:
        return False
    return True


def _emptied(folder: Path) -> Path:
    """Where a log is made beside its place, in a folder that is made where there is none."""
    part = folder / _PART
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        (folder / ARCHIVE).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE))
    except OSError as error:
        raise LogError(f"{folder} 写不进去（{error.strerror}）。请检查权限，或指定别的目录。") from error
    return part


def _put(part: Path, place: Path) -> None:
    """Put a log that was made beside its place there, for good."""
    try:
        with part.open("rb") as file:
            os.fsync(file.fileno())
        for ending in _BESIDE[1:]:
            place.with_name(place.name + ending).unlink(missing_ok=True)
        part.replace(place)
        sync_directory(place.parent)
    except OSError as error:
        raise LogError(f"{place} 写不进去（{error.strerror}）。请检查磁盘空间和权限。") from error


def _set_aside(data: Path, clock: Clock) -> Path:
    """Rename the log of a data directory, with what stands beside it."""
    moment = clock.now().astimezone(SHANGHAI).strftime("%Y%m%d-%H%M%S")
    old, new = data / DATABASE, data / f"{DATABASE}.换下-{moment}"
    try:
        for ending in reversed(_BESIDE):
            if (beside := old.with_name(old.name + ending)).exists():
                beside.rename(new.with_name(new.name + ending))
    except OSError as error:
        raise LogError(f"{old} 改不了名（{error.strerror}）。请检查权限。") from error
    return new

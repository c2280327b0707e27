"""The log: one SQLite file beside the archive, opened, brought up to date and guarded here."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from storage.archive import Archive
from storage.errors import LogError
from storage.locks import hold_file, is_held

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["Log", "LogError", "Row", "RunLock", "is_there", "is_under_way", "open_log", "run_lock", "say_errors"]

Row = dict[str, Any]
"""One row of a table or query, by column name."""

Parameters = Sequence[Any] | Mapping[str, Any]

BUSY_SECONDS: Final = 30
DATABASE: Final = "nianbao.db"
LOCK: Final = "run.lock"
ARCHIVE: Final = "archive"

PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_FOLDER_LENGTH: Final = 2
"""Characters in the names of an archive's folders."""

_REASONS: Final = {
    sqlite3.SQLITE_FULL: "磁盘已满，{path} 写不进去。请腾出空间后重新运行，已存的内容没有损失。",
    sqlite3.SQLITE_NOTADB: "{path} 不是 SQLite 数据库。请移走该文件，或用 --data 指定别的目录。",
    sqlite3.SQLITE_CORRUPT: "{path} 已损坏。请从备份恢复，或移走该文件后重新运行。",
    sqlite3.SQLITE_BUSY: "{path} 被别的进程占用超过 {seconds} 秒。请等它结束后重新运行。",
    sqlite3.SQLITE_READONLY: "{path} 不可写。请检查文件和目录的权限，或用 --data 指定别的目录。",
    sqlite3.SQLITE_CANTOPEN: "{path} 打不开。请检查文件和目录的权限，或用 --data 指定别的目录。",
    sqlite3.SQLITE_IOERR: "{path} 读写出错（{error}）。请检查磁盘后重新运行。",
}
_PRIMARY_CODE: Final = 0xFF
"""SQLite's extended result codes carry the primary code in their lowest byte."""


class Log:
    """The open log: the database, the archive, and transactions over them.

    One Log serves one thread. Statements through :meth:`execute`, :meth:`rows`
    and :meth:`row` raise LogError for what the machine does to us (disk full,
    locked, damaged); a wrong statement stays an error of sqlite3.
    """

    def __init__(self, db: "Database", data: Path) -> None:
        self.db = db
        self.data = data
        self.path = data / DATABASE
        self.archive = Archive(data / ARCHIVE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; an open transaction is rolled back."""
        self.db.close()

    @contextmanager
    def atomic(self) -> Iterator[Self]:
        """All writes inside or none. Takes the write lock at once; inside another one it is a savepoint of it."""
        with say_errors(self.path):
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield self
                return
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self
                # Fails where an error that was swallowed inside has ended the transaction: half a write is no success.
                self.db.conn.execute("COMMIT")
            finally:
                # Does nothing after the COMMIT.
                self.db.rollback()

    def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Run one statement; outside :meth:`atomic` a write is committed at once."""
        with say_errors(self.path):
            return self.db.execute(sql, _plain(parameters))

    def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one INSERT and give the id of the new row."""
        identity = self.execute(sql, parameters).lastrowid
        assert identity is not None
        return identity

    def execute_many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run one writing statement for every set of parameters, in one transaction."""
        with self.atomic():
            self.db.conn.executemany(sql, parameters)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query."""
        with say_errors(self.path):
            cursor = self.db.execute(sql, _plain(parameters))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, values, strict=True)) for values in cursor]

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[Row]:
        """The rows of a query one after the other, never all of them at once; what is not asked for is not read."""
        with say_errors(self.path):
            cursor = self.db.execute(sql, _plain(parameters))
            names = [column[0] for column in cursor.description]
            for values in cursor:
                yield dict(zip(names, values, strict=True))

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def copy_to(self, path: Path) -> None:
        """Write the log as it is at one instant into a file that is not there; others may read and write meanwhile."""
        with say_errors(path):
            self.db.execute("VACUUM INTO ?", [str(path)])


def is_there(path: Path) -> bool:
    """Whether there is a file or directory of a data directory; LogError where that cannot even be looked at."""
    try:
        return path.exists()
    except OSError as error:
        raise LogError(f"{path} 看不到（{error.strerror}）。请检查权限，或用 --data 指定别的目录。") from error


def open_log(data: Path) -> Log:
    """Open the log in a data directory, making or updating it as needed.

    Raises LogError where the directory cannot be used, the file is no log, is
    damaged, was written by a newer nianbao, or is lost while the archive is not.
    """
    path = data / DATABASE
    try:
        data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        _make_private(path, data / ARCHIVE)
    except OSError as error:
        raise LogError(
            f"数据目录 {data} 建不起来（{error.strerror}）。请检查权限，或用 --data 指定别的目录。"
        ) from error
    with say_errors(path), ExitStack() as stack:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        stack.callback(connection.close)
        log = Log(_prepare(connection), data)
        _bring_up_to_date(log)
        stack.pop_all()
        return log


def _make_private(path: Path, archive: Path) -> None:
    """Make a log that is not there yet, for its owner alone.

    A log that is lost beside an archive that is not must not begin anew: every
    report would be taken for new and people's decisions would be gone.
    """
    if path.exists() and path.stat().st_size:
        return
    if archive.is_dir() and any(len(folder.name) == _FOLDER_LENGTH for folder in archive.iterdir()):
        raise LogError(
            f"{path} 不见了或是空的，而存档 {archive} 里还有内容。请从备份恢复 {path.name}；"
            "确要从头开始，请把存档移走，或用 --data 指定别的目录。"
        )
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, _PRIVATE_FILE))


@dataclass(frozen=True, slots=True)
class RunLock:
    """The held lock of a run. A child process given ``descriptor`` (``pass_fds``) holds the lock on until it ends."""

    descriptor: int


@contextmanager
def run_lock(data: Path) -> Iterator[RunLock]:
    """Hold the data directory for one run; the system releases it when the process dies, however it dies.

    Raises LogError that names the process where another run is under way.
    """
    busy = f"数据目录 {data} 上另一次巡查正在进行（进程 {{pid}}）。请等它结束后再运行。"
    with hold_file(data / LOCK, busy) as descriptor:
        yield RunLock(descriptor)


def is_under_way(data: Path) -> bool:
    """Whether a run holds the data directory now; one that was killed is marked in the log only by the next."""
    return is_held(data / LOCK)


def _prepare(connection: sqlite3.Connection) -> "Database":
    from sqlite_utils import Database  # noqa: PLC0415 - heavy; only who opens a log pays for it

    db = Database(connection, execute_plugins=False)
    db.enable_wal()
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON"):
        db.execute(f"PRAGMA {pragma}")
    return db


def _bring_up_to_date(log: Log) -> None:
    from storage import migrations  # noqa: PLC0415 - imports sqlite_utils

    if newer := migrations.newer_steps(log.db):
        raise LogError(
            f"{log.path} 由更新版本的 nianbao 写成（{newer[-1]}）。请升级 nianbao，或用 --data 指定别的目录。"
        )
    if migrations.is_current(log.db):
        return
    # One process at a time: whoever waited here finds the steps applied and does nothing.
    with log.atomic():
        migrations.bring_up_to_date(log.db)


def _plain(parameters: Parameters) -> Sequence[Any] | dict[str, Any]:
    return dict(parameters) if isinstance(parameters, Mapping) else parameters


@contextmanager
def say_errors(path: Path) -> Iterator[None]:
    """Turn what the machine does to the database into a LogError; everything else passes as it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # Errors of the binding itself (a wrong number of parameters) carry no code.
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
        if code not in _REASONS:
            raise
        raise LogError(_REASONS[code].format(path=path, seconds=BUSY_SECONDS, error=error)) from error

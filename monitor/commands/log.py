"""The log as commands open it: what goes wrong is said in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.commands.frame import Refusal
from storage.database import DATABASE, Log, open_log
from storage.errors import LogError


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn what the log complains of into one line and exit status 2."""
    try:
        yield
    except LogError as error:
        raise Refusal(str(error)) from error


@contextmanager
def open_data(data: Path) -> Iterator[Log]:
    """The log of a data directory, made where there is none."""
    with one_line_errors(), open_log(data) as log:
        yield log


@contextmanager
def existing_log(data: Path) -> Iterator[Log]:
    """The log of a data directory that must be there already."""
    if not (data / DATABASE).is_file():
        raise Refusal(f"{data} 里还没有数据。请先运行 nianbao run，或用 --data 指定数据目录。")
    with open_data(data) as log:
        yield log

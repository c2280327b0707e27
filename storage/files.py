"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.archive import sync_directory
from storage.errors import LogError


def write_whole(path: Path, content: str | bytes | Iterable[str], *, private: bool = False) -> None:
    """Put the content (text as UTF-8) there in one step, so that nobody reads half of it and a power failure keeps it.

    Long content may come in pieces. ``private`` files are for their owner alone; the others anybody may read.
    LogError where the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(_pieces(content))
                file.flush()
                os.fchmod(file.fileno(), 0o600 if private else 0o644)
                os.fsync(file.fileno())
            part.replace(path)
            sync_directory(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise LogError(f"{path} 写不进去（{error.strerror}）。请检查磁盘空间和权限。") from error


def _pieces(content: str | bytes | Iterable[str]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    else:
        yield from (piece.encode() for piece in ([content] if isinstance(content, str) else content))

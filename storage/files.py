"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from storage.archive import sync_directory
from storage.errors import LogError


def write_whole(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Put the content (text as UTF-8) there in one step, so that nobody reads half of it and a power failure keeps it.

    ``private`` files are for their owner alone; the others anybody may read.
    LogError where the file cannot be written.
    """
    with writing_whole(path, private=private) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def writing_whole(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A file to write into piece by piece; it stands there, as :func:`write_whole` puts it, when the block ends well.

    LogError where it cannot be written; whatever else the block raises leaves what stood there before.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
                file.flush()
                os.fchmod(file.fileno(), 0o600 if private else 0o644)
                os.fsync(file.fileno())
            part.replace(path)
            sync_directory(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise LogError(f"{path} 写不进去（{error.strerror}）。请检查磁盘空间和权限。") from error

"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path

from storage.errors import LogError


def write_whole(path: Path, content: str | bytes) -> None:
    """Put the content (text as UTF-8) there in one step, so that nobody reads half of it; LogError if that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
                os.fchmod(file.fileno(), 0o644)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise LogError(f"{path} 写不进去（{error.strerror}）。请检查磁盘空间和权限。") from error

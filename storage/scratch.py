"""Scratch folders: made for a while, named by the process that made them, swept when that was killed."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"nianbao-(\d+)-\w+")
_PART: Final = re.compile(r"\.[\w-]+\.(?:html|toml|json)\.[a-z0-9_]{8}")
"""What a killed writer of a whole file leaves (:mod:`storage.files`)."""


def scratch_prefix() -> str:
    """How the names of this process' scratch folders begin."""
    return f"nianbao-{os.getpid()}-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of this process, gone with all in it at the end."""
    with tempfile.TemporaryDirectory(prefix=scratch_prefix(), ignore_cleanup_errors=True) as place:
        yield Path(place)


def sweep_scratch(data: Path) -> int:
    """Remove what killed processes of ours left in the folder for scratch and in a data directory; says how many.

    The caller holds the run lock of the data directory.
    """
    swept = 0
    for folder in Path(tempfile.gettempdir()).glob("nianbao-*"):
        if _is_left_behind(folder):
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    for place in (data, data / "digests"):
        for part in place.glob(".*"):
            if _PART.fullmatch(part.name):
                part.unlink(missing_ok=True)
                swept += 1
    return swept


def _is_left_behind(folder: Path) -> bool:
    """Whether a folder is ours and the process that made it is no more."""
    named = _NAME.fullmatch(folder.name)
    if named is None or folder.is_symlink():
        return False
    with suppress(OSError):
        if folder.stat().st_uid != os.geteuid():
            return False
        try:
            os.kill(int(named[1]), 0)
        except ProcessLookupError:
            return True
    return False

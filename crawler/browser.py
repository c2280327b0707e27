"""The browser of this machine: where it is and how it is started. Rendering is in :mod:`crawler.rendering`."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

_COMMANDS: Final = (
    *("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable", "chromium-browser"),
    *("msedge", "microsoft-edge"),
)
_BUNDLED: Final = (
    "chromium_headless_shell-*/chrome-*/*headless[-_]shell",
    "chromium-*/chrome-*/chrome",
    "chromium-*/chrome-*/Chromium.app/Contents/MacOS/Chromium",
)
_FLAGS: Final = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def find_browser(environment: Mapping[str, str] = os.environ) -> str | None:
    """The path of a Chromium-like browser on this machine, or None.

    In this order: ``NIANBAO_BROWSER`` (set to something that is no program it
    means: none); the one Playwright brought, where it was downloaded; the usual
    commands on the PATH.
    """
    path = environment.get("PATH", "")
    if chosen := environment.get("NIANBAO_BROWSER"):
        return shutil.which(chosen, path=path)
    found = (shutil.which(command, path=path) for command in _COMMANDS)
    return next(_bundled_browsers(environment), None) or next(filter(None, found), None)


def launch_options(executable: str) -> dict[str, Any]:
    """How Playwright starts that browser."""
    return {"executable_path": executable, "args": list(_FLAGS), "timeout": 30_000}


def _bundled_browsers(environment: Mapping[str, str]) -> Iterator[str]:
    """Browsers in Playwright's own cache, the newest first; asking Playwright itself would start its driver."""
    home = Path(environment.get("HOME") or Path.home())
    cache = home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"
    root = Path(environment.get("PLAYWRIGHT_BROWSERS_PATH") or cache)
    for pattern in _BUNDLED:
        yield from (str(path) for path in sorted(root.glob(pattern), reverse=True) if os.access(path, os.X_OK))


if __name__ == "__main__":  # install.sh asks so whether there is a browser
    sys.exit(find_browser() is None)

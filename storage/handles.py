"""File handles: how many the system allows a process, looked at before anything needs them."""

import resource
from typing import Final

from storage.errors import LogError

ENOUGH: Final = 4096
"""Handles that are asked for where the system allows them."""
LEAST: Final = 256
"""Handles below which a crawl may come to a halt: sixteen portals side by side, browser and log take some 150."""


def require_handles() -> None:
    """Take as many file handles as the system allows; LogError where they are too few to begin with."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if hard != resource.RLIM_INFINITY and hard < LEAST:
        raise LogError(
            f"系统只许这个程序同时打开 {hard} 个文件，至少要 {LEAST} 个。请用 ulimit -n 1024（或系统的 limits.conf、"
            "systemd 的 LimitNOFILE=）放宽后再运行。"
        )

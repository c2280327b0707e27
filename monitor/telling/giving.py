"""Giving out a digest: news is told once, and told, wherever a run is killed.

A telling takes the events that none has told, keeps what it says, and is out
once the page of its day stands written. The page names the telling, so that
whoever comes after a killed run knows whether people could read it.
"""

import re
from datetime import date
from pathlib import Path
from typing import Final

from monitor.telling.digest import Digest, build, of_run
from monitor.telling.digest_page import page_of, write_page
from monitor.telling.keeping import from_text, to_text
from storage.clock import Clock
from storage.database import Log
from storage.tables import tellings

_TELLING: Final = re.compile(r'<meta name="nianbao-telling" content="(\d+)">')
_HEAD: Final = 4096
"""Characters of a page within which it names its telling."""


def give_out(log: Log, run_id: int, clock: Clock) -> tuple[Digest, Path]:
    """Tell what is new: the digest of the run, and the page of its day, written.

    The caller holds the run lock. LogError where log or page cannot be written; the next run tells it then.
    """
    with log.atomic():
        _settle(log, clock)
        telling = tellings.start(log, run_id, clock)
        day = build(log, clock.today, telling=telling)
        tellings.keep(log, telling, to_text(day))
        digest = of_run(log, day, run_id)
    page = write_page(day, log.data)
    tellings.mark_given(log, telling, clock)
    return digest, page


def look(log: Log, on: date, today: date) -> Digest:
    """The digest of a day for whoever looks at it: of a past day the one that was given out, else as it stands now."""
    past = on < today or tellings.is_past(log, on)
    kept = tellings.last_of_day(log, on) if past else None
    return from_text(kept.digest) if kept and kept.digest else build(log, on, past=past)


def _settle(log: Log, clock: Clock) -> None:
    """Find out of every telling that a killed run left open whether its page was written."""
    for telling in tellings.open_ones(log):
        if _shown_on(page_of(telling.day, log.data)) >= telling.id:
            tellings.mark_given(log, telling.id, clock)
        else:
            tellings.drop(log, telling.id)


def _shown_on(page: Path) -> int:
    """The last telling whose news a page holds, 0 for none."""
    try:
        with page.open(encoding="utf-8") as file:
            found = _TELLING.search(file.read(_HEAD))
    except (OSError, ValueError):
        return 0
    return int(found[1]) if found else 0

"""The digest as one self-contained HTML page."""

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Template

from crawler.outgoing import cleaned
from monitor.telling.digest import Digest
from monitor.telling.digest_text import (
    NEWS_NAMES,
    clock_line,
    exempt_lines,
    health_summary,
    note_of,
    reminder_line,
    summary,
    untold_line,
    waiting_line,
)
from monitor.telling.entries import NEWS
from monitor.telling.phrases import ZH
from monitor.telling.templates import environment
from monitor.telling.wording import ALERT_STATES, RUN_KINDS, RUN_OUTCOMES, SEVERITIES, cell_label, change_words
from storage.files import write_whole


def as_html(digest: Digest) -> str:
    """The digest as one HTML page without any outer resource."""
    digest = cleaned(digest)
    names = {
        "NEWS": NEWS,
        "NEWS_NAMES": NEWS_NAMES,
        "SEVERITIES": SEVERITIES,
        "ALERT_STATES": ALERT_STATES,
        "RUN_KINDS": RUN_KINDS,
        "RUN_OUTCOMES": RUN_OUTCOMES,
        "FIGURES": ZH.figures,
        "summary": summary(digest),
        "waiting": waiting_line(digest),
        "seen": health_summary(digest.portals),
        "untold": untold_line(digest),
        "note": note_of(digest),
        "clock": clock_line(digest),
        "exempt": list(exempt_lines(digest.exempt)),
    }
    return _template().render(digest=digest, **names)


@cache
def _template() -> Template:
    made = environment()
    made.filters |= {
        "page_address": page_address,
        "cell_label": cell_label,
        "change_words": change_words,
        "reminder_line": reminder_line,
        "spoken": ZH.day,
    }
    return made.get_template("digest.html.jinja")


def write_page(digest: Digest, data: Path) -> Path:
    """Write the digest's page to ``digests/YYYY-MM-DD.html`` of a data directory; LogError where that fails."""
    path = page_of(digest.day, data)
    write_whole(path, as_html(digest), private=True)
    return path


def page_of(day: date, data: Path) -> Path:
    """Where the page of a day stands in a data directory."""
    return data / "digests" / f"{day}.html"


def page_address(url: str) -> str:
    """The address where it is one of the web, else nothing: what a page prints as a link must be harmless."""
    return url if url.startswith(("http://", "https://")) else ""

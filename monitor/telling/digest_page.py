"""The digest as one self-contained HTML page."""

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.telling.digest import NEWS, Digest
from monitor.telling.digest_text import NEWS_NAMES, exempt_lines, summary
from monitor.telling.wording import ALERT_STATES, RUN_KINDS, RUN_OUTCOMES, SEVERITIES, cell_label
from storage.files import write_whole


def as_html(digest: Digest) -> str:
    """The digest as one HTML page without any outer resource."""
    environment = Environment(
        loader=PackageLoader("monitor"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"page_address": page_address, "cell_label": cell_label}
    names = {
        "NEWS": NEWS,
        "NEWS_NAMES": NEWS_NAMES,
        "SEVERITIES": SEVERITIES,
        "ALERT_STATES": ALERT_STATES,
        "RUN_KINDS": RUN_KINDS,
        "RUN_OUTCOMES": RUN_OUTCOMES,
        "summary": summary(digest),
        "exempt": list(exempt_lines(digest.exempt)),
    }
    return environment.get_template("digest.html.jinja").render(digest=digest, **names)


def write_page(digest: Digest, data: Path) -> Path:
    """Write the digest's page to ``digests/YYYY-MM-DD.html`` of a data directory; LogError where that fails."""
    path = data / "digests" / f"{digest.day}.html"
    write_whole(path, as_html(digest), private=True)
    return path


def page_address(url: str) -> str:
    """The address where it is one of the web, else nothing: what a page prints as a link must be harmless."""
    return url if url.startswith(("http://", "https://")) else ""

"""The day of publication that a saved web page shows, told as the crawl tells it."""

import re
from typing import Final

from crawler.dates import candidates, vote
from crawler.pages import decode_html
from monitor.documents import kinds
from monitor.documents.mhtml import address_in, page_in
from monitor.reports.model import ShownDate

_SAVED_FROM: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
"""What browsers write at the head of a page that they save."""
_HEAD: Final = 2000


def shown_date(data: bytes, name: str, media_type: str | None = None) -> ShownDate | None:
    """The day of publication on a page; None for any other kind of file and where nothing on the page says it.

    ``name`` and ``media_type`` as in :func:`monitor.documents.reading.read_document`. The page's address, whose
    stamp is a witness too, is known where the browser noted it.
    """
    kind = kinds.sniff(data, name)
    if kind not in (kinds.HTML, kinds.MHTML):
        return None
    address = ""
    if kind == kinds.MHTML:
        address = address_in(data)
        data, media_type = page_in(data)
    markup = decode_html(data, media_type or "")
    noted = _SAVED_FROM.search(markup[:_HEAD])
    decided = vote(candidates(markup, address or (noted[1] if noted else "")))
    if decided.on is None or decided.source is None:
        return None
    return ShownDate(decided.on, decided.source, uncertain=decided.uncertain)

"""MHTML: a web page saved as one file, as Word and browsers do."""

import email
import email.policy
from typing import Final

from monitor.documents.html import read_html
from monitor.documents.kinds import MHTML
from monitor.documents.model import Document, UnreadableDocumentError

_NO_PAGE: Final = "MHTML 文件里没有网页，请用浏览器打开核对，或重新下载。"


def read_mhtml(data: bytes) -> Document:
    """The document on the first page in an MHTML file; raises :class:`UnreadableDocumentError` where there is none."""
    page, media_type = page_in(data)
    document = read_html(page, media_type=media_type)
    document.media_type = MHTML
    return document


def page_in(data: bytes) -> tuple[bytes, str]:
    """The first web page in an MHTML file and its Content-Type.

    Raises :class:`UnreadableDocumentError` where there is none.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b"", str(part.get("Content-Type", ""))
    raise UnreadableDocumentError(_NO_PAGE)


def address_in(data: bytes) -> str:
    """Where the browser says that the page in an MHTML file stood, "" where it does not."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    noted = (message.get(header) for header in ("Snapshot-Content-Location", "Content-Location"))
    return next((str(address) for address in noted if address), "")

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
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            page = payload if isinstance(payload, bytes) else b""
            document = read_html(page, media_type=str(part.get("Content-Type", "")))
            document.media_type = MHTML
            return document
    raise UnreadableDocumentError(_NO_PAGE)

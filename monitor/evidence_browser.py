"""A stored web page as a browser prints it: without scripts and without the network."""

from typing import Final

from crawler.browser import find_browser, launch_options
from crawler.pages import decode_html
from monitor.documents.model import UnreadableDocumentError

_MARGIN: Final = "1.5cm"
_PATIENCE: Final = 30_000
_INSTALL: Final = "apt-get install chromium-headless-shell fonts-wqy-zenhei"
_MISSING: Final = f"画网页需要 Chromium 浏览器；请运行 {_INSTALL} 后再查。"
_REFUSED: Final = "浏览器没有画出网页，可能缺少它所需的系统组件；请运行 nianbao doctor 检查。"


def print_page(data: bytes) -> bytes:
    """The page as a PDF file, as it looks on a screen. UnreadableDocumentError says in one line what is missing."""
    executable = find_browser()
    if executable is None:
        raise UnreadableDocumentError(_MISSING)
    from playwright.sync_api import Error, PdfMargins, sync_playwright  # noqa: PLC0415 - a tenth of a second

    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(**launch_options(executable))
            context = browser.new_context(java_script_enabled=False, offline=True)
            page = context.new_page()
            page.emulate_media(media="screen")
            page.set_content(decode_html(data, ""), timeout=_PATIENCE, wait_until="domcontentloaded")
            margin = PdfMargins(top=_MARGIN, bottom=_MARGIN, left=_MARGIN, right=_MARGIN)
            printed = page.pdf(format="A4", print_background=True, margin=margin)
            browser.close()
    except Error as problem:
        raise UnreadableDocumentError(_REFUSED) from problem
    return bytes(printed)

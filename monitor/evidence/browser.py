"""A stored web page as a browser prints it: without scripts and without the network."""

from typing import Final

from crawler.browser import find_browser, launch_options
from crawler.pages import decode_html
from monitor.documents.model import UnreadableDocumentError

_MARGIN: Final = 57
_WIDTH: Final = 794
"""Pixels of A4 at 96 dots an inch; a page that is wider is printed on a wider sheet of the same shape."""
_WIDEST: Final = 4000
_HIGH: Final = 2**0.5
_SPREAD: Final = "Math.max(document.documentElement.scrollWidth, document.body ? document.body.scrollWidth : 0)"
_PATIENCE: Final = 30_000
_INSTALL: Final = "apt-get install chromium-headless-shell fonts-wqy-zenhei"
_MISSING: Final = f"画网页需要 Chromium 浏览器；请运行 {_INSTALL} 后再查。"
_REFUSED: Final = "浏览器没有画出网页，可能缺少它所需的系统组件；请运行 nianbao doctor 检查。"


def print_page(data: bytes, media_type: str = "") -> bytes:
    """The page as a PDF file, as it looks on a screen. UnreadableDocumentError says in one line what is missing."""
    executable = find_browser()
    if executable is None:
        raise UnreadableDocumentError(_MISSING)
    from playwright.sync_api import Error, PdfMargins, ViewportSize, sync_playwright  # noqa: PLC0415 - a tenth of a second

    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(**launch_options(executable))
            narrow = ViewportSize(width=_WIDTH - 2 * _MARGIN, height=round(_WIDTH * _HIGH))
            context = browser.new_context(java_script_enabled=False, offline=True, viewport=narrow)
            page = context.new_page()
            page.emulate_media(media="screen")
            page.set_content(decode_html(data, media_type), timeout=_PATIENCE, wait_until="domcontentloaded")
            wide = max(_WIDTH, min(int(page.evaluate(_SPREAD)) + 2 * _MARGIN, _WIDEST))
            edge = f"{_MARGIN}px"
            margin = PdfMargins(top=edge, bottom=edge, left=edge, right=edge)
            size = f"{wide}px", f"{round(wide * _HIGH)}px"
            printed = page.pdf(width=size[0], height=size[1], print_background=True, margin=margin)
            browser.close()
    except Error as problem:
        raise UnreadableDocumentError(_REFUSED) from problem
    return bytes(printed)

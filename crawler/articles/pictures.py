"""Which pictures of a page may be part of its report: scanned pages and tables drawn as pictures, not ornaments."""

import re
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.markup import Element, link_of

_ENDINGS: Final = frozenset({"jpg", "jpeg", "png", "tif", "tiff", "bmp", "webp"})
_SMALLEST: Final = 100
"""Pixels; a picture narrower or lower than this holds nothing that people could read."""
_LAZY: Final = ("data-original", "data-src", "_src", "lay-src", "data-lazy-src", "orisrc")
_STAND_IN: Final = re.compile(r"^$|^data:image/gif|loading|blank|spacer|placeholder|grey\.|lazy", re.IGNORECASE)
_ORNAMENT_PLACE: Final = re.compile(r"/(?:icons?|images?|img|imgs|skin|static|css|js|themes?|template)/", re.IGNORECASE)
_CODE_PLACE: Final = re.compile(r"(?:^|[^a-z])(?:qr|qrcode|ewm|erweima|share)(?=$|[^a-z])", re.IGNORECASE)
_MADE_NAME: Final = re.compile(r"[0-9a-f]{24,}|\d{8,}", re.IGNORECASE)
"""A name that a portal's software made for an upload; nobody names an ornament so."""
_ORNAMENT_NAME: Final = re.compile(
    r"(?:^|[^a-z])(?:logo|banner|icons?|ico|ewm|erweima|qr|qrcode|wx|weixin|wechat|weibo|jiucuo|gongan|beian|dzjg|police"
    r"|print|close|share|arrow|bg|top|totop|btn|line|dot|word|pdf|doc|excel|xls|zip|rar|file)\d{0,2}(?=$|[^a-z])",
    re.IGNORECASE,
)


def source_of(image: Element) -> str:
    """The address of a picture as the page names it; what is put in its place until a reader scrolls there is none."""
    source = (image.get("src") or "").strip()
    if _STAND_IN.search(source[:300]):
        return next((said for name in _LAZY if (said := (image.get(name) or "").strip())), source)
    return source


def is_content(image: Element) -> bool:
    """Whether a picture may hold a part of the article: large, no ornament by its name, no link to somewhere else."""
    source = source_of(image)
    if source[:5].lower() == "data:":
        return not _is_small(image) and not source.lower().startswith("data:image/gif")
    path = _named_path(source)
    name, _, ending = path.rpartition("/")[2].rpartition(".")
    if ending.lower() not in _ENDINGS or _CODE_PLACE.search(path) or _is_small(image) or _leads_away(image, path):
        return False
    if _MADE_NAME.search(name):
        return True
    return not (_ORNAMENT_PLACE.search(f"/{path}") or _ORNAMENT_NAME.search(name))


def content_pictures(element: Element) -> list[Element]:
    """The pictures below an element that may be part of the article, in reading order."""
    return [image for image in element.iter("img") if is_content(image)]


def _named_path(source: str) -> str:
    """The path of a picture; where a download's address hides it in the query, the one there."""
    parts = urlsplit(source)
    hidden = (value for _, value in parse_qsl(parts.query) if value.rpartition(".")[2].lower() in _ENDINGS)
    return next(hidden, unquote(parts.path))


def _is_small(image: Element) -> bool:
    return any(size < _SMALLEST for name in ("width", "height") if (size := _pixels(image, name)) is not None)


def _pixels(image: Element, name: str) -> float | None:
    styled = re.search(rf"(?:^|[;\s]){name}\s*:\s*(\d+(?:\.\d+)?)px", image.get("style") or "", re.IGNORECASE)
    stated = styled or re.match(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*$", image.get(name) or "")
    return float(stated[1]) if stated else None


def _leads_away(image: Element, path: str) -> bool:
    """Whether a picture is the face of a link; one that leads to the picture itself only shows it larger."""
    anchor = next(image.iterancestors("a"), None)
    target = link_of(anchor, "http://portal.invalid/") if anchor is not None else ""
    larger = urlsplit(target).path.rpartition(".")[2].lower() in _ENDINGS
    return bool(target) and not larger and not urlsplit(target).path.endswith(path)

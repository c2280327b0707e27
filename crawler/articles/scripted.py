r"""Articles that a page keeps in a script, as JSON with its markup escaped, until the browser writes them out.

Guangdong's platform does so: ``window._CONFIG = {DETAIL: {"content": "\u003Cp\u003E…"}}``
above an empty ``<div id="app">``.
"""

import json
import re
from typing import Final

from crawler.markup import visible_length

_KEPT: Final = re.compile(
    r"[\"']?\b(?:content|contentHtml|htmlContent|articleContent)[\"']?\s*:\s*(\"(?:[^\"\\\n]|\\.)*\")"
)
_ESCAPED: Final = re.compile(r"\\u003c", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"<script\b", re.IGNORECASE)
_SCANT: Final = 200
"""Characters below which a page shows no article of its own, and above which what a script keeps is one."""


def with_article(html: str) -> str:
    """The page with the article that its script keeps written out at its end, where it shows none itself."""
    if "\\u003" not in html or not (_ESCAPED.search(html) and _SCRIPT.search(html)) or visible_length(html) > _SCANT:
        return html
    kept = (_markup(found.group(1)) for found in _KEPT.finditer(html))
    article = max((markup for markup in kept if visible_length(markup) > _SCANT), key=len, default="")
    return f'{html}\n<div class="article-content">{article}</div>' if article else html


def _markup(literal: str) -> str:
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:
        return ""

"""What a composed portal answers with: encodings, validators, compression, redirections, files beside a page."""

import gzip
import io
from collections.abc import Callable
from datetime import date
from html import escape
from itertools import count

from monitor.demo.resources import HTML, Resource
from tests.fuzz.portals.composition import Composition
from tests.portals.making import Making, Post, docx, draft, pdf
from tests.portals.server import Call, Host, Service

_STILL = date(2025, 3, 3)
FIRST_PART = 5
"""Paragraphs on the first page of an article over two pages."""
_NUMBERS = count()
"""Tags that nobody has seen before."""
_ENCODED = {
    "utf-8": ("utf-8", "utf-8", "utf-8"),
    "utf-8 undeclared": ("utf-8", "", ""),
    "gbk": ("gbk", "gb2312", "gb2312"),
    "gb18030 undeclared": ("gb18030", "", ""),
    "wrong header": ("gb18030", "utf-8", "gb2312"),
    "wrong meta": ("gb18030", "", "utf-8"),
}
"""How a page is encoded, what its header says of that, and what its own meta."""


class Finished(Resource):
    """A page as it goes over the wire; ``tag`` in place of a tag of its own."""

    tag: Callable[[], str] | None = None

    @property
    def etag(self) -> str:  # type: ignore[override]
        """The entity tag."""
        return self.tag() if self.tag else super().etag


def finished(page: Resource, made: Composition, *, listed: bool = False) -> Resource:
    """A page in the encoding of the portal and with its validators; ``listed`` where it is a list or its data."""
    if isinstance(page, Finished) or page.status != 200:
        return page
    media_type, make = page.media_type, page._make
    if media_type.startswith("text/html"):
        encoding, header, meta = _ENCODED[made.encoding]
        media_type = f"text/html; charset={header}" if header else "text/html"
        make = _recoding(page._make, encoding, meta)
    headers = dict(page.headers)
    if made.manner == "gzip":
        headers["Content-Encoding"] = "gzip"
        make = _packing(make)
    done = Finished(media_type, make, page.modified.date(), headers=headers)
    if made.manner == "no validators":
        done.tag = lambda: f'"{next(_NUMBERS)}"'
    if listed and made.manner == "Last-Modified stands still":
        done = Finished(media_type, make, _STILL, headers=headers)
        done.tag = lambda: '"5e2f-77"'
    return done


def _recoding(make: Callable[[], bytes], encoding: str, meta: str) -> Callable[[], bytes]:
    def recode() -> bytes:
        text = make().decode()
        declared = f'<meta charset="{meta}">' if meta else ""
        return text.replace('<meta charset="utf-8">', declared).encode(encoding, "xmlcharrefreplace")

    return recode


def _packing(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: gzip.compress(make(), mtime=0)


def encoding_of(made: Composition) -> str:
    """The encoding of its pages."""
    return _ENCODED[made.encoding][0]


def turning(article: Callable[[int], str], on: date, made: Composition) -> Service:
    """A page with a number in it that is another one each time."""
    turns = count(31, 7)

    def answer(_call: Call) -> Resource:
        text = article(next(turns))
        return finished(Resource(HTML, text.encode, on), made)

    return answer


def host_of(making: Making, made: Composition) -> Host:
    """The host of a portal; a Resource of 304 answers whoever knows a page already, where that is its manner."""
    if made.manner == "304 for ever":
        making.gate = _known
    if made.manner == "soft 404":
        text = making.frame(making.name, "<h1>欢迎访问</h1><p>请从导航进入各栏目。</p>")
        making.missing = finished(Resource(HTML, text.encode, _STILL), made)
    return making.host()


def _known(call: Call) -> Resource | None:
    if call.method == "GET" and {"if-none-match", "if-modified-since"} & set(call.headers):
        return Resource(HTML, b"".__bytes__, _STILL, status=304)
    return None


def beside(making: Making, form: str, post: Post, body: str, year: int) -> str:
    """What stands below an article's text: its file, its picture or its further page, put on the portal as well."""
    stem = f"/upload/{sum(map(ord, post.path + post.title)) % 10**7}"
    if form == "PDF":
        making.pages[f"{stem}.pdf"] = pdf(draft(body, year, post.on), post.on)
        return f'<p>附件：<a href="{stem}.pdf">{escape(post.title)}.pdf</a></p>'
    if form == "Word":
        making.pages[f"{stem}.docx"] = docx(draft(body, year, post.on), post.on)
        return f'<p>附件：<a href="{stem}.docx">年报.docx</a></p>'
    if form == "picture":
        making.pages[f"{stem}.png"] = Resource("image/png", _picture, post.on)
        return f'<p align="center"><img src="{stem}.png" width="800"></p>'
    if form == "pages":
        inner = "".join(f"<p>　　{escape(text)}</p>" for text in post.paragraphs[FIRST_PART:])
        making.html(f"{stem}_2.html", making.frame(post.title, f"<h1>{post.title}</h1>{inner}"), on=post.on)
        return f'<div class="page"><a href="{stem}_2.html">下一页</a></div>'
    return ""


def _picture() -> bytes:
    from PIL import Image  # noqa: PLC0415 - slow to import

    buffer = io.BytesIO()
    Image.new("L", (700, 990), 240).save(buffer, "PNG")
    return buffer.getvalue()

"""A message as an HTML mail, whole in itself: nothing is loaded, and every style stands at its element as well.

Many mail programs drop a page's style sheet, so each class of ``mail.css`` is written into the elements that bear it;
the sheet goes along for those that keep it, for dark screens.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import Markup

from crawler.outgoing import cleaned
from monitor.telling.content import Content
from monitor.telling.digest_page import page_address
from monitor.telling.templates import environment

_STYLE: Final = re.compile(r"^\.([\w-]+) \{ ([^}]*) \}$", re.MULTILINE)


def as_mail(content: Content) -> str:
    """The message as one HTML page."""
    content = cleaned(content)
    made = environment()
    made.globals["look"] = _look
    template = made.get_template("mail.html.jinja")
    address = page_address(content.address)
    return template.render(content=content, words=content.words, address=address, sheet=Markup(_sheet()))  # noqa: S704 - ours


def _look(name: str) -> Markup:
    """The attributes of an element of that class."""
    return Markup('class="{}" style="{}"').format(name, _styles()[name])


@cache
def _styles() -> Mapping[str, str]:
    return dict(_STYLE.findall(_sheet()))


@cache
def _sheet() -> str:
    return files("monitor").joinpath("templates", "mail.css").read_text(encoding="utf-8")

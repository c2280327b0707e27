"""Traces of editing that a Word document still holds: tracked changes, comments, hidden text.

What is read is the text as it stands when all changes are accepted. That the
traces were published at all is for rule P07 to judge. Source: ECMA-376 part 1,
17.13.4 (comments), 17.13.5 (revisions), 17.3.2.41 (hidden text).
"""

from typing import Final

from lxml.etree import _Element as Element

from monitor.documents.model import Traces
from monitor.documents.ooxml import child, children, is_on, local, value

_INSERTED: Final = frozenset({"ins", "moveTo", "cellIns"})
_DELETED: Final = frozenset({"del", "moveFrom", "cellDel"})
_FORMATTED: Final = frozenset(
    {"rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange"}
)
_TEXT: Final = frozenset({"t", "tab", "br", "drawing", "pict", "object", "sym"})


def traces_of(document: Element, comments: Element | None, hidden_styles: frozenset[str]) -> Traces:
    """What is left of editing in the main part, with the part that holds the comments, None where there is none.

    ``hidden_styles`` are the styles whose text is hidden.
    """
    names = [(local(element), element) for element in document.iter()]
    return Traces(
        inserted=sum(name in _INSERTED for name, _ in names),
        deleted=sum(name in _DELETED for name, _ in names),
        formatted=sum(name in _FORMATTED for name, _ in names),
        comments=len(children(comments, "comment")),
        hidden=sum(name == "r" and is_hidden(element, hidden_styles) and _shows(element) for name, element in names),
    )


def is_hidden(run: Element, hidden_styles: frozenset[str]) -> bool:
    """Whether the text of a run is not seen: by its own properties, else by its style."""
    properties = child(run, "rPr")
    own = child(properties, "vanish")
    return is_on(own) if own is not None else value(child(properties, "rStyle")) in hidden_styles


def hidden_styles_of(styles: Element | None) -> frozenset[str]:
    """The names of character styles whose text is hidden."""
    return frozenset(
        value(style, "styleId")
        for style in children(styles, "style")
        if value(style, "type") == "character" and is_on(child(child(style, "rPr"), "vanish"))
    )


def _shows(run: Element) -> bool:
    return any(local(element) in _TEXT for element in run)

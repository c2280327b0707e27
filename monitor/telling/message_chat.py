"""A message in Markdown for chats."""

import re
from collections.abc import Iterator
from typing import Final

from crawler.outgoing import line as clean
from monitor.telling.content import Block, Content, Figure, Line, Part

_SIGNS: Final = str.maketrans(dict(zip("\\`*_[]<>#|~", "＼｀＊＿［］＜＞＃｜～", strict=True)))
"""Signs that would make links, marks and headings of what strangers wrote; chats differ in how they are escaped."""
_BREAK: Final = "  "
"""Ends a line within a paragraph."""
_STEP: Final = "   "


def as_markdown(content: Content) -> str:
    """The message for a chat, ending in a line break."""
    return "".join(f"{line}\n" for line in _lines(content))


def plain(text: str) -> str:
    """A text of others as part of a line of Markdown: it says what it says and marks nothing up."""
    return re.sub(r"(?i)(https?)://", r"\1：//", clean(text)).translate(_SIGNS)


def _lines(content: Content) -> Iterator[str]:
    words = content.words
    yield f"### {plain(content.title)}"
    yield f"**{plain(content.lead)}**{_BREAK}"
    yield f"{plain(content.balance)}{_BREAK}"
    yield from (f"{plain(note)}{_BREAK}" for note in content.notes)
    yield ""
    yield "｜".join(map(_figure, content.figures))
    for part in content.parts:
        yield ""
        yield f"**{plain(part.title)}**"
        yield ""
        yield from _part(part, content)
    yield ""
    link = f"[{words.open_details}]({content.address})" if content.address else ""
    attached = words.say(words.attached, name=plain(content.attached)) if content.attached else ""
    ends = (link, attached, plain(content.run))
    yield "　".join(filter(None, ends))


def _figure(figure: Figure) -> str:
    shown = f"{figure.label} {figure.value}"
    return f"**{shown}**" if figure.bad else shown


def _part(part: Part, content: Content) -> Iterator[str]:
    for number, block in enumerate(part.blocks, 1):
        if part.kind == "contact":
            yield from _unit(block, number, content)
        else:
            yield f"- {_said(block, content)}"
    yield from (f"- {_line(line, content)}" for line in part.tail)


def _unit(block: Block, number: int, content: Content) -> Iterator[str]:
    asked = f"（{content.words.contact}{plain(block.contact)}）" if block.contact else ""
    yield f"{number}. **{plain(block.name)}**{asked}{_BREAK}"
    yield from (f"{_STEP}{_line(line, content)}{_BREAK}" for line in block.lines)


def _said(block: Block, content: Content) -> str:
    text = content.words.semicolon.join(_line(line, content) for line in block.lines)
    return f"{plain(block.name)}{content.words.colon}{text}" if block.name else text


def _line(line: Line, content: Content) -> str:
    tag = f"【{content.words.severities[line.severity]}】" if line.severity else ""
    return f"{tag}{plain(line.text)}"

"""A message as plain text: one screen where it can be, set to a width in columns of a terminal."""

from collections.abc import Callable, Iterator
from typing import Final

from crawler.outgoing import line as clean
from monitor.telling.content import Block, Content, Line, Part
from monitor.telling.wrapping import width, wrap, wrap_clauses

WIDTH: Final = 80
SCREEN: Final = 40
"""Lines beyond which units are told in less place; with problems of their own they may still go beyond."""

Paint = Callable[[str, str], str]
"""Gives a text its colour; told what it is (``title``, ``part``, or a severity) and the text."""

_MARK: Final = "■ "
_INDENT: Final = "   "
_POINT: Final = "   · "
"""Before what is no unit's: so a name that looks like a sentence of ours begins no line."""


def as_text(content: Content, *, columns: int = WIDTH, paint: Paint | None = None) -> str:
    """The message as text, ending in a line break; its last line says again whom to contact."""
    writer = _Writer(content, columns, paint or _plain)
    lines = list(writer.lines(brief=False))
    if len(lines) > SCREEN:
        lines = list(writer.lines(brief=True))
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    def __init__(self, content: Content, columns: int, paint: Paint) -> None:
        self._content, self._columns, self._paint = content, columns, paint
        self._words = content.words

    def lines(self, *, brief: bool) -> Iterator[str]:
        """All lines; ``brief`` tells units in one line each where they have place in it."""
        content = self._content
        yield from self._head()
        yield from self._wrapped("｜".join(f"{figure.label} {figure.value}" for figure in content.figures))
        yield from self._clauses(content.balance)
        for note in content.notes:
            yield from self._wrapped(note)
        yield ""
        for part in content.parts:
            yield self._paint("part", clean(f"{_MARK}{part.title}"))
            yield from self._part(part, brief=brief)
        if content.parts:
            yield ""
        yield from self._end()

    def _head(self) -> Iterator[str]:
        title, run = clean(self._content.title), clean(self._content.run)
        gap = self._columns - width(title) - width(run)
        if gap >= len(_MARK):
            yield self._paint("title", title) + (" " * gap + run if run else "")
        else:
            yield self._paint("title", title)
            yield from self._wrapped(run)

    def _end(self) -> Iterator[str]:
        content, words = self._content, self._words
        places = [
            words.say(words.details, address=content.address) if content.address else "",
            words.say(words.attached, name=content.attached) if content.attached else "",
        ]
        if shown := "    ".join(filter(None, places)):
            yield from self._wrapped(shown)
        yield from self._clauses(f"{content.lead}{words.semicolon}{content.balance}")

    def _part(self, part: Part, *, brief: bool) -> Iterator[str]:
        for number, block in enumerate(part.blocks, 1):
            if part.kind == "contact":
                yield from self._unit(block, number, brief=brief)
            else:
                yield from self._block(block)
        for line in part.tail:
            yield from self._line(line)

    def _unit(self, block: Block, number: int, *, brief: bool) -> Iterator[str]:
        """A unit with its problems: its name and whom to ask, then a line a problem; or all of it in one."""
        head = f"{number:>2} {clean(block.name)}"
        if brief:
            asked = f"（{clean(block.contact)}）" if block.contact else ""
            yield from self._brief(f"{head}{asked}  ", block)
            return
        asked = f"  {self._words.contact}{block.contact}" if block.contact else ""
        yield from self._wrapped(f"{head}{asked}", hanging=_INDENT)
        for line in block.lines:
            yield from self._line(line)

    def _brief(self, head: str, block: Block) -> Iterator[str]:
        told = self._words.semicolon.join(f"{self._tag(line)} {clean(line.short)}" for line in block.lines)
        first, *others = wrap(told, self._columns, indent=head, hanging=_INDENT + " ")
        yield first.replace(self._tag(block.lines[0]), self._painted_tag(block.lines[0]), 1)
        yield from others

    def _block(self, block: Block) -> Iterator[str]:
        name = f"{clean(block.name)}{self._words.colon}" if block.name else ""
        for line in block.lines:
            tag = f"{self._tag(line)} " if line.severity else ""
            yield from self._wrapped(f"{name}{tag}{clean(line.text)}", indent=_POINT, hanging=" " * len(_POINT))

    def _line(self, line: Line) -> Iterator[str]:
        if line.severity is None:
            yield from self._wrapped(clean(line.text), indent=_POINT, hanging=" " * len(_POINT))
            return
        widest = max(map(width, self._words.severities.values()))
        tag = self._tag(line)
        lead = f"{_INDENT}{tag}{' ' * (widest - width(tag))}  "
        first, *others = wrap(clean(line.text), self._columns, indent=" " * width(lead), hanging=" " * width(lead))
        yield lead.replace(tag, self._painted_tag(line), 1) + first.lstrip()
        yield from others

    def _tag(self, line: Line) -> str:
        return self._words.severities[line.severity] if line.severity else ""

    def _painted_tag(self, line: Line) -> str:
        return self._paint(line.severity.value, self._tag(line)) if line.severity else ""

    def _clauses(self, text: str) -> list[str]:
        return wrap_clauses(clean(text), self._words.semicolon, self._columns)

    def _wrapped(self, text: str, *, indent: str = "", hanging: str | None = None) -> list[str]:
        return wrap(clean(text), self._columns, indent=indent, hanging=indent if hanging is None else hanging)


def _plain(_kind: str, text: str) -> str:
    return text

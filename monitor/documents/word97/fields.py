"""Fields in the text of a binary Word file: what they show is read, what they compute it from is not.

Source: [MS-DOC], section 2.8.25 (signs that begin, part and end a field).
"""

from dataclasses import dataclass, field
from typing import Final

_BEGIN: Final = "\x13"
_PART: Final = "\x14"
_END: Final = "\x15"
_SIGNS: Final = frozenset({_BEGIN, _PART, _END})
_SHOW_NOTHING: Final = frozenset({"XE", "TC", "TA", "RD", "PRIVATE"})
"""Fields that mark something and never show a result."""


@dataclass(slots=True)
class Fields:
    """The fields that are open, one inside another, while a text is read from its beginning to its end."""

    _open: list[list[str] | None] = field(default_factory=list)
    """The instruction of every field whose result has not begun, None of one whose result has."""
    are_sound: bool = True
    """Whether every field so far had a result or shows none, and none was cut by the end of a paragraph."""

    @property
    def are_open(self) -> bool:
        """Whether one has not ended yet."""
        return bool(self._open)

    def shown(self, text: str) -> str:
        """What people see of the next paragraph."""
        if not self._open and _SIGNS.isdisjoint(text):
            return text
        seen = [sign for sign in text if self._is_seen(sign)]
        if any(instruction is not None for instruction in self._open):
            self.are_sound = False
        return "".join(seen)

    def _is_seen(self, sign: str) -> bool:
        if sign == _BEGIN:
            self._open.append([])
        elif sign == _PART:
            self._begin_result()
        elif sign == _END:
            self._end()
        elif any(instruction is not None for instruction in self._open):
            self._note(sign)
        else:
            return True
        return False

    def _begin_result(self) -> None:
        if self._open and self._open[-1] is not None:
            self._open[-1] = None
        else:
            self.are_sound = False

    def _end(self) -> None:
        if not self._open:
            self.are_sound = False
            return
        instruction = self._open.pop()
        if instruction is not None and "".join(instruction).split(maxsplit=1)[:1] not in _BARE:
            self.are_sound = False

    def _note(self, sign: str) -> None:
        if (instruction := self._open[-1]) is not None:
            instruction.append(sign)


_BARE: Final = [[name] for name in sorted(_SHOW_NOTHING)]

"""Where on a tape tables stand: words of one table close together, with the numbers between and behind them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from monitor.reports.lexicon import LINKS, NUMERALS, Word, words_of
from monitor.reports.loose import Value
from monitor.reports.model import TableKey
from monitor.reports.tape import Mark, Tape

_GAP: Final = 40
"""Characters without meaning that may stand between two words of one table."""
_NEAR: Final = 2
"""Linking characters that may stand between a word and its number."""
_NONE: Final = re.compile(r"暂无|没有|无")


@dataclass(slots=True)
class Cluster:
    """Words of one table that stand together, and the values from the first word to where the table ends."""

    key: TableKey
    words: list[Word]
    values: list[Value] = field(default_factory=list)

    @property
    def start(self) -> int:
        """The place of the first word."""
        return self.words[0].start

    @property
    def last(self) -> int:
        """The place behind the last word."""
        return self.words[-1].end

    def names(self, kind: str) -> list[str]:
        """What the words of a kind mean, each once, in the order they stand."""
        return list(dict.fromkeys(word.name for word in self.words if word.kind == kind))


class Reader:
    """A tape whose words are told apart: which characters mean something to a table, and which values belong to one."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.words = words_of(tape.words)
        nones = list(_nones(tape, self.words))
        self._known = _known(tape, self.words, nones)
        self._unknown = [0, *accumulate(1 - flag for flag in self._known)]
        begins = {word.start: word for word in self.words}
        inside = {at for word in self.words for at in range(word.start + 1, word.end)}
        starts = {*begins, *inside, *(none.at - len(none.text) for none in nones)}
        ends = {*inside, *(word.end for word in self.words), *(none.at for none in nones)}
        marked = (
            value if self._is_of_table(value, starts, ends) else replace(value, of_text=True) for value in tape.values
        )
        settled = (told for value in marked if (told := _without_numbering(value, begins)) is not None)
        self.values = sorted((*nones, *settled), key=lambda value: (value.at, value.order))
        self.breaks = sorted((*tape.breaks, *(Mark(w.start, 1 << 62) for w in self.words if w.kind == "break")))

    def unknown(self, start: int, end: int) -> int:
        """How many characters between two places mean nothing to a table."""
        return self._unknown[end] - self._unknown[start] if start < end else 0

    def unknown_texts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches between two places that mean nothing to a table, parted by the values amid them."""
        cuts = {value.at for value in self.values if start < value.at < end}
        begin: int | None = None
        for at in range(start, end + 1):
            unknown = at < end and not self._known[at]
            if begin is not None and (not unknown or at in cuts):
                yield begin, at
                begin = None
            if unknown and begin is None:
                begin = at

    def clusters(self) -> list[Cluster]:
        """The clusters of all tables, in the order they stand."""
        found: list[Cluster] = []
        for word in self.words:
            last = found[-1] if found else None
            if word.kind == "break":
                continue
            if last is not None and word.key in {last.key, None} and self._is_near(last, word.start):
                last.words.append(word)
            elif word.key is not None:
                found.append(Cluster(word.key, [word]))
        for at, cluster in enumerate(found):
            after = found[at + 1].start if at + 1 < len(found) else len(self.tape.words)
            cluster.values = list(self._values_of(cluster, after))
        return found

    def _is_near(self, cluster: Cluster, end: int) -> bool:
        """Whether a word at a place goes on with a cluster; rows may be sentences with nothing between them."""
        start = cluster.last
        gap = self.unknown(start, end)
        parted = any(start <= mark.at <= end for mark in _from(self.breaks, start))
        stopped = any(start <= mark.at <= end for mark in _from(self.tape.stops, start))
        return not parted and gap <= _GAP and (not stopped or (not gap and cluster.key != "proactive"))

    def _values_of(self, cluster: Cluster, after: int) -> Iterator[Value]:
        """The values from the cluster's first word, or before it on its line, to where something else begins."""
        ends = [*_from(self.breaks, cluster.last), *_from(self.tape.stops, cluster.last), Mark(after, 1 << 62)]
        end = min(ends)
        line = self.tape.lines[cluster.start]
        at = bisect_left(self.values, cluster.start, key=lambda value: value.at)
        for value in self.values[at:]:
            if (value.at, value.order) >= (end.at, end.order):
                return
            if value.at > cluster.last and self.unknown(cluster.last, value.at):
                return
            if value.at > cluster.start or value.line == line:
                yield value

    def _is_of_table(self, value: Value, starts: set[int], ends: set[int]) -> bool:
        """Whether nothing but words of tables touches the value: else its number belongs to a text."""
        words = self.tape.words
        before = behind = value.at
        while value.at - before < _NEAR and before not in ends and before and words[before - 1] in LINKS:
            before -= 1
        while behind - value.at < _NEAR and behind not in starts and behind < len(words) and words[behind] in LINKS:
            behind += 1
        return (not value.word_before or before in ends) and (not value.word_behind or behind in starts)


def _from(marks: Sequence[Mark], at: int) -> Sequence[Mark]:
    """The first mark at or behind a place."""
    first = bisect_left(marks, at, key=lambda mark: mark.at)
    return marks[first : first + 1]


def _known(tape: Tape, words: Sequence[Word], nones: Sequence[Value]) -> bytearray:
    """Which characters mean something: words, 无, what numbers a word before it and links it with a value behind it."""
    begins, ends = {word.start for word in words}, {word.end for word in words}
    known = bytearray(len(tape.words))
    for at, char in enumerate(tape.words):
        known[at] = char in LINKS and (at in ends or (at > 0 and known[at - 1] and char not in NUMERALS))
    for at in range(len(known) - 1, -1, -1):
        numbers = tape.words[at] in NUMERALS and tape.lines[at + 1 : at + 2] == tape.lines[at : at + 1]
        leads = numbers and (at + 1 in begins or bool(known[at + 1]))
        known[at] = leads or (bool(known[at]) and tape.words[at] not in NUMERALS)
    spans = [(word.start, word.end) for word in words] + [(none.at - len(none.text), none.at) for none in nones]
    for start, end in spans:
        known[start:end] = b"\x01" * (end - start)
    return known


def _nones(tape: Tape, words: Sequence[Word]) -> Iterator[Value]:
    """无 and the like that ran together with labels and numbers, as values behind their characters."""
    borders = {value.at for value in tape.values} | tape.starts | {mark.at for mark in (*tape.stops, *tape.breaks)}
    begins, ends = {word.start for word in words}, {word.end for word in words}
    inside = {at for word in words for at in range(word.start, word.end)}
    last: int | None = None
    for found in _NONE.finditer(tape.words):
        start, end = found.span()
        touched = start in ends or start in borders or start == last
        leads = end in begins or end in borders or end == len(tape.words) or _NONE.match(tape.words, end) is not None
        if start not in inside and touched and leads:
            last = end
            order = bisect_left(tape.values, end, key=lambda value: value.at) - 1
            at = tape.places[start]
            yield Value(found[0], end, order, tape.items[start], tape.lines[start], at, at + len(found[0]))


def _without_numbering(value: Value, begins: dict[int, Word]) -> Value | None:
    """The value without a last digit that only numbers the label behind it; None where nothing else is left."""
    behind = begins.get(value.at)
    if not value.numbering or behind is None or behind.entry.number != value.numbering:
        return value
    return replace(value, text=value.text[:-1], end=value.end - 1) if len(value.text) > 1 else None

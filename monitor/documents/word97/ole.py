"""Compound files, the container of old office documents: a small file system of sectors.

Source: [MS-CFB], sections 2.2 (header), 2.3-2.5 (sector tables) and 2.6 (directory).
"""

import struct
from typing import Final

_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = 512
_FIRST_TABLES: Final = 109
"""Sectors of the table that the header itself names."""
_LAST_SECTOR: Final = 0xFFFFFFFA
"""Numbers from here on are signs: free, end of chain."""
_ENTRY: Final = 128
_STREAM: Final = 2
_SHIFTS: Final = frozenset({9, 12})
_SMALL: Final = 64


class CompoundFile:
    """The streams of a compound file; ValueError where it is none or is damaged."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_SIGNATURE) or len(data) < _HEADER:
            raise ValueError("not a compound file")
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in _SHIFTS:
            raise ValueError("sector size")
        self._size = 1 << shift
        directory, _, self._cutoff, small_table, _, more, _ = struct.unpack_from("<7I", data, 48)
        self._next = self._table(more)
        entries = self._chain(directory)
        self._small_next = _numbers(self._chain(small_table)) if small_table < _LAST_SECTOR else ()
        self._streams: dict[str, tuple[int, int]] = {}
        start, child = struct.unpack_from("<I", entries, 116)[0], struct.unpack_from("<I", entries, 76)[0]
        self._small = self._chain(start) if start < _LAST_SECTOR else b""
        self._enter(entries, child)

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream of the root by its name, None where the file has none."""
        if name.casefold() not in self._streams:
            return None
        start, length = self._streams[name.casefold()]
        if length < self._cutoff and self._small:
            return self._small_chain(start)[:length]
        return self._chain(start)[:length]

    def _enter(self, entries: bytes, first: int) -> None:
        """Takes up the streams of the root, a tree of siblings; those of embedded documents lie deeper."""
        todo, seen = [first], set[int]()
        while todo:
            number = todo.pop()
            entry = entries[number * _ENTRY : (number + 1) * _ENTRY]
            if number in seen or len(entry) < _ENTRY:
                continue
            seen.add(number)
            named, kind, _, left, right = struct.unpack_from("<HBBII", entry, 64)
            start, length = struct.unpack_from("<II", entry, 116)
            if kind == _STREAM:
                name = entry[: max(min(named, 64) - 2, 0)].decode("utf-16-le", "replace")
                self._streams.setdefault(name.casefold(), (start, length))
            todo += [left, right]

    def _table(self, more: int) -> tuple[int, ...]:
        """Every sector's successor, from the sectors that hold the table."""
        holders = [number for number in _numbers(self._data[76:_HEADER])[:_FIRST_TABLES] if number < _LAST_SECTOR]
        seen: set[int] = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            numbers = _numbers(self._sector(more))
            if not numbers:
                break
            holders.extend(number for number in numbers[:-1] if number < _LAST_SECTOR)
            more = numbers[-1]
        return _numbers(b"".join(self._sector(number) for number in dict.fromkeys(holders)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(start, self._next))

    def _small_chain(self, start: int) -> bytes:
        numbers = _follow(start, self._small_next)
        return b"".join(self._small[number * _SMALL : (number + 1) * _SMALL] for number in numbers)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _follow(start: int, successors: tuple[int, ...]) -> list[int]:
    """The sectors of a chain; one that runs in a circle is cut there."""
    chain: dict[int, None] = {}
    while start < len(successors) and start not in chain:
        chain[start] = None
        start = successors[start]
    return list(chain)

"""Compound files (the container of DOC and XLS) made stream by stream."""

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_SMALL = 64
_CUTOFF = 4096
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A file with those streams in its root, small ones in the small stream as they must be."""
    small, starts = b"", {}
    sectors: list[bytes] = []
    chains: list[int] = []
    small_chains: list[int] = []
    for name, data in streams.items():
        if len(data) < _CUTOFF:
            starts[name] = len(small_chains)
            small_chains += _chain(len(small_chains), -(-len(data) // _SMALL))
            small += _padded(data, _SMALL)
        else:
            starts[name] = _put(data, sectors, chains)
    small_start = _put(small, sectors, chains) if small else _END
    table = b"".join(struct.pack("<I", number) for number in small_chains)
    table_start = _put(_padded(table, _SECTOR, b"\xff"), sectors, chains) if table else _END
    entries = [_entry("Root Entry", 5, small_start, len(small), child=1 if streams else _FREE)]
    for number, (name, data) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, starts[name], len(data), right=right))
    directory = _put(_padded(b"".join(entries), _SECTOR), sectors, chains)
    return _file(sectors, chains, directory, table_start if table else _END)


def _file(sectors: list[bytes], chains: list[int], directory: int, small_table: int) -> bytes:
    own = -(-len(chains) // (_SECTOR // 4 - 1))
    chains = [*chains, *[0xFFFFFFFD] * own]
    numbers = list(range(len(sectors), len(sectors) + own))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", own, directory, 0, _CUTOFF, small_table, 1, _END, 0)
    header += struct.pack("<109I", *numbers, *[_FREE] * (109 - own))
    table = _padded(struct.pack(f"<{len(chains)}I", *chains), _SECTOR, b"\xff")
    return header + b"".join(sectors) + table


def _put(data: bytes, sectors: list[bytes], chains: list[int]) -> int:
    start = len(sectors)
    padded = _padded(data, _SECTOR)
    sectors += [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
    chains += _chain(start, len(padded) // _SECTOR)
    return start


def _chain(start: int, length: int) -> Sequence[int]:
    return [*range(start + 1, start + length), _END] if length else []


def _padded(data: bytes, to: int, by: bytes = b"\x00") -> bytes:
    return data + by * (-len(data) % to)


def _entry(name: str, kind: int, start: int, length: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    named = name.encode("utf-16-le") + b"\x00\x00"
    head = _padded(named, 64) + struct.pack("<HBBIII", len(named), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, length)

"""Ways to damage a file: any bytes, archives, markup, the objects of a PDF. The same chance, the same damage."""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Final

from tests.fuzz.corpus import Seed

Damage = Callable[[bytes, bytes, Random], bytes]
"""The file, another of its form, chance; gives the damaged file."""

_HUGE: Final = (b"0", b"-1", b"255", b"65536", b"2147483648", b"999999999999", b"1e308", b"-99999999.5", b"0.0000001")
_NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?")
_TAG: Final = re.compile(rb"<(/?)([A-Za-z][\w:.-]*)([^<>]*)>")
_REFERENCE: Final = re.compile(rb"\d+ \d+ R\b")
_OBJECT: Final = re.compile(rb"\d+ \d+ obj\b.*?endobj", re.DOTALL)
_STREAM: Final = re.compile(rb"stream\r?\n")
_ENDSTREAM: Final = re.compile(rb"\r?\nendstream")
_MAGICS: Final = (
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"\xff\xfe",
    b"\x89PNG\r\n",
)
_LARGEST: Final = 8_000_000
"""Bytes; no damage makes a file larger, the limits on size have their own tests."""
_ROUNDS: Final = 4


def damaged(seed: Seed, other: Seed, random: Random) -> bytes:
    """The file after one to four damages that fit its form."""
    data = seed.data
    kinds = _fitting(data)
    for _ in range(random.randint(1, _ROUNDS)):
        data = random.choice(kinds)(data, other.data, random)[:_LARGEST]
    return data


def _fitting(data: bytes) -> list[Damage]:
    if data.startswith(b"PK"):
        return [*_BYTES, *_ZIP * 4]
    if data.startswith(b"%PDF"):
        return [*_BYTES, *_PDF * 3]
    if b"<" in data[:200]:
        return [*_BYTES, *_MARKUP * 2]
    return _BYTES


def flip(data: bytes, _other: bytes, random: Random) -> bytes:
    """Some bits."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 4, 30, 300))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def overwrite(data: bytes, _other: bytes, random: Random) -> bytes:
    """A stretch with noise, zeros or the beginning of another format."""
    at, length = _stretch(data, random)
    noise = random.choice((random.randbytes(length), bytes(length), b"\xff" * length, random.choice(_MAGICS)))
    return data[:at] + noise + data[at + len(noise) :]


def truncate(data: bytes, _other: bytes, random: Random) -> bytes:
    """Half a download."""
    return data[: random.randrange(len(data) + 1)]


def cut_out(data: bytes, _other: bytes, random: Random) -> bytes:
    """A stretch less."""
    at, length = _stretch(data, random)
    return data[:at] + data[at + length :]


def repeat(data: bytes, _other: bytes, random: Random) -> bytes:
    """A stretch many times over."""
    at, length = _stretch(data, random)
    piece = data[at : at + length]
    times = min(random.choice((2, 10, 1000)), _LARGEST // 4 // max(len(piece), 1))
    return data[:at] + piece * max(times, 1) + data[at + length :]


def splice(data: bytes, other: bytes, random: Random) -> bytes:
    """The beginning of one file and the end of another."""
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def blow_up(data: bytes, _other: bytes, random: Random) -> bytes:
    """Numbers grow beyond all measure."""
    share = random.choice((0.001, 0.01, 0.2))
    return _NUMBER.sub(lambda n: random.choice(_HUGE) if random.random() < share else n[0], data)


def _stretch(data: bytes, random: Random) -> tuple[int, int]:
    """A place and a length, short ones more often."""
    at = random.randrange(len(data) + 1)
    return at, random.choice((1, 4, 40, 1000, max(1, len(data) // 3)))


_BYTES: Final[list[Damage]] = [flip, overwrite, truncate, cut_out, repeat, splice, blow_up]


def drop_tag(data: bytes, _other: bytes, random: Random) -> bytes:
    """Tags less."""
    share = random.choice((0.001, 0.02, 0.3))
    return _TAG.sub(lambda tag: b"" if random.random() < share else tag[0], data)


def rename_tag(data: bytes, _other: bytes, random: Random) -> bytes:
    """Tags change places with others of the same file."""
    names = [tag[2] for tag in _TAG.finditer(data[:200_000])]
    if not names:
        return data
    share = random.choice((0.001, 0.02, 0.3))

    def other_name(tag: re.Match[bytes]) -> bytes:
        return b"<" + tag[1] + random.choice(names) + tag[3] + b">" if random.random() < share else tag[0]

    return _TAG.sub(other_name, data)


def nest(data: bytes, _other: bytes, random: Random) -> bytes:
    """One element a thousand times inside itself, closed or not."""
    tags = [tag for tag in _TAG.finditer(data[:200_000]) if not tag[1] and not tag[3].endswith(b"/")]
    if not tags:
        return data
    tag = random.choice(tags)
    times = random.choice((20, 300, 5000, 50_000))
    closing = b"</" + tag[2] + b">" if random.random() < 0.5 else b""
    return data[: tag.start()] + tag[0] * times + closing * times + data[tag.start() :]


def multiply(data: bytes, _other: bytes, random: Random) -> bytes:
    """One piece of markup many times after itself."""
    tags = list(_TAG.finditer(data[:200_000]))
    if len(tags) < 2:
        return data
    first = random.randrange(len(tags) - 1)
    last = min(len(tags) - 1, first + random.choice((1, 5, 50)))
    piece = data[tags[first].start() : tags[last].end()]
    times = min(random.choice((3, 100, 3000)), _LARGEST // 4 // len(piece))
    return data[: tags[last].end()] + piece * times + data[tags[last].end() :]


def widen(data: bytes, _other: bytes, random: Random) -> bytes:
    """Cells cover more than there is."""
    spans = random.choice((b' colspan="%s"', b' rowspan="%s"', b" colspan=%s rowspan=65534", b' w:val="%s"'))
    share = random.choice((0.005, 0.05, 0.5))

    def wide(tag: re.Match[bytes]) -> bytes:
        if tag[1] or random.random() >= share:
            return tag[0]
        return b"<" + tag[2] + spans % random.choice(_HUGE) + tag[3] + b">"

    return _TAG.sub(wide, data)


def define_entities(data: bytes, _other: bytes, random: Random) -> bytes:
    """Entities that grow tenfold on each level, and one that asks for a file."""
    levels = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(9))
    declared = b'<!DOCTYPE x [<!ENTITY e0 "xxxxxxxxxx">' + levels + b'<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    prolog = re.match(rb"\s*<\?xml[^>]*\?>", data)
    at = prolog.end() if prolog else 0
    body = re.sub(rb">", lambda end: b">&e9;&f;" if random.random() < 0.002 else end[0], data[at:])
    return data[:at] + declared + body


_MARKUP: Final[list[Damage]] = [drop_tag, rename_tag, nest, multiply, widen, blow_up, define_entities]


def change_member(data: bytes, other: bytes, random: Random) -> bytes:
    """One part of an archive, in the manner of markup or of bytes."""
    parts = _parts(data)
    if not parts:
        return flip(data, other, random)
    name = random.choice(sorted(parts))
    foreign = _parts(other).get(name, other)
    parts[name] = random.choice(_fitting(parts[name]))(parts[name], foreign, random)[:_LARGEST]
    return _packed(parts, random)


def lose_member(data: bytes, other: bytes, random: Random) -> bytes:
    """One part less, or under another's name."""
    parts = _parts(data)
    if not parts:
        return cut_out(data, other, random)
    name = random.choice(sorted(parts))
    content = parts.pop(name)
    if parts and random.random() < 0.5:
        parts[random.choice([*sorted(parts), "../" + name, name * 40, name.upper()])] = content
    return _packed(parts, random)


def swell_member(data: bytes, other: bytes, random: Random) -> bytes:
    """One part becomes a bomb."""
    parts = _parts(data)
    if not parts:
        return repeat(data, other, random)
    name = random.choice(sorted(parts))
    size = random.choice((1_000_000, 80_000_000))
    parts[name] = random.choice((bytes(size), parts[name] + b" " * size, parts[name][:-20] + b"<a>" * (size // 3)))
    return _packed(parts, random)


def lie_about_members(data: bytes, _other: bytes, random: Random) -> bytes:
    """Sizes, checksums, methods and flags in the directory are not true."""
    changed = bytearray(data)
    for magic, fields in ((b"PK\x01\x02", (8, 10, 16, 20, 24, 42)), (b"PK\x03\x04", (6, 8, 14, 18, 22))):
        places = [found.start() for found in re.finditer(re.escape(magic), data)]
        if places and random.random() < 0.7:
            at = random.choice(places) + random.choice(fields)
            changed[at : at + 4] = random.choice((bytes(4), b"\xff" * 4, random.randbytes(4)))
    return bytes(changed)


_ZIP: Final[list[Damage]] = [change_member, change_member, change_member, lose_member, swell_member, lie_about_members]


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts of an archive as far as they can be had."""
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist()[:200]:
                if info.file_size <= _LARGEST:
                    parts[info.filename] = archive.read(info)
    except Exception:  # noqa: BLE001 - an archive damaged before may fail in any way; then it is bytes
        return {}
    return parts


def _packed(parts: dict[str, bytes], random: Random) -> bytes:
    out = io.BytesIO()
    method = random.choice((zipfile.ZIP_STORED, *[zipfile.ZIP_DEFLATED] * 6))
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            small = len(content) < 1_000_000
            archive.writestr(info, content, method if small else zipfile.ZIP_DEFLATED, 1 if not small else None)
    return out.getvalue()


def point_elsewhere(data: bytes, _other: bytes, random: Random) -> bytes:
    """References of a PDF lead to other objects, or round in circles."""
    every = _REFERENCE.findall(data)
    if not every:
        return data
    share = random.choice((0.02, 0.2, 0.8))
    return _REFERENCE.sub(lambda ref: random.choice(every) if random.random() < share else ref[0], data)


def lose_object(data: bytes, _other: bytes, random: Random) -> bytes:
    """Objects of a PDF are missing or stand twice."""
    share = random.choice((0.05, 0.3))
    return _OBJECT.sub(lambda one: one[0] * random.choice((0, 2)) if random.random() < share else one[0], data)


def change_dictionary(data: bytes, _other: bytes, random: Random) -> bytes:
    """Numbers of a PDF outside its streams grow beyond all measure."""
    share = random.choice((0.005, 0.05))
    pieces, last = [], 0
    for start, end in [*_streams(data), (len(data), len(data))]:
        outside = data[last:start]
        pieces.append(_NUMBER.sub(lambda n: random.choice(_HUGE) if random.random() < share else n[0], outside))
        pieces.append(data[start:end])
        last = end
    return b"".join(pieces)


def change_stream(data: bytes, other: bytes, random: Random) -> bytes:
    """What a page of a PDF draws: operators and numbers of an unpacked stream."""
    streams = _streams(data)
    if not streams:
        return flip(data, other, random)
    start, end = random.choice(streams)
    content, pack = _unpacked(data[start:end])
    change = random.choice((blow_up, flip, cut_out, repeat, _shuffled_lines, overwrite))
    return data[:start] + pack(change(content, other, random)) + data[end:]


def _streams(data: bytes) -> list[tuple[int, int]]:
    """Where the content of every stream begins and ends; sought once, however many beginnings have no end."""
    found, last = [], 0
    while (start := _STREAM.search(data, last)) and (end := _ENDSTREAM.search(data, start.end())):
        found.append((start.end(), end.start()))
        last = end.end()
    return found


def _unpacked(stream: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    try:
        return zlib.decompress(stream), zlib.compress
    except zlib.error:
        pass
    try:
        text = zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))
    except (ValueError, zlib.error):
        return stream, bytes
    return text, lambda content: base64.a85encode(zlib.compress(content)) + b"~>"


def _shuffled_lines(data: bytes, _other: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    random.shuffle(lines)
    return b"\n".join(lines)


_PDF: Final[list[Damage]] = [point_elsewhere, lose_object, change_dictionary, change_stream, change_stream]

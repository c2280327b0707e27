"""Archives made by hand where Python has no word for what archivers do."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

RAR_SIGNATURE = b"Rar!\x1a\x07\x01\x00"


class GbkName(zipfile.ZipInfo):
    """A member whose name is written in GBK without a word about it, as archivers in China do."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name that zipfile asks for
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def zipped(members: Mapping[str, bytes], *, gbk: bool = False, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            entry = (GbkName if gbk else zipfile.ZipInfo)(name)
            entry.compress_type = method
            archive.writestr(entry, data)
    return buffer.getvalue()


def locked(data: bytes) -> bytes:
    """The ZIP with every member said to be encrypted."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(mark)
        while start >= 0:
            changed[start + at] |= 1
            start = changed.find(mark, start + 4)
    return bytes(changed)


def rar(members: Mapping[str, bytes]) -> bytes:
    """A RAR of version 5 that stores its members as they are."""
    files = b"".join(_file(name, data) for name, data in members.items())
    return RAR_SIGNATURE + _header(_number(1) + _number(0) + _number(0)) + files + _header(b"\x05\x00\x00")


def old_rar(members: Mapping[str, bytes]) -> bytes:
    """A RAR of version 4 that stores its members as they are, their names in GBK."""
    blocks = [_old_block(0x73, 0, bytes(6))]
    for name, data in members.items():
        named = name.encode("gb18030")
        sizes = struct.pack("<IIBII", len(data), len(data), 2, zlib.crc32(data), 0)
        blocks.append(_old_block(0x74, 0x8000, sizes + struct.pack("<BBHI", 20, 0x30, len(named), 0x20) + named) + data)
    return b"Rar!\x1a\x07\x00" + b"".join(blocks) + _old_block(0x7B, 0x4000, b"")


def _old_block(kind: int, flags: int, content: bytes) -> bytes:
    sized = struct.pack("<BHH", kind, flags, 7 + len(content)) + content
    return struct.pack("<H", zlib.crc32(sized) & 0xFFFF) + sized


def locked_rar() -> bytes:
    """A RAR whose very directory is encrypted."""
    return RAR_SIGNATURE + _header(b"\x04\x00\x00\x00\x0f" + bytes(16)) + bytes(range(64))


def _file(name: str, data: bytes) -> bytes:
    named = name.encode()
    fields = [_number(2), _number(2), _number(len(data)), _number(4), _number(len(data)), _number(0o100644)]
    fields += [struct.pack("<I", zlib.crc32(data)), _number(0), _number(1), _number(len(named)), named]
    return _header(b"".join(fields)) + data


def _header(content: bytes) -> bytes:
    sized = _number(len(content)) + content
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _number(value: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])

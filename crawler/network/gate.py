"""The gate that all of the browser's connections pass: a SOCKS5 proxy (RFC 1928) on loopback, for this crawl alone.

A browser resolves names itself and follows redirects by itself, so that nobody
could say where it connects to. Through the gate it gives names, and the gate
connects to nothing that no portal's host rule allows and to no inner machine.
"""

import asyncio
import contextlib
import ipaddress
from collections.abc import Callable
from typing import Final

from crawler.connecting import ConnectionGuard

Allowed = Callable[[str], bool]
"""Whether an address may be asked by any of the portals that are visited."""

_VERSION: Final = 5
_CONNECT: Final = 1
_NO_LOGIN: Final = bytes([_VERSION, 0])
_DONE: Final = 0
_FAILED: Final = 1
_FORBIDDEN: Final = 2
_IPV4, _NAME, _IPV6 = 1, 3, 4
_PIECE: Final = 1 << 16
_SECONDS: Final = 30
"""How long the browser may take to say where to, and a host to answer."""


class Gate:
    """The gate; :attr:`address` is what the browser is told, once :meth:`open` was waited for."""

    def __init__(self, guard: ConnectionGuard, allowed: Allowed) -> None:
        self._guard, self._allowed = guard, allowed
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def address(self) -> str:
        """Where the gate stands, as a browser is told of a proxy."""
        assert self._server is not None
        return f"socks5://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def open(self) -> None:
        """Begin to let connections through."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def close(self) -> None:
        """Let nothing through any more, and end what is under way."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            # What the browser or a host breaks off is between them.
            with contextlib.suppress(OSError, EOFError, ValueError):
                await self._let_through(reader, writer)
        finally:
            self._open.discard(writer)
            writer.close()

    async def _let_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_SECONDS):
            wanted = await _wanted(reader, writer)
            there = await self._connect(*wanted) if wanted else None
        if not isinstance(there, tuple):
            writer.write(_answer(there if there is not None else _FAILED))
            await writer.drain()
            return
        self._open.add(there[1])
        try:
            writer.write(_answer(_DONE))
            async with asyncio.TaskGroup() as both:
                both.create_task(_pass_on(reader, there[1]))
                both.create_task(_pass_on(there[0], writer))
        finally:
            self._open.discard(there[1])
            there[1].close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | int:
        """A connection to a host, or the reason in a SOCKS answer why there is none."""
        written = f"[{host}]" if ":" in host else host
        if not any(self._allowed(f"{scheme}://{written}:{port}/") for scheme in ("http", "https")):
            return _FORBIDDEN
        try:
            for number in await asyncio.to_thread(self._guard.numbers, host):
                with contextlib.suppress(ConnectionError):
                    return await asyncio.open_connection(number, port)
        except OSError:
            return _FAILED
        return _FAILED


async def _wanted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int] | None:
    """Host and port that the browser asks for; None where it asks for something else than a connection."""
    _, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(_NO_LOGIN)
    version, command, _, kind = await reader.readexactly(4)
    if kind == _NAME:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode("ascii")
    else:
        host = str(ipaddress.ip_address(await reader.readexactly(4 if kind == _IPV4 else 16)))
    port = int.from_bytes(await reader.readexactly(2))
    return (host.lower(), port) if (version, command) == (_VERSION, _CONNECT) else None


def _answer(reply: int) -> bytes:
    return bytes([_VERSION, reply, 0, _IPV4]) + bytes(6)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Whatever one side says to the other, until it has said all."""
    with contextlib.suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()

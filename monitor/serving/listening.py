"""Listening for people and programs: uvicorn on a socket that was opened before, so that a port in use is said."""

import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette


class PortError(Exception):
    """The server cannot listen there; the message is one Chinese line."""


def open_port(host: str, port: int) -> socket.socket:
    """A socket that listens there; PortError where the port is in use or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        mend = "请在 nianbao.toml 的 [serve] 里改 host 或 port。"
        raise PortError(f"{host}:{port} 不能用（{error.strerror}）。{mend}") from error


def listen(app: Starlette, opened: socket.socket) -> None:
    """Answer until the process is told to end (SIGTERM, Ctrl-C)."""
    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", server_header=False)
    _Server(config).run(sockets=[opened])


class _Server(uvicorn.Server):
    """A server after whose end there is more to be ended: uvicorn's own raises the signal once more."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that end it for as long as it answers."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

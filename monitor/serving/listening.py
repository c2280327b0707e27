"""Listening for people and programs: uvicorn on a socket that was opened before, so that a port in use is said."""

import logging
import socket

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
    uvicorn.Server(config).run(sockets=[opened])

"""An end to talks that would last for ever: a far side that sends one byte now and then."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Watchdog:
    """Shuts the connections it was shown down when its seconds are over; a talk on them then fails at once."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._bite)
        self._timer.daemon = True
        self._shown: list[socket.socket] = []
        self.has_bitten = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def show(self, connection: socket.socket | None) -> None:
        """Watch this connection too."""
        if connection is not None:
            self._shown.append(connection)

    def _bite(self) -> None:
        self.has_bitten = True
        for connection in self._shown:
            with suppress(OSError):
                # Below TLS: the layer above may be in use by the thread that waits.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

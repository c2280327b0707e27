"""What the server answers: so far whether the watch is well, for whatever watches over it."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from monitor.schedule.standing import standing_of
from storage.clock import Clock
from storage.database import open_log
from storage.errors import LogError

_UNWELL: Final = 503
_HEADERS: Final = {"Cache-Control": "no-store"}


def app_of(data: Path, clock: Clock) -> Starlette:
    """The application over a data directory."""

    def healthz(_request: Request) -> JSONResponse:
        """How the watch stands; 503 unless it is well, or where the log cannot be read."""
        try:
            with open_log(data) as log:
                standing = standing_of(log, clock.now())
        except LogError:
            return JSONResponse({"status": "stale"}, _UNWELL, _HEADERS)
        return JSONResponse(asdict(standing), 200 if standing.status == "ok" else _UNWELL, _HEADERS)

    return Starlette(routes=[Route("/healthz", healthz)])

"""The answer to whoever asks whether the watch is well."""

import json
import threading
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import uvicorn

from monitor.serving.app import app_of
from monitor.serving.listening import PortError, open_port
from storage.clock import Clock
from storage.database import open_log
from storage.tables import runs, slots

CLOCK = Clock(date(2026, 4, 8))


def answer(data: Path) -> tuple[int, dict[str, str | None]]:
    """What /healthz answers over a loopback connection."""
    with open_port("127.0.0.1", 0) as opened:
        config = uvicorn.Config(app_of(data, CLOCK), log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]})
        thread.start()
        try:
            with urlopen(f"http://127.0.0.1:{opened.getsockname()[1]}/healthz", timeout=20) as found:
                return found.status, json.load(found)
        except HTTPError as error:
            with error:
                return error.code, json.load(error)
        finally:
            server.should_exit = True
            thread.join()


def test_it_is_503_until_a_run_came_to_its_end_under_a_schedule(tmp_path: Path) -> None:
    status, told = answer(tmp_path)
    assert (status, told["status"], told["last_run"]) == (503, "never", None)
    assert set(told) == {"status", "last_run", "last_good_run", "next_run", "version"}
    with open_log(tmp_path) as log:
        runs.finish(log, runs.start(log, "run", CLOCK), "completed", {}, CLOCK)
    assert answer(tmp_path)[1]["status"] == "stale"
    with open_log(tmp_path) as log:
        slots.beat(log, CLOCK.stamp(), "2026-04-08T22:00:00Z")
    status, told = answer(tmp_path)
    assert (status, told["status"], told["next_run"]) == (200, "ok", "2026-04-09T06:00:00+08:00")


def test_a_log_that_cannot_be_read_is_not_well(tmp_path: Path) -> None:
    (tmp_path / "nianbao.db").write_bytes(b"no database at all, but bytes" * 100)
    assert answer(tmp_path) == (503, {"status": "stale"})


def test_a_port_in_use_is_said() -> None:
    with open_port("127.0.0.1", 0) as opened, pytest.raises(PortError, match="不能用"):
        open_port("127.0.0.1", opened.getsockname()[1])

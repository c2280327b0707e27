"""``python -m tests.bench.waiting DATA DAY``: what people wait for who decide on alerts and read the log meanwhile.

Acknowledges alerts one after another, as ``nianbao alerts ack`` does, and reads the log, until standard input ends;
then prints the seconds that each took, as JSON.
"""

import json
import select
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle
from pathlib import Path

from monitor.alerts.ledger import save
from monitor.alerts.life import DecisionError, acknowledge, reopen
from storage.clock import Clock
from storage.database import Log, open_log
from storage.tables import alerts, runs

PAUSE = 0.02


def main() -> None:
    data, clock = Path(sys.argv[1]), Clock(date.fromisoformat(sys.argv[2]))
    with open_log(data) as log:
        known = cycle([alert.id for alert in alerts.listing(log, list="compliance") if alert.state != "resolved"])
    waits: dict[str, list[float]] = {"acknowledging": [], "reading": []}
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        number = next(known)
        waits["acknowledging"].append(_timed(data, lambda log, number=number: _decide(log, number, clock)))
        waits["reading"].append(_timed(data, lambda log, number=number: _read(log, number)))
    print(json.dumps(waits))


def _timed(data: Path, work: Callable[[Log], object]) -> float:
    start = time.perf_counter()
    with open_log(data) as log:
        work(log)
    return time.perf_counter() - start


def _decide(log: Log, number: int, clock: Clock) -> None:
    """An acknowledgement, or where somebody did so before its taking back."""
    with log.atomic():
        alert = alerts.get(log, number)
        assert alert is not None
        # The judging beside may have resolved it: to be told so is an answer too.
        try:
            decision = reopen if alert.state == "acknowledged" else acknowledge
            save(log, decision(alert, "量尺"), clock)
        except DecisionError:
            return


def _read(log: Log, number: int) -> None:
    assert runs.latest(log) is not None
    assert alerts.get(log, number) is not None


if __name__ == "__main__":
    main()

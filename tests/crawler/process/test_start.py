import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from crawler.process.start import crawl
from storage.clock import Clock
from storage.database import open_log, run_lock
from storage.errors import LogError
from storage.tables import runs

TODAY = date(2025, 4, 8)


def test_events_tell_what_happens_in_order(house, small_portal):
    house.register(small_portal)
    events = []
    outcome = crawl(house.data, house.registry, None, TODAY, events.append)
    names = [event["event"] for event in events]
    assert names == ["start", "portal", "list", "page", "file", "page", "portal_done", "done"]
    by_name = {event["event"]: event for event in events}
    assert by_name["start"]["portals"] == 1
    assert by_name["portal"] == {"event": "portal", "portal": "云溪县人民政府", "home": f"{small_portal.url}/"}
    assert by_name["list"]["rows"] == 3
    assert by_name["page"]["outcome"] == "report"
    assert by_name["portal_done"] == {
        "event": "portal_done",
        "portal": "云溪县人民政府",
        "reports": 2,
        "pages": 2,
        "healthy": True,
    }
    assert outcome.outcome == "completed"
    visited = {"portals": 1, "columns": 1, "healthy_columns": 1, "lists": 1, "pages": 2, "files": 1}
    assert outcome.counts == visited | {
        "captures": 4,
        "reports": 2,
        "new_versions": 2,
        "missed": 0,
        "health": 0,
        "skipped": 0,
    }


def test_health_is_announced(house, small_portal, pages):
    small_portal.pages["/nb/"] = pages.say("", status=500)
    house.register(small_portal)
    house.crawl()
    [event] = [event for event in house.events if event["event"] == "health"]
    assert (event["kind"], event["url"]) == ("server_error", f"{small_portal.url}/nb/")
    assert "500" in event["detail"]


def test_a_run_that_the_caller_opened_is_the_caller_s_to_close(house, small_portal):
    house.register(small_portal)
    clock = Clock(TODAY)
    with run_lock(house.data) as lock, open_log(house.data) as log:
        run_id = runs.start(log, "run", clock)
        outcome = crawl(house.data, house.registry, run_id, TODAY, lambda event: None, lock=lock.descriptor)
        assert outcome.outcome == "completed"
        assert runs.get(log, run_id).outcome == "running"
        assert {row["run_id"] for row in log.rows("SELECT run_id FROM captures")} == {run_id}


def test_without_a_run_the_crawl_opens_and_closes_one(house, small_portal):
    house.register(small_portal)
    house.crawl()
    [run] = house.rows("SELECT kind, day, outcome FROM runs")
    assert run == {"kind": "crawl", "day": "2025-04-08", "outcome": "completed"}


def test_days_are_those_of_today(house, small_portal):
    house.register(small_portal)
    house.crawl()
    assert [row["day"] for row in house.rows("SELECT day FROM visits")] == ["2025-04-08"]
    [row] = house.rows("SELECT DISTINCT substr(datetime(fetched_at, '+8 hours'), 1, 10) AS day FROM captures")
    assert row["day"] == "2025-04-08"


def test_a_registry_that_cannot_be_read_is_one_line(house):
    house.registry.write_text("[[portal]]\nnam = '甲'\n", encoding="utf-8")
    outcome = house.crawl()
    assert outcome.outcome == "failed"
    assert "第 2 行" in outcome.message
    assert "\n" not in outcome.message


def test_a_second_crawl_beside_a_running_one_is_refused(house, small_portal):
    house.register(small_portal)
    with run_lock(house.data):
        outcome = house.crawl()
    assert outcome.outcome == "failed"
    assert "另一次巡查正在进行" in outcome.message


def test_a_log_that_cannot_be_opened_is_one_line(house, small_portal):
    house.register(small_portal)
    house.data.mkdir()
    (house.data / "nianbao.db").write_bytes(b"this is no database at all, but quite long" * 100)
    outcome = house.crawl()
    assert outcome.outcome == "failed"
    assert "不是 SQLite 数据库" in outcome.message


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc").exists(), reason="needs a directory that cannot be written")
def test_a_directory_that_cannot_be_written_is_one_line(house, small_portal):
    house.register(small_portal)
    house.data = Path("/proc/nianbao-data")
    outcome = house.crawl()
    assert outcome.outcome == "failed"
    assert "/proc/nianbao-data" in outcome.message


def test_a_process_that_dies_is_said(house, small_portal):
    house.register(small_portal)
    seen = []

    def kill(event):
        seen.append(event)
        if event["event"] == "portal":
            os.kill(seen[0]["pid"], signal.SIGKILL)

    small_portal.pages["/nb/"].wait = 1
    outcome = crawl(house.data, house.registry, None, TODAY, kill)
    assert outcome.outcome == "killed"
    assert "信号 9" in outcome.message
    assert seen[-1]["event"] != "done"


class Interrupted(BaseException):
    """Stands for Ctrl-C in the parent."""


def test_ctrl_c_in_the_parent_stops_the_crawl_at_once_and_passes_on(house, small_portal):
    small_portal.pages["/nb/202501/t20250120_2.html"].wait = 25
    asked = threading.Event()
    small_portal.on_request = lambda path: asked.set() if path.endswith("_2.html") else None
    house.register(small_portal)

    def interrupt(event):
        if event["event"] == "page":
            asked.wait(20)
            raise Interrupted

    answered = []
    small_portal.answered = lambda path, status: answered.append(path)
    with pytest.raises(Interrupted):
        crawl(house.data, house.registry, None, TODAY, interrupt)
    assert "/nb/202501/t20250120_2.html" not in answered
    assert [row["outcome"] for row in house.rows("SELECT outcome FROM runs")] == ["partial"]
    with run_lock(house.data):
        pass


def test_the_lock_is_free_again_after_a_crawl(house, small_portal):
    house.register(small_portal)
    house.crawl()
    try:
        with run_lock(house.data):
            pass
    except LogError as error:  # pragma: no cover
        pytest.fail(str(error))


def test_many_portals_are_visited_side_by_side_each_one_thing_at_a_time(house, make_portal, pages):
    portals = [make_portal() for _ in range(6)]
    for number, portal in enumerate(portals):
        rows = [
            (f"./{row}.html", f"云溪县第{number}{row}局2024年政府信息公开工作年度报告", "2025-01-09")
            for row in range(3)
        ]
        portal.pages["/nb/"] = pages.say(pages.list(rows), wait=0.05)
        for row in range(3):
            portal.pages[f"/nb/{row}.html"] = pages.say(pages.report(f"云溪县第{number}{row}局"), wait=0.05)
    house.register(*portals)
    assert house.crawl().counts["reports"] == 18
    assert {portal.most_at_once for portal in portals} == {1}
    starts = [portal.times[0] for portal in portals]
    ends = [portal.times[-1] for portal in portals]
    assert max(starts) < min(ends)


class TestScrapyCommands:
    ROOT = Path(__file__).resolve().parents[3]

    def scrapy(self, *arguments):
        command = [sys.executable, "-m", "scrapy", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.ROOT)

    def test_list(self):
        assert self.scrapy("list").stdout.split() == ["annual_reports"]

    def test_crawl(self, house, small_portal):
        house.register(small_portal)
        options = ("-a", f"data={house.data}", "-a", f"portals={house.registry}", "-a", "today=2025-04-08")
        ended = self.scrapy("crawl", "annual_reports", *options)
        assert ended.returncode == 0, ended.stderr
        assert len(house.state()["reports"]) == 2

    def test_a_bad_registry_is_told(self, house):
        ended = self.scrapy("crawl", "annual_reports", "-a", "portals=/no/such/file.toml", "-a", f"data={house.data}")
        assert ended.returncode != 0
        assert "没有这个文件" in ended.stdout + ended.stderr

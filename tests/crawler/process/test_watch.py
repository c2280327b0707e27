"""A crawl that would not end is ended: at its deadline, in its memory, in order or by force."""

import os
import signal
import threading
import time
from datetime import date

import pytest

from crawler.process.start import crawl
from crawler.process.watch import MOST_MEMORY, Limits, memory_of
from monitor.running.job import run_all
from monitor.telling.message import message_of
from storage.database import run_lock

TODAY = date(2025, 4, 8)
HANGING = "/nb/202501/t20250120_2.html"


@pytest.fixture
def hanging_portal(small_portal):
    """A portal whose second report comes in half an hour."""
    small_portal.pages[HANGING].wait = 1800
    return small_portal


@pytest.fixture
def later(monkeypatch):
    """A clock for the watch that goes on by an hour when it is told to."""

    class Clock:
        hours = 0

        def monotonic(self):
            return time.monotonic() + self.hours * 3600

        def at_first_page(self, event):
            if event["event"] == "page":
                self.hours = 1

    clock = Clock()
    monkeypatch.setattr("crawler.process.watch.time", clock)
    return clock


def register(house, portal):
    house.register(portal, extra="deadline_hours = 0.9\ntimeout_seconds = 600")


def test_at_the_deadline_what_came_is_judged_and_the_digest_says_so(house, hanging_portal, later):
    register(house, hanging_portal)
    done = run_all(house.data, house.registry, TODAY, later.at_first_page, lambda *step: None)
    assert (done.crawl.outcome, done.tally.read) == ("partial", 1)
    line = "超过总时限 0.9 小时"
    assert line in done.crawl.message
    assert line in done.page.read_text(encoding="utf-8")
    assert line in message_of(done.digest).text.replace("\n", "")
    assert [row["body"] for row in house.state()["reports"]] == ["云溪县教育局"]
    with run_lock(house.data):
        pass


def test_a_crawl_that_hears_nothing_any_more_is_killed(house, hanging_portal, later, monkeypatch):
    monkeypatch.setattr("crawler.process.watch.GRACE_SECONDS", 1)
    register(house, hanging_portal)
    seen = []

    def stop(event):
        seen.append(event)
        if event["event"] == "page":
            os.kill(seen[0]["pid"], signal.SIGSTOP)
            later.hours = 1

    outcome = crawl(house.data, house.registry, None, TODAY, stop)
    assert outcome.outcome == "partial"
    assert "超过总时限" in outcome.message
    assert seen[-1]["event"] != "done"


def test_a_crawl_that_grows_is_stopped_in_order_with_one_line(house, hanging_portal, monkeypatch):
    register(house, hanging_portal)
    seen = []
    monkeypatch.setattr(
        "crawler.process.watch.memory_of",
        lambda pid: MOST_MEMORY + 1 if "page" in [event["event"] for event in seen] else 0,
    )
    outcome = crawl(house.data, house.registry, None, TODAY, seen.append)
    assert (outcome.outcome, outcome.counts["reports"]) == ("partial", 1)
    assert outcome.message.startswith("抓取进程占用内存超过 2048 MiB，已停止")
    assert seen[-1]["event"] == "done"


def test_a_crawl_that_holds_more_than_it_may_is_ended(house, hanging_portal):
    register(house, hanging_portal)
    assert memory_of(os.getpid()) > 16 << 20
    outcome = crawl(house.data, house.registry, None, TODAY, lambda event: None, limits=Limits(memory=16 << 20))
    assert outcome.outcome == "partial"
    assert outcome.message.startswith("抓取进程占用内存超过 16 MiB，已停止")


def test_a_crawl_that_ends_by_itself_is_left_alone(house, small_portal):
    register(house, small_portal)
    before = threading.active_count()
    assert crawl(house.data, house.registry, None, TODAY, lambda event: None).outcome == "completed"
    assert threading.active_count() == before

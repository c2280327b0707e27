"""A crawl that is killed at any instant and repeated ends with the log of an undisturbed one."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import threading

import pytest


@pytest.fixture
def rich_portal(small_portal, pages):
    """Two list pages, a column below, files, a row that is a file, a page that is gone."""
    rows = [
        ("./202501/t20250115_1.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15"),
        ("./202501/t20250120_2.html", "云溪县财政局2024年政府信息公开工作年度报告", "2025-01-20"),
    ]
    pager = '<script>createPageHTML(2, {}, "index", "html");</script>'
    second = [
        ("./slj.pdf", "云溪县水利局2024年政府信息公开工作年度报告", "2025-01-09"),
        ("./gone.html", "云溪县民政局2024年政府信息公开工作年度报告", "2025-01-10"),
    ]
    years = '<ul><li><a href="/nb/2023n/">2023年</a></li><li><a href="/nb/2022n/">2022年</a></li></ul>'
    old = [("./1.html", "云溪县教育局2023年政府信息公开工作年度报告", "2024-01-15")]
    small_portal.pages |= {
        "/nb/": pages.say(pages.list(rows, more=pager.format(0) + f"<div class='years'>{years}</div>")),
        "/nb/index_1.html": pages.say(pages.list(second, more=pager.format(1))),
        "/nb/slj.pdf": pages.say(b"%PDF-1.4\nwater", type="application/pdf"),
        "/nb/2023n/": pages.say(pages.list(old)),
        "/nb/2023n/1.html": pages.say(pages.report(year=2023, on="2024-01-15")),
        "/nb/2022n/": pages.say(pages.list([])),
    }
    return small_portal


class Process:
    """One crawl as a process of its own, whose input and output we hold."""

    def __init__(self, house):
        options = ["--data", house.data, "--portals", house.registry, "--today", "2025-04-08", "--stop-at-end-of-input"]
        command = [sys.executable, "-m", "crawler", *map(str, options)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self.process

    def __exit__(self, *error):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stdin.close()


def kill_at_request(house, portal, number):
    """Start a crawl and kill it when it asks for the ``number``-th address; False where it ended before."""
    asked = 0
    started = threading.Event()

    def count(path):
        nonlocal asked
        asked += 1
        if asked == number:
            started.wait()
            kill(pid)

    portal.on_request = count
    pid = house.begin(os.devnull)
    started.set()
    house.end()
    portal.on_request = lambda path: None
    return asked >= number


def kill_at_event(house, number):
    """Start a crawl and kill it when it announces its ``number``-th event; False where it ended before."""
    fifo = house.path / "fifo"
    if not fifo.exists():
        os.mkfifo(fifo)
    pid = house.begin(fifo)
    with fifo.open(encoding="utf-8") as events:
        reached = len(list(itertools.islice(events, number))) == number
        if reached:
            kill(pid)
    house.end()
    return reached


def kill(pid):
    """Kill a process, unless it has ended by itself meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def undisturbed(rich_portal, house):
    """What a crawl leaves that nobody disturbs."""
    calm = house.beside("calm")
    calm.register(rich_portal)
    assert calm.crawl().outcome == "completed"
    state = calm.state()
    assert len(state["reports"]) == 4
    return state


def test_killed_at_every_request_in_turn(house, rich_portal, undisturbed):
    house.register(rich_portal)
    number = 1
    while kill_at_request(house, rich_portal, number):
        number += 1
    assert number > 10
    assert house.crawl().outcome == "completed"
    assert house.state() == undisturbed
    outcomes = [row["outcome"] for row in house.rows("SELECT outcome FROM runs ORDER BY id")]
    assert outcomes == ["killed"] * (number - 1) + ["completed"] * 2


def test_killed_after_every_event_in_turn(house, rich_portal, undisturbed):
    house.register(rich_portal)
    number = 1
    while kill_at_event(house, number):
        number += 1
    assert number > 10
    assert house.state() == undisturbed


def test_what_a_killed_run_had_put_down_is_taken_up_where_no_list_leads_there_any_more(house, rich_portal, pages):
    house.register(rich_portal)
    assert kill_at_request(house, rich_portal, 3)
    queued = house.rows("SELECT url FROM frontier WHERE state = 'queued' AND kind = 'page'")
    assert len(queued) >= 2
    rich_portal.pages["/nb/"] = pages.say("", status=500)
    house.crawl()
    assert house.health() == [("server_error", "nb/")]
    assert [row["body"] for row in house.state()["reports"]] == ["云溪县教育局", "云溪县财政局"]


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_crawl_told_to_stop_ends_in_order(house, rich_portal, undisturbed, signal_number):
    house.register(rich_portal)
    rich_portal.pages["/nb/index_1.html"].wait = 3
    with Process(house) as process:
        for line in process.stdout:
            if '"list"' in line:
                process.send_signal(signal_number)
                break
        events = process.stdout.read()
        assert process.wait(timeout=30) == 1
    assert '"done"' in events
    assert '"partial"' in events
    assert [row["outcome"] for row in house.rows("SELECT outcome FROM runs")] == ["partial"]
    rich_portal.pages["/nb/index_1.html"].wait = 0
    house.crawl()
    assert house.state() == undisturbed


def test_a_crawl_ends_when_who_started_it_is_gone(house, rich_portal):
    house.register(rich_portal)
    rich_portal.pages["/nb/index_1.html"].wait = 3
    with Process(house) as process:
        process.stdout.readline()
        process.stdin.close()
        assert '"partial"' in process.stdout.read()
        assert process.wait(timeout=30) == 1

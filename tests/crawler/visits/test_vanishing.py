"""Reports that vanish: withdrawn only after two healthy days without them, never by bad weather, and taken back."""

from datetime import date

import pytest

from monitor.running.job import run_judge

PAGE = "/nb/202501/t20250115_1.html"
LIST = "/nb/"


class Watched:
    """A house that is crawled and judged day by day."""

    def __init__(self, house):
        self.house = house

    def on(self, day):
        today = date(2025, 4, day)
        self.house.crawl(today)
        run_judge(self.house.data, today, lambda *step: None)
        return self

    @property
    def states(self):
        return [row["state"] for row in self.house.state()["reports"]]

    def alerts(self, rule="D11"):
        return [row["state"] for row in self.house.rows(f"SELECT state FROM alerts WHERE rule = '{rule}'")]


@pytest.fixture
def watched(house, small_portal):
    house.register(small_portal, bodies=[("云溪县教育局", "department")])
    made = Watched(house).on(8)
    assert made.states == ["present", "present"]
    return made


def test_a_report_is_withdrawn_on_the_second_healthy_day_without_it(watched, small_portal):
    page = small_portal.pages.pop(PAGE)
    watched.on(9)
    assert watched.states == ["unseen", "present"]
    assert watched.alerts() == []
    watched.on(10)
    assert watched.states == ["withdrawn", "present"]
    assert watched.alerts() == ["open"]
    small_portal.pages[PAGE] = page
    watched.on(11)
    assert watched.states == ["present", "present"]
    assert watched.alerts() == ["resolved"]


def test_a_second_look_on_the_same_day_proves_nothing_more(watched, small_portal):
    del small_portal.pages[PAGE]
    watched.on(9).on(9)
    assert watched.states == ["unseen", "present"]


@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 412}, {"hang": True}, {"body": "<p>暂无信息</p>"}, {"status": 404}],
    ids=["error", "wall", "hang", "empty", "gone"],
)
def test_days_on_which_the_column_could_not_be_seen_do_not_count(watched, small_portal, pages, monkeypatch, fault):
    monkeypatch.setenv("NIANBAO_BROWSER", "none")
    del small_portal.pages[PAGE]
    watched.on(9)
    honest = small_portal.pages[LIST]
    small_portal.pages[LIST] = pages.say(**fault)
    watched.on(10).on(11)
    assert watched.states == ["unseen", "present"]
    assert watched.alerts() == []
    small_portal.pages[LIST] = honest
    watched.on(12)
    assert watched.states == ["withdrawn", "present"]


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 403}, {"hang": True}, {"body": ""}], ids=str)
def test_a_report_whose_page_does_not_come_is_not_withdrawn(watched, small_portal, pages, monkeypatch, fault):
    monkeypatch.setenv("NIANBAO_BROWSER", "none")
    small_portal.pages[PAGE] = pages.say(**fault)
    watched.on(9).on(10).on(11)
    assert watched.states == ["present", "present"]
    assert watched.alerts() == []
    assert watched.alerts("D04") == []


def test_an_emptied_column_is_a_health_alert_and_resolved_when_its_rows_are_back(watched, small_portal, pages):
    honest = small_portal.pages[LIST]
    small_portal.pages[LIST] = pages.say("<html><body><h1>政府信息公开年报</h1><p>暂无信息</p></body></html>")
    watched.on(9).on(10)
    assert watched.alerts("empty_column") == ["open"]
    assert watched.states == ["present", "present"]
    small_portal.pages[LIST] = honest
    watched.on(11)
    assert watched.alerts("empty_column") == ["resolved"]

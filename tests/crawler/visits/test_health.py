"""What the crawl says when it could not see, and what it says of reports that are not there any more."""

from datetime import date, timedelta

import pytest

RUISHU = (
    '<html><head><meta id="9DhefwqGPrzGxEp9hPaoag" content="x" r="m"><script type="text/javascript" r="m">'
    "$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>"
)
LIST = "/nb/"
PAGE = "/nb/202501/t20250115_1.html"
FILE = "/nb/202501/P020250120.pdf"


@pytest.fixture
def crawled(house, small_portal):
    """A house that crawled the small portal once in health."""
    house.register(small_portal)
    house.crawl()
    assert house.health() == []
    return house


def say_every_line_is_for_people(house):
    for row in house.rows("SELECT detail FROM health_events"):
        assert "\n" not in row["detail"]
        assert row["detail"].endswith("。")


FAULTS = [
    (LIST, {"hang": True}, "unreachable", "unreachable"),
    (LIST, {"status": 502}, "server_error", "error"),
    (LIST, {"status": 403, "body": "Forbidden"}, "wall", "wall"),
    (LIST, {"status": 412, "body": RUISHU}, "wall", "wall"),
    (LIST, {"status": 200, "body": RUISHU}, "wall", "wall"),
    (LIST, {"body": "<p>half", "cut": True}, "truncated", "error"),
    (LIST, {"body": "<html><body><p>网站正在升级维护中，请稍后访问。</p></body></html>"}, "server_error", "error"),
    (LIST, {"status": 404}, "unreachable", "unreachable"),
    (LIST, {"body": "<html><body><p>暂无信息</p></body></html>"}, "empty_column", "empty"),
    (PAGE, {"hang": True}, "unreachable", "unreachable"),
    (PAGE, {"status": 412, "body": RUISHU}, "wall", "wall"),
    (PAGE, {"body": b""}, "broken_file", "error"),
    (PAGE, {"body": "<p>half", "cut": True}, "truncated", "error"),
    (FILE, {"status": 404}, "broken_file", "ok"),
    (FILE, {"body": b""}, "broken_file", "ok"),
    (FILE, {"body": "<html><body>请先登录再下载文件</body></html>"}, "broken_file", "ok"),
    (FILE, {"body": b"%PDF-1.4 half", "cut": True}, "truncated", "ok"),
    (FILE, {"status": 503}, "server_error", "ok"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_one_health_event_and_loses_nothing(crawled, small_portal, pages, fault):
    path, say, kind, verdict = fault
    before = crawled.state()
    small_portal.pages[path] = pages.say(**say)
    crawled.crawl()
    assert crawled.health() == [(kind, path[1:])]
    [visit] = crawled.visits()
    assert (visit["verdict"], visit["healthy"]) == (verdict, int(verdict == "ok"))
    after = crawled.state()
    for name in ("reports", "versions", "files", "absences", "listings"):
        assert after[name] == before[name]
    say_every_line_is_for_people(crawled)


@pytest.mark.parametrize("path", [LIST, PAGE])
def test_a_wall_is_kept_as_evidence_and_never_as_the_page(crawled, small_portal, pages, path):
    small_portal.pages[path] = pages.say(RUISHU, status=412)
    crawled.crawl()
    crawled.crawl()
    walls = [row for row in crawled.state()["captures"] if row["verdict"] == "wall"]
    assert [(row["url"], row["status"]) for row in walls] == [(small_portal.url + path, 412)]
    files = {row["sha256"] for row in crawled.state()["files"]}
    assert walls[0]["sha256"] not in files


def test_a_walled_portal_from_the_start_has_no_reports_and_no_healthy_visit(house, small_portal, pages):
    for path in small_portal.pages:
        small_portal.pages[path] = pages.say(RUISHU, status=412)
    house.register(small_portal)
    assert house.crawl().outcome == "completed"
    assert house.state()["reports"] == []
    assert [(visit["verdict"], visit["healthy"]) for visit in house.visits()] == [("wall", 0)]


def test_a_host_that_is_silent_is_not_asked_for_ever(house, small_portal, pages):
    columns = [f"/{number}/" for number in range(8)]
    for column in columns:
        small_portal.pages[column] = pages.say(hang=True)
    house.register(small_portal, columns=tuple(columns))
    house.crawl()
    assert len(set(small_portal.asked) - {"/robots.txt"}) == 3
    assert [visit["verdict"] for visit in house.visits()] == ["unreachable"] * 8
    assert len(house.health()) == 3


def test_a_column_that_never_had_rows_is_said(house, portal, pages):
    portal.pages["/nb/"] = pages.say("<html><body><h1>政府信息公开年报</h1><p>暂无信息</p></body></html>")
    house.register(portal)
    house.crawl()
    assert house.health() == [("empty_column", "nb/")]
    assert house.visits()[0]["healthy"] == 0


def test_a_column_of_something_else_is_said(house, portal, pages):
    portal.pages["/nb/"] = pages.say(pages.list([("./t20250109_1.html", "关于做好春节值班工作的通知", "2025-01-09")]))
    house.register(portal)
    house.crawl()
    assert house.health() == [("empty_column", "nb/")]
    assert house.visits()[0]["healthy"] == 0


def test_a_column_that_lists_only_strangers_now_is_said(crawled, small_portal, pages):
    row = ("./202501/t20250121_3.html", "云溪县2024年政府网站工作年度报表", "2025-01-21")
    small_portal.pages[LIST] = pages.say(pages.list([row]))
    crawled.crawl()
    assert crawled.health() == [("empty_column", "nb/")]
    assert crawled.state()["absences"] == []


class TestMissing:
    def days(self, house):
        return [
            (row["url"].rsplit("/", 1)[1], row["day"], row["reason"])
            for row in house.rows(
                "SELECT url, day, reason FROM absences JOIN reports ON reports.id = report_id ORDER BY day"
            )
        ]

    def without_the_first(self, small_portal, pages):
        row = ("./202501/t20250120_2.html", "云溪县财政局2024年政府信息公开工作年度报告", "2025-01-20")
        small_portal.pages[LIST] = pages.say(pages.list([row]))

    def test_a_page_that_is_gone(self, crawled, small_portal):
        del small_portal.pages[PAGE]
        crawled.crawl(date(2025, 4, 9))
        crawled.crawl(date(2025, 4, 10))
        name = "t20250115_1.html"
        assert self.days(crawled) == [(name, "2025-04-09", "gone"), (name, "2025-04-10", "gone")]
        states = [row["state"] for row in crawled.state()["reports"]]
        assert states == ["unseen", "present"]
        assert crawled.health() == []

    def test_a_page_that_says_so_with_status_200(self, crawled, small_portal, pages):
        small_portal.pages[PAGE] = pages.say(
            "<html><title>提示</title><body>您访问的页面不存在或已被删除</body></html>"
        )
        crawled.crawl()
        assert [reason for _, _, reason in self.days(crawled)] == ["soft_404"]

    def test_a_report_that_is_listed_no_more(self, crawled, small_portal, pages):
        self.without_the_first(small_portal, pages)
        crawled.crawl()
        assert [reason for _, _, reason in self.days(crawled)] == ["not_listed"]

    def test_a_report_that_is_listed_no_more_and_gone(self, crawled, small_portal, pages):
        self.without_the_first(small_portal, pages)
        del small_portal.pages[PAGE]
        crawled.crawl()
        assert [reason for _, _, reason in self.days(crawled)] == ["gone"]

    def test_seen_again_takes_the_absence_back(self, crawled, small_portal):
        page = small_portal.pages.pop(PAGE)
        crawled.crawl()
        small_portal.pages[PAGE] = page
        crawled.crawl(date(2025, 4, 9))
        assert self.days(crawled) == []
        assert {row["state"] for row in crawled.state()["reports"]} == {"present"}

    def test_an_unhealthy_visit_proves_no_absence(self, crawled, small_portal, pages):
        self.without_the_first(small_portal, pages)
        small_portal.pages[LIST] = pages.say(
            small_portal.pages[LIST].body.replace("</body>", '<a href="index_2.html">下一页</a></body>')
        )
        small_portal.pages["/nb/index_2.html"] = pages.say(status=500)
        del small_portal.pages[PAGE]
        crawled.crawl()
        assert self.days(crawled) == []

    def test_a_column_taken_away_with_its_reports(self, house, portal, pages):
        report = "云溪县教育局2024年政府信息公开工作年度报告"
        years = "".join(f'<li><a href="/nb/{year}n/">{year}年</a></li>' for year in (2024, 2023))
        portal.pages["/nb/"] = pages.say(pages.list([], more=f"<div class='years'><ul>{years}</ul></div>"))
        portal.pages["/nb/2024n/"] = pages.say(pages.list([("./1.html", report, "2025-01-15")]))
        portal.pages["/nb/2023n/"] = pages.say(pages.list([("./1.html", report.replace("2024", "2023"), "2024-01-15")]))
        portal.pages["/nb/2024n/1.html"] = pages.say(pages.report())
        portal.pages["/nb/2023n/1.html"] = pages.say(pages.report(year=2023, on="2024-01-15"))
        house.register(portal)
        house.crawl()
        assert len(house.state()["reports"]) == 2
        flat = pages.list([("/nb/2024n/1.html", report, "2025-01-15")])
        portal.pages["/nb/"] = pages.say(flat)
        del portal.pages["/nb/2023n/"], portal.pages["/nb/2023n/1.html"]
        house.crawl(date(2025, 4, 8) + timedelta(days=1))
        assert [(name, reason) for name, _, reason in self.days(house)] == [("1.html", "gone")]
        assert house.health() == []


def test_a_report_now_due_that_is_listed_but_not_to_be_had_spoils_the_visit(house, small_portal, pages):
    small_portal.pages[PAGE] = pages.say(status=500)
    house.register(small_portal)
    house.crawl()
    [visit] = house.visits()
    assert (visit["verdict"], visit["healthy"], visit["reports"]) == ("error", 0, 1)


def test_an_old_report_that_is_not_to_be_had_does_not(house, small_portal, pages):
    small_portal.pages[PAGE] = pages.say(status=500)
    house.register(small_portal)
    house.crawl(date(2027, 4, 8))
    assert [visit["healthy"] for visit in house.visits()] == [1]


class TestColumnsBelow:
    """A column whose rows went away although columns stand below it."""

    FOLDER = '<ul><li><a href="/nb/2024n/">2024年</a></li></ul>'

    def test_an_emptied_list_above_a_folder_is_said_and_no_report_is_missed(self, crawled, small_portal, pages):
        small_portal.pages[LIST] = pages.say(pages.list([], more=self.FOLDER))
        small_portal.pages["/nb/2024n/"] = pages.say(pages.list([]))
        for day in (9, 10):
            crawled.crawl(date(2025, 4, day))
            assert crawled.health() == [("empty_column", "nb/")]
            visit = next(visit for visit in crawled.visits() if visit["url"].endswith(LIST))
            assert (visit["verdict"], visit["healthy"]) == ("empty", 0)
        assert crawled.state()["absences"] == []

    def test_rows_that_moved_into_a_folder_are_still_there(self, crawled, small_portal, pages):
        rows = [
            ("/nb/202501/t20250115_1.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15"),
            ("/nb/202501/t20250120_2.html", "云溪县财政局2024年政府信息公开工作年度报告", "2025-01-20"),
        ]
        small_portal.pages[LIST] = pages.say(pages.list([], more=self.FOLDER))
        small_portal.pages["/nb/2024n/"] = pages.say(pages.list(rows))
        for day in (9, 10):
            crawled.crawl(date(2025, 4, day))
            assert crawled.health() == []
            assert [visit["healthy"] for visit in crawled.visits()] == [1, 1]
        assert crawled.state()["absences"] == []
        assert len(crawled.state()["versions"]) == 2

    def test_a_folder_that_was_dead_from_the_first_hinders_nothing(self, house, small_portal, pages):
        row = ("./202501/t20250115_1.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15")
        small_portal.pages[LIST] = pages.say(pages.list([row], more=self.FOLDER))
        house.register(small_portal)
        house.crawl()
        assert house.health() == []
        assert [visit["healthy"] for visit in house.visits()] == [1, 1]

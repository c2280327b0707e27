"""Weather: hosts that want a rest, old TLS, bad certificates, the other scheme, budgets, windows, odd bytes."""

import gzip
import ssl
import warnings
import zlib
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime

import pytest

from crawler.network.allowance import Allowance
from crawler.problems import UnansweredError
from crawler.window import Window
from tests.portals.certificates import write_chain

NOW = datetime.now(UTC)
VALID = (NOW - timedelta(days=10), NOW + timedelta(days=10))
EXPIRED = (NOW - timedelta(days=30), NOW - timedelta(days=5))
FUTURE = (NOW + timedelta(days=5), NOW + timedelta(days=10))
LIST = "/nb/"
PAGE = "/nb/202501/t20250115_1.html"
DAY = date(2025, 4, 8)


def events(house):
    """Kind and detail of every event of the latest run."""
    rows = house.rows("SELECT kind, detail FROM health_events WHERE run_id = (SELECT max(id) FROM runs) ORDER BY id")
    return {row["kind"]: row["detail"] for row in rows}


class TestRest:
    @pytest.mark.parametrize("status", [429, 503])
    def test_a_short_rest_is_waited_for(self, house, small_portal, pages, status):
        busy = iter([pages.say("busy", status=status, headers={"Retry-After": "1"})])
        small_portal.answer = lambda path, headers: (
            (next(busy, None) if path == PAGE else None) or small_portal.pages.get(path)
        )
        house.register(small_portal)
        house.crawl()
        assert house.health() == []
        assert small_portal.counts[PAGE] == 2
        assert len(house.state()["reports"]) == 2

    @pytest.mark.parametrize(
        "after", ["3600", lambda: format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True), "soon"]
    )
    def test_a_long_rest_ends_the_hosts_visit_and_holds_in_later_runs(self, house, small_portal, pages, after):
        said = after if isinstance(after, str) else after()
        small_portal.pages[LIST] = pages.say("busy", status=429, headers={"Retry-After": said})
        house.register(small_portal, columns=(LIST, "/nb2/", "/nb3/"))
        house.crawl()
        assert small_portal.asked == ["/robots.txt", LIST]
        assert [kind for kind, _ in house.health()] == ["throttled"]
        assert [visit["healthy"] for visit in house.visits()] == [0, 0, 0]
        house.crawl()
        assert small_portal.asked == ["/robots.txt", LIST]
        assert [kind for kind, _ in house.health()] == ["throttled"]
        house.crawl(DAY + timedelta(days=1))
        assert small_portal.counts[LIST] == 2

    def test_a_host_that_is_always_busy_gets_its_rest(self, house, small_portal, pages):
        small_portal.pages[LIST] = pages.say("busy", status=503, headers={"Retry-After": "0"})
        house.register(small_portal)
        house.crawl()
        assert small_portal.counts[LIST] == 3
        assert [kind for kind, _ in house.health()] == ["throttled"]
        [host] = house.rows("SELECT * FROM hosts")
        assert host["host"] == f"{small_portal.host}:{small_portal.port}"

    @pytest.mark.parametrize("status", [429, 503])
    def test_a_host_whose_robots_txt_wants_a_rest_gets_it(self, house, small_portal, pages, status):
        small_portal.answer = lambda path, headers: pages.say("busy", status=status, headers={"Retry-After": "7200"})
        house.register(small_portal, columns=(LIST, "/nb2/"))
        house.crawl()
        house.crawl()
        assert small_portal.asked == ["/robots.txt"]
        assert [kind for kind, _ in house.health()] == ["throttled"]
        assert [visit["healthy"] for visit in house.visits()] == [0, 0]

    def test_a_503_without_a_word_is_a_server_error(self, house, small_portal, pages):
        small_portal.pages[LIST] = pages.say("broken", status=503)
        house.register(small_portal)
        house.crawl()
        assert [kind for kind, _ in house.health()] == ["server_error"]


def secured(portal, folder, span=VALID, address=None, **versions):
    """Give a portal TLS with a certificate of that span, issued to its address or another one."""
    chain = write_chain([address or portal.host], {"own": span}, folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for name, value in versions.items():
            setattr(context, name, value)
    context.load_cert_chain(chain["own"])
    portal.server.socket = context.wrap_socket(portal.server.socket, server_side=True)
    portal.url = portal.url.replace("http:", "https:")


class TestTls:
    def test_a_good_certificate_is_not_worth_a_word(self, house, small_portal, tmp_path):
        secured(small_portal, tmp_path)
        house.register(small_portal)
        house.crawl()
        assert house.health() == []
        assert len(house.state()["reports"]) == 2

    @pytest.mark.parametrize(
        "wrong",
        [(EXPIRED, None, "过期"), (FUTURE, None, "才生效"), (VALID, "127.1.2.3", "是发给 127.1.2.3 的")],
    )
    def test_a_bad_certificate_is_taken_and_said_once(self, house, small_portal, tmp_path, wrong):
        span, address, said = wrong
        secured(small_portal, tmp_path, span, address)
        house.register(small_portal)
        house.crawl()
        assert [kind for kind, _ in house.health()] == ["certificate"]
        assert said in events(house)["certificate"]
        assert house.visits()[0]["healthy"] == 1
        assert len(house.state()["reports"]) == 2

    def test_a_server_that_knows_tls_1_0_only_is_asked_so_and_remembered(self, house, small_portal, tmp_path):
        old = ssl.TLSVersion.TLSv1
        secured(small_portal, tmp_path, minimum_version=ssl.TLSVersion.MINIMUM_SUPPORTED, maximum_version=old)
        house.register(small_portal)
        house.crawl()
        assert list(events(house)) == ["legacy_tls"]
        assert 'tls = "legacy"' in events(house)["legacy_tls"]
        assert len(house.state()["reports"]) == 2
        assert house.rows("SELECT scheme, tls FROM hosts") == [{"scheme": None, "tls": "legacy"}]
        before = house.state()
        small_portal.forget()
        house.crawl()
        assert house.state()["captures"] == before["captures"]
        assert set(small_portal.counts.values()) == {1}

    def test_declared_old_tls_is_used_at_once_without_a_word(self, house, small_portal, tmp_path):
        old = ssl.TLSVersion.TLSv1
        secured(small_portal, tmp_path, minimum_version=ssl.TLSVersion.MINIMUM_SUPPORTED, maximum_version=old)
        house.register(small_portal, keys='tls = "legacy"')
        house.crawl()
        assert house.health() == []
        assert len(house.state()["files"]) == 3

    def test_half_a_file_over_old_tls_is_half_a_file(self, house, small_portal, tmp_path, pages):
        old = ssl.TLSVersion.TLSv1
        secured(small_portal, tmp_path, minimum_version=ssl.TLSVersion.MINIMUM_SUPPORTED, maximum_version=old)
        small_portal.pages["/nb/202501/P020250120.pdf"].cut = True
        house.register(small_portal, keys='tls = "legacy"')
        house.crawl()
        assert [kind for kind, _ in house.health()] == ["truncated"]


class TestScheme:
    def test_a_portal_without_https_is_asked_over_http_from_then_on(self, house, small_portal):
        small_portal.url = small_portal.url.replace("http:", "https:")
        house.register(small_portal)
        house.crawl()
        assert list(events(house)) == ["other_scheme"]
        assert len(house.state()["reports"]) == 2
        assert house.visits()[0]["healthy"] == 1
        assert house.rows("SELECT scheme, tls FROM hosts") == [{"scheme": "http", "tls": None}]
        before = house.state()
        small_portal.forget()
        house.crawl()
        assert set(small_portal.counts.values()) == {1}
        assert house.state()["versions"] == before["versions"]

    def test_a_portal_whose_https_was_mended_is_asked_over_it_after_a_while(self, house, small_portal, tmp_path):
        small_portal.url = small_portal.url.replace("http:", "https:")
        house.register(small_portal)
        house.crawl()
        assert list(events(house)) == ["other_scheme"]
        secured(small_portal, tmp_path)
        house.crawl(DAY + timedelta(days=31), more=["--all"])
        assert events(house) == {}
        assert house.visits()[0]["healthy"] == 1

    def test_a_portal_without_http_is_asked_over_https(self, house, small_portal, tmp_path):
        secured(small_portal, tmp_path)
        small_portal.url = small_portal.url.replace("https:", "http:")
        house.register(small_portal)
        house.crawl()
        assert list(events(house)) == ["other_scheme"]
        assert len(house.state()["reports"]) == 2

    def test_a_host_that_is_not_there_at_all_stays_unreachable(self, house, small_portal):
        small_portal.close()
        house.register(small_portal)
        house.crawl()
        assert [kind for kind, _ in house.health()] == ["unreachable"]
        assert house.rows("SELECT * FROM hosts") == []


class TestBytes:
    def test_gzip_that_nobody_asked_for(self, house, small_portal):
        for say in small_portal.pages.values():
            say.body = gzip.compress(say.bytes)
            say.headers = {"Content-Encoding": "gzip"}
        house.register(small_portal)
        house.crawl()
        assert house.health() == []
        assert len(house.state()["reports"]) == 2

    @pytest.mark.parametrize(("coding", "window"), [("gzip", 31), ("deflate", 15), ("deflate", -15)])
    def test_a_compressed_page_that_breaks_off_is_half_a_page_though_its_length_is_right(
        self, house, small_portal, coding, window
    ):
        whole = small_portal.pages[PAGE].bytes
        packer = zlib.compressobj(wbits=window)
        packed = packer.compress(whole) + packer.flush()
        small_portal.pages[PAGE].headers = {"Content-Encoding": coding}
        small_portal.pages[PAGE].body = packed[: len(packed) // 2]
        house.register(small_portal)
        house.crawl()
        assert house.health() == [("truncated", PAGE[1:])]
        assert len(house.state()["reports"]) == 1
        small_portal.pages[PAGE].body = packed
        house.crawl()
        assert house.health() == []
        assert len(house.state()["reports"]) == 2

    def test_characters_of_gb18030_on_a_page_that_says_gb2312(self, house, small_portal, pages):
        page = pages.report(text="办理〔2024〕3号文件，经办人李镕。")
        small_portal.pages[PAGE] = pages.say(page.encode("gb18030"), type="text/html; charset=gb2312")
        house.register(small_portal)
        house.crawl()
        assert house.health() == []
        assert len(house.state()["reports"]) == 2


class TestAllowance:
    def test_a_spent_budget_is_said_once_and_the_rest_waits_for_the_next_visit(self, house, small_portal):
        house.register(small_portal, keys="budget = 2")
        house.crawl()
        assert [kind for kind, _ in house.health()] == ["budget"]
        assert house.visits()[0]["healthy"] == 0
        assert len(house.state()["reports"]) == 1
        queued = [row["url"] for row in house.state()["frontier"] if row["state"] == "queued"]
        assert len(queued) == 1
        house.crawl()
        assert len(house.state()["reports"]) == 2

    def test_a_window_that_closed_ends_the_visit(self):
        moments = iter([datetime(2025, 4, 8, 21, 59, tzinfo=UTC), datetime(2025, 4, 8, 22, 0, tzinfo=UTC)] * 2)
        allowance = Allowance(9, Window.of("22:00-06:00"), lambda: next(moments))
        allowance.spend()
        with pytest.raises(UnansweredError, match="巡查时段（22:00-06:00）已过") as told:
            allowance.spend()
        assert (told.value.kind, told.value.repeated) == ("budget", False)

    @pytest.mark.parametrize(
        ("text", "inside", "outside"),
        [
            ("22:00-06:00", ["22:00", "23:59", "05:59"], ["06:00", "12:00"]),
            ("8:30-17:00", ["08:30"], ["17:00", "8:29"]),
        ],
    )
    def test_windows(self, text, inside, outside):
        window = Window.of(text)

        def at(said):
            hour, minute = map(int, said.split(":"))
            return datetime.combine(date(2025, 4, 8), time(hour, minute), UTC) - timedelta(hours=8)

        assert all(window.holds(at(said)) for said in inside)
        assert not any(window.holds(at(said)) for said in outside)

    @pytest.mark.parametrize("text", ["", "22:00", "22:00-22:00", "24:00-06:00", "夜里", "1:2-3:4"])
    def test_what_is_no_window(self, text):
        with pytest.raises(ValueError, match=r"."):
            Window.of(text)

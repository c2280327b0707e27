"""What a connection is made to counts: names that change their answer, other ports, servers that drip."""

import asyncio
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from crawler.browser import find_browser, launch_options
from crawler.connecting import ConnectionGuard, InnerHostError
from crawler.hosts import HostRule
from crawler.network.gate import Gate
from tests.portals.certificates import write_chain

PUBLIC = "93.184.216.34"
NAME = "www.yunxi.gov.cn"

# Whoever looks a name up learns a public address first and another one from the second time on.
CHANGING = """
import socket
real, answers = socket.getaddrinfo, iter({answers!r})
def changing(host, port, *more, **named):
    return real(next(answers, {last!r}) if host == {name!r} else host, port, *more, **named)
socket.getaddrinfo = changing
"""


def changing(answers, last):
    return CHANGING.format(answers=answers, last=last, name=NAME)


def named(portal):
    """The portal under a name, as the registry has it."""
    portal.url = portal.url.replace(portal.host, NAME)
    return portal


class TestChangingNames:
    @pytest.mark.parametrize("tls", ["", 'tls = "legacy"'])
    def test_nothing_is_asked_of_a_name_that_turned_inside(self, house, small_portal, tls):
        named(small_portal)
        if tls:
            small_portal.url = small_portal.url.replace("http:", "https:")
        house.before = changing([PUBLIC], small_portal.host)
        house.register(small_portal, keys=tls, inner="false")
        house.crawl()
        assert small_portal.asked == []
        assert house.state()["captures"] == []
        said = {row["detail"] for row in house.rows("SELECT detail FROM health_events")}
        assert any("内网主机" in detail for detail in said)

    def test_the_same_name_is_asked_where_inner_hosts_are_allowed(self, house, small_portal):
        house.before = changing([], small_portal.host)
        house.register(named(small_portal))
        house.crawl()
        assert len(house.state()["reports"]) == 2

    def test_a_proxy_of_people_s_own_may_stand_inside(self):
        guard = ConnectionGuard(allow_inner=False, proxies={"localhost"})
        assert guard.numbers("localhost")
        with pytest.raises(InnerHostError):
            ConnectionGuard(allow_inner=False, proxies=()).numbers("localhost")


async def shown(gate, url):
    """What a real browser shows of an address through the gate; None where it gets nothing."""
    await gate.open()
    try:
        async with async_playwright() as playwright:
            options = launch_options(find_browser()) | {"proxy": {"server": gate.address}}
            browser = await playwright.chromium.launch(**options)
            page = await browser.new_page()
            try:
                await page.goto(url, timeout=15_000)
                return await page.inner_text("body")
            except PlaywrightError:
                return None
            finally:
                await browser.close()
    finally:
        await gate.close()


@pytest.mark.browser
class TestGate:
    @pytest.fixture(autouse=True)
    def needs_browser(self):
        if find_browser() is None:
            pytest.skip("no browser on this machine")

    @pytest.fixture
    def told(self, monkeypatch):
        """Sets what the resolver says of the name."""

        def tell(number):
            real = socket.getaddrinfo
            monkeypatch.setattr(
                socket,
                "getaddrinfo",
                lambda host, *more, **named: real(number if host == NAME else host, *more, **named),
            )

        return tell

    def test_the_browser_reaches_a_portal_through_the_gate(self, small_portal, told):
        told(small_portal.host)
        rule = HostRule.of([named(small_portal).url])
        text = asyncio.run(shown(Gate(ConnectionGuard(allow_inner=True), rule.allows), f"{small_portal.url}/nb/"))
        assert "云溪县教育局" in text

    def test_the_browser_reaches_nothing_inside(self, small_portal, told):
        told(small_portal.host)
        rule = HostRule.of([named(small_portal).url])
        assert (
            asyncio.run(shown(Gate(ConnectionGuard(allow_inner=False), rule.allows), f"{small_portal.url}/nb/")) is None
        )
        assert small_portal.asked == []

    def test_the_browser_is_not_led_to_another_port(self, small_portal, make_portal, pages):
        other = make_portal()
        small_portal.pages["/away"] = pages.say(status=302, headers={"Location": f"{other.url}/nb/"})
        rule = HostRule.of([small_portal.url])
        gate = Gate(ConnectionGuard(allow_inner=True), rule.allows)
        assert asyncio.run(shown(gate, f"{small_portal.url}/away")) is None
        assert small_portal.asked == ["/away"]
        assert other.asked == []


class TestPorts:
    def test_a_redirect_to_another_port_is_not_followed(self, house, small_portal, pages):
        # The same host at another port: what stands there is nobody's business.
        with socket.create_server((small_portal.host, 0)) as other:
            elsewhere = f"http://{small_portal.host}:{other.getsockname()[1]}/nb/"
            small_portal.pages["/nb/202501/t20250115_1.html"] = pages.say(status=302, headers={"Location": elsewhere})
            house.register(small_portal)
            house.crawl()
            other.setblocking(False)
            with pytest.raises(BlockingIOError):
                other.accept()
        [detail] = [
            row["detail"] for row in house.rows("SELECT detail FROM health_events WHERE url LIKE '%115_1.html'")
        ]
        assert "别的端口" in detail

    @pytest.mark.parametrize(
        ("home", "url", "allowed"),
        [
            ("http://www.jia.gov.cn/", "https://www.jia.gov.cn/nb/", True),
            ("http://www.jia.gov.cn/", "http://www.jia.gov.cn:8080/nb/", False),
            ("http://www.jia.gov.cn:8080/", "http://www.jia.gov.cn:8080/nb/", True),
            ("http://www.jia.gov.cn:8080/", "http://www.jia.gov.cn/nb/", False),
            ("http://www.jia.gov.cn:8080/", "https://xxgk.jia.gov.cn/nb/", True),
            ("http://www.jia.gov.cn:8080/", "http://xxgk.jia.gov.cn:8080/nb/", True),
            ("http://www.jia.gov.cn/", "http://xxgk.jia.gov.cn:8080/nb/", False),
            ("http://www.jia.gov.cn/", "http://www.jia.gov.cn:99999/nb/", False),
        ],
    )
    def test_the_ports_of_a_portal(self, home, url, allowed):
        assert HostRule.of([home]).allows(url) is allowed


class TestDripping:
    def test_an_old_server_that_drips_does_not_hold_the_run(self, house, small_portal, tmp_path, pages):
        """It promises a page and says a byte now and then, for as long as it lives."""
        stop = threading.Event()
        server = drip(small_portal.host, tmp_path, stop)
        small_portal.url = f"https://{small_portal.host}:{server.getsockname()[1]}"
        house.register(small_portal, keys='tls = "legacy"', extra="timeout_seconds = 2")
        began = time.monotonic()
        outcome = house.crawl()
        stop.set()
        server.close()
        assert outcome.outcome == "completed"
        assert time.monotonic() - began < 120
        assert [visit["healthy"] for visit in house.visits()] == [0]


def drip(host, folder, stop):
    """A TLS server whose every answer comes byte by byte and never ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    now = datetime.now(UTC)
    valid = (now - timedelta(days=1), now + timedelta(days=1))
    context.load_cert_chain(write_chain([host], {"own": valid}, folder)["own"])
    server = socket.create_server((host, 0))

    def serve(connection):
        with connection, context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(4096)
            for piece in iter(lambda: b"x", b""):
                if stop.wait(0.2):
                    return
                secure.sendall(piece)

    def accept():
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=quietly, args=(serve, connection), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return server


def quietly(serve, connection):
    try:
        serve(connection)
    except OSError:
        return

import json
import subprocess
import sys
import textwrap

import pytest

SCRIPT = textwrap.dedent("""
    import json, sys
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings
    from crawler import settings as house

    class Asks(scrapy.Spider):
        name = "asks"
        fetched, refused = [], []

        async def start(self):
            for url in json.loads(sys.argv[1]):
                yield scrapy.Request(url, callback=self.got, errback=self.not_got)

        def got(self, response):
            self.fetched.append(response.url)

        def not_got(self, failure):
            self.refused.append([failure.request.url, failure.value.kind, failure.value.detail])

    settings = Settings()
    settings.setmodule(house)
    settings.setdict({"ALLOW_PRIVATE_HOSTS": True, "DOWNLOAD_DELAY": 0, **json.loads(sys.argv[2])})
    process = AsyncCrawlerProcess(settings)
    process.crawl(Asks)
    process.start()
    print(json.dumps([Asks.fetched, Asks.refused]))
""")


def ask(urls, **settings):
    """What was fetched of addresses that are all asked at the start, and what was refused with kind and detail."""
    command = [sys.executable, "-c", SCRIPT, json.dumps(urls), json.dumps(settings)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    return json.loads(ended.stdout)


@pytest.fixture
def robots(portal, pages):
    def put(text, **fields):
        portal.pages["/robots.txt"] = pages.say(text, type="text/plain", **fields)
        for number in range(8):
            portal.pages |= {f"/private/{number}": pages.say("secret"), f"/open/{number}": pages.say("open")}
        return portal

    return put


def test_none_of_eight_disallowed_requests_at_the_start_is_fetched(robots):
    portal = robots("User-agent: *\nDisallow: /private/\n", wait=0.3)
    # As many at a time as Scrapy allows a host by default, so that all wait for robots.txt together.
    private = [f"{portal.url}/private/{number}" for number in range(8)]
    fetched, refused = ask([*private, f"{portal.url}/open/1"], CONCURRENT_REQUESTS_PER_DOMAIN=16)
    assert fetched == [f"{portal.url}/open/1"]
    assert sorted(url for url, _, _ in refused) == private
    assert {kind for _, kind, _ in refused} == {"robots"}
    assert portal.counts == {"/robots.txt": 1, "/open/1": 1}


def test_rules_for_our_own_name_count(robots):
    portal = robots("User-agent: nianbao\nDisallow: /open/\n\nUser-agent: *\nDisallow: /\n")
    fetched, refused = ask([f"{portal.url}/open/1", f"{portal.url}/private/1"])
    assert fetched == [f"{portal.url}/private/1"]
    assert [url for url, _, _ in refused] == [f"{portal.url}/open/1"]


@pytest.mark.parametrize("status", [404, 403, 412])
def test_a_host_without_rules_allows_all(robots, status):
    portal = robots("no such page", status=status)
    assert ask([f"{portal.url}/private/1"]) == [[f"{portal.url}/private/1"], []]


def test_a_page_in_the_place_of_robots_allows_all(robots):
    portal = robots("<html><body>Disallow: nothing here is a rule</body></html>")
    assert ask([f"{portal.url}/private/1"]) == [[f"{portal.url}/private/1"], []]


def test_rules_hidden_by_a_server_error_refuse_all(robots):
    portal = robots("", status=503)
    fetched, refused = ask([f"{portal.url}/open/1", f"{portal.url}/open/2"], RETRY_TIMES=0)
    assert fetched == []
    assert {kind for _, kind, _ in refused} == {"server_error"}
    assert all("robots.txt" in detail and "503" in detail for _, _, detail in refused)
    assert portal.counts == {"/robots.txt": 1}


def test_a_host_that_does_not_answer_for_robots_is_not_asked_further(robots):
    portal = robots("", hang=True)
    fetched, refused = ask([f"{portal.url}/open/1"], RETRY_TIMES=0)
    assert fetched == []
    assert [kind for _, kind, _ in refused] == ["unreachable"]
    assert portal.counts == {"/robots.txt": 1}


def test_a_longer_crawl_delay_is_kept_and_a_shorter_one_does_not_hurry(robots):
    portal = robots("User-agent: *\nCrawl-delay: 0.6\n")
    ask([f"{portal.url}/open/{number}" for number in range(3)])
    pauses = [after - before for before, after in zip(portal.times[1:], portal.times[2:], strict=False)]
    assert len(pauses) == 2
    assert all(pause >= 0.55 for pause in pauses)


def test_a_crawl_delay_of_hours_leaves_the_host_alone(robots):
    portal = robots("User-agent: *\nCrawl-delay: 7200\n")
    fetched, refused = ask([f"{portal.url}/open/1"])
    assert fetched == []
    assert [(kind, "7200" in detail) for _, kind, detail in refused] == [("robots", True)]


def test_one_request_at_a_time_with_a_pause_after_each(robots):
    portal = robots("")
    for say in portal.pages.values():
        say.wait = 0.05
    ask([f"{portal.url}/open/{number}" for number in range(5)], DOWNLOAD_DELAY=0.2)
    assert portal.most_at_once == 1
    # Pauses are kept where requests leave; a busy machine shifts their arrival, so only the sum of five is held.
    assert portal.times[-1] - portal.times[0] >= 0.6


def test_private_hosts_are_refused_before_anything_is_sent(robots):
    portal = robots("")
    fetched, refused = ask([f"{portal.url}/open/1", "http://localhost/x"], ALLOW_PRIVATE_HOSTS=False)
    assert fetched == []
    assert portal.asked == []
    assert all("内网主机" in detail for _, _, detail in refused)


def test_a_column_that_robots_forbids_is_health_and_no_absence(house, small_portal, pages):
    house.register(small_portal)
    house.crawl()
    small_portal.pages["/robots.txt"] = pages.say("User-agent: *\nDisallow: /nb/\n", type="text/plain")
    small_portal.forget()
    house.crawl()
    assert small_portal.asked == ["/robots.txt"]
    assert house.health() == [("robots", "nb/")]
    assert [(visit["verdict"], visit["healthy"]) for visit in house.visits()] == [("robots", 0)]
    assert house.state()["absences"] == []

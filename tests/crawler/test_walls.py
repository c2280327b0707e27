"""Walls: told by content on any status, tried once in the browser, never kept as a page."""

import pytest

from crawler.browser import find_browser
from crawler.pages import examine
from crawler.walls import wall_of

FILLER = "<p>" + "云溪县人民政府门户网站信息公开栏目，地名和机关均为虚构。" * 12 + "</p>"

CHALLENGES = {
    "瑞数": "<html><head><meta id='x' content='y' r='m'><script r='m'>$_ts=window['$_ts'];</script></head></html>",
    "加速乐": "<script>document.cookie=('_')+('_')+'jsl_clearance_s=17|0|x;';location.href=location.pathname</script>",
    "acw_sc": "<html><script>var arg1='2A3F5C7E9B1D3F5A7C9E1B3D5F7A9C1E3B5D7F9A';(function(){})()</script></html>",
    "C3VK": '<script>document.cookie="C3VK=1a2b3c; path=/; max-age=300";location.reload()</script>',
    "雷池": "<html><head><script src='/.safeline/static/challenge.js'></script></head><body></body></html>",
    "EdgeOne": "<html><script>var WTKkN=1;document.cookie='__tst_status=1#';</script></html>",
    "wzws": '<html><script>var wzwschallenge="abc";document.cookie="wzws_cid=1"</script></html>',
    "云锁": "<html><script>document.cookie='security_session_verify=1';location.reload()</script></html>",
    "Cookie": "<script>document.cookie='token=1';window.location.reload();</script>",
}


class TestSigns:
    @pytest.mark.parametrize("status", [200, 202, 403, 412, 503, 521])
    @pytest.mark.parametrize("name", CHALLENGES)
    def test_a_challenge_is_a_wall_on_any_status(self, name, status):
        assert wall_of(CHALLENGES[name], status, {})
        verdict = examine(CHALLENGES[name].encode(), url="http://x.gov.cn/nb/a.html", status=status, headers={})
        assert verdict.kind == "wall"

    @pytest.mark.parametrize("name", CHALLENGES)
    def test_a_page_that_came_through_still_carries_the_script(self, name):
        assert wall_of(CHALLENGES[name] + FILLER, 200, {}) == ""

    @pytest.mark.parametrize(
        "cookie",
        [
            "__jsluid_s=1; max-age=1",
            "__tst_status=1#; path=/",
            "wzws_sessionid=x",
            "acw_sc__v2=1",
            "CT6T=1",
            "yunsuo_session_verify=1",
        ],
    )
    def test_an_empty_answer_that_sets_a_walls_cookie(self, cookie):
        assert wall_of("", 200, {"set-cookie": cookie})

    @pytest.mark.parametrize(
        "words", ["您的请求已被拦截", "网站防火墙：访问被拒绝", "请先完成滑块验证", "Access Denied"]
    )
    def test_a_refusal_in_words_with_status_200(self, words):
        assert wall_of(f"<html><body><h3>{words}</h3></body></html>", 200, {})


def test_a_method_not_allowed_is_a_wall_only_where_it_says_so():
    assert wall_of("<html><body>Method Not Allowed</body></html>", 405, {}) == ""
    assert wall_of("<html><body>由于您访问的URL有可能对网站造成威胁，您的访问被阻断。</body></html>", 405, {})


browser = pytest.mark.skipif(find_browser() is None, reason="no browser on this machine")


def behind_cookie(portal, pages, script, cookie):
    """Put every page of a portal behind a challenge whose script sets a cookie and reloads."""
    honest = dict(portal.pages)

    def answer(path, headers):
        if path == "/robots.txt" or cookie in (headers.get("Cookie") or ""):
            return honest.get(path)
        return pages.say(f"<html><head><script>{script}</script></head><body></body></html>", status=412)

    portal.answer = answer


@browser
class TestTheOneTry:
    def test_a_cookie_that_the_walls_script_sets_lets_plain_requests_through(self, house, small_portal, pages):
        script = "document.cookie='C3VK=1a2b3c; path=/; max-age=300'; setTimeout(() => location.reload(), 50)"
        behind_cookie(small_portal, pages, script, "C3VK=1a2b3c")
        house.register(small_portal)
        house.crawl()
        assert house.health() == []
        assert len(house.state()["reports"]) == 2
        files = {row["file"].rsplit("/", 1)[1] for row in house.state()["files"]}
        assert files == {"t20250115_1.html", "t20250120_2.html", "P020250120.pdf"}
        walls = [row for row in house.state()["captures"] if row["verdict"] == "wall"]
        assert {row["url"] for row in walls} == {small_portal.url + "/nb/"}

    def test_a_wall_that_no_cookie_opens_gives_its_pages_in_the_browser_alone(self, house, small_portal, pages):
        honest = dict(small_portal.pages)

        def answer(path, headers):
            plain, _, token = path.partition("?t=")
            if path == "/robots.txt" or token:
                return honest.get(plain)
            script = "$_ts=window['$_ts'];location.replace(location.pathname + '?t=' + Date.now())"
            return pages.say(f"<html><head><meta r='m'><script r='m'>{script}</script></head></html>", status=412)

        small_portal.answer = answer
        house.register(small_portal)
        house.crawl()
        assert len(house.state()["reports"]) == 2
        assert [row["title"] for row in house.state()["reports"]] == [
            "云溪县教育局2024年政府信息公开工作年度报告",
            "云溪县财政局2024年政府信息公开工作年度报告",
        ]
        # The file cannot be shown in a page: that is said, and loses nothing else.
        assert {kind for kind, _ in house.health()} <= {"wall"}
        before = house.state()
        house.crawl()
        assert house.state()["versions"] == before["versions"]

    def test_a_wall_that_stays_is_tried_once(self, house, small_portal, pages):
        wall = "<html><head><meta id='x' content='y' r='m'><script r='m'>$_ts=window['$_ts'];</script></head></html>"
        small_portal.answer = lambda path, headers: None if path == "/robots.txt" else pages.say(wall, status=412)
        house.register(small_portal, columns=("/nb/", "/nb2/", "/nb3/"))
        house.crawl()
        assert {kind for kind, _ in house.health()} == {"wall"}
        assert [visit["verdict"] for visit in house.visits()] == ["wall"] * 3
        assert {row["verdict"] for row in house.state()["captures"]} == {"wall"}
        asked = [path for path in small_portal.asked if path.startswith("/nb")]
        # A plain question each; for the first also the browser's and one with its cookies.
        assert len(asked) == 3 + 2


def test_a_redirect_to_itself_that_sets_a_cookie_is_answered_with_the_cookie(house, small_portal, pages):
    honest = dict(small_portal.pages)

    def answer(path, headers):
        if "CT6T=yes" in (headers.get("Cookie") or ""):
            return honest.get(path)
        return pages.say("", status=302, headers={"Location": path, "Set-Cookie": "CT6T=yes; path=/"})

    small_portal.answer = answer
    house.register(small_portal)
    house.crawl()
    assert house.health() == []
    assert len(house.state()["reports"]) == 2

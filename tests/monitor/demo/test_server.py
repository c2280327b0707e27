"""The made-up sites are served as real servers serve: tags, dates, HEAD, 304, forms, and a log."""

import http.client
import socket
from datetime import date
from email.utils import parsedate_to_datetime

import pytest

from monitor.demo.resources import HTML, Resource, Site
from monitor.demo.server import Request, ServeError, serve

ADDRESS = "127.88.1.1"
OTHER = "127.88.1.2"


def resource(text, *, status=200):
    return Resource(HTML, text.encode, date(2026, 1, 15), status=status)


def site(address=ADDRESS, **more):
    pages = {"/": resource("首页"), "/a.html?b=1": resource("带参数"), "/robots.txt": resource("User-agent: *")}
    return Site("甲门户", address, pages, resource("没有", status=404), **more)


def echo(parameters):
    return resource("；".join(f"{name}={value}" for name, value in parameters.items())) if parameters else None


def ask(serving, path, method="GET", *, headers=None, body=None, address=ADDRESS):
    connection = http.client.HTTPConnection(address, serving.port, timeout=20)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


@pytest.fixture
def serving():
    with serve([site(services={"/proxy.jsp": echo})], 0) as running:
        yield running


def test_a_page_comes_with_its_tag_and_date(serving):
    answer, data = ask(serving, "/")
    assert (answer.status, data.decode()) == (200, "首页")
    assert answer.headers["Content-Type"] == HTML
    assert parsedate_to_datetime(answer.headers["Last-Modified"]).date() == date(2026, 1, 15)
    assert answer.headers["ETag"].startswith('"')


def test_the_query_belongs_to_the_address(serving):
    assert ask(serving, "/a.html?b=1")[1].decode() == "带参数"
    assert ask(serving, "/a.html")[0].status == 404


def test_head_answers_as_get_without_the_bytes(serving):
    got, _ = ask(serving, "/")
    answer, data = ask(serving, "/", "HEAD")
    assert data == b""
    assert answer.headers["Content-Length"] == got.headers["Content-Length"]
    assert answer.headers["ETag"] == got.headers["ETag"]


@pytest.mark.parametrize("path", ["/", "/proxy.jsp?x=1"])
def test_a_known_tag_is_answered_with_304_and_no_bytes(serving, path):
    tag = ask(serving, path)[0].headers["ETag"]
    answer, data = ask(serving, path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (answer.status, data) == (304, b"")
    assert answer.headers["ETag"] == tag


def test_a_tag_decides_before_a_date(serving):
    headers = {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2027 00:00:00 GMT"}
    assert ask(serving, "/", headers=headers)[0].status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Thu, 15 Jan 2026 01:30:00 GMT", 304),
        ("Thu, 15 Jan 2026 01:29:59 GMT", 200),
        ("yesterday", 200),
        ("Thu, 15 Jan 2026 01:30:00 -0000", 200),
    ],
)
def test_a_date_decides_where_there_is_no_tag(serving, since, status):
    assert ask(serving, "/", headers={"If-Modified-Since": since})[0].status == status


def test_what_is_missing_is_never_unchanged(serving):
    answer, data = ask(serving, "/nowhere", headers={"If-Modified-Since": "Fri, 01 Jan 2027 00:00:00 GMT"})
    assert (answer.status, data.decode()) == (404, "没有")


def test_a_service_takes_its_parameters_from_query_and_form(serving):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer, data = ask(serving, "/proxy.jsp?startrecord=1", "POST", headers=form, body="col=1&appid=2")
    assert (answer.status, data.decode()) == (200, "startrecord=1；col=1；appid=2")
    assert ask(serving, "/proxy.jsp")[0].status == 404


def test_the_log_holds_every_request_in_order(serving):
    ask(serving, "/")
    ask(serving, "/nowhere", "HEAD")
    assert serving.log == [Request(ADDRESS, "GET", "/", 200), Request(ADDRESS, "HEAD", "/nowhere", 404)]
    assert serving.url(ADDRESS, "/x") == f"http://{ADDRESS}:{serving.port}/x"


def test_a_connection_can_be_used_again(serving):
    connection = http.client.HTTPConnection(ADDRESS, serving.port, timeout=20)
    for path, status in (("/", 200), ("/nowhere", 404), ("/", 200)):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
    connection.close()


def test_a_wall_stands_before_everything_but_robots():
    with serve([site(wall=resource("$_ts", status=412))], 0) as running:
        assert ask(running, "/")[0].status == 412
        assert ask(running, "/any")[0].status == 412
        assert ask(running, "/robots.txt")[0].status == 200


def test_every_site_has_its_address_and_all_share_the_port():
    with serve([site(), site(OTHER)], 0) as running:
        assert ask(running, "/", address=ADDRESS)[0].status == 200
        assert ask(running, "/", address=OTHER)[0].status == 200
    assert {request.address for request in running.log} == {ADDRESS, OTHER}


def test_a_taken_port_is_told_in_one_clear_line_and_nothing_stays_bound():
    with socket.create_server((OTHER, 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(ServeError, match=rf"{OTHER} 的端口 {port} 已被占用；.*--port") as raised,
            serve([site(), site(OTHER)], port),
        ):
            pass
        assert "\n" not in str(raised.value)
        with socket.create_server((ADDRESS, port)):
            pass


def test_an_address_that_is_not_ours_is_told_too():
    with pytest.raises(ServeError, match=r"不能在本机地址 192\.0\.2\.1"), serve([site("192.0.2.1")], 0):
        pass


def test_the_port_is_free_again_afterwards():
    with serve([site()], 0) as running:
        ask(running, "/")
    with serve([site()], running.port) as again:
        assert ask(again, "/")[0].status == 200


def test_a_page_is_made_once():
    made = []

    def make():
        made.append(1)
        return b"x"

    page = Resource(HTML, make, date(2026, 1, 1))
    assert page.body == page.body == b"x"
    assert page.etag == page.etag
    assert made == [1]

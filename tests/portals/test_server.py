"""The harness of the sample portals: both schemes on one port, and every kind of weather."""

import http.client
import ssl
import threading
from datetime import date

import pytest

from monitor.demo.resources import HTML, Resource
from tests.portals.server import Fault, Host, free_port, serve

ADDRESS = "127.77.0.1"
PAGE = "<html><body><p>列表：一行、两行、三行。</p></body></html>"


def resource(text, *, status=200, **more):
    return Resource(HTML, text.encode, date(2026, 1, 15), status=status, **more)


def echo(call):
    return resource(f"{call.method} {call.parameters.get('page')} {call.parameters.get('')} {call.headers['host'][:9]}")


@pytest.fixture
def serving(tmp_path):
    pages = {"/": resource(PAGE), "/a.html": resource("甲", headers={"Set-Cookie": "s=1"})}
    host = Host(ADDRESS, pages, resource("没有", status=404), {"/rows": echo}, {"/": resource("空")})
    with serve([host], free_port(), tmp_path) as running:
        yield running


def ask(serving, path="/", method="GET", *, body=None, headers=None, context=None, timeout=20):
    made = http.client.HTTPSConnection if context else http.client.HTTPConnection
    more = {"context": context} if context else {}
    connection = made(ADDRESS, serving.port, timeout=timeout, **more)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def test_pages_services_and_headers(serving):
    assert ask(serving)[1] == PAGE
    assert ask(serving, "/a.html")[0].headers["Set-Cookie"] == "s=1"
    assert ask(serving, "/rows?page=2")[1] == "GET 2 None 127.77.0."
    assert ask(serving, "/rows", "POST", body="page=3")[1] == "POST 3 None 127.77.0."
    assert ask(serving, "/rows", "POST", body='{"page": 3}')[1] == 'POST None {"page": 3} 127.77.0.'
    assert ask(serving, "/b.html")[0].status == 404
    assert serving.statuses(ADDRESS) == {200: 5, 404: 1}


def test_a_known_page_is_not_sent_again(serving):
    tag = ask(serving)[0].headers["ETag"]
    answer, body = ask(serving, headers={"If-None-Match": tag})
    assert (answer.status, body) == (304, "")


@pytest.mark.parametrize(("fault", "status"), [(Fault.ERROR, 500), (Fault.WALL, 412), (Fault.EMPTY, 200)])
def test_weather_that_answers(serving, fault, status):
    serving.set(ADDRESS, fault)
    answer, body = ask(serving)
    assert answer.status == status
    assert body != PAGE
    serving.clear(ADDRESS)
    assert ask(serving)[1] == PAGE


def test_a_fault_can_befall_some_paths_only(serving):
    serving.set(ADDRESS, Fault.ERROR, only=lambda path: path == "/a.html")
    assert ask(serving)[0].status == 200
    assert ask(serving, "/a.html")[0].status == 500


def test_half_a_body_comes_even_to_who_has_the_whole(serving):
    tag = ask(serving)[0].headers["ETag"]
    serving.set(ADDRESS, Fault.CUT)
    with pytest.raises(http.client.IncompleteRead):
        ask(serving, headers={"If-None-Match": tag})


def test_a_reset(serving):
    serving.set(ADDRESS, Fault.RESET)
    with pytest.raises(ConnectionResetError):
        ask(serving)
    assert serving.statuses(ADDRESS) == {0: 1}


def test_a_request_that_hangs_ends_with_the_weather(serving):
    serving.set(ADDRESS, Fault.HANG)
    threading.Timer(0.2, serving.clear).start()
    with pytest.raises(http.client.RemoteDisconnected):
        ask(serving)


def test_certificates(serving):
    context = ssl.create_default_context(cafile=serving.authority)
    assert ask(serving, context=context)[1] == PAGE
    serving.set(ADDRESS, Fault.EXPIRED)
    assert ask(serving)[1] == PAGE
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        ask(serving, context=context)
    serving.clear()
    assert ask(serving, context=context)[1] == PAGE

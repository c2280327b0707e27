"""Answers that are none: malformed ones are no silence, bombs are named, the pages of a calendar are no reports."""

import gzip
import socket
import threading

import pytest

NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
GARBAGE = b"THIS IS NO HTTP AT ALL\r\n\r\n"


@pytest.fixture
def babbler():
    """A server that answers whatever it is asked with something that is no HTTP, and counts."""
    listener = socket.create_server(("127.88.7.7", 0))
    asked = []

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                path = b"".join(connection.recv(4096).split(b" ")[1:2])
                asked.append(path)
                connection.sendall(NO_ROBOTS if path == b"/robots.txt" else GARBAGE)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    host, port = listener.getsockname()
    yield f"http://{host}:{port}", asked
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_malformed_answers_are_said_as_such_and_are_no_silence(house, babbler):
    url, asked = babbler
    columns = [f"{url}/nb{number}/" for number in range(5)]
    lines = ["delay_seconds = 0", "allow_private_hosts = true", 'contact = "test@example.cn"', "[[portal]]"]
    lines += ['name = "云溪县人民政府"', f'home = "{url}/"', f"columns = {columns}"]
    house.registry.write_text("\n".join(lines), encoding="utf-8")
    house.crawl()
    details = {row["detail"] for row in house.rows("SELECT detail FROM health_events")}
    assert any("不合 HTTP" in detail for detail in details), details
    assert not any("没有应答" in detail for detail in details)
    assert {f"/nb{number}/".encode() for number in range(5)} <= set(asked)


def test_a_gzip_bomb_is_named_as_such(house, small_portal, pages):
    bomb = gzip.compress(bytes(80 << 20))
    small_portal.pages["/nb/202501/P020250120.pdf"] = pages.say(
        bomb, type="application/pdf", headers={"Content-Encoding": "gzip"}
    )
    small_portal.pages["/nb/202501/t20250115_1.html"] = pages.say(bomb, headers={"Content-Encoding": "gzip"})
    house.register(small_portal)
    house.crawl()
    details = [row["detail"] for row in house.rows("SELECT detail FROM health_events")]
    assert len(details) == 2
    assert all("压缩炸弹" in detail for detail in details), details


def test_a_page_of_countless_tags_is_said_and_not_taken_apart(house, small_portal, pages):
    """Small on the wire, it would take gigabytes as a tree; the rest of the portal is visited as ever."""
    crowd = gzip.compress(b"<html><body>" + b"<p>x</p>" * 1_500_000)
    small_portal.pages["/nb/202501/t20250115_1.html"] = pages.say(crowd, headers={"Content-Encoding": "gzip"})
    house.register(small_portal)
    house.crawl()
    details = [row["detail"] for row in house.rows("SELECT detail FROM health_events")]
    assert ["300 万个标记" in detail for detail in details] == [True], details
    others = {row["url"] for row in house.state()["reports"]}
    assert others
    assert not any("t20250115_1" in url for url in others)


def test_the_empty_pages_of_a_calendar_are_no_reports(house, small_portal, pages):
    """Every month has a row that reads like a report, and behind it a page without one."""

    class Months(dict):
        def get(self, path, default=None):
            return super().get(path) or self.month(path) or default

        def month(self, path):
            if path.startswith("/nb/empty"):
                return pages.say("<html><body><h1>日历</h1><table><tr><td></td></tr></table></body></html>")
            if not path.startswith("/nb/cal"):
                return None
            month = int(path.rpartition("=")[2] or 0)
            rows = [(f"/nb/empty?m={month}", f"云溪县第{month}局2024年政府信息公开工作年度报告", "2025-01-15")]
            more = f'<a href="/nb/cal?m={month + 1}">下一页</a>' if month < 8 else ""
            return pages.say(pages.list(rows, more=more))

    small_portal.pages = Months(small_portal.pages)
    asked = []
    small_portal.on_request = asked.append
    house.register(small_portal, columns=("/nb/cal?m=0",))
    house.crawl()
    assert sum(path.startswith("/nb/empty") for path in asked) > 3, asked
    assert house.state()["reports"] == []

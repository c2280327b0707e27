"""``nianbao portals discover``: the search from a home page in a process of its own."""

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main

MENU = (
    "<html><head><title>云溪县人民政府门户网站</title></head><body><ul><li><a href='/zn/'>政府信息公开指南</a></li>"
    "<li><a href='/zd/'>政府信息公开制度</a></li><li><a href='/nb/'>政府信息公开年报</a></li></ul></body></html>"
)


@pytest.fixture
def discover(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["portals", "discover", *arguments])

    return run


@pytest.fixture
def home(small_portal, pages) -> str:
    small_portal.pages["/"] = pages.say(MENU)
    return f"{small_portal.url}/"


def test_a_column_with_its_reasons_and_the_next_step(discover, home, tmp_path):
    result = discover(home)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[:2] == ["1. 政府信息公开年报（把握 100）", f"   {home}nb/"]
    assert "   · 与指南、制度并列" in lines
    command = shlex.split(lines[-1].removeprefix("下一步："))
    assert command == ["nianbao", "portals", "add", "云溪县人民政府", home, "--column", f"{home}nb/"]
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_json_and_csv(discover, home):
    (column,) = json.loads(discover(home, "--format", "json").stdout)
    assert (column["url"], column["title"], column["score"]) == (f"{home}nb/", "政府信息公开年报", 100)
    assert "链接文字“政府信息公开年报”" in column["reasons"]
    head, row = discover(home.removeprefix("http://").rstrip("/"), "--format", "csv").stdout.splitlines()
    assert head == "url,title,score,reasons"
    assert row.startswith(f"{home}nb/,政府信息公开年报,100,")


def test_no_column_is_one(discover, portal, pages):
    portal.pages["/"] = pages.say("<html><body><a href='/wz/'>政府网站工作年度报表</a></body></html>")
    result = discover(f"{portal.url}/", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == []
    assert "没有找到年报栏目" in result.stderr


def test_a_script_that_failed_hides_a_column_only_where_there_was_no_other_way(discover, portal, pages):
    page = "<html><body>{}<script src='/js/head.js'></script></body></html>"
    portal.pages |= {
        "/": pages.say(page.format("<a href='/xxgk/'>政府信息公开</a>")),
        "/xxgk/": pages.say("<p>暂无内容</p>"),
        "/js/head.js": pages.say("", 403),
    }
    result = discover(f"{portal.url}/")
    assert result.exit_code == 1
    assert "没有找到年报栏目" in result.stderr
    portal.pages["/"] = pages.say(page.format("<p>县情</p>"))
    assert discover(f"{portal.url}/").exit_code == 2


def test_what_hinders_the_sight_is_two_and_one_line(discover, portal, pages):
    wall = pages.say("<script>$_ts=window['$_ts'];</script>", 412)
    portal.pages |= {"/": pages.say("<a href='/xxgk/'>政府信息公开</a>"), "/xxgk/": wall}
    closed = f"http://{portal.host}:9/"
    for url, said in (
        (f"{portal.url}/", "不能据此说没有"),
        (f"{portal.url}/nowhere/", "404"),
        (closed, "拒绝连接"),
        ("ftp://a.gov.cn/", "不是网址"),
        ("云溪县", "不是网址"),
    ):
        result = discover(url)
        assert result.exit_code == 2, url
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert result.stdout == ""


def test_robots_are_obeyed(discover, home, small_portal, pages):
    small_portal.pages["/robots.txt"] = pages.say("User-agent: *\nDisallow: /\n", type="text/plain")
    assert "robots" in discover(home).stderr
    assert small_portal.asked == ["/robots.txt"]


def test_other_inner_hosts_than_the_one_typed_are_refused(discover, portal, make_portal, pages):
    other = make_portal()
    portal.pages["/"] = pages.say(f"<a href='{other.url}/nb/'>政府信息公开年报</a>")
    assert discover(f"{portal.url}/").exit_code == 1
    assert other.asked == []


def test_the_users_registry_says_how_politely(discover, home, small_portal, tmp_path):
    text = f'delay_seconds = 0.3\ncontact = "me@example.cn"\n[[portal]]\nname = "乙"\nhome = "{home}"\n'
    (tmp_path / "portals.toml").write_text("allow_private_hosts = true\n" + text, encoding="utf-8")
    assert discover(home).exit_code == 0
    assert any("me@example.cn" in agent for agent in small_portal.agents)
    assert all(
        later - earlier >= 0.25 for earlier, later in zip(small_portal.times, small_portal.times[1:], strict=False)
    )

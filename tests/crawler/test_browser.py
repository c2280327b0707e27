import os
import stat
import subprocess
import sys

import pytest

from crawler.browser import find_browser, launch_options

ROWS = """[{"u":"./202501/t20250115_1.html","t":"云溪县教育局2024年政府信息公开工作年度报告","d":"2025-01-15"}]"""
# The address is put together in a way that only running the script tells.
SCRIPTED = """<html><head><title>政府信息公开年报</title><link rel="stylesheet" href="/style.css"></head><body>
<div id="list"></div><img src="/picture.png"><script src="%s"></script><script>
const address = ['', 'rows', 'json'].join('/').replace('s/j', 's.j');
fetch(address).then(answer => answer.json()).then(rows => setTimeout(() => {
  document.getElementById('list').innerHTML = '<ul>' + rows.map(row =>
    `<li><a href="${row.u}">${row.t}</a><span>${row.d}</span></li>`).join('') + '</ul>';
}, 300));
</script></body></html>"""


# Every page stands behind a route of its own at the one address of the shell.
ROUTED = """<html><head><title>云溪县人民政府</title></head><body><div id="app"></div><script>
const app = document.getElementById('app');
function show() {
  const route = location.hash, menu = '<a href="#/">首页</a><a href="#/open">政府信息公开</a>';
  const ask = (path, then) => fetch(['', 'api', path].join('/')).then(a => a.text()).then(then);
  if (route.startsWith('#/show')) ask(route.split('id=')[1], text => { app.innerHTML = text; });
  else if (route === '#/open/nb') ask('rows', text => { app.innerHTML = menu + text; });
  else if (route === '#/open') app.innerHTML = menu + '<a href="#/open/nb">政府信息公开年报</a>';
  else app.innerHTML = menu + '<p>欢迎</p>';
}
window.onhashchange = show; show();
</script></body></html>"""


@pytest.fixture
def scripted(portal, make_portal, pages):
    """A portal whose list stands in the page only when its script has run; it also calls on another host."""
    other = make_portal()
    portal.other = other
    portal.pages |= {
        "/robots.txt": pages.say("User-agent: *\nDisallow: /secret\n", type="text/plain"),
        "/nb/": pages.say(SCRIPTED % f"{other.url}/count.js"),
        "/rows.json": pages.say(ROWS, type="application/json; charset=utf-8"),
        "/nb/202501/t20250115_1.html": pages.say(pages.report()),
    }
    return portal


@pytest.fixture
def browser():
    if find_browser() is None:
        pytest.skip("no browser on this machine")


def program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


class TestFinding:
    def test_what_the_environment_names_comes_first(self, tmp_path):
        chosen = program(tmp_path / "mine")
        program(tmp_path / "bin" / "chromium")
        assert find_browser({"NIANBAO_BROWSER": chosen, "PATH": str(tmp_path / "bin")}) == chosen

    def test_a_name_that_is_no_program_means_none(self, tmp_path):
        program(tmp_path / "bin" / "chromium")
        assert find_browser({"NIANBAO_BROWSER": "none", "PATH": str(tmp_path / "bin")}) is None

    @pytest.mark.parametrize(("named", "status"), [("sh", 0), ("none", 1)])
    def test_the_module_tells_install_sh_whether_there_is_one(self, named, status):
        command = [sys.executable, "-m", "crawler.browser"]
        done = subprocess.run(command, env=os.environ | {"NIANBAO_BROWSER": named}, check=False)
        assert done.returncode == status

    def test_the_one_of_playwright_comes_before_the_path(self, tmp_path):
        program(tmp_path / "bin" / "chromium")
        old = program(tmp_path / "cache" / "chromium-1100" / "chrome-linux" / "chrome")
        shell = program(tmp_path / "cache" / "chromium_headless_shell-1200" / "chrome-linux" / "headless_shell")
        environment = {"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "cache"), "PATH": str(tmp_path / "bin")}
        assert find_browser(environment) == shell
        (tmp_path / "cache" / "chromium_headless_shell-1200" / "chrome-linux" / "headless_shell").unlink()
        assert find_browser(environment) == old

    def test_commands_on_the_path_in_their_order(self, tmp_path):
        environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
        assert find_browser(environment) is None
        for name in ("msedge", "chromium-browser", "google-chrome", "chromium", "chromium-headless-shell"):
            expected = program(tmp_path / name)
            assert find_browser(environment) == expected

    def test_how_it_is_started(self):
        options = launch_options("/x/chromium")
        assert options["executable_path"] == "/x/chromium"
        assert "--disable-quic" in options["args"]
        assert "--no-sandbox" not in options["args"]


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
class TestRendering:
    def test_a_list_made_by_its_script_is_rendered(self, house, scripted):
        house.register(scripted)
        assert house.crawl().outcome == "completed"
        [visit] = house.visits()
        assert (visit["verdict"], visit["rows"], visit["reports"]) == ("ok", 1, 1)
        assert [row["body"] for row in house.state()["reports"]] == ["云溪县教育局"]
        assert [row["needs_browser"] for row in house.state()["columns"]] == [1]
        assert house.health() == []

    def test_the_browser_keeps_to_the_host_and_loads_nothing_useless(self, house, scripted):
        house.register(scripted)
        house.crawl()
        assert scripted.other.asked == []
        assert not {"/style.css", "/picture.png", "/favicon.ico"} & set(scripted.asked)
        assert all(agent.startswith("nianbao/") for agent in scripted.agents)

    def test_robots_holds_for_what_a_page_asks_for_too(self, house, scripted, pages):
        scripted.pages["/robots.txt"] = pages.say("User-agent: *\nDisallow: /rows.json\n", type="text/plain")
        house.register(scripted)
        house.crawl()
        assert "/rows.json" not in scripted.asked
        assert house.health() == [("empty_column", "nb/")]

    def test_the_second_time_the_browser_is_asked_at_once(self, house, scripted):
        house.register(scripted)
        house.crawl()
        before = house.state()
        scripted.forget()
        house.crawl()
        assert house.state() == before
        assert set(scripted.counts.values()) == {1}

    def test_a_site_whose_pages_are_routes_of_its_script(self, house, portal, pages):
        units = ("云溪县教育局", "云溪县水利局")
        rows = "".join(
            f"<li><a href='#/show?id={n}'>{unit}2024年政府信息公开工作年度报告</a></li>" for n, unit in enumerate(units)
        )
        portal.pages |= {"/": pages.say(ROUTED), "/api/rows": pages.say(f"<ul>{rows}</ul>")}
        portal.pages |= {f"/api/{n}": pages.say(pages.report(unit)) for n, unit in enumerate(units)}
        house.register(portal, columns=())
        house.crawl()
        assert [row["body"] for row in house.state()["reports"]] == list(units)
        before = house.state()
        house.crawl()
        assert house.state() == before
        assert house.health() == []

    def test_a_plain_list_starts_no_browser(self, house, small_portal, monkeypatch, tmp_path):
        mark = tmp_path / "started"
        fake = tmp_path / "fake-browser"
        fake.write_text(f"#!/bin/sh\ntouch {mark}\nexit 1\n", encoding="utf-8")
        fake.chmod(0o755)
        monkeypatch.setenv("NIANBAO_BROWSER", str(fake))
        house.register(small_portal)
        house.crawl()
        assert house.visits()[0]["healthy"] == 1
        assert not mark.exists()


def test_without_a_browser_the_column_is_health_and_the_crawl_goes_on(house, scripted, make_portal, monkeypatch, pages):
    other = make_portal()
    other.pages["/nb/"] = pages.say(
        pages.list([("./1.html", "云溪县水利局2024年政府信息公开工作年度报告", "2025-01-09")])
    )
    other.pages["/nb/1.html"] = pages.say(pages.report("云溪县水利局"))
    monkeypatch.setenv("NIANBAO_BROWSER", "no-such-browser")
    house.register(scripted, other)
    assert house.crawl().outcome == "completed"
    assert house.health() == [("needs_browser", "nb/")]
    verdicts = sorted((visit["verdict"], visit["healthy"]) for visit in house.visits())
    assert verdicts == [("needs_browser", 0), ("ok", 1)]


def test_a_browser_that_does_not_start_is_health_and_the_crawl_goes_on(house, scripted, monkeypatch, tmp_path):
    broken = tmp_path / "broken-browser"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("NIANBAO_BROWSER", str(broken))
    house.register(scripted)
    assert house.crawl().outcome == "completed"
    assert house.health() == [("needs_browser", "nb/")]
    assert [(visit["verdict"], visit["healthy"]) for visit in house.visits()] == [("needs_browser", 0)]

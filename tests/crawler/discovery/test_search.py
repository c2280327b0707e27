"""From a home page to the columns, over scripted portals, and what a later crawl makes of columns found."""

import pytest

from crawler.browser import find_browser

FOUR = (
    "<ul><li><a href='/zn/'>政府信息公开指南</a></li><li><a href='/zd/'>政府信息公开制度</a></li>"
    "<li><a href='/fd/'>法定主动公开内容</a></li><li>{}</li></ul>"
)
LINK = "<a href='/nb/'>政府信息<br>\n公开年报</a>"
HUB = "<html><head><title>{title}</title></head><body>{body}</body></html>"
STRANGERS = (
    "<a href='/wz/'>政府网站工作年度报表</a><a href='/gz/'>政府工作报告</a><a href='/fz/'>法治政府建设年度报告</a>"
    "<a href='/cz/'>财政年报</a><a href='/tj/'>统计年报</a><a href='/jd/'>年报解读</a>"
)


def html(body: str, title: str = "云溪县人民政府") -> str:
    return HUB.format(title=title, body=body)


def found(house) -> list[tuple[str, bool]]:
    """The columns that discovery found, by their paths, and whether each is sure."""
    rows = house.rows("SELECT url, score FROM columns WHERE found_by = 'discovery' AND active ORDER BY score DESC, id")
    return [(row["url"].split("/", 3)[3], row["score"] >= 70) for row in rows]


@pytest.fixture
def site(small_portal, pages, house):
    """A portal without declared columns: ``site(path=page, ...)`` adds pages, crawls and gives what was found."""

    def crawl(added: dict) -> list[tuple[str, bool]]:
        small_portal.pages |= {
            path: body if hasattr(body, "bytes") else pages.say(body) for path, body in added.items()
        }
        house.register(small_portal, columns=())
        house.crawl()
        return found(house)

    return crawl


class TestTheWay:
    def test_through_a_hub_past_strangers(self, site, house, small_portal):
        assert site(
            {"/": html("<a href='/xxgk/'>政府信息公开</a>" + STRANGERS), "/xxgk/": html(FOUR.format(LINK))}
        ) == [("nb/", True)]
        assert len(house.state()["reports"]) == 2
        (row,) = house.rows("SELECT title, score, reasons FROM columns")
        assert row["title"] == "政府信息公开年报"
        assert "与指南、制度、主动公开并列" in row["reasons"]
        assert not {"/wz/", "/gz/", "/fz/", "/cz/", "/tj/", "/jd/"} & set(small_portal.asked)
        assert set(small_portal.counts.values()) == {1}, "a page is asked once, by the search or by the visit"

    def test_a_hub_that_lists_units_beside_its_own_column(self, site, pages):
        names = ("教育局", "财政局", "民政局", "水利局")
        units = "".join(f"<li><a href='/dw/{number}/'>云溪县{name}</a></li>" for number, name in enumerate(names))
        own = {
            f"/dw/{number}/": html(f"<a href='/dw/{number}/zn/'>公开指南</a><a href='/dw/{number}/nb/'>年报</a>", name)
            for number, name in enumerate(names)
        }
        lists = {
            f"/dw/{number}/nb/": html(
                f"<ul><li><a href='t20250115_{number}.html'>云溪县{name}2024年政府信息公开工作年度报告</a>"
                "<span>2025-01-15</span></li></ul>",
                "年报",
            )
            for number, name in enumerate(names)
        }
        hub = html(FOUR.format(LINK) + f"<h3>部门信息公开</h3><ul>{units}</ul>", "政府信息公开")
        found = site({"/": html("<a href='/xxgk/'>政府信息公开</a>"), "/xxgk/": hub, **own, **lists})
        assert [path for path, _ in found] == ["nb/", "xxgk/"]

    def test_a_column_whose_titles_are_cut_and_bear_no_day(self, site):
        rows = "".join(f"<p><a href='/c/{year}/content_{year}1.html'>云溪县{year}年…</a></p>" for year in (2022, 2023))
        assert site(
            {"/": html("<a href='/nb/'>政府信息公开年报</a>"), "/nb/": html(f"<div>{rows}</div>", "政府信息公开年报")}
        ) == [("nb/", True)]

    @pytest.mark.parametrize(
        "shell",
        [
            "<script>location.replace('/home/')</script>",
            "<html><head><meta http-equiv='refresh' content='0;url=/home/'></head></html>",
            "<script>window.location.href = '/home/';</script>",
            "<html><frameset cols='20,80'><frame src='/left.html'><frame src='/home/'></frameset></html>",
            "<html><body><iframe src='/home/'></iframe></body></html>",
        ],
    )
    def test_through_a_shell(self, site, shell):
        assert site({"/": shell, "/home/": html(FOUR.format(LINK)), "/left.html": html("<p>左</p>")}) == [("nb/", True)]

    def test_through_a_shell_to_the_same_directory_s_index(self, site):
        shell = "<script>window.location.href = '/index.html'</script>"
        assert site({"/": shell, "/index.html": html(FOUR.format(LINK))}) == [("nb/", True)]

    def test_a_column_that_does_not_name_itself(self, site, pages):
        rows = "".join(
            f"<tr><td><a href='/show.asp?id={year}'>云溪县教育局{year}年度政府信…</a></td><td>({year}/01/19)</td></tr>"
            for year in (2025, 2024, 2023, 2022)
        )
        assert site({"/": html(FOUR.format(LINK)), "/nb/": f"<html><body><table>{rows}</table></body></html>"}) == [
            ("nb/", True)
        ]

    @pytest.mark.parametrize(
        ("home", "more"),
        [
            (html("<script>document.write(\"<a href='/nb/'>政府信息公开年报</a>\")</script>"), {}),
            (html("<script src='/script/0/2001.js'></script>"), {"/script/0/2001.js": "document.write('%s')"}),
            (html("<script src='/js/head.js'></script>"), {"/js/head.js": "var h='';h+='%s';$('#h').html(h);"}),
            (html("<div id=m></div><script>$('#m').load('/inc/menu.html')</script>"), {"/inc/menu.html": "%s"}),
            (html("<iframe src='/inc/left.html'></iframe><p>" + "县情简介。" * 60), {"/inc/left.html": "%s"}),
            (html("<img src=x><map><area href='/nb/' alt='信息公开年报'></map>"), {}),
            (html("<a href='/nb/'><img src='/i.png' alt='政府信息公开年报'></a>"), {}),
            (html("<script>var t=[{name:'政府信息公开年报',url:'/nb/'}];build(t)</script>"), {}),
        ],
    )
    def test_through_menus_that_scripts_and_frames_hold(self, site, home, more):
        link = '<a href="/nb/">政府信息公开年报</a>'
        assert site({"/": home} | {path: body.replace("%s", link) for path, body in more.items()}) == [("nb/", True)]

    def test_by_the_guide_where_the_hub_does_not_say_it(self, site):
        hub = "<script>function zn(i){location.href='zn?id='+i}</script><a onclick='zn(2)'>政府信息公开指南</a>"
        home = html("<a href='/xxgk/'>信息公开</a>")
        assert site({"/": home, "/xxgk/": html(hub), "/xxgk/zn?id=2": html(FOUR.format(LINK))}) == [("nb/", True)]

    def test_by_the_breadcrumb_of_a_report_on_the_home_page(self, site, small_portal, pages):
        crumb = "<div class='position'><a href='/'>首页</a> &gt; <a href='/nb/'>政府信息公开年报</a></div><h1>"
        report = pages.report().replace("<h1>", crumb)
        home = html(
            "<ul><li><a href='/nb/202501/t20250115_1.html'>云溪县教育局2024年政府信息公开工作年度报告</a></li></ul>"
        )
        assert site({"/": home, "/nb/202501/t20250115_1.html": report}) == [("nb/", True)]

    def test_tabs_on_the_hub_itself(self, site, small_portal):
        rows = small_portal.pages["/nb/"].body.replace("./202501/", "/nb/202501/")
        tabs = FOUR.format("<a href='#nb'>政府信息公开年报</a>") + f"<div id='nb'>{rows}</div>"
        assert site({"/": html("<a href='/xxgk/'>政府信息公开</a>"), "/xxgk/": html(tabs, "政府信息公开")}) == [
            ("xxgk/", True)
        ]

    def test_the_home_link_leads_to_the_report_itself(self, site, house, pages):
        home = html("<a href='/2024.html'>云溪县2024年政府信息公开工作年度报告</a>")
        assert site({"/": home, "/2024.html": pages.report("云溪县")}) == [("2024.html", False)]
        assert [report["year"] for report in house.state()["reports"]] == [2024]

    def test_the_platform_of_guangdong(self, site, house, small_portal):
        tree = '[{"id":2571,"name":"政府信息公开年报","jump_url":"","post_count":1}]'
        config = f"<script>window._CONFIG={{SID:'7',TREE: {tree},SERVICE_AREA_ID:1}}</script>"
        shell = f"<html><body><div id='app'></div>{config}"
        api = (
            '{"articles":[{"id":1,"title":"云溪县教育局2024年政府信息公开工作年度报告",'
            f'"url":"{small_portal.url}/nb/202501/t20250115_1.html","display_publish_time":1736899200}}],"total":1}}'
        )
        assert site(
            {
                "/": html("<a href='/gkmlpt/index'>政府信息公开</a>"),
                "/gkmlpt/index": shell,
                "/gkmlpt/api/all/2571?page=1&sid=7": api,
            }
        ) == [("gkmlpt/index", True)]
        assert len(house.state()["reports"]) == 1

    def test_several_columns(self, site, small_portal, pages):
        units = pages.list([("./t20250110_9.html", "云溪县民政局2024年政府信息公开工作年度报告", "2025-01-10")])
        menu = LINK + "<a href='/bmnb/'>部门信息公开年报</a>"
        assert site({"/": html(FOUR.format(menu)), "/bmnb/": units}) == [("nb/", True), ("bmnb/", True)]

    def test_years_of_a_column_are_no_columns_of_their_own(self, site, pages):
        years = "<ul><li><a href='/nb/2023n/'>2023年</a></li><li><a href='/nb/2022n/'>2022年</a></li></ul>"
        column = pages.list([], years)
        report = pages.list([("./t20240110_9.html", "云溪县民政局2023年政府信息公开工作年度报告", "2024-01-10")])
        menu = LINK + "<a href='/nb/2023n/'>年报</a>"
        assert site({"/": html(FOUR.format(menu)), "/nb/": column, "/nb/2023n/": report, "/nb/2022n/": report}) == [
            ("nb/", True)
        ]

    def test_a_shell_that_opens_the_latest_year_stays_the_column(self, site, pages):
        years = "<ul><li><a href='/nb/2024n/'>2024年</a></li><li><a href='/nb/2023n/'>2023年</a></li></ul>"
        title = "云溪县教育局{}年政府信息公开工作年度报告"
        page = {
            year: pages.list([(f"./t{year}0110_9.html", title.format(year), f"{year + 1}-01-10")], years, f"{year}年")
            for year in (2024, 2023)
        }
        assert site(
            {
                "/": html(FOUR.format(LINK)),
                "/nb/": "<script>location.replace('./2024n/')</script>",
                "/nb/2024n/": page[2024],
                "/nb/2023n/": page[2023],
            }
        ) == [("nb/", True)]

    def test_units_whose_own_pages_have_a_column_each(self, site, house, small_portal, pages):
        """部门信息公开 → a unit's page of disclosure → its 年报; strangers stay out."""
        added = {"/": html(FOUR.format(LINK) + "<a href='/bm/'>部门信息公开</a>")}
        units = {"sw": "云溪县水务局", "mz": "云溪县民政局", "js": "云溪县建设局"}
        links = "".join(f"<li><a href='/{at}/'>{name}</a></li>" for at, name in units.items())
        added["/bm/"] = html(f"<ul>{links}</ul>")
        for at, name in units.items():
            news = f"<ul><li><a href='/{at}/t20250301_1.html'>{name}召开会议</a><span>2025-03-01</span></li></ul>"
            menu = FOUR.format("<a href='/nb/'>政府信息公开年报</a>").replace("href='/", f"href='/{at}/")
            row = (f"/{at}/nb/t20250120_1.html", f"{name}2024年政府信息公开工作年度报告", "2025-01-20")
            added |= {f"/{at}/": html(menu + news, name), f"/{at}/nb/": pages.list([row])}
            added[row[0]] = pages.report(name, on="2025-01-20")
        assert site(added) == [("nb/", True), ("bm/", False)]
        assert {row["body"] for row in house.state()["reports"]} == {"云溪县教育局", "云溪县财政局", *units.values()}
        assert not [path for path in small_portal.asked if "t20250301" in path]
        assert house.health() == []

    def test_units_whose_pages_list_their_reports_below_their_classes(self, site, house, pages):
        units = {"sw": "云溪县水务局", "mz": "云溪县民政局", "js": "云溪县建设局"}
        links = "".join(f"<li><a href='/bm/{at}/'>{name}</a></li>" for at, name in units.items())
        added = {
            "/": html("<a href='/xxgk/'>政务公开</a>"),
            "/xxgk/": html("<a href='/bm/'>部门信息公开</a>"),
            "/bm/": html("<ul><li><a href='/bm/zf/'>政府部门</a></li><li><a href='/bm/zs/'>直属机构</a></li></ul>"),
            "/bm/zf/": html(f"<ul>{links}</ul>"),
            "/bm/zs/": html("<p>暂无</p>"),
        }
        for at, name in units.items():
            row = (f"/bm/{at}/t20250120_1.html", f"{name}2024年政府信息公开工作年度报告", "2025-01-20")
            added |= {f"/bm/{at}/": pages.list([row], title=name), row[0]: pages.report(name, on="2025-01-20")}
        assert site(added) == [("bm/", False)]
        assert {row["body"] for row in house.state()["reports"]} == set(units.values())

    def test_a_table_of_units_is_the_column(self, site, house, pages):
        units = {"sw": "云溪县水务局", "mz": "云溪县民政局", "js": "云溪县建设局"}
        cells = "<tr><td>{1}</td><td><a href='/{0}/zn/'>指南</a></td><td><a href='/{0}/nb/'>年报</a></td></tr>"
        table = "<table>" + "".join(cells.format(*unit) for unit in units.items()) + "</table>"
        added = {"/": html("<a href='/xxgk/'>信息公开</a>"), "/xxgk/": html(table)}
        for at, name in units.items():
            row = (f"/{at}/nb/t20250120_1.html", f"{name}2024年政府信息公开工作年度报告", "2025-01-20")
            added |= {f"/{at}/nb/": pages.list([row]), row[0]: pages.report(name, on="2025-01-20")}
        assert site(added) == [("xxgk/", True)]
        assert {row["body"] for row in house.state()["reports"]} == set(units.values())

    def test_through_frames_in_frames(self, site):
        frames = "<html><frameset rows='10,90'>{}</frameset></html>"
        main = "<frame src='top.html'><frameset cols='1,2'><frame src='left.html'><frame src='body.html'></frameset>"
        added = {
            "/": "<html><head><meta http-equiv=refresh content='0;url=main.html'></head></html>",
            "/main.html": frames.format(main),
            "/top.html": html("<a href='/gk.html' target='b'>政府信息公开</a>"),
            "/left.html": html("<p>左</p>"),
            "/body.html": html("<p>县情简介。</p>" * 100),
            "/gk.html": frames.format("<frame src='gkl.html'><frame src='gkr.html'>"),
            "/gkl.html": html(FOUR.format(LINK)),
            "/gkr.html": html("<p>公开是原则。</p>" * 80),
        }
        assert site(added) == [("nb/", True)]

    def test_by_the_map_of_the_site(self, site):
        assert site({"/": html("<a href='/map.html'>网站地图</a>"), "/map.html": html(STRANGERS + LINK)}) == [
            ("nb/", True)
        ]

    def test_by_a_departments_words(self, site):
        hub = html("<a href='/nb/'>信息公开年度报告</a>")
        assert site({"/": html("<a href='/gk/'>局务公开</a>"), "/gk/": hub}) == [("nb/", True)]

    def test_a_link_of_the_right_name_to_strangers(self, site, pages):
        bad = pages.list(
            [("/wz/t20250110_9.html", "云溪县2024年政府网站工作年度报表", "2025-01-10")], title="政府网站年报"
        )
        home = html("<a href='/wz/'>信息公开年报</a><a href='/gk/'>政府信息公开</a>")
        assert site({"/": home, "/wz/": bad, "/gk/": html(FOUR.format(LINK))}) == [("nb/", True)]

    def test_the_search_ends(self, site, house, small_portal):
        hubs = {
            f"/{n}/": html("".join(f"<a href='/{n * 3 + i}/'>信息公开</a>" for i in range(3))) for n in range(1, 60)
        }
        assert site({"/": html("<a href='/1/'>政府信息公开</a>"), **hubs}) == []
        assert len(small_portal.asked) <= 26
        assert house.health() == [("empty_column", "")]


class TestColumnsOfManyPages:
    @pytest.fixture
    def years(self, pages):
        """Lists of one year each under a path, with their reports."""

        def make(base: str) -> dict:
            made = {}
            for year in (2024, 2023):
                row = (
                    f"{base}{year}/t{year}0110_9.html",
                    f"云溪县教育局{year}年政府信息公开工作年度报告",
                    f"{year + 1}-01-10",
                )
                made[f"{base}{year}/"] = pages.list([row], title=f"{year}年")
                made[row[0]] = pages.report(year=year, on=row[2])
            return made

        return make

    @pytest.mark.parametrize(
        "menu",
        [
            "<dl><dt>政府信息公开年报</dt><dd>{}</dd><dd>{}</dd></dl>",
            "<li><a href='javascript:;'>政府信息公开年报</a><ul><li>{}</li><li>{}</li></ul></li>",
            "<h3>政府信息公开年报</h3><select>{}{}</select>",
        ],
    )
    def test_a_name_on_the_hub_with_years_below_it(self, site, house, years, menu):
        link = "<option value='/y/{0}/'>{0}年</option>" if "select" in menu else "<a href='/y/{0}/'>{0}年</a>"
        hub = html(FOUR.format("年报") + menu.format(link.format(2024), link.format(2023)), "政府信息公开")
        assert [url for url, _ in site({"/": html("<a href='/gk/'>政府信息公开</a>"), "/gk/": hub} | years("/y/"))] == [
            "gk/"
        ]
        assert sorted(report["year"] for report in house.state()["reports"]) == [2023, 2024]

    def test_a_menu_of_years_beside_a_shell(self, site, house, years):
        links = "<li><a href='/nb/2024/'>2024</a></li><li><a href='/nb/2023/'>2023</a></li>"
        menu = f"<h3>政府信息公开年报</h3><ul>{links}</ul>"
        added = {
            path: page.replace("<ul class='list'>", f"<div class='left'>{menu}</div><ul class='list'>")
            for path, page in years("/nb/").items()
        }
        shell = "<html><head><meta http-equiv='refresh' content='0; url=./2024/'></head></html>"
        assert site({"/": html(FOUR.format(LINK)), "/nb/": shell} | added) == [("nb/", True)]
        assert sorted(report["year"] for report in house.state()["reports"]) == [2023, 2024]


class TestWhatIsNoColumn:
    @pytest.mark.parametrize(
        "title", ["云溪县2024年政府网站工作年度报表", "云溪县2024年法治政府建设年度报告", "2024年政府工作报告"]
    )
    def test_a_page_of_strangers(self, site, house, pages, title):
        strangers = pages.list([(f"./t2025011{n}_9.html", title, f"2025-01-1{n}") for n in range(3)], title="年度报告")
        assert (
            site({"/": html("<h3>信息公开</h3><ul><li><a href='/qt/'>年度报告</a></li></ul>"), "/qt/": strangers}) == []
        )
        assert [kind for kind, _ in house.health()] == ["empty_column"]

    def test_an_empty_page_of_the_right_name_keeps_a_low_score_and_gives_way(self, site, house, small_portal):
        menu = "<a href='/leer/'>政府信息公开年报</a>"
        pages = {"/": html(menu + "<a href='/xxgk/'>政府信息公开</a>"), "/leer/": html("<p>政府信息公开年报</p>")}
        assert site(pages) == [("leer/", False)]
        assert house.health() == [("empty_column", "leer/")]
        small_portal.pages["/robots.txt"].body += "\n"
        assert site(pages | {"/xxgk/": html(FOUR.format(LINK))}) == [("nb/", True)]

    def test_mirrors_on_foreign_hosts(self, house, small_portal, make_portal, pages):
        mirror = make_portal()
        mirror.pages["/nb/"] = small_portal.pages["/nb/"]
        small_portal.pages["/"] = pages.say(html(FOUR.format(f"<a href='{mirror.url}/nb/'>政府信息公开年报</a>")))
        house.register(small_portal, columns=())
        house.crawl()
        assert found(house) == []
        assert mirror.asked == []
        assert "别的主机" in house.rows("SELECT detail FROM health_events")[0]["detail"]

    def test_a_host_that_the_registry_names(self, house, small_portal, make_portal, pages):
        home = make_portal()
        home.pages["/"] = pages.say(html(f"<a href='{small_portal.url}/xxgk/'>政府信息公开</a>"))
        small_portal.pages["/xxgk/"] = pages.say(html(FOUR.format(LINK)))
        house.register(home, columns=())
        house.registry.write_text(
            house.registry.read_text(encoding="utf-8") + f'\nhosts = ["{small_portal.host}"]\n', encoding="utf-8"
        )
        house.crawl()
        assert found(house) == [("nb/", True)]
        assert len(house.state()["reports"]) == 2


class TestWeather:
    def test_a_wall_before_the_hub_is_a_wall_and_not_a_missing_column(self, site, house, pages):
        wall = pages.say("<script>$_ts=window['$_ts'];</script>", 412)
        assert site({"/": html("<a href='/xxgk/'>政府信息公开</a>"), "/xxgk/": wall}) == []
        assert house.health() == [("wall", "xxgk/")]

    def test_a_column_that_gave_no_answer_is_known_by_what_leads_to_it(self, site, house, pages):
        assert site({"/": html(FOUR.format(LINK)), "/nb/": pages.say("", 503)}) == [("nb/", False)]
        assert "empty_column" not in [kind for kind, _ in house.health()]
        assert [visit["healthy"] for visit in house.visits()] == [0]

    def test_a_home_page_that_is_gone(self, site, house):
        assert site({}) == []
        assert house.health() == [("unreachable", "")]


MENU_BY_SCRIPT = """<html><head><title>云溪县人民政府</title></head><body><div id="app"></div><script>
fetch('/api/' + 'me' + 'nu.json').then(r => r.json()).then(menu => { const box = document.getElementById('app');
  for (const [name, slug] of menu) {
    const a = document.createElement('a'); a.href = '/' + slug + '/'; a.textContent = name; box.appendChild(a); } });
</script></body></html>"""


class TestMenusThatOnlyABrowserShows:
    @pytest.fixture
    def added(self, pages):
        menu = '[["首页",""],["政府信息公开年报","nb"]]'
        return {"/": MENU_BY_SCRIPT, "/api/menu.json": pages.say(menu, type="application/json")}

    @pytest.mark.browser
    def test_one_look_with_the_browser(self, site, house, added):
        if find_browser() is None:
            pytest.skip("no browser on this machine")
        assert site(added) == [("nb/", True)]
        assert house.health() == []

    def test_without_a_browser_it_is_said(self, site, house, added, monkeypatch):
        monkeypatch.setenv("NIANBAO_BROWSER", "none")
        assert site(added) == []
        assert house.health() == [("needs_browser", "")]


class TestLater:
    def test_a_column_once_found_is_not_searched_again(self, site, house, small_portal):
        site({"/": html("<a href='/xxgk/'>政府信息公开</a>"), "/xxgk/": html(FOUR.format(LINK))})
        before = house.state()
        small_portal.forget()
        house.crawl()
        assert "/" not in small_portal.asked
        assert set(small_portal.counts.values()) == {1}
        assert house.state() | {"frontier": []} == before | {"frontier": []}

    def test_after_a_redesign_the_watch_mends_itself_and_says_so(self, site, house, small_portal, pages):
        site({"/": html(FOUR.format(LINK))})
        for path in [path for path in small_portal.pages if path.startswith("/nb/")]:
            small_portal.pages["/new" + path] = small_portal.pages.pop(path)
        small_portal.pages["/"] = pages.say(html(FOUR.format("<a href='/new/nb/'>政府信息公开年报</a>")))
        house.crawl()
        assert found(house) == [("new/nb/", True)]
        (event,) = house.rows("SELECT kind, detail FROM health_events WHERE run_id = 2")
        assert "重新发现的栏目在" in event["detail"]
        assert f"{small_portal.url}/new/nb/" in event["detail"]
        assert house.state()["absences"] == [], "a report that moved is not withdrawn"
        house.crawl()
        assert house.health() == []
        assert [(visit["verdict"], visit["healthy"]) for visit in house.visits()] == [("ok", 1)]

    def test_a_column_that_emptied_is_searched_and_kept_where_nothing_surer_is_found(
        self, site, house, small_portal, pages
    ):
        site({"/": html(FOUR.format(LINK))})
        small_portal.pages["/nb/"] = pages.say(pages.list([]))
        house.crawl()
        assert [url for url, _ in found(house)] == ["nb/"]
        assert house.health() == [("empty_column", "nb/")]

    def test_a_column_whose_address_leads_home_is_searched_again(self, site, house, small_portal, pages):
        site({"/": html(FOUR.format(LINK))})
        small_portal.pages["/nb/"] = pages.say("", status=302, headers={"Location": "/"})
        rows = [("/nb/202501/t20250115_1.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15")]
        small_portal.pages["/new/"] = pages.say(pages.list(rows))
        small_portal.pages["/"] = pages.say(html(FOUR.format("<a href='/new/'>政府信息公开年报</a>")))
        house.crawl()
        assert found(house) == [("new/", True)]

    def test_an_address_that_is_silent_for_days_is_searched_again(self, site, house, small_portal, pages):
        site({"/": html(FOUR.format(LINK))})
        small_portal.pages["/new/"] = small_portal.pages["/nb/"]
        small_portal.pages["/nb/"] = pages.say("", 500)
        small_portal.pages["/"] = pages.say(html(FOUR.format("<a href='/new/'>政府信息公开年报</a>")))
        for _ in range(2):
            house.crawl()
            assert found(house) == [("nb/", True)]
        house.crawl()
        assert found(house) == [("new/", True)]

    def test_a_single_report_is_searched_again_for_the_next_one(self, site, house, small_portal, pages):
        site(
            {
                "/": html("<a href='/2023.html'>云溪县2023年政府信息公开工作年度报告</a>"),
                "/2023.html": pages.report("云溪县", year=2023),
            }
        )
        small_portal.pages["/"] = pages.say(html("<a href='/2024.html'>云溪县2024年政府信息公开工作年度报告</a>"))
        small_portal.pages["/2024.html"] = pages.say(pages.report("云溪县"))
        house.crawl()
        assert sorted(report["year"] for report in house.state()["reports"]) == [2023, 2024]
        assert house.health() == []

    def test_what_a_wall_hid_is_searched_again(self, site, house, small_portal, pages):
        units = pages.list([("./t20250110_9.html", "云溪县民政局2024年政府信息公开工作年度报告", "2025-01-10")])
        home = html("<a href='/xxgk/'>政府信息公开</a><h3>信息公开</h3><ul><li><a href='/bmnb/'>年报</a></li></ul>")
        assert site({"/": home, "/xxgk/": pages.say("", 503), "/bmnb/": units.replace("政府信息公开年报", "年报")}) == [
            ("bmnb/", True)
        ]
        small_portal.pages["/xxgk/"] = pages.say(html(FOUR.format(LINK)))
        house.crawl()
        assert found(house) == [("nb/", True), ("bmnb/", True)]
        house.crawl()
        small_portal.forget()
        house.crawl()
        assert "/" not in small_portal.asked, "once all was seen there is nothing to search for"

    def test_another_portals_column_is_left_to_it(self, house, small_portal, make_portal, pages):
        small_portal.pages["/"] = pages.say(html(FOUR.format(LINK)))
        small_portal.pages["/jyj/"] = small_portal.pages["/"]
        text = f"""delay_seconds = 0
allow_private_hosts = true
[[portal]]
name = "云溪县人民政府"
home = "{small_portal.url}/"
columns = ["{small_portal.url}/nb/"]
[[portal]]
name = "云溪县教育局"
home = "{small_portal.url}/jyj/"
"""
        house.registry.write_text(text, encoding="utf-8")
        house.crawl()
        assert [row["found_by"] for row in house.state()["columns"]] == ["registry"]


class TestHostsOfOneGovernment:
    """Names as on the internet, all answered by one scripted server that stands as the proxy."""

    @pytest.fixture
    def crawl(self, house, portal, pages, monkeypatch):
        monkeypatch.setenv("http_proxy", portal.url)
        monkeypatch.delenv("no_proxy", raising=False)

        def run(home: str, added: dict) -> list[str]:
            portal.pages |= {url: page if hasattr(page, "bytes") else pages.say(page) for url, page in added.items()}
            house.registry.write_text(
                f'delay_seconds = 0\ncontact = "test@example.cn"\n[[portal]]\nname = "甲"\nhome = "{home}"\n',
                encoding="utf-8",
            )
            house.crawl()
            return [
                row["url"] for row in house.rows("SELECT url FROM columns WHERE found_by = 'discovery' ORDER BY url")
            ]

        return run

    @pytest.fixture
    def column(self, pages):
        row = ("http://www.jia.gov.cn/t20250115_1.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15")
        files = [("http://files.jia.gov.cn/1.pdf", "年报.pdf")]
        return {
            "http://{}/nb/": pages.list([row]),
            row[0]: pages.report(files=files),
            files[0][0]: pages.say(b"%PDF-1.4\n%made up\n" + b"x" * 2000, type="application/pdf"),
        }

    def asked(self, portal) -> set[str]:
        return {url.split("/")[2] for url in portal.asked}

    def test_a_hub_on_the_disclosure_host(self, crawl, portal, house, column):
        links = "<a href='http://jiagov.com/nb/'>政府信息公开年报</a><a href='http://jyj.jia.gov.cn/'>教育局</a>"
        hub = FOUR.format("<a href='/nb/'>政府信息公开年报</a>") + "<a href='http://jyj.jia.gov.cn/xxgk/'>信息公开</a>"
        added = {
            "http://www.jia.gov.cn/": html("<a href='http://xxgk.jia.gov.cn/'>政府信息公开</a>" + links),
            "http://xxgk.jia.gov.cn/": html(hub),
        }
        added |= {url.format("xxgk.jia.gov.cn"): page for url, page in column.items()}
        assert crawl("http://www.jia.gov.cn/", added) == ["http://xxgk.jia.gov.cn/nb/"]
        assert self.asked(portal) == {"www.jia.gov.cn", "xxgk.jia.gov.cn", "files.jia.gov.cn"}
        assert [row["role"] for row in house.state()["files"]] == ["page", "file"]

    def test_another_bodys_host_where_the_entry_of_the_home_page_leads_there(self, crawl, portal, column):
        added = {
            "http://jyj.jia.gov.cn/": html("<a href='http://www.jia.gov.cn/bm/jyj/'>信息公开</a>"),
            "http://www.jia.gov.cn/bm/jyj/": html(FOUR.format("<a href='/nb/'>政府信息公开年报</a>")),
        }
        added |= {url.format("www.jia.gov.cn"): page for url, page in column.items()}
        assert crawl("http://jyj.jia.gov.cn/", added) == ["http://www.jia.gov.cn/nb/"]

    def test_no_further_than_that(self, crawl, portal, house, column):
        added = {
            "http://yi.jia.gov.cn/": html("<a href='/gk/'>政府信息公开</a>"),
            "http://yi.jia.gov.cn/gk/": html("<a href='http://www.jia.gov.cn/nb/'>政府信息公开年报</a>"),
        }
        added |= {url.format("www.jia.gov.cn"): page for url, page in column.items()}
        assert crawl("http://yi.jia.gov.cn/", added) == []
        assert "别的主机 www.jia.gov.cn" in house.rows("SELECT detail FROM health_events")[0]["detail"]

    def test_a_home_page_that_moved_within_its_government(self, crawl, portal, pages, column):
        added = {
            "http://www.jia.gov.cn/": pages.say("", status=302, headers={"Location": "http://new.jia.gov.cn/"}),
            "http://new.jia.gov.cn/": html("<a href='/gk/'>政府信息公开</a>"),
            "http://new.jia.gov.cn/gk/": html(FOUR.format("<a href='/nb/'>政府信息公开年报</a>")),
        }
        added |= {url.format("new.jia.gov.cn"): page for url, page in column.items()}
        assert crawl("http://www.jia.gov.cn/", added) == ["http://new.jia.gov.cn/nb/"]

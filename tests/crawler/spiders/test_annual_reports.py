import pytest


def urls(rows):
    return [row["url"].split("/", 3)[3] for row in rows]


def test_reports_are_kept_with_whose_and_which_year_and_strangers_only_listed(house, small_portal):
    house.register(small_portal)
    assert house.crawl().outcome == "completed"
    state = house.state()
    assert [(row["body"], row["year"], row["published_on"], row["published_from"]) for row in state["reports"]] == [
        ("云溪县教育局", 2024, "2025-01-15", "label"),
        ("云溪县财政局", 2024, "2025-01-20", "label"),
    ]
    assert [(row["verdict"], bool(row["reason"])) for row in state["listings"]] == [
        ("report", False),
        ("report", False),
        ("stranger", True),
    ]
    assert "/nb/202501/t20250121_3.html" not in small_portal.asked


def test_files_come_with_the_page_as_referer(house, small_portal):
    house.register(small_portal)
    house.crawl()
    page = f"{small_portal.url}/nb/202501/t20250120_2.html"
    assert small_portal.referers["/nb/202501/P020250120.pdf"] == page
    assert small_portal.referers["/nb/202501/t20250120_2.html"] == f"{small_portal.url}/nb/"
    files = [(row["role"], row["name"]) for row in house.state()["files"]]
    assert files == [("page", ""), ("page", ""), ("file", "财政局年报.pdf")]


def test_the_user_agent_says_who_we_are(house, small_portal):
    house.register(small_portal)
    house.crawl()
    [agent] = small_portal.agents
    assert agent.startswith("nianbao/")
    assert "test@example.cn" in agent


def test_a_row_that_is_a_file_is_a_report(house, portal, pages):
    row = ("./2024.pdf", "云溪县水利局2024年政府信息公开工作年度报告", "2025-01-09")
    portal.pages["/nb/"] = pages.say(pages.list([row, ("./x.pdf", "附件下载", "2025-01-09")]))
    portal.pages["/nb/2024.pdf"] = pages.say(b"%PDF-1.4\nmade up", type="application/pdf")
    portal.pages["/nb/x.pdf"] = pages.say(b"%PDF-1.4\nwhatever", type="application/pdf")
    house.register(portal)
    house.crawl()
    [report] = house.state()["reports"]
    assert (report["body"], report["year"], report["published_on"]) == ("云溪县水利局", 2024, "2025-01-09")
    assert [(row["role"], row["position"]) for row in house.state()["files"]] == [("file", 0)]


def test_the_sole_body_of_a_roster_and_the_roster_s_spelling(house, portal, pages):
    portal.pages["/nb/"] = pages.say(pages.list([("./1.html", "2024年政府信息公开工作年度报告", "2025-01-09")]))
    portal.pages["/nb/1.html"] = pages.say(pages.report(""))
    house.register(portal, bodies=[("云溪县水利局", "department")])
    house.crawl()
    [report] = house.state()["reports"]
    assert report["body"] == "云溪县水利局"


def test_a_relative_name_is_the_roster_s_body(house, portal, pages):
    portal.pages["/nb/"] = pages.say(pages.list([("./1.html", "县水利局2024年政府信息公开工作年度报告", "2025-01-09")]))
    portal.pages["/nb/1.html"] = pages.say(pages.report("县水利局"))
    house.register(portal, bodies=[("云溪县水利局", "department"), ("云溪县教育局", "department")])
    house.crawl()
    [report] = house.state()["reports"]
    assert report["body"] == "云溪县水利局"
    assert [row["source"] for row in house.state()["bodies"]] == ["roster", "roster"]


def test_a_page_that_lists_the_files_of_a_report_is_that_report(house, portal, pages):
    title = "云溪县水利局2024年政府信息公开工作年度报告"
    portal.pages["/nb/"] = pages.say(pages.list([("./1.html", title, "2025-01-09")]))
    files = [("./a.pdf", f"{title}（PDF版）", "2025-01-09"), ("./b.docx", f"{title}（Word版）", "2025-01-09")]
    portal.pages["/nb/1.html"] = pages.say(pages.list(files, title="附件列表"))
    portal.pages["/nb/a.pdf"] = pages.say(b"%PDF-1.4\nmade up", type="application/pdf")
    portal.pages["/nb/b.docx"] = pages.say(b"PK\x03\x04made up", type="application/octet-stream")
    house.register(portal)
    house.crawl()
    assert [report["body"] for report in house.state()["reports"]] == ["云溪县水利局"]
    assert [row["role"] for row in house.state()["files"]] == ["page", "file", "file"]


def test_pages_that_send_each_other_on_for_ever(house, portal, pages):
    portal.pages["/nb/"] = pages.say(
        pages.list([("./1.html", "云溪县水利局2024年政府信息公开工作年度报告", "2025-01-09")])
    )
    for here, there in (("1", "2"), ("2", "1")):
        portal.pages[f"/nb/{here}.html"] = pages.say(f"<script>location.href='/nb/{there}.html'</script>")
    house.register(portal)
    house.crawl()
    assert house.state()["reports"] == []
    assert [kind for kind, _ in house.health()] == ["unreachable"]
    assert len(portal.asked) < 10


def test_a_proxy_of_the_environment_is_not_asked_for_inner_hosts(house, small_portal, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    house.register(small_portal)
    house.crawl()
    assert len(house.state()["reports"]) == 2


def test_an_unclear_title_is_decided_by_the_page(house, portal, pages):
    rows = [("./1.html", "云溪县水利局", "2025-01-09"), ("./2.html", "云溪县林业局", "2025-01-10")]
    portal.pages["/nb/"] = pages.say(pages.list(rows))
    portal.pages["/nb/1.html"] = pages.say(pages.report("云溪县水利局"))
    portal.pages["/nb/2.html"] = pages.say(
        f"<h1>林业局简介</h1><div class='TRS_Editor'>{'本局主管林业工作。' * 40}</div>"
    )
    house.register(portal)
    house.crawl()
    assert [report["body"] for report in house.state()["reports"]] == ["云溪县水利局"]
    first, second = house.state()["listings"]
    assert (first["verdict"], second["verdict"] == "report") == ("report", False)


class TestPaging:
    @pytest.fixture
    def paged(self, portal, pages):
        def make(pages_of_list, pager):
            for number in range(pages_of_list):
                name = "index.html" if number == 0 else f"index_{number}.html"
                rows = [
                    (
                        f"./t2025011{row}_{number}{row}.html",
                        f"云溪县第{number}{row}局2024年政府信息公开工作年度报告",
                        "2025-01-15",
                    )
                    for row in range(3)
                ]
                portal.pages[f"/nb/{name}"] = pages.say(pages.list(rows, more=pager(number)))
                for row in range(3):
                    portal.pages[f"/nb/t2025011{row}_{number}{row}.html"] = pages.say(
                        pages.report(f"云溪县第{number}{row}局")
                    )
            portal.pages["/nb/"] = portal.pages["/nb/index.html"]
            return portal

        return make

    def test_script_pager(self, house, paged):
        portal = paged(3, lambda number: f'<script>createPageHTML(3, {number}, "index", "html");</script>')
        house.register(portal)
        house.crawl()
        assert len(house.state()["reports"]) == 9
        assert set(portal.counts.values()) == {1}

    def test_next_links(self, house, paged):
        portal = paged(3, lambda number: f'<a href="index_{number + 1}.html">下一页</a>' if number < 2 else "")
        house.register(portal)
        house.crawl()
        assert len(house.state()["reports"]) == 9

    def test_a_pager_that_promises_too_much_ends_at_404(self, house, paged):
        portal = paged(2, lambda number: f'<script>createPageHTML(9, {number}, "index", "html");</script>')
        house.register(portal)
        house.crawl()
        [visit] = house.visits()
        assert (visit["rows"], visit["healthy"]) == (6, 1)

    def test_a_page_that_repeats_the_first_ends_the_list(self, house, paged, pages):
        portal = paged(1, lambda number: '<script>createPageHTML(5, 0, "index", "html");</script>')
        portal.pages["/nb/index_1.html"] = portal.pages["/nb/index_2.html"] = portal.pages["/nb/index.html"]
        house.register(portal)
        house.crawl()
        assert "/nb/index_3.html" not in portal.asked
        assert house.visits()[0]["rows"] == 3

    def test_a_refresh_to_the_first_page_ends_the_list(self, house, paged, pages):
        portal = paged(1, lambda number: '<script>createPageHTML(5, 0, "index", "html");</script>')
        portal.pages["/nb/index_1.html"] = pages.say('<meta http-equiv="refresh" content="0;url=./">')
        house.register(portal)
        house.crawl()
        assert house.visits()[0]["rows"] == 3
        assert portal.counts["/nb/"] == 1

    def test_a_page_of_the_list_that_fails_spoils_the_visit(self, house, paged, pages):
        portal = paged(3, lambda number: f'<script>createPageHTML(3, {number}, "index", "html");</script>')
        portal.pages["/nb/index_1.html"] = pages.say("", status=500)
        house.register(portal)
        house.crawl()
        [visit] = house.visits()
        assert (visit["verdict"], visit["healthy"], visit["reports"]) == ("error", 0, 3)
        assert house.health() == [("server_error", "nb/index_1.html")]

    def test_windows_of_a_list_by_post(self, house, portal, pages):
        def record(number):
            return (
                f"<record><![CDATA[<li><a href='/art/2025/1/5/art_7_{number}.html'>云溪县第{number}局2024年"
                f"政府信息公开工作年度报告</a><span>2025-01-05</span></li>]]></record>"
            )

        def window(numbers):
            records = "".join(record(number) for number in numbers)
            return (
                "<datastore><nextgroup><![CDATA[<a href='/module/web/jpage/dataproxy.jsp?page=1&webid=1&path=/"
                "&columnid=7&unitid=5566&webname=x&permissiontype=0'></a>]]></nextgroup><totalrecord>130</totalrecord>"
                f"<totalpage>3</totalpage><recordset>{records}</recordset></datastore>"
            )

        portal.pages["/col/col7/index.html"] = pages.say(
            f'<html><body><div id="5566"><script type="text/xml">{window(range(1, 61))}</script></div></body></html>'
        )
        proxy = "POST /module/web/jpage/dataproxy.jsp?startrecord={}&endrecord={}&perpage=20"
        portal.pages[proxy.format(61, 120)] = pages.say(window(range(61, 121)), type="text/xml; charset=utf-8")
        portal.pages[proxy.format(121, 180)] = pages.say(window(range(121, 131)), type="text/xml; charset=utf-8")
        house.register(portal, columns=("/col/col7/index.html",))
        house.crawl()
        assert house.visits()[0]["rows"] == 130
        posts = [path for path in portal.asked if path.startswith("POST")]
        assert len(posts) == len(set(posts)) >= 2
        assert all("columnid=7" in form and "unitid=5566" in form for form in portal.forms)
        before = house.state()
        house.crawl()
        assert house.state() == before


class TestColumnsBelow:
    def column(self, portal, pages, path, rows=(), links=()):
        menu = "".join(f'<li><a href="{href}">{name}</a></li>' for href, name in links)
        portal.pages[path] = pages.say(
            pages.list(rows, more=f"<div class='years'><ul>{menu}</ul></div>" if menu else "")
        )

    def test_years_and_units_are_visited_down_to_the_third_level(self, house, portal, pages):
        report = "云溪县教育局2024年政府信息公开工作年度报告"
        self.column(portal, pages, "/nb/", links=[("/nb/2024n/", "2024年"), ("/nb/2023n/", "2023年")])
        units = [("/nb/2024n/bm/", "县直部门"), ("/nb/2024n/xz/", "乡镇街道"), ("/nb/2024n/zf/", "县政府")]
        self.column(portal, pages, "/nb/2024n/", links=units)
        bodies = [
            ("/nb/2024n/bm/jyj/", "县教育局"),
            ("/nb/2024n/bm/czj/", "县财政局"),
            ("/nb/2024n/bm/slj/", "县水利局"),
        ]
        self.column(portal, pages, "/nb/2024n/bm/", links=bodies)
        self.column(portal, pages, "/nb/2024n/xz/")
        self.column(portal, pages, "/nb/2024n/zf/")
        self.column(portal, pages, "/nb/2024n/bm/jyj/", rows=[("./t20250115_1.html", report, "2025-01-15")])
        self.column(portal, pages, "/nb/2024n/bm/czj/")
        self.column(portal, pages, "/nb/2024n/bm/slj/")
        self.column(
            portal, pages, "/nb/2023n/", rows=[("./t20240115_1.html", report.replace("2024", "2023"), "2024-01-15")]
        )
        portal.pages["/nb/2024n/bm/jyj/t20250115_1.html"] = pages.say(pages.report())
        portal.pages["/nb/2023n/t20240115_1.html"] = pages.say(pages.report(year=2023, on="2024-01-15"))
        house.register(portal)
        house.crawl()
        assert sorted(report["year"] for report in house.state()["reports"]) == [2023, 2024]
        found = {row["url"].split("/", 3)[3]: row["found_by"] for row in house.state()["columns"]}
        assert found["nb/"] == "registry"
        assert found["nb/2024n/bm/jyj/"] == "parent column"
        assert all(visit["healthy"] for visit in house.visits())
        portal.forget()
        house.crawl()
        assert set(portal.counts.values()) == {1}

    def test_a_title_without_a_body_takes_the_unit_s_of_its_column(self, house, portal, pages):
        links = [("/nb/jyj/", "县教育局"), ("/nb/czj/", "县财政局"), ("/nb/slj/", "县水利局")]
        self.column(portal, pages, "/nb/", links=links)
        row = ("./t20250115_1.html", "2024年政府信息公开工作年度报告", "2025-01-15")
        self.column(portal, pages, "/nb/jyj/", rows=[row])
        self.column(portal, pages, "/nb/czj/")
        self.column(portal, pages, "/nb/slj/")
        portal.pages["/nb/jyj/t20250115_1.html"] = pages.say(pages.report(""))
        house.register(portal)
        house.crawl()
        [report] = house.state()["reports"]
        assert report["body"] == "云溪县教育局"

    def test_a_column_page_that_is_a_report(self, house, portal, pages):
        portal.pages["/nb/"] = pages.say(pages.report("云溪县水利局"))
        house.register(portal)
        house.crawl()
        [report] = house.state()["reports"]
        assert (report["body"], report["year"]) == ("云溪县水利局", 2024)
        before = house.state()
        portal.forget()
        house.crawl()
        assert portal.counts == {"/robots.txt": 1, "/nb/": 1}
        assert house.state() == before

    def test_a_row_that_leads_to_a_list_is_a_column_below(self, house, portal, pages):
        rows = [("./jyj/202501.html", "云溪县教育局", "2025-01-15"), ("./1.html", "云溪县水利局", "2025-01-09")]
        report = ("../2.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15")
        old = ("../3.html", "云溪县教育局2023年政府信息公开工作年度报告", "2024-01-15")
        portal.pages["/nb/"] = pages.say(pages.list(rows))
        portal.pages["/nb/1.html"] = pages.say(pages.report("云溪县水利局"))
        portal.pages["/nb/jyj/202501.html"] = pages.say(pages.list([report, old], title="教育局"))
        portal.pages["/nb/2.html"] = pages.say(pages.report())
        portal.pages["/nb/3.html"] = pages.say(pages.report(year=2023, on="2024-01-15"))
        house.register(portal)
        house.crawl()
        assert [(row["body"], row["year"]) for row in house.state()["reports"]] == [
            ("云溪县水利局", 2024),
            ("云溪县教育局", 2024),
            ("云溪县教育局", 2023),
        ]
        columns = house.rows(
            "SELECT columns.url, count(*) AS listed FROM listings JOIN columns ON id = column_id GROUP BY 1"
        )
        assert [(row["url"].split("/", 3)[3], row["listed"]) for row in columns] == [
            ("nb/", 2),
            ("nb/jyj/202501.html", 2),
        ]
        before = house.state()
        portal.forget()
        house.crawl()
        assert house.state() == before
        assert set(portal.counts.values()) == {1}

    def test_a_shell_before_the_column_is_followed(self, house, small_portal, pages):
        small_portal.pages["/zwgk/"] = pages.say("<script>window.location.href='/nb/';</script>")
        house.register(small_portal, columns=("/zwgk/",))
        house.crawl()
        assert len(house.state()["reports"]) == 2
        assert house.visits()[0]["healthy"] == 1
        before = house.state()
        small_portal.forget()
        house.crawl()
        assert set(small_portal.counts.values()) == {1}
        assert house.state() == before

    def test_a_column_is_found_from_the_home_page(self, house, small_portal, pages):
        menu = '<a href="/nb/">政府信息<br>\n 公开年报</a><a href="/wz/">政府网站工作年度报表</a>'
        small_portal.pages["/"] = pages.say("<html><body><a href='/xxgk/'>政府信息公开</a></body></html>")
        small_portal.pages["/xxgk/"] = pages.say(f"<html><body>{menu}</body></html>")
        house.register(small_portal, columns=())
        house.crawl()
        assert len(house.state()["reports"]) == 2
        assert [(row["found_by"], row["url"].endswith("/nb/")) for row in house.state()["columns"]] == [
            ("discovery", True)
        ]
        assert "/wz/" not in small_portal.asked

    def test_a_portal_whose_column_is_not_found_is_health(self, house, portal, pages):
        portal.pages["/"] = pages.say("<html><body><p>首页</p></body></html>")
        house.register(portal, columns=())
        house.crawl()
        assert house.health() == [("empty_column", "")]


class TestHosts:
    def test_rows_and_files_on_foreign_hosts_are_said_and_not_fetched(self, house, small_portal, make_portal, pages):
        other = make_portal()
        title = "云溪县水利局2024年政府信息公开工作年度报告"
        rows = [(f"{other.url}/1.html", title, "2025-01-09"), ("./2.html", title.replace("水利", "林业"), "2025-01-09")]
        small_portal.pages["/nb/"] = pages.say(pages.list(rows))
        small_portal.pages["/nb/2.html"] = pages.say(
            pages.report("云溪县林业局", files=[(f"{other.url}/年报.pdf", "年报.pdf")])
        )
        house.register(small_portal)
        house.crawl()
        assert other.asked == []
        assert [kind for kind, _ in house.health()] == ["unreadable", "unreadable"]
        assert [report["body"] for report in house.state()["reports"]] == ["云溪县林业局"]

    def test_a_redirect_to_a_foreign_host_is_not_followed(self, house, small_portal, make_portal, pages):
        other = make_portal()
        other.pages["/nb/"] = small_portal.pages["/nb/"]
        small_portal.pages["/nb/"] = pages.say("", status=302, headers={"Location": f"{other.url}/nb/"})
        house.register(small_portal)
        house.crawl()
        assert other.asked == []
        assert house.health() == [("unreachable", "nb/")]

    def test_the_hosts_of_declared_columns_belong_to_the_portal(self, house, small_portal, make_portal, pages):
        home = make_portal()
        home.pages["/robots.txt"] = pages.say("", type="text/plain")
        text = (
            "delay_seconds = 0\nallow_private_hosts = true\n[[portal]]\nname = '云溪县人民政府'\n"
            f"home = '{home.url}/'\ncolumns = ['{small_portal.url}/nb/']\n"
        )
        house.registry.write_text(text, encoding="utf-8")
        house.crawl()
        assert len(house.state()["reports"]) == 2


def test_two_portals_do_not_hinder_each_other(house, small_portal, make_portal, pages):
    silent = make_portal()
    silent.on_request = lambda path: None
    silent.pages["/robots.txt"] = pages.say("", hang=True)
    house.register(small_portal, silent)
    outcome = house.crawl()
    assert outcome.outcome == "completed"
    assert len(house.state()["reports"]) == 2
    assert sorted((visit["verdict"], visit["healthy"]) for visit in house.visits()) == [("ok", 1), ("unreachable", 0)]

"""The way through a list: portals that keep state, ignore page numbers, end in odd manners or need a browser."""

import json
from collections import Counter
from urllib.parse import parse_qs

import pytest

from crawler.browser import find_browser

NAMES = ("教育局", "财政局", "水利局", "民政局", "交通运输局", "农业农村局", "应急管理局")
PINNED = ("./202501/t20250131_99.html", "云溪县2024年政府信息公开工作年度报告", "2025-01-31")


def row(number):
    name = NAMES[number]
    return (
        f"./202501/t2025010{number + 1}_{number}.html",
        f"云溪县{name}2024年政府信息公开工作年度报告",
        f"2025-01-0{number + 1}",
    )


ENDS = {
    "refresh": '<html><head><meta http-equiv="refresh" content="0; url=./"></head></html>',
    "stub": "<html><body><!-- end --></body></html>",
    "home page": """<html><head><title>云溪县人民政府</title></head><body><ul>
        <li><a href='/yw/202503/t20250301_7.html'>云溪县召开春季植树动员会</a><span>2025-03-01</span></li>
        <li><a href='/yw/202503/t20250302_8.html'>云溪县开展消防安全检查</a><span>2025-03-02</span></li>
        </ul></body></html>""",
}


@pytest.fixture
def reports(portal, pages):
    """A portal that has all reports but no list of them yet."""
    for number, name in enumerate(NAMES):
        href, _, day = row(number)
        portal.pages[f"/nb/{href[2:]}"] = pages.say(pages.report(f"云溪县{name}", on=day))
    portal.pages[f"/nb/{PINNED[0][2:]}"] = pages.say(pages.report("云溪县人民政府", on=PINNED[2]))
    return portal


def crawled(house, portal):
    house.register(portal)
    assert house.crawl().outcome == "completed"
    return sorted(report["body"] for report in house.state()["reports"])


def all_of(*numbers):
    return sorted(f"云溪县{NAMES[number]}" for number in numbers)


def again(house, portal):
    """The second visit: nothing new in the log, no address asked twice; what was asked."""
    before = house.state()
    portal.forget()
    house.crawl()
    assert house.state() == before
    assert not [path for path, times in portal.counts.items() if times > 1 and not path.startswith("POST")]
    return portal.counts


class TestEnds:
    def test_pinned_rows_on_every_page_do_not_end_a_list(self, house, reports, pages):
        pager = "<script>createPageHTML(3, {}, 'index', 'html');</script>"
        for number in range(3):
            name = f"/nb/index_{number}.html" if number else "/nb/"
            reports.pages[name] = pages.say(pages.list([PINNED, row(number)], pager.format(number)))
        assert crawled(house, reports) == sorted(["云溪县人民政府", *all_of(0, 1, 2)])
        assert house.health() == []

    def test_a_page_of_nothing_but_pinned_rows_is_passed(self, house, reports, pages):
        other = ("./202501/t20250130_98.html", "云溪县人民政府办公室2024年政府信息公开工作年度报告", "2025-01-30")
        reports.pages["/nb/202501/t20250130_98.html"] = pages.say(pages.report("云溪县人民政府办公室", on="2025-01-30"))
        shown = ([PINNED, other, row(0)], [PINNED, other], [PINNED, other, row(1)])
        for number, rows in enumerate(shown):
            name = f"/nb/index_{number}.html" if number else "/nb/"
            reports.pages[name] = pages.say(
                pages.list(rows, f"<script>createPageHTML(3,{number},'index','html')</script>")
            )
        assert set(all_of(0, 1)) < set(crawled(house, reports))

    def test_numbers_that_start_at_two_are_probed(self, house, reports, pages):
        first = pages.list([row(0)], "<script>createPageHTML(2, 0, 'index', 'html');</script>")
        reports.pages["/nb/"] = reports.pages["/nb/index_1.html"] = pages.say(first)
        reports.pages["/nb/index_2.html"] = pages.say(pages.list([row(1)]))
        assert crawled(house, reports) == all_of(0, 1)

    @pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
    def test_what_comes_behind_the_end_ends_a_list(self, house, reports, pages, end):
        pager = "<script>createPageHTML(9, 1, 'index', 'html');</script>"
        reports.pages["/nb/"] = pages.say(pages.list([row(0)], pager.replace("1,", "0,")))
        reports.pages["/nb/index_1.html"] = pages.say(pages.list([row(1)], pager))
        reports.pages["/nb/index_2.html"] = pages.say(end)
        assert crawled(house, reports) == all_of(0, 1)
        [visit] = house.visits()
        assert (visit["healthy"], visit["rows"]) == (1, 2)
        assert "/nb/index_3.html" not in reports.asked

    def test_a_home_page_that_shows_a_report_among_its_news_is_no_page_of_a_list(self, house, reports, pages):
        """Files are numbered from 2 here; any unknown address shows the home page."""
        home = ENDS["home page"].replace("</ul>", f"<li><a href='/nb/{PINNED[0][2:]}'>{PINNED[1]}</a></li></ul>")
        first = pages.list([row(0)], "<script>createPageHTML(2, 0, 'index', 'html');</script>")
        reports.pages |= {"/nb/": pages.say(first), "/nb/index_1.html": pages.say(home)}
        reports.pages["/nb/index_2.html"] = pages.say(pages.list([row(1)]))
        assert crawled(house, reports) == all_of(0, 1)

    def test_a_portal_that_ignores_page_numbers_is_not_asked_on(self, house, reports, pages):
        for number in range(1, 9):
            reports.pages[f"/nb/?page={number}"] = pages.say(
                pages.list([row(0)], f'<a href="/nb/?page={number + 1}">下一页</a>')
            )
        reports.pages["/nb/"] = reports.pages["/nb/?page=1"]
        assert crawled(house, reports) == all_of(0)
        assert len([path for path in reports.asked if path.startswith("/nb/?page")]) == 1

    def test_a_lost_page_does_not_hide_what_is_withdrawn_for_ever(self, house, reports, pages):
        reports.pages["/nb/"] = pages.say(pages.list([row(0)], '<a href="/nb/index_1.html">下一页</a>'))
        crawled(house, reports)
        house.crawl()
        assert [(visit["healthy"], visit["detail"]) for visit in house.visits()] == [(1, "第 2 页打不开")]

    def test_a_pager_inside_a_report_is_none_of_a_list(self, house, reports, pages):
        report = pages.report("云溪县教育局", on="2025-01-01")
        reports.pages["/nb/"] = pages.say(
            report.replace("</body>", "<script>createPageHTML(3,0,'index','html')</script></body>")
        )
        crawled(house, reports)
        assert "/nb/index_2.html" not in reports.asked


class TestForms:
    def test_pages_are_posted_back_with_the_state_of_the_page(self, house, reports, pages):
        """A grid whose event is the same for every page: only the state says which one comes."""

        def page(number):
            more = "<a href=\"javascript:__doPostBack('GridView1','Page$Next')\">下一页</a>" if number < 3 else "下一页"
            fields = "".join(
                f'<input type="hidden" name="{name}" value="{value}">'
                for name, value in (
                    ("__VIEWSTATE", f"/wEP{number}"),
                    ("__EVENTVALIDATION", f"/wEW{number}"),
                    ("__EVENTTARGET", ""),
                )
            )
            shown = pages.list([row(n) for n in range(number * 2, min(number * 2 + 2, 7))], more)
            return pages.say(
                shown.replace("<body>", f'<body><form method="post" action="./list.aspx?id=3">{fields}').replace(
                    "</body>", "</form></body>"
                )
            )

        def posted(headers, form):
            said = {name: values[0] for name, values in parse_qs(form, keep_blank_values=True).items()}
            number = int(said["__VIEWSTATE"].removeprefix("/wEP")) + 1
            valid = said["__EVENTVALIDATION"] == f"/wEW{number - 1}" and said["__EVENTTARGET"] == "GridView1"
            return (
                page(number) if valid and "sid=7" in headers.get("Cookie", "") else pages.say("Invalid postback", 500)
            )

        first = page(0)
        first.headers, first.validators = {"Set-Cookie": "sid=7; path=/"}, False
        reports.pages |= {"/nb/list.aspx?id=3": first, "POST /nb/list.aspx?id=3": posted}
        house.register(reports, columns=["/nb/list.aspx?id=3"])
        assert house.crawl().outcome == "completed"
        assert sorted(report["body"] for report in house.state()["reports"]) == all_of(*range(7))
        assert again(house, reports)["POST /nb/list.aspx?id=3"] == 3
        keys = [row["url"].partition("#")[2] for row in house.state()["frontier"] if "#" in row["url"]]
        assert sorted(keys) == [f"__EVENTTARGET=GridView1&__EVENTARGUMENT=Page$Next&#{number}" for number in (2, 3, 4)]

    def test_a_body_of_json_is_posted_as_json(self, house, reports, pages):
        def answer(headers, body):
            asked = json.loads(body)
            if (
                headers["Content-Type"].partition(";")[0] != "application/json"
                or headers.get("X-Requested-With") is None
            ):
                return pages.say("bad request", 400)
            shown = [row(number) for number in range(7)][(asked["pageno"] - 1) * 3 : asked["pageno"] * 3]
            said = [
                {"topic": title, "infourl": f"/nb/{href[2:]}", "pubtime": f"{day} 08:00:00"}
                for href, title, day in shown
            ]
            return pages.say(json.dumps({"total": 7, "list": said}), type="application/json")

        script = (
            "fetch('/cms/JsonList', {method: 'POST', body: JSON.stringify({channelCode: 'A9', perPage: 3, pageno: 1})})"
        )
        reports.pages |= {
            "/nb/": pages.say(
                f"<html><title>政府信息公开年报</title><div id='app'></div><script>{script}</script></html>"
            ),
            "POST /cms/JsonList": answer,
        }
        assert crawled(house, reports) == all_of(*range(7))
        assert again(house, reports)["POST /cms/JsonList"] == 3
        assert reports.referers["POST /cms/JsonList"] == f"{reports.url}/nb/"

    def test_years_of_a_drop_down_list_are_posted_back_each_with_its_pages(self, house, reports, pages):
        def page(year, number):
            options = "".join(
                f"<option {'selected ' * (y == year)}value='{y}'>{y}年</option>" for y in (2025, 2024, 2023)
            )
            choice = (
                f"<select name='year' onchange=\"setTimeout('__doPostBack(\\'year\\',\\'\\')',0)\">{options}</select>"
            )
            state = f"<input type='hidden' name='__VIEWSTATE' value='{year}/{number}'>"
            pager = "".join(
                f"<a href=\"javascript:__doPostBack('Grid','Page${n}')\">{n}</a>" for n in (1, 2) if n != number
            )
            shown = pages.list([row((2025 - year) * 2 + number - 1)], f"<div class='pager'>{pager}</div>")
            return pages.say(shown.replace("<body>", f"<body><form method='post' action='/nb/'>{state}{choice}"))

        def posted(_, form):
            said = {name: values[0] for name, values in parse_qs(form, keep_blank_values=True).items()}
            if said["__EVENTTARGET"] == "year":
                return page(int(said["year"]), 1)
            year = int(said["__VIEWSTATE"].partition("/")[0])
            return page(year, int(said["__EVENTARGUMENT"].removeprefix("Page$"))) if said["year"] == str(year) else None

        reports.pages |= {"/nb/": page(2025, 1), "POST /nb/": posted}
        assert crawled(house, reports) == all_of(*range(6))
        assert set(again(house, reports).values()) == {1, 5}

    def test_years_that_a_click_asks_for_by_post(self, house, reports, pages):
        def posted(_, form):
            year = int(parse_qs(form)["year"][0])
            return pages.say(pages.list([row(2025 - year)] if year > 2022 else []))

        tabs = "".join(
            f"<a href='javascript:void(0)' onclick='show({year})'>{year}年</a>" for year in range(2025, 2021, -1)
        )
        script = (
            "<script>function show(y){$.ajax({type:'POST',url:'/nb/byYear.do',data:{year:y},success:fill})}</script>"
        )
        reports.pages |= {"/nb/": pages.say(pages.list([row(0)], tabs + script)), "POST /nb/byYear.do": posted}
        assert crawled(house, reports) == all_of(0, 1, 2)
        assert house.health() == []
        assert again(house, reports)["POST /nb/byYear.do"] == 4
        assert "/nb/byYear.do" not in reports.counts

    def test_years_whose_post_is_refused_are_said(self, house, reports, pages):
        tabs = "".join(f"<a href='#' onclick='show({year})'>{year}年</a>" for year in (2025, 2024))
        script = "<script>function show(y){$.post('/nb/byYear.do', {year: y}, fill)}</script>"
        refusal = pages.say("<html>Method Not Allowed</html>", status=405)
        reports.pages |= {"/nb/": pages.say(pages.list([row(0)], tabs + script)), "POST /nb/byYear.do": refusal}
        assert crawled(house, reports) == all_of(0)
        assert house.health() == [("server_error", "nb/byYear.do")]

    def test_a_form_with_the_page_in_a_field_is_sent_on(self, house, reports, pages):
        def page(number):
            field = f'<input type="hidden" name="pageNo" value="{number}">'
            form = f'<form name="f" method="post" action="/nb/list.do">{field}</form>'
            pager = f'<a href="javascript:next()">下一页</a> {number}/3页'
            return pages.say(pages.list([row(number - 1)], form + pager))

        reports.pages |= {
            "/nb/": page(1),
            "POST /nb/list.do": lambda _, form: page(int(parse_qs(form)["pageNo"][0])),
        }
        assert crawled(house, reports) == all_of(0, 1, 2)


def answer_of(pages, shown, **more):
    said = [
        {"title": title, "url": f"/nb/{href[2:]}", "publishedTimeStr": f"{day} 08:00:00"} for href, title, day in shown
    ]
    return pages.say(json.dumps({"data": {"results": said, **more}}), type="application/json")


class TestScriptRequests:
    def test_a_fragment_is_asked_for_as_the_script_asks(self, house, reports, pages):
        """Lonsun: a refusal without the script's headers, whole titles for a greater length, pages by pageIndex."""

        def fragment(number, wanted):
            def say(headers, _):
                if headers.get("X-Requested-With") != "XMLHttpRequest" or not headers.get("Referer"):
                    return pages.say("forbidden", 403)
                items = "".join(
                    f'<li class="mc"><a href="/nb/{h[2:]}">{t}</a></li><li class="rq"><span>{d}</span></li>'
                    for h, t, d in wanted
                )
                return pages.say(
                    f'<div class="xxgk_navli"><ul>{items}</ul></div><script>var o = {{pageCount: 2}};</script>'
                )

            reports.pages[
                f"/site/label/8888?labelName=publicInfoList&siteId=6&organId=21&pageSize=4&pageIndex={number}&length=200"
            ] = say

        fragment(1, [row(0), row(1), row(2), row(3)])
        fragment(2, [row(4), row(5)])
        reports.pages["/public/column/21?type=3"] = pages.say(
            "<html><title>政府信息公开年报</title><script>$.get('/site/label/8888', {labelName: 'publicInfoList',"
            " siteId: 6, organId: 21, pageSize: 4, pageIndex: 1, length: 46}, function (html) { show(html); });"
            "</script></html>"
        )
        house.register(reports, columns=["/public/column/21?type=3"])
        assert house.crawl().outcome == "completed"
        assert sorted(report["body"] for report in house.state()["reports"]) == all_of(*range(6))
        assert house.health() == []
        assert set(again(house, reports).values()) == {1}

    def test_several_lists_of_one_page_are_all_walked(self, house, reports, pages):
        channels = ("a" * 32, "b" * 32)
        for number, channel in enumerate(channels):
            address = f"/common/search/{channel}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1"
            reports.pages[address] = answer_of(pages, [row(number)], total=1, rows=20)
        links = "".join(f"<div data-url='/common/search/{channel}'></div>" for channel in channels)
        reports.pages["/nb/"] = pages.say(f"<html><title>政府信息公开年报</title>{links}</html>")
        assert crawled(house, reports) == all_of(0, 1)

    @pytest.mark.parametrize("answer", ["<div>暂无相关信息</div>", '{"data": {"total": 0, "results": []}}'])
    def test_a_list_that_answers_nothing_is_empty_and_needs_no_browser(self, house, reports, pages, answer):
        channel = "c" * 32
        reports.pages |= {
            "/nb/": pages.say(
                f"<html><title>政府信息公开年报</title><script>$.get('/common/search/{channel}');</script></html>"
            ),
            f"/common/search/{channel}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1": pages.say(answer),
        }
        assert crawled(house, reports) == []
        assert house.health() == [("empty_column", "nb/")]
        assert reports.counts["/nb/"] == 1

    def test_what_a_script_asks_for_beside_the_list_is_no_row_and_no_trouble(self, house, reports, pages):
        reports.pages |= {
            "/nb/": pages.say(
                "<html><title>政府信息公开年报</title><script>$.get('/api/news'); $.getJSON('/api/lost');"
                "fetch('./nb.json');</script></html>"
            ),
            "/api/news": pages.say(
                '[{"title": "云溪县召开会议", "url": "/yw/1.html", "date": "2025-02-01"}]', type="application/json"
            ),
            "/nb/nb.json": answer_of(pages, [row(0)]),
        }
        assert crawled(house, reports) == all_of(0)
        assert house.health() == []
        assert house.visits()[0]["rows"] == 1

    def test_what_was_guessed_right_is_missed_when_it_fails(self, house, reports, pages):
        """And the many pages of a list that is guessed on are all walked."""
        for number in range(7):
            reports.pages[f"/api/rows?no=7&page={number + 1}"] = answer_of(pages, [row(number)])
        reports.pages["/api/rows?no=7&page=8"] = answer_of(pages, [])
        reports.pages["/nb/"] = pages.say(
            "<html><title>政府信息公开年报</title><script>$.get('/api/rows', {no: 7, page: 1}, show);"
            "$.get('/api/news/list', show);</script></html>"
        )
        news = '[{"title": "云溪县召开会议", "url": "/yw/1.html", "date": "2025-02-01"}]'
        reports.pages["/api/news/list"] = pages.say(news, type="application/json")
        assert crawled(house, reports) == all_of(*range(7))
        reports.pages["/api/news/list"] = pages.say("", 500)
        house.crawl()
        assert house.health() == []
        reports.pages["/api/rows?no=7&page=1"] = pages.say("", 503)
        house.crawl()
        assert [kind for kind, _ in house.health()] == ["server_error"]
        assert house.visits()[0]["healthy"] == 0
        assert house.state()["absences"] == []

    def test_a_row_that_leads_to_a_list_by_script_is_a_column_and_no_report(self, house, reports, pages):
        rows = [("/unit/7.html", "云溪县教育局", "2025-02-01"), ("/unit/8.html", "云溪县财政局", "2025-02-02")]
        reports.pages["/nb/"] = pages.say(pages.list(rows))
        for number in (7, 8):
            script = f"<script>$.getJSON('/api/list', {{unit: {number}, page: 1}}, show);</script>"
            reports.pages[f"/unit/{number}.html"] = pages.say(f"<html><title>政府信息公开年报</title>{script}</html>")
            reports.pages[f"/api/list?unit={number}&page=1"] = answer_of(pages, [row(number - 7)], total=1, rows=20)
        assert crawled(house, reports) == all_of(0, 1)
        assert house.health() == []

    def test_data_that_came_for_a_click_is_read_as_the_page_s_script_reads_it(self, house, reports, pages):
        units = "".join(
            f"<a href='javascript:;' onclick=\"load('{n}')\">{name}局</a>" for n, name in enumerate(("教育", "水利"))
        )
        script = (
            "function load(u) { $.getJSON('/api/nb?unit=' + u + '&page=1&size=1', function (d) { d.rows.forEach("
            "function (x) { box.innerHTML += '<a href=\"./202501/' + x.id + '.html\">' + x.title + '</a>'; }); }); }"
        )
        reports.pages["/nb/"] = pages.say(f"<html><title>年报</title>{units}<script>{script}</script></html>")
        for unit in range(2):
            for number in (1, 2):
                href, title, day = row(unit * 2 + number - 1)
                rows = [{"id": href.rpartition("/")[2].removesuffix(".html"), "title": title, "publishDate": day}]
                said = pages.say(json.dumps({"total": 2, "rows": rows}), type="application/json")
                reports.pages[f"/api/nb?unit={unit}&page={number}&size=1"] = said
        assert crawled(house, reports) == all_of(*range(4))

    def test_units_linked_from_every_year_have_years_of_their_own(self, house, reports, pages):
        areas = (("1", "云溪县"), ("2", "教育局"), ("3", "财政局"))
        for unit, (area, _) in enumerate(areas[1:]):
            for year in (2024, 2023, 2022, ""):
                years = "".join(f"<a href='list.jsp?y={y}&area={area}'>{y}年</a>" for y in (2024, 2023, 2022))
                choices = "".join(f"<option value='{number}'>{name}</option>" for number, name in areas)
                form = f"<form action='list.jsp'><select name='area' onchange='submit()'>{choices}</select></form>"
                shown = [row(unit * 3 + 2024 - (year or 2024))]
                address = f"/nb/list.jsp?y={year}&area={area}" if year else f"/nb/list.jsp?area={area}"
                reports.pages[address] = pages.say(pages.list(shown, f"{form}<div>{years}</div>"))
        reports.pages["/nb/"] = reports.pages["/nb/list.jsp?area=2"]
        assert crawled(house, reports) == all_of(*range(6))

    def test_columns_that_show_no_report_at_all_are_said(self, house, reports, pages):
        years = "".join(f"<a href='/nb/{year}/'>{year}年</a>" for year in (2024, 2023))
        reports.pages["/nb/"] = pages.say(f"<html><title>年报</title><body>{years}</body></html>")
        reports.pages |= {f"/nb/{year}/": pages.say("<html><p>暂无信息</p></html>") for year in (2024, 2023)}
        assert crawled(house, reports) == []
        assert house.health() == [("empty_column", "nb/")]

    def test_a_list_in_a_frame_is_walked(self, house, reports, pages):
        text = "云溪县人民政府信息公开年报栏目，按年度列出本级政府、各部门和各乡镇街道的年度报告。" * 6
        reports.pages["/nb/"] = pages.say(
            f"<html><title>年报</title><p>{text}</p><iframe src='/nb/list.html'></iframe></html>"
        )
        reports.pages["/nb/list.html"] = pages.say(pages.list([row(0)], '<a href="list_2.html">下一页</a>'))
        reports.pages["/nb/list_2.html"] = pages.say(pages.list([row(1)]))
        assert crawled(house, reports) == all_of(0, 1)


CLICKED = """<html><head><title>政府信息公开年报</title></head><body><ul id="list"></ul><div id="page">
<a class="prev disabled" href="javascript:void(0)">上一页</a>
<a id="next" href="javascript:void(0)" onclick="turn()">下一页</a></div>
<script>var at = 0, all = %s, size = 3;
function turn() { at += size; show(); }
function show() {
  document.getElementById('list').innerHTML = all.slice(at, at + size).map(function (r) {
    return %s; }).join('');
  if (at + size >= all.length) document.getElementById('next').className = 'disabled';
}
show();</script></body></html>"""
AS_LINKS = "'<li><a href=\"' + r[0] + '\">' + r[1] + '</a><span>' + r[2] + '</span></li>'"


@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None, reason="no browser on this machine")
class TestBrowser:
    def test_pages_are_turned_by_clicks_and_each_is_kept(self, house, reports, pages):
        packed = json.dumps([row(number) for number in range(7)]).replace("</", "<\\/")
        hidden = f"JSON.parse(decodeURIComponent('{''.join(f'%{byte:02x}' for byte in packed.encode())}'))"
        reports.pages["/nb/"] = pages.say(CLICKED % (hidden, AS_LINKS))
        assert crawled(house, reports) == all_of(*range(7))
        kept = [
            capture["url"].rpartition("/")[2] for capture in house.state()["captures"] if "#rendered" in capture["url"]
        ]
        assert kept == ["#rendered", "#rendered-2", "#rendered-3"]
        assert set(again(house, reports).values()) == {1}

    def test_a_list_whose_first_page_needs_no_browser_is_turned_in_one(self, house, reports, pages):
        answers = {number: [row(n) for n in range(number * 2, min(number * 2 + 2, 6))] for number in range(3)}
        for number, shown in answers.items():
            reports.pages[f"/x/{number}"] = pages.say(
                "".join(f'<li><a href="{h}">{t}</a><span>{d}</span></li>' for h, t, d in shown)
            )
        pager = "<div class='pg'><span id='n'>下一页</span></div><script src='/turn.js'></script>"
        reports.pages["/turn.js"] = pages.say(
            "var at = 0; document.getElementById('n').onclick = function () { at += 1; fetch(['', 'x', at].join('/'))"
            ".then(function (a) { return a.text(); }).then(function (t) { "
            "document.querySelector('ul.list').innerHTML = t;"
            "if (at === 2) document.getElementById('n').remove(); }); };",
            type="text/javascript",
        )
        reports.pages["/nb/"] = pages.say(pages.list(answers[0], pager))
        assert crawled(house, reports) == all_of(*range(6))
        assert Counter(reports.asked)["/nb/"] == 2
        assert set(again(house, reports).values()) == {1}

    def test_a_list_that_grows_as_it_is_scrolled(self, house, reports, pages):
        items = [
            [f'<li><a href="{h}">{t}</a><span>{d}</span></li>' for h, t, d in map(row, (n, n + 1))] for n in (0, 2, 4)
        ]
        reports.pages["/grow.js"] = pages.say(
            f"var at = 0, all = {json.dumps(['<p style=height:900px></p>'.join(pair) for pair in items])};"
            "function grow() { if (at < 3) document.querySelector('ul').insertAdjacentHTML('beforeend', all[at++]); }"
            "window.addEventListener('scroll', function () { setTimeout(grow, 50); }); grow();",
            type="text/javascript",
        )
        page = "<div id='app'><ul></ul></div><script src='/grow.js'></script>"
        reports.pages["/nb/"] = pages.say(f"<html><title>政府信息公开年报</title><body>{page}</body></html>")
        assert crawled(house, reports) == all_of(*range(6))

    def test_rows_are_taken_from_what_the_scripts_heard(self, house, reports, pages):
        """The page shows rows without links: only the answers to its scripts say where they lead."""
        for number in (1, 2):
            shown = [row(n) for n in range(number * 2 - 2, number * 2)]
            reports.pages[f"/api/rows?pageNo={number}&pageSize=2"] = answer_of(pages, shown, total=4)
        reports.pages["/app.js"] = pages.say(
            "fetch(['', 'api', 'rows?pageNo=1&pageSize=2'].join('/')).then(function (a) { return a.json(); })"
            ".then(function (d) { document.body.innerHTML = d.data.results.map(function (r) {"
            " return '<p onclick=\"go()\">' + r.title + '</p>'; }).join(''); });",
            type="text/javascript",
        )
        reports.pages["/nb/"] = pages.say(
            "<html><title>政府信息公开年报</title><div id='app'></div><script src='/app.js'></script></html>"
        )
        assert crawled(house, reports) == all_of(*range(4))
        assert "/api/rows?pageNo=1&pageSize=2" in {
            capture["url"].partition(reports.url)[2] for capture in house.state()["captures"]
        }
        before = house.state()
        house.crawl()
        assert house.state() == before

    def test_a_script_that_is_refused_its_rows_is_a_server_in_trouble(self, house, reports, pages):
        reports.pages["/app.js"] = pages.say("fetch(['', 'api', 'rows'].join('/'));", type="text/javascript")
        reports.pages["/api/rows"] = pages.say("", 500)
        page = "<html><title>政府信息公开年报</title><div id='app'></div><script src='/app.js'></script></html>"
        reports.pages["/nb/"] = pages.say(page)
        assert crawled(house, reports) == []
        assert house.health() == [("server_error", "nb/")]

    def test_a_pager_that_leads_nowhere_is_clicked_once(self, house, reports, pages):
        reports.pages["/nb/"] = pages.say(pages.list([row(0)], '<a href="javascript:void(0)">下一页</a>'))
        assert crawled(house, reports) == all_of(0)
        assert house.state()["columns"][0]["needs_browser"] == 0
        assert house.health() == []

    @pytest.mark.parametrize("more", ["<p>共3页</p>", "<ul class='pages'><li>1</li><li>2</li><li>3</li></ul>"])
    def test_a_pager_that_leads_nowhere_while_there_are_more_pages_is_said(self, house, reports, pages, more):
        reports.pages["/nb/"] = pages.say(pages.list([row(0)], f'{more}<a href="javascript:void(0)">下一页</a>'))
        assert crawled(house, reports) == all_of(0)
        assert house.health() == [("unreadable", "nb/")]
        [visit] = house.visits()
        assert (visit["healthy"], visit["reports"]) == (0, 1)
        assert "只读了前面的" in visit["detail"]

    def test_a_pager_that_shows_and_hides_what_stands_in_the_page_is_whole(self, house, reports, pages):
        script = "<script src='/turn.js'></script><p>共2页</p><a href='javascript:void(0)' onclick='turn(2)'>下一页</a>"
        reports.pages["/turn.js"] = pages.say(
            "function turn(n) { document.querySelectorAll('.list li').forEach((e, i) => "
            "{ e.style.display = i >= n * 2 - 2 && i < n * 2 ? '' : 'none'; }); } turn(1);",
            type="text/javascript",
        )
        reports.pages["/nb/"] = pages.say(pages.list([row(n) for n in range(4)], script))
        assert crawled(house, reports) == all_of(*range(4))
        assert house.health() == []


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.setenv("NIANBAO_BROWSER", "no-such-browser")


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(("more", "expected"), [("", (1, "ok")), ("共3页", (0, "needs_browser"))])
def test_a_blind_pager_without_a_browser_is_said_to_be_read_in_part(house, reports, pages, more, expected):
    reports.pages["/nb/"] = pages.say(pages.list([row(0)], f'<a href="javascript:void(0)">下一页</a>{more}'))
    assert crawled(house, reports) == all_of(0)
    [visit] = house.visits()
    assert (visit["healthy"], visit["verdict"]) == expected
    assert "只读了前面的" in visit["detail"]

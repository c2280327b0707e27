"""Lists as the portals' software writes them, walked without a browser: what is asked, and until where."""

import json
from urllib.parse import parse_qsl

import pytest

from tests.crawler.visits.test_list_walk import all_of, reports, row

__all__ = ["reports"]

UUIDS = (
    "56a14661-0f4d-4b35-9f3f-2f8f3c3b7a10",
    "9ef10b98-1a2b-4c3d-8e4f-5a6b7c8d9e0f",
    "0d3b1c4e-77aa-4f0e-9a55-3c1f6f2f8b21",
)
BLOCK = "/columns/{}/templates/{}/blocks/{}".format(*UUIDS)


@pytest.fixture(autouse=True)
def _without_browser(monkeypatch):
    monkeypatch.setenv("NIANBAO_BROWSER", "no-such-browser")


def shown(*numbers):
    return [(f"/nb/{href[2:]}", title, day) for href, title, day in map(row, numbers)]


def items(*numbers):
    return "".join(f'<li><a href="{url}">{title}</a><span>{day}</span></li>' for url, title, day in shown(*numbers))


def page(inside, script=""):
    script = f"<script>{script}</script>" if script else ""
    return f"<html><head><title>政府信息公开年报</title></head><body>{inside}{script}</body></html>"


def asked(form):
    return dict(parse_qsl(form, keep_blank_values=True))


@pytest.fixture
def walked(house, reports):
    """Walks the column at a path: the bodies whose reports came, and no trouble on the way."""

    def walk(path="/nb/"):
        house.register(reports, columns=[path])
        assert house.crawl().outcome == "completed"
        assert house.health() == []
        return sorted(report["body"] for report in house.state()["reports"])

    return walk


def test_hebei_blocks_behind_a_click(walked, reports, pages):
    turn = f"function turn(n) {{ $.get('{BLOCK}?page=' + n + '&fix=0', show); }}"
    pager = "<a href='javascript:void(0)' onclick='turn(2)'>下一页</a>"
    reports.pages["/nb/"] = pages.say(page(f"<ul>{items(0, 1)}</ul>{pager}", turn))
    for number, rows in ((1, (0, 1)), (2, (2, 3)), (3, (4, 5)), (4, ())):
        reports.pages[f"{BLOCK}?page={number}&fix=0"] = pages.say(f"<ul>{items(*rows)}</ul>")
    assert walked() == all_of(*range(6))


def test_lonsun_by_post_until_it_says_there_is_nothing(walked, reports, pages):
    def answer(_, form):
        first = (int(asked(form)["pageIndex"]) - 1) * 2
        rows = range(first, min(first + 2, 5))
        return pages.say(f'<div class="xxgk_navli"><ul>{items(*rows)}</ul></div>' if rows else "暂无相关信息")

    script = """var pageIndex = 1;
      $.ajax({type: "post", url: "/site/label/8888", dataType: "html",
        data: {IsAjax: 1, labelName: "publicInfoList", siteId: "678", organId: "21", type: "3", catId: "", pageSize: 2,
          pageIndex: pageIndex, action: "list", length: 46, file: "/xxgk/publicInfoList_newest2020"},
        success: function (data) { $("#list").html(data); }});"""
    reports.pages |= {"/public/column/21?type=3": pages.say(page("", script)), "POST /site/label/8888": answer}
    assert walked("/public/column/21?type=3") == all_of(*range(5))
    assert [asked(form)["pageIndex"] for form in reports.forms] == ["1", "2", "3"]
    assert {asked(form)["length"] for form in reports.forms} == {"200"}


def test_epoint_counts_from_zero_and_stops_by_the_count(walked, reports, pages):
    def answer(_, form):
        said = json.loads(asked(form)["params"])
        first = said["pageIndex"] * said["pageSize"]
        rows = [
            {"title": title, "infourl": url, "infodate": day}
            for url, title, day in shown(*range(first, min(first + 3, 6)))
        ]
        return pages.say(json.dumps({"custom": {"count": 6, "infodata": rows}}), type="application/json")

    service = "/EpointWebBuilder_x/rest/frontAppCustomAction/getPageInfoListNew"
    script = f"""var siteGuid = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a", categoryNum = "001002", pageSize = 3;
      function list(pageIndex) {{
        var params = {{"siteGuid": siteGuid, "categoryNum": categoryNum, "pageIndex": pageIndex, "pageSize": pageSize}};
        $.ajax({{url: "{service}", type: "POST", data: {{params: JSON.stringify(params)}}, success: show}});
      }}
      list(0);"""
    reports.pages |= {"/nb/": pages.say(page("<ul></ul>", script)), f"POST {service}": answer}
    assert walked() == all_of(*range(6))
    assert [json.loads(asked(form)["params"])["pageIndex"] for form in reports.forms] == [0, 1]


def test_was5_with_raw_line_breaks_in_its_json(walked, reports, pages):
    search = "/was5/web/search?channelid=229105&templet=docs.jsp&perpage=3&page="
    for number, rows in ((1, (0, 1, 2)), (2, (3, 4))):
        docs = ",".join(f'{{"title":"{t[:4]}\n{t[4:]}","url":"{url}","time":"{day}"}}' for url, t, day in shown(*rows))
        reports.pages[f"{search}{number}"] = pages.say(f'{{"total":5,"docs":[{docs}]}}')
    script = f"function load(page) {{ $.ajax({{url: '{search}' + page, dataType: 'text', success: f}}); }} load(1);"
    reports.pages["/nb/"] = pages.say(page("<ul></ul>", script))
    assert walked() == all_of(*range(5))


def test_igs_with_filters_in_brackets(walked, reports, pages):
    query = "index=file&pageNumber={}&pageSize=2&filter%5BAVAILABLE%5D=true&filter%5BSITEID%5D=3"
    for number, rows in ((1, (0, 1)), (2, (2,))):
        content = [{"DOCTITLE": t, "DOCPUBURL": url, "PUBDATE": f"{day} 10:00:00"} for url, t, day in shown(*rows)]
        said = json.dumps({"page": {"total": 3, "content": content}})
        reports.pages[f"/igs/front/search/list.html?{query.format(number)}"] = pages.say(said, type="application/json")
    script = """$.getJSON("/igs/front/search/list.html", {index: "file", pageNumber: 1, pageSize: 2,
      "filter[AVAILABLE]": true, "filter[SITEID]": 3}, function (d) {});"""
    reports.pages["/nb/"] = pages.say(page("<div></div>", script))
    assert walked() == all_of(0, 1, 2)


def test_jpage_whose_further_windows_are_empty(walked, reports, pages):
    records = "".join(f"<record><![CDATA[{item}</li>]]></record>" for item in items(0, 1).split("</li>")[:-1])
    proxy = "/module/web/jpage/dataproxy.jsp"
    group = f'<nextgroup><![CDATA[<a href="{proxy}?page=1&columnid=x&unitid=5566"></a>]]></nextgroup>'
    store = f'<script type="text/xml"><datastore>{group}<recordset>{records}</recordset></datastore></script>'
    nothing = pages.say("<?xml version='1.0'?><datastore></datastore>", type="text/xml")
    reports.pages |= {
        "/col/col777/index.html": pages.say(page(f'<div id="5566">{store}</div>')),
        f"POST {proxy}?startrecord=3&endrecord=62&perpage=20": nothing,
        f"{proxy}?page=1&columnid=x&unitid=5566": nothing,
    }
    assert walked("/col/col777/index.html") == all_of(0, 1)


def test_numbers_without_a_next_link(walked, reports, pages):
    for number in (1, 2, 3):
        links = "".join(f'<a href="list.aspx?cid=1&page={other}">{other}</a>' for other in (1, 2, 3) if other != number)
        reports.pages[f"/nb/list.aspx?cid=1&page={number}"] = pages.say(page(f"<ul>{items(number - 1)}</ul>{links}"))
    assert walked("/nb/list.aspx?cid=1&page=1") == all_of(0, 1, 2)


def test_eportal_whose_form_is_sent_by_a_click(walked, reports, pages):
    def answer(number):
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{value}">'
            for name, value in (("formKey", "GOV_OPEN"), ("currentPage", number))
        )
        form = f'<form name="f" action="/eportal/ui?pageId=5&moduleId=9" method="post">{fields}</form>'
        pager = f'<a href="javascript:gotoPage({number + 1})">下一页</a> 共<b>3</b>页'
        script = "function gotoPage(n) { document.f.currentPage.value = n; document.f.submit(); }"
        return pages.say(page(f"<ul>{items(number - 1)}</ul>{form}{pager}", script))

    reports.pages |= {
        "/eportal/ui?pageId=5": answer(1),
        "POST /eportal/ui?pageId=5&moduleId=9": lambda _, form: answer(int(asked(form)["currentPage"])),
    }
    assert walked("/eportal/ui?pageId=5") == all_of(0, 1, 2)
    assert len(reports.forms) == 2


@pytest.mark.parametrize(
    "script",
    [
        "function gotoPage(n) { window.location.href = 'list.jsp?pageNo=' + n; }",
        "function gotoPage(n) { location = `list.jsp?pageNo=${n}`; }",
        "laypage.render({elem: 'p', count: 3, limit: 1, jump: function (o) { location.href = '?pageNo=' + o.curr; }});",
        "$('#p').pagination(3, {items_per_page: 1, callback: function (i) { $.get('list.jsp?pageNo=' + (i + 1)); }});",
        "laypage({cont: 'p', pages: 3, jump: function (o) { $('#l').load('list.jsp?pageNo=' + o.curr); }});",
    ],
)
def test_addresses_that_only_a_script_puts_together(walked, reports, pages, script):
    for number in (1, 2, 3):
        pager = f'<a href="javascript:;" onclick="gotoPage({number + 1})">下一页</a>' if "gotoPage" in script else ""
        reports.pages[f"/nb/list.jsp?pageNo={number}"] = pages.say(page(f"<ul>{items(number - 1)}</ul>{pager}", script))
    reports.pages["/nb/list.jsp"] = reports.pages["/nb/list.jsp?pageNo=1"]
    assert walked("/nb/list.jsp") == all_of(0, 1, 2)


def test_fragments_with_numbers_in_their_names(walked, reports, pages):
    """As 生态环境部 has them: the fragments say nothing of a next one."""
    script = "var at = 0; function more() { at++; $('#l').load('index_4016_' + at + '.shtml'); }"
    reports.pages["/nb/"] = pages.say(page(f"<ul id='l'>{items(0)}</ul><a href='javascript:more()'>下一页</a>", script))
    for number in (1, 2):
        reports.pages[f"/nb/index_4016_{number}.shtml"] = pages.say(items(number))
    assert walked() == all_of(0, 1, 2)


def test_ucap_pages_closed_in_the_middle(walked, reports, pages):
    for number in (1, 2, 3):
        call = (
            f"window.onload = function () {{ createPageHTML('page-div', 3, {number}, 'common_list', 'shtml', 500); }}"
        )
        name = f"/nb/common_list{f'_{number}' if number > 1 else ''}.shtml"
        reports.pages[name] = pages.say(f"<html><head></head><body></body></html>{page(items(number - 1), call)}")
    assert walked("/nb/common_list.shtml") == all_of(0, 1, 2)
    assert "/nb/common_list_4.shtml" not in reports.asked


@pytest.mark.parametrize(
    ("inside", "files"),
    [
        ("<script>var file = './NB.json'; $.getJSON(file, show);</script>", {"/nb/NB.json": "{}"}),
        ("<script>var data = {}; render(data);</script>", {}),
        ("<script src='./nbdata.js'></script><script>render(data);</script>", {"/nb/nbdata.js": "var data = {};"}),
        ("<script src='/js/nblist.js'></script>", {"/js/nblist.js": "$.get('/nb/rows', show);", "/nb/rows": "{}"}),
    ],
    ids=["file", "page", "script", "script that asks"],
)
def test_rows_as_data(walked, reports, pages, inside, files):
    data = json.dumps([{"TITLE": title, "URL": url, "DOCRELPUBTIME": day} for url, title, day in shown(0, 1, 2)])
    reports.pages["/nb/"] = pages.say(page("<ul></ul>" + inside.replace("{}", data)))
    for path, text in files.items():
        reports.pages[path] = pages.say(text.replace("{}", data))
    assert walked() == all_of(0, 1, 2)

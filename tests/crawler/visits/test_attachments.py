"""Reports that are more than one page or none: pages of an article, frames, viewers, pictures, files as rows."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest

from crawler.browser import find_browser
from tests.crawler.conftest import HEADINGS, TODAY

TITLE = "云溪县水利局2024年政府信息公开工作年度报告"
PDF = b"%PDF-1.4\n%made up\n" + b"x" * 2000
PNG = b"\x89PNG\r\n\x1a\n" + b"made up"


@pytest.fixture
def listed(house, portal, pages):
    """A portal whose column lists one report; gives its first page another content."""
    portal.pages["/nb/"] = pages.say(pages.list([("./t20250115_1.html", TITLE, "2025-01-15")]))
    house.register(portal)

    def show(content, head=""):
        meta = f"<meta name='ArticleTitle' content='{TITLE}'>"
        portal.pages["/nb/t20250115_1.html"] = pages.say(
            f"<html><head>{meta}</head><body><h1>{TITLE}</h1><p>发布时间：2025-01-15</p>{head}"
            f"<div class='TRS_Editor'>{content}</div></body></html>"
        )

    return show


def sections(first, last):
    return "".join(f"<h3>{head}</h3><p>本局2024年按条例开展工作，情况如上所述。</p>" for head in HEADINGS[first:last])


def divided(portal, pages, listed, say=None):
    script = "<script>createPageHTML(3, {}, 't20250115_1', 'html');</script>"
    listed(sections(0, 2) + script.format(0))
    for number in (1, 2):
        part = f"<h1>{TITLE}</h1><div class='TRS_Editor'>{sections(2 * number, 2 * number + 2)}</div>"
        portal.pages[f"/nb/t20250115_1_{number}.html"] = pages.say(part + script.format(number))
    if say is not None:
        portal.pages["/nb/t20250115_1_1.html"] = say


def files(house):
    return [(row["number"], row["role"], row["name"], row["file"].rpartition("/")[2]) for row in house.state()["files"]]


def test_an_article_over_several_pages_is_one_report(house, portal, pages, listed):
    divided(portal, pages, listed)
    house.crawl()
    assert len(house.state()["reports"]) == 1
    names = ["t20250115_1.html", "t20250115_1_1.html", "t20250115_1_2.html"]
    assert files(house) == [(1, "page", "", name) for name in names]
    assert portal.referers["/nb/t20250115_1_1.html"] == f"{portal.url}/nb/t20250115_1.html"


def test_a_divided_article_that_stays_the_same_is_asked_conditionally_and_makes_no_version(
    house, portal, pages, listed
):
    divided(portal, pages, listed)
    house.crawl()
    before = house.state()
    answers = []
    portal.answered = lambda path, status: answers.append((path, status))
    house.crawl(TODAY + timedelta(days=1))
    assert house.state() == before
    assert {status for path, status in answers if "t2025" in path} == {304}


def test_a_change_on_the_last_page_is_a_new_version(house, portal, pages, listed):
    divided(portal, pages, listed)
    house.crawl()
    last = portal.pages["/nb/t20250115_1_2.html"]
    last.body = last.body.replace("情况如上所述", "收到申请7件")
    house.crawl(TODAY + timedelta(days=1))
    assert [row["number"] for row in house.state()["versions"]] == [1, 2]


def test_half_an_article_is_not_the_report(house, portal, pages, listed):
    divided(portal, pages, listed, say=pages.say("出错了", status=500))
    house.crawl()
    assert house.state()["reports"] == []
    assert house.health() == [("server_error", "nb/t20250115_1_1.html")]
    divided(portal, pages, listed)
    house.crawl(TODAY + timedelta(days=1))
    assert [row["number"] for row in house.state()["versions"]] == [1]
    assert len(files(house)) == 3


def test_pages_that_count_from_two(house, portal, pages, listed):
    script = "<script>createPageHTML(2, 0, 't20250115_1', 'html');</script>"
    listed(sections(0, 3) + script)
    second = f"<h1>{TITLE}</h1><div class='TRS_Editor'>{sections(3, 6)}</div>"
    portal.pages["/nb/t20250115_1_2.html"] = pages.say(second)
    house.crawl()
    assert [name for *_, name in files(house)] == ["t20250115_1.html", "t20250115_1_2.html"]
    assert house.health() == []


def test_a_report_that_is_a_run_of_pictures(house, portal, pages, listed):
    listed("<p><img src='./W01.png'></p><p><img src='./W02.png'></p><p><img src='/images/icons/print.png'></p>")
    portal.pages["/nb/W01.png"] = pages.say(PNG + b"1", type="image/png")
    portal.pages["/nb/W02.png"] = pages.say(PNG + b"2", type="image/png")
    house.crawl()
    shown = [("page", "", "t20250115_1.html"), ("picture", "图1", "W01.png"), ("picture", "图2", "W02.png")]
    assert files(house) == [(1, *row) for row in shown]
    portal.pages["/nb/W02.png"] = pages.say(PNG + b"3", type="image/png")
    house.crawl(TODAY + timedelta(days=1))
    assert [row["number"] for row in house.state()["versions"]] == [1, 2]


def test_a_picture_that_could_not_be_had_comes_later_without_a_new_version(house, portal, pages, listed):
    listed(sections(0, 6) + "<p><img src='./W01.png'></p>")
    house.crawl()
    assert [kind for kind, _ in house.health()] == ["broken_file"]
    portal.pages["/nb/W01.png"] = pages.say(PNG, type="image/png")
    house.crawl(TODAY + timedelta(days=1))
    assert [(number, role) for number, role, *_ in files(house)] == [(1, "page"), (1, "picture")]


def test_a_page_whose_content_is_a_page_in_a_frame(house, portal, pages, listed):
    menu = "<div class='nav'>" + "".join(f"<a href='/c{n}/'>第{n}栏目的名称</a>" for n in range(30)) + "</div>"
    listed(
        "<iframe src='/cms/show.html?id=3' width='100%'></iframe>", head=menu + "<p>索引号：001 主题分类：其他</p>" * 9
    )
    portal.pages["/cms/show.html?id=3"] = pages.say(f"<html><body><div id='zoom'>{sections(0, 6)}</div></body></html>")
    house.crawl()
    assert [(role, name) for _, role, _, name in files(house)] == [
        ("page", "t20250115_1.html"),
        ("page", "show.html?id=3"),
    ]


@pytest.mark.parametrize(
    "shown",
    [
        ("<iframe src='/pdfjs/web/viewer.html?file=%2Fup%2Fa.pdf'></iframe>", "a.pdf"),
        ("<iframe src='/js/pdfh5/index.html?pdf=/up/a.pdf'></iframe>", "a.pdf"),
        ("<embed src='/up/a.pdf'>", "a.pdf"),
        ("<object data='/up/a.pdf' type='application/pdf'></object>", "a.pdf"),
        ("<object><param name='src' value='/up/a.pdf'></object>", "a.pdf"),
        ("<a href='javascript:;' onclick=\"window.open('/up/a.pdf')\">查看全文</a>", "a.pdf"),
        ("<p data-href='/up/a.pdf'>点击查看</p>", "a.pdf"),
        ("<div id='pdf'></div><script>var pdfUrl = '/up/a.pdf';</script>", "a.pdf"),
        ("<script>location.href='/up/a.pdf'</script>", TITLE),
    ],
)
def test_a_page_that_only_holds_a_file(house, portal, pages, listed, shown):
    content, name = shown
    listed(content)
    if "location" in content:
        portal.pages["/nb/t20250115_1.html"] = pages.say(content)
    portal.pages["/up/a.pdf"] = pages.say(PDF, type="application/pdf")
    house.crawl()
    assert files(house)[-1] == (1, "file", name, "a.pdf")
    assert [report["body"] for report in house.state()["reports"]] == ["云溪县水利局"]


def test_a_page_in_a_frame_says_when_it_was_published_and_whose_it_is(house, portal, pages):
    portal.pages["/nb/"] = pages.say(pages.list([("./1.html", "2024年政府信息公开工作年度报告", "")]))
    portal.pages["/nb/1.html"] = pages.say(
        "<html><body><h1>信息详情</h1><iframe src='/show?id=3'></iframe></body></html>"
    )
    head = f"<h1>{TITLE}</h1><p>发布时间：2025-01-15</p>"
    portal.pages["/show?id=3"] = pages.say(f"<html><body>{head}<div id='zoom'>{sections(0, 6)}</div></body></html>")
    house.register(portal)
    house.crawl()
    [report] = house.state()["reports"]
    assert (report["body"], report["year"], report["published_on"]) == ("云溪县水利局", 2024, "2025-01-15")


def test_a_frame_that_turns_out_to_be_a_file(house, portal, pages, listed):
    listed("<iframe src='/cms/get?id=3' width='100%'></iframe>", head="<p>索引号：001 主题分类：其他</p>" * 12)
    portal.pages["/cms/get?id=3"] = pages.say(PDF, type="application/pdf")
    house.crawl()
    assert [(role, name) for _, role, _, name in files(house)] == [("page", "t20250115_1.html"), ("file", "get?id=3")]


@pytest.mark.parametrize("title", ["2024年各部门政府信息公开年报", "云溪县2024年政府信息公开工作年度报告"])
def test_a_page_that_leads_to_the_files_of_several_bodies_is_a_list(house, portal, pages, title):
    portal.pages["/nb/"] = pages.say(pages.list([("./1.html", title, "2025-01-20")]))
    names = [f"云溪县{body}2024年政府信息公开工作年度报告.pdf" for body in ("水利局", "财政局", "林业局", "审计局")]
    links = "".join(f"<p>{n}. <a href='./{n}.pdf'>{name}</a></p>" for n, name in enumerate(names, 1))
    head = f"<head><meta name='ArticleTitle' content='{title}'></head>"
    body = f"<body><h1>{title}</h1><p>发布时间：2025-01-20</p><div id='zoom'>{links}</div></body>"
    portal.pages["/nb/1.html"] = pages.say(f"<html>{head}{body}</html>")
    for number in (1, 2, 3, 4):
        portal.pages[f"/nb/{number}.pdf"] = pages.say(PDF + str(number).encode(), type="application/pdf")
    house.register(portal)
    house.crawl()
    assert [(report["body"], report["year"]) for report in house.state()["reports"]] == [
        ("云溪县水利局", 2024),
        ("云溪县财政局", 2024),
        ("云溪县林业局", 2024),
        ("云溪县审计局", 2024),
    ]
    before = house.state()
    house.crawl(TODAY + timedelta(days=1))
    assert house.state() == before


VSB = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=22"


def test_a_file_behind_referer_and_session(house, portal, pages, listed):
    listed(f"<p>附件：<a href='{VSB.replace('&', '&amp;')}'>点击下载</a></p>")
    portal.pages["/nb/t20250115_1.html"].headers = {"Set-Cookie": "JSESSIONID=A1; Path=/"}
    disposition = f"attachment; filename*=UTF-8''{quote('水利局年报.doc')}"
    granted = pages.say(PDF, type="application/octet-stream", headers={"Content-Disposition": disposition})

    def guard(path):
        ours = portal.cookies[path] == "JSESSIONID=A1" and (portal.referers[path] or "").endswith("t20250115_1.html")
        portal.pages[VSB] = granted if ours else pages.say("<html><body>下载失败，请返回。</body></html>")

    portal.on_request = guard
    house.crawl()
    assert house.health() == []
    assert files(house)[1][1:3] == ("file", "水利局年报.doc")
    before = house.state()
    house.crawl(TODAY + timedelta(days=1))
    assert house.health() == [], "the page came unchanged and began no session, so it was asked for whole"
    assert house.state() == before


def test_a_page_in_the_place_of_a_file_is_a_failure_and_never_the_file(house, portal, pages, listed):
    listed(f"{sections(0, 6)}<p>附件：<a href='{VSB.replace('&', '&amp;')}'>水利局年报.doc</a></p>")
    portal.pages[VSB] = pages.say("<html><body>下载失败，请返回。</body></html>")
    house.crawl()
    assert [kind for kind, _ in house.health()] == ["broken_file"]
    assert [role for _, role, *_ in files(house)] == ["page"]


def test_a_file_on_another_host_is_fetched_where_the_registry_names_the_host(house, make_portal, pages, listed):
    other = make_portal()
    other.pages["/a.pdf"] = pages.say(PDF, type="application/pdf")
    listed(f"{sections(0, 6)}<p>附件：<a href='{other.url}/a.pdf'>水利局年报.pdf</a></p>")
    house.crawl()
    assert [kind for kind, _ in house.health()] == ["unreadable"]
    [event] = house.rows("SELECT detail FROM health_events")
    assert "hosts" in event["detail"]
    assert other.asked == []
    text = house.registry.read_text(encoding="utf-8")
    house.registry.write_text(text.replace("columns =", f'hosts = ["{other.host}"]\ncolumns ='), encoding="utf-8")
    house.crawl(TODAY + timedelta(days=1))
    assert house.health() == []
    assert [(number, role) for number, role, *_ in files(house)] == [(1, "page"), (1, "file")]


def test_rows_that_are_files_tell_themselves_by_their_names(house, portal, pages):
    rows = [
        ("./1.pdf", "云溪县水利局", ""),
        ("./2.pdf", "2024年", ""),
        ("./3.pdf", "附件下载", ""),
        ("./4.xls", "县林业局", ""),
    ]
    portal.pages["/nb/"] = pages.say(pages.list([(href, name, "2025-01-09") for href, name, _ in rows]))
    said = {"2": f"{TITLE.replace('水利', '财政')}.pdf", "4": "政府网站工作年度报表.xls"}
    for href, *_ in rows:
        name = said.get(href[2], "")
        headers = {"Content-Disposition": f'attachment; filename="{quote(name)}"'} if name else {}
        portal.pages[f"/nb/{href[2:]}"] = pages.say(PDF, type="application/pdf", headers=headers)
    house.register(portal)
    house.crawl()
    assert [(report["body"], report["year"]) for report in house.state()["reports"]] == [
        ("云溪县水利局", None),
        ("云溪县财政局", 2024),
    ]


FILLED = """<html><head><title>%s</title></head><body><h1>%s</h1><div id="app"></div><script>
fetch('/article.json').then(answer => answer.json()).then(said => {
  document.getElementById('app').innerHTML = said.content;
});</script></body></html>"""


@pytest.mark.skipif(find_browser() is None, reason="no browser on this machine")
def test_an_article_that_only_a_browser_shows(house, portal, pages, listed):
    listed("")
    portal.pages["/nb/t20250115_1.html"] = pages.say(FILLED % (TITLE, TITLE))
    portal.pages["/article.json"] = pages.say(json.dumps({"content": sections(0, 6)}), type="application/json")
    house.crawl()
    assert [(role, name) for _, role, _, name in files(house)] == [
        ("page", "t20250115_1.html"),
        ("page", "t20250115_1.html#rendered"),
    ]
    house.crawl(TODAY + timedelta(days=1))
    assert [row["number"] for row in house.state()["versions"]] == [1]
    changed = json.dumps({"content": sections(0, 6).replace("情况如上所述", "收到申请7件")})
    portal.pages["/article.json"] = pages.say(changed, type="application/json")
    house.crawl(TODAY + timedelta(days=2))
    assert [row["number"] for row in house.state()["versions"]] == [1, 2]

"""大汉 JCMS: windows of records, their old form as a script, and the 信息公开 module."""

from urllib.parse import urlsplit

from crawler.listings import rows
from crawler.paging import PageRequest, next_pages

COLUMN = "http://www.yi.gov.cn/col/col777/index.html"
OLD = "http://www.yi.gov.cn/module/jslib/jquery/jpage/dataproxy.jsp"


def stored(count: int, total: int) -> str:
    links = (
        f'<a href="/art/2020/1/5/art_777_{n}.html">乙县财政局20{n}年政府信息公开年报</a>' for n in range(10, 10 + count)
    )
    records = ",".join(f"'<table><tr><td>{link}</td></tr></table>'" for link in links)
    return f"var totalRecord={total}; var dataStore = [{records}];"


def test_windows_answered_as_a_script_go_on() -> None:
    form = (("columnid", "777"), ("unitid", "5566"))
    first = PageRequest(f"{OLD}?startrecord=1&endrecord=60&perpage=20", "POST", form, xhr=True)
    [way] = next_pages(stored(60, 75), first.url, 2, request=first, rows=60)
    assert way == PageRequest(f"{OLD}?startrecord=61&endrecord=120&perpage=20", "POST", form)
    assert len(rows(stored(15, 75), way.url)) == 15
    assert next_pages(stored(15, 75), way.url, 3, request=way, rows=15) == []


def test_a_list_that_names_no_next_group_is_asked_for_by_its_own_numbers() -> None:
    record = "<record><![CDATA[<li><a href='/art/2024/1/5/art_777_1.html'>x</a></li>]]></record>"
    store = f"<datastore><recordset>{record}</recordset></datastore>"
    page = f'<html><div id="5566"><script type="text/xml">{store}</script></div></html>'
    [way] = next_pages(page, COLUMN, rows=1)
    assert way.url == "http://www.yi.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=2&endrecord=61&perpage=20"
    assert dict(way.form)["columnid"] == "777"
    assert dict(way.form)["unitid"] == "5566"
    assert next_pages(page.replace("5566", "box"), COLUMN, rows=1) == []


def test_a_list_whose_page_calls_jpage_itself() -> None:
    link = '<a href="/art/2024/1/5/art_777_1.html">乙县教育局2023年政府信息公开工作年度报告</a>'
    call = (
        "$('#5566').jpage({dataStore:['<table><tr><td>" + link + "</td></tr></table>'], totalRecord:31, perPage:10,"
        f" proxyUrl:'{urlsplit(OLD).path}', ajaxParam:{{webid:3, path:'/', columnid:778, unitid:5566}}}});"
    )
    page = f'<html><div id="5566"></div><script>{call}</script></html>'
    assert len(rows(page, COLUMN)) == 1
    [way] = next_pages(page, COLUMN, rows=1)
    assert way.url == f"{OLD}?startrecord=2&endrecord=31&perpage=10"
    assert dict(way.form).items() >= {"columnid": "778", "unitid": "5566", "webid": "3"}.items()


def test_the_table_of_the_disclosure_module_behind_a_column_that_shows_rows() -> None:
    search = "/module/xxgk/search.jsp?infotypeId=A05&divid=div123&currpage=1"
    page = f"<html><ul></ul><script>load('{search}')</script></html>"
    assert [way.url for way in next_pages(page, COLUMN, rows=0)] == [f"http://www.yi.gov.cn{search}"]
    assert [way.url for way in next_pages(page, COLUMN, rows=3)][:1] == [
        f"http://www.yi.gov.cn{search}".replace("currpage=1", "currpage=2")
    ]

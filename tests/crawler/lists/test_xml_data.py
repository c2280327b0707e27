"""Lists of XML: feeds and answers of elements, read as rows; HTML is none."""

from datetime import date

import pytest

from crawler.listings import rows
from crawler.lists.told_length import told_length
from crawler.lists.xml_data import xml_of

URL = "http://www.jia.gov.cn/xxgk/nb/"
TITLE = "甲县财政局2025年政府信息公开工作年度报告"
ROW = (f"{URL}7.html", TITLE, date(2026, 1, 20))


RSS = (
    f"<rss><channel><title>年报</title><item><title>{TITLE}</title><link>7.html</link>"
    "<pubDate>Mon, 19 Jan 2026 23:30:00 GMT</pubDate>"
    "<description><![CDATA[<a href='/x'>…</a>]]></description></item></channel></rss>"
)
ATOM = (
    f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{TITLE}</title>'
    '<link href="7.html"/><link rel="edit" href="/edit/7"/>'
    "<published>2026-01-20T08:00:00+08:00</published></entry></feed>"
)
ELEMENTS = f"<list><row><bt><![CDATA[{TITLE}]]></bt><url>7.html</url><rq>2026-01-20</rq></row></list>"
ATTRIBUTES = (
    '<?xml version="1.0" encoding="gb2312"?><d:data xmlns:d="urn:d">'
    f'<d:info title="{TITLE}" href="7.html" date="2026-01-20"/></d:data>'
)


@pytest.mark.parametrize("answer", [RSS, ATOM, ELEMENTS, ATTRIBUTES], ids=["RSS", "Atom", "elements", "attributes"])
def test_rows_of_xml(answer: str) -> None:
    assert [(row.url, row.title, row.listed_on) for row in rows(answer, URL)] == [ROW]


@pytest.mark.parametrize(
    "page",
    [
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>文</body></html>',
        "<ul><li>文</li></ul>",
        "<datastore><record><![CDATA[<li><a href='/1.html'>文</a></li>]]></record></datastore>",
        "文",
        "",
        "<rss",
    ],
)
def test_pages_are_no_data(page: str) -> None:
    assert xml_of(page) is None


def test_entities_and_depth_do_no_harm() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "yy">]><data><row title="&x;" url="/1"/></data>'
    assert "yy" not in str(xml_of(bomb))
    assert isinstance(xml_of("<data>" + "<n>" * 400 + "</n>" * 400 + "</data>"), dict)


def test_xml_tells_its_length() -> None:
    row = f"<row><bt>{TITLE}</bt><url>7.html</url><count>99</count></row>"
    assert told_length(f'<list total="3">{row}</list>').rows == 3

"""What a response is, its text, its files and its fingerprint."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.encoding import reread
from crawler.pages import (
    content_hash,
    decode_html,
    examine,
    files_of,
    main_text,
    media_type,
    redirect_target,
    says_corrected,
)
from crawler.titles import read_title
from tests.crawler.pairs import Pair, pairs

URL = "http://www.jia.gov.cn/xxgk/zfxxgknb/202401/t20240118_9001.html"
DIRECTORY = "http://www.jia.gov.cn/xxgk/zfxxgknb/"


def kind(html: str | bytes, url: str = URL, status: int = 200, **headers: str) -> str:
    body = html.encode() if isinstance(html, str) else html
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return examine(body, url=url, status=status, headers=named).kind


@pytest.mark.parametrize("pair", pairs("kind"), ids=lambda pair: pair.name)
def test_golden_verdicts(pair: Pair) -> None:
    verdict = examine(pair.page.encode(), url=pair.url, status=200, headers={})
    assert verdict.kind == pair.expected["kind"]
    assert verdict.title == pair.expected.get("title", verdict.title)


@pytest.mark.parametrize("pair", pairs("files"), ids=lambda pair: pair.name)
def test_golden_files(pair: Pair) -> None:
    assert [[link.url, link.name] for link in files_of(pair.page, pair.url)] == pair.expected["files"]


@pytest.mark.parametrize("pair", pairs("text_has"), ids=lambda pair: pair.name)
def test_golden_texts(pair: Pair) -> None:
    text = main_text(pair.page)
    assert all(words in text for words in pair.expected["text_has"])
    assert not [words for words in pair.expected["text_lacks"] if words in text]


RUISHU = """<html><head><meta id="9DhefwqGPrzGxEp9hPaoag" content="abc" r='m'>
  <script r='m'>$_ts=window['$_ts'];</script>
  <script src="/x.js" r='m'></script></head><body></body></html>"""


@pytest.mark.parametrize("status", [200, 202, 412])
def test_a_challenge_is_a_wall_on_any_status(status: int) -> None:
    assert kind(RUISHU, status=status) == "wall"


@pytest.mark.parametrize(
    ("html", "status"),
    [
        ("<script>document.cookie=('_')+('_')+('j')+('s');location.href=location.pathname</script>", 521),
        (
            "<html><script>var arg1='A1B2C3D4E5F60718293A4B5C6D7E8F9012345678';setCookie('acw_sc__v2')</script></html>",
            200,
        ),
        ("<script>document.cookie='C3VK=abc;max-age=300';window.location.reload()</script>", 200),
        ("<script>document.cookie='a=b'; location.replace('/')</script>", 200),
        ("<html><script src='/.safeline/challenge.js'></script></html>", 200),
        ("<html><script>var a='WTKkN';document.cookie='__tst_status=1#'</script></html>", 200),
        ("<html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script></html>", 503),
        ("<html><title>安全拦截</title><body>很抱歉，您的请求已被拦截，事件编号：1234</body></html>", 200),
        ("<html><body>访问过于频繁，请完成安全验证</body></html>", 200),
        ("<html><body>您的IP已被禁止访问，疑似黑客攻击</body></html>", 404),
        ("<html><body>Forbidden</body></html>", 403),
        ("<html><body>Not Acceptable</body></html>", 406),
        ("<html><body>Too Many Requests</body></html>", 429),
        ("", 202),
        ("", 412),
    ],
)
def test_walls(html: str, status: int) -> None:
    assert kind(html, status=status) == "wall"


def test_a_page_that_came_through_a_challenge_is_a_page() -> None:
    page = RUISHU.replace("<body>", "<body>" + "<p>政府信息公开年报栏目的说明文字。</p>" * 30)
    assert kind(page) == "other"


def test_a_report_that_speaks_of_visits_and_attacks_is_a_report() -> None:
    [pair] = [pair for pair in pairs("text_has") if pair.name == "trs_detail"]
    talk = "<p>网站被攻击的访问已被拦截，页面不存在的链接已修复，系统维护3次。</p>"
    assert kind(pair.page.replace("<p>一、总体情况</p>", talk + "<p>一、总体情况</p>"), pair.url) == "report"


def test_the_headline_of_a_side_column_does_not_make_a_report_a_stranger() -> None:
    parts = "".join(
        f"<p>{head}</p><p>{'如下。' * 40}</p>" for head in ("总体情况", "主动公开", "依申请公开", "行政复议")
    )
    page = f"""<title>甲县教育局</title><div class="aside"><h3 class="title">政府网站工作年度报表</h3></div>
      <div id="zoom"><p>甲县教育局2023年政府信息公开工作年度报告</p>{parts}</div>"""
    verdict = examine(page.encode(), url=URL, status=200, headers={})
    assert (verdict.kind, verdict.title) == ("report", "甲县教育局2023年政府信息公开工作年度报告")
    named = '<meta name="ArticleTitle" content="甲县教育局2023年政府信息公开工作年度报告解读">' + page
    assert kind(named) == "stranger"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<html><title>404 Not Found</title><body><center>nginx</center></body></html>", URL),
        ("<html><title>页面不存在</title><body>" + "<a href='/x/'>栏目</a>" * 99, URL),
        ("<html><title>甲市</title><body>抱歉，您访问的页面不存在<a href=/>返回首页</a></body></html>", URL),
        ("<html><body>该信息已删除或未发布</body></html>".replace("或未发布", ""), URL),
        ("<html><body>对不起，没有找到您要访问的页面</body></html>", URL),
        ('<meta http-equiv="refresh" content="0; url=./">', DIRECTORY + "index_9.html"),
        ("<meta http-equiv=refresh content='0;url=/'>", URL),
        ("<script>window.location.href='/'</script>", URL),
        ("<script>window.location.href='/'</script>", DIRECTORY),
    ],
)
def test_soft_404(html: str, url: str) -> None:
    assert kind(html, url) == "soft_404"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone(status: int) -> None:
    assert kind("<html><body>gone</body></html>", status=status) == "soft_404"
    assert kind("", status=status) == "soft_404"


def test_a_servers_trouble_is_not_a_missing_page() -> None:
    assert kind("<html><body>系统繁忙，请稍后再试</body></html>") == "broken"
    assert kind("<html><body>数据库连接失败</body></html>") == "broken"
    assert kind("<html><body><h1>Service Temporarily Unavailable</h1></body></html>") == "broken"
    assert kind("<html><body>网站正在维护中</body></html>") == "broken"
    assert kind("<html><body>Bad Gateway</body></html>", status=502) == "other"


@pytest.mark.parametrize(
    ("html", "url", "target"),
    [
        ("<script>location.replace('./jbxx/')</script>", DIRECTORY, DIRECTORY + "jbxx/"),
        ('<script>window.location.href = "list.shtml";</script>', DIRECTORY, DIRECTORY + "list.shtml"),
        (
            "<script>setTimeout(function(){top.location='/zwgk/nb/'},0)</script>",
            DIRECTORY,
            "http://www.jia.gov.cn/zwgk/nb/",
        ),
        ("<html><head><META HTTP-EQUIV='Refresh' CONTENT='3; URL=\"a.html\"'></head>", DIRECTORY, DIRECTORY + "a.html"),
        ("<script>function go(){location.href='b.html'} go()</script>", DIRECTORY, DIRECTORY + "b.html"),
        ("<frameset><frame src='top.html'><frame src='main.html'></frameset>", DIRECTORY, DIRECTORY + "main.html"),
        ("<body><iframe src='/list/nb.html'></iframe></body>", DIRECTORY, "http://www.jia.gov.cn/list/nb.html"),
        ("<script>location='/zwgk/'</script>", "http://www.jia.gov.cn/", "http://www.jia.gov.cn/zwgk/"),
        (
            "<script>if(/Mobile/.test(navigator.userAgent)){location.href='/m/'}else{location.href='/web/a.html'}</script>",
            "http://www.jia.gov.cn/",
            "http://www.jia.gov.cn/web/a.html",
        ),
    ],
)
def test_shells(html: str, url: str, target: str) -> None:
    verdict = examine(html.encode(), url=url, status=200, headers={})
    assert (verdict.kind, verdict.target) == ("shell", target)


@pytest.mark.parametrize(
    "html",
    [
        "<script>location.href='a.html?id='+id</script>",
        "<script>function search(){location.href='/so.html'}</script><p>年报</p>",
        "<noscript><meta http-equiv='refresh' content='0;url=/nojs.html'></noscript>",
        "<!-- <script>location.href='old.html'</script> -->",
        "<p>" + "文字" * 100 + "</p><script>location.href='m.html'</script>",
        "<script>if(/Android/.test(navigator.userAgent)){location.href='http://m.jia.gov.cn/'}</script>",
        "<iframe src='/module/visitcount/visit.jsp'></iframe>",
        "<iframe src='http://tianqi.2345.com/x.htm'></iframe>",
        "<iframe src='/pdf/viewer.html?file=a.pdf'></iframe>",
        "<h3>甲县教育局2024年政府信息公开工作年度报告</h3><p>2025-01-18</p><iframe src='/text/9.html'></iframe>",
        "",
    ],
)
def test_no_shells(html: str) -> None:
    assert redirect_target(html, DIRECTORY) is None


def test_files_by_their_first_bytes() -> None:
    assert kind(b"%PDF-1.7\n...", DIRECTORY + "a.pdf") == "file"
    assert kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", DIRECTORY + "a.doc") == "file"
    assert kind("年报全文", DIRECTORY + "a.txt") == "file"
    assert kind("<html><body>请先登录</body></html>", DIRECTORY + "a.pdf") == "broken"
    assert (
        kind("<html><body>请先登录</body></html>", DIRECTORY + "down", content_disposition="attachment; filename=a.doc")
        == "broken"
    )
    assert kind(b"", DIRECTORY + "a.pdf") == "broken"
    assert kind(b"  \n", DIRECTORY) == "broken"
    assert kind(b"\x00\x01\x02\x03", DIRECTORY + "a.doc") == "broken"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        (b"junk\n%PDF-1.4", "", "application/pdf"),
        (b"%PDF-1.4", "a.html", "application/pdf"),
        (
            zipped("word/document.xml"),
            "a.zip",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (zipped("xl/workbook.xml"), "", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "a.pdf", "application/ofd"),
        (zipped("a.doc"), "a.zip", "application/zip"),
        (
            zipped("a")[:40],
            "http://x/down.jsp?filename=a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "application/vnd.ms-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.wps", "application/msword"),
        (b"Founder CEB 1", "", "application/x-ceb"),
        (b"Rar!\x1a\x07\x00", "", "application/vnd.rar"),
        (b"\x89PNG\r\n\x1a\n", "", "image/png"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "image/jpeg"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "a.pdf", "text/html"),
        (b"\r\n\r\n<script>location='x'</script>", "", "text/html"),
        (b"<%-- x --%>\n<html>", "", "text/html"),
        (b'{"a": 1}', "", "application/json"),
        ("年报".encode("gb18030"), "", "text/plain"),
        (b"\x00\x01", "", "application/octet-stream"),
        (b"", "a.pdf", "application/octet-stream"),
    ],
)
def test_media_types(body: bytes, name: str, expected: str) -> None:
    assert media_type(body, name) == expected


CHINESE = "甲市二〇二三年政府信息公开工作年度报告，共主动公开信息三百零一条。"


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "x-gbk", "gb18030", "utf-8", "iso-8859-1", "", "nonsense"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("where", ["header", "meta"])
def test_a_page_is_read_whatever_it_declares(declared: str, encoding: str, where: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if where == "meta" else ""
    body = f"<html><head>{meta}</head><p>{CHINESE}".encode(encoding)
    assert CHINESE in decode_html(body, f"text/html; charset={declared}" if where == "header" else "text/html")


def test_a_byte_order_mark_decides_and_half_a_character_breaks_nothing() -> None:
    assert decode_html("\ufeff年报".encode(), "text/html; charset=gbk") == "年报"
    assert decode_html("年报".encode("utf-16"), "") == "年报"
    assert decode_html(CHINESE.encode()[:-2], "text/html; charset=utf-8").startswith(CHINESE[:-2])
    assert decode_html("联通".encode("gbk"), "text/html; charset=gbk") == "联通"
    assert decode_html("國務院".encode("big5"), "text/html; charset=big5") == "國務院"


@given(st.binary())
def test_no_bytes_break_the_examination(body: bytes) -> None:
    assert examine(body, url=URL, status=200, headers={}).kind


def article(body: str, *, hits: int = 7, generated: str = "2024-01-18 09:30:00", chrome: str = "首页") -> str:
    return f"""<html><head><meta name="others" content="页面生成时间 {generated}">
      <title>甲市2023年政府信息公开工作年度报告</title></head>
      <body><div class="nav"><a href="/">{chrome}</a></div><h1>甲市2023年政府信息公开工作年度报告</h1>
      <div class="info">来源：市政府办公室 发布时间：2024-01-18 浏览次数：{hits} 次</div><p>今天是{generated} 星期四</p>
      <div class="text"><p>一、总体情况</p>{body}
      <p>以上情况如有疑问，请与市政府办公室政务公开科联系，地址在人民路1号。</p></div>
      <div class="share">分享到：微信{hits}</div><div class="foot">{chrome}</div></body></html>"""


FIGURES = st.lists(st.integers(0, 99999), min_size=1, max_size=12)


def cells(figures: list[int]) -> str:
    row = "".join(f"<td>{figure}</td>" for figure in figures)
    return f"<p>全年访问量{figures[0]}次。</p><table><tr><td>浏览次数</td>{row}</tr></table>"


@given(
    FIGURES,
    st.integers(0, 10**6),
    st.sampled_from(["2024-02-01 01:02:03", "2025-11-30 23:59:59"]),
    st.sampled_from(["主页", "网站首页"]),
)
def test_the_fingerprint_is_blind_to_counters_chrome_and_generation(figures, hits, generated, chrome) -> None:
    plain = content_hash(main_text(article(cells(figures))))
    assert content_hash(main_text(article(cells(figures), hits=hits, generated=generated, chrome=chrome))) == plain


@given(FIGURES, st.data())
def test_the_fingerprint_sees_every_figure(figures, data) -> None:
    place = data.draw(st.integers(0, len(figures) - 1))
    changed = [*figures]
    changed[place] += data.draw(st.integers(1, 9))
    before, after = (content_hash(main_text(article(cells(numbers)))) for numbers in (figures, changed))
    assert before != after
    marked = article("x").replace('class="text"', 'class="TRS_Editor"')
    assert content_hash(main_text(marked.replace("x", cells(figures)))) != content_hash(
        main_text(marked.replace("x", cells(changed)))
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>访问量：12345次</p>", "<p>访问量：12346次</p>"),
        ("<ul><li>网站浏览量1200次</li></ul>", "<ul><li>网站浏览量1300次</li></ul>"),
        ("<p>相关文件已公开12件。</p>", "<p>相关文件已公开13件。</p>"),
        (
            "<p><b>相关信息：</b>公开12件，见<a href='x.html'>目录</a>。</p>",
            "<p><b>相关信息：</b>公开13件，见<a href='x.html'>目录</a>。</p>",
        ),
        ("<p>统计时间：2023年，访问量：12345次。</p>", "<p>统计时间：2023年，访问量：12346次。</p>"),
        ("<div>阅读量</div><div>301</div>", "<div>阅读量</div><div>302</div>"),
    ],
)
@pytest.mark.parametrize("name", ["text", "TRS_Editor"])
def test_figures_that_look_like_chrome_are_seen(before: str, after: str, name: str) -> None:
    one, other = (
        content_hash(main_text(article(body).replace('class="text"', f'class="{name}"'))) for body in (before, after)
    )
    assert one != other


def test_the_fingerprint_is_blind_to_white_space_and_markup() -> None:
    one = content_hash(main_text(article("<p>主动公开 301 条</p>")))
    assert content_hash(main_text(article("<p><span>主动公开&nbsp;３０１</span>\n条</p>"))) == one
    assert content_hash(main_text(article("<p>主动公开 302 条</p>"))) != one


def test_the_text_behind_a_closed_page_is_read() -> None:
    html = '<div>头</div></body></html><div class="TRS_Editor">' + "<p>一、总体情况，公开信息301条。</p>" * 9 + "</div>"
    assert "301" in main_text(html)


@pytest.mark.parametrize(
    "text",
    [
        "甲市2023年政府信息公开工作年度报告（更正）\n一、总体情况",
        "甲市2023年政府信息公开工作年度报告\n更正说明：原报告表三数据有误。",
        "甲市2023年政府信息公开工作年度报告\n因统计错误，现将表三更正后重新发布。",
        "甲市2023年政府信息公开工作年度报告\n一、总体情况\n（本报告已于2024年3月5日更正）",
        "甲市2023年政府信息公开工作年度报告（修订版）",
        "甲市2023年政府信息公开工作年度报告\n2024年2月1日重新发布",
    ],
)
def test_what_says_that_it_was_corrected(text: str) -> None:
    assert says_corrected(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲市2023年政府信息公开工作年度报告\n一、总体情况\n修订《政府信息公开指南》，逾期不补正的3件。",
        "报告\n" * 9 + "制定和修订规范性文件12件，受理信息更正申请0件，结果纠正1件。" + "\n报告" * 9,
        "一、总体情况\n对错误表述及时进行整改。\n结果维持 结果纠正 其他结果 尚未审结",
        "",
    ],
)
def test_what_only_speaks_of_corrections(text: str) -> None:
    assert not says_corrected(text)


def test_a_page_that_word_saved_under_its_own_ending_is_a_file() -> None:
    word = b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p>x</p></body></html>'
    for url, kind in (("/a/x.doc", "file"), ("/a/x.html", "other"), ("/a/x.pdf", "broken")):
        assert examine(word, url=f"http://www.jia.gov.cn{url}", status=200, headers={}).kind == kind
    error = b"<html><body><p>x</p></body></html>"
    assert examine(error, url="http://www.jia.gov.cn/a/x.doc", status=200, headers={}).kind == "broken"


def test_pictures_by_their_first_bytes() -> None:
    for body, kind in ((b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"), (b"\x89PNG\r\n\x1a\n", "image/png")):
        assert media_type(body) == kind


def names(html: str) -> list[tuple[str, str]]:
    return [(link.url.removeprefix("http://www.jia.gov.cn"), link.name) for link in files_of(html, URL)]


@pytest.mark.parametrize(
    ("html", "url", "name"),
    [
        ('<a href="/a/x.pdf">甲市年报.pdf</a>', "/a/x.pdf", "甲市年报.pdf"),
        ('<a href="/a/x.pdf" title="甲市2023年年报">点击下载</a>', "/a/x.pdf", "甲市2023年年报"),
        (
            '<a href="/a/%E5%B9%B4%E6%8A%A5.docx"><img src="/icons/word.png" alt="附件"></a>',
            "/a/%E5%B9%B4%E6%8A%A5.docx",
            "年报.docx",
        ),
        (
            '<a href="/module/download/downfile.jsp?classid=0&filename=0a1b.pdf">附件1</a>',
            "/module/download/downfile.jsp?classid=0&filename=0a1b.pdf",
            "0a1b.pdf",
        ),
        (
            '<a href="/d/file-download?fileUrl=/cms/x.ceb&fileName=年报.ceb">下载</a>',
            "/d/file-download?fileUrl=/cms/x.ceb&fileName=年报.ceb",
            "年报.ceb",
        ),
        ('<a href="/download.jsp?pathfile=/atm/7/x.docx">附件</a>', "/download.jsp?pathfile=/atm/7/x.docx", "x.docx"),
        ('<a href="/v/1">甲市2023年年报.ofd</a>', "/v/1", "甲市2023年年报.ofd"),
        ('<a onclick="window.open(\'/a/x.doc\')" href="javascript:;">甲市年报</a>', "/a/x.doc", "甲市年报"),
        ('<embed src="/a/x.pdf">', "/a/x.pdf", "x.pdf"),
        ('<object data="/a/x.pdf"></object>', "/a/x.pdf", "x.pdf"),
        ('<iframe src="/js/pdfh5/index.html?pdf=/a/x.pdf"></iframe>', "/a/x.pdf", "x.pdf"),
        ("<script>var pdfUrl = '/a/x.pdf';</script>", "/a/x.pdf", "x.pdf"),
        ('<p data-href="/a/x.pdf">甲市年报</p>', "/a/x.pdf", "甲市年报"),
        ('<script>document.write("<a href=\\"/a/x.pdf\\">年报</a>");</script>', "/a/x.pdf", "x.pdf"),
        ('<script>var files = [{"url":"\\/a\\/x.pdf"}];</script>', "/a/x.pdf", "x.pdf"),
        (
            '<script>showVsbpdfIframe("/__local/6/9A/x.pdf?e=.pdf","700");</script>',
            "/__local/6/9A/x.pdf?e=.pdf",
            "x.pdf",
        ),
        (
            '<iframe src="/pdfjs/viewer.html?file=%2Fdownload.jsp%3Fid%3D1"></iframe>',
            "/download.jsp?id=1",
            "download.jsp",
        ),
    ],
)
def test_files_in_every_form(html: str, url: str, name: str) -> None:
    assert names(f'<div id="zoom">{html}</div>') == [(url, name)]


def test_what_is_no_file() -> None:
    html = """<div class="nav"><a href="/help/manual.pdf">帮助手册</a></div>
      <div id="zoom"><p>附件：<a href="mailto:a@b.cn">信箱</a>
      <a href="http://www.jia.gov.cn/">门户</a><a href="/a/b.html">解读</a><img src="/icons/word.png"></p></div>
      <div class="relnews"><a href="/a/old.pdf">2022年年报</a></div>"""
    assert names(html) == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "expected", "title"),
    [
        ("gansu_jyt_list_createPageHTML.html", "list", None),
        ("hebei_handan_trs_list.jsp.html", "list", None),
        ("hebei_handan_trs_index.jsp.html", "list", None),
        ("neimenggu_ordos_egb_trs_annualreport_list.html", "list", None),
        (
            "hebei_handan_trs_detail.jsp.html",
            "stranger",
            "邯郸市教育局关于印发",
        ),
        ("jiangxi_wanzai_ucap_detail_2015.html", "stranger", "万载县2015年国民经济和社会发展统计公报"),
        ("jiangxi_wanzai_ucap_detail_2022.html", "stranger", "万载县2022年国民经济和社会发展统计公报"),
        (
            "zhejiang_lishui_jcms_detail.html",
            "stranger",
            "丽水市人民政府关于下达2023年",
        ),
    ],
)
def test_real_pages(shared, name: str, expected: str, title: str | None) -> None:
    body = (shared / "real/portals" / name).read_bytes()
    verdict = examine(body, url="http://www.x.gov.cn/a/b.html", status=200, headers={"content-type": "text/html"})
    assert verdict.kind == expected
    assert title is None or verdict.title.startswith(title)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("shuyang-fgj-2023.html", "沭阳县发展和改革局2023年政府信息公开年度报告"),
        ("shanghai-office-2019.html", "2019年上海市人民政府办公厅政府信息公开工作年度报告"),
    ],
)
def test_real_reports(shared, name: str, title: str) -> None:
    verdict = examine((shared / "real/html" / name).read_bytes(), url=URL, status=200, headers={})
    assert (verdict.kind, verdict.title) == ("report", title)


@pytest.mark.shared
def test_the_text_of_real_details(shared) -> None:
    portals = shared / "real/portals"
    old = main_text((portals / "jiangxi_wanzai_ucap_detail_2015.html").read_text(encoding="utf-8"))
    assert old.startswith("万载县2015年国民经济和社会发展统计公报")
    assert re.search(r"1102284\s*万元", old)
    assert not [words for words in ("访问量", "2023年10月11日", "网站首页", "继续访问", "发布日期") if words in old]
    lishui = main_text((portals / "zhejiang_lishui_jcms_detail.html").read_text(encoding="utf-8"))
    assert "丽水国家粮食储备库" in lishui
    assert not [words for words in ("浏览次数", "当前位置", "语言播报", "索引号") if words in lishui]
    [attachment] = files_of((portals / "zhejiang_lishui_jcms_detail.html").read_text(encoding="utf-8"), URL)
    assert attachment.url.endswith("downfile.jsp?classid=0&filename=be5f1a4be0294db7abf660dd336b3fa5.pdf")


@pytest.mark.shared
def test_a_third_of_the_rows_of_real_columns_are_strangers(shared) -> None:
    lines = (shared / "real/portals/hebei_3_annual_report_columns.tsv").read_text(encoding="utf-8").splitlines()[1:]
    titles = [line.split("\t")[1] for line in lines]
    assert len(titles) == 41
    strangers = [title for title in titles if re.search(r"网站|法治政府|统计表", title)]
    assert len(strangers) == 14
    read = {title: read_title(title, column="政府信息公开年报").verdict for title in titles}
    assert {title for title, verdict in read.items() if verdict == "stranger"} == set(strangers)
    assert {title for title, verdict in read.items() if verdict == "report"} == set(titles) - set(strangers)


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        ('<a href="show.asp?lm=年报&id=5">', "show.asp?lm=%C4%EA%B1%A8&id=5"),
        ("<a href=show.asp?lm=年报>", "show.asp?lm=%C4%EA%B1%A8"),
        ("""<a onclick="open('s.jsp?a=公开&b=1')">""", "s.jsp?a=%B9%AB%BF%AA&b=1"),
        ('<a href="/年报/1.html" title="何时?今天">', '/年报/1.html" title="何时?今天'),
    ],
)
def test_words_in_the_queries_of_a_page_are_asked_in_its_encoding(link: str, asked: str) -> None:
    head = '<head><meta charset="gb2312"><title>年报栏目，各部门的信息公开</title></head>'
    page = f"<html>{head}<body>{link}文</a></body></html>"
    assert asked in decode_html(page.encode("gbk"))
    assert link in decode_html(page.replace("gb2312", "utf-8").encode())


@pytest.mark.parametrize("name", ["utf-8", "gb18030"])
def test_a_page_shown_in_a_wrong_encoding_is_read_anew(name: str) -> None:
    page = f'<p title="年度报告">{CHINESE}，第一条&nbsp;·</p>'
    data = page.encode(name)
    shown = "".join(bytes([b]).decode("cp1252") if b not in _UNDEFINED else chr(b) for b in data)
    assert reread(shown, "windows-1252") == page
    mixed = shown + "<p>脚本写的</p>"
    assert CHINESE in reread(mixed, "windows-1252")
    assert "脚本写的" in reread(mixed, "windows-1252")


@pytest.mark.parametrize("charset", ["UTF-8", "windows-1252", "GBK", "x-unknown"])
def test_a_page_shown_rightly_stays(charset: str) -> None:
    page = f"<p>{CHINESE} · café</p>"
    assert reread(page, charset) == page


_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}

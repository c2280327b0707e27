"""Which pictures of a page belong to its report."""

import pytest

from crawler.articles.content import main_text
from crawler.articles.files import pictures_of
from tests.crawler.pairs import Pair, pairs

URL = "http://www.jia.gov.cn/nb/202401/t20240118_1.html"


def pictures(html: str) -> list[str]:
    return [link.url.removeprefix("http://www.jia.gov.cn") for link in pictures_of(html, URL)]


@pytest.mark.parametrize("pair", pairs("pictures"), ids=lambda pair: pair.name)
def test_golden_pictures(pair: Pair) -> None:
    assert [[link.url, link.name] for link in pictures_of(pair.page, pair.url)] == pair.expected["pictures"]


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ('<img src="./W020240118001.jpg">', "/nb/202401/W020240118001.jpg"),
        ('<img src="/__local/A/B7/30/5F1.png" class="img_vsb_content">', "/__local/A/B7/30/5F1.png"),
        (
            '<img src="images/0f1e2d3c4b5a69788796a5b4c3d2e1f0.png">',
            "/nb/202401/images/0f1e2d3c4b5a69788796a5b4c3d2e1f0.png",
        ),
        ('<img src="/js/loading.gif" data-original="/upload/1.jpg">', "/upload/1.jpg"),
        ('<img src="" data-src="/upload/2.jpg" width="800">', "/upload/2.jpg"),
        ('<a href="/upload/3.jpg" target="_blank"><img src="/upload/3.jpg" style="width:900px"></a>', "/upload/3.jpg"),
        ('<div class="page_box"><img src="/upload/4.jpg"></div>', "/upload/4.jpg"),
        (
            '<img src="/front/document/file-download?fileUrl=/cms_files/1.png&fileName=1.png">',
            "/front/document/file-download?fileUrl=/cms_files/1.png&fileName=1.png",
        ),
        ('<img src="/upload/%E5%B9%B4%E6%8A%A5.PNG">', "/upload/%E5%B9%B4%E6%8A%A5.PNG"),
    ],
)
def test_pictures_of_an_article(image: str, address: str) -> None:
    assert pictures(f'<div id="zoom"><p>{image}</p></div>') == [address]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/images/print.png">',
        '<img src="/upload/logo.png">',
        '<img src="/upload/weixin_qr.jpg">',
        '<img src="/qrcode/12345678.png">',
        '<img src="/upload/a.gif">',
        '<img src="/upload/a.jpg" width="32">',
        '<img src="/upload/a.jpg" style="height: 20px">',
        '<a href="/zt/index.html"><img src="/upload/banner2024.jpg"></a>',
        '<a href="http://www.gov.cn/"><img src="/upload/a.jpg"></a>',
        '<img src="data:image/png;base64,AAAA">',
        "<img>",
    ],
)
def test_ornaments(image: str) -> None:
    assert pictures(f'<div id="zoom"><p>{image}</p></div>') == []


def test_pictures_beside_the_only_paragraph_of_an_article_without_marks() -> None:
    html = """<html><body><div class="head"><img src="/images/top.jpg"></div><div class="nav"><a href="/">首页</a></div>
      <div class="w1200"><h1>甲市2023年政府信息公开工作年度报告</h1><div class="con">
      <p>根据《中华人民共和国政府信息公开条例》，现公布本市2023年政府信息公开工作年度报告，统计期限为全年。</p>
      <p><img src="./W01.jpg"></p><p><img src="./W02.jpg"></p></div></div>
      <div class="side"><a href="/zt/"><img src="/upload/zt.jpg"></a></div>
      <div class="footer">主办：甲市人民政府办公室<img src="/upload/dzjg.png"></div></body></html>"""
    assert pictures(html) == ["/nb/202401/W01.jpg", "/nb/202401/W02.jpg"]
    assert "主办" not in main_text(html)


def test_tables_drawn_as_pictures_amid_text() -> None:
    prose = "本年度按照条例要求开展工作，有关情况如下所述。" * 12
    html = f"""<html><body><div class="con"><p>一、总体情况</p><div><p>{prose}</p></div><p><img src="./W01.png"></p>
      <div><p>二、主动公开政府信息情况</p></div><p><img src="./W02.png"></p><p>{prose[:60]}</p></div>
      <div class="relnews"><p>相关链接</p><img src="/upload/other.jpg"></div></body></html>"""
    assert pictures(html) == ["/nb/202401/W01.png", "/nb/202401/W02.png"]


def test_pictures_beside_a_marked_article_that_says_next_to_nothing() -> None:
    html = """<html><body><div class="nav"><a href="/">首页</a><img src="/images/top.jpg"></div><div class="main">
      <div id="zoom"><p>甲市2023年政府信息公开工作年度报告全文如下。</p></div>
      <div class="pics"><img src="./W01.jpg"><img src="./W02.jpg"></div></div></body></html>"""
    assert pictures(html) == ["/nb/202401/W01.jpg", "/nb/202401/W02.jpg"]
    prose = "本年度按照条例要求开展工作，有关情况如下所述。" * 12
    assert pictures(html.replace("如下。", prose)) == []

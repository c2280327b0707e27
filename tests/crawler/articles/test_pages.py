"""The further pages of an article, told from the next article and from the pages of a list."""

import pytest

from crawler.articles.pages import fingerprint, following_pages, framed_pages, is_hollow

SITE = "http://www.jia.gov.cn"
TRS = f"{SITE}/nb/202401/t20240118_123.html"
FRAME = '<html><body><h1>甲市2023年年报</h1><div id="zoom"><iframe {}></iframe></div></body></html>'


def following(html: str, url: str = TRS, number: int = 1, first: str = TRS) -> list[str]:
    return [target.removeprefix(SITE) for target in following_pages(html, url, number, first=first)]


def test_the_script_of_a_divided_article() -> None:
    script = '<script>createPageHTML(3, {}, "t20240118_123", "html");</script>'
    assert following(script.format(0))[0] == "/nb/202401/t20240118_123_1.html"
    second = f"{SITE}/nb/202401/t20240118_123_1.html"
    assert following(script.format(1), second, 2) == ["/nb/202401/t20240118_123_2.html"]
    assert following(script.format(2), f"{SITE}/nb/202401/t20240118_123_2.html", 3) == []


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ('<a href="t20240118_123_1.html">下一页</a>', "/nb/202401/t20240118_123_1.html"),
        (
            '<div class="article-pagenation"><span>1</span><a href="t20240118_123_2.html">2</a></div>',
            "/nb/202401/t20240118_123_2.html",
        ),
        ('<a href="t20240118_123/2.html">下页</a>', "/nb/202401/t20240118_123/2.html"),
        ('<a href="t20240118_123.html?page=2">下一页</a>', "/nb/202401/t20240118_123.html?page=2"),
    ],
)
def test_links_to_the_next_page_of_an_article(link: str, target: str) -> None:
    assert following(f'<div id="zoom"><p>一、总体情况</p>{link}</div>') == [target]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="t20240119_124.html">下一页</a>',
        '<a href="t20240118_1234.html">下一页</a>',
        '<a href="t20240118_123.html?id=7">下一页</a>',
        '<a href="index_1.html">下一页</a>',
        '<a href="http://www.yi.gov.cn/nb/202401/t20240118_123_1.html">下一页</a>',
        '<p>下一篇：<a href="t20240119_124.html">乙局2023年年报</a></p>',
        '<script>createPageHTML(3, 0, "index", "html");</script>',
    ],
)
def test_what_is_no_page_of_the_article(link: str) -> None:
    assert following(f'<div id="zoom"><p>一、总体情况</p>{link}</div>') == []


@pytest.mark.parametrize(
    ("numbers", "address", "found"),
    [
        ("<td>1</td><td>2</td>", "/a.html", []),
        ("<td>1</td><td><a href='a_2.html'> 2 </a></td>", "/a.html", ["/a_2.html"]),
        ("<td><a href='a_2.html'><b>2</b></a></td>", "/a.html", ["/a_2.html"]),
        ("<td>1</td><td>2</td>", "/a.php?page=1", ["/a.php?page=2"]),
    ],
)
def test_numbers_in_the_cells_of_a_table_are_no_pager(numbers: str, address: str, found: list[str]) -> None:
    html = f"<div id='zoom'><table><tr>{numbers}</tr></table></div>"
    assert following(html, SITE + address, first=SITE + address) == found


def test_an_article_in_a_frame_of_the_same_host() -> None:
    assert framed_pages(FRAME.format('src="/cms/show.html?id=3" width="100%"'), TRS) == [f"{SITE}/cms/show.html?id=3"]


@pytest.mark.parametrize(
    "frame",
    [
        'src="/cms/show.html" height="0"',
        'src="/cms/show.html" style="display: none"',
        'src="/tools/visit.html"',
        'src="http://tianqi.example.com/widget.html"',
        'src="/a/b.pdf"',
        'src="/pdfjs/web/viewer.html?file=/a/b.pdf"',
        "",
    ],
)
def test_frames_that_hold_no_article(frame: str) -> None:
    assert framed_pages(FRAME.format(frame), TRS) == []


def test_a_frame_beside_an_article_of_its_own() -> None:
    words = "本年度按照条例要求开展工作，有关情况如下。" * 20
    html = f'<div id="zoom"><p>{words}</p><iframe src="/cms/show.html"></iframe></div>'
    assert framed_pages(html, TRS) == []


def test_the_fingerprint_sees_files_pictures_and_further_pages_come_and_go() -> None:
    article = '<div id="zoom"><p>一、总体情况</p>{}</div>'
    additions = ["", '<a href="a.pdf">附件</a>', '<img src="W01.jpg">', '<a href="t20240118_123_1.html">下一页</a>']
    seen = [fingerprint(article.format(addition), TRS) for addition in additions]
    assert all(one not in seen[:number] for number, one in enumerate(seen))


@pytest.mark.parametrize(
    ("content", "hollow"),
    [
        ('<div id="app"></div><script src="/app.js"></script>', True),
        ('<div id="app"></div>', False),
        ('<script>var pdfUrl = "/a/b.pdf"</script>', False),
        ('<div id="zoom"><img src="W01.jpg"></div><script src="/app.js"></script>', False),
        (f"<p>{'本年度按照条例要求开展工作。' * 20}</p><script src='/app.js'></script>", False),
    ],
)
def test_a_page_that_only_its_scripts_fill(content: str, hollow: bool) -> None:
    assert is_hollow(f"<html><body><h1>甲市2023年年报</h1>{content}</body></html>", TRS) is hollow

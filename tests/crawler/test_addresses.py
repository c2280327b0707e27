"""What the looks of an address tell."""

import pytest

from crawler.addresses import identity, is_article_address, may_be_article_address, route_of
from crawler.markup import absolute

HOST = "http://www.x.gov.cn"
PAGE = f"{HOST}/nb/content/post_77.html"


@pytest.mark.parametrize(
    "path",
    [
        "/zwgk/zfxxgknb/202301/t20230118_1734687.shtml",
        "/art/2024/1/30/art_1229114055_89890.html",
        "/art/2024/art_0123456789abcdef0123456789abcdef.html",
        "/swj/gknb/202501/5fb1f12c3b874ed3bfa8f879c4865945.shtml",
        "/gkmlpt/content/4/4688/post_4688997.html",
        "/public/6598771/35994956.html",
        "/XxgkAnnualReport/show/5848.html",
        "/zfxxgk/columns/56a14661/202201/20/9ef10b98-1111-2222-3333-0123456789ab.html",
        "/channel_l/doc_697b014af0c8fadb14621054.html",
        "/gk/zfxxgknb/bmxxgknb/content_191767",
        "/zfxxgk/zfxxgknb/xj/1753311688616128514.html",
        "/info/1034/5678.htm",
        "/Content-2788923.html",
        "/xxgk-show-136188.html",
        "/xxgknb/61e7af47f8fd1c0bdc7ac8bb.html",
        "/hcx/c100096/202201/c04_248646.shtml",
        "/c26939/20250124/i2309938.html",
    ],
)
def test_articles(path: str) -> None:
    assert is_article_address(HOST + path)
    assert may_be_article_address(HOST + path)


@pytest.mark.parametrize(
    "path",
    ["/year_details.aspx?dept=38&id=91674", "/www/xxgk2020/212936/298933/index.html", "/zfxxgknb/665444bbb/index.html"],
)
def test_articles_or_directories(path: str) -> None:
    assert not is_article_address(HOST + path)
    assert may_be_article_address(HOST + path)


@pytest.mark.parametrize(
    "path", ["/", "/xxgk/zfxxgknb/", "/zfxxgknb/2023n/", "/zfxxgk/zfxxgknb/index.html", "/jyt/c250121/zwgklist.shtml"]
)
def test_directories(path: str) -> None:
    assert not may_be_article_address(HOST + path)


@pytest.mark.shared
def test_addresses_of_real_reports_look_like_articles(shared) -> None:
    lines = (shared / "real/pages.jsonl").read_text(encoding="utf-8").splitlines()
    known = sum('"url"' in line and may_be_article_address(line.split('"url": "')[1].split('"')[0]) for line in lines)
    assert known / len(lines) > 0.8


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("#/open?c=nb", f"{HOST}/a/#/open?c=nb"),
        ("/web/#!/open", f"{HOST}/web/#!/open"),
        ("#top", f"{HOST}/a/"),
        ("#/", f"{HOST}/a/"),
        ("/gkmlpt/index#2571", f"{HOST}/gkmlpt/index"),
        ("", f"{HOST}/a/"),
    ],
)
def test_a_route_of_a_script_is_part_of_the_address(href: str, url: str) -> None:
    assert absolute(f"{HOST}/a/", href) == url
    assert route_of(url) == url.partition("#")[2]


@pytest.mark.parametrize(
    ("url", "other"),
    [
        (PAGE, "https://x.gov.cn/nb/content/post_77.html"),
        (PAGE, "http://www.x.gov.cn//nb/content/post_77.html"),
        (PAGE, "http://www.x.gov.cn/nb/content/mpost_77.html"),
        (PAGE, "http://m.x.gov.cn/nb/content/post_77.html"),
        (PAGE, "http://www.x.gov.cn/wap/nb/content/post_77.html"),
        ("http://x.gov.cn/nb/", "http://x.gov.cn/nb/index.html"),
        ("http://x.gov.cn/show?a=1&b=2", "http://x.gov.cn/show?b=2&a=1"),
    ],
)
def test_one_page(url: str, other: str) -> None:
    assert identity(url) == identity(other)


@pytest.mark.parametrize(
    "other",
    [
        "http://www.x.gov.cn/nb/content/post_78.html",
        "http://jyj.x.gov.cn/nb/content/post_77.html",
        "http://www.x.gov.cn/nb/content/post_77.html?page=2",
        "http://www.x.gov.cn/content/post_77.html",
    ],
)
def test_two_pages(other: str) -> None:
    assert identity(PAGE) != identity(other)

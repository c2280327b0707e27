"""Which addresses are one page."""

import pytest

from crawler.portal_state import identity

PAGE = "http://www.x.gov.cn/nb/content/post_77.html"


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

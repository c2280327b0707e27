"""Articles that a page keeps in a script."""

import json

import pytest

from crawler.articles.content import has_report_headings, main_text
from crawler.articles.scripted import with_article
from crawler.encoding import decode_html
from tests.crawler.conftest import HEADINGS

ARTICLE = "".join(f"<p>{head}</p><p>{'有关情况如上所述。' * 6}</p>" for head in HEADINGS)


def page(article: str = ARTICLE, *, shown: str = "") -> str:
    kept = json.dumps({"title": "年报", "content": article}).replace("<", "\\u003C").replace(">", "\\u003E")
    return f"<html><body><div id='app'>{shown}</div><script>window._CONFIG = {{DETAIL: {kept}}}</script></body></html>"


def test_an_article_is_written_out_where_the_page_shows_none() -> None:
    assert has_report_headings(main_text(decode_html(page().encode())))


@pytest.mark.parametrize(
    "html",
    [
        page(shown=ARTICLE),
        page("<p>短</p>"),
        page().replace("\\u003C", "<"),
        '{"rows": [{"content": "\\u003Cp\\u003E' + "文" * 300 + '"}]}',
        "<script>content: '\\u003C'</script>",
        "",
    ],
)
def test_other_pages_stay_as_they_are(html: str) -> None:
    assert with_article(html) == html

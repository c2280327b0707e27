"""What an article shows of a report, told by what stands there and never by the words in which a server says sorry."""

import re
from typing import Final

from crawler.articles.content import has_report_headings, main_text, title_of
from crawler.articles.files import files_of, pictures_of
from crawler.labels import is_column_title
from crawler.text import squash
from crawler.titles import read_title

_LEAST: Final = 200
"""Characters of a text that is the content of its page; an excuse is shorter."""
_HEAD_LINES: Final = 6
_SPEAKS_OF_IT: Final = re.compile(r"信息公开|政务公开")
_PAGES_OF_A_SCAN: Final = 2


def shows_report(html: str, url: str) -> bool:
    """Whether a page that a list calls a report shows one.

    It has the sections of a report, a report's title at its head, a file, a run
    of pictures, or enough text that speaks of disclosure.
    """
    text = main_text(html)
    if has_report_headings(text) or _is_titled(title_of(html), text) or files_of(html, url):
        return True
    return len(pictures_of(html, url)) >= _PAGES_OF_A_SCAN or bool(has_text(text) and _SPEAKS_OF_IT.search(text))


def shows_something_else(html: str, url: str) -> bool:
    """Whether a page was read whole and is no report: text enough, no title of one, and nothing hidden in files."""
    text = main_text(html)
    if has_report_headings(text) or _is_titled(title_of(html), text) or not has_text(text):
        return False
    return not files_of(html, url) and len(pictures_of(html, url)) < _PAGES_OF_A_SCAN


def has_text(text: str) -> bool:
    """Whether a main text is long enough to be the content of its page."""
    return len(squash(text)) >= _LEAST


def _is_titled(title: str, text: str) -> bool:
    """Whether a title at the head of a page names one report; a column's name is none."""
    return any(_names_one(line) for line in (title, *text.splitlines()[:_HEAD_LINES]))


def _names_one(line: str) -> bool:
    reading = read_title(line)
    named = reading.year is not None or reading.body is not None
    return reading.verdict == "report" and named and not is_column_title(line)

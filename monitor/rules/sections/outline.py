"""The six sections of the form: their headings and order, and what of them a report has."""

import re
from itertools import takewhile
from typing import Final

from crawler.text import squash
from crawler.titles import kind_of_body
from monitor.reports.forms import SECTIONS
from monitor.reports.model import Report, Section, SectionKey, TableKey
from monitor.rules.citing import section_text, sections_of
from monitor.rules.gates import table_present

NUMERALS: Final = "一二三四五六"
HEADINGS: Final[dict[SectionKey, str]] = {
    section.key: f"{NUMERALS[section.number - 1]}、{section.heading}" for section in SECTIONS
}
"""The form's six headings in order."""

ORDER: Final = tuple(HEADINGS)
TABLES: Final[dict[SectionKey, TableKey]] = {
    "proactive": "proactive",
    "applications": "applications",
    "remedies": "remedies",
}
SOME_TEXT: Final = 2
"""Chinese characters that make a text (RULES S04)."""

_FURNITURE: Final = re.compile(
    r"[-—–\s第页共\d/]*|[（(](?:公章|盖章|签章|此[页处]无正文|联系人[^）)]*)[）)]"
    r"|(?:日期[：:])?(?:20\d\d|二[〇○O零][〇○O零一二三四五六七八九]{2})[年./-][一二三四五六七八九十\d]{1,2}[月./-](?:[一二三四五六七八九十\d]{1,3}[日号]?)?"
)
"""Page numbers, seals and the day of signing."""
_SEAL: Final = re.compile(r"[（(](?:公章|盖章|签章)[）)]$")
_ATTACHMENTS: Final = re.compile(r"附[件表录]?\d*[：:]|附[件表录]\d*(?:$|[.．、\s《])")


def content_without_heading(report: Report, key: SectionKey) -> bool:
    """Whether the report has what belongs in that section, under whatever heading or none."""
    if any(not section.heading for section in sections_of(report, key)):
        return True
    if key in TABLES:
        return table_present(report, TABLES[key])
    if key == "overview":
        return all(word in squash(report.preamble) for word in ("主动公开", "依申请公开", "平台建设", "监督保障"))
    if key == "problems":
        rest = "".join(section_text(report, other) for other in ("proactive", "applications", "remedies", "other"))
        return bool(re.search(r"存在.{0,40}(问题|不足|差距)", rest) and re.search(r"下一步|改进|将|加强", rest))
    return bool(re.search(r"信息(公开)?处理费", section_text(report, "problems")))


def is_empty(report: Report, section: Section) -> bool:
    """Whether nothing stands between the section's heading and the next; a lone 无 is something.

    Who signed, on which day, and what is attached belong to the whole report.
    """
    if section.tables or (section.key in TABLES and table_present(report, TABLES[section.key])):
        return False
    own = takewhile(lambda line: not _ATTACHMENTS.match(line), map(squash, section.text.splitlines()))
    text = "".join(line for line in own if not _FURNITURE.fullmatch(line) and not _is_signature(report, line))
    return len(re.findall(r"[㐀-鿿]", text)) < SOME_TEXT and not text.startswith("无")


def names_attachments(section: Section) -> bool:
    """Whether the section lists what is attached to the report."""
    return any(_ATTACHMENTS.match(squash(line)) for line in section.text.splitlines())


def _is_signature(report: Report, line: str) -> bool:
    name = _SEAL.sub("", line)
    return kind_of_body(name) is not None or name == squash(report.body or "")

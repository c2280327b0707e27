"""The counts that the prose states.

Counts in prose are read by :mod:`monitor.reports.narrative`. Only a count of the whole year and of
all channels is held against a table. Every such count has to agree: one that does hides no other that does not.
"""

from typing import Final

from monitor.law.basis import ACCURACY, PRACTICE
from monitor.reports.model import Report, SectionKey
from monitor.reports.narrative import Count, counts
from monitor.rules.citing import excerpt, sections_of

AGREEMENT: Final = f"{ACCURACY}；文表一致为审核所查事项（{PRACTICE}）"
_SAYING: Final[tuple[SectionKey, ...]] = ("overview", "proactive", "applications")
"""The sections that tell the year's facts; section 五 tells plans."""


def statements(report: Report, year: int | None) -> list[Count]:
    """The counts that the prose states, in order."""
    texts = [section.text for key in _SAYING for section in sections_of(report, key)]
    return [count for text in texts for count in counts(text, year=year, body=report.body)]


def sentence(count: Count) -> str:
    """The sentence that states the count, for a quote."""
    return excerpt(count.quote, count.printed)

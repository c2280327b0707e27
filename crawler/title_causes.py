"""Why a title is no report, or what it lacks: the causes that steer the crawl, and their words for people."""

from typing import Final, Literal

TitleCause = Literal[
    "website_report",
    "rule_of_law_report",
    "enforcement_report",
    "work_report",
    "statistics",
    "accounts",
    "part_of_year",
    "report_of_other_sort",
    "prose",
    "explanation",
    "letter",
    "notice",
    "news",
    "work_summary",
    "empty",
    "too_long",
    "named_as_column",
    "like_a_column",
    "issued",
    "openness_report",
    "unclear_ending",
    "news_of_reports",
    "no_organ",
    "cut",
    "other_disclosure",
    "disclosure_unsaid",
    "year_only",
    "body_only",
    "year_unsaid",
    "body_unsaid",
    "year_and_body_unsaid",
    "speaks_of_no_report",
]
"""What kept a title from being taken for a whole report's; :data:`TITLE_CAUSES` says each in Chinese."""

TITLE_CAUSES: Final[dict[TitleCause, str]] = {
    "website_report": "是政府网站工作年度报表",
    "rule_of_law_report": "是法治政府建设报告",
    "enforcement_report": "是行政执法年报",
    "work_report": "是政府工作报告",
    "statistics": "是统计表",
    "accounts": "是预决算",
    "part_of_year": "不是全年的报告",
    "report_of_other_sort": "是别种年报",
    "prose": "是正文里的话",
    "explanation": "是年报的解读",
    "letter": "是报送年报的函",
    "notice": "是编制年报的通知",
    "news": "是工作消息",
    "work_summary": "是工作总结",
    "empty": "题名为空",
    "too_long": "不是题名（过长）",
    "named_as_column": "与栏目同名",
    "like_a_column": "像是栏目名",
    "issued": "是印发年报的通知，须看正文",
    "openness_report": "是政务公开工作报告，须看正文",
    "unclear_ending": "题名后文不明",
    "news_of_reports": "像是发布年报的消息，须看正文",
    "no_organ": "题名里不像行政机关，须看正文",
    "cut": "题名被截断",
    "other_disclosure": "可能是别种信息公开报告，须看正文",
    "disclosure_unsaid": "题名未写政府信息公开",
    "year_only": "题名只有年份",
    "body_only": "题名只有机关",
    "year_unsaid": "题名未写年份",
    "body_unsaid": "题名未写机关",
    "year_and_body_unsaid": "题名未写年份和机关",
    "speaks_of_no_report": "题名不是政府信息公开年报",
}


def in_words(cause: TitleCause | None) -> str:
    """A cause in Chinese, for the log and for people; empty where there is none."""
    return TITLE_CAUSES[cause] if cause else ""

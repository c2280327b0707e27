"""The words of titles: how a report is named, and what names something else; patterns over folded text."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.title_causes import TitleCause

Causes = tuple[tuple[re.Pattern[str], TitleCause], ...]

YEAR: Final = r"(?:20\d\d|二[〇○OΟО0o零][〇○OΟО0o零一二三四五六七八九]{2})"
YEAR_WORD: Final = rf"(?<!\d){YEAR}(?!\d)(?:年{{0,2}}度?)?"
_FILLER: Final = rf"(?:公开|工作|情况|年度|本级|的|[（〔【《]?{YEAR_WORD}[）〕】》]?)"
PHRASE: Final = re.compile(
    r"(?<!环境)(?<!企业)(?<!财政)(?<!财务)(?<!决算)(?<!学校)"
    r"(?P<what>政府信息(?:[与和、及]政务)?公开|政务信息公开|政务公开|信息公开)"
    rf"{_FILLER}{{0,8}}?(?P<noun>年度?报告|年报|报告|总结)"
)
"""The words that name the report."""
CUT: Final = re.compile(r"\.{2,}[）)]?$")
CUT_PHRASE: Final = re.compile(
    rf"(?P<what>政府信息公开|信息公开){_FILLER}{{0,8}}?(?P<noun>年度?报?|年?)[工情]?\.{{2,}}[）)]?$"
)
CUT_ANYWHERE: Final = re.compile(r"政府?信?息?公?开?\.{2,}[）)]?$")
STEM: Final = re.compile(rf"(?:(?:政府)?信息公开{_FILLER}{{0,8}}?(?:年度?报?|[工情])?|政(?:府信?|府信息公?)?)$")
"""What is left of the words for the report where a row was full, without a sign that it was cut."""
BARE_REPORT: Final = re.compile(r"年度?报告|年报|工作报告$")
DISCLOSURE: Final = re.compile(r"信息公开|政务公开")
OTHER_DISCLOSURE: Final = re.compile(
    r"指南|目录|制度|要点|方案|办法|规定|条例|清单|计划|意见|培训|会议|申请|考核|评估|通知|解读|标准|流程|专栏|平台|公示栏"
)
"""What a title that speaks of disclosure may name beside a report."""

ISSUED: Final = re.compile(
    r"(?P<who>.*?)关于(?:印发|公布|发布|公开|下发|公示)(?P<what>.*?(?:报告|年报)(?:（[^（）]*）)?[》”]?)的?(?P<how>通知|公告|通告|公示|函)"
)
"""A notice that says by its title that it brings a report."""

STRANGERS: Final[Causes] = (
    (
        re.compile(r"网站(?:(?!信息公开).){0,14}?(?:报表|年报|年度报告|工作报告|总结|检查|普查)|新媒体.{0,8}报"),
        "website_report",
    ),
    (re.compile(r"法治政府|法治建设|依法行政|法治(?!办).{0,6}(?:报告|总结)"), "rule_of_law_report"),
    (re.compile(r"行政执法(?!局|队|[支大总]队|委|中心).{0,8}(?:年报|报告)"), "enforcement_report"),
    (re.compile(r"政府工作报告"), "work_report"),
    (
        re.compile(r"统计(?:情况|数据|报|汇总)?表|统计年报|统计公报|年鉴|数据统计|统计数据|报表|附表|情况表"),
        "statistics",
    ),
    (re.compile(r"决算|预算(?!.{0,6}中心)|三公经费"), "accounts"),
    (re.compile(r"[上下]半年|半年度|季度|第[一二三四1-4]季|\d月份?(?:政府|政务|信息)"), "part_of_year"),
    (re.compile(r"(?:财务|审计|社会保险|公积金|质量|价格|水资源|环境状况)年度?报"), "report_of_other_sort"),
)
"""Documents of another kind, named as such."""
BEFORE: Final[Causes] = (
    (re.compile(r"^(?:根据|依据|按照|为|本报告)|条例》"), "prose"),
    (re.compile(r"图解|一图|读懂|看懂|解读|漫画|动漫|动画|长图|H5|视频"), "explanation"),
    (re.compile(r"关于(?:转?报送|呈报|上报)"), "letter"),
    (
        re.compile(
            r"关于(?:认真|切实|进一步)?(?:做好|编制|编报|编写|开展|印发|转发|下发|征求|抓好|启动|组织|规范|加强)"
        ),
        "notice",
    ),
    (re.compile(r"召开|举行|举办|部署|安排|圆满|顺利|积极|扎实|全面完成|督促|认真|有序"), "news"),
)
"""What before the words for the report makes something else of it."""
BEHIND: Final[Causes] = (
    (re.compile(r"解读|图解|读懂|看懂|漫画|长图|视频"), "explanation"),
    (re.compile(r"通知|编制|培训|部署|格式|模板|范本|要求"), "notice"),
    (re.compile(r"的?函$|^的(?:请示|报告)"), "letter"),
    (re.compile(r"统计|数据|汇总|表$|名单|排名|目录"), "statistics"),
    (re.compile(r"会议?$|工作会|召开|完成|通报|评估|检查|评议|考核|调研|督查|督导"), "news"),
)
"""What behind them does."""
_ATTACHED: Final = r"(?:附[件表]|附?[^，。；（）]{0,12}(?:报表|统计表|情况表|附表|表格|数据汇总|数据表|数据))"
ATTACHMENTS: Final = re.compile(
    rf"(?:（[含附有带内][^（）]{{1,24}}）|[（《]?(?:及其?|和|与|暨|、|含|附|并附|（?附：){_ATTACHED}[）》]?)+(?=$|[（）《》]|的)"
)
"""What is said to come with a report: （含附表）, 及附表, （含政府网站工作年度报表）."""
HARMLESS_BEHIND: Final = re.compile(
    rf"(?:{YEAR_WORD}|公[告示布]|发布|[全正]文|(?:图文|文字|图片|PDF|超链|正式|公开|完整|网页|word)版|图文|更正版?|修[订改]版?|补发"
    r"|[终定]稿|盖章版?|扫描件|附件\d*|(?:点击)?下载|\d"
    r"|[的《》“”\"'【】〔〕（）·•\-—–_：，、.。；])*"
)


def cause_in(patterns: Iterable[tuple[re.Pattern[str], TitleCause]], text: str) -> TitleCause | None:
    """The first cause whose words stand in a text."""
    return next((cause for pattern, cause in patterns if pattern.search(text)), None)


def year_number(text: str) -> int:
    """A year in digits or in Chinese numerals as a number."""
    return int(text.translate(_CHINESE_DIGITS))


_CHINESE_DIGITS: Final = str.maketrans("〇○OΟОo零一二三四五六七八九", "0000000123456789")

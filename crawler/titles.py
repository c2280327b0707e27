"""What a title says: report or stranger, whose, which year.

A third of the rows in annual-report columns are strangers that look alike
(政府网站工作年度报表, 法治政府建设年度报告, 解读, 编制通知 …), so a title is
read word by word: the phrase that names the report, what stands before it (the
body and the year) and what stands behind it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from crawler.text import fold
from crawler.title_causes import TitleCause

BodyKind = Literal["government", "office", "department", "township", "subdistrict", "institution"]
"""Who owes a report. ``government``: a people's government from county level up; ``office``: its 办公厅/办公室."""

TitleVerdict = Literal["report", "stranger", "unclear"]

LONGEST_TITLE: Final = 120
"""Characters (without spaces); a longer text is a sentence or a page, not a title."""


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What one title says.

    ``unclear`` means that the title alone does not decide and the page behind
    it must. ``cause`` says why a title is no report, or what is missing; None
    where nothing is. ``body`` is the name as printed without white space, in full-width
    punctuation; it may be relative (县教育局). ``year`` is the report year.
    """

    verdict: TitleVerdict
    cause: TitleCause | None = None
    body: str | None = None
    kind: BodyKind | None = None
    year: int | None = None

    @property
    def is_cut(self) -> bool:
        """Whether the title was cut short before it said what it names."""
        return self.cause == "cut"

    @property
    def names_another(self) -> bool:
        """Whether the title says what it is instead of a report; other strangers may be a site's or a column's name."""
        return self.verdict == "stranger" and self.cause != "speaks_of_no_report"


_YEAR: Final = r"(?:20\d\d|二[〇○OΟО0o零][〇○OΟО0o零一二三四五六七八九]{2})"
_YEAR_WORD: Final = rf"(?<!\d){_YEAR}(?!\d)(?:年{{0,2}}度?)?"
_FILLER: Final = rf"(?:公开|工作|情况|年度|本级|的|[（〔【《]?{_YEAR_WORD}[）〕】》]?)"
_PHRASE: Final = re.compile(
    r"(?<!环境)(?<!企业)(?<!财政)(?<!财务)(?<!决算)(?<!学校)"
    r"(?P<what>政府信息(?:[与和、及]政务)?公开|政务信息公开|政务公开|信息公开)"
    rf"{_FILLER}{{0,8}}?(?P<noun>年度?报告|年报|报告|总结)"
)
_CUT: Final = re.compile(r"\.{2,}[）)]?$")
_CUT_PHRASE: Final = re.compile(
    rf"(?P<what>政府信息公开|信息公开){_FILLER}{{0,8}}?(?P<noun>年度?报?|年?)[工情]?\.{{2,}}[）)]?$"
)
_CUT_ANYWHERE: Final = re.compile(r"政府?信?息?公?开?\.{2,}[）)]?$")
_BARE_REPORT: Final = re.compile(r"年度?报告|年报|工作报告$")

_STRANGERS: Final[tuple[tuple[re.Pattern[str], TitleCause], ...]] = (
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
_BEFORE: Final[tuple[tuple[re.Pattern[str], TitleCause], ...]] = (
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
_BEHIND: Final[tuple[tuple[re.Pattern[str], TitleCause], ...]] = (
    (re.compile(r"解读|图解|图文|读懂|看懂|漫画|长图|视频"), "explanation"),
    (re.compile(r"通知|编制|培训|部署|格式|模板|范本|要求"), "notice"),
    (re.compile(r"的?函$|^的(?:请示|报告)"), "letter"),
    (re.compile(r"统计|数据|汇总|表$|名单|排名|目录"), "statistics"),
    (re.compile(r"会议?$|工作会|召开|完成|通报|评估|检查|评议|考核|调研|督查|督导"), "news"),
)
_HARMLESS_BEHIND: Final = re.compile(
    rf"(?:{_YEAR_WORD}|公[告示布]|发布|[全正]文|(?:文字|图片|PDF|超链|正式|公开|完整|网页|word)版|更正版?|修[订改]版?|补发|[终定]稿|盖章版?|扫描件|附件\d*|(?:点击)?下载|\d"
    r"|[的《》“”\"'【】〔〕（）·•\-—–_：，、.。；])*"
)
_SITE: Final = re.compile(r"[-—–_|丨][^-—–_|丨]{0,30}(?:网|网站|门户|平台|政府信息公开)$")
_FILE_ENDING: Final = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|html?|shtml|ofd|txt|zip|rar|ceb|jpe?g|png)$", re.IGNORECASE)
_DATE: Final = re.compile(
    r"[（〔]?20\d\d[-./年]\d{1,2}(?!\d)(?:[-./月]\d{1,2}(?!\d)日?|月)?(?:\d\d：\d\d(?:：\d\d)?)?[）〕]?"
)
_PERIOD: Final = re.compile(r"(20\d\d)年\d{1,2}月(?:\d{1,2}日)?[-—–~至到](?:\1年|当年|同年)?12月(?:31日|底)?")
_DOCUMENT_NUMBER: Final = re.compile(
    r"(?:^|(?<=报告)|(?<=年报)|(?<=[（）》]))[\u4e00-\u9fff]{1,8}[〔（【]20\d\d[〕）】]第?\d+号"
)
_LABEL: Final = re.compile(
    r"^(?:附件\d*[：、.]?|(?:附|标题|名称|题名|文章标题)：|【[^】]{1,8}】|（?[一二三四五六七八九十\d]+[）、.](?!\d))(?=.{4})"
)
_HEADING: Final = re.compile(r"^【([^【】]{1,20})】(?=.{4})")
_EDGE: Final = "《》“”\"'【】〔〕·•-—–_：，、>»|。；*#/"
_COLUMN_NAME: Final = re.compile(
    r"(?:历年|往年|本级|全[省市县区]|各?(?:[省市县区]直?|[市县区]?政府|街道|乡镇|镇街)?(?:级?部门|单位)|各?(?:县市区|县区|市县|乡镇街道|乡镇|镇街|街镇|街道)"
    r"|[部单]位)+"
)
_PUBLISHING: Final = re.compile(r"^.*(?:现?将|(?<!新闻)(?:公布|发布|公示)|印发|报送|转发)(?=.{2})")


def read_title(title: str, *, column: str = "") -> TitleReading:
    """What ``title`` says of the document behind it.

    ``column`` is the title of the column where it is listed: in a column of
    annual reports a title such as 2023年度报告 or one cut short counts as a
    report. A title equal to the column's own is ``unclear`` (most are menu entries).
    """
    return _read(title, column)


@lru_cache(maxsize=256)  # its list, its column, its page and its report all ask for the same title
def _read(title: str, column: str) -> TitleReading:
    text = normal_title(title)
    if not text:
        return TitleReading("unclear", "empty")
    if len(text) > LONGEST_TITLE:
        return TitleReading("stranger", "too_long")
    year = year_in_title(title)
    if cause := _known_stranger(text):
        return TitleReading("stranger", cause, year=year)
    phrase = _PHRASE.search(text)
    if phrase is None:
        return _without_phrase(text, year, in_column=_is_report_column(column))
    if text == normal_title(column):
        return TitleReading("unclear", "named_as_column", year=year)
    return _with_phrase(text, phrase, year, in_column=_is_report_column(column))


def year_in_title(title: str) -> int | None:
    """The report year a title names, in digits of any width or in Chinese numerals; None where it names none.

    Of several years the one nearest the words for the report counts; dates and
    document numbers do not.
    """
    text = normal_title(title)
    found = list(re.finditer(rf"(?<!\d)({_YEAR})(?!\d)", text))
    if not found:
        return None
    phrase = _PHRASE.search(text) or _BARE_REPORT.search(text)
    at = phrase.start() if phrase else len(text)
    nearest = min(found, key=lambda match: (abs(match.start() - at), -match.start()))
    return _year_number(nearest.group(1))


def normal_title(title: str) -> str:
    """The title folded, without site name, breadcrumb, file ending, dates, document numbers and leading labels."""
    text = _PERIOD.sub(r"\1年", _SITE.sub("", _FILE_ENDING.sub("", fold(title))))
    segments = [part for part in re.split(r"[>»|丨]", text) if part]
    text = next((part for part in reversed(segments) if _PHRASE.search(part)), segments[-1] if segments else "")
    text = _HEADING.sub(_said_ahead, _DOCUMENT_NUMBER.sub("", _DATE.sub("", text))).strip(_EDGE)
    return _LABEL.sub("", text.strip("（）" + _EDGE) if _unpaired(text) else text)


def _said_ahead(heading: re.Match[str]) -> str:
    """What counts of a title's 【…】 at the head: a year or a body, but no 【年报】."""
    said = heading.group(1)
    return said if re.search(r"\d", said) or kind_of_body(said) else ""


def report_phrase(text: str) -> tuple[int, int] | None:
    """Where in folded text the words stand that name the report (政府信息公开…报告 and its kin), or None."""
    found = _PHRASE.search(text)
    return found.span() if found else None


def body_in_title(title: str) -> str | None:
    """The body a report's title names, without white space; None where it names none."""
    text = normal_title(title)
    phrase = _PHRASE.search(text) or _CUT_PHRASE.search(text)
    if phrase is None:
        return None
    before = _clean_body(text[: phrase.start()])
    return before or _body_behind(text[phrase.end() :])


_NO_NAME: Final = re.compile(
    r"^.?$|.{41}|[。；：？！，%/]|^[我本各该全此]|(?:社|辖|小|校|院)区$|(?:网站|门户|车站|部门|单位)$|^(?:市县|县区|市区|省市|地区|县市区|市州|区县)$|\d{3}"
)
_KINDS: Final[tuple[tuple[re.Pattern[str], BodyKind | None], ...]] = (
    (
        re.compile(
            r"宣传部|组织部|统战部|政法委(?:员会)?|纪委|监委|纪律检查委员会|监察委员会|总工会|妇女?联(?:合会)?|团[市县区省]?委|科协|文联|工商联"
            r"|人大(?:常委会)?|政协|法院|检察院|[市县区省]委|[市县区省]委办(?:公[室厅])?"
        ),
        None,
    ),
    (re.compile(r".*驻.{1,12}办事处"), "department"),
    (
        re.compile(
            r".*(?:大学|学院|学校|中学|小学|[一二三四五六七八九十\d]中|幼儿园|医院|卫生院|卫生所|卫生服务中心|保健[院站所]|保健中心|急救中心|医疗中心"
            r"|血站|血液中心|敬老院|福利院|公司|集团|银行|研究[院所]|图书馆|博物馆|美术馆|文化馆|科技馆|体育馆|殡仪馆|公园|水厂|电视台|广播电台|报社)"
        ),
        "institution",
    ),
    (re.compile(r".*(?:(?<!景德)镇|乡|苏木|民族乡)(?:人民)?政府(?:办公?室?)?"), "township"),
    (re.compile(r".*(?:街道|街办|街)(?:办事处|办)?(?:办公室)?|.*(?:地区|社区)?办事处"), "subdistrict"),
    (
        re.compile(
            r".*(?:人民政府|政府|行政公署|行署|管委会|管理委员会)(?:办公[厅室]|办)|.*[省市县区州盟旗]府办(?:公[厅室])?"
        ),
        "office",
    ),
    (re.compile(r".*(?:人民政府|行政公署|行署|[省市县区州盟旗]政府|生产建设兵团)|政府"), "government"),
    (
        re.compile(r".*(?:开发|高新|经开|园|景|保税|度假|港|产业|物流|工业|垦)区|.*(?:产业|科技|工业|物流)园"),
        "department",
    ),
    (re.compile(r".*(?<!景德)镇|.*乡|.*苏木"), "township"),
    (re.compile(r".*[省市县区州盟旗]|.*特别行政区"), "government"),
    (
        re.compile(
            r".*(?:局|厅|委|委员会|管委会|办|办公室|部|署|中心|总?队|支队|大队|所|站|处|馆|院|社|司|海关|联合会|红十字会|供销社|公署)"
        ),
        "department",
    ),
)


def kind_of_body(name: str) -> BodyKind | None:
    """The kind of the body so named; None where the name is no body's or its body owes no such report.

    A bare place name (金昌市) is its government; the office is tested before the
    government (…人民政府办公室); a 管委会 counts as a department, being an organ
    sent out by a government and none itself; party organs and people's
    organisations have no kind.
    """
    text = re.sub(r"（[^（）]*）$", "", fold(name)).removesuffix("机关").removesuffix("本级")
    if _NO_NAME.search(text):
        return None
    for pattern, kind in _KINDS:
        if kind is None and re.search(rf"(?:{pattern.pattern})$", text):
            return None
        if kind is not None and pattern.fullmatch(text):
            return kind
    return None


def _known_stranger(text: str) -> TitleCause | None:
    return _cause(_STRANGERS, text)


def _cause(patterns: Iterable[tuple[re.Pattern[str], TitleCause]], text: str) -> TitleCause | None:
    return next((cause for pattern, cause in patterns if pattern.search(text)), None)


def _with_phrase(text: str, phrase: re.Match[str], year: int | None, *, in_column: bool) -> TitleReading:
    before, behind = text[: phrase.start()], text[phrase.end() :]
    for patterns, part in ((_BEFORE, before), (_BEHIND, behind)):
        if cause := _cause(patterns, part):
            return TitleReading("stranger", cause, year=year)
    body = body_in_title(text)
    doubt = _doubt(phrase, behind, year, in_column=in_column) or _doubt_of_body(phrase, body)
    if doubt is not None:
        return _reading(*doubt, body, year)
    if (body is None or body.endswith(("部门", "单位"))) and _COLUMN_NAME.search(before):
        return TitleReading("unclear", "like_a_column", year=year)
    return _reading("report", _lack(body, year), body, year)


def _lack(body: str | None, year: int | None) -> TitleCause | None:
    if year is None:
        return "year_unsaid" if body else "year_and_body_unsaid"
    return None if body else "body_unsaid"


_LAST_LEGACY_YEAR: Final = 2018


def _doubt(
    phrase: re.Match[str], behind: str, year: int | None, *, in_column: bool
) -> tuple[TitleVerdict, TitleCause] | None:
    noun, what = phrase.group("noun"), phrase.group("what")
    if noun == "总结":
        legacy = what != "政务公开" and year is not None and year <= _LAST_LEGACY_YEAR
        return None if legacy and not behind else ("stranger", "work_summary")
    if what == "政务公开" and "年度" not in phrase.group(0) and noun != "年报" and not in_column:
        return "unclear", "openness_report"
    if not _HARMLESS_BEHIND.fullmatch(behind) and _body_behind(behind) is None:
        return "unclear", "unclear_ending"
    return None


def _doubt_of_body(phrase: re.Match[str], body: str | None) -> tuple[TitleVerdict, TitleCause] | None:
    """Whether what stands before the phrase is no body: enterprises and schools report on information, too."""
    if body is None or kind_of_body(body):
        return None
    if body.endswith(("发布", "公布", "公示")):
        return "unclear", "news_of_reports"
    if phrase.group("what") == "信息公开" and not _CUT.search(body):
        return "unclear", "no_organ"
    return None


def _without_phrase(text: str, year: int | None, *, in_column: bool) -> TitleReading:
    if cut := _CUT_PHRASE.search(text):
        if cause := _cause(_BEFORE, text[: cut.start()]):
            return TitleReading("stranger", cause, year=year)
        decided = in_column or "报" in cut.group("noun")
        return _reading("report" if decided else "unclear", "cut", body_in_title(text), year)
    if _CUT_ANYWHERE.search(text) or (in_column and _CUT.search(text)):
        return TitleReading("unclear", "cut", year=year)
    if bare := _BARE_REPORT.search(text):
        if "信息公开" in text:
            return TitleReading("unclear", "other_disclosure", year=year)
        alone = bare.group(0) != "工作报告" and not text[bare.end() :]
        body = _clean_body(text[: bare.start()])
        decided = in_column and alone and year is not None and (body is None or kind_of_body(body) is not None)
        return _reading("report" if decided else "unclear", "disclosure_unsaid", body, year)
    return _bare_name(_clean_body(text), year)


def _bare_name(body: str | None, year: int | None) -> TitleReading:
    if body is None:
        return TitleReading("unclear", "year_only" if year else "like_a_column", year=year)
    if kind_of_body(body):
        return _reading("unclear", "body_only", body, year)
    return TitleReading("stranger", "speaks_of_no_report", year=year)


def _reading(verdict: TitleVerdict, cause: TitleCause | None, body: str | None, year: int | None) -> TitleReading:
    return TitleReading(verdict, cause, body, kind_of_body(body) if body else None, year)


def _is_report_column(column: str) -> bool:
    text = fold(column)
    return bool(_PHRASE.search(text) or _BARE_REPORT.search(text)) and _known_stranger(text) is None


def _unpaired(text: str) -> bool:
    return text.count("（") != text.count("）")


def _clean_body(text: str) -> str | None:
    name = _PUBLISHING.sub("", re.sub(_YEAR_WORD, "", text))
    name = re.sub(r"^(?:关于|全文|本级)|(?:关于|的|《|年度)+$", "", name.strip(_EDGE))
    name = re.sub(r"（）|〔〕|【】", "", name).strip(_EDGE)
    name = name.strip("（）") if _unpaired(name) else name
    if name.startswith("（") and name.endswith("）"):
        name = name[1:-1]
    return None if not name or _COLUMN_NAME.fullmatch(name) else name


def _body_behind(text: str) -> str | None:
    name = _clean_body(text)
    return name if name and kind_of_body(name) else None


_CHINESE_DIGITS: Final = str.maketrans("〇○OΟОo零一二三四五六七八九", "0000000123456789")


def _year_number(text: str) -> int:
    return int(text.translate(_CHINESE_DIGITS))

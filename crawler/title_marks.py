"""A title without what stands around it: marks, labels, the site's name, dates, document numbers, second names."""

import re
from functools import lru_cache
from typing import Final

from crawler.body_kinds import kind_of_body
from crawler.text import fold
from crawler.title_words import BEFORE, PHRASE, STRANGERS, cause_in

EDGE: Final = "《》“”\"'【】〔〕·•-—–_：，、>»|。；*#/"

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
    r"^(?:附件\d*[：、.]?|(?:附|标题|名称|题名|文章标题)：|（?[一二三四五六七八九十\d]+[）、.](?!\d))(?=.{4})"
)
_HEADING: Final = re.compile(
    r"^(?:【([^【】]{1,20})】|〔([^〔〕]{1,20})〕|〖([^〖〗]{1,20})〗|「([^「」]{1,20})」|『([^『』]{1,20})』|（([^（）]{1,20})）)(?=.{4})"
)
_MARK: Final = (
    r"置顶|推荐|最新|热门|图文|头条|精华|要闻|顶|荐|热|新|(?i:new|hot|top)|原创|通知公告|公示公告|公告公示|公告栏"
)
"""What list software puts beside a title to draw the eye; other words in brackets at the head fall away as well."""
_LEADING: Final = re.compile(
    r"^(?:[^\w（〔【《“〖「『]+|(?:置顶|推荐|最新|热门|图文|头条|精华|通知公告|公示公告)[！·•：\-—]*(?=[\u4e00-\u9fff\d])"
    r"|序号\d{1,3}[.、．：）\-]?|(?:(?i:no)[.．：]?)?\d{1,3}[.、．：）\-]?(?=20\d\d年)"
    r"|[A-Za-z]{2,8}[！.：\-]*(?=[\u4e00-\u9fff\d〔【（])|\d{1,2}[.、．：）\-]?(?=[\u4e00-\u9fff])(?!\d*[年月号]))(?=.{4})"
)
_TRAILING: Final = re.compile(
    rf"(?:[〔【（〖「](?:{_MARK})[！!]?[〕】）〗」]|(?i:new|hot)[！!]?|[^\w（）〔〕【】《》“”\"'.。]+)$"
)
_COLUMN_BEFORE: Final = re.compile(
    r"^[^·•：—\-–《》（）]{1,12}?(?:报|报告|公开|栏目?|专区|部门|单位|目录)[·•：—\-–]+(?=.{6})"
)
_SITE_BEFORE: Final = re.compile(
    r"^.{2,24}?(?:门户网站|官方网站|政府网站?|官网|信息公开网|(?:公开|服务)平台)[·•：—\-–]*(?=.{6})"
)
_SUMMARY: Final = re.compile(
    r"(?P<what>(?:政府信息|政务信息|政务|信息)公开)?(?:工作|情况|年度|的)*(?:总结|情况|小结|报告)[暨和及与、（]"
    r"(?=(?P<next>(?:政府信息|政务信息|信息|政务)公开)?(?:工作|情况)*(?:(?:年度?)?(?:工作)?报告|年报))"
)
"""A report that is called a summary as well."""
_SHARED: Final = re.compile(r"(?<=人民)政府(?=信息公开)(?!信息公开(?:办|科|股|中心))")
"""政府 that stands once, for the name and for the phrase."""
_BREAKS: Final = re.compile(r"[>»|丨]")


@lru_cache(maxsize=4096)
def normal_title(title: str) -> str:
    """The title folded, without site name, breadcrumb, file ending, dates, document numbers, marks and labels."""
    text = _PERIOD.sub(r"\1年", _SITE.sub("", _FILE_ENDING.sub("", fold(title))))
    segments = [part for part in _BREAKS.split(text) if part]
    text = next((part for part in reversed(segments) if PHRASE.search(part)), segments[-1] if segments else "")
    text = _without_marks(_DOCUMENT_NUMBER.sub("", _DATE.sub("", text))).strip(EDGE)
    text = _LABEL.sub("", text.strip("（）" + EDGE) if is_unpaired(text) else text)
    text = _without_site(_without_marks(text))
    return _SHARED.sub("政府政府", _as_one_report(text))


def is_unpaired(text: str) -> bool:
    """Whether a round bracket of a text lacks its other half."""
    return text.count("（") != text.count("）")


def _without_marks(text: str) -> str:
    """A title without what list software and people put before it and behind it."""
    before = ""
    while text != before:
        before = text
        text = _TRAILING.sub("", _COLUMN_BEFORE.sub(_label, _LEADING.sub("", _HEADING.sub(_head_words, text))))
    return text


def _head_words(heading: re.Match[str]) -> str:
    """What counts of brackets at the head of a title: a year, a body, the name of another kind of document."""
    said = next(group for group in heading.groups() if group)
    return said if re.search(r"\d{3}", said) or kind_of_body(said) or _names_another(said) else ""


def _label(label: re.Match[str]) -> str:
    """Nothing, where a title begins with the name of its column; the name of another kind of document stays."""
    said = label.group()
    keeps = _names_another(said) or re.search(r"\d{3}", said) or PHRASE.search(label.string[label.end() :]) is None
    return said if keeps else ""


def _names_another(text: str) -> bool:
    return cause_in((*STRANGERS, *BEFORE), text) is not None


def _without_site(text: str) -> str:
    """A title without the name of its site before it, where a body is named behind that."""
    found, phrase = _SITE_BEFORE.match(text), PHRASE.search(text)
    if found is None or phrase is None or phrase.start() < found.end() or _names_another(text[: phrase.end()]):
        return text
    return text[found.end() :]


def _as_one_report(text: str) -> str:
    """A title with one name for its report: 工作总结暨年度报告 is the 年度报告."""
    one = _SUMMARY.sub(lambda found: "" if found["next"] else found["what"] or "", text, count=1)
    return one.rstrip("）") if one != text and is_unpaired(one) else one

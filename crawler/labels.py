"""Names of columns: the annual-report column, the way to it, its sub-columns of years, units and classes of units."""

import re
from typing import Final, Literal

from crawler.text import squash
from crawler.titles import kind_of_body

Kind = Literal["year", "unit"]

ColumnName = Literal["whole", "named", "cut", "short"]
"""How a label names the column: by its whole name, with a body's name before it, cut off, or as 年报 alone."""

Entry = Literal["guide", "rules", "contents", "reports", "requests"]
"""The entries of the national platform for disclosure: 指南 制度 法定主动公开内容 年报 依申请公开."""

_REPORT: Final = r"(?:年度?报告?|年报|报告)"
_COLUMN: Final = re.compile(
    rf"(?:(?:历年)?(?:本?[省市县区州盟旗乡镇])?(?:人民)?(?:政府|部门|机关|单位)?(?:本级)?)?(?:政府|政务)?信息公开(?:工作)?{_REPORT}"
    r"(?:专栏|栏目|公示)?"
)
_COLUMN_SHORT: Final = re.compile(r"(?:历年)?(?:[省市县区州旗]?(?:政府|部门))?(?:公开)?(?:年度报告|年报)(?:公开)?")
_NOT_THE_COLUMN: Final = re.compile(r"网站|网络|报表|法治|依法行政|财政|审计|统计|政府工作|解读|年鉴|预算|决算|绩效")
_NOT_A_UNIT: Final = re.compile(r"网站|报表|法治|依法行政|政府工作|解读|年鉴|预算|决算|绩效|公报")
_YEAR: Final = re.compile(
    rf"(?:(?:政府)?信息公开(?:工作)?)?(?:年报)?20[0-4]\d(?:n|年度?)?(?:(?:政府)?信息公开(?:工作)?)?{_REPORT}?(?:及?(?:以前|之前)|前)?"
)
_CLASSES: Final = re.compile(
    r"(?:各|本|全)?(?:[省市县区州旗盟镇]|(?:人民)?政府)?(?:本级|直属?|级|属)?各?(?:政府)?"
    r"(?:工作部门|组成部门|双管部门|垂[直管](?:管理)?部门|直属(?:机构|单位|部门)|部门|机构|机关|单位|委办局|办公?[室厅]"
    r"|乡镇(?:[(（、]?街道[)）]?(?:办事处)?)?|镇街道?|街镇|镇乡|街道(?:办事处)?|区县|县区|县[(（]?[市区、]+[)）]?|市县区?"
    r"|开发区|园区|功能区|派出机构|(?:公共)?企事业单位)"
    rf"(?:(?:政府)?信息公开)?{_REPORT}?"
)
_UNIT_TAIL: Final = re.compile(rf"(?:(?:政府)?信息公开(?:工作)?)?{_REPORT}$")
_SOCIETY: Final = re.compile(r"[省市县区州旗].{1,8}(?:会|联|社|团委)")
_ORNAMENT: Final = re.compile(
    r"^[·•●▪◆■□▶►○◎★☆→➤✦>»\-—|_*+]+|[>»→▶\-—|▼▾∨]+$|^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、．](?!\d)|[(\[]\d+[条]?[)\]]$"
    r"|(?<=.{2})(?:更多|详情|查看|进入|MORE|more|More)$"
)
_BRACKETS: Final = re.compile(r"[【\[(〔《〈“\"](.+)[】\])〕》〉”\"]")
_LONGEST_NAME: Final = 30

_COLUMN_ALSO: Final = re.compile(
    r"(?:政府信息|政务公开|信息公开)(?:工作)?(?:年度?报告?|年报|年度工作报告)(?:公开|专栏|栏目|公示|展示)?"
    r"|年度(?:政府|政务)?信息公开(?:工作)?报告"
    rf"|(?:政府|政务)?信息公开(?:工作)?{_REPORT}[(]{_REPORT}[)]"
)
_WHOLE_NAMES: Final = (
    *("政府信息公开工作年度报告", "政府信息公开年度报告", "政府信息公开年报", "政府信息公开工作年报"),
    *("信息公开工作年度报告", "信息公开年度报告", "信息公开年报", "政务公开年度报告"),
)
_CUT: Final = re.compile(r"(?:\.{2,}|…+)$")
_SHORTEST_CUT: Final = 5
_ENTRIES: Final[tuple[tuple[re.Pattern[str], Entry], ...]] = (
    (re.compile(r"(?:(?:政府)?信息)?公开指南"), "guide"),
    (re.compile(r"(?:(?:政府)?信息)?公开(?:规章)?制度|(?:政府)?信息公开(?:法规|规定|政策)(?:文件|制度)?"), "rules"),
    (
        re.compile(r"(?:法定)?主动公开(?:基本)?(?:内容|目录|信息)?|(?:政府)?信息公开(?:基本)?(?:目录|内容)"),
        "contents",
    ),
    (re.compile(r"(?:政府信息)?依申请公开(?:政府信息|申请|指引)?|(?:我要|在线)申请公开"), "requests"),
)
_HUBS: Final[tuple[tuple[re.Pattern[str], int], ...]] = (
    (re.compile(r"政府信息公开(?:专栏|专区|平台|专题|网|门户|栏目?|主页|首页)?"), 60),
    (re.compile(r"信息公开(?:专栏|专区|平台|网|门户|栏目?|主页|首页)?"), 55),
    (re.compile(r"法定主动公开(?:基本)?(?:内容|目录|信息)?|政府信息公开(?:指南|制度|规章制度)"), 50),
    (re.compile(r"(?:信息)?公开(?:指南|制度)|主动公开(?:内容|目录|信息)?|政府信息公开(?:基本)?(?:目录|内容)"), 45),
    (
        re.compile(
            r"政务公开|政务信息公开|(?:政府)?公开平台|公开专栏|信息公开目录|[局厅委院办]务公开|机关信息公开|本机关信息公开"
        ),
        42,
    ),
    (re.compile(r".{2,10}(?:政务|信息)公开(?:专栏|专区|平台|网|门户|栏目?)?|政务公开(?:专栏|专区|平台|网|栏目?)"), 42),
    (re.compile(r"公开|政府公开|阳光政务|政务|政务信息|政府信息|信息公示|依申请公开|政府信息依申请公开|公开政府"), 25),
    (re.compile(r"(?:网站|站点)(?:地图|导航)|(?:sitemap|SITEMAP|Sitemap)"), 18),
    (
        re.compile(
            r"(?:点击)?进入(?:政府|官方|门户)?(?:网站|主站|首页|主页|门户|官网)|(?:点击)?进入|中文版|简体(?:中文)?版?|(?i:enter)"
        ),
        15,
    ),
)
_NO_HUB: Final = re.compile(
    r"重点领域|公共企事业|疫情|督查|保健|解读|动态|新闻|工作推进|第三方|基层|试点|意见|栏目导航|国务院|中国政府|历史|问答|培训|考核|法规|条例"
)
_UNITS: Final = re.compile(
    r"(?:各|本)?(?:[省市县区州旗盟]|政府)?(?:直属?|级|属)?(?:各?(?:部门|单位|委办局|镇街|街镇)|乡镇(?:[、(]?街道[)]?)?|街道(?:办事处)?|区县|县区|县市区)(?:和.{2,6})?"
    r"(?:政府)?(?:信息|政务)公开(?:专栏|平台|目录|年报)?"
)


def is_column_title(text: str) -> bool:
    """Whether a text names the annual-report column itself and not one report in it.

    政府网站工作年度报表, 政府工作报告, 法治政府建设年度报告 and their like are columns of something else.
    """
    wanted = bare_label(text)
    if _NOT_THE_COLUMN.search(wanted):
        return False
    return bool(_COLUMN.fullmatch(wanted) or _COLUMN_SHORT.fullmatch(wanted))


def subcolumn_kind(text: str) -> Kind | None:
    """What sub-column a link text names: one of a year, or of a unit or class of units; None where it names neither."""
    wanted = bare_label(text)
    if _YEAR.fullmatch(wanted):
        return "year"
    if not wanted or len(wanted) > _LONGEST_NAME or _NOT_A_UNIT.search(wanted):
        return None
    if _CLASSES.fullmatch(wanted):
        return "unit"
    name = _UNIT_TAIL.sub("", wanted)
    return "unit" if name and (kind_of_body(name) or _SOCIETY.fullmatch(name)) else None


def bare_label(text: str) -> str:
    """A link's text without white space, dots and numbers before it, arrows and counts behind it, and brackets."""
    text = squash(text)
    while (bare := _bare(text)) != text:
        text = bare
    return text


def column_name(text: str) -> ColumnName | None:
    """How a link's text names the annual-report column; None where it names anything else.

    The name of one report (with its year) is none, nor is 政府网站工作年度报表 and its like.
    """
    wanted = bare_label(text)
    if not wanted or _NOT_THE_COLUMN.search(wanted):
        return None
    if _COLUMN.fullmatch(wanted) or _COLUMN_ALSO.fullmatch(wanted):
        return "whole"
    if _COLUMN_SHORT.fullmatch(wanted):
        return "short"
    if cut := _CUT.search(wanted):
        stem = wanted[: cut.start()]
        long_enough = len(stem) >= _SHORTEST_CUT and "年" in stem
        return "cut" if long_enough and any(name.startswith(stem) for name in _WHOLE_NAMES) else None
    return "named" if _is_named(wanted) else None


def entry_of(text: str) -> Entry | None:
    """Which entry of the national platform a label names."""
    wanted = bare_label(text)
    if column_name(wanted) in ("whole", "named", "cut", "short"):
        return "reports"
    return next((entry for pattern, entry in _ENTRIES if pattern.fullmatch(wanted)), None)


def hub_rank(text: str) -> int:
    """How promising a link is as the way to the column by its text, 0–60; 0 where it says nothing of disclosure."""
    wanted = bare_label(text)
    if _NO_HUB.search(wanted):
        return 0
    return next((rank for pattern, rank in _HUBS if pattern.fullmatch(wanted)), 0)


def names_units(text: str) -> bool:
    """Whether a label leads to the pages of many units: 部门信息公开, 乡镇街道政务公开, 县直部门."""
    wanted = bare_label(text)
    return bool(
        _UNITS.fullmatch(wanted) or (_CLASSES.fullmatch(wanted) and not wanted.endswith(("报", "告", "室", "厅")))
    )


def is_other_column(text: str) -> bool:
    """Whether a text names a column of reports of another sort: 政府网站, 法治政府, 财政, 统计, 解读."""
    return bool(_NOT_THE_COLUMN.search(bare_label(text))) and column_name(text) is None


def _is_named(wanted: str) -> bool:
    for place in re.finditer(r"(?=(?:政府|政务)?信息公开)", wanted):
        before, behind = wanted[: place.start()], wanted[place.start() :]
        if before and kind_of_body(before) and _COLUMN.fullmatch(behind) and not re.search(r"20\d\d", before):
            return True
    return False


def _bare(text: str) -> str:
    bare = _ORNAMENT.sub("", text)
    framed = _BRACKETS.fullmatch(bare)
    return framed.group(1) if framed else bare

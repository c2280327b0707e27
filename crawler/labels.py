"""Names of columns: the annual-report column itself, its sub-columns of years, units and classes of units."""

import re
from typing import Final, Literal

from crawler.text import squash
from crawler.titles import kind_of_body

Kind = Literal["year", "unit"]

_REPORT: Final = r"(?:年度?报告?|年报|报告)"
_COLUMN: Final = re.compile(
    rf"(?:(?:历年)?(?:本?[省市县区州盟旗乡镇])?(?:人民)?(?:政府|部门|机关|单位)?(?:本级)?)?(?:政府|政务)?信息公开(?:工作)?{_REPORT}"
    r"(?:专栏|栏目|公示)?"
)
_COLUMN_SHORT: Final = re.compile(r"(?:历年)?(?:公开)?(?:年度报告|年报)(?:公开)?")
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
_ORNAMENT: Final = re.compile(r"^[·•●▪◆■>»\-—|]+|[>»]+$")
_LONGEST_NAME: Final = 30


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
    """A link's text without white space, leading dots and trailing arrows."""
    return _ORNAMENT.sub("", squash(text))

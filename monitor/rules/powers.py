"""Who may make 规章, as far as a body's name and level tell.

Source: 《中华人民共和国立法法》第九十一条、第九十三条 (2023): ministries and other State Council departments;
the governments of provinces, autonomous regions and municipalities, of 设区的市 and 自治州; articles 80 and 82
of the text of 2015 said the same. The decision on the revision of 2015 gives the prefecture-level cities
without districts (东莞、中山、嘉峪关、三沙; 儋州 by a later decision) the same power.
Districts and counties, townships and 街道 have none.

A bare ``X市`` may be a prefecture-level or a county-level city. The six-digit division code tells
(``NNNN00`` is prefecture level); without it nobody is accused.
"""

import re
from enum import Enum
from typing import Final

from crawler.text import squash
from crawler.titles import BodyKind

MUNICIPALITIES: Final = ("北京", "上海", "天津", "重庆")
PROVINCES: Final = (
    *MUNICIPALITIES,
    *("河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南"),
    *("广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆"),
)
UNDIVIDED: Final = ("东莞", "中山", "嘉峪关", "三沙", "儋州")
"""The prefecture-level cities without districts of their own in 2015, and since, that may make 规章."""

_GOVERNMENT: Final = re.compile(r"((人民)?政府)?(办公厅|办公室|办)?$")
_ZONE: Final = re.compile(r"(新区|开发区|实验区|试验区|示范区|高新区|保税区|度假区|园区|林区|特区|管委会|管理委员会)$")
_COUNTY: Final = re.compile(r"(县|旗|区)$")
_LOCAL: Final = re.compile(r"[省市县区州旗盟镇乡]|自治|兵团")
_CENTRAL: Final = re.compile(r"^(中华人民共和国|国家|国务院|中国)|^[^省市县区州旗盟镇乡]{1,8}(部|署|总局|委员会|委)$")
_CITY_IN_PARENT: Final = re.compile(r".+[市州盟](?=.+市$)|.+地区(?=.+市$)")


class Power(Enum):
    """Whether a body may make 规章."""

    YES = "yes"
    NO = "no"
    DEPARTMENT = "department"
    """A local department: it makes none, but may report those it carries out."""
    UNKNOWN = "unknown"


def rule_making(name: str, kind: BodyKind, division: str | None = None, level: str | None = None) -> Power:
    """Whether the body of that name and kind may make 规章; ``division`` and ``level`` are its portal's."""
    if kind in ("township", "subdistrict"):
        return Power.NO
    text = squash(name)
    if kind == "department":
        central = level == "central" or (_CENTRAL.search(text) and not _LOCAL.search(text))
        return Power.YES if central else Power.DEPARTMENT
    if kind == "institution":
        return Power.UNKNOWN
    place = _GOVERNMENT.sub("", text, count=1)
    return _place_power(place, division, level)


def _place_power(place: str, division: str | None, level: str | None) -> Power:
    if _is_province(place) or place.endswith("自治州") or place.removesuffix("市").endswith(UNDIVIDED):
        return Power.YES
    if _ZONE.search(place):
        return Power.UNKNOWN
    if _COUNTY.search(place):
        return Power.UNKNOWN if place.endswith("地区") else Power.NO
    if place.endswith("市"):
        return _city_power(place, division, level)
    return Power.UNKNOWN


def _is_province(place: str) -> bool:
    return place.endswith(("省", "自治区")) or place.removesuffix("市") in PROVINCES


def _city_power(place: str, division: str | None, level: str | None) -> Power:
    """A city named under a prefecture is a county-level one; else the code or the level tells."""
    parent = _CITY_IN_PARENT.search(_without_province(place))
    if parent:
        return Power.NO
    if division is not None and re.fullmatch(r"\d{6}", division):
        return Power.YES if division.endswith("00") else Power.NO
    if level == "county":
        return Power.NO
    return Power.YES if level in ("city", "province") else Power.UNKNOWN


def _without_province(place: str) -> str:
    for province in PROVINCES:
        if place.startswith(province):
            return re.sub(r"^(省|.{0,4}?自治区)", "", place[len(province) :])
    return place

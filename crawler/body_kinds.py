"""What kind of body a name is by its ending: a government, its office, a department, a township, a school."""

import re
from functools import lru_cache
from typing import Final, Literal

from crawler.text import fold

BodyKind = Literal["government", "office", "department", "township", "subdistrict", "institution"]
"""Who owes a report. ``government``: a people's government from county level up; ``office``: its 办公厅/办公室."""

_NO_NAME: Final = re.compile(
    r"^.?$|.{41}|[。；：？！，%/〔〕【】〖〗《》]|^[我本各该全此]|(?:社|辖|小|校|院)区$|(?:网站|门户|车站|部门|单位)$|^(?:市县|县区|市区|省市|地区|县市区|市州|区县)$|\d{3}"
)
_KINDS: Final[tuple[tuple[re.Pattern[str], BodyKind | None], ...]] = (
    (
        re.compile(
            r"宣传部|组织部|统战部|政法委(?:员会)?|纪委|监委|纪律检查委员会|监察委员会|总工会|妇女?联(?:合会)?|团[市县区省]?委|科协|文联|工商联"
            r"|(?:人大(?:常委会)?|政协)(?:办(?:公[室厅])?|机关)?|法院|检察院|[市县区省]委|[市县区省]委办(?:公[室厅])?"
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

_ZONE: Final = re.compile(
    r"(?<!浦东)(?<!滨海)新区|(?:开发|高新|经开|实验|试验|示范|合作|园|景|保税|综保|度假|港|产业|物流|工业|化工|管理)区"
    r"|(?:产业|科技|工业|物流|化工|创业)园|管委会|(?<!监督)(?<!城市)管理委员会"
)
_UNSETTLED: Final = re.compile(r"(?:中心|队|所|站|处|馆|院|社|司|联合会|红十字会|公署)$")


def stands_open(name: str) -> bool:
    """Whether a name leaves open what its body is by law: a zone or what belongs to one, a centre, station or team.

    A zone's committee may owe its report as a government or as a department of one; a centre may owe none.
    """
    text = fold(name)
    return bool(_ZONE.search(text)) or (kind_of_body(name) == "department" and bool(_UNSETTLED.search(text)))


@lru_cache(4096)
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

"""What lists say of the kind of bodies in words of their own (市直部门, 县区, 公立医院), held against the names."""

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from crawler.body_kinds import BodyKind, kind_of_body, stands_open
from crawler.registry.values import BODY_KEYS
from crawler.text import fold

Said = BodyKind | Literal["zone", "grass roots", "party", "any"]
"""What a list's word says. ``zone``: a development zone, whose kind is open by law; ``grass roots``: townships and
subdistricts; ``party``: organs that owe no such report; ``any``: all sorts, so that only the name tells."""

CHOICES: Final = next(key for key in BODY_KEYS if key.name == "kind").choices
WORDS: Final = next(key for key in BODY_KEYS if key.name == "kind").words
"""The words that mean a kind exactly, whatever a body is called."""

_OF: Final = (
    r"(?:各|所有|全部|其他|其它|本|中央|国家|全?(?:省|市|州|盟|县|区|旗)(?:级|直|属|本级|管)?"
    r"|地方|下级|基层|下辖|所辖|所属|政府|人民政府)*"
)
_GRASS: Final = r"(?:乡镇|镇乡|乡|镇|苏木)"
_STREET: Final = r"(?:街道办事处|街道办|街道|街)"
_BETWEEN: Final = r"[、，和及/（(]?"
_LEVELS: Final = r"市|县|区|旗|州|盟|辖|地|自治县|自治州|设区的?市"
_BELOW: Final = r"垂直管理|垂管|双重管理|驻.{0,4}|直属?|直管|条管|中央和?省?|中省?|省"
_PARTY: Final = r"党群口?|党委口?|群团|人民?团体|人大|政协|法检|公检法|两院|司法|法院|检察院|民主党派|纪检"
_ZONES: Final = r"开发区|高新区|经开区|园区|功能区|管理区|示范区|合作区|新区|管委会|管理委员会|产业园"
_ALL_SORTS: Final = r"(?:直属?|属|级)?(?:单位|机关)|党政机关|机关(?:事业)?单位|参公单位"
_WORDS: Final[tuple[tuple[Said, str], ...]] = (
    ("party", rf"(?:{_PARTY})(?:部门|组织|机关|单位)?"),
    ("institution", r"(?:直属|所属|重点|承担行政职能的)?(?:公共)?(?:企?事业|公用事业|公共服务)(?:单位)?"),
    ("institution", r"(?:公立|民营|医疗|卫生|教育|科研|文化)+(?:单位|机构|服务机构|院所)"),
    ("institution", r".{0,4}(?:医院|学校|高校|院校|大学|中小学|幼儿园)"),
    ("institution", r"(?:国有|公共|公用|市属|县属|市管)?(?:企业|公司)|国企"),
    ("office", r"政府办(?:公[室厅])?|府办(?:公室)?|办公[室厅]"),
    ("grass roots", rf"{_GRASS}{_BETWEEN}{_STREET}[）)]?|{_STREET}{_BETWEEN}{_GRASS}[）)]?|基层政府"),
    ("township", r"(?:民族)?(?:乡、?镇?|镇)(?:人民)?(?:政府)?|苏木"),
    ("subdistrict", r"街道|街道办(?:事处)?|街办|办事处"),
    ("zone", rf".{{0,6}}(?:{_ZONES})(?:（园区）)?"),
    ("any", rf"{_ALL_SORTS}|[市县区省州][直本属]级?|本级|直属|其[他它]|综合"),
    (
        "department",
        rf"(?:组成|工作|职能|业务|执法|经济|综合|{_BELOW})*(?:部门|委办局|机构|单位|局|厅|委)(?:及(?:直属|派出|特设)机构)?",
    ),
    ("department", r"行政机关|行政单位|(?:部门管理|特设|派出|议事协调|办事)(?:机构|机关)|垂管|中省直|条管"),
    ("government", rf"政府|(?:(?:{_LEVELS})[、（）及和/，]?)+(?:（[^）]*）)?(?:人民)?(?:政府)?"),
)
_PATTERNS: Final = tuple((said, re.compile(f"{_OF}(?:{pattern})")) for said, pattern in _WORDS)
_ENUMERATED: Final = re.compile(
    r"^(?:第?[（(]?[一二三四五六七八九十]{1,3}(?:[）)、.．：:]|部分|类)|[（(]?\d{1,2}[）)、.．])+"
)
_COUNTED: Final = re.compile(r"[（(]?共?计?[（(]?\d+[家个户所]?(?:单位)?[）)]?$|名单$|[：:]$")


@dataclass(frozen=True, slots=True)
class Settled:
    """The kind that a body gets; None where by law it is open. ``doubt`` says what people should look at."""

    kind: BodyKind | None
    doubt: str = ""


def core_of(text: str) -> str:
    """The words of a section's heading without its number in front and the count behind: 二、县区（共3个）."""
    core, before = _ENUMERATED.sub("", fold(text)), ""
    while core != before:
        before, core = core, _COUNTED.sub("", core)
    return core


def is_enumerated(text: str) -> bool:
    """Whether a text begins with a Chinese number as headings of sections do."""
    return bool(re.match(r"第?[（(]?[一二三四五六七八九十]{1,3}[）)、.．部：]", fold(text)))


def said_by(words: str) -> Said | None:
    """What a list's words say of a kind; None where they are not understood."""
    core = core_of(words)
    if core in WORDS or core in get_args(BodyKind):
        kind: Said = WORDS.get(core, core)  # type: ignore[assignment]  # one of the words
        return kind
    return next((said for said, pattern in _PATTERNS if pattern.fullmatch(core)), None)


def kind_by_name(name: str) -> BodyKind | None:
    """The kind that a name tells; None where it leaves that open, which only people can settle."""
    return None if stands_open(name) else kind_of_body(name)


def settle(said: Said, name: str) -> Settled:
    """The kind of a body of which a list says this in words of its own: the words, made more exact by the name."""
    sure = kind_by_name(name)
    if said == "department":
        return _department(sure)
    if said == "institution":
        is_odd = sure is not None and sure != "institution"
        return Settled("institution", "名称不像事业单位；事业单位不在应报之列" if is_odd else "")
    if said == "zone":
        return Settled("government" if sure == "government" and not name.endswith("区") else None)
    if said == "party":
        return Settled(None)
    if said in {"any", "grass roots"} or stands_open(name):
        return Settled(sure, "" if sure or said != "grass roots" else "看不出是乡镇还是街道")
    return Settled("office" if said == "office" else sure or said)  # type: ignore[arg-type]  # a kind it is


def _department(sure: BodyKind | None) -> Settled:
    if sure == "institution":
        return Settled(sure, "名称是事业单位或企业，不在应报之列；确是部门请把类别写作“部门”")
    return Settled(sure or "department")

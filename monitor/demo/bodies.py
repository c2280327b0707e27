"""Made-up places, portals and bodies.

子虚, 乌有, 槐安, 镜花, 水月, 蜃楼 and 无何 are the literary names for what does not
exist, so that nobody takes these bodies for real ones.
"""

from dataclasses import dataclass
from typing import Final, Literal

from crawler.titles import BodyKind

Software = Literal["static", "jpage", "browser", "walled"]


@dataclass(frozen=True, slots=True)
class Workload:
    """How much a body has to do in a year: the means its figures are drawn around.

    ``applications`` are information requests, ``licensing``, ``penalties`` and
    ``coercion`` decisions, ``fees`` is in 万元, ``documents`` and ``rules`` are
    in force at the start of the first year.
    """

    applications: float = 0
    licensing: int = 0
    penalties: int = 0
    coercion: int = 0
    fees: float = 0
    documents: int = 0
    rules: int = 0
    disputed: bool = False
    """Whether people go to review and to court over its answers."""


@dataclass(frozen=True, slots=True)
class Body:
    """One made-up body; ``own`` is what its report calls it, ``topics`` are what it publishes about."""

    name: str
    kind: BodyKind
    own: str
    topics: tuple[str, str, str, str]
    work: Workload
    on_roster: bool = True
    """False where the registry does not name it, so that it has to be learnt from its reports."""
    since: int | None = None
    """First report year that the registry says it owes."""
    due: str | None = None
    """Local due date MM-DD of the registry."""


@dataclass(frozen=True, slots=True)
class Portal:
    """One made-up portal: its address on loopback, its software and its bodies."""

    name: str
    place: str
    address: str
    software: Software
    division: str
    """A six-digit code that GB/T 2260 does not give to any place."""
    level: str
    column: str
    """Path of the annual-report column."""
    bodies: tuple[Body, ...]


def _government(name: str, own: str, work: Workload) -> Body:
    return Body(name, "government", own, ("财政预决算", "重大建设项目", "民生实事", "优化营商环境"), work)


def _office(place: str, *, since: int | None = None) -> Body:
    topics = ("政策文件", "会议议定事项", "建议提案办理", "政务服务")
    work = Workload(applications=14, disputed=True)
    return Body(f"{place}人民政府办公室", "office", "办公室", topics, work, since=since)


def _department(name: str, topics: tuple[str, str, str, str], work: Workload, *, own: str = "我局") -> Body:
    return Body(name, "department", own, topics, work)


def _learnt(name: str, topics: tuple[str, str, str, str], work: Workload, *, own: str = "我局") -> Body:
    return Body(name, "department", own, topics, work, on_roster=False)


_CITY: Final = (
    _government(
        "乌有市人民政府",
        "市政府",
        Workload(260, 182000, 96000, 5200, 68400.0, documents=64, rules=9, disputed=True),
    ),
    _office("乌有市", since=2021),
    _department(
        "乌有市发展和改革委员会",
        ("重点项目审批", "价格管理", "能源节约", "信用建设"),
        Workload(9, 420, 6, 0, 0, documents=11),
        own="我委",
    ),
    _department(
        "乌有市教育局", ("招生入学", "学生资助", "校园安全", "教师招聘"), Workload(12, 160, 8, 0, 86.5, documents=7)
    ),
    _department(
        "乌有市公安局",
        ("户籍管理", "交通秩序", "出入境服务", "反诈宣传"),
        Workload(38, 52000, 34000, 2100, 912.4, documents=5, disputed=True),
    ),
    _department(
        "乌有市民政局", ("社会救助", "养老服务", "婚姻登记", "慈善事业"), Workload(7, 210, 11, 0, 0, documents=9)
    ),
    _department(
        "乌有市财政局", ("部门预算", "政府采购", "地方债务", "惠民补贴"), Workload(16, 45, 9, 0, 31.2, documents=6)
    ),
    _department(
        "乌有市生态环境局",
        ("空气质量", "环评审批", "污染源监管", "固体废物"),
        Workload(29, 640, 310, 42, 148.6, documents=4, disputed=True),
    ),
    _department(
        "乌有市交通运输局",
        ("道路客运", "公路养护", "港航管理", "出租汽车"),
        Workload(13, 8800, 1900, 260, 24.8, documents=6),
    ),
    _learnt(
        "乌有市卫生健康委员会",
        ("医疗机构管理", "疫苗接种", "职业健康", "托育服务"),
        Workload(18, 2600, 480, 15, 67.3, documents=5),
        own="我委",
    ),
    _learnt("乌有市统计局", ("统计公报", "经济运行", "人口抽样", "统计执法"), Workload(3, 0, 14, 0, 0, documents=2)),
    _learnt(
        "乌有市行政审批服务局",
        ("企业开办", "工程建设审批", "证照分离", "帮办代办"),
        Workload(5, 31500, 0, 0, 12.4, documents=3),
    ),
    Body(
        "乌有市人民防空办公室",
        "department",
        "我办",
        ("人防工程", "警报试鸣", "疏散演练", "防空知识"),
        Workload(2, 74, 3, 0, 3160.2, documents=2),
        due="01-28",
    ),
)

_COUNTY: Final = (
    _government("水月县人民政府", "县政府", Workload(74, 41200, 18800, 960, 12850.0, documents=31, disputed=True)),
    _office("水月县"),
    _department(
        "水月县农业农村局", ("耕地保护", "种粮补贴", "动物防疫", "农机购置"), Workload(8, 340, 66, 4, 0, documents=3)
    ),
    _department(
        "水月县自然资源局",
        ("征地信息", "土地供应", "规划许可", "不动产登记"),
        Workload(42, 1450, 88, 9, 5420.7, documents=4, disputed=True),
    ),
    _department(
        "水月县人力资源和社会保障局",
        ("就业补贴", "社会保险", "人事考试", "劳动监察"),
        Workload(11, 190, 37, 0, 8.9, documents=3),
    ),
    _department(
        "水月县水利局", ("河湖管护", "水旱防御", "农村供水", "水土保持"), Workload(4, 96, 21, 3, 214.3, documents=2)
    ),
    _department(
        "水月县文化和旅游局", ("文物保护", "演出市场", "公共图书馆", "乡村旅游"), Workload(2, 62, 17, 0, 0, documents=1)
    ),
    Body(
        "水月县蜃楼镇人民政府",
        "township",
        "镇政府",
        ("村级财务", "危房改造", "人居环境", "防汛值守"),
        Workload(3, 118, 12, 2, 0),
    ),
    Body(
        "水月县无何乡人民政府",
        "township",
        "乡政府",
        ("惠农补贴", "低保评定", "道路建设", "森林防火"),
        Workload(1, 56, 4, 0, 0),
    ),
    Body(
        "水月县捞月街道办事处",
        "subdistrict",
        "街道办事处",
        ("社区治理", "老旧小区改造", "就业服务", "计生服务"),
        Workload(2, 40, 9, 1, 0),
    ),
)

_DISTRICT: Final = (
    _government("镜花区人民政府", "区政府", Workload(66, 28700, 15400, 830, 9240.0, documents=22, disputed=True)),
    _office("镜花区"),
    _department(
        "镜花区市场监督管理局",
        ("食品抽检", "企业登记", "消费维权", "特种设备"),
        Workload(24, 12400, 860, 35, 0, documents=2, disputed=True),
    ),
    _department(
        "镜花区城市管理局",
        ("垃圾分类", "户外广告", "市容秩序", "园林绿化"),
        Workload(17, 930, 4100, 120, 61.5, documents=1),
    ),
    _department(
        "镜花区民政局", ("特困供养", "社区建设", "殡葬管理", "儿童福利"), Workload(5, 84, 2, 0, 0, documents=2)
    ),
    Body(
        "镜花区太虚街道办事处",
        "subdistrict",
        "街道办事处",
        ("网格服务", "物业管理", "退役军人服务", "文体活动"),
        Workload(2, 33, 6, 0, 0),
    ),
)

_BEHIND_A_WALL: Final = (
    _government("槐安县人民政府", "县政府", Workload(40, 21000, 9000, 400, 5200.0, documents=18)),
    _office("槐安县"),
    _department(
        "槐安县应急管理局", ("安全生产", "防灾减灾", "消防救援", "物资储备"), Workload(5, 120, 90, 6, 0, documents=1)
    ),
)

PORTALS: Final = (
    Portal(
        "子虚省乌有市人民政府门户网站",
        "乌有市",
        "127.88.0.11",
        "static",
        "990100",
        "city",
        "/zwgk/zfxxgkzl/zfxxgknb/",
        _CITY,
    ),
    Portal(
        "子虚省水月县人民政府门户网站",
        "水月县",
        "127.88.0.12",
        "jpage",
        "990121",
        "county",
        "/col/col2088/index.html",
        _COUNTY,
    ),
    Portal(
        "子虚省乌有市镜花区人民政府门户网站",
        "镜花区",
        "127.88.0.13",
        "browser",
        "990102",
        "county",
        "/xxgk/zfxxgknb/index.html",
        _DISTRICT,
    ),
    Portal(
        "子虚省槐安县人民政府门户网站",
        "槐安县",
        "127.88.0.14",
        "walled",
        "990122",
        "county",
        "/zwgk/zfxxgknb/",
        _BEHIND_A_WALL,
    ),
)
"""The four portals, one for each way in which a list reaches its reader, or does not."""


def body_named(name: str) -> Body:
    """The body of that full name.

    :raises KeyError: there is none.
    """
    return {body.name: body for portal in PORTALS for body in portal.bodies}[name]

"""Made-up counties and the bodies that owe a report there."""

from collections.abc import Iterator
from random import Random

from crawler.titles import BodyKind

_FIRST = "沧砚栖霁泠峦汀岚菡萏衡芷澜皋郁淇沅湄溱洧"
_SECOND = "浦岭溪塘坞渡陂畈埠泽峪垣川屿湾墅坪阜壑渚"
_ENDINGS = ("县", "县", "市", "区")
_DEPARTMENTS = (
    *("教育局", "民政局", "财政局", "水利局", "司法局", "审计局", "统计局", "林业局", "公安局", "商务局", "信访局"),
    *("交通运输局", "市场监督管理局", "农业农村局", "自然资源局", "应急管理局", "医疗保障局", "乡村振兴局"),
    *("人力资源和社会保障局", "住房和城乡建设局", "文化和旅游局", "卫生健康委员会", "发展和改革委员会"),
    *("退役军人事务局", "行政审批服务局", "城市管理局", "生态环境局", "数据局", "机关事务服务中心"),
)
_TOWNS = ("石桥", "柳沟", "双井", "白杨", "北渡", "云台", "五里", "沙河", "马营", "青龙")


def place_of(number: int, random: Random) -> str:
    """The name of a county, district or small city that there is not; any twenty numbers on end have names apart."""
    return _FIRST[number % len(_FIRST)] + random.choice(_SECOND) + random.choice(_ENDINGS)


def bodies_of(place: str, random: Random, most: int) -> Iterator[tuple[str, BodyKind]]:
    """Names and kinds of the bodies of a place, its government and office first; so many at most."""
    named: list[tuple[str, BodyKind]] = [(f"{place}{name}", "department") for name in _DEPARTMENTS]
    named += [(f"{place}{town}镇人民政府", "township") for town in _TOWNS[:6]]
    named += [(f"{place}{town}街道办事处", "subdistrict") for town in _TOWNS[6:]]
    chosen = random.sample(named, min(len(named), most - 2))
    yield f"{place}人民政府", "government"
    yield f"{place}人民政府办公室", "office"
    yield from chosen

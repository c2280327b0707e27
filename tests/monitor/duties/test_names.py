"""Which names mean one body, and whose portal it is."""

import pytest

from crawler.titles import BodyKind, kind_of_body
from monitor.duties.names import belongs, names_of, relation

PORTAL = "云溪县人民政府"


@pytest.mark.parametrize(
    ("first", "second", "portal"),
    [
        ("云溪县", "云溪县人民政府", PORTAL),
        ("县人民政府", "云溪县人民政府", PORTAL),
        ("晴川市云溪县", "云溪县人民政府", PORTAL),
        ("云溪县教育局", "县教育局", PORTAL),
        ("云溪县教育局", "教育局", PORTAL),
        ("云溪县市场监督管理局", "市场监督管理局", PORTAL),
        ("晴川市市场监督管理局", "市市场监督管理局", "晴川市人民政府门户网站"),
        ("云溪县政府办", "云溪县人民政府办公室", PORTAL),
        ("县政府办公室", "云溪县人民政府办公室", PORTAL),
        ("白石镇", "云溪县白石镇人民政府", PORTAL),
        ("白石镇政府", "白石镇人民政府", PORTAL),
        ("东湖街道", "东湖街道办事处", PORTAL),
        ("云溪县发展和改革委员会", "县发展和改革委", PORTAL),
        ("临县人民政府", "临县", "临县人民政府"),
        ("临县教育局", "教育局", "临县人民政府"),
        ("双江拉祜族佤族布朗族傣族自治县教育局", "县教育局", "云南省双江拉祜族佤族布朗族傣族自治县人民政府"),
        ("甘肃省金昌市教育局", "金昌市教育局", "甘肃省金昌市人民政府"),
    ],
)
def test_one_body(first: str, second: str, portal: str) -> None:
    assert names_of(first, kind_of_body(first), portal) & names_of(second, kind_of_body(second), portal)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("云溪县人民政府", "云溪县人民政府办公室"),
        ("云溪县教育局", "云溪县财政局"),
        ("清河县人民政府", "云溪县人民政府"),
        ("清河县教育局", "云溪县教育局"),
        ("白石镇人民政府", "云溪县人民政府"),
        ("白石镇人民政府", "黑石镇人民政府"),
        ("白石街道办事处", "白石镇人民政府"),
    ],
)
def test_two_bodies(first: str, second: str) -> None:
    assert not names_of(first, kind_of_body(first), PORTAL) & names_of(second, kind_of_body(second), PORTAL)


@pytest.mark.parametrize(
    "name", ["云溪县教育局", "教育局", "县教育局", "晴川市云溪县教育局", "云溪县", "云溪县经济开发区管委会"]
)
def test_own_bodies(name: str) -> None:
    assert belongs(name, PORTAL)


@pytest.mark.parametrize(
    ("name", "portal"),
    [
        ("清河县教育局", PORTAL),
        ("晴川市教育局", PORTAL),
        ("晴川市云溪县教育局", "晴川市人民政府"),
        ("云溪县人民政府", "晴川市人民政府"),
        ("云溪县教育局", "政务公开网"),
    ],
)
def test_bodies_of_others(name: str, portal: str) -> None:
    assert not belongs(name, portal)


@pytest.mark.parametrize("kind", ["government", "office", "department", "township", "subdistrict", "institution", None])
def test_a_name_is_always_one_with_itself(kind: BodyKind | None) -> None:
    for name in ("云溪县", "县", "局", "城市管理局", "云溪县人民政府"):
        assert names_of(name, kind, PORTAL) == names_of(name, kind, PORTAL)
        assert names_of(name, kind, PORTAL)


@pytest.mark.parametrize(
    ("name", "portal", "expected"),
    [
        ("云溪县教育局", PORTAL, "own"),
        ("县教育局", PORTAL, "own"),
        ("市场监督管理局", PORTAL, "own"),
        ("白石镇人民政府", PORTAL, "own"),
        ("现代农业示范区管理委员会", PORTAL, "own"),
        ("云溪县生态旅游区管委会", PORTAL, "own"),
        ("市教育局", PORTAL, "elsewhere"),
        ("云溪县人民政府", "云溪县教育局", "elsewhere"),
        ("县政府办公室", "云溪县教育局门户网站", "elsewhere"),
        ("云溪县教育局", "云溪县教育局", "own"),
        ("云溪县人民政府", "云溪县政务公开网", "own"),
        ("白石镇人民政府", "云溪县白石镇人民政府", "own"),
        ("晴川市人民政府", PORTAL, "elsewhere"),
        ("清河县教育局", PORTAL, "elsewhere"),
        ("甘肃省人民政府办公厅", PORTAL, "elsewhere"),
        ("清河县教育局", "晴川市人民政府", "below"),
        ("晴川市清河县教育局", "晴川市人民政府", "below"),
        ("县教育局", "晴川市人民政府", "below"),
        ("省教育厅", "晴川市人民政府", "elsewhere"),
        ("明月市人民政府", "晴川市人民政府", "elsewhere"),
        ("云溪县教育局", "政务公开网", "unknown"),
        ("晴川市公安局云溪分局", PORTAL, "unknown"),
        ("晴川市公安局明月分局", PORTAL, "elsewhere"),
        ("晴川市教育局", "晴川区人民政府", "elsewhere"),
        ("双江自治县教育局", "双江拉祜族佤族布朗族傣族自治县人民政府", "own"),
        ("教育局", "政务公开网", "own"),
    ],
)
def test_how_a_body_stands_to_a_portal(name: str, portal: str, expected: str) -> None:
    assert relation(name, portal) == expected


def test_another_level_s_body_is_not_the_portal_s_own() -> None:
    assert not names_of("市教育局", "department", PORTAL) & names_of("云溪县教育局", "department", PORTAL)
    assert names_of("县市场监督管理局", "department", PORTAL) & names_of("市场监督管理局", "department", PORTAL)

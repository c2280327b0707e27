import pytest

from crawler.bodies.full_names import full_name

PORTAL = "子虚省水月县人民政府门户网站"


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("县教育局", "水月县教育局"),
        ("财政局", "水月县财政局"),
        ("市场监督管理局", "水月县市场监督管理局"),
        ("县政府", "水月县人民政府"),
        ("人民政府", "水月县人民政府"),
        ("县府办", "水月县人民政府办公室"),
        ("水月县", "水月县人民政府"),
        ("水月县政府", "水月县人民政府"),
        ("子虚省水月县", "子虚省水月县人民政府"),
        ("县人民医院", "水月县人民医院"),
    ],
)
def test_the_portal_s_place_stands_before_a_name_without_one(printed, full):
    assert full_name(printed, (), PORTAL) == full


@pytest.mark.parametrize(
    "printed",
    [
        "水月县教育局",
        "市教育局",
        "区财政局",
        "蜃楼镇",
        "蜃楼镇人民政府",
        "实验中学",
        "某地区",
        "甲盟",
        "保护区",
        "水月",
    ],
)
def test_a_name_that_says_its_place_or_may_mean_another_s_stays(printed):
    assert full_name(printed, (), PORTAL) == printed


@pytest.mark.parametrize(
    ("printed", "signer"),
    [
        ("县卫健委", "水月县卫生健康委员会"),
        ("市场监管局", "水月县市场监督管理局"),
        ("人社局", "水月县人力资源和社会保障局"),
        ("蜃楼镇", "水月县蜃楼镇人民政府"),
        ("捞月街道", "水月县捞月街道办事处"),
        ("县政府办", "水月县人民政府办公室"),
    ],
)
def test_who_signs_writes_the_name_out(printed, signer):
    assert full_name(printed, ("本站", signer), PORTAL) == signer


def test_another_body_s_signature_is_not_taken():
    assert full_name("县教育局", ("水月县卫生健康局",), PORTAL) == "水月县教育局"
    assert full_name("市教育局", ("水月县教育局",), PORTAL) == "市教育局"
    assert full_name("蜃楼镇", ("水月县无何乡人民政府",), PORTAL) == "蜃楼镇"


def test_without_a_place_of_the_portal_nothing_is_put_before_a_name():
    assert full_name("教育局", (), "政府信息公开平台") == "教育局"

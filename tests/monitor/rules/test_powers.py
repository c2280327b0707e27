import pytest

from monitor.rules.powers import Power, rule_making


@pytest.mark.parametrize(
    ("name", "kind", "division", "level", "power"),
    [
        ("甘肃省人民政府", "government", None, None, Power.YES),
        ("内蒙古自治区人民政府办公厅", "office", None, None, Power.YES),
        ("上海市人民政府", "government", None, None, Power.YES),
        ("延边朝鲜族自治州人民政府", "government", None, None, Power.YES),
        ("广东省中山市人民政府", "government", None, None, Power.YES),
        ("海南省三沙市人民政府", "government", None, None, Power.YES),
        ("三沙市西沙区人民政府", "government", None, None, Power.NO),
        ("嘉峪关市", "government", None, None, Power.YES),
        ("金昌市", "government", "620300", None, Power.YES),
        ("金昌市", "government", None, "city", Power.YES),
        ("金昌市", "government", None, None, Power.UNKNOWN),
        ("昆山市人民政府", "government", "320583", None, Power.NO),
        ("仙桃市人民政府", "government", "429004", None, Power.NO),
        ("昆山市人民政府", "government", None, "county", Power.NO),
        ("苏州市昆山市人民政府", "government", None, None, Power.NO),
        ("江苏省苏州市昆山市人民政府", "government", "320500", None, Power.NO),
        ("恩施州利川市人民政府", "government", None, None, Power.NO),
        ("福建省福清市人民政府", "government", None, None, Power.UNKNOWN),
        ("庆阳市西峰区", "government", None, None, Power.NO),
        ("北京市朝阳区人民政府", "government", None, None, Power.NO),
        ("大连市中山区人民政府", "government", None, None, Power.NO),
        ("积石山保安族东乡族撒拉族自治县", "government", None, None, Power.NO),
        ("鄂托克旗人民政府", "government", None, None, Power.NO),
        ("县政府办公室", "office", None, None, Power.NO),
        ("市政府办公室", "office", None, None, Power.UNKNOWN),
        ("上海市浦东新区人民政府", "government", None, None, Power.UNKNOWN),
        ("大兴安岭地区", "government", None, None, Power.UNKNOWN),
        ("财政部", "department", None, None, Power.YES),
        ("国家税务总局", "department", None, None, Power.YES),
        ("国家税务总局金昌市税务局", "department", None, None, Power.DEPARTMENT),
        ("河北省工业和信息化厅", "department", None, None, Power.DEPARTMENT),
        ("县教育局", "department", None, None, Power.DEPARTMENT),
        ("东河镇人民政府", "township", "620300", "city", Power.NO),
        ("南门街道办事处", "subdistrict", None, None, Power.NO),
        ("自来水公司", "institution", None, None, Power.UNKNOWN),
    ],
)
def test_who_may_make_rules(name, kind, division, level, power):
    assert rule_making(name, kind, division, level) is power

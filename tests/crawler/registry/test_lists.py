"""Lists in the manner of many offices, each with what must be understood of it or told with its cell."""

import pytest

from crawler.registry.reading import load_registry
from crawler.registry.sites import Given
from crawler.registry.table import beside_what_is_kept, read_list
from storage.tables.portals import BodyRow, PortalRow
from tests.crawler.registry.listed import bodies, outline, read, sheet


def lines(text: str) -> list[str]:
    """The outline that a test writes down."""
    return [line[8:] for line in text.strip("\n").splitlines() if line.strip()]


def test_a_prefectures_list_with_title_notes_groups_and_sections() -> None:
    reading = read(
        sheet(
            """
            附件2 | | | | | | |
            青石市2025年度政府信息公开年报发布监测对象一览表 | | | | | | |
            填表单位（盖章）：青石市政务公开办 | | | | | 填表日期：2026年1月8日 | |
            序号 | 监测单位 | 网站信息 | | 政务公开联络员 | | 分管领导 | 备注
             | | 网站名称 | 网址 | 姓名 | 手机 | 姓名 |
            一、市政府办公室（1家） | | | | | | |
            1 | 青石市人民政府办公室 | 青石市人民政府门户网站 | qs.example.cn | 周一 | 13800000001 | 吴甲 | 牵头
            二、市政府工作部门（2家） | | | | | | |
            2 | 青石市 教育局 | | | 郑二 | 13800000002 | 吴乙 |
            3 | 青石市公积金管理中心 | | | 王三 | 13800000003 | |
            三、直属事业单位 | | | | | | |
            4 | 青石市广播电视台 | | | | | |
            合计 | 4 | | | | | |
            注：联络员如有变动请及时报送。 | | | | | | |
            """.replace("            ", ""),
            "A1:H1 A2:H2 A3:E3 F3:H3 A4:A5 B4:B5 C4:D4 E4:F4 H4:H5 A6:H6 A8:H8 A11:H11 A14:H14",
        )
    )
    assert outline(reading) == [
        "青石市人民政府门户网站 qs.example.cn",
        "  青石市人民政府办公室 办",
        "  青石市教育局 部门",
        "  青石市公积金管理中心 部门",
        "  青石市广播电视台 事业",
    ]
    found = bodies(reading)
    assert (found["青石市教育局"].contact, found["青石市教育局"].phone) == ("郑二", "13800000002")
    assert found["青石市人民政府办公室"].more == (("分管领导姓名", "吴甲"), ("备注", "牵头"))
    assert [str(said.spot) for said in reading.sheets[0].passed] == ["工作表“名单” 第 13 行", "工作表“名单” 第 14 行"]


def test_a_countys_list_on_its_second_sheet_with_own_words_and_homes_written_once() -> None:
    cover = sheet("云岭县政府信息公开年报工作台账\n说明：见“单位”表", name="封面")
    units = sheet(
        """
单位名称 | 单位性质 | 门户网站 | 办公电话 | 传真
云岭县人民政府 | 县政府 | www.yunling.example.cn | 0930-1000001 | 0930-1
云岭县财政局 | 县直部门 | | 0930-1000002 |
县医疗保障局 | 县直单位 | | |
云岭县税务局 | 垂管单位 | | |
青龙镇人民政府 | 乡镇（街道） | | |
城关街道办事处 | 乡镇（街道） | | |
云岭县人民医院 | 公立医院 | | / | 无
云岭工业园区管委会 | 园区 | | |
""",
        name="单位",
        number=2,
    )
    reading = read(cover, units)
    assert outline(reading) == [
        "云岭县人民政府? www.yunling.example.cn",
        "  云岭县人民政府 政府",
        "  云岭县财政局 部门",
        "  县医疗保障局 部门",
        "  云岭县税务局 部门",
        "  青龙镇人民政府 乡镇",
        "  城关街道办事处 街道",
        "  云岭县人民医院 事业",
        "  云岭工业园区管委会 —",
    ]
    assert bodies(reading)["云岭县人民政府"].more == (("传真", "0930-1"),)
    assert bodies(reading)["云岭县人民医院"].phone is None
    assert [str(remark) for remark in reading.remarks] == [
        "工作表“单位” C2：“www.yunling.example.cn”不是完整的网址，按 http://www.yunling.example.cn/ 理解"
    ]
    assert reading.sheets[0].heads == []


def test_a_sheet_for_every_class_of_units() -> None:
    head = "序号 | 单位全称 | 网址\n"
    reading = read(
        sheet(head + "1 | 白河市水务局 | http://www.baihe.example.cn\n2 | 白河市审计局 |", name="市直部门"),
        sheet(
            head + "1 | 长桥县 | http://www.changqiao.example.cn\n2 | 平湖区 | http://www.pinghu.example.cn",
            name="县区",
            number=2,
        ),
        sheet(
            head + "1 | 白河市第二中学 | http://www.baihe.example.cn\n2 | 白河市图书馆 | 同上",
            name="事业单位",
            number=3,
        ),
    )
    assert outline(reading) == [
        "白河市人民政府? www.baihe.example.cn",
        "  白河市水务局 部门",
        "  白河市审计局 部门",
        "  白河市第二中学 事业",
        "  白河市图书馆 事业",
        "长桥县人民政府? www.changqiao.example.cn",
        "  长桥县 政府",
        "平湖区人民政府? www.pinghu.example.cn",
        "  平湖区 政府",
    ]


def test_a_list_printed_side_by_side() -> None:
    reading = read(
        sheet(
            """
镜湖区各单位年报联络表 | | | | |
序号 | 单位 | 联系电话 | 序号 | 单位 | 联系电话
1 | 镜湖区民政局 | 81000001 | 3 | 镜湖区司法局 | 81000003
2 | 镜湖区商务局 | 81000002 | 4 | 东门街道办事处 | 81000004
""",
            "A1:F1",
        ),
        home="https://www.jinghu.example.cn/",
        portal="镜湖区人民政府",
    )
    assert outline(reading) == [
        "镜湖区人民政府 www.jinghu.example.cn",
        "  镜湖区民政局 部门",
        "  镜湖区商务局 部门",
        "  镜湖区司法局 部门",
        "  东门街道办事处 街道",
    ]
    assert bodies(reading)["东门街道办事处"].phone == "81000004"


def test_a_provinces_list_with_a_column_of_regions() -> None:
    reading = read(
        sheet(
            """
市（州） | 机关名称 | 机构类别 | 区划代码 | 门户网站网址
北川市 | 北川市人民政府 | 市政府 | 629100.0 | https://www.beichuan.example.cn/
 | 北川市统计局 | 政府部门 | |
南江州 | 南江州人民政府 | 州政府 | 629200 | https://www.nanjiang.example.cn/
 | 南江州林业和草原局 | 政府部门 | |
北川市 | 北川市科学技术局 | 政府部门 | |
""",
            "A2:A3 E2:E3",
        )
    )
    assert outline(reading) == [
        "北川市人民政府? www.beichuan.example.cn",
        "  北川市人民政府 政府",
        "  北川市统计局 部门",
        "  北川市科学技术局 部门",
        "南江州人民政府? www.nanjiang.example.cn",
        "  南江州人民政府 政府",
        "  南江州林业和草原局 部门",
    ]
    assert [portal.division for portal in reading.portals] == ["629100", "629200"]


def test_names_with_spaces_numbers_brackets_and_doubles() -> None:
    reading = read(
        sheet(
            """
部门名称 | 官网 | 简称 | 联系人及电话
1、金水市 公　安 局 | ｈｔｔｐ：／／www.jinshui.example.cn | 市公安局、公安局 | 赵一 0935-2200001
2、金水市文化和\\n旅游局(文物局) | | 市文旅局 | 钱二（13900000002）
3、金水市文化和旅游局（文物局） | | 市文旅局 | 孙三 13900000003
4、市体育局 | | / | 无
5、金水市体育局 | | 市体育局 | 李四
"""
        )
    )
    assert outline(reading) == [
        "金水市人民政府? www.jinshui.example.cn",
        "  金水市公安局 部门",
        "  金水市文化和旅游局(文物局) 部门",
        "  金水市体育局 部门",
    ]
    police, culture, sports = bodies(reading).values()
    assert (police.aliases, police.contact, police.phone) == (("市公安局", "公安局"), "赵一", "0935-2200001")
    assert (culture.aliases, culture.contact, culture.phone) == (
        ("市文旅局",),
        "钱二、孙三",
        "13900000002、13900000003",
    )
    assert (sports.aliases, sports.contact) == (("市体育局",), "李四")
    assert [remark.text.partition("”")[2][:6] for remark in reading.remarks] == ["前面已有（工", "就是“金水市"]


def test_a_csv_without_merges_has_groups_and_sections_too() -> None:
    grid = sheet(
        """
年报监测名单 | | | | |
序号 | 单位 | | 网站 | | 类型
 | 名称 | 简称 | 首页 | 年报专栏 |
一 | 市直部门 | | | |
1 | 松江市卫生健康委员会 | 市卫健委 | songjiang.example.cn | songjiang.example.cn/nb/ |
2 | 松江市应急管理局 | | | |
二 | 县区 | | | |
3 | 临水县 | | http://www.linshui.example.cn/ | | 县
三 | 功能区 | | | |
4 | 松江高新区管委会 | | http://songjiang.example.cn | |
""",
        name="",
        number=0,
    )
    reading = read(grid)
    assert outline(reading) == [
        "松江市人民政府? songjiang.example.cn",
        "  松江市卫生健康委员会 部门",
        "  松江市应急管理局 部门",
        "  松江高新区管委会 —",
        "临水县人民政府? www.linshui.example.cn",
        "  临水县 政府",
    ]
    assert reading.portals[0].columns == ("http://songjiang.example.cn/nb/",)


def test_every_unit_has_a_site_of_its_own() -> None:
    reading = read(
        sheet(
            """
序号 | 责任主体 | 网站域名
1 | 海州省发展和改革委员会 | fgw.haizhou.example.cn
2 | 海州省教育厅 | jyt.haizhou.example.cn
3 | 海州省科学技术厅 | kjt.haizhou.example.cn
4 | 海州省财政厅 | czt.haizhou.example.cn
"""
        )
    )
    assert outline(reading)[:4] == [
        "海州省发展和改革委员会? fgw.haizhou.example.cn",
        "  海州省发展和改革委员会 部门",
        "海州省教育厅? jyt.haizhou.example.cn",
        "  海州省教育厅 部门",
    ]


def test_a_blank_home_among_sites_of_their_own_is_not_the_neighbours() -> None:
    rows = "单位 | 网址\n甲省教育厅 | a.example.cn\n甲省财政厅 | b.example.cn\n甲省林业局 |\n甲省司法厅 | c.example.cn"
    [mistake] = read(sheet(rows)).mistakes
    assert (str(mistake.spot), "--home" in mistake.mend) == ("工作表“名单” A4", True)
    reading = read(sheet(rows), home="https://www.example.gov.cn/", portal="甲省人民政府")
    assert outline(reading)[4:6] == ["甲省人民政府 www.example.gov.cn", "  甲省林业局 部门"]


def test_headings_between_rows_name_governments_and_their_sites() -> None:
    reading = read(
        sheet(
            """
单位名称 | 联系人
红山县人民政府（网址：http://www.hongshan.example.cn/） |
红山县人民政府办公室 | 甲
红山县教育局 | 乙
蓝田县人民政府（网址：http://www.lantian.example.cn/） |
蓝田县教育局 | 丙
""",
            "A2:B2 A5:B5",
        )
    )
    assert outline(reading) == [
        "红山县人民政府 www.hongshan.example.cn",
        "  红山县人民政府办公室 办",
        "  红山县教育局 部门",
        "蓝田县人民政府 www.lantian.example.cn",
        "  蓝田县教育局 部门",
    ]


def test_tables_one_below_the_other_and_heads_repeated_on_every_page() -> None:
    reading = read(
        sheet(
            """
序号 | 单位名称 | 门户首页 | 备注
1 | 永安市商务局 | www.yongan.example.cn | 新增
序号 | 单位名称 | 门户首页 | 备注
2 | 永安市统计局 | |
 | | |
表二 事业单位 | | |
序号 | 联系人 | 单位名称 | 门户首页
1 | 何五 | 永安市第一医院 | www.yongan.example.cn
""",
            "A6:D6",
        )
    )
    assert outline(reading) == [
        "永安市人民政府? www.yongan.example.cn",
        "  永安市商务局 部门",
        "  永安市统计局 部门",
        "  永安市第一医院 事业",
    ]
    assert bodies(reading)["永安市第一医院"].contact == "何五"


def test_party_organs_and_samples_are_left_out_and_told() -> None:
    reading = read(
        sheet(
            """
序号 | 单位 | 类别 | 首页 | 时限 | 起始年度
例 | 某市教育局 | 部门 | https://www.example.gov.cn/ | 01-20 | 2021
1 | 安平市教育局 | 政府部门 | https://www.anping.example.cn/ | 2026年1月20日前 | 2022年
2 | 安平市总工会 | 群团组织 | | |
3 | 安平市人大办公室 | 人大 | | |
"""
        )
    )
    assert outline(reading) == ["安平市人民政府? www.anping.example.cn", "  安平市教育局 部门"]
    assert (bodies(reading)["安平市教育局"].due, bodies(reading)["安平市教育局"].since) == ("01-20", 2022)
    assert [remark.text[:8] for remark in reading.remarks] == ["“安平市总工会”", "“安平市人大办公"]
    assert [said.text[:1] for said in reading.sheets[0].passed] == ["例"]


def test_a_merged_name_has_two_contacts_and_a_merged_kind_holds_for_all_its_rows() -> None:
    reading = read(
        sheet(
            """
单位类别 | 单位 | 联系人 | 电话 | 网站
市直部门 | 安康市气象局 | 甲 | 111111 | 安康市政府网 http://www.ankang.example.cn/
 | | 乙 | 222222 |
 | 安康市档案馆 | 丙 | 333333 |
事业单位 | 安康市测绘院 | | |
""",
            "A2:A4 B2:B3 E2:E5",
        )
    )
    assert outline(reading) == [
        "安康市政府网 www.ankang.example.cn",
        "  安康市气象局 部门",
        "  安康市档案馆 部门",
        "  安康市测绘院 事业",
    ]
    assert bodies(reading)["安康市气象局"].phone == "111111、222222"


def test_every_mistake_is_told_with_its_cell_and_how_to_mend_it() -> None:
    reading = read(
        sheet(
            """
名单 | | | | | |
序号 | 单位 | 首页 | 类别 | 级别 | 电话 | 简称
1 | 柳林县教育局 | 县政府网站 | 部门 | 县级 | 1.38E+10 | 局
2 | 柳林县财政局、柳林县税务局 | http://www.liulin.example.cn | 部门 | | |
3 | 柳林县民政局 | http://127.0.0.1/ | 部门 | 镇级 | | 局
4 | 柳林县体育中心 | http://www.liulin.example.cn | 展馆 | | |
5 | 柳林县文旅局 | http://www.liulin.example.cn | 部门 | | | 旅局
6 | 柳林县旅游局 | http://www.liulin.example.cn | 部门 | | | 旅局
7 | | | | | 555555 |
""",
            "A1:G1",
        )
    )
    told = [mistake.message("名单.xlsx") for mistake in reading.mistakes]
    assert [line.partition("：")[0].removeprefix("名单.xlsx 工作表“名单” ") for line in told] == [
        *("C3", "F3", "B4", "C5", "E5", "D6", "G8", "F9"),
    ]
    assert all(line.endswith(("。", "？")) and line.count("。") > 1 for line in told)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("单位 | 联系人\n甲县教育局 | 张三", "--home"),
        ("单位 | 首页\n教育局 | http://a.example.cn\n财政局 |", "缺少门户名称"),
        ("单位 | 首页\n甲县教育局 | 无\n甲县民政局 | http://a.example.cn", "没有自己的首页"),
        (
            "地区 | 单位 | 首页\n甲县 | 甲县水务局 | a.cn\n乙县 | 乙县水务局 |\n丙县 | 丙县水务局 | c.cn",
            "“乙县”没有写首页",
        ),
        ("门户 | 单位 | 首页\n甲县 | 甲县教育局 | a.example.cn\n乙县 | 乙县教育局 |", "“乙县”没有写首页"),
    ],
)
def test_what_a_list_cannot_tell_is_asked_for(rows: str, said: str) -> None:
    [mistake] = read(sheet(rows)).mistakes
    assert said in f"{mistake.what}{mistake.mend}"


def test_a_region_with_no_home_of_its_own_has_the_lists_only_one() -> None:
    rows = "地区 | 单位 | 首页\n临江市 | 临江市教育局 | a.example.cn\n沙河县 | 沙河县人民政府 |"
    assert outline(read(sheet(rows))) == [
        "临江市人民政府? a.example.cn",
        "  临江市教育局 部门",
        "  沙河县人民政府 政府",
    ]


CITY_ABOVE = """
{heads}
{city} | 玉河市人民政府办公室 |
 | 玉河市教育局 |
 | 玉河市财政局 |
{county} | 沙河县人民政府办公室 | sh.example.cn
 | 沙河县教育局 |
"""


@pytest.mark.parametrize(
    ("heads", "city", "county"),
    [
        ("门户 | 单位 | 首页", "玉河市人民政府", "沙河县人民政府"),
        ("门户 | 单位 | 首页", "", "沙河县人民政府"),
        ("地区 | 单位 | 首页", "玉河市", "沙河县"),
    ],
)
def test_no_row_goes_to_a_portal_that_the_list_says_is_anothers(heads: str, city: str, county: str) -> None:
    grid = sheet(CITY_ABOVE.format(heads=heads, city=city, county=county))
    reading = read(grid)
    [mistake] = reading.mistakes
    assert (mistake.spot, "没有写首页" in mistake.what, "--home" in mistake.mend) == (grid.spot(1, 1), True, True)
    assert outline(read(grid, home="http://yh.example.cn/", portal="玉河市人民政府")) == [
        "玉河市人民政府 yh.example.cn",
        "  玉河市人民政府办公室 办",
        "  玉河市教育局 部门",
        "  玉河市财政局 部门",
        f"沙河县人民政府{'' if heads.startswith('门户') else '?'} sh.example.cn",
        "  沙河县人民政府办公室 办",
        "  沙河县教育局 部门",
    ]


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ("玉河市教育局 |\n玉河市财政局 |\n沙河县教育局 | sh.example.cn\n沙河县财政局 |", [1]),
        ("沙河县教育局 | sh.example.cn\n沙河县财政局 |\n白河县教育局 |\n白河县财政局 |", [3]),
        (
            "沙河县教育局 | s.example.cn\n白河县教育局 |\n白河县司法局 |\n青河县教育局 | qh.example.cn\n青河县人社局 |",
            [2],
        ),
        ("玉河市教育局 | yh.example.cn\n沙河县教育局 |\n太虚镇人民政府 |\n玉河市财政局 |", []),
    ],
)
def test_names_of_another_place_under_a_home_are_asked_about(rows: str, asked: list[int]) -> None:
    grid = sheet(f"单位 | 首页\n{rows}")
    reading = read(grid)
    assert not [mistake for mistake in reading.mistakes if "没有写首页" in mistake.what]
    told = [remark.spot for remark in reading.remarks if "没有写首页" in remark.text]
    assert told == [grid.spot(row, 0) for row in asked]


def test_what_is_known_of_portals_stays_where_a_list_says_nothing_of_it() -> None:
    known = PortalRow(
        "甲县政府网",
        "http://a.example.cn/",
        ("http://a.example.cn/nb/",),
        bodies=(
            BodyRow("甲县财政局（国资局）", "department", aliases=("甲县国资局",), others=("乙县财政局",), phone="1"),
            BodyRow("甲县体育中心", "institution"),
            BodyRow("甲县旧局"),
        ),
    )
    given = Given(known=[known])
    grid = sheet("门户 | 单位 | 简称 | 电话\n甲县政府网 | 甲县财政局(国资局) | 县财政局 | 2\n | 甲县体育中心 | |")
    reading = read_list([grid], "a.xlsx", given)
    [portal] = beside_what_is_kept(reading, given.known)
    assert (portal.name, portal.home, portal.columns) == (known.name, known.home, known.columns)
    finance, sports = portal.bodies
    assert (finance.name, finance.phone) == ("甲县财政局（国资局）", "2")
    assert (finance.aliases, finance.others) == (("甲县国资局", "县财政局"), ("乙县财政局",))
    assert sports.kind == "institution"


def test_a_list_of_names_alone_can_be_told_its_portal() -> None:
    reading = read(sheet("单位名称\n甲县教育局\n甲县民政局"), home="http://a.example.cn/", portal="甲县人民政府")
    assert outline(reading) == ["甲县人民政府 a.example.cn", "  甲县教育局 部门", "  甲县民政局 部门"]


def test_zones_that_may_be_one_and_portals_of_one_name_are_asked_about() -> None:
    rows = """
门户 | 单位 | 首页
甲市 | 甲市高新技术产业开发区管委会 | a.example.cn
甲市 | 高新区 | a.example.cn
甲市 | 乙县 | b.example.cn
"""
    texts = [remark.text for remark in read(sheet(rows)).remarks]
    assert any("是一个单位吗" in text for text in texts)
    assert any("是两个门户吗" in text for text in texts)


def test_what_a_registry_says_in_its_table_is_taken_literally(tmp_path) -> None:
    path = tmp_path / "portals.toml"
    path.write_text(
        '[[portal]]\nname = "甲"\nhome = "https://a.gov.cn/"\n[[portal.body]]\nname = "1、甲 局"\nphone = "/"\n'
        'more = { "备注" = "同上", "甲=乙" = "丙" }\n',
        encoding="utf-8",
    )
    [portal] = load_registry(path).portals
    assert portal.bodies[0] == BodyRow("1、甲 局", phone="/", more=(("备注", "同上"), ("甲=乙", "丙")))

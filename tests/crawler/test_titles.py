"""Titles: report or stranger, whose, which year. All bodies are made up unless a fact needs a real place."""

import csv
from pathlib import Path
from typing import get_args

import pytest

from crawler.title_causes import TITLE_CAUSES, TitleCause, in_words
from crawler.titles import body_in_title, kind_of_body, read_title, year_in_title

COLUMN = "政府信息公开年报"


@pytest.mark.parametrize(
    ("title", "body", "kind", "year"),
    [
        ("青禾市2023年政府信息公开工作年度报告", "青禾市", "government", 2023),
        ("2022年青禾市政府信息公开工作年度报告", "青禾市", "government", 2022),
        ("青禾市云溪区 2022 年政府信息公开工作 年度报告", "青禾市云溪区", "government", 2022),
        ("青禾市人民政府办公室2024年政府信息公开工作年度报告", "青禾市人民政府办公室", "office", 2024),
        ("青禾市水务局 关于2023年政府信息公开年度工作情况的报告", "青禾市水务局", "department", 2023),
        ("青禾市水务局 2022 年政府信息公开 公开工作年度报告", "青禾市水务局", "department", 2022),
        ("青禾市统计局2022年政府信息公开工作年度报告", "青禾市统计局", "department", 2022),
        ("青禾市综合行政执法局2021年度信息公开年报", "青禾市综合行政执法局", "department", 2021),
        ("青禾市信访局政府信息公开2023年度报告", "青禾市信访局", "department", 2023),
        ("附城镇2023年政府信息公开年度报告", "附城镇", "township", 2023),
        ("二〇二二年青禾市水务局政府信息公开年报", "青禾市水务局", "department", 2022),
        ("青禾市水务局二Ｏ二六年度政府信息公开工作年度报告", "青禾市水务局", "department", 2026),
        ("青禾市水务局２０２３年度政府信息公开工作年度报告", "青禾市水务局", "department", 2023),
        ("（2023年度）青禾市卫健委政府信息公开年报", "青禾市卫健委", "department", 2023),
        (
            "云溪高新区(北园)管理委员会 2023年政府信息公开工作年度报告",
            "云溪高新区（北园）管理委员会",
            "department",
            2023,
        ),
        ("青水发〔2024〕5号 青禾市水务局2023年政府信息公开工作年度报告", "青禾市水务局", "department", 2023),
        ("青禾市水务局2023年政府信息公开工作年度报告 青水发〔2024〕5号", "青禾市水务局", "department", 2023),
        ("附件：柳湾镇人民政府2023年政府信息公开工作年度报告.pdf", "柳湾镇人民政府", "township", 2023),
        ("柳湾镇人民政府2023年政府信息公开工作年度报告2024-01-18", "柳湾镇人民政府", "township", 2023),
        (
            "首页>政府信息公开>政府信息公开年报>云溪区财政局2023年政府信息公开工作年度报告",
            "云溪区财政局",
            "department",
            2023,
        ),
        ("市民政局2024年度政府信息公开工作年度报告_青禾市人民政府门户网站", "市民政局", "department", 2024),
        ("2023年政府信息公开工作年度报告（青禾市水务局）", "青禾市水务局", "department", 2023),
        ("2023年政府信息公开工作年度报告-青禾市水务局", "青禾市水务局", "department", 2023),
        ("关于公布青禾市水务局2022年政府信息公开工作年度报告的公告", "青禾市水务局", "department", 2022),
        ("1、青禾市水务局2023年政府信息公开年报（更正版）", "青禾市水务局", "department", 2023),
        ("青禾市教育局2013年度政府信息公开总结", "青禾市教育局", "department", 2013),
        ("青禾市2016年政府信息公开报告", "青禾市", "government", 2016),
        ("青禾市2017年度政府信息公开工作报告", "青禾市", "government", 2017),
        ("青禾大学2023年信息公开工作年度报告", "青禾大学", "institution", 2023),
        ("青禾市政务公开工作年度报告（2020年）", "青禾市", "government", 2020),
        ("青禾市2019年政府信息公开工作年度报告（图片版）", "青禾市", "government", 2019),
        ("《青禾市水务局2023年政府信息公开工作年度报告》", "青禾市水务局", "department", 2023),
        ("青禾市2008年5月1日至12月31日政府信息公开工作年度报告", "青禾市", "government", 2008),
    ],
)
def test_a_report_is_known_with_body_kind_and_year(title, body, kind, year):
    reading = read_title(title)
    assert (reading.verdict, reading.body, reading.kind, reading.year) == ("report", body, kind, year)


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("青禾市科技局2023年政府网站工作年度报表", "网站"),
        ("青禾市科技局政府网站工作年报（2022年度）", "网站"),
        ("青禾市科技局网站工作2019年度报表", "网站"),
        ("青禾市2023年度法治政府建设情况报告", "法治"),
        ("青禾市司法局关于2019年法治政府建设情况的报告", "法治"),
        ("青禾市2023年政府工作报告", "政府工作报告"),
        ("政府信息公开情况统计表（ 2018年度）", "统计"),
        ("2022年上半年政府信息公开数据统计", "统计"),
        ("2023年统计年报", "统计"),
        ("青禾市2023年政府信息公开工作年度报告解读", "解读"),
        ("图解：青禾市2023年政府信息公开工作年度报告", "解读"),
        ("一图读懂青禾市2023年政府信息公开工作年度报告", "解读"),
        ("关于做好2023年政府信息公开工作年度报告编制发布工作的通知", "通知"),
        ("青禾市人民政府办公室关于报送青禾市2022年政府信息公开工作年度报告的函", "函"),
        ("青禾市财政局2023年度部门决算公开", "决算"),
        ("青禾市2019年政务公开工作总结", "总结"),
        ("青禾市2022年政府信息公开工作总结", "总结"),
        ("青禾市召开2023年政府信息公开工作年度报告编制工作会议", "消息"),
        ("青禾市2021年上半年政府信息公开工作报告", "全年"),
        ("政府信息公开指南", "不是"),
        ("根据《中华人民共和国政府信息公开工作年度报告", "正文"),
        ("青" * 200, "过长"),
    ],
)
def test_a_stranger_is_turned_away_with_its_reason(title, reason):
    for column in ("", COLUMN):
        reading = read_title(title, column=column)
        assert reading.verdict == "stranger"
        assert reason in in_words(reading.cause)


@pytest.mark.parametrize(
    ("title", "alone", "in_column"),
    [
        ("青禾市科技局2023年政府信息公开工作年度报...", "report", "report"),
        ("柳湾街道办事处2023年政府信息公开工作…", "unclear", "report"),
        ("青禾市云溪区柳湾街道办事处2023年政府...", "unclear", "unclear"),
        ("青禾市交通运输局2023年政府信息公开工...", "unclear", "report"),
        ("青禾市住房和城乡建...", "stranger", "unclear"),
        ("青禾市2023年环境信息公开年度报告", "unclear", "unclear"),
        ("图解：青禾市2023年政府信息公开工作年...", "stranger", "stranger"),
        ("2024年度报告", "unclear", "report"),
        ("青禾市水务局2023年年报", "unclear", "report"),
        ("2016年工作报告", "unclear", "unclear"),
        ("信息公开年报", "report", "report"),
        ("政府信息公开年报", "report", "unclear"),
        ("部门信息公开年度报告", "unclear", "unclear"),
        ("青禾县直部门政府信息公开年报", "unclear", "unclear"),
        ("青禾市2020年政务公开工作报告", "unclear", "report"),
        ("2023年", "unclear", "unclear"),
        ("云溪区教育局", "unclear", "unclear"),
        ("", "unclear", "unclear"),
        ("青禾市2023年政府信息公开工作年度报告补充材料", "unclear", "unclear"),
    ],
)
def test_the_column_decides_what_a_title_leaves_open(title, alone, in_column):
    assert read_title(title).verdict == alone
    assert read_title(title, column=COLUMN).verdict == in_column


def test_a_column_of_website_reports_decides_nothing():
    assert read_title("2024年度报告", column="政府网站年度工作报表").verdict == "unclear"


def test_a_cut_title_still_names_body_and_year():
    reading = read_title("青禾市科技局2023年政府信息公开工作年度报...")
    assert (reading.body, reading.kind, reading.year) == ("青禾市科技局", "department", 2023)


def test_what_a_report_title_leaves_out_is_said():
    assert in_words(read_title("政府信息公开工作年度报告").cause) == "题名未写年份和机关"
    assert in_words(read_title("2023年政府信息公开工作年度报告").cause) == "题名未写机关"


def test_every_cause_has_its_words():
    assert TITLE_CAUSES.keys() == set(get_args(TitleCause))
    assert len(set(TITLE_CAUSES.values())) == len(TITLE_CAUSES)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2024年发布青禾市2023年政府信息公开工作年度报告", 2023),
        ("青禾市2023年政府信息公开工作年度报告（2024年1月18日）", 2023),
        ("青水发〔2024〕5号", None),
        ("二○二四年度政府信息公开年报", 2024),
        ("二零二一年度政府信息公开年报", 2021),
        ("政府信息公开年报", None),
    ],
)
def test_the_year_is_the_report_year(title, year):
    assert year_in_title(title) == year


def test_body_in_title_is_none_without_the_words_for_a_report():
    assert body_in_title("青禾市水务局简介") is None


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("government", "金昌市 庆阳市西峰区 上海市 某县人民政府 市政府 景德镇市 新乡市 浦东新区 某综合实验区"),
        ("government", "阿拉善盟 某自治旗 海西州"),
        ("office", "某市人民政府办公室 某省人民政府办公厅 市政府办公室 县府办 某实验区管委会办公室"),
        (
            "department",
            "某市水务局 省公安厅 市卫健委 市政务服务中心 某市公安局某区分局 工业和信息化部 新乡县乡村振兴局",
        ),
        ("department", "市管委会 开发区管委会 某经济技术开发区 某区城市管理委员会 市疾病预防控制中心"),
        ("department", "市人民政府驻上海办事处 市应急管理办公室"),
        ("township", "某镇人民政府 某乡 某县某镇 某乡人民政府办公室 某苏木 某民族乡"),
        ("subdistrict", "某街道办事处 某街道 某街办 某地区办事处"),
        ("institution", "某大学 某县人民医院 某市第一中学 某小学 某自来水公司 某镇卫生院 市图书馆"),
        (None, "市委宣传部 某县总工会 我局 各乡镇 某社区 中国政府网站 局 2024年1月5日 市直部门"),
    ],
)
def test_kind_of_body(kind, names):
    assert {name: kind_of_body(name) for name in names.split()} == dict.fromkeys(names.split(), kind)


@pytest.mark.shared
def test_the_rows_of_three_real_columns(shared: Path):
    with (shared / "real/portals/hebei_3_annual_report_columns.tsv").open(encoding="utf-8") as lines:
        titles = [row["list_title"] for row in csv.DictReader(lines, delimiter="\t")]
    readings = {title: read_title(title, column=COLUMN) for title in titles}
    strangers = {title for title in titles if readings[title].verdict == "stranger"}
    assert strangers == {title for title in titles if any(word in title for word in ("网站", "法治", "统计表"))}
    assert all(readings[title].verdict == "report" for title in titles if title not in strangers)
    assert {readings[title].kind for title in titles if title not in strangers} == {"department", None}


@pytest.mark.parametrize(
    ("title", "body", "year"),
    [
        ("【年报】青禾市水务局2023年度信息公开年报", "青禾市水务局", 2023),
        ("【政府信息公开年报】青禾市水务局2023年政府信息公开工作年度报告", "青禾市水务局", 2023),
        ("【2023年】青禾市水务局政府信息公开工作年度报告", "青禾市水务局", 2023),
        ("【青禾市水务局】2023年政府信息公开工作年度报告", "青禾市水务局", 2023),
    ],
)
def test_what_stands_in_brackets_at_the_head(title, body, year):
    reading = read_title(title)
    assert (reading.verdict, reading.body, reading.year) == ("report", body, year)


@pytest.mark.parametrize(
    "title",
    [
        "青禾市国资委监管企业2018年度信息公开报告",
        "青禾市2023年度高校信息公开工作报告",
        "青禾市法院2023年司法公开年度报告",
        "青禾市2023年度依申请公开工作年度报告",
        "青禾市发布2025年政府信息公开工作年度报告",
    ],
)
def test_what_names_no_body_is_for_the_page_to_decide(title):
    assert read_title(title, column=COLUMN).verdict == "unclear"


REPORT = "青禾市水务局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "title",
    [
        *(
            f"{mark}{REPORT}"
            for mark in (
                "[置顶]",
                "〖荐〗",
                "★ ",
                "07 ",
                "③",
                "NEW！",
                "HOT ",
                "（热）",
                "→",
                "头条 ",
                "◆",
                "3. ",
                "No.12 ",
                "序号9 ",
                "12、",
            )
        ),
        *(f"{REPORT}{mark}" for mark in ("[置顶]", " new", "（新）", "【热】", " ★", " NEW!")),
        *(
            f"{label}{REPORT}"
            for label in ("[年度报告]", "年报· ", "部门年报：", "年度报告 | ", "（2024）", "2024丨", "单位年报—")
        ),
        f"青禾市人民政府门户网站 {REPORT}",
        f"青禾市政府信息公开平台 {REPORT}",
    ],
)
def test_what_draws_the_eye_is_no_part_of_a_name(title):
    reading = read_title(title, column=COLUMN)
    assert (reading.verdict, reading.body, reading.year) == ("report", "青禾市水务局", 2023)


@pytest.mark.parametrize(
    "behind",
    [
        *(
            "（含附表）",
            "及附表",
            "（附统计表）",
            "（含政府网站工作年度报表）",
            "（附：数据汇总）",
            "和统计报表",
            "、附件",
        ),
        *("（附件：政府信息公开情况统计表）", "及其附表", "（内含统计表）", "（图文）", "（图文版）"),
    ],
)
def test_what_is_attached_leaves_a_report_a_report(behind):
    reading = read_title(f"{REPORT}{behind}", column=COLUMN)
    assert (reading.verdict, reading.body, reading.year) == ("report", "青禾市水务局", 2023)


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("青禾市水务局关于印发《2023年政府信息公开工作年度报告》的通知", "unclear"),
        ("关于印发青禾市水务局2023年政府信息公开年度报告的通知", "unclear"),
        ("青禾市水务局关于发布2023年度政府信息公开年报的通知", "unclear"),
        ("关于公布青禾市水务局2023年政府信息公开工作年度报告的公告", "report"),
        ("青禾市水务局关于公开2023年政府信息公开年度报告的通告", "report"),
        ("青禾市水务局2023年政府信息公开工作总结暨年度报告", "report"),
        ("青禾市水务局2023年政务公开工作总结和政府信息公开年度报告", "report"),
        ("青禾市水务局2023年政府信息公开工作情况暨年度报告", "report"),
        ("青禾市水务局2023年度政府信息公开工作总结（年度报告）", "report"),
        ("青禾市水务局2023年工作总结暨政府信息公开年报", "report"),
        *((REPORT[:length], "unclear") for length in (13, 15, 17, 18, 19)),
        ("青禾市水务局2023年政府信…", "unclear"),
    ],
)
def test_titles_that_a_page_may_make_a_report(title, verdict):
    reading = read_title(title, column=COLUMN)
    assert (reading.verdict, reading.body, reading.kind, reading.year) == (verdict, "青禾市水务局", "department", 2023)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("青禾市人民政府信息公开2023年度报告", "青禾市人民政府"),
        ("柳湾镇人民政府信息公开工作年度报告（2023年）", "柳湾镇人民政府"),
        ("2023年青禾市人民政府信息公开年度报告", "青禾市人民政府"),
        ("青禾市人民政府政府信息公开2023年度报告", "青禾市人民政府"),
        ("柳湾街道办事处信息公开2023年度报告", "柳湾街道办事处"),
        ("青禾市人民政府信息公开办公室2023年政府信息公开年度报告", "青禾市人民政府信息公开办公室"),
    ],
)
def test_the_word_for_government_may_stand_once_for_name_and_phrase(title, body):
    reading = read_title(title)
    assert (reading.verdict, reading.body, reading.year) == ("report", body, 2023)


@pytest.mark.parametrize(
    ("title", "suspected"),
    [
        (f"{REPORT}解读", True),
        (f"{REPORT}统计表", True),
        (f"关于做好{REPORT}编制的通知", True),
        ("青禾市水务局2023年政府信息公开工作总结", True),
        ("青禾市2021年上半年政府信息公开工作报告", True),
        ("青禾市水务局2023年政府信息公开大事记", True),
        ("锟斤拷锟斤拷", True),
        ("青禾市2023年度法治政府建设情况报告", False),
        ("青禾市科技局2023年政府网站工作年度报表", False),
        ("青禾市财政局2023年度部门决算公开", False),
        ("政府信息公开指南", False),
        ("青禾市水务局2023年政务公开工作要点", False),
        ("青禾市水务局招聘公告", False),
    ],
)
def test_only_a_certain_sign_makes_a_stranger_for_certain(title, suspected):
    reading = read_title(title, column=COLUMN)
    assert (reading.verdict, reading.suspected) == ("stranger", suspected)

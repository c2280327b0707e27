import pytest

from monitor.documents.model import Document, Paragraph
from monitor.reports.headings import find_headings, is_heading_line
from monitor.reports.reading import read_report

STANDARD = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
KEYS = ["overview", "proactive", "applications", "remedies", "problems", "other"]


def sections(*texts):
    return read_report(Document("text/html", [Paragraph(text) for text in texts]), source="", year=2023).sections


@pytest.mark.parametrize(
    "shape",
    [
        "{}",
        "## {}",
        "#### {} ####",
        " {} ",
        "{}。",
        "{}：",
        "**{}**",
    ],
)
def test_a_heading_is_known_in_any_dress(shape):
    found = sections(*(text for heading in STANDARD for text in (shape.format(heading), "内容甲乙。")))
    assert [section.key for section in found] == KEYS
    assert [section.numeral for section in found] == [1, 2, 3, 4, 5, 6]
    assert all(section.standard and not section.punctuation_only for section in found)
    assert all(section.text == "内容甲乙。" for section in found)


def test_spaces_inside_and_half_width_marks_do_no_harm():
    found = sections(
        "一、 总 体 情 况", "甲", "二．主动公开政府信息情况", "乙", "3、收到和处理政府信息公开申请情况", "丙"
    )
    assert [section.key for section in found] == KEYS[:3]
    assert [section.numeral for section in found] == [1, 2, 3]
    assert found[0].standard


def test_a_heading_without_its_number_is_known_by_its_words():
    found = sections("总体情况", "甲", "存在的主要问题及改进情况", "乙")
    assert [(section.key, section.numeral) for section in found] == [("overview", None), ("problems", None)]


@pytest.mark.parametrize(
    "heading",
    [
        "二、行政机关主动公开政府信息情况",
        "二、主动公开政府信息的情况",
        "二、政府信息主动公开情况",
        "三、行政机关收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议和行政诉讼情况",
        "四、政府信息公开行政复议行政诉讼情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "五、存在的主要问题和改进情况",
        "五、存在主要问题及改进措施",
        "六、其他需要报告事项",
    ],
)
def test_accepted_variants_are_standard(heading):
    (section,) = sections(heading, "甲")
    assert section.standard


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("三、依申请公开情况", "applications"),
        ("四、行政复议和行政诉讼情况。", "remedies"),
        ("一、政府信息公开工作的基本情况", "overview"),
        ("五、存在的不足和下一步打算", "problems"),
        ("六、其他需要说明的情况", "other"),
    ],
)
def test_other_words_are_known_but_not_standard(heading, key):
    (section,) = sections(heading, "甲")
    assert (section.key, section.standard, section.punctuation_only) == (key, False, False)
    assert section.heading == heading


def test_a_heading_that_differs_in_punctuation_only_says_so():
    (section,) = sections("四、政府信息公开行政复议，行政诉讼情况", "甲")
    assert (section.standard, section.punctuation_only) == (False, True)


@pytest.mark.parametrize(
    "line",
    [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
        "（一）主动公开方面",
        "（二）依申请公开情况",
        "1.主动公开。全年公开信息若干条。",
        "一是加强主动公开，二是改进依申请公开。",
        "2023年，我局主动公开信息310条。",
    ],
)
def test_rows_of_the_tables_and_sub_headings_are_no_headings(line):
    assert not is_heading_line(line)
    assert not find_headings([line])


def test_a_report_in_one_line_is_cut_at_its_headings():
    text = (
        "本报告分六部分：总体情况等。一、总体情况 全年公开信息310条。（一）主动公开方面。一是公开文件。"
        "二、主动公开政府信息情况本年度无规范性文件。三、收到和处理政府信息公开申请情况全年收到申请5件。"
        "四、政府信息公开行政复议、行政诉讼情况无。五、存在的主要问题及改进情况2023年，仍有不足，将改进。"
        "六、其他需要报告的事项2023年未收取信息处理费。"
    )
    found = sections(text)
    assert [section.key for section in found] == KEYS
    assert found[0].text == "全年公开信息310条。（一）主动公开方面。一是公开文件。"
    assert found[4].text == "2023年，仍有不足，将改进。"
    assert found[5].heading == "六、其他需要报告的事项"


def test_a_heading_and_its_text_on_one_line():
    found = sections("一、总体情况。全年公开信息310条。", "三、依申请公开情况 全年收到申请5件。")
    assert [(section.key, section.text) for section in found] == [
        ("overview", "全年公开信息310条。"),
        ("applications", "全年收到申请5件。"),
    ]


def test_a_list_of_contents_is_not_taken_for_the_sections():
    found = sections("目录", *STANDARD, *(text for heading in STANDARD for text in (heading, "内容。")))
    assert [section.key for section in found] == KEYS
    assert {section.text for section in found} == {"内容。"}
    inline = "本报告由以下部分组成：一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况等。"
    found = sections(inline, "一、总体情况", "甲。", "二、主动公开政府信息情况", "乙。")
    assert [section.text for section in found] == ["甲。", "乙。"]


def test_sections_stand_in_the_order_of_the_report():
    found = sections("一、总体情况", "甲", "三、存在的主要问题及改进情况", "乙", "二、主动公开政府信息情况", "丙")
    assert [(section.key, section.numeral) for section in found] == [("overview", 1), ("problems", 3), ("proactive", 2)]


def test_an_empty_section_is_there_and_empty():
    found = sections("一、总体情况", "二、主动公开政府信息情况", "乙")
    assert found[0].text == ""
    assert found[0].tables == 0


def test_numbered_with_arabic_numerals_beside_sub_headings():
    found = sections(
        "1、 总体情况", "1、 主动公开。公开信息310条。", "2、 依申请公开。收到5件。", "2、主动公开政府信息情况", "乙",
        "3、收到和处理政府信息公开申请情况", "丙",
    )  # fmt: skip
    assert [section.key for section in found] == KEYS[:3]
    assert "收到5件" in found[0].text


def test_a_line_of_any_length_is_searched_for_headings():
    line = (
        "一、总体情况。受理申请五件。"
        + "其中一、本年新收政府信息公开申请数量3" * 20_000
        + "二、主动公开政府信息情况。无。"
    )
    found = find_headings([line])
    assert [heading.section.key for heading in found] == ["overview", "proactive"]
    assert line[found[1].start : found[1].end] == "二、主动公开政府信息情况。"

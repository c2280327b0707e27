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


def filled(*changes, without=()):
    """A report whose headings are the standard ones; ``changes`` are (place, lines that stand instead)."""
    blocks = [[heading, f"内容{number}。"] for number, heading in enumerate(STANDARD, 1)]
    for place, lines in changes:
        blocks[place - 1] = [*lines]
    return sections(*(line for number, lines in enumerate(blocks, 1) if number not in without for line in lines))


@pytest.mark.parametrize(
    ("first", "between"),
    [(1, ""), (2, ""), (2, " "), (3, "。"), (4, "；"), (5, "　"), (5, "")],
)
@pytest.mark.parametrize("shape", ["{}", "## {}", "**{}**"])
def test_two_headings_in_one_line_are_two(shape, first, between):
    line = shape.format(STANDARD[first - 1] + between + STANDARD[first])
    found = filled((first, [line]), (first + 1, ["内容甲。"]))
    assert [section.key for section in found] == KEYS
    assert [section.numeral for section in found] == [1, 2, 3, 4, 5, 6]
    assert all(section.standard for section in found)
    assert [section.text for section in found[first - 1 : first + 1]] == ["", "内容甲。"]


def test_a_list_of_contents_in_one_line_does_not_outweigh_headings_in_other_words():
    contents = "".join(STANDARD)
    found = sections(
        contents, "一、基本概况", "甲。", "二、信息公开主动公开工作", "乙。", "三、依申请公开办理情况", "丙。",
        "四、复议和诉讼情况", "丁。", "五、不足与改进", "戊。", "六、其他有关事项", "己。",
    )  # fmt: skip
    assert [section.text for section in found] == ["甲。", "乙。", "丙。", "丁。", "戊。", "己。"]


@pytest.mark.parametrize(
    ("place", "heading"),
    [
        (5, "五、下一步工作打算"),
        (5, "五、短板弱项和努力方向"),
        (5, "第五部分：展望"),
        (5, "## 五、来年工作思路"),
        (5, "五、依申请公开工作展望"),
        (4, "四、行政争议"),
        (3, "三、办件情况"),
        (2, "二、公开了哪些信息"),
        (1, "一、工作开展"),
        (6, "六、收费"),
    ],
)
def test_a_heading_in_unknown_words_between_its_neighbours_is_that_section(place, heading):
    found = filled((place, [heading, "我局还有短板。", "来年补上。"]))
    assert [section.key for section in found] == KEYS
    section = found[place - 1]
    assert (section.numeral, section.standard, section.punctuation_only) == (place, False, False)
    assert section.heading == heading.strip("# ")
    assert section.text == "我局还有短板。\n来年补上。"


def test_two_headings_in_unknown_words_one_behind_the_other():
    found = filled((5, ["五、来年打算", "甲。"]), (6, ["六、收费", "乙。"]))
    assert [(section.key, section.text) for section in found[4:]] == [("problems", "甲。"), ("other", "乙。")]


def test_a_heading_in_unknown_words_with_its_text_behind_it():
    found = filled((5, ["五、下一步打算。我局将补齐短板。"]))
    assert [section.key for section in found] == KEYS
    assert (found[4].heading, found[4].text) == ("五、下一步打算。", "我局将补齐短板。")


@pytest.mark.parametrize(
    "line",
    [
        "五、附件",
        "五是加强学习。",
        "（五）来年打算",
        "五、全年组织培训3次，覆盖所有科室，效果良好，今后继续坚持下去。",
        "5.来年打算",
    ],
)
def test_what_only_looks_like_a_heading_of_the_missing_section_is_none(line):
    found = filled((4, [STANDARD[3], "内容甲。", line]), without={5})
    assert [section.key for section in found] == [key for key in KEYS if key != "problems"]


def test_a_number_out_of_its_place_is_no_heading():
    found = filled((1, [STANDARD[0], "五、来年打算", "甲。"]), without={5})
    assert [section.key for section in found] == [key for key in KEYS if key != "problems"]


@pytest.mark.parametrize(
    ("problems", "mending"),
    [
        ("（一）主要问题。信息更新偏慢。", "（二）改进情况。明确了更新期限。"),
        ("（一）存在的主要问题", "（二）下一步改进措施"),
        ("1.存在的不足：解读形式单一。", "2.整改措施：补拍短片。"),
        ("存在问题：栏目杂乱。", "下一步打算：合并栏目。"),
        ("一是存在短板。人手不足。", "二是改进举措。增配人员。"),
    ],
)
def test_a_section_without_its_heading_is_known_by_its_two_sub_headings(problems, mending):
    found = filled((5, [problems, mending]))
    assert [section.key for section in found] == KEYS
    assert (found[4].heading, found[4].numeral, found[4].standard) == ("", None, False)
    assert found[4].text == f"{problems}\n{mending}"
    assert found[3].text == "内容4。"


def test_both_sub_headings_in_one_line_are_enough():
    line = "（一）主要问题。信息更新偏慢。（二）改进情况。明确了更新期限。"
    found = filled((5, [line]))
    assert (found[4].key, found[4].text) == ("problems", line)


def test_an_overview_without_its_heading_is_known_by_its_aspects():
    found = filled(
        (1, ["本报告依据条例编制。", "（一）主动公开。上网信息310条。", "（二）依申请公开情况。全年收到5件。"])
    )
    assert (found[0].key, found[0].heading) == ("overview", "")
    assert found[0].text.startswith("（一）主动公开")


@pytest.mark.parametrize(
    "lines",
    [
        ["主要问题都在复议中解决。", "改进情况另行公布。"],
        ["（一）主要问题。信息更新偏慢。"],
        ["存在的主要问题是更新慢，下一步将改进情况通报。"],
    ],
)
def test_one_sub_heading_or_words_in_a_sentence_make_no_section(lines):
    found = filled((4, [STANDARD[3], *lines]), without={5})
    assert "problems" not in [section.key for section in found]


def test_a_line_of_any_length_is_searched_for_headings():
    line = (
        "一、总体情况。受理申请五件。"
        + "其中一、本年新收政府信息公开申请数量3" * 20_000
        + "二、主动公开政府信息情况。无。"
    )
    found = find_headings([line])
    assert [heading.section.key for heading in found] == ["overview", "proactive"]
    assert line[found[1].start : found[1].end] == "二、主动公开政府信息情况。"

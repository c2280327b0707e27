import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reports.narrative import counts


def said(text, year=2023):
    return [(count.kind, int(count.number)) for count in counts(text, year=year)]


def one(text, year=2023):
    (count,) = counts(text, year=year)
    return count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("全年共收到政府信息公开申请26件。", 26),
        ("受理依申请公开82件，办结率100%。", 82),
        ("本年度新收政府信息公开申请1541件，均已登记。", 1541),
        ("我局收到3条政府信息公开申请，均按时答复。", 3),
        ("全年共收到依申请公开信件18件。", 18),
        ("共接到社会公众依申请公开184件。", 184),
        ("全年收政府信息公开申请464件。", 464),
        ("（二）依申请公开情况。2023年，共收到申请5宗。", 5),
        ("通过网络、信函、当面等渠道共收到政府信息公开申请20件。", 20),
        ("全年收到公民、法人和其他组织提交的政府信息公开申请10件。", 10),
        ("收到政府信息公开申请一件，已办理完毕。", 1),
        ("共收到政府信息公开申请二十三件。", 23),
        ("共收到政府信息公开申请十件。", 10),
    ],
)
def test_applications_received(text, number):
    found = [count for count in counts(text, year=2023) if count.kind == "applications_received"]
    assert [(int(count.number), count.whole, count.negated) for count in found] == [(number, True, False)]


@pytest.mark.parametrize(
    "text",
    [
        "收到网民留言26件，均已回复。",
        "收到行政复议申请3件。",
        "受理行政许可申请200件。",
        "收到建议提案4件，按时办理。",
        "收到政府信息公开申请数量同比增加5件。",
        "与上年相比，收到依申请公开件减少3件。",
        "组织政府信息公开申请办理培训2次。",
        "根据《政府信息公开条例》第27条。",
        "受理群众来信、留言、投诉等4582件。",
    ],
)
def test_other_things_are_no_applications(text):
    assert [count for count in counts(text) if count.kind.startswith("applications")] == []


@pytest.mark.parametrize(
    "text",
    [
        "本年度未收到政府信息公开申请。",
        "2023年没有收到依申请公开件。",
        "全系统今年无依申请公开件。",
        "我镇无政府信息公开申请。",
    ],
)
def test_a_statement_of_none_counts_as_nought(text):
    count = one(text)
    assert (count.kind, count.number, count.negated) == ("applications_received", 0, True)


def test_none_of_something_else_is_no_statement():
    assert counts("未收到投诉举报。") == []
    assert counts("本年度未收到信息公开方面的投诉。") == []


def test_channels_parts_and_other_years_are_marked():
    assert one("全年通过网络收到政府信息公开申请7件。").channel
    assert one("收到2份以信函形式提出的信息公开申请。").channel
    assert one("2022年共收到政府信息公开申请31件。").other_year
    assert one("去年收到政府信息公开申请31件。").other_year
    assert one("近三年累计收到政府信息公开申请90件。").other_year
    assert one("前三季度收到政府信息公开申请9件。").part
    assert one("市政府办代表市政府受理政府信息公开申请17件。").part
    assert one("收到政府信息公开申请20余件。").about


def test_parts_of_a_whole_are_marked_and_the_whole_is_not():
    found = counts("全年共收到政府信息公开申请30件，其中市本级收到政府信息公开申请10件。", year=2023)
    assert [(int(count.number), count.part) for count in found] == [(30, False), (10, True)]


def test_a_comparison_does_not_hide_this_years_number():
    found = counts("2022年收到政府信息公开申请31件，2023年收到政府信息公开申请22件。", year=2023)
    assert [(int(count.number), count.whole) for count in found] == [(31, False), (22, True)]


def test_carried_in_handled_and_carried_out():
    text = "全市受理政府信息公开申请3119件，答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复）。"
    assert said(text) == [
        ("applications_received", 3119),
        ("applications_handled", 3050),
        ("applications_carried_in", 34),
        ("applications_carried_out", 103),
    ]
    assert all(count.whole for count in counts(text, year=2023))
    assert said("依申请公开方面，结转下年度继续办理2件。") == [("applications_carried_out", 2)]
    assert said("结转上年度政府信息公开申请3件。") == [("applications_carried_in", 3)]
    assert said("政府信息公开申请结转2024年3件。") == [("applications_carried_out", 3)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年制发行政规范性文件12件。", [("documents_issued", 12)]),
        ("出台3件行政规范性文件。", [("documents_issued", 3)]),
        ("印发规范性文件3件，废止2件。", [("documents_issued", 3), ("documents_repealed", 2)]),
        ("有规范性文件在册，现行有效60件。", [("documents_in_force", 60)]),
        ("集中公开现行有效规章5部、行政规范性文件57个。", [("rules_in_force", 5), ("documents_in_force", 57)]),
        ("公开现行有效规章2件，2023年公开行政规范性文件12件。", [("rules_in_force", 2), ("documents_disclosed", 12)]),
        ("主动公开规章13件，行政规范性文件60件，其他162件。", [("rules_disclosed", 13), ("documents_disclosed", 60)]),
        ("动态更新发布本年度制发行政规范性文件62件。", [("documents_issued", 62)]),
        ("起草省政府规章1件，制发厅规范性文件2件、废止1件。", [("documents_issued", 2), ("documents_repealed", 1)]),
        ("本年度未制发行政规范性文件。", [("documents_issued", 0)]),
        ("审核规范性文件20件，报送备案规范性文件15件。", []),
        ("清理规范性文件191件。", []),
        ("公开规章、规范性文件类信息68条。", []),
        ("健全规章制度12项。", []),
        ("向档案馆移交规范性文件10份。", []),
    ],
)
def test_documents_by_what_was_done_with_them(text, found):
    assert said(text) == found


def test_a_part_of_the_documents_is_marked_but_not_a_kind_of_them():
    kind = one("全年共公开政策文件58件，其中规范性文件10件。")
    assert (kind.kind, kind.part) == ("documents_disclosed", False)
    found = counts("制发规范性文件12件，其中办公室制发规范性文件7件。")
    assert [(int(count.number), count.part) for count in found] == [(12, False), (7, True)]


def test_the_quote_is_the_sentence_as_printed():
    count = one("前一句。全年共收到 政府信息公开申请 26 件，均已办理。后一句。")
    assert count.quote == "全年共收到政府信息公开申请26件，均已办理"
    assert count.unit == "件"


def test_lines_broken_by_the_page_are_joined_and_sub_headings_are_not():
    assert said("全年共收到政府信息公\n开申请26件。") == [("applications_received", 26)]
    assert one("（二）依申请公开情况\n全年收到申请5件。").quote == "全年收到申请5件"


@given(st.text("收到政府信息公开申请规范性文件制发废止现行有效0123456789件，。其中（）年去", max_size=60))
def test_no_text_breaks_the_reader(text):
    for count in counts(text, year=2023):
        assert count.number >= 0
        assert count.quote

import pytest
from cn2an import an2cn
from hypothesis import given
from hypothesis import strategies as st

from monitor.reports.grammar import is_own
from monitor.reports.narrative import counts

BODY = "白鹭县水利局"


def said(text, year=2023):
    return [(count.kind, int(count.number)) for count in counts(text, year=year)]


def received(text, *, year=2023, body=BODY):
    """What a text says the body received in the whole year, and whether every quote holds its number."""
    found = [count for count in counts(text, year=year, body=body) if count.kind == "applications_received"]
    assert all(count.printed in count.quote for count in found)
    return [int(count.number) for count in found if count.whole and not count.negated]


def documents(text, body=BODY):
    found = [count for count in counts(text, year=2023, body=body) if not count.kind.startswith("applications")]
    assert all(count.printed in count.quote for count in found)
    return [(count.kind, int(count.number)) for count in found if count.whole]


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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("全年新收政府信息公开申请一百二十三件，均已答复。", 123),
        ("2023年，本局共收到依申请公开件两百零六件。", 206),
        ("我局收到五百九十二件政府信息公开申请，办结率百分之百。", 592),
        ("年内受理政府信息公开申请一千零五件。", 1005),
        ("累计收到政府信息公开申请一千二百件。", 1200),
        ("全年收到政府信息公开申请九千九百九十九件。", 9999),
        ("全年共收到政府信息公开申请一万零三十件。", 10030),
        ("全年共收到政府信息公开申请二十件，比上年少三件。", 20),
        ("共收到政府信息公开申请１５件。", 15),
        ("截至年底，共收到政府信息公开申请1,541件。", 1541),
    ],
)
def test_numerals_of_both_kinds_up_to_ten_thousand(text, number):
    assert received(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请几件。",
        "收到政府信息公开申请十几件。",
        "收到政府信息公开申请三五件。",
        "收到政府信息公开申请10至15件。",
        "收到政府信息公开申请近百件。",
        "收到政府信息公开申请数十件。",
        "收到政府信息公开申请1.2万件。",
        "收到政府信息公开申请二〇二三件。",
        "收到政府信息公开申请1，541件。",
    ],
)
def test_a_number_that_is_not_certain_counts_nothing(text):
    assert received(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请后15个工作日内作出答复，较法定时限缩短5个工作日。",
        "自收到申请之日起二十个工作日内答复，依申请公开事项无一超期。",
        "收到政府信息公开申请之日起7个工作日内一次性告知补正内容。",
        "受理政府信息公开申请5个工作日内完成征求意见。",
        "收到公开申请3日内登记转办。",
    ],
)
def test_a_time_limit_is_no_count(text):
    assert counts(text, year=2023, body=BODY) == []


@pytest.mark.parametrize(
    "text",
    [
        "探索接收、研判、答复政府信息公开申请“两个一”办法。",
        "收到公开申请四个一工作法在全县推广。",
        "对收到的政府信息公开申请一件一档、一案一议。",
        "做到收到一件、登记一件、答复一件，依申请公开材料一并归档。",
        "每收到1件政府信息公开申请都有专人跟办。",
        "受理公开申请实行“三审三核”制度。",
        "推行收到政府信息公开申请一次性告知制度。",
    ],
)
def test_a_slogan_is_no_count(text):
    assert received(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "收到涉及河道采砂的政府信息公开申请5件。",
        "收到关于移民补偿的申请3件，都属于依申请公开。",
        "收到有关水库除险加固方面的政府信息公开申请6件，占比最大。",
        "根据《政府信息公开条例》第二十九条、第三十三条受理申请。",
        "严格执行条例第27条，收到政府信息公开申请及时登记。",
        "收到政府信息公开申请同比增长20%，多3件。",
        "设立政府信息公开申请受理窗口3个。",
        "组织受理政府信息公开申请业务培训2次。",
        "收到政府信息公开申请补正材料3份。",
        "力争把收到政府信息公开申请控制在5件以内。",
        "收到水利工程档案查询信息公开申请人来电15件。",
        "收到政府信息公开申请的单位5个。",
        "收到政府信息公开申请新增3件。",
        "收到政府信息公开申请15件涉及征地。",
        "依申请公开方面，接到有关工作3项。",
        "较上年多收到政府信息公开申请15件。",
        "（二）依申请公开。全年受理各类申请128件，其中政府信息公开申请15件。",
        "依申请公开窗口全年收到申请材料150份。",
        "（二）依申请公开。收到重复申请3件、不属于本机关的申请4件。",
        "收到政府信息公开申请共15人次。",
    ],
)
def test_topics_articles_and_unknown_wordings_give_nothing(text):
    assert received(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "收到自然人政府信息公开申请12件，法人政府信息公开申请3件。",
        "收到企业提交的政府信息公开申请3件。",
        "收到政府信息公开申请自然人12件、法人3件。",
        "收到县政府办公室转办的政府信息公开申请2件。",
        "收到上级转来的依申请公开件4件。",
        "收到上年结转政府信息公开申请2件。",
        "收到网上政府信息公开申请12件。",
        "通过信函收到政府信息公开申请3件。",
        "当面受理政府信息公开申请1件。",
        "通过门户网站依申请公开系统，收到申请12件。",
        "下属水文站收到政府信息公开申请9件。",
        "县住建局收到政府信息公开申请9件。",
        "全年情况如下。其中收到市级转办政府信息公开申请3件。",
        "共收到政府信息公开申请若干；其中网络收到申请8件；信函收到申请1件。",
    ],
)
def test_kinds_of_applicant_transfers_channels_and_others_are_parts(text):
    assert received(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "收到公民、法人或者其他组织提出的政府信息公开申请共15件。",
        "通过网络、信函、当面等多种渠道，共收到政府信息公开申请15件。",
        "白鹭县水利局全年收到政府信息公开申请15件。",
        "县水利局共收到政府信息公开申请15件。",
        "我局新收政府信息公开申请15件（网上申请12件，信函申请3件）。",
        "收到并受理政府信息公开申请15件，其中自然人12件，法人3件。",
        "政府信息公开申请全年新收15件，上年结转2件。",
        "2023年，政府信息公开申请受理量为15件。",
        "收到要求公开政府信息的申请15件。",
        "（二）依申请公开。我局健全登记台账。全年共收到15件，按时答复。",
        "收到政府信息公开申请15件和行政复议申请1件。",
    ],
)
def test_a_whole_in_other_words_is_a_whole(text):
    assert received(text) == [15]


@pytest.mark.parametrize(
    "text",
    [
        "截至11月底，收到政府信息公开申请13件。",
        "2023年12月收到政府信息公开申请3件。",
        "3月收到政府信息公开申请2件。",
        "今年上半年，共收到政府信息公开申请8件。",
        "本季度收到政府信息公开申请2件。",
        "2019年以来收到政府信息公开申请150件。",
        "条例修订以来，收到政府信息公开申请150件。",
        "五年来收到政府信息公开申请150件。",
    ],
)
def test_a_part_of_the_year_and_several_years_are_not_the_year(text):
    assert received(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "1月至12月，我局共收到政府信息公开申请15件。",
        "2023年1月1日—12月31日，我局共收到政府信息公开申请15件。",
        "截至2023年12月31日，共收到政府信息公开申请15件。",
        "截至12月底，共收到政府信息公开申请15件。",
        "今年以来，共收到政府信息公开申请15件。",
        "3月5日印发工作要点后，我局规范办理，全年共收到政府信息公开申请15件。",
        "二〇二三年，我局共收到政府信息公开申请15件。",
    ],
)
def test_the_whole_year_in_other_words_is_the_year(text):
    assert received(text) == [15]


def test_what_was_taken_up_and_what_a_whole_area_received_say_so():
    assert one("本年度受理政府信息公开申请12件。").accepted
    assert not one("本年度收到政府信息公开申请12件。").accepted
    assert one("全县收到政府信息公开申请12件。").wide
    assert not one("本县收到政府信息公开申请12件。").wide


@pytest.mark.parametrize(
    "text",
    [
        "未收到政府信息公开申请行政复议案件。",
        "没有收到信函形式的政府信息公开申请。",
        "未收到上级转办的政府信息公开申请。",
        "未收到政府信息公开申请收费方面的投诉。",
    ],
)
def test_none_of_a_part_or_of_another_thing_is_not_none(text):
    assert [count for count in counts(text, year=2023) if count.negated and count.whole] == []


@pytest.mark.parametrize(
    "text",
    [
        "修订《规范性文件制定程序规定》等制度4件。",
        "出台《行政规范性文件备案办法》等3项配套措施。",
        "印发《规章立法后评估规范》1件。",
        "制定《规范性文件公开属性认定细则》《规范性文件清理方案》等2份方案。",
        "行政规范性文件自印发之日起20个工作日内公开。",
        "规范性文件印发后5个工作日内同步发布解读3篇。",
        "协助县司法局制定规章1件。",
        "配合市水利局起草规范性文件2件。",
        "帮助乡镇制定规范性文件5件。",
        "推动各乡镇出台行政规范性文件12件。",
        "县人民政府出台行政规范性文件12件，我局逐项落实。",
        "参与《白鹭湖保护规定》等2件政府规章的制定工作。",
        "为5件规范性文件制发提供意见。",
        "清理规范性文件19件，废止2件。",
        "废止2021年以前的规范性文件3件。",
        "以市政府名义印发规范性文件3件。",
        "累计制发行政规范性文件30件。",
        "拟废止规范性文件3件。",
        "制定规范性文件工作规范3项。",
        "制发规范性文件、通知公告等文件156件。",
        "废止、修改规范性文件8件。",
        "规范性文件统一排版，印发200份。",
        "公布规范性文件清理结果：继续有效18件、失效2件。",
        "学习宣传行政规范性文件5次。",
    ],
)
def test_titles_time_limits_and_help_with_anothers_document_issue_nothing(text):
    assert documents(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("印发《白鹭县节水办法》等行政规范性文件三件。", [("documents_issued", 3)]),
        ("出台《河长制考核细则》等2件规范性文件。", [("documents_issued", 2)]),
        ("行政规范性文件制发3件，废止1件，现行有效20件。",
         [("documents_issued", 3), ("documents_repealed", 1), ("documents_in_force", 20)]),
        ("截至2023年底，现行有效的行政规范性文件共二十一件。", [("documents_in_force", 21)]),
        ("以局名义印发行政规范性文件3件。", [("documents_issued", 3)]),
        ("未制发规章、行政规范性文件。", [("rules_issued", 0), ("documents_issued", 0)]),
    ],
)  # fmt: skip
def test_documents_issued_in_other_words(text, found):
    assert documents(text) == found


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("县水利局", True),
        ("白鹭县水利局", True),
        ("水利系统", True),
        ("水利局", True),
        ("县水务局", False),
        ("县人民政府", False),
        ("水文局", False),
    ],
)
def test_a_short_name_of_the_body_is_its_own(name, own):
    assert is_own(name, BODY) is own


def test_a_government_is_not_its_office():
    assert is_own("县政府", "白鹭县人民政府")
    assert is_own("县政府", "白鹭县")
    assert not is_own("县政府", "白鹭县人民政府办公室")
    assert not is_own("县政府办公室", "白鹭县人民政府")
    assert is_own("县发改委", "白鹭县发展和改革委员会")


def test_the_quote_is_the_sentence_as_printed():
    count = one("前一句。全年共收到 政府信息公开申请 26 件，均已办理。后一句。")
    assert count.quote == "全年共收到政府信息公开申请26件，均已办理"
    assert (count.unit, count.printed) == ("件", "26件")
    count = one("2023年共收到政府信息公开申请 一百三十 七件。")
    assert count.printed == "一百三十七件"
    assert count.printed in count.quote


def test_lines_broken_by_the_page_are_joined_and_sub_headings_are_not():
    assert said("全年共收到政府信息公\n开申请26件。") == [("applications_received", 26)]
    assert one("（二）依申请公开情况\n全年收到申请5件。").quote == "全年收到申请5件"


@given(
    st.text(
        "收到政府信息公开申请规范性文件制发废止现行有效0123456789一百二十万余件个条，,。其中（）《》“”年去 ",
        max_size=60,
    )
)
def test_no_text_breaks_the_reader(text):
    for count in counts(text, year=2023):
        assert count.number >= 0
        assert count.quote
        assert count.printed in count.quote


@given(st.integers(min_value=0, max_value=99_999))
def test_every_count_up_to_a_hundred_thousand_is_read_in_digits_and_in_numerals(number):
    numeral = an2cn(number, "low")
    assert received(f"全年共收到政府信息公开申请{number}件。") == [number]
    assert received(f"全年共收到政府信息公开申请{numeral}件。") == [number]
    assert received(f"全年共收到政府信息公开申请{number:,}件。") == [number]


@pytest.mark.parametrize(
    "piece", ["收到", "收到政府信息公开申请共", "15件、", "规范性文件，", "制发共", "一", "，申请1件"]
)
def test_a_sentence_without_end_is_read_in_time(piece):
    counts(piece * 5_000 + "规范性文件3件", year=2023, body=BODY)

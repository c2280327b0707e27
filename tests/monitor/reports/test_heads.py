from datetime import date

import pytest

from monitor.documents.model import Document, Paragraph, Picture
from monitor.reports.heads import find_period, find_title, year_of
from monitor.reports.model import Period
from monitor.reports.parts import Line
from monitor.reports.reading import read_report
from tests.monitor.reports.made import Made, document_of


def lines(*texts):
    return [Line(text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "title", "body"),
    [
        (["青禾市2023年政府信息公开工作年度报告", "本报告……"], "青禾市2023年政府信息公开工作年度报告", "青禾市"),
        (["青禾市政府办公室", "2023 年政府信息公开年报"], "青禾市政府办公室2023年政府信息公开年报", "青禾市政府办公室"),
        (["云溪街道2023年度政府", "信息公开工作年度报告"], "云溪街道2023年度政府信息公开工作年度报告", "云溪街道"),
        (["首页", "2023年政府信息公开工作年度报告"], "2023年政府信息公开工作年度报告", None),
        (["标题：青禾市水务局2023年政府信息公开年报"], "青禾市水务局2023年政府信息公开年报", "青禾市水务局"),
        (["青禾市2023年政府信息公开年报根据《条例》编制，全文如下。"], "青禾市2023年政府信息公开年报", "青禾市"),
    ],
)
def test_the_title_is_put_together_from_its_lines(texts, title, body):
    found = find_title(lines(*texts), {})
    assert (found.text, found.body, found.year) == (title, body, 2023)


def test_a_covering_letter_is_not_the_report():
    found = find_title(
        lines(
            "青禾市人民政府办公室",
            "关于报送青禾市2022年政府信息公开工作年度报告的函",
            "省政府信息公开办：",
            "现将《青禾市2022年政府信息公开工作年度报告》报上",
            "青禾市人民政府办公室",
            "2023年3月1日",
            "青禾市2022年政府信息公开工作年度报告",
        ),
        {},
    )
    assert (found.text, found.first, found.kind) == ("青禾市2022年政府信息公开工作年度报告", 6, "government")


def test_the_carriers_title_serves_where_the_text_has_none():
    stated = {"title": "青禾市水务局2023年政府信息公开工作年度报告-青禾市人民政府网站"}
    assert find_title(lines("根据《条例》，编制本报告。"), stated).body == "青禾市水务局"
    assert find_title(lines("2023年政府信息公开工作年度报告"), stated).body == "青禾市水务局"
    assert find_title(lines("无题"), {"title": "青禾市人民政府"}) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("统计期限自2023年1月1日起至2023年12月31日止", (1, 1), (12, 31)),
        ("统计期限为 2023 年 1 月 1 日到 2023 年 12 月 31 日", (1, 1), (12, 31)),
        ("数据统计时限为2023年1月1日—12月31日", (1, 1), (12, 31)),
        ("数据统计时间为2023.1.1-2023.12.31", (1, 1), (12, 31)),
        ("统计期限：2023年1月至12月", (1, 1), (12, 31)),
        ("统计期限自二〇二三年一月一日起至二〇二三年十二月三十一日止", (1, 1), (12, 31)),
        ("统计期限自2023年2月30日至2023年12月31日", None, (12, 31)),
        ("统计期限自2023年1月1日起，至2023年13月31日", (1, 1), None),
        ("统计期限自2023年1月10日起至2023年12月20日", (1, 10), (12, 20)),
        ("数据采集的起止时间为2023年1月1日至2023年10月31日", (1, 1), (10, 31)),
        ("情况，报告反映的是我局2023年1月1日至2023年11月30日的工作", (1, 1), (11, 30)),
    ],
)
def test_the_period_in_all_its_wordings(text, start, end):
    period = find_period(lines("本报告如下。", f"报告中所列{text}。"), preamble=2)
    assert period.start == (date(2023, *start) if start else None)
    assert period.end == (date(2023, *end) if end else None)
    assert "2023" in period.quote or "二〇二三" in period.quote


def test_only_a_statistical_range_or_one_from_new_year_before_the_sections_counts():
    assert find_period(lines("2023年5月1日至2023年6月1日开展培训。"), preamble=1) is None
    assert find_period(lines("一", "2023年1月1日至2023年6月1日开展培训。"), preamble=1) is None
    assert find_period(lines("2023年1月1日至2023年12月31日的情况如下。"), preamble=1).end == date(2023, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "云岭县统计局2023年1月1日至2023年6月30日开展经济普查。",
        "上半年数据治理行动从2023年1月1日持续到年中，2023年1月1日至2023年6月30日共清理信息9条。",
        "“十四五”规划覆盖2021年1月1日至2025年12月31日。",
    ],
)
def test_what_else_has_a_beginning_and_an_end_is_no_period(text):
    assert find_period(lines(text), preamble=1) is None
    assert find_period(lines("一", f"统计期限以外的事：{text}"), preamble=1) is None


def test_behind_the_preamble_only_a_whole_year_is_a_period():
    assert find_period(lines("一", "统计期限为2023年1月1日至2023年11月30日。"), preamble=1) is None
    assert find_period(lines("一", "统计期限为2023年1月1日至2023年12月31日。"), preamble=1).start == date(2023, 1, 1)
    last = "上年年报的统计期限为2022年1月1日至2022年12月31日。"
    assert find_period(lines("一", last), preamble=1) is None


def test_the_range_behind_the_words_that_state_it_is_the_period():
    text = "按照2021年1月1日至2025年12月31日的规划编制，统计期限为2023年1月1日至2023年12月31日。"
    assert find_period(lines(text), preamble=1).start == date(2023, 1, 1)


def test_a_period_that_runs_backwards_is_kept_as_printed():
    period = find_period(lines("统计期限自2023年1月1日起至2022年12月31日止。"), preamble=1)
    assert (period.start, period.end) == (date(2023, 1, 1), date(2022, 12, 31))
    assert year_of(period, 2022, None) == 2022
    assert year_of(period, None, None) == 2023


def test_the_year_comes_from_period_then_title_then_hint():
    period = Period(date(2023, 1, 1), date(2023, 12, 31), "")
    assert year_of(period, 2022, 2021) == 2023
    assert year_of(None, 2022, 2021) == 2022
    assert year_of(None, None, 2021) == 2021
    assert year_of(Period(None, None, ""), None, None) is None


def test_the_body_by_title_then_signature_then_hint():
    made = Made(title="2023年政府信息公开工作年度报告")
    document = document_of(made)
    assert read_report(document, source="", body="青禾市档案馆").body == "青禾市档案馆"
    document.blocks += [Paragraph("青禾市水务局"), Paragraph("2024年1月18日")]
    report = read_report(document, source="", body="青禾市档案馆")
    assert (report.body, report.body_kind) == ("青禾市水务局", "department")
    assert read_report(document_of(Made()), source="", body="青禾市档案馆").body == "青禾市水务局"


def test_what_stands_between_title_and_first_section_is_the_preamble():
    document = document_of(Made())
    document.blocks.insert(0, Paragraph("关于报送年报的函"))
    report = read_report(document, source="file.html")
    assert report.preamble == Made().preamble
    assert (report.title, report.title_year, report.year) == (Made().title, 2023, 2023)
    assert report.source == "file.html"


def test_a_title_that_runs_on_into_its_paragraph_is_cut_from_the_preamble():
    made = Made(
        title="",
        preamble="青禾市水务局2023年政府信息公开工作年度报告根据《条例》编制，数据统计期限为2023年1月1日至12月31日。",
    )
    report = read_report(document_of(made), source="")
    assert report.title == "青禾市水务局2023年政府信息公开工作年度报告"
    assert report.preamble.startswith("根据《条例》")


def test_pages_and_pictures_are_told():
    blocks = [Paragraph("一、总体情况", page=1), Picture("a.png", page=1), Paragraph("情况良好。", page=2)]
    report = read_report(Document("application/pdf", blocks), source="", year=2023)
    assert report.page_texts == {1: "一、总体情况", 2: "情况良好。"}
    assert report.pictures == report.section("overview").pictures == 1


def test_an_old_report_has_no_form_and_no_figures():
    blocks = [Paragraph("青禾市2016年政府信息公开工作年度报告"), Paragraph("一、概述"), Paragraph("情况良好。")]
    report = read_report(Document("text/html", blocks), source="")
    assert (report.form, report.figures, report.year) == ("legacy", {}, 2016)


def test_an_empty_document_is_a_report_of_nothing():
    report = read_report(Document("text/html"), source="")
    assert (report.title, report.body, report.year, report.form, report.sections) == ("", None, None, "2021", [])

"""What is no annual report is said to be none; a report in any state is one."""

from dataclasses import replace

import pytest

from monitor.documents.model import Document, Paragraph, Picture
from monitor.reports.reading import read_report
from monitor.reports.strangers import why_no_report
from tests.monitor.reports.made import document_of, grid_applications, grid_remedies, lawful

TITLE = "青禾市水务局2023年政府信息公开工作年度报告"
LONG = "全年通过门户网站公开信息若干条，均在规定时间内更新。" * 12


def read(*texts, year=None):
    return read_report(Document("text/plain", [Paragraph(text) for text in texts]), source="", year=year)


def made():
    return lawful({"granted": [3, 1, 0, 0, 0, 0]}, ([0] * 6, [0] * 6))


@pytest.mark.parametrize(
    "texts",
    [
        ("关于召开年度工作例会的通知", "各科室：定于周五上午开会，请准时参加。"),
        ("青禾市水务局2023年工作总结", "一、主要工作", "完成水库除险加固。", "二、存在问题", "人手不足。", LONG),
        ("青禾市水务局2023年法治政府建设年度报告", "一、基本情况", LONG, "二、存在的不足", LONG),
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知", "统计期限为2023年1月1日至2023年12月31日。", LONG),
        ("关于做好2016年政府信息公开工作年度报告编制工作的通知", "统计期限为2016年1月1日至2016年12月31日。", LONG),
        ("抗旱简报第3期", LONG),
        ("",),
    ],
)
def test_a_stranger_is_told_with_what_to_do(texts):
    why = why_no_report(read(*texts))
    assert why.startswith("不是政府信息公开工作年度报告")
    assert why.endswith("请核对是不是选错了文件。")
    assert "\n" not in why


@pytest.mark.parametrize("rest", [(), ("请点击附件下载。",), (LONG,), ("更多信息请关注本局公众号。",)])
def test_a_report_that_was_not_understood_says_so(rest):
    why = why_no_report(read(TITLE, *rest))
    assert why.startswith("题名是政府信息公开年报，却没有读出")
    assert "人工打开查看" in why


def test_a_report_of_pictures_says_so():
    document = Document("text/html", [Paragraph(TITLE), Picture("1.png"), Picture("2.png")])
    assert "正文是图片" in why_no_report(read_report(document, source=""))


def test_reports_are_reports_with_tables_alone_or_sections_alone():
    assert not why_no_report(read_report(document_of(made()), source=""))
    tables = Document("text/html", [grid_applications(made()), grid_remedies(made())])
    assert not why_no_report(read_report(tables, source=""))
    assert not why_no_report(read_report(Document("text/html", [grid_applications(made())]), source=""))
    headings = ("一、总体情况", LONG, "二、主动公开政府信息情况", LONG, "三、收到和处理政府信息公开申请情况", LONG)
    assert not why_no_report(read(*headings))
    assert not why_no_report(read(TITLE, "一、总体情况", LONG))


def test_before_2019_a_title_and_a_text_are_enough():
    old = "青禾市水务局2016年政府信息公开工作年度报告"
    assert not why_no_report(read(old, LONG))
    assert why_no_report(read(old, "见附件。"))
    assert not why_no_report(read(LONG, year=2016), listed=True)
    assert why_no_report(read(LONG, year=2023), listed=True)


def test_what_a_column_lists_is_called_a_report_that_was_not_understood():
    report = replace(read("系统维护中，请稍后访问。"), pictures=0)
    assert why_no_report(report).startswith("不是")
    assert why_no_report(report, listed=True).startswith("题名是")

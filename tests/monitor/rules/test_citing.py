from decimal import Decimal

from monitor.reports.model import CellState
from monitor.rules import citing
from monitor.rules.labels import cell_label, split


def test_a_long_quote_keeps_the_words_it_is_about():
    text = "甲" * 300 + "共57个" + "乙" * 300
    shown = citing.excerpt(text, "57个")
    assert "57个" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= citing.QUOTE_LENGTH + 2


def test_a_short_quote_is_whole():
    assert citing.excerpt("  全年 收到 7 件 ") == "全年收到7件"


def test_numbers_are_shown_without_exponent():
    assert citing.number_text(Decimal(100)) == "100"
    assert citing.number_text(Decimal("5840.5490")) == "5840.549"


def test_a_cell_is_named_by_row_and_column():
    assert split("applications.refused.state_secret.total") == ("applications", "refused.state_secret", "total")
    assert cell_label("applications.other.other.other") == "（六）3.其他·其他"
    assert cell_label("remedies.review.pending") == "行政复议·尚未审结"


def test_printed_labels_go_before_the_forms(draft):
    made = draft().table("applications", labels={"granted": "（一）公开", "total": "（七）总计"})
    made.mark("applications.granted.total", CellState.BLANK)
    quotes = citing.cell_quotes(made.finish(), ["applications.granted.total", "applications.new.total"])
    assert quotes == ("（一）公开·总计：（空白）", "一、本年新收政府信息公开申请数量·总计：7")


def test_a_quote_is_found_on_its_page(draft):
    report = draft().set(page_texts={1: "封面", 2: "全年收到\n申请7件。"}).finish()
    assert citing.page_of_text(report, "收到申请 7 件") == 2
    assert citing.page_of_text(report, "没有这句话") is None
    assert citing.page_of_text(report, "") is None


def test_a_finding_has_its_quotes_one_by_one_and_as_a_line(draft, judge):
    (said,) = judge(draft().edit("overview", text="全年收到政府信息公开申请9件。"), "E01")
    assert said.quotes[0] == "全年收到政府信息公开申请9件"
    assert said.quote == "；".join([f"“{said.quotes[0]}”", *said.quotes[1:]])
    (order,) = judge(draft().edit("other", numeral=5), "S02")
    assert order.quotes == tuple(section.heading for section in draft().report.sections)
    assert order.quote == "；".join(order.quotes)
    (missing,) = judge(draft().drop("problems"), "S01")
    assert missing.quote == "现有章节：" + "；".join(missing.quotes)
    (passed,) = judge(draft(), "B01")
    assert (passed.quotes, passed.quote) == ((), "")

"""Links that say nothing themselves, called by the row and the column of their table."""

import pytest

from crawler.listings import rows

URL = "http://www.jia.gov.cn/gk/ndbg"


def titles(table: str) -> list[str]:
    return [row.title for row in rows(f"<html><body><table>{table}</table></body></html>", URL)]


def test_units_by_years() -> None:
    table = (
        "<tr><th>单位</th><th>2024年</th><th>2023年度</th></tr>"
        "<tr><td>甲县教育局</td><td><a href=/v/1>查看</a></td><td><a href=/v/2>查看</a></td></tr>"
        "<tr><td>甲县水利局</td><td><a href=/v/3>查看</a></td><td>未发布</td></tr>"
    )
    assert titles(table) == ["甲县教育局2024年", "甲县教育局2023年", "甲县水利局2024年"]


@pytest.mark.parametrize("says", ["查看", "点击下载", "PDF", "查看全文", "附件"])
def test_the_title_stands_in_another_cell(says: str) -> None:
    row = (
        f"<td>1</td><td>甲县2024年政府信息公开工作年度报告</td><td>2025-01-20</td><td><a href=/v/1.pdf>{says}</a></td>"
    )
    assert titles(f"<tr>{row}</tr>") == ["甲县2024年政府信息公开工作年度报告"]


def test_the_year_stands_in_the_row_and_is_not_the_day_s() -> None:
    row = "<td>甲县教育局</td><td>2024年度</td><td>2025-01-20</td><td><a href=/v/1>查看</a></td>"
    assert titles(f"<tr>{row}</tr>") == ["甲县教育局2024年"]


def test_a_second_link_beside_the_linked_title_is_no_row_of_its_own() -> None:
    title = "甲县2024年政府信息公开工作年度报告"
    row = f"<td><a href=/v/1.html>{title}</a></td><td><a href=/v/1.pdf>下载</a></td><td>2025-01-20</td>"
    assert titles(f"<tr>{row}</tr>") == [title]


def test_a_row_without_a_unit_says_nothing() -> None:
    assert titles("<tr><td>其他</td><td><a href=/v/1>查看</a></td></tr>") == []

"""The labels of the form that reader and printer share are the form's own: two other copies of it say the same."""

from pathlib import Path

from crawler.text import squash
from monitor.documents.reading import read_document
from monitor.reports.forms import APPLICATION_LABELS
from storage.figures import APPLICATION_ROWS
from tests.monitor.documents.forms import GROUPS

ROWS = {
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "（七）总计",
    "四、结转下年度继续办理",
}
"""The rows of 表三 that stand in no group. Source: 国办公开办函〔2021〕30号."""


def test_the_rows_of_the_form_are_called_as_the_form_calls_them():
    details = [label for _, labels in GROUPS for label in labels]
    assert set(APPLICATION_LABELS.values()) == {*ROWS, *details, "（六）其他处理"}
    assert [label for row, label in APPLICATION_LABELS.items() if "." in row] == details
    assert set(APPLICATION_LABELS) == {*APPLICATION_ROWS["2021"], *APPLICATION_ROWS["2019"]}


def test_the_blank_form_bears_every_label(shared: Path):
    document = read_document((shared / "real" / "blank-form-2021.docx").read_bytes())
    printed = {squash(cell.text) for table in document.tables() for cell in table.cells}
    assert {squash(APPLICATION_LABELS[row]) for row in APPLICATION_ROWS["2021"]} <= printed

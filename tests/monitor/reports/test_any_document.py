"""Whatever a document holds, it is read without a crash and survives the log."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.documents.model import Cell, Document, Paragraph, Picture, Table
from monitor.reports.forms import APPLICATION_LABELS
from monitor.reports.reading import read_report
from monitor.reports.store import figure_rows, from_json, to_json
from storage.figures import catalogue
from tests.monitor.reports.made import APPLICANT_LABELS

WORDS = [
    *APPLICATION_LABELS.values(),
    *APPLICANT_LABELS.values(),
    "第二十条第（一）项",
    "信息内容",
    "本年制发件数",
    "对外公开总数量",
    "规章",
    "规范性文件",
    "行政许可",
    "行政事业性收费",
    "行政复议",
    "行政诉讼",
    "结果维持",
    "尚未审结",
    "未经复议直接起诉",
    "（三）不予公开",
    "（六）其他处理",
    "一、总体情况",
    "三、收到和处理政府信息公开申请情况",
    "五、存在的主要问题及改进情况。",
    "青禾市2023年政府信息公开工作年度报告",
    "统计期限自2023年2月30日至2022年13月1日",
    "",
    " ",
    "0",
    "12",
    "1 2",
    "/",
    "3.5万元",
    "00000000",
    "见附件",
]
TEXTS = st.one_of(
    st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), max_size=6).map("".join), st.text(max_size=8)
)


@st.composite
def tables(draw):
    cells = draw(
        st.lists(
            st.builds(
                Cell,
                TEXTS,
                st.integers(0, 6),
                st.integers(0, 11),
                st.integers(1, 3),
                st.integers(1, 5),
                confidence=st.sampled_from([1.0, 1.0, 0.5]),
            ),
            max_size=30,
        )
    )
    return Table(tuple(cells), ragged=draw(st.booleans()))


BLOCKS = st.one_of(st.builds(Paragraph, TEXTS), tables(), st.builds(Picture, st.just("a.png")))


@settings(max_examples=200)
@given(st.lists(BLOCKS, max_size=12), st.booleans())
def test_any_document_is_read(blocks, doubtful):
    report = read_report(Document("text/html", blocks, doubtful=doubtful), source="any", year=2023)
    assert set(report.figures) <= set(catalogue())
    assert from_json(json.loads(json.dumps(to_json(report))), figure_rows(report)) == report
    assert report.doubtful is doubtful

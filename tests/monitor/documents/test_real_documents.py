"""The real reports beside the checkout, against what people see in them."""

import json
from pathlib import Path

import pytest

from monitor.documents.model import Document, Paragraph, Table
from monitor.documents.reading import read_document

pytestmark = pytest.mark.shared

HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "行政诉讼情况",
    "存在的主要问题",
    "其他需要报告的事项",
)


def read(path: Path) -> Document:
    return read_document(path.read_bytes(), name=path.name)


def rows(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for table in document.tables() for row in table.rows()]


def labelled(document: Document, label: str) -> list[str]:
    """What stands behind the first cell that ends with a label."""
    for row in rows(document):
        for i, text in enumerate(row):
            if text.endswith(label):
                return row[i + 1 :]
    raise AssertionError(label)


@pytest.mark.parametrize("name", ["huaian-2024.pdf", "hongze-2024.pdf"])
def test_every_figure_of_the_real_pdfs_stands_in_a_sure_cell(shared: Path, name: str):
    document = read(shared / "real/pdf" / name)
    printed = json.loads((shared / "real/pdf/figures.json").read_text())[name]["figures"]
    figures = [cell for table in document.tables() for cell in table.cells if cell.text.replace(".", "").isdecimal()]
    assert sorted(cell.text for cell in figures) == sorted(text for text in printed.values() if text)
    assert all(cell.confidence == 1.0 for table in document.tables() for cell in table.cells)
    assert not document.notes
    assert not document.doubtful


def test_huaian_reads_as_its_pages_look(shared: Path):
    document = read(shared / "real/pdf/huaian-2024.pdf")
    kinds = [(type(block), block.page) for block in document.blocks]
    assert [page for kind, page in kinds if kind is Table] == [3, 4, 4, 5, 5]
    texts = [paragraph.text for paragraph in document.paragraphs()]
    assert texts[:2] == ["淮安市人民政府", "2024年政府信息公开工作年度报告"]
    assert [text for text in texts if text[1] == "、"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert len(texts) == 18
    assert labelled(document, "1.本机关不掌握相关政府信息") == ["746", "12", "0", "0", "10", "1", "769"]
    split = [cell for table in document.tables() for cell in table.cells if cell.text in ("（四）无", "法提供")]
    assert [(cell.page, cell.rowspan) for cell in split] == [(4, 1), (5, 2)]
    assert not any(text.startswith("- ") for text in texts)


def test_hongze_has_no_tables_but_its_own(shared: Path):
    document = read(shared / "real/pdf/hongze-2024.pdf")
    assert [len(table.rows()) for table in document.tables()] == [7, 7, 16, 10, 4]
    assert labelled(document, "三、本年度办理结果") == ["（一）予以公开", "50", "0", "0", "0", "0", "0", "50"]
    assert labelled(document, "5.要求行政机关确认或重新出具已获取信息") == ["0"] * 7
    assert len([block for block in document.blocks if isinstance(block, Paragraph)]) == 18
    broken = next(paragraph for paragraph in document.paragraphs() if paragraph.text.startswith("针对存在问题"))
    assert broken.page == 4
    assert "使各行政机关答复的方式" in broken.text


@pytest.mark.parametrize("number", range(5))
def test_the_seeds_have_six_headings_and_ragged_tables(shared: Path, number: int):
    document = read(shared / f"seeds/00{number}.txt")
    text = document.text().splitlines()
    assert sum(line[:2] in ("一、", "二、", "三、", "四、", "五、", "六、") for line in text) == 6
    assert all(table.ragged for table in document.tables())
    assert len(list(document.tables())) >= 3
    assert not any("\t" in line or line.startswith("#") for line in text)
    assert not any(set("".join(row)) <= set("-") for row in rows(document) if any(row))


def test_the_second_seed_keeps_empty_cells_in_their_columns(shared: Path):
    tables = list(read(shared / "seeds/001.txt").tables())
    assert [[cell.text for cell in row] for row in tables[0].rows()][6] == ["行政许可", "13290", "", ""]


def test_stored_texts_tell_their_title_and_day(shared: Path):
    for path in sorted((shared / "real/text").glob("*.txt")):
        document = read(path)
        assert document.meta["title"] == document.meta["标题"]
        assert document.meta["发布时间"].startswith("20")
        assert not document.text().startswith("标题")
        assert not list(document.tables())


def test_lost_line_ends_come_back_where_indents_remain(shared: Path):
    (path,) = (shared / "real/text").glob("gxt_20240126_*.txt")
    text = read(path).text()
    assert all(any(heading in line for line in text.splitlines()) for heading in HEADINGS)
    assert "一、总体情况" in text.splitlines()


@pytest.mark.parametrize(
    ("name", "title", "counts"),
    [
        ("shanghai-office-2019.html", "2019年上海市人民政府办公厅政府信息公开工作年度报告", [18, 26, 4]),
        ("shuyang-fgj-2023.html", "沭阳县发展和改革局2023年政府信息公开年度报告", [14, 28, 4]),
    ],
)
def test_the_real_pages(shared: Path, name: str, title: str, counts: list[int]):
    document = read(shared / "real/html" / name)
    assert next(document.paragraphs()).text == title
    assert [len(table.rows()) for table in document.tables()] == counts
    assert not any(table.ragged for table in document.tables())
    assert document.text().splitlines()[-1] in ("无。", "2024年1月17日")


def test_blank_columns_of_a_real_page_are_blank_cells(shared: Path):
    document = read(shared / "real/html/shuyang-fgj-2023.html")
    assert labelled(document, "（一）予以公开") == ["26", "", "", "", "", "", "26"]


@pytest.mark.parametrize(
    "name", ["jiangxi_wanzai_ucap_detail_2015", "jiangxi_wanzai_ucap_detail_2022", "zhejiang_lishui_jcms_detail"]
)
def test_real_details_are_read_without_their_chrome(shared: Path, name: str):
    document = read(shared / f"real/portals/{name}.html")
    assert document.meta["SiteName"]
    text = document.text()
    assert len(text) > 300
    assert not any(word in text for word in ("网站地图", "ICP备", "无障碍", "当前位置"))


def test_the_blank_form_is_the_form(shared: Path):
    document = read(shared / "real/blank-form-2021.docx")
    assert [len(table.rows()) for table in document.tables()] == [14, 28, 4]
    grid = list(document.tables())[1].grid()
    assert {len(row) for row in grid} == {10}
    assert None not in [cell for row in grid for cell in row]

"""Web pages: content without chrome, tables with spans, layout tables unwrapped, walls refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.markup import parse
from monitor.documents.html_tables import read_table
from monitor.documents.model import Document, Paragraph, Picture, Table, UnreadableDocumentError
from monitor.documents.reading import read_document
from tests.monitor.documents.forms import Spot, applications, proactive
from tests.monitor.documents.tilings import tilings

PROSE = (
    "<p>一、总体情况</p><p>本机关认真贯彻《中华人民共和国政府信息公开条例》，扎实做好各项工作，全年主动公开政府信息一千二百条，"
    "收到政府信息公开申请五十六件，均在法定期限内答复，没有行政复议和行政诉讼。</p>"
    "<p>六、其他需要报告的事项</p><p>本年度没有收取信息处理费，没有其他需要报告的事项。</p>"
)


def read(body: str, head: str = "") -> Document:
    return read_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(), name="t20250120_1.html")


def text(body: str, head: str = "") -> list[str]:
    return [paragraph.text for paragraph in read(body, head).paragraphs()]


def html_table(spots: list[Spot], *, word: bool = False) -> str:
    rows: dict[int, list[str]] = {row: [] for row in range(max(spot.row + spot.rowspan for spot in spots))}
    for spot in spots:
        inner = f'<p class="MsoNormal"><span lang=EN-US>{spot.text}<o:p></o:p></span></p>' if word else spot.text
        spans = (f' rowspan="{spot.rowspan}"' if spot.rowspan > 1 else "") + (
            f" colspan={spot.colspan}" if spot.colspan > 1 else ""
        )
        rows[spot.row].append(f"<td{spans}>{inner}</td>")
    lines = "".join(f"<tr>{''.join(row)}</tr>" for row in rows.values())
    return f"<table class=MsoNormalTable><tbody>{lines}</tbody></table>"


def shape(table: Table) -> set[tuple[str, int, int, int, int]]:
    return {(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells}


def expected(spots: list[Spot]) -> set[tuple[str, int, int, int, int]]:
    return {(spot.text, spot.row, spot.column, spot.rowspan, spot.colspan) for spot in spots}


# --- tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [False, True])
def test_the_form_cell_by_cell(word: bool):
    document = read(
        f"{PROSE}{html_table(proactive(), word=word)}<p>三、收到</p>{html_table(applications(), word=word)}"
    )
    assert [shape(table) for table in document.tables()] == [expected(proactive()), expected(applications())]


def test_what_was_entered_into_the_fields_of_a_form_is_its_text():
    fields = (
        '<input value="{}" readonly>',
        "<input type=number value={}>",
        "<div><input type='text' value='{}'></div>",
    )
    spots = [
        replace(spot, text=fields[at % 3].format(spot.text)) if spot.text.isdecimal() else spot
        for at, spot in enumerate(applications())
    ]
    unseen = '<input type=hidden value=7><input value=8 style="display:none"><input type=submit value="提交">'
    document = read(f"{PROSE}{unseen}{html_table(spots)}")
    assert [shape(table) for table in document.tables()] == [expected(applications())]
    assert "7" not in document.text()


@given(tilings())
def test_any_grid_of_merged_cells_comes_back(spots: list[Spot]):
    tables = list(read(f"<p>见下表</p>{html_table(spots)}").tables())
    if max(sum(spot.row == row for spot in spots) for row in range(5)) > 1:
        assert [shape(table) for table in tables] == [expected(spots)]
    else:
        assert not tables


@pytest.mark.parametrize(
    ("span", "height"),
    [("rowspan=2", 2), ("rowspan='2px'", 2), ("rowspan=0", 3), ("rowspan=99", 3), ("rowspan=x", 1), ("rowspan=''", 1)],
)
def test_spans_as_pages_write_them(span: str, height: int):
    markup = f"<table><tr><td {span}>总计</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>"
    (table,) = read(f"<p>表</p>{markup}").tables()
    assert table.cells[0].rowspan == height


def test_a_layout_table_is_unwrapped():
    menu = "<td><a href=/>首页</a></td>"
    page = f"<table><tr>{menu}<td>{PROSE}<div>{html_table(proactive())}</div></td></tr></table>"
    document = read(page)
    assert [len(table.cells) for table in document.tables()] == [len(proactive())]
    assert "一、总体情况" in text(page)


def test_a_frame_of_one_cell_holds_paragraphs():
    assert text(f"<table border=1><tr><td>{PROSE}</td></tr></table>") == text(PROSE)


def test_two_columns_of_prose_are_layout():
    long = "本机关认真贯彻条例，扎实做好各项工作。" * 20
    assert not list(read(f"<table><tr><td>{long}</td><td>{long}</td></tr></table>").tables())


def test_cells_keep_lines_apart_and_hidden_rows_out():
    markup = (
        "<table><tr style='display: none'><td>规章</td><td>9</td></tr>"
        "<tr><td>本年新<br>制作数量</td><td><p>1</p><p>2</p></td></tr><tr><td>&nbsp;</td><td>１２</td></tr></table>"
    )
    (table,) = read(f"<p>表</p>{markup}").tables()
    assert [[cell.text for cell in row] for row in table.rows()] == [["本年新制作数量", "1 2"], ["", "１２"]]


def test_rows_without_their_table_parts():
    (table,) = read("<p>表</p><table><thead><tr><th>规章</th><th>1</th></tr></thead><tr><td>许可</td><td>2").tables()
    assert [[cell.text for cell in row] for row in table.rows()] == [["规章", "1"], ["许可", "2"]]


def test_a_table_without_cells_gives_nothing():
    assert not list(read_table(next(parse("<table></table>").iter("table"))))


# --- content -----------------------------------------------------------------------------------------------


def test_chrome_is_left_out():
    page = (
        "<div class=header><ul class=nav><li><a href=/>网站首页</a></li></ul></div>"
        f"<div class=TRS_Editor>{PROSE}</div>"
        "<div class='share'>分享到</div><div class=footer>主办：甲市人民政府 ICP备1号</div>"
        "<script>var a='正文';</script>"
    )
    assert text(page) == text(f"<div id=zoom>{PROSE}</div>")


def test_the_title_above_the_content_is_its_first_paragraph():
    head = "<title>甲市乙局2024年政府信息公开工作年度报告_甲市政府网</title>"
    page = f"<h1>甲市乙局2024年政府信息公开工作年度报告</h1><div id=zoom>{PROSE}</div>"
    assert text(page, head)[:2] == ["甲市乙局2024年政府信息公开工作年度报告", "一、总体情况"]
    inside = f"<div id=zoom><p>甲市乙局<br>2024年政府信息公开工作年度报告</p>{PROSE}</div>"
    assert text(inside, head)[:3] == ["甲市乙局", "2024年政府信息公开工作年度报告", "一、总体情况"]


def test_what_the_page_says_of_itself():
    head = (
        "<title> 甲局年报 </title><title>别的</title><meta name=PubDate content='2025-01-20 10:00'>"
        "<meta name='ArticleTitle' content='甲局2024年年报'><meta property='og:type' content='article'>"
    )
    meta = read(f"{PROSE}<publishtime>2025-01-21</publishtime>", head).meta
    assert meta["title"] == "甲局年报"
    assert meta["PubDate"] == "2025-01-20 10:00"
    assert meta["ArticleTitle"] == "甲局2024年年报"
    assert meta["publishtime"] == "2025-01-21"


def test_lines_begin_where_a_browser_begins_them():
    page = (
        "<div>一、总体<b>情况</b><br>全年公开<span>12</span>条。<ul><li>其一</li><li>其二</li></ul>"
        "　　另有三条。　　又有四条。</div>"
    )
    assert text(page) == ["一、总体情况", "全年公开12条。", "其一", "其二", "另有三条。", "又有四条。"]


def test_hidden_text_is_not_read():
    assert text("<p>看得见<span style='DISPLAY : none'>看不见</span>的话</p><p hidden>隐藏</p>") == ["看得见的话"]


def test_a_picture_that_is_put_in_when_a_reader_scrolls_to_it():
    page = f"{PROSE}<p><img src='/js/loading.gif' data-original='W020250120.png'></p>"
    assert [block.source for block in read(page).blocks if isinstance(block, Picture)] == ["W020250120.png"]


def test_pictures_but_no_icons():
    page = (
        f"{PROSE}<p><img src='W020250120.png' width=600 height=400><img src='/module/jslib/icons/word.png'>"
        "<img src=a.gif width='16'><img src=b.gif style='width: 20px'><img></p>"
    )
    assert [block.source for block in read(page).blocks if isinstance(block, Picture)] == ["W020250120.png"]


def test_deeply_nested_pages_are_read():
    assert "深处的话" in text("<div>" * 200 + "<p>深处的话</p>" + "</div>" * 200)


@pytest.mark.parametrize(
    ("encoding", "said", "media_type"),
    [
        ("gb18030", "gb2312", None),
        ("gbk", "gbk", "text/html"),
        ("utf-8", "", None),
        ("utf-8-sig", "gb2312", None),
        ("gb18030", "", "text/html; charset=GB2312"),
        ("utf-16", "", None),
    ],
)
def test_encodings_as_servers_and_pages_declare_them(encoding: str, said: str, media_type: str | None):
    page = f"<html><head><meta charset='{said}'></head><body><p>朱镕基〔2024〕１号</p>{PROSE}</body></html>"
    document = read_document(page.encode(encoding), name="a.htm", media_type=media_type)
    assert next(document.paragraphs()).text == "朱镕基〔2024〕１号"


# --- what is no page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<html><head><script>$_ts=window['$_ts'];$_ts.cd='x';</script></head><body></body></html>", "验证页"),
        ("<html><script>location.replace('./jbxx/')</script></html>", "跳转"),
        ("<html><head><title>404</title></head><body><p>您访问的页面不存在</p></body></html>", "不存在"),
        ("<html><body><div id=app></div><script src=app.js></script></body></html>", "脚本"),
    ],
)
def test_walls_shells_and_bare_pages_are_refused(page: str, says: str):
    with pytest.raises(UnreadableDocumentError, match=says) as refusal:
        read_document(page.encode(), name="index.html")
    assert "\n" not in str(refusal.value)


def test_a_short_report_is_no_wall():
    assert [type(block) for block in read("<p>六、其他需要报告的事项</p><p>无。</p>").blocks] == [Paragraph, Paragraph]


@given(st.text(alphabet="<>/tdrable=\"' 甲1&;!-", max_size=200))
def test_any_tag_soup_is_read_or_refused_in_one_line(soup: str):
    try:
        document = read_document(f"<p>甲{soup}".encode(), name="a.html")
    except UnreadableDocumentError as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017
    else:
        assert document.blocks


def test_prose_that_begins_as_a_list_of_links_does_is_kept():
    links = "<div><p>相关稿件</p><ul><li><a href=1.html>甲局年报解读。</a></li></ul></div>"
    page = f"<div id=zoom>{PROSE}<p>相关文件均已按时公开，共12件。</p>{links}</div>"
    assert text(page) == [*text(PROSE), "相关文件均已按时公开，共12件。"]

"""Reports as web pages, in the manners of content systems, word processors and careless hands."""

import html
from collections.abc import Callable, Mapping
from random import Random

from monitor.demo.grids import Grid, GridCell
from monitor.demo.reports import ReportDraft
from tests.corpus.cutting import pieces, under_head
from tests.corpus.samples import Printer

Text = Callable[[str], str]
Cells = Callable[[GridCell], str]
Tables = Callable[[Grid], str]

_HEAD_ROWS = 3
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def plain(text: str) -> str:
    """Text as it is."""
    return html.escape(text)


def spans(cell: GridCell) -> str:
    """The attributes of a merged cell."""
    return "".join(f' {n}="{c}"' for n, c in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if c > 1)


def table(grid: Grid, text: Text = plain, *, attributes: str = ' border="1"', cell: str = "<td{}>{}</td>") -> str:
    """A table with spans."""
    rows = ("".join(cell.format(spans(one), text(one.text)) for one in row) for row in grid.rows())
    return f"<table{attributes}>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def body(draft: ReportDraft, text: Text = plain, tables: Tables = table, paragraph: str = "<p>{}</p>") -> str:
    """The title and everything below it."""
    blocks = [f"<h1>{text(draft.title)}</h1>"]
    blocks += [tables(part) if isinstance(part, Grid) else paragraph.format(text(part.text)) for part in draft.parts()]
    return "\n".join(blocks)


def page(draft: ReportDraft, content: str, charset: str | None = "utf-8") -> str:
    """A page around the content that declares that charset."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<!DOCTYPE html><html><head>{meta}<title>{plain(draft.title)}</title></head><body>{content}</body></html>"


def _printer(make: Callable[[ReportDraft], str]) -> Printer:
    return lambda draft: page(draft, make(draft)).encode()


def _coded(encoding: str, charset: str | None) -> Printer:
    return lambda draft: page(draft, body(draft), charset).encode(encoding)


def _a_span_a_character(text: str) -> str:
    """One span a character, digits set apart in the source by line breaks that mean nothing."""
    letters = "".join(f'<span lang="EN-US" style="font-size:10.5pt">{plain(letter)}</span>' for letter in text)
    return f'<p class="MsoNormal" align="center">{letters or "&nbsp;"}<o:p></o:p></p>'


def _split_digits(text: str) -> str:
    """Runs as an editor leaves them: numbers in two spans, spaces that do not break around them."""
    middle = len(text) // 2
    first, second = plain(text[:middle]), plain(text[middle:])
    return f"<p><span>&nbsp;{first}</span><span style='color:black'>{second}</span><o:p>&nbsp;</o:p></p>"


def _word(draft: ReportDraft) -> str:
    attributes = ' class="MsoTableGrid" border="1" cellspacing="0" style="mso-yfti-tbllook:1184"'
    content = body(draft, _a_span_a_character, lambda grid: table(grid, _a_span_a_character, attributes=attributes))
    return f"<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><div class='WordSection1'>{content}</div>"


def _wps(draft: ReportDraft) -> str:
    """WPS: every text in a span with its own font, cells with widths and heights, empty rows of no height."""

    def text(words: str) -> str:
        if not words:
            return '<p style="text-align:center"><span style="font-family:宋体"><br></span></p>'
        font = '<font face="宋体">' if any(ord(letter) > 255 for letter in words) else '<font face="Calibri">'
        span = f"<span style=\"mso-spacerun:'yes'\">{font}{plain(words)}</font></span>"
        return f'<p class="p" style="margin-left:0pt">{span}</p>'

    def grid_of(grid: Grid) -> str:
        made = table(
            grid, text, cell='<td{} width="77" valign="center" style="border:1.0000pt solid windowtext">{}</td>'
        )
        return made.replace("</tr></table>", '</tr><tr height="0"></tr></table>')

    return body(draft, plain, grid_of, '<p class="MsoNormal"><b><span class="16">{}</span></b></p>')


def _layout_tables(draft: ReportDraft) -> str:
    inner = f'<table width="100%"><tr><td class="content">{body(draft)}</td></tr></table>'
    left = "<td width='20%'><ul><li><a href='/a'>机构职能</a></li><li><a href='/b'>政策法规</a></li></ul></td>"
    head = "<tr><td colspan='2'>本站导航</td></tr>"
    return f"<table width='980' align='center'>{head}<tr>{left}<td>{inner}</td></tr></table>"


def _nested(draft: ReportDraft) -> str:
    """Every table inside the one cell of a frame, together with the section's heading."""

    def framed(grid: Grid) -> str:
        return f'<table border="0"><tr><td><table border="0"><tr><td>{table(grid)}</td></tr></table></td></tr></table>'

    return body(draft, tables=framed)


def _many(number: int) -> Tables:
    return lambda grid: "<br>".join(table(piece) for piece in pieces(grid, min(number, grid.height // 2)))


def _repeated_head(grid: Grid) -> str:
    return "".join(map(table, under_head(grid, 3, _HEAD_ROWS))) if grid.key == "applications" else table(grid)


def _end_in_the_middle(draft: ReportDraft) -> str:
    return body(draft).replace("<h1>", "</body></html><h1>").replace("四、政府", "</div></body></html>四、政府")


def _chrome(draft: ReportDraft) -> str:
    links = "".join(
        f"<li><a href='/2024/{n}.html'>子虚县2020年政府信息公开工作年度报告（{n}）</a></li>" for n in range(8)
    )
    tools = "<div class='share'>分享到： <a>微信</a> 字体：【大 中 小】 浏览次数：<span id='hits'>1024</span></div>"
    counts = "<table><tr><td>今日访问</td><td>3021</td></tr><tr><td>累计访问</td><td>88213</td></tr></table>"
    head = "<div class='header'><div class='nav'><a href='/'>首页</a> &gt; <a href='/xxgk'>政府信息公开</a></div></div>"
    foot = "<div class='footer'>主办：子虚县人民政府办公室 ICP备00000000号 联系电话：000-0000000</div>"
    side = f"<div class='sidebar'><ul>{links}</ul>{counts}</div>"
    article = f"<div class='article'>{tools}<div class='TRS_Editor'>{body(draft)}</div></div>"
    return f"{head}{side}{article}<ul class='related'>{links}</ul>{foot}"


def _headed(grid: Grid) -> str:
    """Head cells and parts of the table marked as such."""
    rows = grid.rows()
    head = "".join(
        "<tr>" + "".join(f"<th{spans(cell)}>{plain(cell.text)}</th>" for cell in row) + "</tr>"
        for row in rows[:_HEAD_ROWS]
    )
    lines = ("".join(f"<td{spans(cell)}>{plain(cell.text)}</td>" for cell in row) for row in rows[_HEAD_ROWS:])
    data = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><caption>{grid.key}</caption><thead>{head}</thead><tbody>{data}</tbody></table>"


def _unclosed(grid: Grid) -> str:
    rows = ("".join(f"<TD{spans(cell).upper()}>{plain(cell.text)}" for cell in row) for row in grid.rows())
    return "<TABLE BORDER=1>" + "".join(f"<TR>{row}" for row in rows) + "</TABLE>"


def _broken_lines(text: str) -> str:
    """A cell's text over two lines and paragraphs, as columns too narrow make editors write it."""
    if text.replace(".", "").isdigit() or not text:
        return f"<p>\n\t{plain(text)}\n</p><p></p>"
    middle = len(text) // 2
    return f"<p>{plain(text[:middle])}<br/>{plain(text[middle:])}</p>"


def _empty_rows_and_columns(grid: Grid) -> str:
    """A grid with a hidden row, an empty row and an empty last column, as an export from a workbook has them."""
    made = table(grid, cell="<td{}>{}</td>").replace("</tr>", "<td></td></tr>")
    hidden = "<tr style='display:none'>" + "<td>9</td>" * 11 + "</tr>"
    return made.replace("<tr>", f"{hidden}<tr>", 1)


def _too_long_spans(grid: Grid) -> str:
    """Spans that reach beyond the table, as cutting tables by hand leaves them."""
    return table(grid).replace('rowspan="22"', 'rowspan="23"')


def _thousands(text: str) -> str:
    return plain(f"{int(text):,}" if text.isdigit() else text)


def _units(text: str) -> str:
    return plain(f"{text}件" if text.isdigit() else text)


def _jittered(draft: ReportDraft) -> str:
    """White space and comments wherever they mean nothing."""
    random = Random(draft.title)
    made = body(draft)
    parts = made.split("</td>")
    return "</td>".join(part + random.choice(("", " ", "\r\n\t", "<!-- 值 -->", "\u200b", "&ensp;")) for part in parts)


LAYOUTS: Mapping[str, Printer] = {
    "plain": _printer(body),
    "Word, a span a character": _printer(_word),
    "Word, split digits": _printer(lambda draft: body(draft, tables=lambda grid: table(grid, _split_digits))),
    "WPS": _printer(_wps),
    "layout tables around everything": _printer(_layout_tables),
    "tables in tables": _printer(_nested),
    "table cut in two": _printer(lambda draft: body(draft, tables=_many(2))),
    "table cut in eight": _printer(lambda draft: body(draft, tables=_many(8))),
    "table cut in three, head repeated": _printer(lambda draft: body(draft, tables=_repeated_head)),
    "</html> in the middle": _printer(_end_in_the_middle),
    "chrome inside the body": _printer(_chrome),
    "thead, th, caption": _printer(lambda draft: body(draft, tables=_headed)),
    "tags in capitals, unclosed": _printer(lambda draft: body(draft, tables=_unclosed)),
    "labels over two lines": _printer(lambda draft: body(draft, tables=lambda grid: table(grid, _broken_lines))),
    "hidden row, empty column": _printer(lambda draft: body(draft, tables=_empty_rows_and_columns)),
    "spans too long": _printer(lambda draft: body(draft, tables=_too_long_spans)),
    "thousands separators": _printer(lambda draft: body(draft, tables=lambda grid: table(grid, _thousands))),
    "units in the cells": _printer(lambda draft: body(draft, tables=lambda grid: table(grid, _units))),
    "white space and comments": _printer(_jittered),
    "full-width digits": _printer(
        lambda draft: body(draft, tables=lambda grid: table(grid, lambda text: plain(text.translate(_FULL_WIDTH))))
    ),
    "utf-8 declared": _coded("utf-8", "utf-8"),
    "utf-8 not declared": _coded("utf-8", None),
    "utf-8 declared as gb2312": _coded("utf-8", "gb2312"),
    "utf-8 with a byte order mark": _coded("utf-8-sig", "gbk"),
    "gbk declared as gb2312": _coded("gbk", "gb2312"),
    "gbk declared": _coded("gbk", "gbk"),
    "gb18030 declared": _coded("gb18030", "gb18030"),
    "gbk not declared": _coded("gbk", None),
    "gbk declared as utf-8": _coded("gbk", "utf-8"),
    "utf-16 with a byte order mark": _coded("utf-16", None),
}

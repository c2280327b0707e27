"""An empty list of units to fill in, with an example and a sheet that explains every column."""

import io
from collections.abc import Sequence
from typing import Final

from crawler.registry.grid import write_csv
from crawler.registry.values import BODY_KEYS, PORTAL_KEYS, RegistryError

_HEAD: Final = ("序号", "门户", "首页", "栏目", "机关", "简称", "类别", "联系人", "电话", "时限", "起始年度", "备注")
_SITE: Final = ("某市人民政府", "https://www.example.gov.cn/")
_SAMPLES: Final = (
    ("例", *_SITE, "", "某市人民政府办公室", "市府办", "政府办公室", "张三", "0930-1234567", "", "2021", "例行不导入"),
    ("例", "", "", "", "某市教育局", "市教育局", "部门", "李四", "0930-7654321", "01-20", "", "首页空着，同上一行"),
    ("例", "", "", "", "某市第一中学", "市一中", "事业单位", "", "", "", "", "事业单位只列出，不催报"),
)
_WIDTHS: Final = (6, 22, 32, 32, 30, 14, 12, 10, 16, 10, 10, 24)
_CHOICES: Final = {key.heading: key.choices for key in (*PORTAL_KEYS, *BODY_KEYS) if key.words and key.name != "tls"}
_EXPLAINED: Final = (
    ("列", "怎样填"),
    ("序号", "可以不填。写“例”的行是示例，导入时跳过。"),
    ("门户", "发布年报的网站的名称。只在第一行写，下面同一个门户的行可以空着。"),
    ("首页", "门户首页的完整网址，如 https://www.example.gov.cn/ 。必填；同一个门户只写一次，下面的行空着就是同上。"),
    ("栏目", "年报栏目的网址，知道就写，可以不填：程序会从首页自己找。"),
    ("机关", "单位的全称，一行一个。必填。"),
    ("简称", "门户上常用的其他名称，几个之间用顿号。"),
    ("类别", f"{_CHOICES['类别']}。空着就按名称判断；也认识“市直部门”“县区”“开发区”“公立医院”之类的说法。"),
    ("联系人", "要核对或催报时联系谁。"),
    ("电话", "联系人的电话。"),
    ("时限", "地方规定的日期，写“月-日”，如 01-20。空着按国家规定：部门 1 月 31 日，政府 3 月 31 日。"),
    ("起始年度", "从哪一年度的年报起算，如 2021。空着从现在应报的年度起。"),
    ("备注", "其他列都可以自己加，原样保留。"),
    ("分节", "也可以不填类别，在各类单位上面单独写一行，如“一、市直部门”“二、县区”。"),
    ("导入", "nianbao portals import 名单.xlsx ：先显示读懂了什么，问过再写入。"),
)


def write_template(suffix: str) -> bytes:
    """The empty list as XLSX, or as CSV without the explanation; RegistryError for another suffix."""
    if suffix.lower() == ".csv":
        return write_csv([_HEAD, *_SAMPLES])
    if suffix.lower() == ".xlsx":
        return _workbook()
    raise RegistryError(f"不能写成 {suffix or '没有后缀的文件'}。请用 .xlsx 或 .csv。")


def _workbook() -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - half a second that only a workbook is worth
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名单"
    _fill(sheet, (_HEAD, *_SAMPLES), _WIDTHS)
    words = _CHOICES["类别"].partition("：")[2].replace("、", ",")
    # A warning only: other words are understood as well.
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, errorStyle="warning")
    sheet.add_data_validation(choice)
    choice.add(f"G2:G{_ROWS}")
    _fill(book.create_sheet("填写说明"), _EXPLAINED, (12, 90))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_ROWS: Final = 2000
"""Rows in which a kind may be chosen from a list, and numbers stay text."""


def _fill(sheet: object, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            cell = sheet.cell(number, at, text or None)  # type: ignore[attr-defined]
            cell.number_format = "@"  # keeps a spreadsheet from making dates of 01-20
            cell.font = Font(bold=number == 1, italic=row[0] == "例", color="808080" if row[0] == "例" else None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width  # type: ignore[attr-defined]
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]

"""``nianbao portals import`` with files as offices have them, and the empty list to fill in."""

import os
import pty
import select
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from crawler.registry.reading import STARTER, load_registry
from crawler.registry.table import read_list, write_table
from monitor.cli import main
from monitor.commands.lists import read_file
from monitor.documents import office
from storage.tables.portals import BodyRow, PortalRow

HOME = "http://www.yuhe.example.cn/"
ROWS = [
    ["附件", None, None, None, None, None, None],
    ["玉河市2025年度年报报送单位名单", None, None, None, None, None, None],
    ["序号", "单位", None, "网站", "性质", "联络员", None],
    [None, "全称", "简称", None, None, "姓名", "手机"],
    [1, "玉河市人民政府办公室", "市政府办", HOME, "政府办", "张三", 13900000001],
    [2, "玉河市 教育局", None, None, "市直部门", "李四", "0930-1234567"],
    [3, "玉河市第一医院", "市一院", None, "公立医院", None, None],
]
MERGED = ["A2:G2", "A3:A4", "B3:C3", "D3:D4", "E3:E4", "F3:G3"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["portals", *map(str, arguments)])


def fill(sheet: Worksheet) -> None:
    for row in ROWS:
        sheet.append(row)
    for merged in MERGED:
        sheet.merge_cells(merged)


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A list on the second sheet of a workbook; a third is hidden."""
    book = Workbook()
    book.worksheets[0].append(["填报须知"])
    fill(book.create_sheet("名单"))
    hidden = book.create_sheet("旧名单")
    fill(hidden)
    hidden.sheet_state = "hidden"
    path = tmp_path / "名单.xlsx"
    path.write_bytes(saved(book))
    return path


def understood(target: Path) -> list[tuple[str, str | None, str | None, str | None]]:
    [portal] = load_registry(target).portals
    assert (portal.name, portal.home) == ("玉河市人民政府", HOME)
    return [(body.name, body.kind, body.contact, body.phone) for body in portal.bodies]


BODIES = [
    ("玉河市人民政府办公室", "office", "张三", "13900000001"),
    ("玉河市教育局", "department", "李四", "0930-1234567"),
    ("玉河市第一医院", "institution", None, None),
]


def test_what_is_understood_is_shown_and_written_with_yes(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "portals.toml"
    result = run("import", workbook, "--yes", "--portals", target)
    assert result.exit_code == 0, result.output
    assert understood(target) == BODIES
    shown = result.stdout
    for words in (
        "工作表“名单”：第 3–4 行是列名",
        "B 单位全称→机关",
        "按“市直部门”",
        "名称是猜的",
        "旧名单",
        "填报须知",
    ):
        assert (words in shown) is (words != "填报须知"), words
    assert "工作表“Sheet”：没有名单，没有读。" in shown


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--dry-run", "--yes")])
def test_nothing_is_written_without_yes_where_nobody_can_be_asked(
    workbook: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    target = tmp_path / "portals.toml"
    result = run("import", workbook, "--portals", target, *options)
    assert (result.exit_code, target.exists()) == (0, False)
    assert "玉河市教育局" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("没有写入")
    assert ("--yes" in result.stdout.splitlines()[-1]) is (options == ())


@pytest.mark.parametrize(("answer", "written"), [("是", True), ("y", True), ("否", False), ("", False)])
def test_at_a_terminal_people_are_asked(workbook: Path, tmp_path: Path, answer: str, *, written: bool) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "monitor", "portals", "import", str(workbook)]
    program = "import sys; from monitor.cli import main; sys.argv[0] = 'nianbao'; main()"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONIOENCODING": "utf-8"}
    environment["COLUMNS"] = "160"  # a window in which no name is folded
    with subprocess.Popen(
        [sys.executable, "-c", program, *command[3:]],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env=environment,
    ) as process:
        os.close(theirs)
        stop = threading.Timer(120, process.kill)
        stop.start()
        said = b""
        while "（是/否）".encode() not in said and select.select([ours], [], [], 60)[0]:
            said += os.read(ours, 65536)
        os.write(ours, f"{answer}\n".encode())
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # the other end is closed: the program has ended
                break
            if not more:
                break
        code = process.wait()
        stop.cancel()
    os.close(ours)
    assert (code, "玉河市教育局".encode() in said) == (0, True)
    assert (tmp_path / "portals.toml").exists() is written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_same_list_as_csv(tmp_path: Path, encoding: str, separator: str) -> None:
    table, target = tmp_path / "名单.csv", tmp_path / "portals.toml"
    lines = (separator.join("" if cell is None else str(cell) for cell in row) for row in ROWS)
    table.write_bytes("\r\n".join(lines).encode(encoding))
    result = run("import", table, "--yes", "--portals", target)
    assert result.exit_code == 0, result.output
    assert understood(target) == BODIES


@pytest.mark.office
@pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_same_list_as_xls_and_ods_whatever_it_is_called(workbook: Path, tmp_path: Path, ending: str) -> None:
    source = office.Format("XLSX", "xlsx", "Calc MS Excel 2007 XML")
    table, target = tmp_path / "名单.dat", tmp_path / "portals.toml"
    table.write_bytes(office.convert(workbook.read_bytes(), source, to=ending))
    result = run("import", table, "--yes", "--portals", target)
    assert result.exit_code == 0, result.output
    assert understood(target) == BODIES


def test_what_a_list_cannot_tell_is_given_by_options(workbook: Path, tmp_path: Path) -> None:
    book = load_workbook(workbook)
    book["名单"]["D5"] = None
    workbook.write_bytes(saved(book))
    target = tmp_path / "portals.toml"
    refused = run("import", workbook, "--yes", "--portals", target)
    assert (refused.exit_code, "--home" in refused.stderr, target.exists()) == (2, True, False)
    given = ("--home", "www.yuhe.example.cn", "--portal", "玉河市人民政府")
    assert run("import", workbook, "--yes", "--portals", target, *given).exit_code == 0
    assert understood(target) == BODIES
    wrong = run("import", workbook, "--home", "政府网", "--portals", target)
    assert (wrong.exit_code, "--home" in wrong.stderr) == (2, True)


def test_mistakes_are_told_with_sheet_and_cell_and_nothing_is_written(workbook: Path, tmp_path: Path) -> None:
    book = load_workbook(workbook)
    book["名单"]["D5"], book["名单"]["E6"], book["名单"]["B6"] = "http://政府网站/", "重点", "玉河市体育中心"
    book["名单"]["G7"] = "=A1+1"
    workbook.write_bytes(saved(book))
    result = run("import", workbook, "--yes", "--portals", tmp_path / "portals.toml")
    assert (result.exit_code, list(tmp_path.glob("*.toml"))) == (2, [])
    cells = [line.partition("工作表“名单” ")[2].partition("：")[0] for line in result.stderr.splitlines()]
    assert cells == ["D5", "E6", "G7"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "不认识这种文件"),
        (b"PK\x03\x04 broken", "a.xlsx", "xlsx"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "a.xls", "这是网页"),
        (b"\xff\xd8\xff\xe0 a picture", "a.jpg", "不认识这种文件"),
        ("单位,首页\n".encode(), "a.csv", "没有内容"),
        (b"", "a.csv", "表是空的"),
        ("甲,乙\n1,2\n".encode(), "a.csv", "没有找到列名"),
    ],
)
def test_what_is_no_list_is_said_in_one_line(tmp_path: Path, content: bytes, name: str, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("import", tmp_path / name, "--yes", "--portals", tmp_path / "portals.toml")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert said in result.stderr


def test_what_the_list_takes_out_of_the_roster_is_told(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "portals.toml"
    target.write_text(
        f'[[portal]]\nname = "玉河市人民政府"\nhome = "{HOME}"\ncolumns = ["{HOME}nb/"]\n'
        '[[portal.body]]\nname = "玉河市教育局"\nothers = ["别局"]\n[[portal.body]]\nname = "玉河市旧局"\n',
        encoding="utf-8",
    )
    result = run("import", workbook, "--yes", "--portals", target)
    assert "将不再列入：玉河市旧局" in result.stdout
    assert understood(target) == BODIES
    [portal] = load_registry(target).portals
    assert (portal.columns, portal.bodies[1].others) == ((f"{HOME}nb/",), ("别局",))


def test_a_registry_goes_out_to_a_workbook_and_comes_back(tmp_path: Path) -> None:
    own = PortalRow("甲", HOME, bodies=(BodyRow("甲局", due="01-20", more=(("备注", "=1+1"),)),))
    for portals in (load_registry(STARTER).portals, (own,)):
        path = tmp_path / "a.xlsx"
        path.write_bytes(write_table(portals, ".xlsx"))
        reading = read_list(read_file(path)[0], "a.xlsx")
        assert ([str(mistake) for mistake in reading.mistakes], reading.portals) == ([], portals)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_template_is_an_empty_list_that_can_be_filled_in(tmp_path: Path, ending: str) -> None:
    path, target = tmp_path / "新" / f"名单.{ending}", tmp_path / "portals.toml"
    assert run("template", "-o", path).exit_code == 0
    assert "没有内容" in run("import", path, "--yes", "--portals", target).stderr
    row = [
        1,
        "玉河市人民政府",
        HOME,
        None,
        "玉河市教育局",
        "市教育局",
        "部门",
        "李四",
        "0930-1234567",
        "01-20",
        2021,
        "新",
    ]
    if ending == "xlsx":
        book = load_workbook(path)
        assert book.sheetnames == ["名单", "填写说明"]
        book.worksheets[0].append(row)
        path.write_bytes(saved(book))
    else:
        line = ",".join("" if cell is None else str(cell) for cell in row)
        path.write_bytes(path.read_bytes() + f"{line}\n".encode())
    assert run("import", path, "--yes", "--portals", target).exit_code == 0
    [portal] = load_registry(target).portals
    expected = BodyRow(
        "玉河市教育局", "department", "01-20", 2021, ("市教育局",), (), "李四", "0930-1234567", (("备注", "新"),)
    )
    assert (portal.name, portal.bodies) == ("玉河市人民政府", (expected,))
    again = run("template", "-o", path)
    assert (again.exit_code, "已经有了" in again.stderr) == (2, True)
    assert run("template", "-o", tmp_path / "a.doc").exit_code == 2


SHARED = {
    "1-real-office": (3, 10),
    "3-told-columns": (3, 10),
    "4-kinds-left-out": (3, 10),
    "6-clean": (1, 17),
    "8-merged": (1, 3),
    "9-blank-below": (1, 3),
    "10-title-row": (1, 3),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", SHARED)
def test_lists_from_the_field_are_understood(shared: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "portals.toml"
    target.write_text("allow_private_hosts = true\n", encoding="utf-8")
    result = run("import", shared / "cases" / "lists" / f"{name}.xlsx", "--yes", "--portals", target)
    assert result.exit_code == 0, result.output
    rosters = load_registry(target).portals
    assert (len(rosters), sum(len(portal.bodies) for portal in rosters)) == SHARED[name]
    assert all(
        body.kind or "区" in body.name for portal in rosters for body in portal.bodies if "人大" not in body.name
    )


@pytest.mark.shared
def test_every_list_from_the_field_is_tried(shared: Path) -> None:
    assert {path.stem for path in (shared / "cases" / "lists").glob("*.xlsx")} == set(SHARED)

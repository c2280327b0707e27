"""What leaves the log as files, opened by other programs than those that wrote them."""

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner, Result
from docx import Document
from lxml import etree
from openpyxl import load_workbook
from warcio.archiveiterator import ArchiveIterator

from monitor.cli import main
from monitor.documents.office import find_soffice
from monitor.telling.exports.problems import KEYS
from storage.database import open_log
from storage.figures import catalogue
from storage.tables import alerts
from storage.tables.portals import BodyRow
from tests.monitor.planting import COLUMN, FARMS, PORTAL, WATER, World, draft

DAY = date(2026, 4, 8)
SCHOOL = "水月县第一中学"
ATOM = "{http://www.w3.org/2005/Atom}"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two flawed reports of one body, another body's that never came, a school, a wall on the last day."""
    place = tmp_path_factory.mktemp("exports") / "data"
    roster = (BodyRow(WATER, "department"), BodyRow(FARMS, "department"), BodyRow(SCHOOL, "institution"))
    with open_log(place) as log:
        world = World(log, roster)
        for number in range(2):
            with world.on(DAY - timedelta(days=1 - number)) as planted:
                planted.visit().post(draft(WATER, 2025, "B05", "C03"), files=(("a.bin", b"\x00\x01"),))
                planted.post(draft(WATER, 2023, "B01"), url=COLUMN + "2.html")
        with world.on(DAY) as planted:
            planted.trouble("broken_file", COLUMN + "a.pdf", "文件只有 0 字节，请人工查看。")
    return place


@pytest.fixture
def export(data: Path, tmp_path: Path) -> Any:
    def exported(what: str, name: str, *more: object) -> Path:
        clock = () if what in {"feed", "calendar"} else ("--today", DAY)
        result = run("export", what, "--data", data, "-o", tmp_path / name, *clock, *more)
        assert result.exit_code == 0, result.output
        return tmp_path / name

    return exported


def midnight(*day: int) -> datetime:
    """A day as openpyxl gives the cells of days."""
    return datetime.combine(date(*day), datetime.min.time())


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_workbook_has_what_a_unit_and_its_office_need(export: Any) -> None:
    book = load_workbook(export("problems", "list.xlsx"))
    assert book.sheetnames == ["总表", "发布情况", "看不到"]
    sheet = book["总表"]
    assert [cell.value for cell in sheet[1]] == [
        *(
            "编号",
            "单位",
            "区县",
            "年度",
            "程度",
            "问题",
            "所在位置",
            "现填",
            "应为/相差",
            "怎样改",
            "依据",
            "年报网址",
        ),
        *("发布日期", "应报期限", "首次发现", "状态", "处理说明", "整改期限", "联系人", "电话", "规则代码"),
    ]
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("A2", "landscape", 9)
    assert sheet.auto_filter.ref == f"A1:U{sheet.max_row}"
    assert sheet.print_title_rows == "$1:$1"
    rows = {(row["单位"], row["年度"], row["规则代码"]): row for row in table(sheet)}
    assert set(rows) == {(FARMS, 2025, "D04"), (WATER, 2025, "B05"), (WATER, 2025, "C03"), (WATER, 2023, "B01")}
    blank, unequal = rows[WATER, 2025, "B05"], rows[WATER, 2023, "B01"]
    assert (blank["区县"], blank["年报网址"], blank["怎样改"]) == ("水月县", COLUMN + "1.html", "没有的一律填0。")
    assert "空白" in blank["现填"]
    assert "国家秘密·自然人" in blank["所在位置"]
    assert "相差1" in unequal["应为/相差"]
    assert blank["应报期限"] == midnight(2026, 1, 31)
    assert blank["整改期限"] == midnight(2026, 4, 15)
    assert blank["首次发现"] == midnight(2026, 4, 7)
    assert not [value for row in rows.values() for value in row.values() if "applications." in str(value)]


def test_every_unit_of_the_roster_stands_in_the_second_sheet_and_what_was_hidden_in_the_third(export: Any) -> None:
    book = load_workbook(export("problems", "list.xlsx"))
    units = {(row["单位"], row["年度"]): row for row in table(book["发布情况"])}
    assert units[FARMS, 2025]["发布情况"] == "逾期未发布"
    assert units[SCHOOL, None]["发布情况"] == "不在应报之列"
    done = units[WATER, 2025]
    assert (done["发布情况"], done["类别"], sum(done[name] for name in list(done)[8:10])) == ("已发布", "部门", 2)
    (hidden,) = table(book["看不到"])
    assert (hidden["门户"], hidden["情况"]) == (PORTAL, "文件损坏")


def test_a_muted_problem_keeps_its_reason_and_has_no_deadline(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "data"
    shutil.copytree(data, own)
    with open_log(own) as log:
        wanted = next(alert for alert in alerts.listing(log, rule="C03"))
    reason = ("--reason", "=已电话核实", "--until", "2026-05-01", "--data", own, "--today", DAY)
    assert run("alerts", "mute", wanted.id, *reason).exit_code == 0
    target = tmp_path / "list.xlsx"
    assert run("export", "problems", "--data", own, "--today", DAY, "-o", target).exit_code == 0
    (row,) = [row for row in table(load_workbook(target)["总表"]) if row["规则代码"] == "C03"]
    assert (row["处理说明"], row["整改期限"]) == ("'=已电话核实", None)
    assert [row["规则代码"] for row in table(load_workbook(target)["总表"])] == ["D04", "B05", "B01", "C03"]
    run("export", "problems", "--data", own, "--today", DAY, "-o", target, "--state", "muted")
    assert [row["规则代码"] for row in table(load_workbook(target)["总表"])] == ["C03"]


def test_a_unit_is_sent_neither_what_is_muted_nor_how_the_office_handles_the_rest(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "data"
    shutil.copytree(data, own)
    with open_log(own) as log:
        ids = {alert.rule: alert.id for alert in alerts.each(log)}
    for what, rule, reason in (("mute", "D04", "机构已撤并"), ("mute", "C03", "内部口径"), ("ack", "B05", "王某在办")):
        assert run("alerts", what, ids[rule], "--reason", reason, "--data", own, "--today", DAY).exit_code == 0
    common = ("export", "problems", "--data", own, "--today", DAY, "--split")
    assert run(*common, "file", "-o", tmp_path / "units").exit_code == 0
    assert run(*common, "sheet", "-o", tmp_path / "units.xlsx").exit_code == 0
    (path,) = (tmp_path / "units").iterdir()
    book = load_workbook(tmp_path / "units.xlsx")
    assert (path.name, book.sheetnames) == (f"问题清单_{WATER}.xlsx", [WATER, "发布情况", "看不到"])
    for sheet in (load_workbook(path).worksheets[0], book[WATER]):
        rows = table(sheet)
        assert [row["规则代码"] for row in rows] == ["B05", "B01"]
        assert not {"状态", "处理说明"} & rows[0].keys()
        assert not [value for row in rows for value in row.values() if str(value) in {"王某在办", "已知悉"}]
    refused = run(*common, "file", "-o", tmp_path / "none", "--state", "muted")
    assert (refused.exit_code, "送单位" in refused.stderr) == (2, True)


def test_the_same_log_gives_the_same_bytes(export: Any) -> None:
    for what, name in (
        ("problems", "a.xlsx"),
        ("dataset", "a.zip"),
        ("calendar", "a.ics"),
        ("feed", "a.atom"),
    ):
        assert export(what, name).read_bytes() == export(what, f"b{name}").read_bytes(), what
    first, second = (export("evidence", f"{name}.warc.gz", "--all") for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    first, second = (export("notices", name, "--no-pictures") for name in ("n", "m"))
    assert [path.read_bytes() for path in sorted(first.iterdir())] == [
        path.read_bytes() for path in sorted(second.iterdir())
    ]


def test_a_sheet_or_a_file_a_unit_on_request(export: Any) -> None:
    book = load_workbook(export("problems", "list.xlsx", "--split", "sheet"))
    assert book.sheetnames == [FARMS, WATER, "发布情况", "看不到"]
    folder = export("problems", "units", "--split", "file")
    assert {path.name for path in folder.iterdir()} == {f"问题清单_{FARMS}.xlsx", f"问题清单_{WATER}.xlsx"}
    rows = table(load_workbook(folder / f"问题清单_{WATER}.xlsx").worksheets[0])
    assert {row["单位"] for row in rows} == {WATER}


def test_csv_and_json_hold_the_same_problems(export: Any, data: Path) -> None:
    raw = export("problems", "list.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    told = json.loads(run("export", "problems", "--data", data, "--today", DAY, "--format", "json").stdout)
    assert [list(row) for row in told] == [list(KEYS)] * len(rows)
    assert [(row["rule"], row["url"]) for row in rows] == [(row["rule"], row["url"]) for row in told]
    assert {row["first_seen_at"][-6:] for row in told} == {"+08:00"}
    assert {row["rule"] for row in told} == {"D04", "B05", "C03", "B01"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("problems", "-o", "a.xls"), "不认识的后缀"),
        (("problems", "-o", "a.xlsx", "--format", "csv"), "不一致"),
        (("problems", "--split", "sheet", "--format", "csv"), "--split"),
        (("evidence",), "二者选一"),
        (("evidence", "1", "-o", "a.zip"), ".warc.gz"),
        (("evidence", "99"), "没有编号为 99"),
        (("feed", "-o", "a.xml"), ".atom"),
        (("calendar", "-o", "a.txt"), ".ics"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("export", *arguments, "--data", data)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert words in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_notice_tells_a_unit_what_to_mend(export: Any) -> None:
    folder = export("notices", "notices", "--no-pictures", "--contact", "王某 0939-0000000")
    assert {path.name for path in folder.iterdir()} == {f"提示_{WATER}_2025.docx", f"提示_{FARMS}_2025.docx"}
    document = Document(str(folder / f"提示_{WATER}_2025.docx"))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == f"关于核对《{WATER}2025年政府信息公开工作年度报告》的提示"
    assert lines[1] == f"{WATER}："
    assert COLUMN + "1.html" in lines[2]
    assert "请于4月15日前处理" in lines[2]
    assert lines[3].startswith("1.【")
    assert any(line.startswith("怎样改：") for line in lines)
    assert any(line.startswith("依据：") for line in lines)
    assert lines[-1].endswith("联系人：王某 0939-0000000。")
    fonts = {run._element.rPr.rFonts.get(_EAST_ASIA) for part in document.paragraphs for run in part.runs}
    assert fonts == {"仿宋", "黑体"}
    absent = [paragraph.text for paragraph in Document(str(folder / f"提示_{FARMS}_2025.docx")).paragraphs]
    assert absent[0].startswith("关于尽快发布《")
    assert "没有查到" in absent[2]


_EAST_ASIA = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"


def test_a_notice_can_be_printed_to_copy_and_asked_for_another_year(data: Path) -> None:
    command = ("export", "notices", "--data", data, "--today", DAY, "--format", "text")
    text = run(*command).stdout
    assert text.count("》的提示") == 2
    assert "附图" not in text
    older = run(*command, "--year", 2023, "--body", "水利").stdout
    assert older.count("》的提示") == 1
    assert "相差1" in older


def test_nothing_to_mend_is_said_and_writes_nothing(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "notices"
    result = run("export", "notices", "--data", data, "--today", DAY, "--body", "没有这家", "-o", target)
    assert (result.exit_code, target.exists()) == (0, False)
    assert "没有待处理的问题，没有写入文件" in result.stderr


@pytest.mark.office
@pytest.mark.browser
def test_a_notice_has_the_pages_with_the_cells_outlined_and_is_printed(export: Any, tmp_path: Path) -> None:
    office = find_soffice()
    if office is None:
        pytest.skip("no LibreOffice")
    folder = export("notices", "notices", "--body", "水利")
    path = folder / f"提示_{WATER}_2025.docx"
    document = Document(str(path))
    shown = len(document.inline_shapes)
    assert shown >= 1
    assert "（见附图1" in "".join(paragraph.text for paragraph in document.paragraphs)
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    subprocess.run(
        [office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=200,
    )
    assert (tmp_path / f"{path.stem}.pdf").read_bytes().startswith(b"%PDF")


def records(path: Path) -> Iterator[tuple[Any, bytes]]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file, verify_http=True, check_digests="raise"):
            yield record, record.content_stream().read()


def test_evidence_is_a_warc_with_every_byte_and_header(export: Any, data: Path) -> None:
    with open_log(data) as log:
        alert = alerts.listing(log, rule="B05")[0]
        kept = {row["url"]: row for row in log.rows("SELECT url, sha256, fetched_at FROM captures ORDER BY id DESC")}
        bodies = {url: log.archive.get(row["sha256"]) for url, row in kept.items()}
    found = list(records(export("evidence", "one.warc.gz", alert.id)))
    assert [record.rec_type for record, _ in found] == ["warcinfo", "response", "response", "metadata"]
    page, content = found[1]
    assert (page.rec_headers["WARC-Target-URI"], page.http_headers.get_statuscode()) == (alert.url, "200")
    assert page.http_headers["Content-Type"] == "text/html; charset=utf-8"
    assert content == bodies[alert.url]
    assert found[2][1] == b"\x00\x01"
    told = json.loads(found[3][1])
    assert (told["rule"], told["body"], len(told["rests_on"])) == ("B05", WATER, 2)
    assert told["rests_on"][0] == page.rec_headers["WARC-Record-ID"]
    every = list(records(export("evidence", "all.warc.gz", "--all")))
    assert {r.rec_headers["WARC-Target-URI"] for r, _ in every if r.rec_type == "response"} == set(kept)


def test_packed_and_hostile_headers_leave_a_readable_warc(tmp_path: Path) -> None:
    headers = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("X-A", "1\r\nWARC/1.1\r\nX: y")]
    with open_log(tmp_path / "data") as log:
        world = World(log, (BodyRow(WATER, "department"),))
        with world.on(DAY) as planted:
            planted.visit().post(draft(WATER, 2025, "B05"))
        log.execute("UPDATE captures SET headers = ?", (json.dumps(headers),))
    target = tmp_path / "a.warc.gz"
    assert run("export", "evidence", "--all", "--data", tmp_path / "data", "-o", target).exit_code == 0
    (response,) = [pair for pair in records(target) if pair[0].rec_type == "response"]
    assert "政府信息公开工作年度报告".encode() in response[1]
    assert response[0].http_headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert response[0].http_headers["X-A"] == "1 WARC/1.1 X: y"


def test_evidence_that_the_archive_lost_is_said(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "data"
    shutil.copytree(data, own)
    for path in (own / "archive").rglob("*"):
        if path.is_file() and path.stat().st_size == 2:
            path.unlink()
    result = run("export", "evidence", "--all", "--data", own, "-o", tmp_path / "a.warc.gz")
    assert result.exit_code == 1
    assert "a.bin" in result.stderr
    assert [r.rec_type for r, _ in records(tmp_path / "a.warc.gz")].count("response") == 4


def test_the_data_package_is_valid_and_holds_every_figure(export: Any, data: Path) -> None:
    folder = export("dataset", "figures")
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout)["valid"], done.stdout
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["years"], package["sources"][0]["title"]) == ([2023, 2025], PORTAL)
    fields = {field["name"]: field for field in package["resources"][1]["schema"]["fields"]}
    assert len(fields) == len(catalogue()) + 1
    fees = fields["proactive_fees_amount"]
    assert (fees["unit"], fees["unit_en"]) == ("万元", "10 000 yuan")
    assert "行政事业性收费" in fees["title"]
    assert fees["title_en"] == "proactive disclosure: fees / amount"
    made = {2025: draft(WATER, 2025, "B05", "C03"), 2023: draft(WATER, 2023, "B01")}
    years = {row["report_id"]: int(row["year"]) for row in rows_of(folder / "reports.csv")}
    cells = {(row["report_id"], row["figure"]): row for row in rows_of(folder / "cells.csv")}
    for row in rows_of(folder / "figures.csv"):
        for name, printed in made[years[row["report_id"]]].figures.items():
            told = row[catalogue()[name].sql_name] or cells[row["report_id"], name]["printed"]
            assert told == printed, name
    assert {row["state"] for row in cells.values()} == {"blank"}


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_the_data_package_as_one_file_holds_the_same(export: Any) -> None:
    folder, packed = export("dataset", "figures"), export("dataset", "figures.zip")
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }


def test_the_feed_is_atom_with_the_latest_first(export: Any) -> None:
    root = etree.parse(str(export("feed", "a.atom", "--link", "http://10.0.0.5/?a=1&b=2"))).getroot()
    assert [child.tag.removeprefix(ATOM) for child in root][:5] == ["id", "title", "updated", "author", "link"]
    entries = root.findall(f"{ATOM}entry")
    assert {entry.find(f"{ATOM}category").get("term") for entry in entries} == {"D04", "B05", "C03", "B01"}
    for entry in (root, *entries):
        assert {f"{ATOM}{name}" for name in ("id", "title", "updated")} <= {child.tag for child in entry}
    updated = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert {one.utcoffset() for one in updated} == {timedelta(hours=8)}
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)


def test_the_calendar_has_the_days_on_which_reports_are_due(export: Any) -> None:
    raw = export("calendar", "a.ics").read_bytes()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    calendar = icalendar.Calendar.from_ical(raw)
    (event,) = calendar.walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 1, 31), date(2026, 2, 1))
    assert FARMS in str(event["DESCRIPTION"])
    assert WATER not in str(event["DESCRIPTION"])
    assert event.decoded("DTSTAMP").utcoffset() == timedelta()

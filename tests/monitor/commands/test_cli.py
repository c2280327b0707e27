"""The command line: help, mistakes in one line, listings, decisions, and what is imported for it."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from monitor.cli import main
from monitor.demo.render_html import report_page
from storage.database import open_log, run_lock
from storage.tables.portals import BodyRow
from tests.monitor.planting import COLUMN, FARMS, PORTAL, WATER, Run, World, draft

DAY = date(2026, 4, 8)
ALERT_KEYS = [
    *("id", "rule", "severity", "list", "portal", "body", "year", "state", "message", "url"),
    *("first_seen_at", "last_seen_at", "reason", "by", "until"),
]
REPORT_KEYS = [
    *("body", "year", "url", "title", "published_on", "published_from", "first_seen_at", "versions", "files"),
]
RULE_KEYS = ["code", "name", "name_zh", "severity", "basis", "basis_kind", "needs", "years", "kinds"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def listed(*arguments: object) -> Any:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(*arguments: object) -> str:
    """The one line with which wrong usage is answered."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("nianbao：")
    return line


@pytest.fixture
def data(plant: Callable[..., World], tmp_path: Path) -> Path:
    """A data directory with two flawed reports, a silent body and a wall."""
    world = plant(BodyRow(WATER, "department"), BodyRow(FARMS, "department"))
    with world.on(DAY) as planted:
        planted.visit().post(draft(WATER, 2025, "B05", "C03"))
        planted.trouble("broken_file", COLUMN + "a.pdf", "文件只有 0 字节，请人工查看。")
    world.log.close()
    return tmp_path / "data"


def test_help_is_chinese_and_names_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in ("demo", "run", "crawl", "judge", "check", "portals", "reports", "obligations", "alerts", "rules"):
        assert f"  {name} " in result.stdout
        assert "用法：" in run(name, "--help").stdout
    assert "Options" not in result.stdout


def test_no_command_is_wrong_usage() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "命令" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "是不是 check？"),
        (["check", "--fromat", "json", "x"], "没有选项 --fromat，是不是 --format？"),
        (["check"], "缺少参数"),
        (["alerts", "--dta", "x"], "是不是 --data？"),
        (["alerts", "akc", "1"], "是不是 ack？"),
        (["alerts", "ack", "1"], "缺少选项 --reason"),
        (["alerts", "ack", "one", "--reason", "x"], "整数"),
        (["digest", "--date", "2026-02-30"], "不是日期"),
        (["digest", "--date", "20260208"], "不是日期"),
        (["digest", "--today"], "--today"),
        (["digest", "--format", "xml"], "text（文本）、json、csv"),
        (["digest", "extra"], "多余的参数"),
        (["demo", "--day", "4"], "1 到 3"),
        (["rules", "B99"], "没有规则 B99"),
    ],
)
def test_mistakes_are_answered_in_one_line_with_the_nearest(arguments: list[str], words: str) -> None:
    assert words in refused(*arguments)


@pytest.mark.parametrize("command", ["reports", "obligations", "alerts", "digest", "export problems"])
def test_a_directory_without_data_is_said(command: str, tmp_path: Path) -> None:
    assert "还没有数据" in refused(*command.split(), "--data", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_log_is_said(tmp_path: Path) -> None:
    (tmp_path / "nianbao.db").write_text("no database at all, but long enough to look like a page of one" * 20)
    assert "不是 SQLite 数据库" in refused("reports", "--data", tmp_path)


def test_a_second_run_beside_the_first_is_refused(data: Path) -> None:
    with run_lock(data):
        assert "正在进行" in refused("judge", "--data", data)


def test_reports_are_listed_as_the_plan_lays_down(data: Path) -> None:
    (row,) = listed("reports", "--data", data)
    assert list(row) == REPORT_KEYS
    assert (row["body"], row["year"], row["versions"], len(row["files"])) == (WATER, 2025, 1, 1)
    assert row["first_seen_at"].endswith("+08:00")
    assert WATER in run("reports", "--data", data).stdout
    assert listed("reports", "--data", data, "--body", "教育局") == []
    assert "（没有）" in run("reports", "--data", data, "--year", "2020").stdout


def test_alerts_are_listed_as_the_plan_lays_down(data: Path) -> None:
    rows = listed("alerts", "--data", data)
    assert [list(row) for row in rows] == [ALERT_KEYS] * 3
    assert {row["rule"]: row["list"] for row in rows} == {
        "B05": "compliance",
        "C03": "compliance",
        "broken_file": "health",
    }
    assert {row["portal"] for row in rows} == {PORTAL}
    assert [row["rule"] for row in listed("alerts", "--data", data, "--list", "health")] == ["broken_file"]
    assert listed("alerts", "--data", data, "--state", "resolved") == []
    rows = list(csv.DictReader(io.StringIO(run("alerts", "--data", data, "--format", "csv").stdout)))
    assert list(rows[0]) == ALERT_KEYS


def test_obligations_are_listed(data: Path) -> None:
    states = {row["body"]: row["state"] for row in listed("obligations", "--data", data)}
    assert states == {WATER: "met", FARMS: "unknown"}
    assert "须在另一天" in run("obligations", "--data", data, "--state", "unknown").stdout


def test_rules_are_listed_as_the_plan_lays_down() -> None:
    rows = listed("rules")
    assert [list(row) for row in rows] == [RULE_KEYS] * len(rows)
    assert "B01" in {row["code"] for row in rows}
    assert "## 依据" in run("rules", "b01").stdout
    assert [row["code"] for row in listed("rules", "B01")] == ["B01"]


def test_decisions_are_taken_and_survive_a_judging(data: Path) -> None:
    first, second = (row["id"] for row in listed("alerts", "--data", data, "--list", "compliance"))
    assert run("alerts", "ack", first, "--reason", "已通知", "--data", data, "--today", DAY).exit_code == 0
    muted = run("alerts", "--data", data, "mute", second, "--reason", "误报", "--until", "2026-05-01", "--today", DAY)
    assert muted.exit_code == 0, muted.output
    assert "2026-04-01 已经过去" in refused(
        *("alerts", "mute", first, "--reason", "x", "--until", "2026-04-01", "--data", data, "--today", DAY)
    )
    judged = run("judge", "--data", data, "--today", DAY)
    assert judged.exit_code == 0, judged.output
    assert "今日：没有新情况；" in judged.stdout
    states = [row["state"] for row in listed("alerts", "--data", data, "--list", "compliance")]
    assert states == ["acknowledged", "muted"]
    assert run("alerts", "reopen", first, "--reason", "还在", "--data", data).exit_code == 0
    assert "不用重开" in refused("alerts", "reopen", first, "--reason", "还在", "--data", data)
    assert "不能空着" in refused("alerts", "ack", first, "--reason", "　 ", "--data", data)
    assert "没有编号为 99" in refused("alerts", "ack", 99, "--reason", "x", "--data", data)


def test_who_decided_why_and_until_when_stands_in_every_listing(data: Path) -> None:
    first, second = (row["id"] for row in listed("alerts", "--data", data, "--list", "合规"))
    given = ("--data", data, "--today", DAY, "--by", "张三")
    assert run("alerts", "ack", first, "--reason", "已通知", *given).exit_code == 0
    assert run("alerts", "mute", second, "--reason", "误报", "--until", "2026-05-01", *given).exit_code == 0
    rows = {row["id"]: row for row in listed("alerts", "--data", data)}
    assert [rows[first][key] for key in ("state", "reason", "by", "until")] == ["acknowledged", "已通知", "张三", None]
    assert [rows[second][key] for key in ("state", "reason", "by", "until")] == ["muted", "误报", "张三", "2026-05-01"]
    text = run("alerts", "--data", data, "--state", "暂不提醒").stdout
    assert "暂不提醒（到2026年5月1日）" in text
    assert "张三：误报" in text
    assert run("alerts", "reopen", second, "--reason", "又查了", *given).exit_code == 0
    shown = run("alerts", "show", second, "--data", data).stdout
    for part in ("第1次巡查　发现", "张三　暂不提醒：误报（至 2026-05-01）", "张三　重新待处理：又查了", "表四·"):
        assert part in shown
    (told,) = listed("alerts", "show", second, "--data", data)
    assert [step["kind"] for step in told["history"]] == ["new", "muted", "reopened"]


def test_whose_account_it_is_stands_beside_a_decision(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "lisi")
    (first, _) = (row["id"] for row in listed("alerts", "--data", data, "--list", "compliance"))
    assert run("alerts", "ack", first, "--reason", "已通知", "--data", data).exit_code == 0
    assert listed("alerts", "--data", data, "--state", "已知悉")[0]["by"] == "lisi"


def test_many_are_decided_on_at_once_or_none(data: Path) -> None:
    ids = [row["id"] for row in listed("alerts", "--data", data, "--list", "compliance")]
    given = ("--reason", "已通知", "--data", data, "--today", DAY)
    assert "没有编号为 99" in refused("alerts", "ack", *ids, 99, *given)
    assert listed("alerts", "--data", data, "--state", "acknowledged") == []
    assert "共 2 条：已知悉。" in run("alerts", "ack", *ids, *given).stdout
    assert "可以这样处理" in refused("alerts", "ack", "--body", WATER, *given)
    assert "共 2 条：重新待处理。" in run("alerts", "reopen", "--body", "水利", *given).stdout
    assert "B05" in run("alerts", "mute", "--rule", "b05", "--portal", "水月", *given).stdout
    assert [row["rule"] for row in listed("alerts", "--data", data, "--state", "muted")] == ["B05"]
    assert run("alerts", "ack", "--list", "健康", *given).exit_code == 0
    assert "请给出问题的编号" in refused("alerts", "ack", *given)
    assert "只能用一样，请去掉其中一样" in refused("alerts", "ack", 1, "--body", WATER, *given)


def test_a_trouble_of_ours_is_told_in_chinese_and_as_nobodys_fault(data: Path, tmp_path: Path) -> None:
    (row,) = listed("alerts", "--list", "health", "--data", data)
    assert row["rule"] == "broken_file"
    text = run("alerts", "--list", "health", "--data", data).stdout
    shown = run("alerts", "show", row["id"], "--data", data).stdout
    for told in (text, shown):
        assert "文件损坏" in told
        assert "巡查" in told
        assert not [word for word in ("broken_file", "必须改", "请核对") if word in told]
    run("alerts", "--list", "health", "--data", data, "-o", tmp_path / "a.xlsx")
    _, cells = load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(values_only=True)
    assert cells[1:3] == ("文件损坏", "巡查")


def test_what_is_muted_for_good_is_muted_always(data: Path) -> None:
    (first, _) = (row["id"] for row in listed("alerts", "--data", data, "--list", "compliance"))
    said = run("alerts", "mute", first, "--reason", "误报", "--data", data, "--today", DAY).stdout
    assert "暂不提醒（一直）" in said


@pytest.mark.parametrize(
    ("quote", "name"),
    [("https://a.example/nb/；https://a.example/", "看过的网页"), ("见 https://a.example/", "原文")],
)
def test_addresses_are_no_quotations(data: Path, quote: str, name: str) -> None:
    with open_log(data) as log:
        log.execute("UPDATE alerts SET quote = ? WHERE id = 1", (quote,))
    assert f"{name}：“{quote}”" in run("alerts", "show", 1, "--data", data).stdout


def test_whoever_asks_for_what_waits_gets_what_waits_again(data: Path, tmp_path: Path) -> None:
    first, second = (row["id"] for row in listed("alerts", "--data", data, "--list", "compliance"))
    given = ("--reason", "又查了", "--data", data, "--today", DAY)
    run("alerts", "ack", first, *given)
    for state, both in (("待处理", [second]), ("open", [second]), ("reopened", [])):
        assert [row["id"] for row in listed(*("alerts", "--list", "合规", "--data", data, "--state", state))] == both
    run("alerts", "reopen", first, *given)
    for state, both in (("待处理", [first, second]), ("open", [first, second]), ("重新待处理", [first])):
        assert [row["id"] for row in listed(*("alerts", "--list", "合规", "--data", data, "--state", state))] == both
        exported = ("export", "problems", "--data", data, "--today", DAY, "--state", state)
        assert sorted(row["id"] for row in listed(*exported)) == both
    assert "待处理连同重新待处理" in run("alerts", "--help").stdout.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(("code", "near"), [("B1", "是不是 B01"), ("wal", "是不是 wall"), ("Q99", "没有规则 Q99")])
def test_a_rule_that_there_is_not_is_said(data: Path, code: str, near: str) -> None:
    assert near in refused("alerts", "--rule", code, "--data", data)


def test_the_digest_is_shown_and_written(data: Path) -> None:
    result = run("digest", "--data", data, "--date", DAY)
    assert result.exit_code == 0
    assert "新问题 1 家 2 条" in result.stdout
    assert "2 new problems of 1 unit;" in run("digest", "--data", data, "--date", DAY, "--lang", "英文").stdout
    assert (data / "digests" / "2026-04-08.html").is_file()
    digest = listed("digest", "--data", data, "--today", DAY)
    assert [entry["rule"] for entry in digest["news"]["new"]] == ["B05", "C03"]
    rows = list(csv.DictReader(io.StringIO(run("digest", "--data", data, "--today", DAY, "--format", "csv").stdout)))
    assert [row["rule"] for row in rows] == ["B05", "C03"]


def test_the_doctor_says_what_is_wrong(data: Path, tmp_path: Path) -> None:
    result = run("doctor", "--data", data, "--today", DAY)
    assert result.exit_code == 1
    assert "文件只有 0 字节" in result.stdout
    assert "最近一次在 2026-04-08，完成。" in result.stdout
    assert "已有 22 天没有巡查" in run("doctor", "--data", data, "--today", "2026-04-30").stdout
    broken = tmp_path / "portals.toml"
    broken.write_text('[[portal]]\nnme = "x"\n', encoding="utf-8")
    remarks = {row["what"]: row for row in listed_by_doctor(data, broken)}
    assert "第 2 行" in remarks["登记表"]["how"]


def test_the_doctor_names_bodies_whose_kind_nobody_knows(plant: Callable[..., World], tmp_path: Path) -> None:
    world = plant(BodyRow("水月县某某"))
    with world.on(DAY) as planted:
        planted.visit()
    world.log.close()
    assert listed("obligations", "--data", tmp_path / "data") == []
    assert "水月县某某" in run("doctor", "--data", tmp_path / "data", "--today", DAY).stdout


def test_the_doctor_reminds_of_what_was_crawled_and_not_judged(data: Path) -> None:
    with open_log(data) as log:
        world = World(log, (BodyRow(WATER, "department"),))
        Run(log, DAY, world.portal_id).post(draft(WATER, 2024), url=COLUMN + "2.html")
    text = run("doctor", "--data", data, "--today", DAY).stdout
    assert "有 1 份年报还没有读" in text
    assert "中断" in text
    with run_lock(data):
        assert "进行中" in run("doctor", "--data", data, "--today", DAY).stdout


def listed_by_doctor(data: Path, registry: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        run("doctor", "--data", data, "--portals", registry, "--format", "json").stdout
    )
    return found


def test_portals_are_added_and_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(listed("portals", "list")) > 1
    first = run(
        "portals", "add", "某市人民政府", "https://www.example.gov.cn/", "--column", "https://www.example.gov.cn/nb/"
    )
    assert first.exit_code == 0, first.output
    assert run("portals", "add", PORTAL, "https://shuiyue.example/", "--division", "990121").exit_code == 0
    rows = {row["name"]: row for row in listed("portals", "list", "--data", data)}
    assert rows["某市人民政府"]["columns"] == ["https://www.example.gov.cn/nb/"]
    assert (rows[PORTAL]["last_visit"], rows[PORTAL]["healthy"]) == ("2026-04-08", True)
    assert "还没有巡查过" in run("portals", "list", "--data", data).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["某县", "ftp://x/"], "不是网址"),
        (["某县", "http://127.0.0.1/"], "内网"),
        (["某县", "https://www.example.gov.cn/"], "已在登记表里（某市）"),
    ],
)
def test_a_portal_that_is_wrong_is_not_added(tmp_path: Path, arguments: list[str], words: str) -> None:
    registry = tmp_path / "portals.toml"
    run("portals", "add", "某市", "https://www.example.gov.cn/", "--portals", registry)
    before = registry.read_text(encoding="utf-8")
    assert words in refused("portals", "add", *arguments, "--portals", registry)
    assert registry.read_text(encoding="utf-8") == before


def test_a_registry_that_is_wrong_stops_a_run_before_it_starts(tmp_path: Path) -> None:
    registry = tmp_path / "portals.toml"
    registry.write_text('[[portal]]\nname = "x"\n', encoding="utf-8")
    assert "第 1 行" in refused("run", "--portals", registry, "--data", tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_the_demo_does_not_touch_real_data(data: Path) -> None:
    assert "正式的数据" in refused("demo", "--data", data, "--today", DAY)


IMPORTS = """
import sys
from monitor.cli import main
try:
    main(sys.argv[2:])
except SystemExit as end:
    assert end.code in (0, 1), end.code
heavy = sorted(set(sys.argv[1].split(",")) & {name.partition(".")[0] for name in sys.modules})
assert not heavy, heavy
"""


def imports_none_of(names: str, *arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, names, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_help_imports_nothing_heavy() -> None:
    imports_none_of("scrapy,sqlite_utils,playwright,pdfplumber,pypdfium2,rich,jinja2,lxml,twisted", "--help")


def test_checking_a_page_imports_no_pdf_libraries(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(report_page(draft()), encoding="utf-8")
    imports_none_of("scrapy,sqlite_utils,playwright,pdfplumber,pypdfium2,rich,jinja2,twisted", "check", path)


@pytest.mark.parametrize("command", ["run", "judge", "obligations", "portals"])
def test_what_only_a_crawl_needs_is_left_to_its_own_process(command: str) -> None:
    imports_none_of("scrapy,twisted,playwright,pdfplumber,pypdfium2", command, "--help")


def test_a_reader_that_hangs_up_is_no_error() -> None:
    command = [sys.executable, "-m", "monitor", "rules", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, complaint = process.communicate()
    assert (process.returncode, complaint) == (0, "")


def test_ctrl_c_ends_in_one_line_and_130(data: Path) -> None:
    """The interrupt comes while the judging reads; what it said before it is one line, and the next run carries on."""
    code = (
        "import os, signal, monitor.commands.run as c\n"
        "def interrupted(*a): os.kill(os.getpid(), signal.SIGINT); signal.pause()\n"
        "c.run_judge = interrupted\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # what a shell starts with & ignores it
        "from monitor.cli import main\n"
        f"main(['judge', '--data', {str(data)!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (130, 1)
    assert "已中断" in done.stderr
    assert run("judge", "--data", data, "--today", DAY).exit_code == 0

"""``check``: files judged without a log, in three forms of output, with three exit statuses."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.render_text import report_text
from monitor.demo.reports import ReportDraft
from monitor.documents.model import UnreadableDocumentError
from monitor.judging.files import Checked, Options, check_all, files_in
from monitor.reports.inputs import Source
from monitor.reports.sources import read_source
from monitor.rules.catalogue import rules
from tests.monitor.planting import WATER, changed, draft

FINDING_KEYS = {
    "rule",
    "severity",
    "outcome",
    "message",
    "basis",
    "basis_kind",
    "mend",
    "cells",
    "page",
    "quotes",
    "quote",
}
REPORT_KEYS = {
    *("source", "media_type", "body", "body_kind", "year", "title", "published_on", "sections", "figures", "findings"),
    *("unsure", "notes"),
}


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    def save(made: ReportDraft, name: str = "report.html") -> Path:
        path = tmp_path / name
        path.write_bytes(report_page(made).encode())
        return path

    return save


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments), "--today", "2026-04-08"])


def reports_of(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(result.stdout)["reports"]
    return found


def test_a_sound_report_gives_nothing_and_status_0(saved: Callable[..., Path]) -> None:
    result = run(saved(draft()))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "没有发现问题" in result.stdout


def test_a_flawed_report_gives_status_1_and_all_that_proves_it(saved: Callable[..., Path]) -> None:
    result = run(saved(draft(WATER, 2025, "B05")))
    assert result.exit_code == 1
    for part in ("[请核对] B05", "单元格：表三·", "原文：", "依据："):
        assert part in result.stdout


@pytest.mark.parametrize(("threshold", "status"), [("info", 1), ("warning", 1), ("error", 0)])
def test_the_threshold_decides_the_status(saved: Callable[..., Path], threshold: str, status: int) -> None:
    assert run(saved(draft(WATER, 2025, "B05")), "--fail-on", threshold).exit_code == status


def test_json_is_as_the_plan_lays_it_down(saved: Callable[..., Path]) -> None:
    path = saved(draft(WATER, 2025, "B05"))
    (report,) = reports_of(run(path, "--format", "json", "--published", "2026-01-20"))
    assert set(report) == REPORT_KEYS
    assert (report["source"], report["media_type"], report["published_on"]) == (str(path), "text/html", "2026-01-20")
    assert (report["body"], report["body_kind"], report["year"]) == (WATER, "department", 2025)
    assert [section["key"] for section in report["sections"]] == [
        *("overview", "proactive", "applications", "remedies", "problems", "other"),
    ]
    assert {"heading", "numeral"} <= set(report["sections"][0])
    assert len(report["figures"]) == 200
    assert report["figures"]["applications.refused.state_secret.natural_person"] == ""
    (finding,) = report["findings"]
    assert set(finding) == FINDING_KEYS
    assert (finding["rule"], finding["outcome"]) == ("B05", "fail")


def test_all_outcomes_are_shown_on_demand(saved: Callable[..., Path]) -> None:
    (report,) = reports_of(run(saved(draft()), "--format", "json", "--all"))
    assert {finding["rule"] for finding in report["findings"]} == set(rules())
    assert {finding["outcome"] for finding in report["findings"]} >= {"pass", "not_evaluated"}
    assert "[通过]" in run(saved(draft()), "--all").stdout


def test_csv_has_a_line_for_every_finding(saved: Callable[..., Path]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(saved(draft(WATER, 2025, "B05", "C03")), "--format", "csv").stdout)))
    assert [(row["rule"], row["body"], row["year"]) for row in rows] == [("B05", WATER, "2025"), ("C03", WATER, "2025")]


def test_the_day_of_publication_is_judged(saved: Callable[..., Path]) -> None:
    path = saved(draft())
    assert run(path, "--published", "2026-01-31").exit_code == 0
    late = run(path, "--published", "2026-02-01")
    assert (late.exit_code, "D01" in late.stdout) == (1, True)


BYLINE = "<div class='info'>发布时间：2026-02-03　来源：水月县水务局　浏览次数：31</div>"


def saved_page(path: Path, byline: str, made: ReportDraft | None = None) -> Path:
    made = made or draft()
    path.write_text(report_page(made).replace("</h1>", f"</h1>{byline}"), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("byline", "published"),
    [
        (BYLINE, "2026-02-03"),
        ("<p>时间：2026年1月20日　作者：办公室</p>", "2026-01-20"),
        ("<publishtime>2026-01-28 09:30</publishtime>", "2026-01-28"),
        ("<p>成文日期：2026-01-05</p>", None),
        ("", None),
    ],
)
def test_a_saved_page_says_when_it_was_published(tmp_path: Path, byline: str, published: str | None) -> None:
    result = run(saved_page(tmp_path / "page.html", byline), "--format", "json")
    (report,) = reports_of(result)
    assert report["published_on"] == published
    late = published is not None and published > "2026-01-31"
    assert ("D01" in {finding["rule"] for finding in report["findings"]}) is late


def test_the_day_that_the_user_gives_goes_before_the_pages(tmp_path: Path) -> None:
    result = run(saved_page(tmp_path / "page.html", BYLINE), "--published", "2026-01-20", "--format", "json")
    assert [report["published_on"] for report in reports_of(result)] == ["2026-01-20"]
    assert result.exit_code == 0


def test_a_page_saved_in_one_file_says_it_too_and_its_address_alone_proves_nothing(tmp_path: Path) -> None:
    part = MIMEText(saved_page(tmp_path / "page.html", BYLINE).read_text(encoding="utf-8"), "html", "utf-8")
    whole = MIMEMultipart("related", boundary="----=_part")
    whole.attach(part)
    (tmp_path / "page.mht").write_bytes(b"From: <Saved by a browser>\n" + whole.as_bytes())
    assert [report["published_on"] for report in reports_of(run(tmp_path / "page.mht", "--format", "json"))] == [
        "2026-02-03"
    ]
    noted = "<!-- saved from url=(0051)http://www.shuiyue.invalid/nb/202603/t20260302_11.html -->"
    path = saved_page(tmp_path / "noted.html", "")
    path.write_text(path.read_text(encoding="utf-8").replace("<html", f"{noted}<html"), encoding="utf-8")
    (report,) = reports_of(run(path, "--format", "json"))
    assert report["published_on"] == "2026-03-02"
    assert report["findings"] == []


def test_absent_blank_sign_and_nought_stay_four_things_and_the_unsure_is_named(tmp_path: Path) -> None:
    names = [f"applications.{row}.natural_person" for row in ("new", "granted", "partly_granted", "total")]
    made = changed(
        draft(), **dict(zip((name.replace(".", "__") for name in names), ("", "/", "0", "1 2"), strict=True))
    )
    path = tmp_path / "page.html"
    path.write_text(report_page(made), encoding="utf-8")
    (report,) = reports_of(run(path, "--format", "json"))
    figures = report["figures"]
    assert [figures.get(name) for name in names] == ["", "/", "0", None]
    assert report["unsure"] == [names[3]]
    assert not set(report["unsure"]) & set(figures)
    assert "applications.other.total" not in figures
    assert "applications.other.total" not in report["unsure"]
    (tmp_path / "plain.txt").write_text(report_text(draft()), encoding="utf-8")
    (report,) = reports_of(run(tmp_path / "plain.txt", "--format", "json"))
    assert report["notes"] == ["表格以制表符分列，合并单元格已丢失。"]


def test_the_body_may_be_given(saved: Callable[..., Path]) -> None:
    path = saved(draft())
    (report,) = reports_of(run(path, "--body", "水月县人民政府", "--published", "2026-03-01", "--format", "json"))
    assert (report["body"], report["body_kind"]) == ("水月县人民政府", "government")
    assert "D01" not in {finding["rule"] for finding in report["findings"]}


def test_last_years_file_is_held_against_this_years(saved: Callable[..., Path]) -> None:
    made = changed(draft(), applications__carried_in__total="77")
    result = run(saved(made), "--previous", saved(draft(WATER, 2024), "previous.html"))
    assert "Y01" in result.stdout
    assert "Y01" not in run(saved(made)).stdout


def test_every_carrier_gives_the_same_figures(tmp_path: Path, saved: Callable[..., Path]) -> None:
    made = draft()
    page = saved(made)
    (tmp_path / "report.docx").write_bytes(report_docx(made))
    (tmp_path / "report.pdf").write_bytes(report_pdf(made))
    figures = [
        report["figures"]
        for report in reports_of(run(page, tmp_path / "report.docx", tmp_path / "report.pdf", "--format", "json"))
    ]
    assert figures[0] == figures[1] == figures[2] == dict(made.figures)


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path, saved: Callable[..., Path]) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"")
    result = run(bad, saved(draft()), tmp_path / "absent.html", "--format", "json")
    assert result.exit_code == 2
    assert len(reports_of(result)) == 1
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert str(bad) in lines[0]
    assert "没有这个文件" in lines[1]


def test_many_files_are_read_at_once_and_told_in_their_order(tmp_path: Path, saved: Callable[..., Path]) -> None:
    bad = tmp_path / "empty.pdf"
    bad.write_bytes(b"")
    paths = [bad if n % 3 == 2 else saved(draft(WATER, 2024 + n % 2), f"{n}.html") for n in range(12)]
    found = list(check_all(paths, Options(date(2026, 4, 8))))
    assert [one.report.source if isinstance(one, Checked) else str(one).split("：")[0] for one in found] == [
        str(path) for path in paths
    ]
    years = [one.report.year for one in found if isinstance(one, Checked)]
    assert years == [2024, 2025, 2025, 2024] * 2


def test_a_file_that_never_ends_is_not_read(tmp_path: Path) -> None:
    endless = tmp_path / "endless.pdf"
    endless.symlink_to("/dev/zero")
    (trouble,) = check_all([endless], Options(date(2026, 4, 8)))
    assert "MiB" in str(trouble)


NOTICE = "关于开展安全检查的通知\n各科室：请于本周五前完成自查。\n"


def test_a_file_that_is_no_report_is_said_to_be_none(tmp_path: Path, saved: Callable[..., Path]) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    alone = run(tmp_path / "notice.txt")
    assert (alone.exit_code, alone.stdout) == (2, "")
    [line] = alone.stderr.splitlines()
    assert str(tmp_path / "notice.txt") in line
    assert "不是政府信息公开工作年度报告" in line
    saved(draft())
    both = run(tmp_path, "--format", "json")
    assert (both.exit_code, len(reports_of(both))) == (2, 1)
    assert "notice.txt" in both.stderr


def test_a_report_that_was_not_understood_is_no_clean_one(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    words = "更多信息请关注本局公众号。" * 30
    page.write_text(f"<h1>{draft().title}</h1><p>{words}</p>", encoding="utf-8")
    result = run(page, "--format", "json")
    assert (result.exit_code, reports_of(result)) == (2, [])
    assert "没有读出年报的章节和表格" in result.stderr


def test_a_directory_is_walked(tmp_path: Path, saved: Callable[..., Path]) -> None:
    (tmp_path / "below" / ".hidden").mkdir(parents=True)
    (tmp_path / "below" / ".hidden" / "x.html").write_text("x")
    saved(draft(), "below/a.html")
    saved(draft(WATER, 2024), "b.html")
    assert [path.name for path in files_in([tmp_path])] == ["b.html", "a.html"]
    assert len(reports_of(run(tmp_path, "--format", "json"))) == 2


def test_an_empty_directory_is_wrong_usage(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_an_unreadable_file_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (trouble,) = check_all([path], Options(date(2026, 4, 8)))
    assert isinstance(trouble, UnreadableDocumentError)
    assert str(trouble).startswith(f"{path}：")


def test_an_unreadable_previous_file_stops_the_check(tmp_path: Path, saved: Callable[..., Path]) -> None:
    result = run(saved(draft()), "--previous", tmp_path / "none.html")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_seeds_break_no_arithmetic(shared: Path, name: str) -> None:
    (checked,) = check_all([shared / "seeds" / f"{name}.txt"], Options(date(2024, 4, 8)))
    assert isinstance(checked, Checked)
    assert not {finding.rule for finding in checked.failures} & {"B01", "B02", "B03", "C01", "S01"}


def test_pictures_saved_with_a_page_and_nothing_outside_its_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, bytes | None] = {}

    def read_document(_data: bytes, **more: Any) -> None:
        pictures = more["pictures"]
        asked.update({name: pictures(name) for name in ("a_files/1.png", "../secret.png", "/etc/passwd", "x/2.png")})
        asked["elsewhere"] = pictures("http://portal.invalid/1.png")
        raise UnreadableDocumentError("够了。")

    monkeypatch.setattr("monitor.reports.sources.read_document", read_document)
    page = tmp_path / "saved" / "a.html"
    (page.parent / "a_files").mkdir(parents=True)
    (page.parent / "a_files" / "1.png").write_bytes(b"picture")
    (tmp_path / "secret.png").write_bytes(b"secret")
    page.write_text("<p>x</p>", encoding="utf-8")
    with pytest.raises(UnreadableDocumentError):
        read_source(Source(page, str(page), page.name))
    assert asked == {
        "a_files/1.png": b"picture",
        **dict.fromkeys(("../secret.png", "/etc/passwd", "x/2.png", "elsewhere")),
    }

"""``nianbao reports``, ``obligations``, ``digest`` and ``export``: what is in the log."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from crawler.outgoing import as_json
from monitor.commands.frame import (
    Command,
    Day,
    Format,
    OneOf,
    Whole,
    data_option,
    format_option,
    say,
    show,
    table_csv,
    today_option,
)
from monitor.commands.log import existing_log, one_line_errors
from monitor.commands.terminal import print_message
from monitor.telling.digest import exempt_bodies
from monitor.telling.digest_page import write_page
from monitor.telling.digest_text import exempt_lines
from monitor.telling.entries import NEWS
from monitor.telling.findings import KEYS, all_findings
from monitor.telling.giving import look
from monitor.telling.wording import OBLIGATION_STATES
from storage.clock import Clock, day_of, local_stamp
from storage.files import write_whole
from storage.tables import obligations, reports
from storage.tables.obligations import Obligation
from storage.tables.reports import ListedReport

_REPORT_KEYS: Final = (
    *("body", "year", "url", "title", "published_on", "published_from", "first_seen_at", "versions", "files"),
)
_REPORT_COLUMNS: Final = {
    "body": "机关",
    "year": "年度",
    "published_on": "发布日期",
    "first_seen": "首次见到",
    "versions": "版本",
    "url": "网址",
}
_OBLIGATION_KEYS: Final = (
    *("portal", "body", "body_kind", "year", "due_on", "state", "why", "basis", "how", "report_url", "published_on"),
)
_OBLIGATION_COLUMNS: Final = {"body": "机关", "year": "年度", "due_on": "期限", "state_zh": "状态", "why": "说明"}


@click.command("reports", cls=Command, help="列出存下的年报。")
@click.option("--body", help="只列名称中含有这些字的机关")
@click.option("--year", type=Whole(2008, 2100), help="只列这一年度")
@format_option
@data_option()
def reports_listing(*, body: str | None, year: int | None, form: Format, data: Path) -> None:
    """List the reports that are kept."""
    with existing_log(data) as log:
        found = [report for report in reports.listing(log) if _fits(report, body, year)]
    if form == "text":
        show([asdict(one) | {"first_seen": day_of(one.first_seen_at)} for one in found], form, _REPORT_COLUMNS)
    else:
        shown = [asdict(report) | {"first_seen_at": local_stamp(report.first_seen_at)} for report in found]
        show([{key: values[key] for key in _REPORT_KEYS} for values in shown], form, dict.fromkeys(_REPORT_KEYS, ""))


@click.command("obligations", cls=Command, help="列出应报：谁、哪一年度、何时到期、来了没有。")
@click.option("--body", help="只列名称中含有这些字的机关")
@click.option("--year", type=Whole(2008, 2100), help="只列这一年度")
@click.option("--state", type=OneOf.of(OBLIGATION_STATES), help=f"只列这一状态：{OneOf.of(OBLIGATION_STATES).told}")
@format_option
@data_option()
def obligations_listing(*, body: str | None, year: int | None, state: Any, form: Format, data: Path) -> None:
    """List who owes what by when, and whether it came."""
    with existing_log(data) as log:
        found = [owed for owed in obligations.all(log, year=year, state=state) if _fits(owed, body, None)]
        exempt = exempt_bodies(log) if form == "text" and body is None and state is None else []
    if form == "text":
        show([asdict(owed) | {"state_zh": OBLIGATION_STATES[owed.state]} for owed in found], form, _OBLIGATION_COLUMNS)
        for line in exempt_lines(exempt):
            say(line)
    else:
        show(
            [{key: getattr(owed, key) for key in _OBLIGATION_KEYS} for owed in found],
            form,
            dict.fromkeys(_OBLIGATION_KEYS, ""),
        )


@click.command("digest", cls=Command, help="显示某一天的日报，并写成网页。")
@click.option("--date", "day", type=Day(), help="哪一天（默认今天）")
@click.option("--lang", type=OneOf.of({"zh": "中文", "en": "英文"}), default="zh", help="zh 中文（默认）；en 英文")
@format_option
@data_option()
@today_option
def digest_of_day(*, day: date | None, lang: Any, form: Format, data: Path, today: date | None) -> None:
    """Show the digest of a day and write its page."""
    with existing_log(data) as log, one_line_errors():
        now = Clock(today).today
        digest = look(log, day or now, now)
        page = write_page(digest, data)
    if form == "text":
        say(f"明细（当天的网页）：{page}")
        print_message(digest, lang)
    elif form == "json":
        click.echo(as_json(asdict(digest)), nl=False)
    else:
        rows = [{"news": kind} | asdict(entry) for kind in NEWS for entry in digest.news[kind]]
        show(rows, form, {"news": ""})


@click.command("export", cls=Command, help="导出问题清单：每个问题一行，含机关、年度、依据、网址。")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="写入文件（默认写到屏幕）")
@click.option("--format", "form", type=OneOf(["csv", "json"]), default="csv", help="输出格式：csv（默认）、json")
@data_option()
def export_findings(*, output: Path | None, form: str, data: Path) -> None:
    """Export every finding."""
    with existing_log(data) as log:
        rows = all_findings(log)
    text = table_csv(rows, KEYS) if form == "csv" else as_json(rows)
    if output is None:
        click.echo(text, nl=False)
        return
    with one_line_errors():
        # Office programs take a CSV file for UTF-8 only with this mark.
        write_whole(output, "\ufeff" + text if form == "csv" else text)
    say(f"已写入 {output}，共 {len(rows)} 条。", err=True)


def _fits(one: ListedReport | Obligation, body: str | None, year: int | None) -> bool:
    return (body is None or body in (one.body or "")) and (year is None or one.year == year)

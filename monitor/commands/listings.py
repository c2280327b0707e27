"""``nianbao reports``, ``obligations`` and ``digest``: what is in the log."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from crawler.outgoing import as_json
from monitor.commands.filters import filters
from monitor.commands.frame import (
    Command,
    Day,
    Format,
    OneOf,
    data_option,
    format_option,
    listing_options,
    say,
    show,
    today_option,
)
from monitor.commands.log import existing_log, one_line_errors
from monitor.commands.terminal import print_message
from monitor.telling.digest import exempt_bodies
from monitor.telling.digest_page import write_page
from monitor.telling.digest_text import exempt_lines
from monitor.telling.entries import NEWS
from monitor.telling.giving import look
from monitor.telling.wording import OBLIGATION_STATES, REPORT_STATES
from storage.clock import Clock, day_of
from storage.tables import obligations, reports
from storage.tables.narrowing import EVERYTHING, Wanted
from storage.tables.records import values_of

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
@filters(REPORT_STATES)
@listing_options
@data_option()
def reports_listing(*, wanted: Wanted, form: Format, output: Path | None, data: Path) -> None:
    """List the reports that are kept."""
    with existing_log(data) as log:
        rows = (
            values_of(one) | {"first_seen": day_of(one.first_seen_at), "files": list(map(values_of, one.files))}
            for one in reports.listing(log, wanted)
        )
        show(rows, form, _REPORT_COLUMNS, output=output, keys=_REPORT_KEYS)


@click.command("obligations", cls=Command, help="列出应报：谁、哪一年度、何时到期、来了没有。")
@filters(OBLIGATION_STATES)
@listing_options
@data_option()
def obligations_listing(*, wanted: Wanted, form: Format, output: Path | None, data: Path) -> None:
    """List who owes what by when, and whether it came."""
    with existing_log(data) as log:
        rows = (
            values_of(owed) | {"state_zh": OBLIGATION_STATES[owed.state]} for owed in obligations.matching(log, wanted)
        )
        show(rows, form, _OBLIGATION_COLUMNS, output=output, keys=_OBLIGATION_KEYS)
        if form == "text" and output is None and replace(wanted, year=None) == EVERYTHING:
            for line in exempt_lines(exempt_bodies(log)):
                say(line)


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

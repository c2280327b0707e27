"""``nianbao export``: what leaves the log as files for other people and programs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from crawler.outgoing import as_lines, csv_lines, json_lines
from monitor.commands.filters import filters
from monitor.commands.frame import Day, Group, OneOf, Refusal, Whole, data_option, flat, print_pieces, say, today_option
from monitor.commands.log import existing_log, one_line_errors
from monitor.telling.exports.dataset import Dataset
from monitor.telling.exports.feeds import NEWS, atom, calendar
from monitor.telling.exports.notice_docx import notice_docx
from monitor.telling.exports.notices import Notice, notices, pictures_of
from monitor.telling.exports.problem_list import ProblemList, free_path
from monitor.telling.exports.problems import KEYS, Problem, Problems
from monitor.telling.exports.warc import write_alerts, write_all
from monitor.telling.wording import ALERT_STATES, REPORT_STATES
from storage.clock import Clock
from storage.database import Log
from storage.files import write_whole, writing_whole
from storage.tables import alerts, obligations, runs
from storage.tables.alerts import Alert
from storage.tables.narrowing import Wanted

F = TypeVar("F", bound=Callable[..., Any])

_NEVER: Final = "2000-01-01T00:00:00Z"
_NEWS_MOST: Final = 200
"""Entries of the feed; who reads it has the earlier ones."""
_DAYS_TO_MEND: Final = timedelta(days=7)


@click.group("export", cls=Group, help="导出：问题清单、给各单位的提示、证据、数据包、订阅和日历。")
def export_group() -> None:
    """The exports."""


def output_to(what: str) -> Callable[[F], F]:
    """``-o``: where it is written to."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), help=what)


_deadline = click.option("--deadline", type=Day(), help="整改期限（默认七天以后）")


@export_group.command("problems", help="问题清单：总表、发布情况、看不到三张表（.xlsx）；.csv、.json 只有总表。")
@filters({state: word for state, word in ALERT_STATES.items() if state != "resolved"})
@click.option(
    "--split",
    type=OneOf(["sheet", "file"]),
    help="分单位，供送单位：sheet 一个单位一张表，file 一个单位一个文件（这时 -o 是目录）；"
    "没有暂不提醒的问题，没有状态和处理说明",
)
@_deadline
@output_to("写入的文件，按后缀定格式：.xlsx、.csv、.json（默认 ./问题清单_日期.xlsx）")
@click.option("--format", "form", type=OneOf(["csv", "json"]), help="不写文件，按此格式写到屏幕：csv、json")
@data_option()
@today_option
def export_problems(
    *,
    wanted: Wanted,
    split: str | None,
    deadline: date | None,
    output: Path | None,
    form: str | None,
    data: Path,
    today: date | None,
) -> None:
    """Export the problems that stand."""
    now = Clock(today).today
    kind = _kind_of_output(output, form, split)
    if split and wanted.state == "muted":
        raise Refusal("分单位的清单是送单位的，不写暂不提醒的问题。请去掉 --split 或 --state。")
    target = output or Path(f"问题清单_{now:%Y%m%d}" + ("" if split == "file" else ".xlsx"))
    with existing_log(data) as log, one_line_errors():
        problems = Problems(log, deadline or now + _DAYS_TO_MEND)
        listed = ProblemList(log, problems, wanted)
        if split == "file":
            files = listed.write_files(target)
            say(f"已写入目录 {target}，共 {len(files)} 个单位，各一个文件。", err=True)
        elif kind == "xlsx":
            count = listed.write_sheets(target) if split else listed.write(target)
            say(f"已写入 {target}，共 {count} 条。", err=True)
        else:
            _give_problems(problems, wanted, kind, output)


def _kind_of_output(output: Path | None, form: str | None, split: str | None) -> str:
    """What is to be written: ``xlsx``, ``csv`` or ``json``; refused where ending, format and split contradict."""
    ending = output.suffix.lower().lstrip(".") if output is not None and split != "file" else ""
    if output is not None and split != "file" and ending not in ("xlsx", "csv", "json"):
        raise Refusal(f"{output}：不认识的后缀。请用 .xlsx、.csv 或 .json。")
    if form and ending and form != ending:
        raise Refusal(f"{output} 的后缀与 --format {form} 不一致，请去掉其中一个。")
    kind = ending or form or "xlsx"
    if split and kind != "xlsx":
        raise Refusal("--split 只用于 .xlsx，请去掉 --format 或换后缀。")
    return kind


def _give_problems(problems: Problems, wanted: Wanted, kind: str, output: Path | None) -> None:
    rows = map(Problem.as_row, problems.each(wanted))
    pieces = csv_lines(KEYS, ([flat(row[key]) for key in KEYS] for row in rows)) if kind == "csv" else json_lines(rows)
    if output is None:
        print_pieces(pieces)
        return
    with writing_whole(output) as file:
        # Office programs take a CSV file for UTF-8 only with this mark.
        file.write(b"\xef\xbb\xbf" if kind == "csv" else b"")
        for piece in pieces:
            file.write(piece.encode())
    say(f"已写入 {output}。", err=True)


@export_group.command(
    "notices", help="给各单位的提示：一个单位一个 DOCX 文件，附标红框的原页；text 打印文字，便于复制。"
)
@filters()
@_deadline
@click.option("--contact", default="", help="落款的联系人和电话")
@click.option("--pictures/--no-pictures", default=True, help="附不附原页的图（默认附）")
@output_to("写入的目录（默认 ./提示_日期）")
@click.option(
    "--format", "form", type=OneOf(["docx", "text"]), default="docx", help="docx（默认）写文件，text 写到屏幕"
)
@data_option()
@today_option
def export_notices(
    *,
    wanted: Wanted,
    deadline: date | None,
    contact: str,
    pictures: bool,
    output: Path | None,
    form: str,
    data: Path,
    today: date | None,
) -> None:
    """Export a notice for every unit that has something to mend."""
    now = Clock(today).today
    until, year = deadline or now + _DAYS_TO_MEND, wanted.year or now.year - 1
    with existing_log(data) as log, one_line_errors():
        found = notices(Problems(log, until).each(replace(wanted, year=None)), year, now, until, contact)
        if form == "text":
            _print_notices(found)
            return
        target = output or Path(f"提示_{now:%Y%m%d}")
        written: list[Path] = []
        for notice in found:
            shown, trouble = pictures_of(log, notice) if pictures else ([], "")
            if trouble:
                say(f"nianbao：{trouble}", err=True)
            path = free_path(target, f"提示_{notice.unit}_{year}", ".docx", written)
            write_whole(path, notice_docx(notice, shown))
            written.append(path)
    others = "" if wanted.year else "；往年的用 --year"
    if not written:
        say(f"{year} 年度没有待处理的问题，没有写入文件；暂不提醒的不写{others}。", err=True)
        return
    say(f"已写入目录 {target}，{year} 年度共 {len(written)} 个单位{others}。", err=True)


def _print_notices(found: Iterator[Notice]) -> None:
    for number, notice in enumerate(found):
        click.echo(("\n" if number else "") + as_lines(notice.as_lines()), nl=False)


@export_group.command(
    "evidence", help="证据：问题所依据的网页和文件，连同应答头，存为 WARC。给出编号，或用 --all 导出全部。"
)
@click.argument("ids", metavar="[ID]…", nargs=-1, type=Whole(1))
@click.option("--all", "everything", is_flag=True, help="全部存下的应答")
@output_to("写入的文件（默认 ./证据_日期.warc.gz）")
@data_option()
@today_option
@click.pass_context
def export_evidence(
    context: click.Context,
    *,
    ids: tuple[int, ...],
    everything: bool,
    output: Path | None,
    data: Path,
    today: date | None,
) -> None:
    """Export what problems rest on."""
    if bool(ids) == everything:
        raise Refusal("请给出问题的编号（见 nianbao alerts），或用 --all 导出全部，二者选一。")
    target = output or Path(f"证据_{Clock(today).today:%Y%m%d}.warc.gz")
    if not target.name.lower().endswith(".warc.gz"):
        raise Refusal(f"{target}：不认识的后缀。请用 .warc.gz。")
    with existing_log(data) as log, one_line_errors():
        found = [_alert(log, number) for number in ids]
        with writing_whole(target) as file:
            troubles = write_all(log, file) if everything else write_alerts(log, found, file)
    for trouble in troubles:
        say(f"nianbao：{trouble}", err=True)
    say(f"已写入 {target}。" + (f"有 {len(troubles)} 个存档文件缺失或损坏，没有写入。" if troubles else ""), err=True)
    context.exit(int(bool(troubles)))


@export_group.command(
    "dataset", help="数据包：全部数据（CSV）和每一列的中英文名称、单位、来源、年度（datapackage.json）。"
)
@filters(REPORT_STATES)
@output_to("写入的目录，或者 .zip 文件（默认 ./年报数据_日期）")
@data_option()
@today_option
def export_dataset(*, wanted: Wanted, output: Path | None, data: Path, today: date | None) -> None:
    """Export all figures for researchers."""
    target = output or Path(f"年报数据_{Clock(today).today:%Y%m%d}")
    with existing_log(data) as log, one_line_errors():
        dataset = Dataset(log, wanted, _known_at(log))
        dataset.write(target)
    say(f"已写入 {target}，共 {dataset.count} 份年报。", err=True)


@export_group.command("feed", help="订阅：最近的新问题、加重、再次出现和已改好，Atom 格式。")
@click.option("--link", default="", help="订阅里“查看更多”的网址")
@output_to("写入的文件（默认 ./年报监测.atom）")
@data_option()
def export_feed(*, link: str, output: Path | None, data: Path) -> None:
    """Export the news as a feed."""
    with existing_log(data) as log, one_line_errors():
        _write_text(
            output or Path("年报监测.atom"), ".atom", atom(alerts.latest_events(log, NEWS, _NEWS_MOST), link=link)
        )


@export_group.command("calendar", help="日历：还没有见到的年报何时到期，iCalendar 格式。")
@filters()
@output_to("写入的文件（默认 ./年报期限.ics）")
@data_option()
def export_calendar(*, wanted: Wanted, output: Path | None, data: Path) -> None:
    """Export the days on which reports are due."""
    with existing_log(data) as log, one_line_errors():
        _write_text(output or Path("年报期限.ics"), ".ics", calendar(obligations.matching(log, wanted), _known_at(log)))


def _write_text(target: Path, ending: str, text: str) -> None:
    if target.suffix.lower() != ending:
        raise Refusal(f"{target}：不认识的后缀。请用 {ending}。")
    write_whole(target, text)
    say(f"已写入 {target}。", err=True)


def _alert(log: Log, number: int) -> Alert:
    found = alerts.get(log, number)
    if found is None:
        raise Refusal(f"没有编号为 {number} 的问题，用 nianbao alerts 列出全部问题。")
    return found


def _known_at(log: Log) -> str:
    """When the log was last brought up to date, a stamp: what is exported is as of then."""
    last = runs.latest(log)
    return (last.finished_at or last.started_at) if last else _NEVER

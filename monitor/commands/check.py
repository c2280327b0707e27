"""``nianbao check``: judges files without a log, like a linter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from monitor.commands.frame import WRONG, Command, Day, Format, OneOf, Refusal, format_option, today_option
from monitor.documents.model import UnreadableDocumentError
from monitor.judging.files import Checked, Options, check_all, files_in, read_files
from monitor.reports.model import Report
from monitor.rules.model import Severity
from monitor.telling.checked import as_csv, as_json, as_text
from storage.clock import Clock


@click.command(
    "check",
    cls=Command,
    help="检查年报文件：网页、PDF（含扫描件）、DOCX、DOC、WPS、Excel、OFD、图片、压缩包、纯文本；给出目录则查其中所有文件。"
    "没有发现问题退出码为 0，有为 1，用法不对、文件读不出来或者不是年报为 2。",
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", type=Day(), help="发布日期，用来判断是否逾期（默认取存下的网页上标注的日期）")
@click.option("--body", help="发布机关全称（默认从文件读出）")
@click.option("--previous", type=click.Path(path_type=Path, dir_okay=False), help="上一年度年报文件，用来核对结转")
@click.option("--all", "everything", is_flag=True, help="列出所有规则的结论（默认只列不符）")
@click.option(
    "--fail-on",
    type=OneOf([severity.value for severity in Severity]),
    default="warning",
    help="从哪一级起退出码为 1：info、warning（默认）、error",
)
@click.option(
    "--picture",
    "pictures",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="把每条问题所在的页面画成 PNG 存入此目录，有关单元格用红框标出",
)
@format_option
@today_option
@click.pass_context
def check_files(
    context: click.Context,
    *,
    files: tuple[Path, ...],
    published: date | None,
    body: str | None,
    previous: Path | None,
    everything: bool,
    fail_on: str,
    pictures: Path | None,
    form: Format,
    today: date | None,
) -> None:
    """Check every file, print what was found, and say by the exit status whether there was anything."""
    options = Options(Clock(today).today, published, body, _last_year(previous) if previous else None)
    checked, unreadable = _check_all(list(files_in(files)), options)
    if pictures is not None:
        checked = _with_pictures(checked, pictures)
    if form == "json":
        click.echo(as_json(checked, everything=everything), nl=False)
    elif form == "csv":
        click.echo(as_csv(checked, everything=everything), nl=False)
    else:
        click.echo("\n".join(as_text(one, everything=everything) for one in checked), nl=False)
    found = any(one.has_failure(Severity(fail_on)) for one in checked)
    context.exit(WRONG if unreadable else int(found))


def _with_pictures(checked: Sequence[Checked], directory: Path) -> list[Checked]:
    """The reports with pictures of their findings; what cannot be drawn is said and the check goes on."""
    from monitor.evidence.files import write_pictures  # noqa: PLC0415 - only where pictures are asked for

    drawn: list[Checked] = []
    for one in checked:
        # Several files have findings of the same name.
        place = directory / Path(one.report.source).name if len(checked) > 1 else directory
        written, trouble = write_pictures(Path(one.report.source), one.report, one.failures, place)
        if trouble:
            click.echo(f"nianbao：{trouble}", err=True)
        drawn.append(replace(one, pictures=written))
    return drawn


def _last_year(path: Path) -> Report:
    (report,) = read_files([path])
    if isinstance(report, UnreadableDocumentError):
        raise Refusal(str(report))
    return report


def _check_all(paths: Sequence[Path], options: Options) -> tuple[list[Checked], int]:
    """The files that could be read, judged, and how many could not; those are said at once, the others go on."""
    if not paths:
        raise Refusal("目录里没有文件可查，请检查路径。")
    checked: list[Checked] = []
    for one in check_all(paths, options):
        if isinstance(one, Checked):
            checked.append(one)
        else:
            click.echo(f"nianbao：{one}", err=True)
    return checked, len(paths) - len(checked)

"""``nianbao check``: judges files without a log, like a linter."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import click

from crawler.outgoing import line
from monitor.commands.frame import WRONG, Day, OneOf, Refusal, StoringNothing, say, today_option
from monitor.commands.log import one_line_errors
from monitor.documents.model import UnreadableDocumentError
from monitor.judging.files import Checked, Options, check_all, files_in, read_files
from monitor.reports.model import Report
from monitor.rules.model import Severity
from monitor.telling.checked import as_csv, as_json, as_text, summary
from monitor.telling.sarif import as_sarif
from storage.clock import Clock
from storage.handles import require_handles

_WIPE: Final = "\r\x1b[K"
"""Takes the last word on progress off a terminal's line."""
_SLOW: Final = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".zip", ".rar", ".7z"})
"""Endings of files that may be scans."""


@click.command(
    "check",
    cls=StoringNothing,
    help="检查年报文件：网页、PDF（含扫描件）、DOCX、DOC、WPS、Excel、OFD、图片、压缩包、纯文本；给出目录则查其中所有文件。"
    "没有发现问题退出码为 0，有为 1，用法不对、文件读不出来或者不是年报为 2。",
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", type=Day(), help="发布日期，用来判断是否逾期（默认取存下的网页上标注的日期）")
@click.option("--body", help="发布机关全称（默认从文件读出）")
@click.option(
    "--previous",
    "earlier",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="上一年度年报文件，用来核对结转；可以给几个，各按机关和年度对应",
)
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
@click.option(
    "--format",
    "form",
    type=OneOf(["text", "json", "csv", "sarif"]),
    default="text",
    help="输出格式：text（默认）、json、csv、sarif（SARIF 2.1.0）",
)
@today_option
@click.pass_context
def check_files(
    context: click.Context,
    *,
    files: tuple[Path, ...],
    published: date | None,
    body: str | None,
    earlier: tuple[Path, ...],
    everything: bool,
    fail_on: str,
    pictures: Path | None,
    form: str,
    today: date | None,
) -> None:
    """Check every file, print what was found, and say by the exit status whether there was anything."""
    with one_line_errors():
        require_handles()
    options = Options(Clock(today).today, published, body, tuple(map(_read_one, earlier)))
    checked, troubles = _check_all(list(files_in(files)), options)
    if pictures is not None:
        checked = _with_pictures(checked, pictures)
    _give(checked, troubles, form, everything=everything)
    found = any(one.has_failure(Severity(fail_on)) for one in checked)
    context.exit(WRONG if troubles else int(found))


def _give(checked: Sequence[Checked], troubles: Sequence[str], form: str, *, everything: bool) -> None:
    """Print what was found; of several files a terminal is told the sum of it at the end."""
    if form == "text":
        click.echo("\n".join(as_text(one, everything=everything) for one in checked), nl=False)
        if len(checked) + len(troubles) > 1:
            click.echo("\n" + summary(checked, len(troubles)), nl=False)
    elif form == "sarif":
        click.echo(as_sarif(checked, troubles, everything=everything), nl=False)
    else:
        written = as_json if form == "json" else as_csv
        click.echo(written(checked, everything=everything), nl=False)


def _with_pictures(checked: Sequence[Checked], directory: Path) -> list[Checked]:
    """The reports with pictures of their findings; what cannot be drawn is said and the check goes on."""
    from monitor.evidence.files import write_pictures  # noqa: PLC0415 - only where pictures are asked for

    drawn: list[Checked] = []
    for one in checked:
        # Several files have findings of the same name.
        place = directory / Path(one.report.source).name if len(checked) > 1 else directory
        written, trouble = write_pictures(Path(one.report.source), one.report, one.failures, place)
        if trouble:
            say(f"nianbao：{trouble}", err=True)
        drawn.append(replace(one, pictures=written))
    return drawn


def _read_one(path: Path) -> Report:
    (report,) = read_files([path])
    if isinstance(report, UnreadableDocumentError):
        raise Refusal(str(report))
    return report


def _check_all(paths: Sequence[Path], options: Options) -> tuple[list[Checked], list[str]]:
    """The files that could be read, judged, and a line on each that could not, which is said at once."""
    if not paths:
        raise Refusal("目录里没有文件可查，请检查路径。")
    checked: list[Checked] = []
    troubles: list[str] = []
    with closing(check_all(paths, options)) as outcomes:
        for _shown, one in zip(_showing(paths), outcomes, strict=True):
            if isinstance(one, Checked):
                checked.append(one)
            else:
                troubles.append(str(one))
                say(f"{_WIPE if sys.stderr.isatty() else ''}nianbao：{one}", err=True)
    return checked, troubles


def _showing(paths: Sequence[Path]) -> Iterator[Path]:
    """The paths one by one, with a word on a terminal about which is being read; a thread would cost the quick fork."""
    shown = sys.stderr.isatty()
    for number, path in enumerate(paths, 1):
        if shown:
            slow = "（扫描件要识别文字，可能要一两分钟）" if path.suffix.lower() in _SLOW else ""
            click.echo(f"{_WIPE}{line(f'正在检查 {number}/{len(paths)}：{path.name}{slow}')}", nl=False, err=True)
        yield path
    if shown:
        click.echo(_WIPE, nl=False, err=True)

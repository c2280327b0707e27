"""``nianbao check``: judges files without a log, like a linter."""

import re
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
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_SLOW: Final = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".zip", ".rar", ".7z"})
"""Endings of files that may be scans."""


@click.command(
    "check",
    cls=StoringNothing,
    help="检查年报文件：网页、PDF（含扫描件）、DOCX、DOC、WPS、Excel、OFD、图片、压缩包、纯文本；给出目录则查其中所有文件，"
    "给出网址则取来再查（守 robots.txt）。"
    "没有发现问题退出码为 0，有为 1，用法不对、文件读不出来或者不是年报为 2。",
)
@click.argument("sources", metavar="FILE|DIR|URL…", nargs=-1, required=True, type=str)
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
    sources: tuple[str, ...],
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
    addresses = [source for source in sources if _ADDRESS.match(source)]
    paths = list(files_in(Path(source) for source in sources if not _ADDRESS.match(source)))
    if not paths and not addresses:
        raise Refusal("目录里没有文件可查，请检查路径。")
    checked, troubles = _sort([*_check_files(paths, options), *_check_addresses(addresses, options)])
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
        written, trouble = write_pictures(Path(one.report.source), one.report, one.failures, place, content=one.content)
        if trouble:
            say(f"nianbao：{trouble}", err=True)
        drawn.append(replace(one, pictures=written))
    return drawn


def _read_one(path: Path) -> Report:
    (report,) = read_files([path])
    if isinstance(report, UnreadableDocumentError):
        raise Refusal(str(report))
    return report


def _check_files(paths: Sequence[Path], options: Options) -> Iterator[Checked | UnreadableDocumentError]:
    with closing(check_all(paths, options)) as outcomes:
        for _shown, one in zip(_showing([path.name for path in paths]), outcomes, strict=True):
            yield _say_trouble(one)


def _check_addresses(addresses: Sequence[str], options: Options) -> Iterator[Checked | UnreadableDocumentError]:
    for address in _showing(addresses):
        yield _say_trouble(_check_address(address, options))


def _check_address(address: str, options: Options) -> Checked | UnreadableDocumentError:
    """Fetch what stands at an address in a crawl of its own, which is thrown away, and judge it."""
    # A crawl and its log are loaded only where an address is to be checked.
    from crawler.process.single_page import fetching  # noqa: PLC0415
    from monitor.commands.discover import portal_at  # noqa: PLC0415
    from monitor.judging.pages import judge_kept  # noqa: PLC0415

    with fetching(portal_at(address, None)) as fetched:
        trouble = fetched.trouble or fetched.outcome.message
        if trouble:
            return UnreadableDocumentError(f"{address}：{trouble}")
        return judge_kept(fetched.data, address, options)


def _say_trouble(one: Checked | UnreadableDocumentError) -> Checked | UnreadableDocumentError:
    """What could not be checked is said at once; the others go on."""
    if not isinstance(one, Checked):
        if sys.stderr.isatty():
            click.echo(_WIPE, nl=False, err=True)
        say(f"nianbao：{one}", err=True)
    return one


def _sort(outcomes: Sequence[Checked | UnreadableDocumentError]) -> tuple[list[Checked], list[str]]:
    """What was judged, and a line on each that could not be."""
    judged = [one for one in outcomes if isinstance(one, Checked)]
    return judged, [str(one) for one in outcomes if not isinstance(one, Checked)]


def _showing(names: Sequence[str]) -> Iterator[str]:
    """The names one by one, with a word on a terminal on which is being read; a thread would cost the quick fork."""
    shown = sys.stderr.isatty()
    for number, name in enumerate(names, 1):
        if shown:
            slow = "（扫描件要识别文字，可能要一两分钟）" if Path(name).suffix.lower() in _SLOW else ""
            click.echo(f"{_WIPE}{line(f'正在检查 {number}/{len(names)}：{name}{slow}')}", nl=False, err=True)
        yield name
    if shown and names:
        click.echo(_WIPE, nl=False, err=True)

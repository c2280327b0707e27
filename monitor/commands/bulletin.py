"""``nianbao bulletin``: 周报, 月报 and 季度通报, on the screen or as a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from monitor.commands.frame import Command, Day, OneOf, Refusal, data_option, say, today_option
from monitor.commands.log import existing_log, one_line_errors
from monitor.telling.bulletin import PERIODS, Bulletin, bulletin_of, last_whole
from monitor.telling.bulletin_forms import bulletin_docx, bulletin_html, bulletin_text, bulletin_xlsx
from storage.clock import Clock
from storage.files import write_whole

_FORMS: Final[dict[str, Callable[[Bulletin], str | bytes]]] = {
    ".txt": bulletin_text,
    ".html": bulletin_html,
    ".docx": bulletin_docx,
    ".xlsx": bulletin_xlsx,
}


@click.command("bulletin", cls=Command, help="周报、月报、季度通报：应报与问题的总数、各县区排名、走势。")
@click.option("--period", type=OneOf.of(PERIODS), required=True, help=OneOf.of(PERIODS).told)
@click.option("--date", "day", type=Day(), help="这一天所在的周、月、季（默认已经过完的最近一个）")
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path, dir_okay=False),
    help="写入文件，按结尾决定形式：.txt、.html、.docx、.xlsx（默认写到屏幕）",
)
@data_option()
@today_option
def bulletin(*, period: Any, day: date | None, output: Path | None, data: Path, today: date | None) -> None:
    """Write the bulletin of a period."""
    form = _FORMS.get(output.suffix.lower()) if output else None
    if output and form is None:
        raise Refusal(f"{output.name} 的结尾不认识，请用 {'、'.join(_FORMS)}。")
    with existing_log(data) as log, one_line_errors():
        made = bulletin_of(log, period, day or last_whole(period, Clock(today).today))
        if output is None or form is None:
            click.echo(bulletin_text(made), nl=False)
            return
        write_whole(output, form(made))
    say(f"已写入 {output}。", err=True)

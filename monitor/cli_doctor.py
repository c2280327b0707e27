"""``nianbao doctor``: what is wrong, and what to do."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from monitor.cli_frame import Command, Format, data_option, format_option, show, today_option
from monitor.cli_log import spoken
from monitor.cli_portals import chosen_registry, portals_file
from monitor.doctor import examine
from storage.clock import Clock


@click.command("doctor", cls=Command, help="检查浏览器、登记表、磁盘、数据和巡查状况，说明怎么办。有问题退出码为 1。")
@portals_file
@format_option
@data_option()
@today_option
@click.pass_context
def doctor(context: click.Context, *, path: Path | None, form: Format, data: Path, today: date | None) -> None:
    """Say what is wrong, in words."""
    with spoken():
        remarks = list(examine(data, chosen_registry(path), Clock(today)))
    if form == "text":
        for remark in remarks:
            click.echo(f"{'好' if remark.ok else '坏'}　{remark.what}：{remark.how}{remark.mend}")
        wrong = sum(not remark.ok for remark in remarks)
        click.echo(f"有 {wrong} 处要处理。" if wrong else "一切正常。")
    else:
        show([asdict(remark) for remark in remarks], form, dict.fromkeys(("what", "ok", "how", "mend"), ""))
    context.exit(int(any(not remark.ok for remark in remarks)))

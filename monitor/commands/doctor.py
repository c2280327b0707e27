"""``nianbao doctor``: what is wrong, and what to do."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from monitor.commands.frame import Command, Format, data_option, listing_options, say, show, today_option
from monitor.commands.log import one_line_errors
from monitor.commands.registry import chosen_registry, portals_file
from monitor.commands.settings import config_option, settings_file
from monitor.schedule.remarks import examine_sending
from monitor.telling.doctor import examine
from storage.clock import Clock


@click.command("doctor", cls=Command, help="检查浏览器、登记表、磁盘、数据和巡查状况，说明怎么办。有问题退出码为 1。")
@portals_file
@config_option
@click.option("--all", "everything", is_flag=True, help="正常的门户和栏目也一一列出")
@click.option("--verify", is_flag=True, help="逐一核对存档文件的内容（读遍存档，较慢）")
@listing_options
@data_option()
@today_option
@click.pass_context
def doctor(
    context: click.Context,
    *,
    path: Path | None,
    config: Path | None,
    everything: bool,
    verify: bool,
    form: Format,
    output: Path | None,
    data: Path,
    today: date | None,
) -> None:
    """Say what is wrong, in words."""
    with one_line_errors():
        remarks = [
            *examine(data, chosen_registry(path), Clock(today), verify=verify),
            *examine_sending(data, settings_file(config, path), Clock(today)),
        ]
    if form == "text" and output is None:
        # Of hundreds of portals those that are well are told in one number.
        for remark in remarks if everything else [remark for remark in remarks if not (remark.ok and remark.facts)]:
            say(f"{'好' if remark.ok else '坏'}　{remark.what}：{remark.how}{remark.mend}")
        wrong = sum(not remark.ok for remark in remarks)
        click.echo(f"有 {wrong} 处要处理。" if wrong else "一切正常。")
    else:
        keys = ("what", "ok", "how", "mend", *(["facts"] if form == "json" else []))
        show(map(asdict, remarks), form, {}, output=output, keys=keys)
    context.exit(int(any(not remark.ok for remark in remarks)))

"""``nianbao notify``: the day's message to every channel, once."""

import difflib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import click

from monitor.commands.frame import Command, Refusal, data_option, say, today_option
from monitor.commands.log import existing_log, one_line_errors
from monitor.commands.settings import chosen_settings, config_option
from monitor.sending.rounds import Sent, hold_outbox, send_due, send_test
from monitor.settings.model import Channel, Settings
from storage.clock import Clock

UNSENT: Final = 1
"""Exit status where a channel did not get its message."""


@click.command(
    "notify",
    cls=Command,
    help="把日报发到设置文件里的各个渠道，每个渠道每天一次；到了日子，周报、月报、季度通报一起发。"
    "没发成的隔一会再试，中断了可以再运行，接着发。有没发成的退出码为 1。",
)
@click.option("--test", is_flag=True, help="只发一条测试消息，不算当天的日报")
@click.option("--again", is_flag=True, help="当天已经发过也再发一次")
@click.option("--to", "names", metavar="渠道", multiple=True, help="只发给这个渠道；可以写多次")
@config_option
@data_option()
@today_option
@click.pass_context
def notify(
    context: click.Context,
    *,
    test: bool,
    again: bool,
    names: tuple[str, ...],
    config: Path | None,
    data: Path,
    today: date | None,
) -> None:
    """Send what is due."""
    settings = chosen_settings(config)
    channels = _choose(settings, names)
    clock = Clock(today)
    if test:
        results = [send_test(channel, settings, clock) for channel in channels]
    else:
        with existing_log(data) as log, one_line_errors(), hold_outbox(data):
            results = send_due(log, channels, settings, clock, again=again, tell=_tell_waiting)
    _tell(results)
    context.exit(UNSENT if any(not one.ok for one in results) else 0)


def _choose(settings: Settings, names: Sequence[str]) -> Sequence[Channel]:
    known = {channel.name: channel for channel in settings.channels}
    if not known:
        raise Refusal("还没有渠道。请在 nianbao.toml 里写一段 [[channel]]，或用 --config 指定设置文件。")
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise Refusal(f"没有渠道 {name}。" + (f"是不是 {near[0]}？" if near else f"现有：{'、'.join(known)}。"))
    return [known[name] for name in dict.fromkeys(names)] or settings.channels


def _tell_waiting(failed: Sent, seconds: float) -> None:
    """Say that a channel failed and is tried again, so that nobody takes the waiting for a hang."""
    when = f"{seconds / 60:.0f} 分钟" if seconds >= 60 else f"{seconds:.0f} 秒"  # noqa: PLR2004 - seconds of a minute
    say(f"{failed.channel}：没有发成。{failed.trouble}{when}后再试；先停下请按 Ctrl-C，消息留着下次发。", err=True)


def _tell(results: Iterable[Sent]) -> None:
    for one in results:
        if not one.ok:
            say(f"{one.channel}：没有发成。{one.trouble}", err=True)
        elif not one.subject:
            say(f"{one.channel}：今天的已经发过，不再发；要再发请加 --again。")
        else:
            say(f"{one.channel}：已发送《{one.subject}》。{one.trouble}")

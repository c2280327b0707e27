"""What the doctor says of the settings, the channels and the schedule."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from monitor.schedule.standing import is_kept
from monitor.sending.notes import moment, slot_line
from monitor.settings.model import Channel, RuleChoice, Settings
from monitor.settings.reading import SettingsError, load_settings, mistakes_in
from monitor.settings.secrets import SecretError
from monitor.telling.doctor import Remark
from storage.clock import Clock, to_stamp
from storage.database import DATABASE, Log, is_there, open_log
from storage.errors import LogError
from storage.tables import outbox, portals, runs, slots

_LOOK_BACK: Final = timedelta(days=7)
"""How far back the doctor tells of what did not go by the schedule."""


def examine_sending(data: Path, settings: Path | None, clock: Clock) -> Iterator[Remark]:
    """The settings, every channel of theirs, and the schedule."""
    if settings is None:
        yield Remark("设置", ok=True, how="没有 nianbao.toml，用默认设置，不发送消息。")
        known = Settings()
    else:
        try:
            known = load_settings(settings)
        except SettingsError:
            for mistake in mistakes_in(settings):
                yield Remark("设置", ok=False, how=mistake)
            return
        yield Remark("设置", ok=True, how=f"{settings}，{len(known.channels)} 个渠道。")
        if known.rules != RuleChoice():
            yield Remark("设置", ok=False, how="[rules] 眼下还不起作用，规则照默认的来。", mend="请先删去这一段。")
    yield from _secrets(known)
    try:
        if is_there(data / DATABASE):
            with open_log(data) as log:
                yield from (_channel(log, channel) for channel in known.channels)
                yield from _schedule(log, clock)
    except LogError as error:
        yield Remark("定时", ok=False, how=str(error))


def _secrets(settings: Settings) -> Iterator[Remark]:
    """Secrets that cannot be read from here."""
    for channel in settings.channels:
        for secret in (channel.token, channel.secret, channel.url, channel.password):
            if secret is not None:
                try:
                    secret.read()
                except SecretError as error:
                    yield Remark(f"渠道 {channel.name} 的密钥", ok=False, how=str(error))


def _channel(log: Log, channel: Channel) -> Remark:
    what = f"渠道 {channel.name}"
    strange = set(channel.portals) - {portal.name for portal in portals.all_portals(log)}
    if strange:
        how = f"portals 里写的门户不在登记表里：{'、'.join(sorted(strange))}。"
        return Remark(what, ok=False, how=how, mend="请照登记表写门户的名称。")
    last = outbox.last_of(log, channel.name)
    if last is None:
        return Remark(what, ok=True, how="还没有发过消息。可用 nianbao notify --test 试发。")
    if last.sent_at is None:
        why = last.trouble or "还没有发出。"
        return Remark(what, ok=False, how=f"《{last.subject}》没有发成：{why}", mend="改好后运行 nianbao notify。")
    return Remark(what, ok=not last.trouble, how=f"最近一次 {moment(last.sent_at)} 发送。{last.trouble}")


def _schedule(log: Log, clock: Clock) -> Iterator[Remark]:
    """Nothing where no scheduler of ours ever kept this log: cron may do it."""
    beat = slots.last_beat(log)
    if beat is None:
        return
    good = runs.last_ended(log)
    how = f"最近一次心跳 {moment(beat.at)}"
    how += f"，最近一次做完的巡查 {moment(good.finished_at)}" if good and good.finished_at else "，还没有做完过巡查"
    if not is_kept(beat, clock.now()):
        yield Remark("定时", ok=False, how=f"定时程序没有在运行，{how}。", mend="请启动 nianbao serve --no-pages。")
    else:
        how += f"，下一次巡查 {moment(beat.next_run_at)}" if beat.next_run_at else ""
        yield Remark("定时", ok=True, how=f"{how}。")
    for slot in slots.since(log, to_stamp(clock.now() - _LOOK_BACK)):
        if line := slot_line(slot):
            yield Remark("定时", ok=slot.state != "failed", how=line)

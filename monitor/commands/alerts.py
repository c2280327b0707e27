"""``nianbao alerts``: the list people work on, one problem with its history, and their decisions."""

import getpass
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from monitor.alerts.ledger import save
from monitor.alerts.life import FOREVER, DecisionError, Step, acknowledge, mute, reopen
from monitor.commands.filters import filters
from monitor.commands.frame import (
    Command,
    Day,
    Format,
    Group,
    OneOf,
    Refusal,
    Whole,
    data_option,
    format_option,
    listing_options,
    say,
    show,
    today_option,
)
from monitor.commands.log import existing_log
from monitor.telling.brief import spoken_days
from monitor.telling.phrases import ZH
from monitor.telling.wording import (
    ALERT_LISTS,
    ALERT_STATES,
    EVENT_KINDS,
    SEVERITIES,
    cells_line,
    change_words,
    quote_line,
    rule_name,
)
from storage.clock import Clock, day_of, local_time
from storage.database import Log
from storage.tables import alerts
from storage.tables.alerts import Alert, AlertEvent, AlertList, AlertState
from storage.tables.narrowing import EVERYTHING, WAITING, Wanted
from storage.tables.records import values_of

KEYS: Final = (
    *("id", "rule", "severity", "list", "portal", "body", "year", "state", "message", "url"),
    *("first_seen_at", "last_seen_at", "reason", "by", "until"),
)
"""What JSON and CSV tell of an alert, in this order."""

_COLUMNS: Final = {
    "id": "编号",
    "level": "程度",
    "rule": "规则",
    "state_zh": "状态",
    "who": "单位",
    "year": "年度",
    "decided": "处理说明",
    "message": "内容",
}
_OURS: Final = "巡查"
"""Stands for how grave a trouble of crawl health is."""
_IS_ADDRESS: Final = re.compile(r"https?://")
_HELP: Final = "列出问题；用子命令查看经过，或知悉、暂不提醒、重开。"
_MOST_LINES: Final = 20
"""Problems that are named one by one when a decision is taken on many."""


def _named(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("不能空着，请写明理由，留给以后的人看")
    return value.strip()


def _of_list(function: Callable[..., None]) -> Callable[..., None]:
    lists = OneOf.of(ALERT_LISTS)
    return click.option("--list", "which", type=lists, help=f"只要这一类：{lists.told}。健康是我们没能看到的")(function)


def _deciding(function: Callable[..., None]) -> Callable[..., None]:
    """What every decision takes: which alerts, why, and whose it is."""
    for option in (
        click.argument("ids", metavar="[编号]...", nargs=-1, type=Whole(1)),
        filters(),
        _of_list,
        click.option("--reason", required=True, callback=_named, help="理由，留给以后的人看"),
        click.option("--by", default=_account, show_default=False, help="谁的意见（默认本机的登录名）"),
        data_option(),
        today_option,
    ):
        function = option(function)
    return function


def _account() -> str:
    """Whose account the command runs under; empty where the system has no name for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


@click.group(
    "alerts", cls=Group, invoke_without_command=True, help="列出问题；用子命令查看经过，或知悉、暂不提醒、重开。"
)
@_of_list
@filters(ALERT_STATES)
@listing_options
@data_option()
@click.pass_context
def alerts_group(
    context: click.Context, /, *, which: Any, wanted: Wanted, form: Format, output: Path | None, data: Path
) -> None:
    """List the alerts, or hand the data directory on to a decision."""
    if context.invoked_subcommand is not None:
        context.default_map = {name: {"data": data} for name in alerts_group.commands}
        return
    with existing_log(data) as log:
        rows = (
            as_told(alert) | _row_of_text(alert, form, output) for alert in alerts.matching(log, wanted, list=which)
        )
        show(rows, form, _COLUMNS, output=output, keys=KEYS)


@alerts_group.command("show", cls=Command, help="显示一个问题的全部内容和经过：何时发现、谁怎样处理过。")
@click.argument("alert_id", metavar="编号", type=Whole(1))
@format_option
@data_option()
def show_alert(*, alert_id: int, form: Format, data: Path) -> None:
    """Show an alert with its history."""
    with existing_log(data) as log:
        alert = _get(log, alert_id)
        history = alerts.events_of(log, alert_id)
    if form == "text":
        for text in _told(alert, history):
            say(text)
    else:
        show([as_told(alert) | {"history": [_step(event) for event in history]}], form, {})


@alerts_group.command("ack", help="知悉：已有人处理，不再算待处理。可给出多个编号，或用条件选出一批。")
@_deciding
def ack(
    *, ids: Sequence[int], reason: str, by: str, data: Path, today: date | None, which: Any, wanted: Wanted
) -> None:
    """Acknowledge alerts."""
    meant = _Meant(ids, which, wanted, WAITING)
    _decide(data, Clock(today), meant, lambda alert: acknowledge(alert, reason, by))


@alerts_group.command("mute", help="暂不提醒：到某一天为止不再提起，不给日期则一直不提。")
@_deciding
@click.option("--until", type=Day(), help="到这一天（含）")
def mute_alerts(
    *,
    ids: Sequence[int],
    reason: str,
    by: str,
    until: date | None,
    data: Path,
    today: date | None,
    which: Any,
    wanted: Wanted,
) -> None:
    """Mute alerts."""
    clock = Clock(today)
    meant = _Meant(ids, which, wanted, (*WAITING, "acknowledged"))
    _decide(data, clock, meant, lambda alert: mute(alert, reason, until, clock.today, by))


@alerts_group.command("reopen", help="重开：收回知悉或暂不提醒，或认为并未改好。")
@_deciding
def reopen_alerts(
    *, ids: Sequence[int], reason: str, by: str, data: Path, today: date | None, which: Any, wanted: Wanted
) -> None:
    """Take decisions back."""
    meant = _Meant(ids, which, wanted, ("acknowledged", "muted"))
    _decide(data, Clock(today), meant, lambda alert: reopen(alert, reason, by))


@dataclass(frozen=True, slots=True)
class _Meant:
    """Which alerts a decision is about: by their ids, or by conditions; then those in one of these states."""

    ids: Sequence[int]
    list: AlertList | None
    wanted: Wanted
    states: Sequence[AlertState]


def _decide(data: Path, clock: Clock, meant: _Meant, decision: Callable[[Alert], Step]) -> None:
    """Take a person's decision on alerts, on all or on none, beside a run that may be under way."""
    with existing_log(data) as log, log.atomic():
        found = _find(log, meant)
        try:
            decided = [save(log, decision(alert), clock) for alert in found]
        except DecisionError as error:
            raise Refusal(str(error)) from error
    for alert in decided[:_MOST_LINES]:
        say(f"问题 {alert.id}（{alert.rule} {alert.body or alert.portal}）：{_state(alert)}。")
    if len(decided) > 1:
        say(f"共 {len(decided)} 条：{_state(decided[0])}。")


def _find(log: Log, meant: _Meant) -> list[Alert]:
    given = meant.list is not None or meant.wanted != EVERYTHING
    if bool(meant.ids) == given:
        conditions = "--body、--rule、--portal、--list、--year"
        how = f"编号和条件（{conditions}）只能用一样，请去掉其中一样。"
        none = f"请给出问题的编号，或用 {conditions} 选出一批。"
        raise click.UsageError(how if given else none, click.get_current_context())
    if meant.ids:
        return [_get(log, alert_id) for alert_id in dict.fromkeys(meant.ids)]
    found = [alert for alert in alerts.matching(log, meant.wanted, list=meant.list) if alert.state in meant.states]
    if not found:
        raise Refusal("没有符合这些条件、可以这样处理的问题，用 nianbao alerts 列出全部问题。")
    return found


def _get(log: Log, alert_id: int) -> Alert:
    found = alerts.get(log, alert_id)
    if found is None:
        raise Refusal(f"没有编号为 {alert_id} 的问题，用 nianbao alerts 列出全部问题。")
    return found


def as_told(alert: Alert) -> dict[str, Any]:
    """An alert for other programs: :data:`KEYS`, times as the log keeps them. ``until`` is None where it has no end."""
    values = values_of(alert) | {
        "by": alert.decided_by,
        "until": None if alert.muted_until == FOREVER else alert.muted_until,
    }
    return {key: values[key] for key in KEYS}


def _row_of_text(alert: Alert, form: Format, output: Path | None) -> dict[str, Any]:
    """What only the table on the screen shows, and what a workbook says in other words than programs read."""
    if output is not None and output.suffix.lower() == ".xlsx" and alert.list == "health":
        return {
            "severity": _OURS,
            "rule": rule_name(alert.rule),
            "body": alert.body or ("" if alert.portal else _where(alert)),
        }
    if form != "text" or output is not None:
        return {}
    return {
        "level": _level(alert),
        "rule": rule_name(alert.rule) if alert.list == "health" else alert.rule,
        "state_zh": _state(alert),
        "who": alert.body or _where(alert),
        "decided": _decision(alert),
        "message": spoken_days(alert.message),
    }


def _level(alert: Alert) -> str:
    """How grave it is for whom it concerns; what hid something from us is nobody's fault to mend."""
    return _OURS if alert.list == "health" else SEVERITIES[alert.severity]


def _kind(alert: Alert) -> str:
    name = rule_name(alert.rule)
    return name if alert.list == "health" else f"{alert.rule} {name}"


def _where(alert: Alert) -> str:
    """The portal; what is wrong with something else, a channel, says by its subject whose it is."""
    return alert.portal or (alert.subject if alert.list == "health" else "")


def _state(alert: Alert) -> str:
    """The state in words, with the day until which it holds."""
    if alert.list == "health" and alert.state == "resolved":
        return "已恢复"
    held = "（门户看不到，暂不报告）" if alert.held else ""
    until = f"（{_day(alert.muted_until)}）" if alert.state == "muted" and alert.muted_until else ""
    return ALERT_STATES[alert.state] + until + held


def _day(day: date) -> str:
    return "一直" if day == FOREVER else f"到{day.year}年{day.month}月{day.day}日"


def _decision(alert: Alert) -> str:
    """Who decided, and why; empty where nobody did."""
    return "：".join(text for text in (alert.decided_by, alert.reason) if text)


def _told(alert: Alert, history: Sequence[AlertEvent]) -> list[str]:
    """An alert as lines: what, where, why, and what became of it."""
    facts = {
        "问题": f"{alert.id}　[{_level(alert)}] {_kind(alert)}",
        "单位": " ".join(text for text in (alert.body, _where(alert)) if text),
        "年度": str(alert.year or ""),
        "状态": _state(alert),
        "处理说明": _decision(alert),
        "内容": spoken_days(alert.message),
        "所在位置": "" if alert.list == "health" else cells_line(alert.cells),
        _name_of_quote(alert.quote): quote_line(alert.page, alert.quote) if alert.quote else "",
        "依据": alert.basis,
        "网址": alert.url,
    }
    told = [f"{name}：{text}" for name, text in facts.items() if text]
    return [*told, "经过：", *(f"  {_history_line(event)}" for event in history)]


def _name_of_quote(quote: str) -> str:
    """What a quotation is called: of a report that nobody found only addresses are quoted."""
    is_addresses = bool(quote) and all(map(_IS_ADDRESS.match, quote.replace("；", " ").split()))
    return "看过的网页" if is_addresses else "原文"


def _history_line(event: AlertEvent) -> str:
    when = local_time(event.at)
    who = event.taken_by or (f"第{event.run_id}次巡查" if event.run_id else "")
    detail = f"：{change_words(event.detail)}" if event.detail else ""
    day = ZH.day(day_of(event.at)).partition(" ")[0]
    return f"{day} {when[11:16]}　{who}　{EVENT_KINDS[event.kind]}{detail}"


def _step(event: AlertEvent) -> dict[str, Any]:
    return {"at": local_time(event.at), "kind": event.kind, "by": event.taken_by, "detail": event.detail}

"""``nianbao alerts``: the list people work on, and their decisions."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from monitor.alerts.ledger import save
from monitor.alerts.life import DecisionError, Step, acknowledge, mute, reopen
from monitor.commands.filters import filters
from monitor.commands.frame import (
    Day,
    Format,
    Group,
    OneOf,
    Refusal,
    Whole,
    data_option,
    listing_options,
    say,
    show,
    today_option,
)
from monitor.commands.log import existing_log
from monitor.telling.wording import ALERT_STATES, SEVERITIES
from storage.clock import Clock
from storage.tables import alerts
from storage.tables.alerts import Alert
from storage.tables.narrowing import Wanted
from storage.tables.records import values_of

_KEYS: Final = (
    *("id", "rule", "severity", "list", "portal", "body", "year", "state", "message", "url"),
    *("first_seen_at", "last_seen_at"),
)
_COLUMNS: Final = {
    "id": "编号",
    "level": "级别",
    "rule": "规则",
    "state_zh": "状态",
    "who": "机关",
    "year": "年度",
    "message": "内容",
}
_LONGEST_MESSAGE: Final = 60
"""Characters of a message in the table; JSON and CSV give all of it."""

_reason = click.option("--reason", required=True, help="理由，留给以后的人看")


@click.group("alerts", cls=Group, invoke_without_command=True, help="列出预警；用子命令知悉、静默或重开。")
@click.option(
    "--list", "which", type=OneOf(["compliance", "health"]), help="compliance 发布机关的问题；health 巡查状况"
)
@filters(ALERT_STATES)
@listing_options
@data_option()
@click.pass_context
def alerts_group(
    context: click.Context, *, which: Any, wanted: Wanted, form: Format, output: Path | None, data: Path
) -> None:
    """List the alerts, or hand the data directory on to a decision."""
    if context.invoked_subcommand is not None:
        context.default_map = {name: {"data": data} for name in alerts_group.commands}
        return
    with existing_log(data) as log:
        rows = (
            values_of(alert) | _row_of_text(alert, form, output) for alert in alerts.matching(log, wanted, list=which)
        )
        show(rows, form, _COLUMNS, output=output, keys=_KEYS)


@alerts_group.command("ack", help="知悉：已有人处理，不再算待处理。")
@click.argument("alert_id", metavar="ID", type=Whole(1))
@_reason
@data_option()
@today_option
def ack(*, alert_id: int, reason: str, data: Path, today: date | None) -> None:
    """Acknowledge an alert."""
    _decide(data, Clock(today), alert_id, lambda alert: acknowledge(alert, reason))


@alerts_group.command("mute", help="静默：到某一天为止不再提起，不给日期则一直静默。")
@click.argument("alert_id", metavar="ID", type=Whole(1))
@_reason
@click.option("--until", type=Day(), help="静默到这一天（含）")
@data_option()
@today_option
def mute_alert(*, alert_id: int, reason: str, until: date | None, data: Path, today: date | None) -> None:
    """Mute an alert."""
    clock = Clock(today)
    _decide(data, clock, alert_id, lambda alert: mute(alert, reason, until, clock.today))


@alerts_group.command("reopen", help="重开：收回知悉或静默，或认为并未解决。")
@click.argument("alert_id", metavar="ID", type=Whole(1))
@_reason
@data_option()
@today_option
def reopen_alert(*, alert_id: int, reason: str, data: Path, today: date | None) -> None:
    """Take a decision back."""
    _decide(data, Clock(today), alert_id, lambda alert: reopen(alert, reason))


def _decide(data: Path, clock: Clock, alert_id: int, decision: Callable[[Alert], Step]) -> None:
    """Take a person's decision on an alert in one transaction, beside a run that may be under way."""
    with existing_log(data) as log, log.atomic():
        found = alerts.get(log, alert_id)
        if found is None:
            raise Refusal(f"没有编号为 {alert_id} 的预警，用 nianbao alerts 列出全部预警。")
        try:
            alert = save(log, decision(found), clock)
        except DecisionError as error:
            raise Refusal(str(error)) from error
    say(f"预警 {alert_id}（{alert.rule} {alert.body or alert.portal}）：{ALERT_STATES[alert.state]}。")


def _row_of_text(alert: Alert, form: Format, output: Path | None) -> dict[str, Any]:
    """What only the table on the screen shows."""
    if form != "text" or output is not None:
        return {}
    held = "（暂不报告）" if alert.held else ""
    return {
        "level": SEVERITIES[alert.severity],
        "state_zh": ALERT_STATES[alert.state] + held,
        "who": alert.body or alert.portal,
        "message": _cut(alert.message),
    }


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[:_LONGEST_MESSAGE] + "…"

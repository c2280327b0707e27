"""A channel that fails is trouble of ours: an alert of the list of health, settled when the channel sends again."""

from monitor.alerts.ledger import save
from monitor.alerts.life import Moment, resolve, see
from monitor.health.kinds import CHANNEL_TROUBLE
from storage.clock import Clock
from storage.database import Log
from storage.tables import alerts
from storage.tables.alerts import Identity, Sighting


def note_trouble(log: Log, channel: str, reason: str, clock: Clock) -> None:
    """The channel could not send; ``reason`` is one Chinese line without secrets."""
    sighting = Sighting(
        *(_owner(channel), None, CHANNEL_TROUBLE, channel),
        list="health",
        severity="error",
        message=f"渠道“{channel}”：{reason}",
    )
    now = Moment(clock.today, clock.stamp())
    with log.atomic():
        save(log, see(alerts.by_key(log, sighting.key), sighting, now), clock)


def settle_trouble(log: Log, channel: str, clock: Clock) -> None:
    """The channel sends (again)."""
    key = Identity(_owner(channel), None, CHANNEL_TROUBLE, channel).key
    with log.atomic():
        alert = alerts.by_key(log, key)
        if alert is not None and alert.state != "resolved":
            save(log, resolve(alert, Moment(clock.today, clock.stamp())), clock)


def _owner(channel: str) -> str:
    return f"channel:{channel}"

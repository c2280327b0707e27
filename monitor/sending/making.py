"""Making the messages that a channel is due: each once, kept in the outbox before anything is sent."""

import uuid
from dataclasses import replace
from datetime import date

from monitor.rules.model import Severity
from monitor.sending.notes import notes_for
from monitor.sending.periods import DueBulletin, due_bulletins
from monitor.sending.reminders import due_reminders
from monitor.settings.model import Channel, Settings
from monitor.telling.audience import Audience, narrow, narrow_counts, waiting_alerts
from monitor.telling.bulletin import bulletin_of, span_of
from monitor.telling.bulletin_forms import bulletin_message
from monitor.telling.digest import Reminder, build, since
from monitor.telling.entries import NEWS, Clerk
from monitor.telling.message import Message, message_of
from storage.clock import Clock, day_of
from storage.database import Log
from storage.tables import outbox, tellings
from storage.tables.alerts import Alert
from storage.tables.outbox import MessageKind, NewMessage


def make_due(log: Log, channel: Channel, settings: Settings, clock: Clock, *, again: bool = False) -> None:
    """Keep every message that a channel is due today and does not have yet; ``again``: one more of today's digest."""
    with log.atomic():
        # The day is read within: two senders at midnight must not make one day's message twice.
        today = clock.today
        if "daily" in channel.bulletins and (again or not outbox.of_day(log, channel.name, "daily", today)):
            outbox.put(log, _daily(log, channel, today, again=again), clock)
        for bulletin in due_bulletins(settings.schedule, today):
            if bulletin.kind in channel.bulletins and _is_wanted(log, channel, bulletin):
                made = bulletin_of(log, bulletin.period, bulletin.day, audience_of(channel))
                outbox.put(log, _made(log, channel, bulletin.kind, bulletin.due, bulletin_message(made)), clock)


def audience_of(channel: Channel) -> Audience:
    """What the people behind a channel want to be told."""
    return Audience(Severity(channel.severity), channel.portals, channel.health)


def _is_wanted(log: Log, channel: Channel, bulletin: DueBulletin) -> bool:
    """Whether a bulletin is still to be made; of days before the log began there is nothing to tell."""
    first, last = tellings.first_day(log), span_of(bulletin.period, bulletin.day)[1]
    return first is not None and first <= last and not outbox.of_day(log, channel.name, bulletin.kind, bulletin.due)


def _daily(log: Log, channel: Channel, today: date, *, again: bool) -> NewMessage:
    audience = audience_of(channel)
    before = _message_before(log, channel, today, again=again)
    told_before = before.telling if before else tellings.last_before(log, outbox.first_day(log, channel.name) or today)
    digest = since(log, build(log, today), told_before)
    digest = narrow_counts(log, narrow(digest, audience), audience)
    clerk = Clerk(log, today)
    waiting, heard = waiting_alerts(log, today, audience), outbox.heard(log, channel.name)
    news = {entry.alert_id for kind in NEWS for entry in digest.news[kind]}
    reminded = [alert for alert in due_reminders(waiting, heard, today) if alert.id not in news]
    digest.reminders = [Reminder(clerk.entry(alert), _age(alert, today)) for alert in reminded]
    digest.notes = notes_for(log, today, before.made_at if before else None)
    told = tuple(alert.id for alert in waiting if alert.id in news or alert.id not in heard)
    return replace(
        _made(log, channel, "daily", today, message_of(digest)),
        telling=tellings.last_given(log),
        told=told,
        reminded=tuple(alert.id for alert in reminded),
    )


def _message_before(log: Log, channel: Channel, today: date, *, again: bool) -> outbox.Kept | None:
    """The message after which this one goes on: the last that was sent, of an earlier day where today's is repeated."""
    if again:
        return outbox.last_sent(log, channel.name, "daily", today)
    return outbox.last_sent(log, channel.name, "daily")


def _age(alert: Alert, today: date) -> int:
    return (today - day_of(alert.first_seen_at)).days


def _made(log: Log, channel: Channel, kind: MessageKind, day: date, message: Message) -> NewMessage:
    """A message as the outbox keeps it, with a number of its own."""
    return NewMessage(
        channel=channel.name,
        kind=kind,
        day=day,
        again=len(outbox.of_day(log, channel.name, kind, day)),
        number=uuid.uuid4().hex,
        subject=message.subject,
        text=message.text,
        markdown=message.markdown,
        html=message.html,
    )

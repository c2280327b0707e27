"""Sending what is due: once a day a channel, with patience, and everything that was not sent is sent later."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.channels.model import SendError
from monitor.sending import rounds
from monitor.sending.rounds import PATIENCE, Sent, hold_outbox, send_due
from monitor.settings.model import Channel, Schedule, Serve, Settings
from monitor.settings.secrets import Secret
from storage.clock import Clock
from storage.database import LogError, open_log
from storage.tables import alerts, outbox
from storage.tables.portals import BodyRow
from tests.monitor.channels.stand_ins import SECRET, TOKEN, Robot, parcel, post, robot
from tests.monitor.planting import PORTAL, WATER, World, draft

DAY = date(2026, 4, 8)
TOMORROW = DAY + timedelta(days=1)
ROSTER = (BodyRow(WATER, "department"),)
NEVER = Schedule(weekly=None, monthly=None, quarterly=False)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_TOKEN", TOKEN)


@pytest.fixture
def group() -> Iterator[Robot]:
    with robot("wecom") as found:
        yield found


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of one body whose report has two faults that are told on the day."""
    data = tmp_path_factory.mktemp("planted") / "data"
    with open_log(data) as log, World(log, ROSTER).on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05", "C03"))
    return data


@pytest.fixture
def world(planted: Path, tmp_path: Path) -> Iterator[World]:
    """A copy of that log, to be changed at will."""
    shutil.copytree(planted, tmp_path / "data")
    with open_log(tmp_path / "data") as log:
        yield World(log, ROSTER)


def channel(found: Robot, name: str = "群", **more: Any) -> Channel:
    return Channel(name, "wecom", found.address, Secret("env:NIANBAO_TOKEN"), **more)


SUBJECT = "年报日报 2026年4月8日 星期三：首次巡查，今天要联系 1 家"


def send(world: World, *channels: Channel, day: date = DAY, schedule: Schedule = NEVER, **more: Any) -> list[Sent]:
    settings = Settings(serve=Serve(base_url="http://10.0.0.5"), schedule=schedule, channels=channels)
    return send_due(world.log, channels, settings, Clock(day), pause=more.pop("pause", lambda _seconds: None), **more)


def test_a_channel_is_told_once_a_day(world: World, group: Robot) -> None:
    assert [(one.subject, one.ok) for one in send(world, channel(group))] == [(SUBJECT, True)]
    assert send(world, channel(group)) == [Sent("群", "", ok=True)]
    (text,) = group.taken
    assert "表三175格中有3格空白" in text
    assert "表四有5格未填数字" in text
    assert "明细：http://10.0.0.5" in text


def test_asked_again_it_is_told_again_with_the_same_news(world: World, group: Robot) -> None:
    send(world, channel(group))
    send(world, channel(group), again=True)
    first, second = (re.sub("编号 .*", "", text) for text in group.taken)
    assert first == second
    assert group.taken[0] != group.taken[1]


def test_the_next_day_tells_only_what_is_new(world: World, group: Robot) -> None:
    send(world, channel(group))
    with world.on(TOMORROW) as run:
        run.visit()
    send(world, channel(group), day=TOMORROW)
    assert "没有新情况" in group.taken[1]
    assert "累计待处理 1 家 2 条" in group.taken[1]


def test_news_of_a_day_on_which_nothing_could_be_sent_is_told_by_the_next_message(world: World, group: Robot) -> None:
    group.status = 502
    assert [one.ok for one in send(world, channel(group))] == [False]
    group.status = 200
    with world.on(TOMORROW) as run:
        run.visit()
    assert [one.ok for one in send(world, channel(group), day=TOMORROW)] == [True]
    (text,) = group.taken
    assert "可能重复" not in text
    assert "表三175格中有3格空白" in text


def test_a_failure_is_tried_again_with_patience_that_ends(world: World, group: Robot) -> None:
    group.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    waited: list[float] = []
    (done,) = send(world, channel(group), pause=waited.append)
    assert (done.ok, waited, group.asked) == (False, list(PATIENCE), len(PATIENCE) + 1)
    assert "45009" in done.trouble


def test_who_waits_is_told_what_for_and_how_long(world: World, group: Robot) -> None:
    group.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    told: list[tuple[str, float]] = []
    send(world, channel(group), tell=lambda failed, seconds: told.append((failed.channel, seconds)))
    assert told == [(channel(group).name, seconds) for seconds in PATIENCE]


def test_what_waiting_does_not_mend_is_not_waited_for(world: World, group: Robot, monkeypatch: Any) -> None:
    monkeypatch.setenv("NIANBAO_TOKEN", "wrong-token")
    waited: list[float] = []
    (done,) = send(world, channel(group), pause=waited.append)
    assert (done.ok, waited, group.asked) == (False, [], 1)


def test_a_channel_that_fails_stops_no_other(world: World, group: Robot) -> None:
    with robot("wecom") as broken, post() as mail:
        broken.status = 500
        other = Channel("邮件", "mail", mail.address, sender="nianbao@example.cn", to=("office@example.cn",))
        results = send(world, channel(broken, "坏群"), channel(group), other)
    assert [(one.channel, one.ok) for one in results] == [("坏群", False), ("群", True), ("邮件", True)]
    assert len(group.taken) == len(mail.mails) == 1


def test_a_channel_that_fails_is_trouble_of_ours_until_it_sends(world: World, group: Robot) -> None:
    group.answer = {"errcode": 45009, "errmsg": f"no {TOKEN}"}
    send(world, channel(group))
    (alert,) = alerts.listing(world.log, list="health", state="open")
    assert (alert.rule, alert.subject, TOKEN in alert.message) == ("channel", "群", False)
    with world.on(TOMORROW) as run:
        run.visit()
    assert [entry.portal for entry in world.digest.health_news["new"]] == ["群"]
    group.answer = None
    send(world, channel(group), day=TOMORROW)
    assert alerts.listing(world.log, list="health", state="open") == []
    assert "群：消息发不出去" in group.taken[0]


def test_what_may_have_arrived_is_sent_again_as_a_repeat_of_the_same_number(world: World, group: Robot) -> None:
    group.status = 502
    send(world, channel(group), pause=lambda _seconds: setattr(group, "status", 200))
    (text,) = group.taken
    assert "可能重复" in text
    (kept,) = outbox.of_day(world.log, "群", "daily", DAY)
    assert f"编号 {kept.number[:8]}" in text
    assert (kept.tries, kept.handed, kept.html) == (2, True, "")


def test_severity_portals_and_health_are_the_channel_s_own(world: World, group: Robot) -> None:
    with world.on(TOMORROW) as run:
        run.visit(healthy=False)
    for wanted in ({"severity": "error"}, {"portals": ("别的门户",)}, {"portals": (PORTAL,), "health": False}, {}):
        send(world, channel(group, str(wanted)[:40], **wanted), day=TOMORROW, again=True)
    assert {alert.severity for alert in alerts.listing(world.log, list="compliance")} == {"warning"}
    grave, none, compliance, whole = group.taken
    assert ["累计待处理 1 家 2 条" in text for text in group.taken] == [False, False, True, True]
    assert ["被验证页挡住" in text for text in group.taken] == [True, False, False, True], (
        grave,
        none,
        compliance,
        whole,
    )


def test_a_reminder_comes_after_a_week_and_not_for_what_people_took_up(world: World, group: Robot) -> None:
    known = alerts.listing(world.log, list="compliance")
    assert len(known) == 2
    send(world, channel(group))
    world.log.execute("UPDATE alerts SET state = 'acknowledged' WHERE id = ?", (known[0].id,))
    for days in range(1, 9):
        send(world, channel(group), day=DAY + timedelta(days=days))
    reminded = [number for number, text in enumerate(group.taken) if "再提醒一次" in text]
    assert reminded == [7]
    assert known[1].message[:8] in group.taken[7]
    assert known[0].message[:8] not in group.taken[7]


def test_a_reminder_that_was_not_sent_is_not_counted(world: World, group: Robot) -> None:
    send(world, channel(group))
    group.status = 404
    send(world, channel(group), day=DAY + timedelta(days=7))
    group.status = 200
    send(world, channel(group), day=DAY + timedelta(days=8))
    assert group.taken[1].partition("再提醒一次")[2].count("已 8 天") == 2


def test_bulletins_come_with_the_day_s_message_once(world: World, group: Robot) -> None:
    monday = date(2026, 4, 13)
    told = channel(group, bulletins=("daily", "weekly", "monthly"))
    assert [one.subject for one in send(world, told, schedule=Schedule())] == [SUBJECT]
    daily, weekly = send(world, told, day=monday, schedule=Schedule())
    assert daily.subject.startswith("年报日报 2026年4月13日 星期一")
    assert weekly.subject == "政府信息公开工作年度报告监测周报（2026年4月6日至2026年4月12日）"
    assert "本期新发现问题 1 家 2 条，已改好 0 家 0 条，待处理 2 条" in group.taken[2]
    assert send(world, told, day=monday + timedelta(days=1), schedule=Schedule())[0].subject.startswith("年报日报")
    assert len(group.taken) == 4


def test_a_day_without_a_run_is_said(world: World, group: Robot) -> None:
    send(world, channel(group), day=TOMORROW)
    assert "今天还没有完成过巡查" in group.taken[0]


def test_one_process_sends_at_a_time(tmp_path: Path) -> None:
    with hold_outbox(tmp_path), pytest.raises(LogError, match="正在发送消息"), hold_outbox(tmp_path):
        pass


def test_no_secret_reaches_the_log_or_its_files(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_SECRET", SECRET)
    with robot("dingtalk") as found:
        told = Channel("钉", "dingtalk", found.address, Secret("env:NIANBAO_TOKEN"), Secret("env:NIANBAO_SECRET"))
        send(world, told)
        found.answer = {"errcode": 1, "errmsg": f"{TOKEN} {SECRET}"}
        send(world, told, day=TOMORROW)
        found.answer = f"{TOKEN}".encode()
        send(world, told, day=TOMORROW)
    world.log.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in world.log.data.rglob("*"):
        if path.is_file():
            assert TOKEN.encode() not in path.read_bytes(), path
            assert SECRET.encode() not in path.read_bytes(), path


def test_a_try_that_cannot_be_noted_hands_nothing_over(world: World, group: Robot, monkeypatch: Any) -> None:
    def fail(*_args: object) -> None:
        raise LogError("磁盘已满")

    monkeypatch.setattr(rounds.outbox, "note_handed", fail)
    with pytest.raises(LogError):
        send(world, channel(group))
    assert group.taken == []


def test_a_stand_in_is_no_yes_man(group: Robot) -> None:
    assert parcel().message.markdown
    with pytest.raises(SendError):
        rounds.deliver(Channel("群", "wecom", group.address), parcel(), lambda: None)

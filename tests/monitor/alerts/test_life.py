"""The life of an alert, as a pure state machine."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.life import (
    FOREVER,
    DecisionError,
    Moment,
    Step,
    acknowledge,
    lose_sight,
    mute,
    reopen,
    resolve,
    see,
    take_as_correction,
)
from storage.tables.alerts import Alert, Identity, Sighting

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 4, 8)


def at(days: int = 0) -> Moment:
    day = DAY + timedelta(days=days)
    return Moment(day, f"{day}T01:00:00Z")


def sighting(**changes: object) -> Sighting:
    first = Sighting("body:1", 2025, "B01", severity="error", message="1 ≠ 2", cells=("a", "b"))
    return replace(first, **changes)  # type: ignore[arg-type]


def opened() -> Alert:
    return replace(see(None, sighting(), at()).alert, id=7)


def kinds(step: Step) -> list[str]:
    return [event.kind for event in step.events]


def test_first_sighting_is_new() -> None:
    step = see(None, sighting(), at())
    assert kinds(step) == ["new"]
    assert step.alert.state == "open"
    assert step.alert.first_seen_at == step.alert.last_seen_at == at().stamp


def test_the_same_sighting_again_is_no_news() -> None:
    step = see(opened(), sighting(message="3 ≠ 4", url="https://elsewhere.example/"), at(1))
    assert kinds(step) == []
    assert step.alert.message == "3 ≠ 4"
    assert step.alert.last_seen_at == at(1).stamp
    assert step.alert.first_seen_at == at().stamp


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"cells": ("a", "b", "c")}, "worse"),
        ({"cells": ("a",)}, "better"),
        ({"severity": "warning"}, "better"),
        ({"severity": "warning", "cells": ("a", "b", "c")}, "better"),
        ({"cells": ("b", "a", "a")}, None),
    ],
)
def test_worse_and_better(change: dict[str, object], kind: str | None) -> None:
    assert kinds(see(opened(), sighting(**change), at(1))) == ([kind] if kind else [])


def test_higher_severity_is_worse_even_with_fewer_cells() -> None:
    mild = see(None, sighting(severity="warning"), at()).alert
    step = see(mild, sighting(cells=()), at(1))
    assert kinds(step) == ["worse"]
    assert step.events[0].detail == "warning→error"


def test_gone_resolves_once_and_a_return_reopens() -> None:
    resolved = resolve(opened(), at(1))
    assert kinds(resolved) == ["resolved"]
    assert resolved.alert.resolved_at == at(1).stamp
    assert kinds(resolve(resolved.alert, at(2))) == []
    back = see(resolved.alert, sighting(), at(3))
    assert kinds(back) == ["reopened"]
    assert back.alert.state == "reopened"
    assert back.alert.resolved_at is None


def test_an_acknowledged_alert_survives_re_runs() -> None:
    taken = acknowledge(opened(), "已通知单位").alert
    again = see(taken, sighting(), at(1))
    assert again.alert.state == "acknowledged"
    assert again.alert.reason == "已通知单位"
    assert kinds(again) == []
    worse = see(taken, sighting(cells=("a", "b", "c")), at(1))
    assert worse.alert.state == "acknowledged"
    assert kinds(worse) == ["worse"]


def test_a_muted_alert_wakes_the_day_after_its_day() -> None:
    silent = mute(opened(), "误报", DAY + timedelta(days=2), DAY).alert
    assert kinds(see(silent, sighting(), at(2))) == []
    woken = see(silent, sighting(), at(3))
    assert kinds(woken) == ["reopened"]
    assert woken.alert.state == "reopened"
    assert woken.alert.muted_until is None
    assert kinds(lose_sight(silent, at(3))) == ["reopened"]


def test_a_mute_outlives_the_finding() -> None:
    silent = mute(opened(), "误报", None, DAY).alert
    assert silent.muted_until == FOREVER
    resolved = resolve(silent, at(1)).alert
    assert resolved.state == "resolved"
    back = see(resolved, sighting(), at(2))
    assert kinds(back) == ["muted"]
    assert back.alert.state == "muted"


def test_unseen_holds_back_and_resolves_nothing() -> None:
    held = lose_sight(opened(), at(1), held=True)
    assert kinds(held) == ["held"]
    assert held.alert.held
    assert held.alert.state == "open"
    assert kinds(lose_sight(held.alert, at(2), held=True)) == []
    assert kinds(lose_sight(held.alert, at(2))) == ["released"]
    assert kinds(see(held.alert, sighting(), at(2))) == ["released"]
    assert not see(held.alert, sighting(), at(2)).alert.held


def test_what_a_clock_that_ran_ahead_found_is_taken_back_unless_it_is_seen() -> None:
    ahead = see(None, sighting(), at(40)).alert
    taken_back = lose_sight(ahead, at(1), held=True)
    assert kinds(taken_back) == ["resolved"]
    assert "时钟" in taken_back.events[0].detail
    assert kinds(see(ahead, sighting(), at(1))) == []


def test_decisions_that_do_not_fit_are_refused() -> None:
    resolved = resolve(opened(), at(1)).alert
    with pytest.raises(DecisionError, match="已经改好"):
        acknowledge(resolved, "x")
    with pytest.raises(DecisionError, match="已经改好"):
        mute(resolved, "x", None, DAY)
    with pytest.raises(DecisionError, match="已经过去"):
        mute(opened(), "x", DAY - timedelta(days=1), DAY)
    with pytest.raises(DecisionError, match="不用重开"):
        reopen(opened(), "x")


def test_reopening_takes_a_decision_back() -> None:
    silent = mute(opened(), "误报", None, DAY).alert
    back = reopen(silent, "不是误报").alert
    assert (back.state, back.muted_until, back.reason) == ("reopened", None, "不是误报")
    assert kinds(see(back, sighting(), at(1))) == []


def test_identity_is_neither_address_nor_message() -> None:
    assert Identity("body:1", 2025, "B01", "表三").key == Identity("body:1", 2025, "B01", "表三").key
    assert Identity("body:1", 2025, "B01").key != Identity("body:1", 2024, "B01").key
    assert Identity("body:1", None, "wall").key != Identity("portal:1", None, "wall").key


STEPS = st.lists(st.sampled_from(["seen", "gone", "unseen", "held", "ack", "mute", "mute day", "reopen"]), max_size=12)


@given(STEPS)
def test_repeating_a_run_of_the_same_day_changes_nothing(steps: list[str]) -> None:
    alert = opened()
    for day, name in enumerate(steps):
        alert = walk(alert, name, at(day))
        again = walk(alert, name, at(day)) if name in {"seen", "gone", "unseen", "held"} else alert
        assert again == alert
        assert (alert.state == "resolved") == (alert.resolved_at is not None)
        if alert.state == "muted":
            assert alert.muted_until is not None


def walk(alert: Alert, name: str, now: Moment) -> Alert:
    steps: dict[str, Callable[[], Step]] = {
        "seen": lambda: see(alert, sighting(), now),
        "gone": lambda: resolve(alert, now),
        "unseen": lambda: lose_sight(alert, now),
        "held": lambda: lose_sight(alert, now, held=True),
        "ack": lambda: acknowledge(alert, "r"),
        "mute": lambda: mute(alert, "r", None, now.today),
        "mute day": lambda: mute(alert, "r", now.today, now.today),
        "reopen": lambda: reopen(alert, "r"),
    }
    try:
        return steps[name]().alert
    except DecisionError:
        return alert


def test_a_decision_keeps_whose_it_is_and_wants_a_reason() -> None:
    step = mute(opened(), "误报", None, DAY, "张三")
    assert (step.alert.decided_by, step.events[0].taken_by) == ("张三", "张三")
    assert see(step.alert, sighting(), at(1)).alert.decided_by == "张三"
    for decide in (acknowledge, reopen):
        with pytest.raises(DecisionError, match="理由"):
            decide(step.alert if decide is reopen else opened(), "　")


def test_a_correction_is_noted_at_once_and_stays_so() -> None:
    noted = take_as_correction(see(None, sighting(rule="D10"), at()))
    assert kinds(noted) == ["new", "acknowledged"]
    assert (noted.alert.state, noted.alert.decided_by) == ("acknowledged", "nianbao")
    again = see(noted.alert, sighting(rule="D10"), at(1))
    assert (kinds(again), again.alert.state) == ([], "acknowledged")

"""Everything else by Apprise: its words are kept off the screen, for they name addresses."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.channels.delivery import deliver
from monitor.channels.model import SendError
from monitor.settings.model import Channel
from monitor.settings.secrets import Secret
from tests.monitor.channels.stand_ins import CHECKS, HOST, TOKEN, free_port, parcel, robot

# Apprise imports what Python 3.13 no longer has, and does without it there.
pytestmark = pytest.mark.filterwarnings("ignore:.imghdr.:DeprecationWarning")

CHANNEL = Channel("其他", "apprise", url=Secret("env:NIANBAO_URL"))


@pytest.fixture(autouse=True)
def _nothing_is_said(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert capfd.readouterr() == ("", "")


def test_a_message_goes_to_a_service_of_apprise(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[dict[str, Any]] = []

    def take(_target: str, body: bytes) -> tuple[dict[str, Any], str]:
        taken.append(json.loads(body))
        return {"code": 0}, "taken"

    monkeypatch.setitem(CHECKS, "any", take)
    with robot("any") as found:
        monkeypatch.setenv("NIANBAO_URL", found.address.replace("http://", "json://"))
        deliver(CHANNEL, parcel(), lambda: None)
    (message,) = taken
    assert message["title"] == "年报日报 2026年4月8日 星期三"
    assert "水月县第2局" in message["message"]
    assert message["message"].endswith("编号 01234567")


def test_what_was_not_sent_may_have_arrived_and_is_told_without_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_URL", f"json://{HOST}:{free_port()}/hush-{TOKEN[:5]}")
    with pytest.raises(SendError) as caught:
        deliver(CHANNEL, parcel(), lambda: None)
    assert caught.value.unsure
    assert "hush" not in caught.value.reason


def test_an_address_that_apprise_does_not_know_is_told_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_URL", f"nosuch://{TOKEN}")
    with pytest.raises(SendError, match="不认识这个地址") as caught:
        deliver(CHANNEL, parcel(), lambda: None)
    assert caught.value.lasting

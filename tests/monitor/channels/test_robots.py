"""Robots of chats: signature, form and length as the stand-ins check them, and every answer that is no success."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor.channels import web
from monitor.channels.delivery import deliver
from monitor.channels.model import SendError
from monitor.settings.model import Channel
from monitor.settings.secrets import Secret
from tests.monitor.channels.certificates import house_certificate
from tests.monitor.channels.stand_ins import (
    CHECKS,
    HOST,
    SECRET,
    TOKEN,
    Robot,
    free_port,
    parcel,
    robot,
)

KINDS = sorted(CHECKS)
every_kind = pytest.mark.parametrize("kind", KINDS)
CODES = {"dingtalk": "errcode", "wecom": "errcode", "feishu": "code"}


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_TOKEN", TOKEN)
    monkeypatch.setenv("NIANBAO_SECRET", SECRET)
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def channel(kind: str, address: str, **more: object) -> Channel:
    secret = None if kind == "wecom" else Secret("env:NIANBAO_SECRET")
    values = {"token": Secret("env:NIANBAO_TOKEN"), "secret": secret, **more}
    return Channel("群", kind, address, **values)  # type: ignore[arg-type]


def send(found: Robot, kind: str, **more: object) -> list[str]:
    """Send three problems; gives what was noted of the handing over."""
    noted: list[str] = []
    deliver(channel(kind, found.address, **more), parcel(3), lambda: noted.append("handed"))
    return noted


def failure(found: Robot, kind: str, **more: object) -> SendError:
    with pytest.raises(SendError) as caught:
        send(found, kind, **more)
    assert TOKEN not in caught.value.reason
    assert SECRET not in caught.value.reason
    return caught.value


@every_kind
def test_a_message_is_signed_formed_and_taken_once(kind: str) -> None:
    with robot(kind) as found:
        assert send(found, kind) == ["handed"]
    assert found.asked == 1
    (text,) = found.taken
    assert "年报日报" in text
    assert text.count("【错误】水月县第") == 3
    assert text.endswith("编号 01234567")


@every_kind
def test_a_message_too_long_is_cut_to_what_the_robot_takes(kind: str) -> None:
    with robot(kind) as found:
        deliver(channel(kind, found.address), parcel(2000, page="http://10.0.0.5/"), lambda: None)
    (text,) = found.taken
    shown = text.count("【错误】水月县第")
    assert 20 < shown < 2000
    assert f"……还有 {2000 - shown} 条" in text
    assert "明细：http://10.0.0.5/" in text


@every_kind
def test_a_smaller_limit_of_the_settings_is_kept(kind: str) -> None:
    with robot(kind) as found:
        send(found, kind, limit=1000)
        deliver(channel(kind, found.address, limit=1000), parcel(2000), lambda: None)
    assert len(found.taken[1].encode()) <= 1000


@every_kind
def test_a_wrong_key_is_refused_for_good_and_the_mend_is_said(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_TOKEN", "wrong-token-123")
    with robot(kind) as found:
        error = failure(found, kind)
    assert (error.lasting, error.unsure) == (True, False)
    assert "token" in error.reason
    assert found.taken == []


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_wrong_signature_is_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_SECRET", "wrong-secret-123")
    with robot(kind) as found:
        error = failure(found, kind)
    assert error.lasting
    assert "secret" in error.reason


BUSY = {"dingtalk": 130101, "wecom": 45009, "feishu": 11232}


@every_kind
def test_a_robot_that_is_asked_too_often_is_tried_again(kind: str) -> None:
    with robot(kind) as found:
        found.answer = {CODES[kind]: BUSY[kind], "errmsg": "too fast", "msg": "too fast"}
        error = failure(found, kind)
    assert (error.lasting, error.unsure) == (False, False)
    assert str(BUSY[kind]) in error.reason


@every_kind
@pytest.mark.parametrize(
    "answer", [b"<html>login</html>", {}, {"ok": True}, [0], {"errcode": "0", "code": "0"}, {"errcode": True}]
)
def test_an_answer_of_http_200_that_says_nothing_is_no_success(kind: str, answer: object) -> None:
    with robot(kind) as found:
        found.answer = answer
        assert failure(found, kind).unsure


@every_kind
@pytest.mark.parametrize(
    ("status", "unsure", "lasting"), [(404, False, True), (429, False, False), (502, True, False), (302, False, True)]
)
def test_what_http_refuses_is_no_success_and_leads_nowhere_else(
    kind: str, status: int, unsure: bool, lasting: bool
) -> None:
    with robot(kind) as found:
        found.status = status
        error = failure(found, kind)
    assert (error.unsure, error.lasting) == (unsure, lasting)
    assert found.asked == 1


@every_kind
def test_words_of_the_robot_that_repeat_a_secret_are_covered(kind: str) -> None:
    said = "很" * 495 + TOKEN + (SECRET if kind != "wecom" else "")
    with robot(kind) as found:
        found.answer = {CODES[kind]: 1, "errmsg": said, "msg": said}
        reason = failure(found, kind).reason
    assert "tok-" not in reason
    assert "SEC" not in reason


@every_kind
def test_nobody_there_means_that_nothing_was_handed_over(kind: str) -> None:
    noted: list[str] = []
    with pytest.raises(SendError) as caught:
        deliver(channel(kind, f"http://{HOST}:{free_port()}/robot"), parcel(), lambda: noted.append("handed"))
    assert (noted, caught.value.unsure, caught.value.lasting) == ([], False, False)


def test_a_robot_that_falls_silent_may_have_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LONGEST_TALK", 0.3)
    with robot("wecom") as found:
        found.silent = True
        error = failure(found, "wecom")
    assert error.unsure
    assert "迟迟没有回答" in error.reason


def test_a_secret_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIANBAO_TOKEN")
    with robot("wecom") as found:
        error = failure(found, "wecom")
    assert "env:NIANBAO_TOKEN" in error.reason
    assert found.asked == 0


def test_a_certificate_is_taken_where_the_system_knows_its_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, authority = house_certificate(tmp_path)
    with robot("wecom", context=context) as found:
        error = failure(found, "wecom")
        assert "证书" in error.reason
        assert not error.unsure
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        assert send(found, "wecom") == ["handed"]
    assert len(found.taken) == 1


def test_a_proxy_is_asked_where_the_house_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with robot("wecom") as found:
        monkeypatch.setenv("http_proxy", f"http://{urlsplit(found.address).netloc}")
        deliver(channel("wecom", "http://chat.example.cn/robot"), parcel(), lambda: None)
    assert found.paths[0].startswith("http://chat.example.cn/robot?key=")


def test_a_defect_of_ours_is_told_without_secrets_and_goes_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError(f"key={TOKEN}")

    monkeypatch.setattr("monitor.channels.wecom.fit", break_down)
    with robot("wecom") as found:
        error = failure(found, "wecom")
    assert "ZeroDivisionError" in error.reason
    assert error.__cause__ is None


def test_what_is_made_with_secrets_does_not_show_them() -> None:
    made = channel("dingtalk", "https://x.example/")
    assert TOKEN not in repr(made)
    assert "env:NIANBAO_TOKEN" in repr(made)

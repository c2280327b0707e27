"""Mail: text and HTML, the same Message-ID every time, login and encryption, and every way a server refuses."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.channels.delivery import deliver
from monitor.channels.model import Parcel, SendError
from monitor.settings.model import Channel
from monitor.settings.secrets import Secret
from tests.monitor.channels.certificates import house_certificate
from tests.monitor.channels.stand_ins import HOST, SECRET, Post, free_port, parcel, post

TO = ("office@example.cn", "zhang@example.cn")


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_MAIL", SECRET)


def send(found: Post, made: Parcel | None = None, **more: object) -> str:
    channel = Channel("邮件", "mail", found.address, sender="nianbao@example.cn", to=TO, **more)  # type: ignore[arg-type]
    return deliver(channel, made or parcel(), lambda: None)


def failure(found: Post, **more: object) -> SendError:
    with pytest.raises(SendError) as caught:
        send(found, **more)
    assert SECRET not in caught.value.reason
    return caught.value


def test_a_mail_has_text_and_html_and_goes_to_all() -> None:
    with post() as found:
        assert send(found, parcel(page="http://10.0.0.5/")) == ""
    (mail,) = found.mails
    assert found.to == [list(TO)]
    assert mail["Subject"] == "年报日报 2026年4月8日 星期三"
    assert mail["Message-ID"] == "<0123456789abcdef0123456789abcdef@example.cn>"
    assert mail["Date"].datetime.isoformat() == "2026-04-08T00:30:00+00:00"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert page is not None
    assert "水月县第2局：未发布" in text.get_content()
    assert "明细：http://10.0.0.5/" in text.get_content()
    assert "新问题 3 条" in page.get_content()


def test_a_repeat_has_the_same_message_id_and_says_so() -> None:
    with post() as found:
        send(found)
        send(found, parcel(repeated=True))
    first, second = found.mails
    assert first["Message-ID"] == second["Message-ID"]
    body = second.get_body(("plain",))
    assert body is not None
    assert "可能重复" in body.get_content()


def test_a_subject_of_strangers_adds_no_header() -> None:
    made = parcel()
    with post() as found:
        send(found, replace(made, message=replace(made.message, subject="年报\r\nBcc: all@example.cn")))
    assert found.mails[0]["Bcc"] is None


# To aiosmtpd only STARTTLS is TLS.
@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
@pytest.mark.parametrize("starttls", [False, True])
def test_tls_is_spoken_and_the_house_s_certificate_obeyed(
    starttls: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, authority = house_certificate(tmp_path)
    with post(context=context, starttls=starttls, login=True) as found:
        login = {"user": "nianbao", "password": Secret("env:NIANBAO_MAIL")}
        assert "证书" in failure(found, **login).reason
        assert found.logins == []
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        send(found, **login)
        assert len(found.mails) == 1
        monkeypatch.setenv("NIANBAO_MAIL", "wrong-password")
        error = failure(found, **login)
    assert (error.lasting, error.unsure) == (True, False)
    assert "密码" in error.reason


def test_a_server_that_does_not_know_starttls_gets_no_mail() -> None:
    with post() as found:
        found.address += "?starttls"
        assert "STARTTLS" in failure(found).reason
    assert found.mails == []


def test_an_address_that_is_refused_keeps_the_mail_from_nobody_else() -> None:
    with post() as found:
        found.refusing = {TO[1]: "550 no such user"}
        assert "zhang@example.cn（550 no such user）" in send(found)
    assert found.to == [[TO[0]]]


@pytest.mark.parametrize(("answer", "lasting"), [("550 no", True), ("450 later", False)])
def test_a_mail_that_nobody_may_get_is_not_sent(answer: str, lasting: bool) -> None:
    with post() as found:
        found.refusing = dict.fromkeys(TO, answer)
        error = failure(found)
    assert (error.lasting, error.unsure, found.mails) == (lasting, False, [])


@pytest.mark.parametrize(("answer", "lasting"), [("554 spam", True), ("451 disk full", False)])
def test_a_mail_refused_as_a_whole_did_not_arrive(answer: str, lasting: bool) -> None:
    with post() as found:
        found.answer = answer
        error = failure(found)
    assert (error.lasting, error.unsure) == (lasting, False)


def test_nobody_there_is_told() -> None:
    error = failure(Post(f"smtp://{HOST}:{free_port()}"))
    assert not error.unsure
    assert "连不上邮件服务器" in error.reason

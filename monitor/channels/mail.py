"""Mail over SMTP: plain, with STARTTLS or over TLS, as text and HTML."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlsplit

from crawler.outgoing import line
from monitor.channels.model import HandOver, Parcel, SendError
from monitor.channels.watchdog import Watchdog
from monitor.channels.web import LONGEST_TALK, QUIET_SECONDS

_LASTING: Final = 500
"""Answers of SMTP from here on do not change by waiting (RFC 5321 §4.2.1)."""
_TAKEN: Final = 250
_PORTS: Final = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends one mail to all addresses of a channel. ``password`` is empty where there is no login."""

    address: str
    sender: str
    to: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    quiet: float = QUIET_SECONDS

    def send(self, parcel: Parcel, hand_over: HandOver) -> str:
        """Send a message; SendError where the server does not take it for anybody.

        Says which addresses it refused where it took it for others.
        """
        handed = False
        with Watchdog(LONGEST_TALK) as watchdog:
            try:
                with self._talk(watchdog) as talk:
                    refused = self._address_to(talk)
                    hand_over()
                    handed = True
                    _expect(talk.data(letter(parcel, self.sender, self.to).as_bytes(policy=POLICY)))
            except smtplib.SMTPResponseException as error:
                raise _refusal(error.smtp_code, error.smtp_error) from None
            except (OSError, smtplib.SMTPException) as error:
                raise SendError(_why(error, late=watchdog.has_bitten), unsure=handed) from None
        return f"邮箱没有收下：{'；'.join(refused)}。请核对地址。" if refused else ""

    @contextmanager
    def _talk(self, watchdog: Watchdog) -> Iterator[smtplib.SMTP]:
        """A connection to the server, encrypted and logged in as the settings say, ended in order."""
        parts = urlsplit(self.address)
        where = (parts.hostname or "", parts.port or _PORTS[parts.scheme])
        if parts.scheme == "smtps":
            talk: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=self.quiet, context=ssl.create_default_context())
        else:
            talk = smtplib.SMTP(*where, timeout=self.quiet)
        try:
            watchdog.show(talk.sock)
            if parts.query == "starttls":
                talk.starttls(context=ssl.create_default_context())
                watchdog.show(talk.sock)
            if self.password:
                talk.login(self.user, self.password)
            yield talk
            # The mail was taken; how the talk ends changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                talk.quit()
        finally:
            talk.close()

    def _address_to(self, talk: smtplib.SMTP) -> list[str]:
        """Name sender and addresses; gives those that are refused, SendError where all are."""
        talk.ehlo_or_helo_if_needed()
        _expect(talk.mail(self.sender))
        refused, codes = [], []
        for address in self.to:
            code, said = talk.rcpt(address)
            if code not in (_TAKEN, 251):
                codes.append(code)
                refused.append(f"{address}（{code} {_words(said)}）")
        if len(refused) == len(self.to):
            lasting = min(codes) >= _LASTING
            raise SendError(f"邮箱没有收下：{'；'.join(refused)}。请核对地址。", lasting=lasting)
        return refused


def letter(parcel: Parcel, sender: str, to: Sequence[str]) -> EmailMessage:
    """The mail of a parcel; tried again it is the same, with the same Message-ID."""
    mail = EmailMessage()
    mail["Subject"] = line(parcel.message.subject)
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    mail["Date"] = format_datetime(parcel.made_at)
    mail["Message-ID"] = f"<{parcel.number}@{sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    lead = f"{parcel.lead}\n\n" if parcel.lead else ""
    mail.set_content(f"{lead}{parcel.message.text}\n{parcel.sign}\n")
    if parcel.message.html:
        mail.add_alternative(parcel.message.html, subtype="html")
    return mail


def _expect(answer: tuple[int, bytes]) -> None:
    code, said = answer
    if code != _TAKEN:
        raise smtplib.SMTPResponseException(code, said)


def _refusal(code: int, said: bytes | str) -> SendError:
    lasting = code >= _LASTING
    if isinstance(said, str):
        said = said.encode()
    mend = "请核对邮件服务器、账号和密码。" if lasting else "稍后会再试。"
    # A code of less than 400 here is no answer that SMTP knows: whether it was taken is open.
    return SendError(f"邮件服务器没有收下（{code} {_words(said)}）。{mend}", lasting=lasting, unsure=code < 400)  # noqa: PLR2004


def _words(said: bytes) -> str:
    return said.decode("utf-8", "replace")


def _why(error: Exception, *, late: bool) -> str:
    if late or isinstance(error, TimeoutError):
        return "邮件服务器迟迟没有回答。请检查地址和网络，稍后会再试。"
    if isinstance(error, ssl.SSLCertVerificationError):
        mend = "自建的证书请装进系统，或用环境变量 SSL_CERT_FILE 指明。"
        return f"邮件服务器的证书信不过（{error.verify_message}）。{mend}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "邮件服务器不会 STARTTLS 或登录。请核对地址、端口和 ?starttls。"
    if isinstance(error, OSError) and error.strerror:
        return f"连不上邮件服务器（{error.strerror}）。请检查地址、端口和网络。"
    return "邮件服务器中途断开。请检查地址、端口和加密方式，稍后会再试。"

"""Everything else, by Apprise: one of its addresses, which is a secret as a whole."""

import logging
import os
import ssl
from typing import Self

from monitor.channels.model import HandOver, Parcel, SendError


class Other:
    """Sends Markdown by Apprise, which makes of it what the service knows."""

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, parcel: Parcel, hand_over: HandOver) -> str:
        """Send a message; SendError where Apprise says that it was not sent."""
        # requests brings certificates of its own; the system's know the house's too.
        if found := ssl.get_default_verify_paths().cafile:
            os.environ.setdefault("REQUESTS_CA_BUNDLE", found)
        import apprise  # noqa: PLC0415 - heavy; only who sends by it pays for it

        with _Heard() as heard:
            service = apprise.Apprise()
            if not service.add(self._url):
                raise SendError("Apprise 不认识这个地址。请照 Apprise 的说明核对。", lasting=True)
            hand_over()
            text = "\n".join(filter(None, (parcel.lead, parcel.message.markdown, parcel.sign)))
            if not service.notify(title=parcel.message.subject, body=text, body_format="markdown"):
                raise SendError(f"Apprise 没有发成（{heard.last}）。请核对地址和网络。", unsure=True)
        return ""


class _Heard(logging.Handler):
    """Keeps the last thing Apprise complains of, and keeps it from being printed: it names addresses."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.last = "没有说明原因"
        self._logger = logging.getLogger("apprise")

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is said."""
        if record.levelno >= logging.WARNING:
            self.last = record.getMessage()

    def __enter__(self) -> Self:
        self._before = self._logger.propagate
        self._logger.propagate = False
        self._logger.addHandler(self)
        return self

    def __exit__(self, *error: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._before

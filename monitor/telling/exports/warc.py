"""Evidence as WARC 1.1 (ISO 28500): every response as it was kept, readable by the tools of web archives.

Record ids, dates and compression come from the log alone, so that the same evidence gives the same bytes.
"""

import io
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from crawler.outgoing import cleaned
from storage.clock import local_time
from storage.database import Log
from storage.errors import ArchiveError
from storage.tables import alerts, captures, versions
from storage.tables.alerts import Alert
from storage.tables.captures import Capture

_NAMESPACE: Final = uuid.UUID("6f0d7b52-2b1e-5c3a-9a55-6e69616e6261")
_ENCODED: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that speak of the bytes on the way; what is kept is unpacked, so that they are renamed as archives do."""
_RENAMED: Final = "X-Archive-Orig-"


def captures_of(log: Log, alert: Alert) -> list[Capture]:
    """What a problem rests on: every version of its report, else the lists that were looked through in vain."""
    if alert.version_id is None:
        return captures.lists_of_portal(log, alert.portal_id) if alert.portal_id else []
    version = versions.get(log, alert.version_id)
    history = versions.of_report(log, version.report_id) if version else []
    ids = dict.fromkeys(file.capture_id for one in history for file in versions.files_of(log, one.version_id))
    return [capture for capture_id in ids if (capture := captures.get(log, capture_id)) is not None]


def write_alerts(log: Log, found: Iterable[Alert], file: BinaryIO) -> list[str]:
    """Write the evidence of problems, each with a record that says what was found; lines on what the archive lost."""
    writer = _Writer(log, file)
    for alert in found:
        held = captures_of(log, alert)
        for capture in held:
            writer.response(capture)
        writer.finding(alert, held)
    return writer.troubles


def write_all(log: Log, file: BinaryIO) -> list[str]:
    """Write every response of the log; lines on what the archive lost."""
    writer = _Writer(log, file)
    for capture in captures.each(log):
        writer.response(capture)
    for alert in alerts.matching(log, list="compliance"):
        writer.finding(alert, captures_of(log, alert))
    return writer.troubles


class _Writer:
    """A WARC file being written; a response that several problems rest on stands in it once."""

    def __init__(self, log: Log, file: BinaryIO) -> None:
        from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - only where a WARC is written

        self._log = log
        self._writer: Any = WARCWriter(file, gzip=True, warc_version="1.1")
        self._written: set[int] = set()
        self.troubles: list[str] = []
        self._begin()

    def response(self, capture: Capture) -> None:
        """Write one response, unless it was written before; what the archive lost is noted and left out."""
        if capture.id in self._written:
            return
        try:
            body = captures.body(self._log, capture.id)
        except ArchiveError as problem:
            self.troubles.append(f"{capture.url}：{problem}")
            return
        self._written.add(capture.id)
        told = {"WARC-Record-ID": _response_id(capture), "WARC-Date": capture.fetched_at}
        self._write("response", capture.final_url, body, told, _head(capture))

    def finding(self, alert: Alert, held: Iterable[Capture]) -> None:
        """Write what was found as JSON, and on which responses that rests."""
        known = cleaned({name: getattr(alert, name) for name in _FINDING}) | {
            "first_seen_at": local_time(alert.first_seen_at),
            "last_seen_at": local_time(alert.last_seen_at),
            "rests_on": [_response_id(capture) for capture in held if capture.id in self._written],
        }
        content = json.dumps(known, ensure_ascii=False, indent=2).encode()
        told = {"WARC-Record-ID": _id("alert", str(alert.id)), "WARC-Date": alert.last_seen_at}
        address = alert.url or f"urn:nianbao:alert:{alert.id}"
        self._write("metadata", address, content, told | {"Content-Type": "application/json"})

    def _begin(self) -> None:
        about = b"software: nianbao\r\nformat: WARC File Format 1.1\r\n"
        told = {"WARC-Record-ID": _id("warcinfo", ""), "WARC-Date": _EPOCH, "Content-Type": "application/warc-fields"}
        self._write("warcinfo", None, about, told)

    def _write(self, kind: str, address: str | None, content: bytes, told: dict[str, str], head: Any = None) -> None:
        record = self._writer.create_warc_record(
            address, kind, payload=io.BytesIO(content), http_headers=head, warc_headers_dict=told
        )
        self._writer.write_record(record)
        # The writer counted digests over a copy of its own, which it leaves open.
        record.raw_stream.close()


_EPOCH: Final = "2000-01-01T00:00:00Z"
_FINDING: Final = ("id", "rule", "severity", "state", "portal", "body", "year", "message", "basis", "cells", "quote")


def _head(capture: Capture) -> Any:
    """The status line and headers as they came, those that speak of packed bytes under other names."""
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - as above

    headers = [(f"{_RENAMED}{name}" if name.lower() in _ENCODED else name, value) for name, value in _clean(capture)]
    return StatusAndHeaders(f"{capture.status} ", [*headers, ("Content-Length", str(capture.size))], "HTTP/1.1")


def _clean(capture: Capture) -> Iterator[tuple[str, str]]:
    """Headers without line breaks, which would begin further ones."""
    for name, value in capture.headers:
        yield " ".join(name.split()), " ".join(value.split())


def _response_id(capture: Capture) -> str:
    return _id("capture", f"{capture.id} {capture.sha256}")


def _id(kind: str, what: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, f'{kind} {what}')}>"

"""Judges the one report that a crawl fetched into a log of its own: an address that somebody wants checked."""

from dataclasses import replace
from pathlib import Path

from crawler.titles import kind_of_body
from monitor.documents.model import UnreadableDocumentError
from monitor.judging.files import Checked, Options, judge_report
from monitor.judging.versions import load_report, read_versions
from monitor.rules.model import Agreement, Publication
from storage.clock import Clock
from storage.database import Log, open_log
from storage.tables import captures, readings
from storage.tables.versions import Version


def judge_kept(data: Path, address: str, options: Options) -> Checked | UnreadableDocumentError:
    """Read and judge the one report in a data directory; else one line that names its address and says why not."""
    with open_log(data) as log:
        version = next(iter(read_versions(log, Clock(options.today))), None)
        if version is None:
            return UnreadableDocumentError(f"{address}：没有取到，请用浏览器打开核对。")
        return _judge(log, version, options)


def _judge(log: Log, version: Version, options: Options) -> Checked | UnreadableDocumentError:
    report = load_report(log, version.version_id)
    if report is None:
        return UnreadableDocumentError(f"{version.url}：{readings.unreadable(log)[version.version_id]}")
    body = options.body or version.body or report.body
    kind = (kind_of_body(body) if body else None) or report.body_kind
    agreements = tuple(
        Agreement(found.name, found.cells, tuple(found.differences))
        for found in readings.comparisons_of(log, version.version_id)
    )
    checked = judge_report(
        report, options, body=body, kind=kind, publication=_publication(version, options), agreements=agreements
    )
    read = readings.capture_read(log, version.version_id)
    return replace(checked, content=captures.body(log, read) if read else None)


def _publication(version: Version, options: Options) -> Publication:
    if options.published:
        return Publication(options.published, "user", url=version.url)
    return Publication(version.published_on, version.published_from, uncertain=version.uncertain, url=version.url)

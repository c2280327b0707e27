"""Crawls of sample portals with the machinery of the real command, and what came of them."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from storage.database import open_log
from tests.portals.server import Serving
from tests.portals.truth import TODAY, Expected, Sample, registry

_TRIES_AT_A_WALL = 3
"""Plainly, in the browser, and once more there after its script has run."""

COMMAND = str(Path(sys.executable).with_name("nianbao"))


@dataclass(slots=True)
class Score:
    """What a crawl made of one portal, beside the truth."""

    name: str
    family: str
    home: str
    expected: int
    """Reports that are there to be found."""
    walled: bool = False
    found: int = 0
    wrong: list[str] = field(default_factory=list)
    """What is not as it should be, one line each."""
    bodies: int = 0
    years: int = 0
    days: int = 0
    titles: int = 0
    parts: int = 0
    taken: int = 0
    """Strangers that were taken for reports."""
    requests: int = 0
    again: int = 0
    """Requests of the second visit."""
    unchanged: int = 0
    """How many of them were answered 304."""
    twice: list[str] = field(default_factory=list)
    """What was asked more than once in the second visit."""
    unconditional: list[str] = field(default_factory=list)
    """What was answered in full in the second visit, robots.txt apart."""


def run(data: Path, samples: Iterable[Sample], today: date = TODAY, *, scheme: str = "http") -> None:
    """``nianbao run`` over these portals, known by name and home page alone."""
    data.mkdir(parents=True, exist_ok=True)
    portals = data / "portals.toml"
    portals.write_text(registry(samples, scheme=scheme), encoding="utf-8")
    command = [COMMAND, "run", "--data", str(data), "--portals", str(portals), "--today", today.isoformat()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"nianbao run ended with {done.returncode}: {done.stderr}")
    outcome = rows(data, "SELECT outcome, detail FROM runs ORDER BY id DESC LIMIT 1")[0]
    if outcome["outcome"] != "completed":
        raise AssertionError(f"the run ended {outcome['outcome']}: {outcome['detail']}")


def listing(data: Path) -> list[dict[str, Any]]:
    """What ``nianbao reports`` says."""
    command = [COMMAND, "reports", "--data", str(data), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def rows(data: Path, sql: str) -> list[dict[str, Any]]:
    """Rows of the log."""
    with open_log(data) as log:
        return [dict(row) for row in log.rows(sql)]


def score(samples: Sequence[Sample], reports: Iterable[dict[str, Any]], serving: Serving) -> list[Score]:
    """Every portal's reports beside the truth."""
    every = list(reports)
    return [_score(sample, every, serving) for sample in samples]


def _score(sample: Sample, reports: list[dict[str, Any]], serving: Serving) -> Score:
    made = Score(sample.name, sample.family, sample.home, len(sample.reports), sample.walled)
    hosts = tuple(f"//{address}:" for address in sample.addresses)
    by_url = {report["url"]: report for report in reports if any(host in report["url"] for host in hosts)}
    for expected in sample.reports:
        report = by_url.pop(expected.url, None)
        if report is None:
            made.wrong.append(f"missing: {expected.title} {expected.url}")
        else:
            made.found += 1
            _compare(made, expected, report)
    for report in by_url.values():
        made.taken += 1
        made.wrong.append(f"taken: {report['title']} {report['url']}")
    made.requests = len(serving.asked(*sample.addresses))
    return made


def _compare(made: Score, expected: Expected, report: dict[str, Any]) -> None:
    truth = {
        "bodies": ("body", expected.body),
        "years": ("year", expected.year),
        "days": ("published_on", expected.published_on.isoformat()),
        "titles": ("title", expected.title),
    }
    for counter, (key, value) in truth.items():
        if report[key] == value:
            setattr(made, counter, getattr(made, counter) + 1)
        else:
            made.wrong.append(f"{key}: {report[key]} and not {value}: {expected.url}")
    parts = {part["url"] for part in report["files"]} - {expected.url}
    made.parts += parts == expected.parts
    made.wrong += [f"part missing: {part} of {expected.url}" for part in sorted(expected.parts - parts)]
    made.wrong += [f"no part: {part} of {expected.url}" for part in sorted(parts - expected.parts)]


def second_visit(score: Score, sample: Sample, serving: Serving) -> None:
    """Note what the second visit asked; the request log holds that visit alone.

    A browser asks without conditions, and it tries a wall once more; what is not there has no validators.
    """
    asked = serving.asked(*sample.addresses)
    score.again = len(asked)
    score.unchanged = sum(request.status == HTTPStatus.NOT_MODIFIED for request in asked)
    answered = [one for one in asked if one.method != "POST" and one.status != HTTPStatus.FOUND]
    times = Counter((one.address, one.path) for one in answered)
    times += Counter(form for form in serving.forms if form[0] in sample.addresses)
    most = _TRIES_AT_A_WALL if sample.walled else 1
    score.twice = [f"{count}× {' '.join(page)}" for page, count in times.items() if count > most]
    in_full = {(one.address, one.path) for one in asked if one.method == "GET" and one.status == HTTPStatus.OK}
    there = {(host.address, path) for host in sample.hosts for path in host.pages} - {
        (urlsplit(url).hostname, urlsplit(url).path) for url in sample.dead
    }
    score.unconditional = (
        [] if sample.browser else sorted(path for address, path in in_full & there if path != "/robots.txt")
    )

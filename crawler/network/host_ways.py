"""What the crawl knows of the hosts it asks: silence, rest, and the way on which they can be reached.

A host that does not answer is left alone for the rest of the run; one that
wants a rest is left alone until the time it named, in later runs too; one that
answers only over the other scheme or over the TLS of old servers is asked so
from then on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from scrapy.exceptions import DownloadFailedError

from crawler.hosts import host_of
from crawler.network.certificates import faults_of
from crawler.problems import UnansweredError
from storage.clock import SHANGHAI, Clock, from_stamp, to_stamp
from storage.database import Log
from storage.tables import hosts
from storage.tables.health import HealthKind
from storage.tables.hosts import Scheme

SILENCES: Final = 3
"""A host that did not answer this many times in a row is left alone for the rest of the run."""

PATIENCE: Final = timedelta(seconds=20)
"""A rest up to this long is waited for; a longer one ends the host's visit for this run."""

USUAL_REST: Final = timedelta(minutes=10)
"""The rest of a host that only says it was asked too often."""

LONGEST_REST: Final = timedelta(hours=24)
"""No host keeps us off for longer, whatever it says; the next day's run asks again."""


LONGEST_BELIEF: Final = timedelta(days=30)
"""After so many days a host is asked again as the registry says: it may have been mended."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a host is asked: ``scheme`` None as its addresses say; ``legacy`` over the TLS of old servers."""

    scheme: Scheme | None = None
    legacy: bool = False


@dataclass(slots=True)
class _Host:
    """One host in this run: its way, by which schemes it answered or was tried, and what was said of it already."""

    way: Way = field(default_factory=Way)
    rest_until: datetime | None = None
    rest_reason: str = ""
    answered: set[Scheme] = field(default_factory=set)
    tried: set[Scheme] = field(default_factory=set)
    declared_legacy: bool = False
    told: set[str] = field(default_factory=set)


class HostWays:
    """The hosts of one run; what must outlive it goes into the log."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log, self._clock = log, clock
        self._hosts: dict[str, _Host] = {}
        self._silences: Counter[str] = Counter()
        self.legacy: set[str] = set()
        """Hosts, with their ports, that are asked over the TLS of old servers; read by the download handler."""

    def declare_legacy(self, urls: Iterable[str]) -> None:
        """These addresses' hosts speak old TLS, as the registry says."""
        for url in urls:
            host = self._host(url)
            host.declared_legacy = True
            self.take(url, replace(host.way, legacy=True))

    def address(self, url: str) -> str:
        """An address with the scheme by which its host answers."""
        scheme = self._host(url).way.scheme
        return urlunsplit(urlsplit(url)._replace(scheme=scheme)) if scheme else url

    def check(self, url: str) -> None:
        """UnansweredError where the host of an address is to be left alone."""
        if self._silences[_place(url)] >= SILENCES:
            detail = f"{host_of(url)} 连续 {SILENCES} 次没有应答，本次巡查不再询问。"
            raise UnansweredError("unreachable", detail, repeated=True)
        host = self._host(url)
        if host.rest_until is not None and self._clock.now() < host.rest_until:
            raise self._resting(url, host)

    def note_answer(self, url: str) -> None:
        """The host of an address answered."""
        self._silences[_place(url)] = 0
        self._host(url).answered.add(_scheme(self.address(url)))

    def note_silence(self, url: str) -> None:
        """The host of an address did not answer."""
        self._silences[_place(url)] += 1

    def rest(self, url: str, pause: timedelta, status: int) -> UnansweredError:
        """Leave a host alone for that long, in later runs too; gives what is to be said of it."""
        host = self._host(url)
        host.rest_until = self._clock.now() + min(pause, LONGEST_REST)
        host.rest_reason = f"应答 {status}"
        hosts.rest(self._log, _place(url), to_stamp(host.rest_until), host.rest_reason)
        problem = self._resting(url, host)
        return UnansweredError("throttled", problem.detail, status=status)

    def wanted_pause(self, status: int, headers: Mapping[str, str]) -> timedelta | None:
        """How long an answer wants us to stay away; None where it wants nothing such. Header names in lower case."""
        said = headers.get("retry-after", "").strip()
        if status != HTTPStatus.TOO_MANY_REQUESTS and not (status == HTTPStatus.SERVICE_UNAVAILABLE and said):
            return None
        if said.isdecimal():
            return timedelta(seconds=min(int(said), int(LONGEST_REST.total_seconds())))
        try:
            until = parsedate_to_datetime(said)
        except ValueError:
            return USUAL_REST
        # Against the machine's clock, which is the one the server's date is told by, also on a day that is only played.
        return max(until.astimezone(SHANGHAI) - Clock().now(), timedelta())

    def other_ways(self, url: str, error: BaseException) -> Iterator[Way]:
        """The ways on which a host may be tried that never answered in this one, the likeliest first; once a run.

        ``error`` is how the present way failed. Over https a connection that
        broke off before any answer may have failed at TLS.
        """
        host = self._host(url)
        here = _scheme(self.address(url))
        if here in host.answered | host.tried:
            return
        host.tried.add(here)
        there: Scheme = "http" if here == "https" else "https"
        if _broke_off(error) and not host.way.legacy and here == "https":
            yield Way(host.way.scheme, legacy=True)
        yield Way(there)
        if there == "https":
            yield Way(there, legacy=True)

    def way(self, url: str) -> Way:
        """The way on which the host of an address is asked now."""
        return self._host(url).way

    def take(self, url: str, way: Way) -> None:
        """Ask the host of an address on that way from now on."""
        self._host(url).way = way
        (self.legacy.add if way.legacy else self.legacy.discard)(_place(url))

    def keep(self, url: str) -> None:
        """The host answered on its present way: remember that for the next run."""
        way = self._host(url).way
        scheme = None if way.scheme == _scheme(url) else way.scheme
        hosts.note_reached(self._log, _place(url), scheme, legacy_tls=way.legacy, on=self._clock.today)

    def notes(self, url: str, certificate: object, *, named: bool) -> Iterator[tuple[HealthKind, str]]:
        """What people should know of how a host could be reached, each once a run.

        ``url`` as it was written, in the registry or a page; ``named`` says that
        people name it, so that a scheme that does not work is for them to mend.
        """
        host, name = self._host(url), host_of(url)
        if named and host.way.scheme not in (None, _scheme(url)) and self._first(host, "other_scheme"):
            yield (
                "other_scheme",
                f"{name} 用 {_scheme(url)} 打不开，已改用 {host.way.scheme}。请改 portals.toml 的地址。",
            )
        if host.way.legacy and not host.declared_legacy and self._first(host, "legacy_tls"):
            yield "legacy_tls", f'{name} 只会旧式加密，已降级连接。若属正常，请在 portals.toml 写 tls = "legacy"。'
        if certificate is not None and self._first(host, "certificate"):
            faults = faults_of(certificate, name, Clock().now())
            if faults:
                yield "certificate", f"{name} 的证书{faults}，仍照常抓取。请提醒对方更换证书。"

    def _first(self, host: _Host, what: str) -> bool:
        new = what not in host.told
        host.told.add(what)
        return new

    def _host(self, url: str) -> _Host:
        place = _place(url)
        if place not in self._hosts:
            self._hosts[place] = host = _Host()
            known = hosts.get(self._log, place)
            if known is not None:
                host.rest_until = from_stamp(known.rest_until) if known.rest_until else None
                host.rest_reason = known.rest_reason
                if self._is_fresh(known.reached_on):
                    self.take(url, Way(known.scheme, known.tls == "legacy"))
        return self._hosts[place]

    def _is_fresh(self, reached_on: date | None) -> bool:
        """Whether a host's way was found lately; after a while the declared one is tried again."""
        return reached_on is not None and self._clock.today - reached_on < LONGEST_BELIEF

    def _resting(self, url: str, host: _Host) -> UnansweredError:
        assert host.rest_until is not None
        until = host.rest_until.astimezone(SHANGHAI)
        detail = (
            f"{host_of(url)} 嫌请求太多（{host.rest_reason}），{until:%m-%d %H:%M} 以前不再询问，不能据此说没有发布。"
        )
        return UnansweredError("throttled", detail, repeated=True)


def _place(url: str) -> str:
    """The host of an address with its port where one is written."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _scheme(url: str) -> Scheme:
    return "https" if url.startswith("https:") else "http"


def _broke_off(error: BaseException | None) -> bool:
    """Whether a connection came about and broke off, as far as the causes of a failure tell."""
    while error is not None:
        if isinstance(error, DownloadFailedError):
            return True
        error = error.__cause__
    return False

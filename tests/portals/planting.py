"""Faults of the field planted into the sample portals: which can have a kind, and what becomes of their bodies."""

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import cast

from crawler.titles import kind_of_body
from monitor.demo.resources import HTML, Resource
from monitor.duties.names import belongs
from tests.fuzz.portals.pagers import DEAD_LIBRARY
from tests.portals import altering
from tests.portals.altering import Change, altered, answers, path_of, plain_bytes, replaced, serve_changed
from tests.portals.kinds.site import DAYS
from tests.portals.server import Call, Host, Service
from tests.portals.truth import Expected, Sample
from tests.portals.watching import YEAR, Duty, Watched

NEW_COLUMN = "/xxgk_new/ndbg/"
_VICTIMS = 3
"""Bodies of a portal that a fault befalls, at most."""
_SILENT = "审计局"


@dataclass(slots=True)
class Field:
    """One sample portal with a fault in the making: the reports on the year owed, and what changes on a day."""

    sample: Sample
    victims: list[Expected]
    roster: dict[str, str]
    """Names of the roster by the body that is meant."""
    changes: list[Callable[[date], None]]
    extra: list[Duty]

    @property
    def hosts(self) -> tuple[Host, ...]:
        """Its hosts."""
        return self.sample.hosts

    def host_of(self, report: Expected) -> Host:
        """The host of a report."""
        return next(host for host in self.hosts if f"//{host.address}:" in report.url)


Plant = Callable[[Field], bool]
"""Plants a fault; False where the portal cannot have it."""


def field_of(sample: Sample) -> Field:
    """A sample portal before anything is planted."""
    own = [one for one in sample.reports if one.year == YEAR and belongs(one.body, sample.name)]
    bodies = {one.body: one for one in own}
    return Field(sample, list(bodies.values())[:_VICTIMS], {}, [], [])


def watched(field: Field) -> tuple[Watched, frozenset[str]]:
    """The portal as the monitor knows it, and the names of the bodies that the fault befell."""
    own = {one.body: one for one in field.sample.reports if one.year == YEAR and belongs(one.body, field.sample.name)}
    duties = [_duty(field, one) for one in own.values()]
    silent = Duty(f"{_place(field.sample)}{_SILENT}", "department")

    def change(day: date) -> None:
        for one in field.changes:
            one(day)

    names = {field.roster.get(one.body, one.body) for one in field.victims} | {duty.name for duty in field.extra}
    portal = Watched(field.sample.name, field.sample.home, field.hosts, (*duties, silent, *field.extra), (), change)
    return portal, frozenset(names)


def _place(sample: Sample) -> str:
    return re.sub(r"(?:人民)?政府.*$|信息公开.*$", "", sample.name)


def _duty(field: Field, report: Expected) -> Duty:
    kind = kind_of_body(report.body) or "department"
    return Duty(field.roster.get(report.body, report.body), kind, report.url, report.published_on)


def _own_pages(field: Field) -> frozenset[str]:
    """The paths of the reports' own pages and files."""
    urls = [url for one in field.sample.reports for url in (one.url, *one.parts)]
    return frozenset(map(path_of, urls))


def _pages(host: Host) -> MutableMapping[str, Resource]:
    return cast("MutableMapping[str, Resource]", host.pages)


def _services(host: Host) -> MutableMapping[str, Service]:
    return cast("MutableMapping[str, Service]", host.services)


def change_lists(field: Field, change: Change) -> bool:
    """Change whatever is no report's own page; whether a page changed that is not asked of a service."""
    own, touched = _own_pages(field), False
    for host in field.hosts:
        for path, page in answers(host):
            if path in own:
                continue
            body = plain_bytes(page)
            if change(body) != body:
                _pages(host)[path], touched = altered(page, change), True
        for path, service in list(host.services.items()):
            if path not in own:
                _services(host)[path] = serve_changed(service, change)
    return touched or any(host.services for host in field.hosts)


def retitle(rename: Callable[[Expected], str], *, both: bool = False) -> Plant:
    """Other titles of rows, and of their pages too where ``both``."""

    def plant(field: Field) -> bool:
        field.victims = [one for one in field.victims if rename(one) != one.title and one.body in one.title]
        words = {one.title: rename(one) for one in field.victims}
        if not words:
            return False
        if both:
            for one in field.victims:
                _alter_own(field, one, replaced(words))
        return change_lists(field, replaced(words))

    return plant


def _alter_own(field: Field, report: Expected, change: Change) -> bool:
    host, path = field.host_of(report), path_of(report.url)
    page = host.pages.get(path)
    if page is None or not altering.is_text(page):
        return False
    _pages(host)[path] = altered(page, change)
    return True


def hide(tail: str) -> Plant:
    """The last victim's row behind a pager that leads nowhere; the page says that there is more."""

    def plant(field: Field) -> bool:
        field.victims = field.victims[-1:]
        if not field.victims:
            return False
        take = altering.without_rows(frozenset(path_of(one.url) for one in field.victims))
        add = altering.with_tail(tail)

        def change(body: bytes) -> bytes:
            left = take(body)
            return left if left == body else add(left)

        return _changes_pages(field, change, whole=True) and change_lists(field, change)

    return plant


def hide_in_data(field: Field) -> bool:
    """The last victim's row left out of data whose total still counts it."""
    field.victims = field.victims[-1:]
    if not field.victims or not any(host.services for host in field.hosts):
        return False
    return change_lists(field, altering.without_rows(frozenset(path_of(one.url) for one in field.victims)))


def _changes_pages(field: Field, change: Change, *, whole: bool) -> bool:
    """Whether a change touches a page of the portal; a whole one where asked."""
    own = _own_pages(field)
    pages = (page for host in field.hosts for path, page in answers(host) if path not in own)
    bodies = (plain_bytes(page) for page in pages)
    return any(change(body) != body and (not whole or b"</body>" in body) for body in bodies)


def late(then: Callable[[Field], None] = lambda _field: None) -> Plant:
    """The victims' rows come after the first day; something else happens then too, or has happened."""

    def plant(field: Field) -> bool:
        take = altering.without_rows(frozenset(path_of(one.url) for one in field.victims))
        if not field.victims or not _changes_pages(field, take, whole=False):
            return False
        before = [dict(host.pages) for host in field.hosts]
        change_lists(field, take)
        after = [dict(host.pages) for host in field.hosts]

        def change(day: date) -> None:
            for host, early, full in zip(field.hosts, after, before, strict=True):
                _pages(host).update(early if day == DAYS[0] else full)

        field.changes.append(change)
        then(field)
        return True

    return plant


def always_304(field: Field) -> None:
    """Whoever knows a page is told that it is what it was."""

    def gate(call: Call) -> Resource | None:
        known = {"if-none-match", "if-modified-since"} & set(call.headers)
        return Resource(HTML, b"".__bytes__, DAYS[0], status=304) if known and call.method == "GET" else None

    field.sample = replace(field.sample, hosts=tuple(replace(host, gate=host.gate or gate) for host in field.hosts))


def still_tags(field: Field) -> None:
    """Lists whose tag never moves."""

    def change(_day: date) -> None:
        own = _own_pages(field)
        for host in field.hosts:
            for path, page in answers(host):
                if path not in own:
                    _pages(host)[path] = altered(page, bytes, tag='"9c-still"')

    field.changes.append(change)


def moved(field: Field) -> bool:
    """The old column stands still from the first day; the home page leads to a new one then."""
    take = altering.without_rows(frozenset(path_of(one.url) for one in field.victims))
    home = field.hosts[0].pages.get("/")
    found = re.compile(rb'<div class="ways">.*?</div>\n', re.DOTALL)
    if not field.victims or home is None or not found.search(plain_bytes(home)):
        return False
    if not _changes_pages(field, take, whole=False):
        return False
    change_lists(field, take)
    items = "".join(
        f'<li><a href="{one.url}">{one.title}</a><span>{one.published_on}</span></li>' for one in field.victims
    )
    page = (
        f'<html><head><meta charset="utf-8"><title>政府信息公开年报</title></head><body><ul>{items}</ul></body></html>'
    )
    words = "".join(f"&#{ord(character)};" for character in "政府信息公开年报")
    way = f'<div class="ways"><a href="{NEW_COLUMN}">{words}</a></div>\n'

    def change(day: date) -> None:
        if day > DAYS[0]:
            _pages(field.hosts[0])["/"] = altered(home, lambda body: found.sub(way.encode(), body))
            _pages(field.hosts[0])[NEW_COLUMN] = Resource(HTML, page.encode, DAYS[1])

    field.changes.append(change)
    return True


def erring(words: str) -> Plant:
    """Pages that show an error until the last day."""

    def plant(field: Field) -> bool:
        field.victims = [one for one in field.victims if path_of(one.url) in field.host_of(one).pages]
        page = f'<html><head><meta charset="utf-8"><title>提示</title></head><body>{words}</body></html>'
        whole = {one.url: field.host_of(one).pages[path_of(one.url)] for one in field.victims}

        def change(day: date) -> None:
            for one in field.victims:
                error = Resource(HTML, page.encode, day)
                _pages(field.host_of(one))[path_of(one.url)] = whole[one.url] if day == DAYS[2] else error

        field.changes.append(change)
        return bool(field.victims)

    return plant


def bylined(line: str) -> Plant:
    """Another byline; ``{n}`` in it turns from visit to visit, ``{on}`` is the day."""

    def plant(field: Field) -> bool:
        turns = count(11)
        changes = {one: one.published_on for one in field.victims}
        field.victims = [one for one in field.victims if _has_byline(field, one)]
        pages = {one: field.host_of(one).pages[path_of(one.url)] for one in field.victims}

        def change(_day: date) -> None:
            for one, page in pages.items():
                said = line.format(on=changes[one], n=next(turns))
                _pages(field.host_of(one))[path_of(one.url)] = altered(page, altering.byline(said))

        field.changes.append(change)
        return bool(field.victims)

    return plant


def _has_byline(field: Field, report: Expected) -> bool:
    page = field.host_of(report).pages.get(path_of(report.url))
    return page is not None and altering.is_text(page) and b'class="info"' in plain_bytes(page)


def slashes(form: str) -> Plant:
    """Addresses of rows in a form that every browser follows: ``{0}`` host and port, ``{1}`` path."""

    def plant(field: Field) -> bool:
        words = {}
        for one in field.victims:
            place = one.url.partition("//")[2].partition("/")[0]
            words[f'"{path_of(one.url)}"'] = f'"{form.format(place, path_of(one.url))}"'
        return _changes_pages(field, replaced(words), whole=False) and change_lists(field, replaced(words))

    return plant


def near_name(field: Field) -> bool:
    """The roster calls departments by names that the portal never shows."""
    field.victims = [one for one in field.victims if one.body.endswith("局")]
    field.roster = {
        one.body: f"{one.body}（{word}）"
        for one, word in zip(field.victims, ("国资委", "体育局", "数据局"), strict=False)
    }
    return bool(field.victims)


def another_s(field: Field) -> bool:
    """The row of a victim bears the name of a silent body; its page is the victim's."""
    field.victims = field.victims[-1:]
    if not field.victims or field.victims[0].body not in field.victims[0].title:
        return False
    silent = f"{_place(field.sample)}档案局"
    one = field.victims[0]
    field.extra.append(Duty(silent, "department"))
    return change_lists(field, replaced({one.title: one.title.replace(one.body, silent)}))


def institutions(field: Field) -> bool:
    """Institutions stand in the roster."""
    field.victims = []
    field.extra += [
        Duty(f"{_place(field.sample)}{name}", "institution", owes=False) for name in ("第一中学", "人民医院")
    ]
    return True


def untouched(field: Field) -> bool:
    """Nothing is planted."""
    return bool(field.victims)


def _before(mark: str) -> Plant:
    return retitle(lambda one: mark + one.title)


def _behind(mark: str, *, both: bool = False) -> Plant:
    return retitle(lambda one: one.title + mark, both=both)


_FLAT = "政府信息公开工作年度报告"
KINDS: Mapping[str, Plant] = {
    "nothing": untouched,
    "[置顶]": _before("[置顶]"),
    "①": _before("①"),
    "01 ": _before("01 "),
    "NEW!": _before("NEW! "),
    "年报·": _before("年报· "),
    "部门年报：": _before("部门年报："),
    "[年度报告]": _before("[年度报告] "),
    "(2025)": _before("(2025) "),
    "behind: new": _behind(" new"),
    "（含附表）": _behind("（含附表）", both=True),
    "及附表": _behind("及附表", both=True),
    "印发的通知": retitle(lambda one: f"{one.body}关于印发《{one.year}年{_FLAT}》的通知", both=True),
    "工作总结暨": retitle(lambda one: f"{one.body}{one.year}年政府信息公开工作总结暨年度报告", both=True),
    "人民政府信息公开": retitle(
        lambda one: f"{one.body}信息公开{one.year}年度报告" if one.body.endswith("政府") else one.title, both=True
    ),
    "cut without dots": retitle(lambda one: f"{one.body}{one.year}年政府信息公开工作年"),
    "told: 共n条": hide('<div class="tt">共97条</div>'),
    "told: Page 1 of 2": hide('<div class="tt">Page 1 of 9</div>'),
    "told: attribute": hide('<div id="turn" data-page-all="9"></div><input type="hidden" id="allPages" value="9">'),
    "told: dead library": hide(
        f'<div id="turn"></div><script src="{DEAD_LIBRARY}"></script>'
        "<script>new Turner({sumPage: 9, now: 1});</script>"
    ),
    "told: more button": hide('<div class="more2" onclick="more()">查看更多</div>'),
    "told: total in data": hide_in_data,
    "304 for ever": late(always_304),
    "tags stand still": late(still_tags),
    "moved column": moved,
    "error page": erring("该信息正在审核"),
    "error page, short": erring("ID 不对"),
    "byline [day] 点击[n]": bylined("[{on}]　点击[{n}]"),
    "byline with 人气": bylined("日期：{on}　人气：{n}"),
    "byline with slashes": bylined("日期：{on:%Y/%m/%d}　字体：【大 中 小】"),
    "http:///": slashes("http:///{0}{1}"),
    "http:/": slashes("http:/{0}{1}"),
    "near name": near_name,
    "another's page": another_s,
    "institution": institutions,
}


def plant(name: str, samples: Sequence[Sample]) -> Iterator[Field]:
    """The sample portals that can have a kind, with it planted."""
    for sample in samples:
        field = field_of(sample)
        if not sample.walled and KINDS[name](field):
            yield field

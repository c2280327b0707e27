"""A small portal for one kind of fault: rows, pages, a roster, and what may be said of every body."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape

from monitor.demo.resources import HTML, Resource
from tests.fuzz.portals.pages import report_text
from tests.portals.making import Making, Post
from tests.portals.watching import YEAR, Duty, Fate, Outcome, Watched

DAYS = (date(2026, 1, 9), date(2026, 4, 8), date(2026, 4, 10))
"""A day before reports are due, and two days after."""
COLUMN = "/gk/nb/"
ON = date(2026, 1, 20)

FOUND = frozenset({Fate.FOUND})
UNSURE = frozenset({Fate.FOUND, Fate.UNKNOWN})
"""What must not be accused, whether it is found or not."""
UNKNOWN = frozenset({Fate.UNKNOWN})
SILENT = frozenset({Fate.ACCUSED})
NOT_MET = frozenset({Fate.ACCUSED, Fate.UNKNOWN})

UNITS = (
    *("财政局", "民政局", "司法局", "水利局", "教育局", "林业局", "统计局", "公安局", "商务局", "信访局", "数据局"),
    *("交通运输局", "应急管理局", "医疗保障局", "农业农村局", "自然资源局"),
)
_OTHERS = ("林业局", "司法局", "公安局", "商务局", "信访局", "数据局", "民政局", "水利局")

Row = tuple[str, str, str]
"""Address, title and day as a list prints them."""


@dataclass(frozen=True, slots=True)
class Member:
    """One body of a kind: what the case tries, and what may be said of it after a number of days."""

    label: str
    duty: Duty
    fates: frozenset[Fate]
    before: frozenset[Fate] | None = None
    """What may be said of it after the last day but one; None: anything but an accusation of what stands there."""
    dated: bool = True
    """Whether the day of its report must be right where it is found."""

    def faults(self, outcome: Outcome, before: Outcome) -> list[str]:
        """In what the log is not as it should be."""
        found = [f"{outcome.fate} and not {'/'.join(sorted(self.fates))}: {outcome.why}"] * (
            outcome.fate not in self.fates
        )
        if self.before is not None and before.fate not in self.before:
            found.append(f"{before.fate} the day before, not {'/'.join(sorted(self.before))}: {before.why}")
        if before.is_breach:
            found.append(f"{before.fate} the day before: {before.why}")
        if outcome.is_misbooked:
            found.append(f"booked under {outcome.booked}")
        if outcome.versions > 1:
            found.append(f"{outcome.versions} versions")
        on = self.duty.on
        if self.dated and outcome.fate is Fate.FOUND and on and outcome.published_on != on.isoformat():
            found.append(f"published on {outcome.published_on or 'no day'} and not {on}")
        return found


@dataclass(slots=True)
class Site:
    """One portal of a kind in the making."""

    kind: str
    address: str
    port: int
    place: str
    making: Making = field(init=False)
    members: list[Member] = field(default_factory=list)
    extra: list[Duty] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    change: Callable[[date], None] = lambda _day: None

    def __post_init__(self) -> None:
        self.making = Making(self.address, self.port, self.place, f"{self.place}人民政府")
        self.way(COLUMN)

    def way(self, *columns: str) -> None:
        """The home page with entries that lead to these columns."""
        self.making.home("".join(f'<a href="{column}">政府信息公开年报</a>' for column in columns))

    def publish(
        self,
        unit: str,
        label: str,
        *,
        row: str = "{body}{year}年政府信息公开工作年度报告",
        title: str = "",
        path: str = "",
        href: str = "",
        on: date = ON,
        byline: str = "",
        kind: str = "department",
        fates: frozenset[Fate] = FOUND,
        day: str | None = None,
        listed_as: str = "",
        before: frozenset[Fate] | None = None,
    ) -> Row:
        """A body that has published: its page, its place in the roster; gives the row for a list.

        ``row`` and ``title`` are what the row and its page say, with ``{body}`` and ``{year}`` in them, ``href`` the
        row's address where it is not simply ``path``, ``listed_as`` the name in the roster where it is another.
        """
        body = f"{self.place}{unit}"
        words = {"body": body, "year": YEAR}
        path = path or f"{COLUMN}{on:%Y%m}/t{on:%Y%m%d}_{4000 + len(self.members)}.html"
        said = (title or "{body}{year}年政府信息公开工作年度报告").format(**words)
        self.page(path, said, body, YEAR, on, byline=byline)
        duty = Duty(listed_as or body, kind, self.making.url(path), on, shown_as=body if listed_as else "")
        self.members.append(Member(label, duty, fates, before))
        return href or path, row.format(**words), f"{on}" if day is None else day

    def page(self, path: str, title: str, body: str, year: int, on: date, *, byline: str = "") -> None:
        """The page of a report."""
        post = Post(path, title, on, None, report_text(body, year))
        self.making.html(path, self.making.article(post, above=byline or f"发布时间：{on}"), on=on)

    def earlier(self, unit: str = "教育局") -> Row:
        """A body's report on the year before."""
        on, body = date(2025, 1, 16), f"{self.place}{unit}"
        path, title = f"{COLUMN}202501/t20250116_39.html", f"{body}{YEAR - 1}年政府信息公开工作年度报告"
        self.page(path, title, body, YEAR - 1, on)
        return path, title, f"{on}"

    def silent(self, unit: str = "审计局", label: str = "a silent body", fates: frozenset[Fate] = SILENT) -> None:
        """A body that has not published."""
        self.members.append(Member(label, Duty(f"{self.place}{unit}", "department"), fates))

    def listing(self, rows: Iterable[Row], tail: str = "", path: str = COLUMN, head: str = "政府信息公开年报") -> None:
        """A list as people make it, with what stands below its rows."""
        self.making.html(path, self.listed(rows, tail, head))

    def listed(self, rows: Iterable[Row], tail: str = "", head: str = "政府信息公开年报") -> str:
        """The page of such a list."""
        items = "".join(
            f'<li><a href="{escape(path)}">{escape(title)}</a><span>{day}</span></li>' for path, title, day in rows
        )
        return self.making.frame(head, f'<h2>{head}</h2><ul id="box">{items}</ul>\n{tail}')

    def others(self, count: int = 8) -> list[Row]:
        """Rows of bodies that nobody asks for, so that a list looks like one."""
        return [self.other(number, unit) for number, unit in enumerate(_OTHERS[:count])]

    def other(self, number: int, unit: str) -> Row:
        """Such a row with its page."""
        body, on = f"{self.place}{unit}", date(2026, 1, 10 + number)
        path, title = f"{COLUMN}202601/t{on:%Y%m%d}_8{number}.html", f"{body}{YEAR}年政府信息公开工作年度报告"
        self.page(path, title, body, YEAR, on)
        self.extra.append(Duty(body, "department", self.making.url(path), on))
        return path, title, f"{on}"

    def data(self, path: str, text: str, media_type: str) -> None:
        """Data for a script."""
        self.making.pages[path] = Resource(media_type, text.encode, DAYS[0])

    def text(self, path: str, text: str, *, status: int = 200, encoding: str = "utf-8") -> None:
        """A page as it is written here."""
        self.making.pages[path] = Resource(
            HTML.replace("utf-8", encoding), lambda: text.encode(encoding), DAYS[0], status=status
        )

    def watched(self) -> Watched:
        """The portal as the monitor knows it."""
        duties = (*(member.duty for member in self.members), *self.extra)
        columns = tuple(map(self.making.url, self.columns))
        return Watched(self.making.name, self.making.url("/"), (self.making.host(),), duties, columns, self.change)

    def relabel(self, **how: object) -> None:
        """Change the last member."""
        self.members[-1] = replace(self.members[-1], **how)


Kind = Callable[[str, int], Site]
"""Makes a portal of a kind at an address and port."""


def ids(sites: Sequence[Site]) -> list[tuple[str, Site, Member]]:
    """Every member of some portals with its name among the tests."""
    return [(f"{site.kind}: {member.label}", site, member) for site in sites for member in site.members]

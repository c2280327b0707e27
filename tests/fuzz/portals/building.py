"""Builds the portal of a composition: its hosts, its roster with the truth, and what changes from day to day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import md5
from html import escape
from random import Random
from urllib.parse import quote

from monitor.demo.resources import HTML, Resource
from tests.fuzz.portals import carriers, homes, pagers, serving
from tests.fuzz.portals.bodies import bodies_of, place_of
from tests.fuzz.portals.composition import Composition
from tests.fuzz.portals.pages import BYLINES, ERRORS, ROW_DAYS, TURNING, UNDATED, UNDATED_ROWS, report_text
from tests.fuzz.portals.titles import titles, usual
from tests.portals.making import Making, Post, draft, newest_first, pdf, stranger
from tests.portals.watching import YEAR, Duty, Watched

DAYS = (date(2026, 1, 9), date(2026, 4, 8), date(2026, 4, 10))
"""A day before any report is due, and two days after all were."""
FAR_DAY = date(2031, 4, 9)
"""What a clock showed that was wrong once, between the second day and the third."""
_WORD = "年报"
BODIES = (28, 38)
"""Bodies of a portal, at least and at most."""
SILENT = 0.15
"""The share of bodies that do not publish."""
_PAGE_FORMS = (*("PDF", "PDF row", "Word", "pages") * 5, "picture")
"""Pictures are recognised, which takes seconds."""
_WITH_FILES = ("局", "政府", "办公室", "办事处")
"""Endings of the names that there are whole reports of."""
_FIRST_PUBLISHED = date(2026, 1, 12)
_LAST_PUBLISHED = {"government": date(2026, 3, 27)}
"""The last day on which bodies of a kind publish; others do in January."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the column and its page: whose, of which year, called what, in which form; strangers have no body."""

    post: Post
    row: str
    body: str = ""
    kind: str = ""
    year: int = 0
    form: str = ""
    page: str = ""
    error: str = ""


@dataclass(slots=True)
class Builder:
    """One portal in the making."""

    composition: Composition
    address: str
    port: int
    size: tuple[int, int] = BODIES
    random: Random = field(init=False)
    making: Making = field(init=False)
    entries: list[Entry] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    numbers: Iterator[int] = field(init=False)
    parts: int = field(init=False)
    """Pages of a list."""

    def __post_init__(self) -> None:
        self.random = Random(f"portal {self.composition.key}")
        place = place_of(self.composition.number, self.random)
        self.making = Making(self.address, self.port, place, f"{place}人民政府")
        self.parts = self.random.choice((1, 2, 3))
        self.numbers = iter(range(3011, 10**6, self.random.choice((1, 3, 7))))

    def build(self) -> Watched:
        """The portal as it stands before the first day."""
        most = self.random.randint(*self.size)
        for name, kind in bodies_of(self.making.place, self.random, most):
            self._body(name, kind)
        self._strangers()
        for entry in self.entries:
            self._page(entry)
        self._roster_traps()
        columns = (self.making.url(homes.COLUMN),) if self.composition.home == "registry" else ()
        host = serving.host_of(self.making, self.composition)
        return Watched(
            name=self.making.name,
            home=self.making.url("/"),
            hosts=(host,),
            duties=tuple(self.duties),
            columns=columns,
            change=self.change,
            named=not self.composition.learnt,
        )

    def change(self, day: date) -> None:
        """The lists, ways and pages of a day."""
        for entry in self.entries:
            if entry.error and day >= DAYS[2]:
                self._page(replace(entry, error=""))
        moved = "moved column" in self.composition.traps and day > DAYS[0]
        shown = [entry for entry in self.entries if entry.post.on <= day]
        column = homes.NEW_COLUMN if moved else homes.COLUMN
        if moved:
            self._lists(homes.COLUMN, [entry for entry in shown if entry.post.on <= DAYS[0]], DAYS[0])
        self._lists(column, shown, day)
        homes.put_ways(self.making, self.composition, column)
        self._finish()

    def _body(self, name: str, kind: str) -> None:
        """A body with its rows and its duty."""
        last_year = self.random.random() < 0.25 or kind == "government" or self.composition.learnt
        if last_year:
            on = date(YEAR, self.random.randint(1, 3), self.random.randint(5, 28))
            self._report(name, kind, YEAR - 1, on, "plain")
        if self.random.random() < SILENT:
            self.duties.append(Duty(name, kind))
            if "another's page" in self.composition.traps:
                self._another(name)
            return
        forms = self.composition.titles
        form = forms[0] if self.random.random() < 0.7 else self.random.choice(forms)
        last = _LAST_PUBLISHED.get(kind, date(2026, 1, 30))
        on = _FIRST_PUBLISHED + timedelta(days=self.random.randint(0, (last - _FIRST_PUBLISHED).days))
        entry = self._report(name, kind, YEAR, on, form)
        printed = self.composition.byline not in UNDATED or self.composition.row_days not in UNDATED_ROWS
        traits = frozenset({f"title: {form}", f"page: {entry.page}"} | ({"trap: error page"} if entry.error else set()))
        self.duties.append(Duty(name, kind, self.making.url(entry.post.path), on if printed else None, traits))

    def _another(self, name: str) -> None:
        """A row of a silent body that leads to the page of another one."""
        other, on = f"{self.making.place}档案局", date(2026, 1, 20)
        post = Post(self._path(on, "text"), usual(other, YEAR, self.random), on, None, report_text(other, YEAR))
        self.entries.append(Entry(post, usual(name, YEAR, self.random)))

    def _report(self, name: str, kind: str, year: int, on: date, form: str) -> Entry:
        called = titles(form, name, year, self.random)
        page = self._page_form(name, year)
        error = ""
        if "error pages" in self.composition.traps and year == YEAR and self.random.random() < 0.2:
            error, page = self.random.choice(ERRORS), "text"
        post = Post(self._path(on, page), called.page, on, None, report_text(name, year))
        entry = Entry(post, called.row, name, kind, year, form, page, error)
        self.entries.append(entry)
        return entry

    def _page_form(self, body: str, year: int) -> str:
        share = 0.05 if self.composition.plain else 0.1
        usual_page = year != YEAR or not body.endswith(_WITH_FILES) or self.random.random() > share
        return "text" if usual_page else self.random.choice(_PAGE_FORMS)

    def _path(self, on: date, page: str) -> str:
        number = next(self.numbers)
        if "Chinese query" in self.composition.traps and page != "PDF row":
            return f"/show.asp?lm={quote(_WORD.encode(serving.encoding_of(self.composition)))}&id={number}"
        column = homes.COLUMN.rstrip("/")
        if page == "PDF row":
            return f"{column}/{on:%Y%m}/P{on:%Y%m%d}{number}.pdf"
        return {
            "TRS": f"{column}/{on:%Y%m}/t{on:%Y%m%d}_{number}.html",
            "JCMS": f"/art/{on.year}/{on.month}/{on.day}/art_3417_{number}.html",
            "UCAP": f"{column}/{on:%Y%m}/{md5(str(number).encode(), usedforsecurity=False).hexdigest()}.shtml",
            "VSB": f"/info/1034/{number}.htm",
            "asp": f"/show.asp?id={number}",
            "php": f"/index.php?c=show&id={number}",
            "plain": f"{column}/{number}.html",
        }[self.composition.family]

    def _strangers(self) -> None:
        count = {"none": 0, "few": 3, "many": 10}[self.composition.strangers]
        for number in range(count):
            kind = self.random.choice(("website", "law", "work", "statistics", "picture", "meeting", "notice"))
            post = stranger(kind, self.making.place, YEAR - number % 2, "")
            post = replace(post, path=self._path(post.on, "text"))
            self.entries.append(Entry(post, post.title))
        if count:
            self._reposted(f"子虚省{self.making.place[0]}州市")

    def _reposted(self, city: str) -> None:
        """The report of the government above, posted here again; nobody of this roster's."""
        on = date(2026, 3, self.random.randint(10, 26))
        name = f"{city}人民政府"
        title = usual(name, YEAR, self.random)
        self.entries.append(Entry(Post(self._path(on, "text"), title, on, None, report_text(name, YEAR)), title))

    def _page(self, entry: Entry) -> None:
        """Put an entry's page on the portal."""
        post, made = entry.post, self.composition
        path = self._behind(post)
        if entry.error:
            text = f"<html><head><title>{self.making.place}</title></head><body>{entry.error}</body></html>"
            self.making.html(path, text)
        elif entry.page == "PDF row":
            self.making.pages[path] = pdf(draft(entry.body, entry.year, post.on), post.on)
        elif made.byline in TURNING and entry.body and "?" not in path:
            self.making.services[path] = serving.turning(lambda turn: self._article(entry, turn), post.on, made)
            self.making.pages.pop(path, None)
        else:
            self.making.html(path, self._article(entry, post.on.day), on=post.on)

    def _behind(self, post: Post) -> str:
        """Where the page of a row really stands."""
        if self.composition.manner != "redirects":
            return post.path
        path = f"/real{post.path}"
        headers = {"Location": path}
        self.making.pages[post.path] = Resource(HTML, b"".__bytes__, post.on, status=302, headers=headers)
        return path

    def _article(self, entry: Entry, turn: int) -> str:
        post, made = entry.post, self.composition
        head = ""
        if made.meta:
            head = f'<meta name="ArticleTitle" content="{escape(post.title)}">\n'
            head += "" if made.byline in UNDATED else f'<meta name="PubDate" content="{post.on} 09:10">\n'
        line = BYLINES[made.byline](post.on, turn) or "&nbsp;"
        shown = replace(post, paragraphs=post.paragraphs[: serving.FIRST_PART]) if entry.page == "pages" else post
        after = serving.beside(self.making, entry.page, post, entry.body, entry.year)
        if entry.page in {"PDF", "Word", "picture"}:
            shown = replace(post, paragraphs=())
        return self.making.article(shown, head=head, above=line, box=self._box(), after=after)

    def _box(self) -> str:
        return {"TRS": "TRS_Editor", "JCMS": "bt_content", "UCAP": "zoomcon", "VSB": "vsb_content"}.get(
            self.composition.family, "txt"
        )

    def _lists(self, column: str, shown: Sequence[Entry], day: date) -> None:
        """A column's pages as of a day; with two columns the townships have their own."""
        groups = {column: list(shown)}
        if "two columns" in self.composition.traps:
            below = [entry for entry in shown if entry.kind in {"township", "subdistrict"}]
            groups = {column: [entry for entry in shown if entry not in below], homes.second(column): below}
        for path, entries in groups.items():
            posts = {entry.post.path: entry for entry in entries}
            rows = [posts[post.path] for post in newest_first(entry.post for entry in entries)]
            if "re-posted first" in self.composition.traps:
                rows.sort(key=lambda entry: bool(entry.body))
            self._list(path, [self._line(entry) for entry in rows], day)

    def _line(self, entry: Entry) -> carriers.Line:
        path = entry.post.path
        if "Chinese query" in self.composition.traps:
            path = path.replace(quote(_WORD.encode(serving.encoding_of(self.composition))), _WORD)
        if "odd slashes" in self.composition.traps:
            path = f"http:{'/' * (1 + 2 * (len(path) % 2))}{self.address}:{self.port}{path}"
        return carriers.Line(path, entry.row, ROW_DAYS[self.composition.row_days](entry.post.on), entry.body)

    def _list(self, path: str, lines: list[carriers.Line], day: date) -> None:
        beyond = 1 if "total beyond rows" in self.composition.traps else 0
        if self.composition.carrier in carriers.ASKED:
            self._asked_list(path, lines, beyond)
            return
        size = max(8, -(-len(lines) // self.parts))
        parts = [lines[start : start + size] for start in range(0, max(len(lines), 1), size)]
        addresses = tuple(self._page_of(path, number) for number in range(1, len(parts) + 1))
        for number, part in enumerate(parts, 1):
            inner = f"<h2>政府信息公开年报</h2>{carriers.IN_PAGE[self.composition.carrier](part)}"
            if len(parts) > 1:
                turn = pagers.Turn(number, len(parts), len(lines) + beyond, addresses)
                inner += pagers.PAGERS[self.composition.pager](turn)
            elif beyond:
                inner += f'<div class="tt">共{len(lines) + beyond}条</div>'
            self._put(addresses[number - 1], self.making.frame("政府信息公开年报", inner), day)
        self.making.plain(pagers.LIBRARY, pagers.LIBRARY_CODE)

    def _asked_list(self, path: str, lines: list[carriers.Line], beyond: int) -> None:
        kind = self.composition.carrier
        address = f"{path}rows.{'json' if kind == 'JSON' else 'xml' if kind in {'XML', 'RSS'} else 'inc'}"
        text, media = carriers.answer(kind, lines, len(lines) + beyond, 1)
        self.making.plain(address, text, media)
        self.making.pages[address] = serving.finished(self.making.pages[address], self.composition, listed=True)
        inner = f"<h2>政府信息公开年报</h2>{carriers.asking(kind, address)}"
        self._put(path, self.making.frame("政府信息公开年报", inner), DAYS[0])

    def _page_of(self, path: str, number: int) -> str:
        if number == 1:
            return path
        return {
            "TRS": f"{path}index_{number - 1}.html",
            "asp": f"{path}?page={number}",
            "php": f"{path}?p={number}",
        }.get(self.composition.family, f"{path}list_{number}.html")

    def _put(self, path: str, text: str, day: date) -> None:
        self.making.html(path, text, on=day - timedelta(days=1))
        self.making.pages[path] = serving.finished(self.making.pages[path], self.composition, listed=True)

    def _finish(self) -> None:
        """Every page as it goes over the wire."""
        for path, page in self.making.pages.items():
            self.making.pages[path] = serving.finished(page, self.composition)

    def _roster_traps(self) -> None:
        """What the roster says otherwise than the portal."""
        if "near names" in self.composition.traps and not self.composition.learnt:
            self.duties = [self._near(duty) for duty in self.duties]
        if "institutions" in self.composition.traps and not self.composition.learnt:
            for name in ("第一中学", "人民医院", "图书馆"):
                self.duties.append(Duty(f"{self.making.place}{name}", "institution", owes=False))

    def _near(self, duty: Duty) -> Duty:
        place = self.making.place
        near = {
            f"{place}财政局": f"{place}财政局（国资委）",
            f"{place}教育局": f"{place}教育局(体育局)",
            f"{place}数据局": f"{place}数据 局",
            f"{place}林业局": f"{place}林业和草原局",
            f"{place}商务局": f"{place}商务和投资促进局",
            f"{place}信访局": f"中共{place}委信访局",
        }.get(duty.name)
        if not near:
            return duty
        return replace(duty, name=near, shown_as=duty.name, traits=duty.traits | {"trap: near name"})


def build(composition: Composition, address: str, port: int, size: tuple[int, int] = BODIES) -> Watched:
    """The portal of a composition at an address, with so many bodies at least and at most."""
    return Builder(composition, address, port, size).build()

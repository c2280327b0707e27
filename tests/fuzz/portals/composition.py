"""One portal's composition, drawn by chance from a key; the same key gives the same portal."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from tests.fuzz.portals.carriers import ASKED, IN_PAGE
from tests.fuzz.portals.pagers import PAGERS
from tests.fuzz.portals.pages import BYLINES, ROW_DAYS
from tests.fuzz.portals.titles import FORMS

HOME_LINKS = ("entry", "hub", "picture", "click", "written menu", "shell", "drop-down", "registry")
FAMILIES = ("TRS", "JCMS", "UCAP", "VSB", "asp", "php", "plain")
ENCODINGS = ("utf-8", "utf-8 undeclared", "gbk", "gb18030 undeclared", "wrong header", "wrong meta")
MANNERS = ("tags", "no validators", "304 for ever", "Last-Modified stands still", "gzip", "soft 404", "redirects")
TRAPS = (
    *("error pages", "moved column", "two columns", "re-posted first", "near names", "Chinese query"),
    *("odd slashes", "another's page", "institutions", "total beyond rows"),
)
STRANGERS = ("none", "few", "many")
CLOCK_EVERY = 12
"""One batch in so many has a day in the far future between its days."""
PLAIN_EVERY = 4
"""One portal in so many is plain."""

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Composition:
    """What a portal is made of; ``key`` makes it again."""

    key: str
    plain: bool
    home: str
    family: str
    carrier: str
    pager: str
    titles: tuple[str, ...]
    """Forms of the titles of its rows; the first is that of most."""
    byline: str
    row_days: str
    meta: bool
    """Whether pages carry ArticleTitle and PubDate."""
    encoding: str
    manner: str
    strangers: str
    learnt: bool
    """Whether no roster names its bodies: they are known by their reports of the year before."""
    traps: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number in its key."""
        return int(self.key.rpartition("/")[2])

    def traits(self) -> tuple[str, ...]:
        """What of it may explain a fate, for the tables."""
        own = (f"home: {self.home}", f"family: {self.family}", f"carrier: {self.carrier}", f"pager: {self.pager}")
        days = (f"byline: {self.byline}", f"row days: {self.row_days}")
        learnt = ("roster: learnt",) if self.learnt else ()
        rest = (*learnt, f"encoding: {self.encoding}", f"manner: {self.manner}", f"strangers: {self.strangers}")
        return (*own, *days, *rest, *(f"trap: {trap}" for trap in self.traps))

    def suspect(self) -> str:
        """What of it most likely hides a row."""
        if self.manner in {"304 for ever", "Last-Modified stands still"}:
            return f"manner: {self.manner}"
        hiding = [trap for trap in self.traps if trap in {"moved column", "odd slashes", "Chinese query"}]
        if hiding:
            return f"trap: {hiding[0]}"
        odd = self.carrier in {"day links", *ASKED}
        return f"carrier: {self.carrier}" if odd else f"pager: {self.pager}"

    def __str__(self) -> str:
        kinds = "plain; " if self.plain else ""
        return f"{kinds}{'; '.join(self.traits())}; titles: {', '.join(self.titles)}"


def compose(key: str) -> Composition:
    """The composition of a key ``seed/number``."""
    number = int(key.rpartition("/")[2])
    random = Random(f"composition {key}")
    return _plain(key, random) if number % PLAIN_EVERY == 0 else _wild(key, number, random)


def _plain(key: str, random: Random) -> Composition:
    """A portal as most are: whoever is found nowhere else must be found here."""
    return Composition(
        key=key,
        plain=True,
        home=random.choice(("entry", "hub", "registry")),
        family=random.choice(FAMILIES),
        carrier=random.choice(("anchors", "table", "CDATA")),
        pager=random.choice(("numbers and next", "numbers and next", "drop-down")),
        titles=("plain",),
        byline=random.choice(("labelled", "Chinese", "slashes and type")),
        row_days=random.choice(("plain", "brackets", "slashes")),
        meta=random.random() < 0.5,
        encoding=random.choice(("utf-8", "utf-8", "gbk")),
        manner=random.choice(("tags", "no validators")),
        strangers=random.choice(("none", "few")),
        learnt=False,
        traps=(),
    )


def _wild(key: str, number: int, random: Random) -> Composition:
    asked = random.random() < 0.25
    # Every trap and every pager has its turn; all else is chance.
    turn = number - number // PLAIN_EVERY - 1
    traps = {TRAPS[turn % len(TRAPS)]} if random.random() < 0.6 else set()
    traps |= {random.choice(TRAPS)} if random.random() < 0.15 else set()
    return Composition(
        key=key,
        plain=False,
        home=random.choice(HOME_LINKS),
        family=random.choice(FAMILIES),
        carrier=random.choice(ASKED if asked else tuple(IN_PAGE)),
        pager="none" if asked else tuple(PAGERS)[turn * 3 % len(PAGERS)],
        titles=(_first_form(random), *_some(tuple(FORMS), random, (1, 2, 3))),
        byline=random.choice(tuple(BYLINES)),
        row_days=random.choice(tuple(ROW_DAYS)),
        meta=random.random() < 0.4,
        encoding=random.choice(ENCODINGS),
        manner=random.choice(("tags", "tags", *MANNERS)),
        strangers=random.choice(STRANGERS),
        learnt=random.random() < 0.1,
        traps=tuple(sorted(traps)),
    )


def _first_form(random: Random) -> str:
    return "plain" if random.random() < 0.6 else random.choice(tuple(FORMS))


def _some(of: Sequence[Choice], random: Random, counts: Sequence[int]) -> tuple[Choice, ...]:
    return tuple(random.sample(of, random.choice(counts)))

"""The whole made-up world for ``nianbao demo`` and for the tests: built from a date, the same every time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from monitor.demo.bodies import PORTALS, Body, Portal, Software
from monitor.demo.editions import Edition
from monitor.demo.portal_browser import browser_site
from monitor.demo.portal_jpage import jpage_site
from monitor.demo.portal_static import static_site
from monitor.demo.portal_walled import walled_site
from monitor.demo.postings import FIRST_YEAR, Posting, UnplannedDayError, postings
from monitor.demo.resources import Site
from monitor.demo.server import DEFAULT_PORT

DAYS: Final = 3
"""Days of the scenario; on later ones nothing changes any more."""

_SITES: Final[dict[Software, Callable[[Edition], Site]]] = {
    "static": static_site,
    "jpage": jpage_site,
    "browser": browser_site,
    "walled": walled_site,
}

_SURNAMES: Final = "赵钱孙李周吴郑王冯陈"
_FIRST_NUMBER: Final = 6101
"""Telephones have numbers of their own in an area that there is not."""
_ROSTERED: Final = [body for portal in PORTALS for body in portal.bodies if body.on_roster]


@dataclass(frozen=True)
class Scenario:
    """Four portals on three days from ``first_day`` on."""

    first_day: date

    @property
    def year(self) -> int:
        """The report year due on day 1: the year before."""
        return self.first_day.year - 1

    @cached_property
    def postings(self) -> tuple[Posting, ...]:
        """Every report that is posted on one of the days."""
        return postings(self)

    def day(self, number: int) -> date:
        """The date of a day of the scenario, 1 and up.

        :raises UnplannedDayError: the number is below 1.
        """
        if number < 1:
            raise UnplannedDayError(f"演示没有第 {number} 天；请给出 1 到 {DAYS}。")
        return self.first_day + timedelta(days=number - 1)

    def edition(self, portal: Portal, day: int) -> Edition:
        """A portal as it stands on a day."""
        self.day(day)
        posted = tuple(posting for posting in self.postings if posting.portal == portal and posting.on(day) is not None)
        return Edition(portal, day, self, posted)

    def sites(self, day: int) -> tuple[Site, ...]:
        """The four portals as they stand on a day, ready to be served."""
        return tuple(_SITES[portal.software](self.edition(portal, day)) for portal in PORTALS)

    def portals_toml(self, port: int = DEFAULT_PORT) -> str:
        """The registry of the made-up portals, as the text of a ``portals.toml``."""
        head = "# 演示用门户登记表：机关、地名均为虚构，地址只在本机有效。\n"
        head += "delay_seconds = 0\nallow_private_hosts = true\n"
        return head + "".join(_portal(portal, port) for portal in PORTALS)


def build(today: date) -> Scenario:
    """The scenario whose first day is the latest 8 April that is not after ``today``.

    :raises UnplannedDayError: that is before the form of 2021 had two report years.
    """
    year = today.year if today >= date(today.year, 4, 8) else today.year - 1
    earliest = FIRST_YEAR + 2
    if year < earliest:
        raise UnplannedDayError(f"演示从 {earliest}-04-08 开始；请用 --today 给出这一天或者以后的日期。")
    return Scenario(date(year, 4, 8))


def _portal(portal: Portal, port: int) -> str:
    base = f"http://{portal.address}:{port}"
    head = (
        f'\n[[portal]]\nname = "{portal.name}"\nhome = "{base}/"\ncolumns = ["{base}{portal.column}"]\n'
        f'division = "{portal.division}"\nlevel = "{portal.level}"\n'
    )
    return head + "".join(_body(body) for body in portal.bodies if body.on_roster)


def _body(body: Body) -> str:
    lines = ["[[portal.body]]", f'name = "{body.name}"', f'kind = "{body.kind}"']
    if body.due:
        lines.append(f'due = "{body.due}"')
    if body.since:
        lines.append(f"since = {body.since}")
    place = _ROSTERED.index(body)
    lines += [f'contact = "{_SURNAMES[place % len(_SURNAMES)]}某"', f'phone = "0000-{_FIRST_NUMBER + place}"']
    return "\n" + "\n".join(lines) + "\n"

"""The options by which every listing and export is narrowed: body, county, year, portal, rule and state."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import click

from monitor.commands.frame import OneOf, Whole
from storage.tables.narrowing import Wanted

_NAMES = ("body", "county", "year", "portal", "rule", "state")


def filters(states: Iterable[str] = ()) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options that the command gets as one ``wanted``; ``states`` are the words for ``--state``, none for no option."""
    choices = list(states)

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def narrowed(*args: Any, **given: Any) -> Any:
            wanted = Wanted(**{name: given.pop(name, None) for name in _NAMES})
            return function(*args, wanted=wanted, **given)

        for option in reversed(_options(choices)):
            narrowed = option(narrowed)
        return narrowed

    return decorate


def _options(states: list[str]) -> Sequence[Callable[[Callable[..., Any]], Callable[..., Any]]]:
    options = [
        click.option("--body", help="只列名称中含有这些字的机关"),
        click.option("--county", help="只列这个区县：名称中的字，或六位行政区划代码"),
        click.option("--year", type=Whole(2008, 2100), help="只列这一年度"),
        click.option("--portal", help="只列这个门户：名称中的字，或首页地址"),
        click.option("--rule", help="只列有这条规则的问题的（规则代码，如 B01）"),
    ]
    if states:
        options.append(click.option("--state", type=OneOf(states), help="只列这一状态：" + "、".join(states)))
    return options

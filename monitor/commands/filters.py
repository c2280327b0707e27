"""The options by which every listing and export is narrowed: body, county, year, portal, rule and state."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

import click

from monitor.commands.frame import OneOf, Whole
from monitor.health.kinds import HEALTH_KINDS
from monitor.rules.catalogue import rules
from storage.tables.narrowing import WAITING, Wanted

_NAMES = ("body", "county", "year", "portal", "rule", "state")


class RuleCode(click.ParamType[str]):
    """The code of a rule, or the kind of a trouble of crawling; their Chinese names are taken as well."""

    name = "规则"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code; a usage error names the nearest where there is none."""
        names = {code: rule.name_zh for code, rule in rules().items()} | HEALTH_KINDS
        code = next((code for code, name in names.items() if value in (code, code.lower(), name)), None)
        if code is not None:
            return code
        # B1 is B01, before anything that only looks like it.
        padded = f"{str(value)[:1].upper()}{str(value)[1:]:0>2}"
        near = [padded] if padded in names else _nearest(str(value), names)
        mend = f"是不是 {near[0]}" if near else "用 nianbao rules 列出全部规则"
        return self.fail(f"没有规则 {value}，{mend}", param, ctx)


def _nearest(value: str, names: Mapping[str, str]) -> list[str]:
    return [code for word in (value.upper(), value) for code in difflib.get_close_matches(word, names, n=1)]


def filters(states: Mapping[str, str] | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options that the command gets as one ``wanted``; ``states`` are those of ``--state`` with their words."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def narrowed(*args: Any, **given: Any) -> Any:
            wanted = Wanted(**{name: given.pop(name, None) for name in _NAMES})
            return function(*args, wanted=wanted, **given)

        for option in reversed(_options(states or {})):
            narrowed = option(narrowed)
        return narrowed

    return decorate


def _also(states: Mapping[str, str]) -> str:
    """What is listed along with a state."""
    both = [states[state] for state in WAITING if state in states]
    return f"；{'连同'.join(both)}的" if len(both) > 1 else ""


def _options(states: Mapping[str, str]) -> Sequence[Callable[[Callable[..., Any]], Callable[..., Any]]]:
    options = [
        click.option("--body", help="只列名称中含有这些字的机关"),
        click.option("--county", help="只列这个区县：名称中的字，或六位行政区划代码"),
        click.option("--year", type=Whole(2008, 2100), help="只列这一年度"),
        click.option("--portal", help="只列这个门户：名称中的字，或首页地址"),
        click.option("--rule", type=RuleCode(), help="只列有这条规则的问题的（规则代码，如 B01）"),
    ]
    if states:
        options.append(
            click.option("--state", type=OneOf.of(states), help=f"只列这一状态：{OneOf.of(states).told}{_also(states)}")
        )
    return options

"""``nianbao rules``: the catalogue, or the page of one rule."""

import difflib
from pathlib import Path

import click

from monitor.commands.frame import Command, Format, Refusal, listing_options, show
from monitor.rules.catalogue import catalogue, page
from monitor.telling.wording import SEVERITIES

_COLUMNS = {"code": "代码", "level": "级别", "name_zh": "名称", "basis": "依据"}


@click.command("rules", cls=Command, help="列出规则；给出代码（如 B01）则显示那条规则的说明。")
@click.argument("code", required=False)
@listing_options
def rules_listing(code: str | None, form: Format, output: Path | None) -> None:
    """List the rules, or print the page of one."""
    rows = catalogue()
    if code is not None:
        rows = [row for row in rows if row["code"] == code.upper()]
        if not rows:
            raise Refusal(_unknown(code))
        if form == "text" and output is None:
            click.echo(page(code.upper()).rstrip())
            return
    shown = [row | {"level": SEVERITIES[str(row["severity"])]} for row in rows]
    show(shown, form, _COLUMNS, output=output, keys=list(rows[0]))


def _unknown(code: str) -> str:
    near = difflib.get_close_matches(code.upper(), [str(row["code"]) for row in catalogue()], n=1)
    return f"没有规则 {code}，" + (f"是不是 {near[0]}？" if near else "用 nianbao rules 列出全部规则。")

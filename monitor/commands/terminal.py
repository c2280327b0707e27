"""What stands on a terminal: tables and messages set to its width, with colours for words that have one."""

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.telling.composing import content_of
from monitor.telling.digest import Digest
from monitor.telling.message_text import WIDTH, as_text
from monitor.telling.phrases import Lang

COLOURS: Final[Mapping[str, str]] = {
    "必须改": "red",
    "请核对": "yellow",
    "提示": "blue",
    "逾期未发布": "red",
    "逾期发布": "yellow",
    "状态不明": "magenta",
    "正常": "green",
    "异常": "red",
}
"""The colour of a cell that says this; the word stays, for those who see none."""

_KINDS: Final[Mapping[str, str]] = {"error": "red", "warning": "yellow", "info": "blue", "part": "", "title": ""}
_NARROWEST: Final = 40
_WIDEST: Final = 120


def print_table(rows: Iterable[Sequence[str]], heads: Sequence[str], console: Console | None = None) -> None:
    """Print a table whose long cells go on below themselves."""
    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        column.overflow = "fold"
    for row in rows:
        table.add_row(*(Text(cell, style=COLOURS.get(cell.split("（")[0], "")) for cell in row))
    (console or Console(highlight=False)).print(table)


def print_message(digest: Digest, lang: Lang = "zh") -> None:
    """Print the message of a digest, set to the terminal's width where there is one; colours are dropped elsewhere."""
    columns = WIDTH
    if sys.stdout.isatty():
        columns = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
    click.echo(as_text(content_of(digest, lang), columns=columns, paint=_paint), nl=False)


def _paint(kind: str, text: str) -> str:
    return click.style(text, fg=_KINDS[kind] or None, bold=True)

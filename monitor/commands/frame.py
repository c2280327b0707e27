"""What all commands share: usage in Chinese, one line an error, tables, and the options for data, day and format.

Only click, the standard library and what knows no more than that are imported here, so that ``nianbao
--help`` costs nothing.
"""

import difflib
import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, Self, TypeVar

import click

from crawler.outgoing import csv_lines, json_lines, line
from monitor.telling.wrapping import width
from storage.clock import local_time

Format = Literal["text", "json", "csv"]
Row = Mapping[str, Any]
F = TypeVar("F", bound=Callable[..., Any])

WRONG: Final = 2
"""Exit status for wrong usage and unreadable input."""
INTERRUPTED: Final = 130
"""Exit status after Ctrl-C, as shells give it."""

_AT_ONCE: Final = 500
"""Pieces of a listing that are printed at a time."""
_MEASURED: Final = 1000
"""Rows of a table that say how wide its columns are; the others are not known yet when the first are shown."""
_SECTIONS: Final = {"Options": "选项", "Commands": "命令"}
_DAY: Final = re.compile(r"20\d\d-\d\d-\d\d")
_EXTRA: Final = re.compile(r"Got unexpected extra arguments? \((.*)\)")


class Refusal(click.ClickException):
    """Something that cannot be done; the message is one Chinese line that says what and what to do."""

    exit_code = WRONG


class Day(click.ParamType[date]):
    """A day written as 2026-04-08, of this century."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error where it is none."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            self.fail(f"{value!r} 不是日期，请写成 2026-04-08 这样", param, ctx)
        return day


class Whole(click.IntRange):
    """A whole number within bounds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error in Chinese where it is none or out of bounds."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            bounds = f"{self.min} 到 {self.max} 的" if self.max is not None else f"不小于 {self.min} 的"
            self.fail(f"{value!r} 不对，请写{bounds}整数", param, ctx)


class OneOf(click.Choice[str]):
    """One of some words; ``words`` are others, in Chinese say, that mean one of them."""

    def __init__(self, choices: Sequence[str], words: Mapping[str, str] | None = None) -> None:
        super().__init__(choices)
        self._words = words or {}

    @classmethod
    def of(cls, spoken: Mapping[str, str]) -> Self:
        """One of these words, or what people read for it."""
        return cls(list(spoken), {said: word for word, said in spoken.items()})

    @property
    def told(self) -> str:
        """All words, each with what people read for it."""
        said = {word: spoken for spoken, word in self._words.items()}
        return "、".join(f"{word}（{said[word]}）" if word in said else word for word in self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; a usage error in Chinese where it is another."""
        try:
            return super().convert(self._words.get(value, value), param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} 不在可选之列：{self.told}", param, ctx)


class Formatter(click.HelpFormatter):
    """Help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix if prefix is not None else "用法：")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A headed section."""
        with super().section(_SECTIONS.get(name, name)):
            yield


class Context(click.Context):
    """A click context that writes Chinese help."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is Chinese; ``interrupted`` is what is said of its work after Ctrl-C."""

    context_class = Context
    interrupted = "已中断。已存下的内容不会丢，下次运行接着做。"

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help."""
        return _help_in_chinese(super().get_help_option(ctx))


class StoringNothing(Command):
    """A command that leaves nothing behind but what it was asked to write."""

    interrupted = "已中断，没有做完。"


class Group(Command, click.Group):
    """A group of commands; one that is mistyped is answered with the nearest."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; a usage error names the nearest where there is none."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            mend = f"是不是 {near[0]}？" if near else f"可用的命令：{'、'.join(self.list_commands(ctx))}。"
            raise click.UsageError(f"没有命令 {name}，{mend}", ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(Group):
    """A group whose commands are imported when they are run; their short help stands here.

    ``lazy`` gives for each command its module, its name there and its short help.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the order they were given."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that name, imported now."""
        if cmd_name not in self._lazy:
            return None
        module, attribute, _help = self._lazy[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write names and short help without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_module, _attribute, short) in self._lazy.items()])

    def main(  # type: ignore[override]  # click offers a mode that does not exit; nobody here wants it
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **more: Any
    ) -> NoReturn:
        """Run the command line and exit: 2 with one line for what is wrong, 130 with one line after Ctrl-C."""
        given = list(sys.argv[1:] if args is None else args)
        try:
            with self.make_context(prog_name or "nianbao", given, **more) as context:
                self.invoke(context)
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(WRONG)
        except click.exceptions.Exit as end:
            sys.exit(end.exit_code)
        except click.ClickException as error:
            _complain(error)
            sys.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):
            click.echo(self._interrupted(given), err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            # Nobody reads any more (`| head`); what is still in the buffer must not be flushed at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)

    def _interrupted(self, given: Sequence[str]) -> str:
        """What is said of the work of the command that was asked for."""
        name = next((word for word in given if word in self._lazy), "")
        command = self.get_command(click.Context(self), name)
        return command.interrupted if isinstance(command, Command) else self.interrupted


def data_option(default: str = "./nianbao-data") -> Callable[[F], F]:
    """``--data DIR``."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=default,
        help=f"数据目录（默认 {default}）",
    )


def today_option(function: F) -> F:
    """``--today YYYY-MM-DD``."""
    return click.option("--today", type=Day(), default=None, help="当作这一天运行（默认今天）")(function)


def format_option(function: F) -> F:
    """``--format text|json|csv``."""
    return click.option(
        "--format",
        "form",
        type=OneOf(["text", "json", "csv"], {"文本": "text"}),
        default="text",
        help="输出格式：text（默认）、json、csv",
    )(function)


def listing_options(function: F) -> F:
    """``--format text|json|csv`` and ``-o FILE``, which a listing hands to :func:`show`."""
    output = click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="写入文件，按后缀定格式：.xlsx、.csv、.json",
    )
    return format_option(output(function))


def show(
    rows: Iterable[Row],
    form: Format,
    columns: Mapping[str, str],
    *,
    output: Path | None = None,
    keys: Sequence[str] | None = None,
) -> None:
    """Give a listing out, on the screen or into a file whose ending says what it is.

    ``columns`` are the keys shown in text with their headings; JSON, CSV and
    workbooks give ``keys``, all keys of the first row where there are none.
    Rows are taken one after the other and not kept. Stamps of the log, whose
    keys end in ``_at``, leave in Asia/Shanghai.
    """
    if form == "text" and output is None:
        if sys.stdout.isatty():
            from monitor.commands.terminal import print_table  # noqa: PLC0415 - rich; only who sees colours pays for it

            print_table(([line(flat(row.get(key))) for key in columns] for row in rows), list(columns.values()))
            return
        print_pieces(f"{shown}\n" for shown in _table(rows, columns))
        return
    waiting = iter(rows)
    first = next(waiting, None)
    names = list(keys or first or columns)
    given = (row if keys is None else {name: row[name] for name in keys} for row in _all(first, waiting))
    if output is not None:
        from monitor.commands.output import write_listing  # noqa: PLC0415 - only where a file is wanted

        say(f"已写入 {output}，共 {write_listing(output, form, names, given)} 条。", err=True)
        return
    print_pieces(pieces(form, names, given))


def print_pieces(given: Iterable[str]) -> None:
    """Print a long text piece by piece, many of them at once: each printing empties the buffer."""
    waiting = iter(given)
    while some := list(islice(waiting, _AT_ONCE)):
        click.echo("".join(some), nl=False)


def pieces(form: Format, names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A listing as JSON or CSV, piece by piece; lists are joined and None is empty in CSV."""
    told = ({key: in_local_time(key, value) for key, value in row.items()} for row in rows)
    if form == "json":
        return json_lines(told)
    return csv_lines(names, ([flat(row.get(key)) for key in names] for row in told))


def in_local_time(key: str, value: Any) -> Any:
    """A value of a listing; a stamp of the log, which its key tells, in Asia/Shanghai with its offset."""
    return local_time(value) if key.endswith("_at") and value else value


def _all(first: Row | None, rest: Iterator[Row]) -> Iterator[Row]:
    if first is not None:
        yield first
    yield from rest


def say(text: str, *, err: bool = False) -> None:
    """Print one line, whatever strangers wrote into it."""
    click.echo(line(text), err=err)


def _table(rows: Iterable[Row], columns: Mapping[str, str]) -> Iterator[str]:
    """The lines of a table, as wide as its first rows need."""
    told = ([line(flat(row.get(key))) for key in columns] for row in rows)
    first = list(islice(told, _MEASURED))
    if not first:
        yield "（没有）"
        return
    widths = [max(width(cells[place]) for cells in [list(columns.values()), *first]) for place in range(len(columns))]
    for cells in chain([list(columns.values())], first, told):
        padded = (text + " " * (wide - width(text)) for text, wide in zip(cells, widths, strict=True))
        yield "  ".join(padded).rstrip()


def flat(value: Any) -> str:
    """A value as the text of one cell: lists are joined, None is empty."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(json.dumps(item, ensure_ascii=False) if isinstance(item, dict) else str(item) for item in value)
    return str(value)


def _complain(error: click.ClickException) -> None:
    """One line on stderr: what is wrong, the nearest, and where help stands."""
    wrong = line(" ".join(_in_chinese(error).split()))
    context = getattr(error, "ctx", None)
    usage = f"（用法见 {context.command_path} --help）" if context and isinstance(error, click.UsageError) else ""
    click.echo(f"nianbao：{wrong}{usage}", err=True)


def _in_chinese(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            near = (error.possibilities or [""])[0] or _nearest(error)
            return f"没有选项 {error.option_name}" + (f"，是不是 {near}？" if near else "。")
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少值，或不该有值。"
        case click.MissingParameter():
            kind = "选项" if error.param_type == "option" or isinstance(error.param, click.Option) else "参数"
            return f"缺少{kind} {_name_of(error)}。"
        case click.BadParameter():
            return f"{_name_of(error)}：{error.message}。"
    extra = _EXTRA.match(error.message)
    return f"多余的参数：{extra[1]}。" if extra else error.format_message()


def _nearest(error: click.NoSuchOption) -> str:
    if error.ctx is None:
        return ""
    known = [name for param in error.ctx.command.get_params(error.ctx) for name in param.opts if name.startswith("--")]
    return next(iter(difflib.get_close_matches(error.option_name, known, n=1, cutoff=0.5)), "")


def _name_of(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.human_readable_name


def _help_in_chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示用法"
    return option

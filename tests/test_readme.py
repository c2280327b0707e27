"""The two READMEs and the hand-book: what they tell people to type is typed, and both READMEs tell the same."""

import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from crawler.registry.reading import load_registry
from monitor.cli import main
from monitor.demo.render_docx import report_docx
from monitor.demo.render_pdf import report_pdf
from monitor.settings.reading import examine_settings
from monitor.settings.values import CHANNEL_KEYS
from storage.database import open_log
from tests.monitor.planting import WATER, draft

ROOT = Path(__file__).resolve().parents[1]
READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}
HANDBOOK = ROOT / "docs" / "手册.md"
TODAY = ("--today", "2026-04-08")

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^    (?P<line>\S.*)$|`(?P<inline>[^`]+)`", re.MULTILINE)
_PROGRAM = re.compile(r"^(?:\.venv/bin/)?nianbao(?= |$)")

every_readme = pytest.mark.parametrize("readme", READMES)


@dataclass(frozen=True)
class Named:
    """A command as a README names it: the words that lead to it, and what stands behind them."""

    path: tuple[str, ...]
    arguments: tuple[str, ...] = ()

    @property
    def options(self) -> frozenset[str]:
        return frozenset(word for word in self.arguments if word.startswith("--"))

    def without_placeholders(self) -> tuple[str, ...]:
        """The words that are the same in every language: not FILE, NAME…, 文件."""
        return tuple(word for word in (*self.path, *self.arguments) if re.fullmatch(r"[-a-z][-a-z0-9]*|\d+", word))


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that lead to it, groups among them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands())


def codes(text: str) -> Iterator[tuple[str, bool]]:
    """All code of a README but for its fenced blocks, in order, and whether it is a line of its own to be typed."""
    for found in _CODE.finditer(_FENCED.sub("", text)):
        yield " ".join((found["line"] or found["inline"]).partition(" #")[0].split()), found["line"] is not None


def typed(readme: str) -> list[str]:
    """The lines that a README says to type."""
    return [code for code, is_line in codes(READMES[readme]) if is_line]


def made(readme: str) -> set[str]:
    """The targets of make that a README names."""
    return {target for code, _ in codes(READMES[readme]) if code.startswith("make ") for target in code.split()[1:]}


def resolve(words: list[str], within: tuple[str, ...] = ()) -> Named | None:
    """The command that the words name, looked for in a group first; None where they name none."""
    for group in (within, ()):
        path = (*group, words[0])
        if path in COMMANDS:
            if len(words) > 1 and (*path, words[1]) in COMMANDS:
                return Named((*path, words[1]), tuple(words[2:]))
            return Named(path, tuple(words[1:]))
    return None


def in_prose(text: str) -> Iterator[Named]:
    """The commands named in running text and lines of code; options alone belong to the command named last."""
    last: Named | None = None
    for code, _ in codes(text):
        words = shlex.split(_PROGRAM.sub("", code))
        if words[1:] == ["--help"] and resolve(words) is None:
            continue
        if words and words[0].startswith("--"):
            assert last is not None, code
            yield Named(last.path, tuple(words))
        elif words and (found := resolve(words)):
            last = found
            yield found
        else:
            assert not (words and _PROGRAM.match(code)), f"no such command: {code}"


def in_table(text: str) -> Iterator[Named]:
    """The commands in the first column of a table; `portals list`, `add` names two of one group."""
    for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE):
        group: tuple[str, ...] = ()
        for code in re.findall(r"`([^`]+)`", row):
            if found := resolve(code.split(), group):
                group = found.path[:-1]
                yield found


def named(readme: str) -> list[Named]:
    text = READMES[readme]
    rows = re.compile(r"^\|.*$", re.MULTILINE)
    return [*in_prose(rows.sub("", text)), *in_table(text)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@every_readme
def test_every_command_is_named_and_gives_its_help(readme: str):
    leaves = {path for path, command in COMMANDS.items() if not isinstance(command, click.Group)}
    told = {one.path for one in named(readme)}
    assert leaves <= told
    for path in told:
        result = run(*path, "--help")
        assert (result.exit_code, result.stdout.startswith(f"用法：main {' '.join(path)}")) == (0, True), path


@every_readme
def test_every_option_named_is_taken_by_its_command_and_stands_in_its_help(readme: str):
    options = [(one.path, option) for one in named(readme) for option in one.options]
    assert {option for _, option in options} >= {
        "--day",
        "--published",
        "--previous",
        "--picture",
        "--portals",
        "--all",
    }
    for path, option in options:
        assert option in {name for parameter in COMMANDS[path].params for name in parameter.opts}, (path, option)
        assert option in run(*path, "--help").stdout


@every_readme
def test_every_line_is_one_that_the_command_understands(readme: str):
    lines = [line for line in typed(readme) if not line.startswith("make ")]
    assert all(line.startswith(".venv/bin/nianbao ") for line in lines)
    assert len(lines) >= 6
    for line in lines:
        found = resolve(shlex.split(line)[1:])
        assert found is not None, line
        with COMMANDS[found.path].make_context(found.path[-1], list(found.arguments)) as context:
            assert context.params


@every_readme
def test_every_draft_to_check_is_checked(readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    lines = [shlex.split(line)[1:] for line in typed(readme) if "nianbao check" in line]
    assert len(lines) == 2
    for arguments in lines:
        for name in (word for word in arguments if word.endswith((".docx", ".pdf"))):
            report = draft(WATER, 2024 if name.startswith("上年") else 2025)
            Path(name).write_bytes(report_docx(report) if name.endswith(".docx") else report_pdf(report))
        result = run(*arguments, *TODAY)
        assert (result.exit_code, result.stderr) == (0, "")
        if "json" in arguments:
            (report,) = json.loads(result.stdout)["reports"]
            assert (report["body"], report["year"], report["published_on"]) == (WATER, 2025, "2026-01-29")
        else:
            assert "没有发现问题" in result.stdout


@every_readme
def test_the_rules_are_listed_and_told(readme: str):
    told = [one.arguments for one in named(readme) if one.path == ("rules",)]
    assert set(told) >= {(), ("B01",)}
    for arguments in told:
        result = run("rules", *arguments)
        assert (result.exit_code, "B01" in result.stdout) == (0, True)


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_what_is_in_the_log_is_listed_in_every_form(form: str, tmp_path: Path):
    with open_log(tmp_path):
        pass
    for command in ("reports", "obligations", "alerts"):
        result = run(command, "--data", tmp_path, "--format", form)
        assert result.exit_code == 0, result.output
        assert form != "json" or json.loads(result.stdout) == []


@every_readme
def test_the_registry_shown_is_one_and_so_is_every_key_of_the_table(readme: str, tmp_path: Path):
    block = next(body for language, body in _FENCED.findall(READMES[readme]) if language == "toml")
    path = tmp_path / "portals.toml"
    path.write_text(block, encoding="utf-8")
    result = run("portals", "check", path)
    assert (result.exit_code, "1 个门户，1 个机关" in result.stdout) == (0, True)
    keys = re.findall(r"^\| `(\w+ = [^`]+)` \|", READMES[readme], re.MULTILINE)
    assert len(keys) == 3
    path.write_text(block.replace("\ndivision", "\n" + "\n".join(keys) + "\ndivision"), encoding="utf-8")
    (portal,) = load_registry(path).portals
    assert (portal.tls, portal.budget, portal.window is not None) == ("legacy", 500, True)


@every_readme
def test_the_settings_shown_are_right(readme: str, tmp_path: Path):
    block = [body for language, body in _FENCED.findall(READMES[readme]) if language == "toml"][1]
    settings, mistakes = examine_settings(block, tmp_path / "nianbao.toml")
    assert mistakes == []
    assert [channel.kind for channel in settings.channels] == ["dingtalk", "mail"]
    kinds = re.findall(r"^\| `(\w+)` \| `\w+`", READMES[readme], re.MULTILINE)
    assert kinds == list(CHANNEL_KEYS)


@every_readme
def test_every_target_of_make_and_every_file_named_is_there(readme: str):
    targets = made(readme)
    assert targets >= {"demo", "test", "lint", "bench", "install"}
    done = subprocess.run(["make", "-n", *sorted(targets)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for name in re.findall(r"`(docs/[^`]+)`|\]\(([^)#:]+)\)", READMES[readme]):
        assert (ROOT / "".join(name)).is_file(), name


@every_readme
def test_the_extra_named_is_one_of_the_package(readme: str):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(re.findall(r"`nianbao\[(\w+)\]`", READMES[readme])) == {"ocr"} <= set(project["optional-dependencies"])
    assert project["scripts"]["nianbao"] == f"{main.callback.__module__}:main"


def test_what_the_guide_for_contributors_says_to_type_is_there():
    lines = [
        code for code, is_line in codes((ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")) if is_line
    ]
    targets = {word for line in lines if line.startswith("make ") for word in line.split()[1:]}
    modules = {line.split()[2] for line in lines if line.startswith(".venv/bin/python -m ")}
    assert {"test", "lint", "bench"} <= targets
    assert targets <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert modules >= {"tests.corpus", "tests.portals", "tests.bench", "tests.fuzz"}
    assert all(find_spec(f"{module}.__main__") for module in modules)


def test_what_the_handbook_says_to_type_is_understood():
    lines = [code for code, is_line in codes(HANDBOOK.read_text(encoding="utf-8")) if is_line]
    targets = [line for line in lines if line.startswith("make ")]
    assert set(targets) == {"make install", "make demo"}
    told: set[tuple[str, ...]] = set()
    for line in lines:
        if line not in targets:
            program, *words = shlex.split(line)
            found = resolve(words)
            assert (program, found is not None) == (".venv/bin/nianbao", True), line
            assert found is not None
            told.add(found.path)
            if "--help" not in found.arguments:
                with COMMANDS[found.path].make_context(found.path[-1], list(found.arguments)) as context:
                    assert context.params
    assert told >= {("run",), ("alerts", "ack"), ("export", "notices"), ("notify",), ("backup",), ("restore",)}


def test_the_handbook_shows_right_settings_and_pictures_that_are_there(tmp_path: Path):
    text = HANDBOOK.read_text(encoding="utf-8")
    (block,) = (body for language, body in _FENCED.findall(text) if language == "toml")
    settings, mistakes = examine_settings(block, tmp_path / "nianbao.toml")
    assert ([channel.kind for channel in settings.channels], mistakes) == (["dingtalk", "mail"], [])
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert sorted(pictures) == sorted(f"pictures/{file.name}" for file in (HANDBOOK.parent / "pictures").iterdir())


def test_both_tell_the_same_commands_options_and_lines():
    english, chinese = READMES
    assert typed(english) == typed(chinese)
    assert made(english) == made(chinese)
    assert {one.without_placeholders() for one in named(english)} == {
        one.without_placeholders() for one in named(chinese)
    }
    assert [one.path for one in in_table(READMES[english])] == [one.path for one in in_table(READMES[chinese])]
    blocks = [_FENCED.findall(READMES[name]) for name in READMES]
    assert blocks[0] == blocks[1]

"""``nianbao portals``: removing, checking, and exchange with tables."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.registry.reading import STARTER, load_registry
from monitor.cli import main

A, B = "https://a.gov.cn/", "https://b.gov.cn/"
TABLE = f"门户,首页,机关\n甲市,{A},甲市教育局\n甲市,{A},甲市财政局\n乙市,{B},\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["portals", *map(str, arguments)])


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A registry of two portals, written by people."""
    path = tmp_path / "portals.toml"
    path.write_text(
        f'# 我的\ndelay_seconds = 3\n\n[[portal]]\nname = "甲市"\nhome = "{A}"\n\n[[portal]]\nname = "丙市"\nhome = "https://c.gov.cn/"\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("which", ["甲市", "https://A.gov.cn"])
def test_a_portal_is_removed_by_name_or_home(registry: Path, which: str) -> None:
    result = run("remove", which, "--portals", registry)
    assert result.exit_code == 0, result.output
    assert [portal.name for portal in load_registry(registry).portals] == ["丙市"]
    assert registry.read_text(encoding="utf-8").startswith("# 我的\ndelay_seconds = 3\n")


def test_what_cannot_be_removed_leaves_the_file_alone(registry: Path) -> None:
    assert "没有门户 丁市" in run("remove", "丁市", "--portals", registry).stderr
    run("remove", "甲市", "--portals", registry)
    before = registry.read_text(encoding="utf-8")
    last = run("remove", "丙市", "--portals", registry)
    assert (last.exit_code, registry.read_text(encoding="utf-8")) == (2, before)
    assert "没有门户" in last.stderr


def test_two_portals_of_one_name_are_told_apart_by_home(registry: Path) -> None:
    run("add", "甲市", B, "--portals", registry)
    assert "请改用首页" in run("remove", "甲市", "--portals", registry).stderr
    assert run("remove", B, "--portals", registry).exit_code == 0


def test_check_tells_all_mistakes_or_a_count(registry: Path, tmp_path: Path) -> None:
    good = run("check", registry)
    assert (good.exit_code, "2 个门户，0 个机关" in good.stdout) == (0, True)
    assert run("check").exit_code == 0
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[[portal]]\nname = "甲"\nhome = "x"\nlevel = "town"\n', encoding="utf-8")
    result = run("check", wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.partition(" 第 ")[2][:3] for line in result.stderr.splitlines()] == ["3 行", "4 行"]
    assert "没有这个文件" in run("check", tmp_path / "none.toml").stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_a_table_becomes_a_registry(tmp_path: Path, encoding: str) -> None:
    table, target = tmp_path / "单位.csv", tmp_path / "portals.toml"
    table.write_text(TABLE, encoding=encoding)
    result = run("import", table, "--portals", target)
    assert (result.exit_code, "2 个门户，2 个机关" in result.stdout) == (0, True), result.output
    first, second = load_registry(target).portals
    assert [body.kind for body in first.bodies] == ["department", "department"]
    assert second.bodies == ()


def test_a_table_replaces_portals_of_its_homes_and_keeps_the_others(registry: Path, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert "1 个门户原来就有" in run("import", table, "--portals", registry).stdout
    loaded = load_registry(registry)
    assert [portal.name for portal in loaded.portals] == ["丙市", "甲市", "乙市"]
    assert loaded.delay_seconds == 3


def test_a_table_with_mistakes_changes_nothing(registry: Path, tmp_path: Path) -> None:
    table, before = tmp_path / "a.csv", registry.read_bytes()
    table.write_text("门户,首页\n丁市,\n戊市,x\n己市,y,\n,z\n", encoding="utf-8")
    result = run("import", table, "--portals", registry)
    assert (result.exit_code, registry.read_bytes()) == (2, before)
    assert len(result.stderr.splitlines()) == 4
    assert "读不出来" in run("import", tmp_path / "none.csv", "--portals", registry).stderr


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_starter_goes_through_a_table(tmp_path: Path, suffix: str) -> None:
    table, target = tmp_path / f"a.{suffix}", tmp_path / "portals.toml"
    assert run("export", table, "--portals", STARTER).exit_code == 0
    assert run("import", table, "--portals", target).exit_code == 0
    assert load_registry(target) == load_registry(STARTER)
    assert run("export", tmp_path / "a.doc", "--portals", target).exit_code == 2


BODIES = """\
[[portal.body]]
name = "甲市财政局"  # 主管国资
kind = "department"

[[portal.body]]
name = "甲市林业局"
"""


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A registry of two portals, one of them with a roster, written by people."""
    path = tmp_path / "roster.toml"
    text = f'# 我的\n[[portal]]\nname = "甲市"\nhome = "{A}"\n\n{BODIES}\n[[portal]]\nname = "乙市"\nhome = "{B}"\n'
    path.write_text(text, encoding="utf-8")
    return path


def names_of(path: Path, body: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    bodies = [one for portal in load_registry(path).portals for one in portal.bodies if one.name == body]
    return bodies[0].aliases, bodies[0].others


def test_an_alias_is_written_beside_the_body_and_the_rest_stays(roster: Path) -> None:
    before = roster.read_text(encoding="utf-8").splitlines()
    result = run("alias", "甲市财政局", "甲市财政局(国资委)", "甲市财政 局", "--portals", roster)
    assert result.exit_code == 0, result.output
    assert names_of(roster, "甲市财政局") == (("甲市财政局(国资委)", "甲市财政 局"), ())
    assert [
        line for line in roster.read_text(encoding="utf-8").splitlines() if not line.startswith("aliases")
    ] == before


def test_a_later_answer_takes_the_place_of_an_earlier_one(roster: Path) -> None:
    run("alias", "甲市林业局", "甲市林草局", "--portals", roster)
    run("alias", "甲市林业局", "甲市林草局", "甲市园林局", "--none", "--portals", roster)
    assert names_of(roster, "甲市林业局") == ((), ("甲市林草局", "甲市园林局"))
    run("alias", "甲市林业局", "甲市林草局", "--portal", "甲市", "--portals", roster)
    assert names_of(roster, "甲市林业局") == (("甲市林草局",), ("甲市园林局",))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("甲市教育局", "甲市教体局"), "没有机关 甲市教育局"),
        (("甲市财政局", "甲市林业局"), "另一个机关"),
        (("甲市财政局",), "--none"),
        (("甲市财政局", "--none"), "没有数据"),
        (("甲市财政局", "某局", "--portal", "乙市"), "没有机关"),
    ],
)
def test_what_is_no_answer_leaves_the_file_alone(roster: Path, arguments: tuple[str, ...], said: str) -> None:
    before = roster.read_bytes()
    result = run("alias", *arguments, "--portals", roster, "--data", roster.parent / "none")
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert roster.read_bytes() == before


def test_aliases_go_through_a_table(roster: Path, tmp_path: Path) -> None:
    run("alias", "甲市财政局", "甲市财政 局", "甲市财政局(国资委)", "--portals", roster)
    table, again = tmp_path / "t.csv", tmp_path / "again.toml"
    assert run("export", table, "--portals", roster).exit_code == 0
    assert run("import", table, "--portals", again).exit_code == 0
    assert names_of(again, "甲市财政局") == names_of(roster, "甲市财政局")

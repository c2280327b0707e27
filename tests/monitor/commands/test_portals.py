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
    result = run("import", table, "--portals", target, "--yes")
    assert (result.exit_code, "2 个门户，2 个机关" in result.stdout) == (0, True), result.output
    first, second = load_registry(target).portals
    assert [body.kind for body in first.bodies] == ["department", "department"]
    assert second.bodies == ()


def test_a_table_replaces_portals_of_its_homes_and_keeps_the_others(registry: Path, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert "1 个门户原来就有" in run("import", table, "--portals", registry, "--yes").stdout
    loaded = load_registry(registry)
    assert [portal.name for portal in loaded.portals] == ["丙市", "甲市", "乙市"]
    assert loaded.delay_seconds == 3


def test_a_table_with_mistakes_changes_nothing(registry: Path, tmp_path: Path) -> None:
    table, before = tmp_path / "a.csv", registry.read_bytes()
    table.write_text("门户,首页\n丁市,https://d.gov.cn/\n戊市,x\n己市,y,\n,z\n", encoding="utf-8")
    result = run("import", table, "--portals", registry, "--yes")
    assert (result.exit_code, registry.read_bytes()) == (2, before)
    assert len(result.stderr.splitlines()) == 3
    assert "读不出来" in run("import", tmp_path / "none.csv", "--portals", registry).stderr


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_starter_goes_through_a_table(tmp_path: Path, suffix: str) -> None:
    table, target = tmp_path / f"a.{suffix}", tmp_path / "portals.toml"
    assert run("export", table, "--portals", STARTER).exit_code == 0
    assert run("import", table, "--portals", target, "--yes").exit_code == 0
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
    assert run("import", table, "--portals", again, "--yes").exit_code == 0
    assert names_of(again, "甲市财政局") == names_of(roster, "甲市财政局")


def test_add_takes_bodies_with_kinds_in_any_words(tmp_path: Path) -> None:
    target = tmp_path / "new" / "portals.toml"
    bodies = ["甲市教育局", "甲市一院=公立医院", "甲市高新区管委会", "市府办=office"]
    options = [word for body in bodies for word in ("--body", body)]
    result = run("add", "甲市", A, *options, "--level", "市级", "--tls", "旧式", "--portals", target)
    assert result.exit_code == 0, result.output
    [portal] = load_registry(target).portals
    assert (portal.level, portal.tls) == ("city", "legacy")
    assert [body.kind for body in portal.bodies] == ["department", "institution", None, "office"]


def test_add_puts_further_bodies_into_the_roster_and_leaves_the_rest(roster: Path) -> None:
    before = roster.read_text(encoding="utf-8").splitlines()
    result = run("add", "甲市", A, "--body", "甲市水务局", "--portals", roster)
    assert result.exit_code == 0, result.output
    first, second = load_registry(roster).portals
    assert [body.name for body in first.bodies] == ["甲市财政局", "甲市林业局", "甲市水务局"]
    assert second.name == "乙市"
    assert set(before) <= set(roster.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("甲市", A, "--body", "甲市财政局"), "已有 甲市财政局"),
        (("甲市", A), "已在登记表里"),
        (("乙市", A, "--body", "甲市水务局"), "已在登记表里（甲市）"),
        (("甲市", A, "--body", "甲市水务局", "--division", "620300"), "已在登记表里"),
        (("丁市", "https://d.gov.cn/", "--body", "丁市水务局=展馆"), "类别“展馆”不在可选之列"),
        (("丁市", "https://d.gov.cn/", "--body", "=部门"), "没有机关的名称"),
        (("丁市", "http://127.0.0.1/"), "allow_private_hosts"),
    ],
)
def test_what_cannot_be_added_leaves_the_file_alone(roster: Path, arguments: tuple[str, ...], said: str) -> None:
    before = roster.read_bytes()
    result = run("add", *arguments, "--portals", roster)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert roster.read_bytes() == before


def test_add_names_no_line_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run("add", "甲市", A, "--division", "62", "--portals", tmp_path / "none.toml")
    assert result.exit_code == 2
    assert "division = '62' 写法不对" in result.stderr
    assert " 行" not in result.stderr
    assert not (tmp_path / "none.toml").exists()


def test_settings_alone_can_be_added_to_and_imported_into(tmp_path: Path) -> None:
    for name in ("add", "import"):
        target, table = tmp_path / f"{name}.toml", tmp_path / "a.csv"
        target.write_text("# 我的\ndelay_seconds = 7\n", encoding="utf-8")
        table.write_text(TABLE, encoding="utf-8")
        arguments = ("甲市", A) if name == "add" else (table, "--yes")
        assert run(name, *arguments, "--portals", target).exit_code == 0
        assert (load_registry(target).delay_seconds, load_registry(target).portals[0].name) == (7, "甲市")
        assert target.read_text(encoding="utf-8").startswith("# 我的\n")


def test_export_makes_the_folders_it_needs(roster: Path, tmp_path: Path) -> None:
    table = tmp_path / "清单" / "2026" / "名册.xlsx"
    assert run("export", table, "--portals", roster).exit_code == 0
    assert table.is_file()


def test_the_help_of_the_group_cuts_no_sentence() -> None:
    told = run("--help").stdout.partition("命令:")[2]
    assert ("..." in told, "import" in told) == (False, True)


@pytest.mark.parametrize("command", ["run", "crawl"])
def test_nobody_is_visited_without_a_registry_of_ones_own(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [command])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "portals import" in result.stderr
    assert "--starter" in result.stderr
    assert list(tmp_path.iterdir()) == []
    both = CliRunner().invoke(main, [command, "--starter", "--portals", "a.toml"])
    assert (both.exit_code, "只能写一个" in both.stderr) == (2, True)


@pytest.mark.parametrize("command", ["run", "crawl"])
def test_the_starter_is_visited_where_it_is_asked_for(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [command, "没有这个门户", "--starter"])
    assert "登记表里没有门户 没有这个门户" in result.stderr


def test_a_format_is_understood_in_chinese(roster: Path) -> None:
    chinese = run("list", "--format", "文本", "--portals", roster)
    assert (chinese.exit_code, chinese.stdout) == (0, run("list", "--portals", roster).stdout)

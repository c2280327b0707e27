"""The registry as a table, and portals written into and cut out of its text."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.registry.grid import read_csv
from crawler.registry.reading import STARTER, examine, load_registry, parse_registry
from crawler.registry.table import read_list, write_table
from crawler.registry.text import EMPTY, with_portals, without_portals
from storage.tables.portals import BodyRow, PortalRow

HEAD = "门户,首页,栏目,区划代码,层级,机关,类别,时限,起始年度\n"

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
HOSTS = st.text(string.ascii_lowercase, min_size=1, max_size=6)
DAYS = st.dates().map(lambda day: f"{day:%m-%d}")
BODIES = st.builds(
    BodyRow,
    name=NAMES,
    kind=st.sampled_from([None, "government", "office", "department", "township", "subdistrict", "institution"]),
    due=st.none() | DAYS,
    since=st.none() | st.integers(2008, 2099),
    contact=st.none() | NAMES,
    phone=st.none() | st.from_regex(r"0[0-9]{2,3}-[0-9]{7,8}", fullmatch=True),
    more=st.dictionaries(st.sampled_from(["备注", "邮箱", "分管领导"]), NAMES, max_size=2).map(
        lambda said: tuple(said.items())
    ),
)


@st.composite
def registries(draw):
    hosts = draw(st.lists(HOSTS, min_size=1, max_size=4, unique=True))
    return tuple(
        PortalRow(
            name=draw(NAMES),
            home=f"https://{host}.gov.cn/",
            columns=tuple(f"https://{host}.gov.cn/{path}/" for path in draw(st.lists(HOSTS, max_size=3, unique=True))),
            division=draw(st.none() | st.from_regex(r"[0-9]{6}", fullmatch=True)),
            level=draw(st.sampled_from([None, "central", "province", "city", "county"])),
            hosts=tuple(f"{name}.{host}.gov.cn" for name in draw(st.lists(HOSTS, max_size=2, unique=True))),
            tls=draw(st.sampled_from([None, "legacy"])),
            budget=draw(st.none() | st.integers(1, 99_999)),
            window=draw(st.sampled_from([None, "22:00-06:00", "08:30-17:00"])),
            bodies=tuple(draw(st.lists(BODIES, max_size=3, unique_by=lambda body: body.name))),
        )
        for host in hosts
    )


def read_table(data, name):
    reading = read_list([read_csv(data, name)], name)
    return reading.portals, [mistake.message(name) for mistake in reading.mistakes]


def sound(data, name):
    portals, mistakes = read_table(data, name)
    assert mistakes == []
    return portals


def in_one_order(portals):
    """People's own columns come back in the order of the table."""
    return [
        replace(portal, bodies=tuple(replace(body, more=tuple(sorted(body.more))) for body in portal.bodies))
        for portal in portals
    ]


@given(portals=registries())
def test_out_and_in_again_is_exact(portals):
    assert in_one_order(sound(write_table(portals, ".csv"), "a.csv")) == in_one_order(portals)


@given(portals=registries())
def test_what_is_written_is_read_and_can_be_cut_out(portals):
    text = with_portals(EMPTY, portals)
    assert parse_registry(text, "a").portals == portals
    rest = without_portals(text, "a", [portals[0].home])
    assert with_portals(rest, portals[:1]).count("[[portal]]") == len(portals)
    assert parse_registry(with_portals(rest, portals[:1]), "a").portals == (*portals[1:], portals[0])


def test_the_starter_goes_out_and_comes_back():
    portals = load_registry(STARTER).portals
    assert sound(write_table(portals, ".csv"), "a.csv") == portals


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_rows_of_one_home_are_one_portal(encoding):
    text = HEAD + (
        "金昌市人民政府,https://WWW.jcs.gov.cn,http://www.jcs.gov.cn/a/ http://www.jcs.gov.cn/b/,620300,市级,"
        "金昌市教育局,,01-20,2021年\n"
        ",https://www.jcs.gov.cn/,,,,某中学,事业单位,1月5日,\n"
        "\n"
        "永昌县人民政府,https://www.yongchang.gov.cn/,,620321.0,county,,,,\n"
    )
    first, second = sound(text.encode(encoding), "a.csv")
    assert (first.home, first.level, first.division) == ("https://www.jcs.gov.cn/", "city", "620300")
    assert first.columns == ("http://www.jcs.gov.cn/a/", "http://www.jcs.gov.cn/b/")
    assert first.bodies == (
        BodyRow("金昌市教育局", "department", "01-20", 2021),
        BodyRow("某中学", "institution", "01-05"),
    )
    assert second == PortalRow("永昌县人民政府", "https://www.yongchang.gov.cn/", (), "620321", "county")


def test_hosts_stand_in_a_column_of_their_own():
    text = "门户,首页,主机\n甲市,https://a.gov.cn/,XXGK.a.gov.cn\n甲市,https://a.gov.cn/,f.a.gov.cn xxgk.a.gov.cn\n"
    assert sound(text.encode(), "a.csv")[0].hosts == ("xxgk.a.gov.cn", "f.a.gov.cn")
    _portals, mistakes = read_table(text.replace("f.a.gov.cn", "http://f/").encode(), "a.csv")
    assert ["第 3 行" in line and "不是主机名" in line for line in mistakes] == [True]


def test_english_headings_and_tabs():
    text = "Portal\thome\tbody\tKIND\n甲市\thttps://a.gov.cn/\t甲局\toffice\n"
    (portal,) = sound(text.encode(), "a.csv")
    assert portal.bodies == (BodyRow("甲局", "office"),)


@pytest.mark.parametrize(
    ("rows", "line", "what"),
    [
        ("甲市,,,,,甲局,,,\n乙市,https://a.gov.cn/,,,,乙局,,,", 2, "没有写首页"),
        (",https://a.gov.cn/,,,,甲局,,,\n,https://a.gov.cn/,,,,乙局,,,", 2, "缺少门户名称"),
        ("甲市,政府网,,,,甲局,,,\n丁市,https://a.gov.cn/,,,,,,,", 2, "不是网址"),
        ("甲市,http://127.0.0.1/,,,,甲局,,,", 2, "内网"),
        ("甲市,https://a.gov.cn/,ftp://b,,,甲局,,,", 2, "不是网址"),
        ("甲市,https://a.gov.cn/,,62,,甲局,,,", 2, "区划代码“62”不对"),
        ("甲市,https://a.gov.cn/,,,村,甲局,,,", 2, "层级“村”不在可选之列"),
        ("甲市,https://a.gov.cn/,,,,甲馆,馆,,", 2, "类别“馆”不在可选之列"),
        ("甲市,https://a.gov.cn/,,,,甲局,,一月,", 2, "时限“一月”不对"),
        ("甲市,https://a.gov.cn/,,,,甲局,,02-30,", 2, "没有这一天"),
        ("甲市,https://a.gov.cn/,,,,甲局,,,21", 2, "起始年度“21”不对"),
        ("甲市,https://a.gov.cn/,,,,,部门,,", 2, "没有写机关"),
        ("甲市,https://a.gov.cn/,,,,甲局,,,2007", 2, "不是报告年度"),
        ("甲市,https://a.gov.cn/,,,,甲局,,01-20,\n甲市,https://a.gov.cn/,,,,甲局,,01-21,", 3, "“甲局”写了两次"),
        ("甲市,https://a.gov.cn/,,,,甲局,,,\n乙市,https://a.gov.cn/,,,,乙局,,,", 3, "门户前后不一"),
        ("甲,https://a.gov.cn/,https://a.gov.cn/n,,,,,,\n乙,https://b.gov.cn/,https://a.gov.cn/n,,,,,,", 3, "栏目地址"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_with_its_number(rows, line, what):
    _portals, mistakes = read_table((HEAD + rows).encode(), "a.csv")
    assert len(mistakes) == 1
    assert mistakes[0].startswith(f"a.csv 第 {line} 行（")
    assert what in mistakes[0]


def test_all_mistakes_are_told_at_once():
    rows = "甲市,,,,,甲局,,,\n乙市,https://b.gov.cn/,,1,,乙局,,,\n"
    _portals, mistakes = read_table((HEAD + rows).encode(), "a.csv")
    assert [line.partition("：")[0] for line in mistakes] == [
        "a.csv 第 2 行（F2）",
        "a.csv 第 3 行（D3）",
    ]


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"", "a.csv", "表是空的"),
        (HEAD.encode(), "a.csv", "没有内容"),
        (b"\xff\xff\xff", "a.csv", "编码"),
        (b"a,b\n1,2\n", "a.csv", "没有找到列名"),
    ],
)
def test_what_is_no_table(data, name, what):
    with pytest.raises(match=what):
        read_table(data, name)


def test_mistakes_of_every_sort_stand_in_the_order_of_rows():
    rows = "甲市,http://127.0.0.1/,,,,甲局,,,\n,x,,,,乙局,,,\n"
    _portals, mistakes = read_table((HEAD + rows).encode(), "a.csv")
    assert [line.partition("：")[0] for line in mistakes] == ["a.csv 第 2 行（B2）", "a.csv 第 3 行（B3）"]


def test_every_mistake_of_a_registry_in_the_order_of_lines():
    text = '[[portal]]\nname = "甲"\nhome = "a"\nlevel = "town"\n[[portal]]\nhome = "https://b.gov.cn/"\nzzz = 1\n'
    lines = [line.partition("：")[0] for line in examine(text, "a")[1]]
    assert lines == ["a 第 3 行", "a 第 4 行", "a 第 5 行", "a 第 7 行"]


def test_comments_go_with_their_portal():
    text = "# 开头\n\n" + with_portals("", [PortalRow("甲", "https://a.gov.cn/")]).strip()
    text += '\n\n# 乙的说明\n[[portal]]\nname = "乙"\nhome = "https://b.gov.cn/"\n# 尾\n'
    assert without_portals(text, "a", ["https://b.gov.cn/"]).count("#") == 1
    assert "# 乙的说明" in without_portals(text, "a", ["https://a.gov.cn/"])


def test_an_entry_that_cannot_be_cut_is_left_to_people():
    text = 'portal = [{name = "甲", home = "https://a.gov.cn/"}, {name = "乙", home = "https://b.gov.cn/"}]\n'
    with pytest.raises(match="写法特殊"):
        without_portals(text, "a", ["https://a.gov.cn/"])


@pytest.mark.parametrize(
    ("heading", "said", "key", "meant"),
    [
        ("旧式加密", "是", "tls", "legacy"),
        ("请求上限", "500.0", "budget", 500),
        ("巡查时段", "22：00-6:00", "window", "22:00-06:00"),
    ],
)
def test_how_a_portal_may_be_asked_in_the_words_of_a_table(heading, said, key, meant):
    table = f"门户,首页,{heading}\n甲,https://a.gov.cn/,{said}\n"
    [one] = sound(table.encode(), "a.csv")
    assert getattr(one, key) == meant


@pytest.mark.parametrize(
    ("heading", "said", "mend"),
    [("旧式加密", "1.0", "是"), ("请求上限", "很多", "500"), ("巡查时段", "夜里", "22:00-06:00")],
)
def test_what_is_wrong_there_is_said_with_its_row(heading, said, mend):
    table = f"门户,首页,{heading}\n甲,https://a.gov.cn/,\n甲,https://a.gov.cn/,{said}\n"
    _portals, [mistake] = read_table(table.encode(), "a.csv")
    assert mistake.startswith(f"a.csv 第 3 行（C3）：{heading}“{said}”")
    assert mend in mistake

"""Every key of the registry is a field of its record, and is checked alike whatever a registry is written in."""

from dataclasses import fields

import pytest

from crawler.registry.grid import read_csv
from crawler.registry.reading import examine
from crawler.registry.table import read_list
from crawler.registry.values import BODY_KEYS, PORTAL_KEYS, Key
from storage.tables.portals import BodyRow, PortalRow

KEYS = {f"{table}.{key.name}": key for table, keys in (("portal", PORTAL_KEYS), ("body", BODY_KEYS)) for key in keys}


def test_a_key_is_a_field_of_its_record() -> None:
    assert {key.name for key in PORTAL_KEYS} | {"bodies"} == {field.name for field in fields(PortalRow)}
    assert [key.name for key in BODY_KEYS] == [field.name for field in fields(BodyRow)]


def in_toml(table: str, name: str, value: str) -> tuple[tuple[PortalRow, ...], list[str]]:
    """A registry of one portal and one body that says this under a key."""
    said = {"portal": {"name": '"甲市"', "home": '"https://a.gov.cn/"'}, "body": {"name": '"甲"', "kind": '"office"'}}
    said[table][name] = value
    lines = [
        line
        for header, pairs in (("[[portal]]", said["portal"]), ("[[portal.body]]", said["body"]))
        for line in (header, *(f"{key} = {text}" for key, text in pairs.items()))
    ]
    registry, mistakes = examine("\n".join(lines), "a")
    return registry.portals, mistakes


def in_table(key: Key, cell: str) -> tuple[tuple[PortalRow, ...], list[str]]:
    """A table of the same that says this in a key's column."""
    said = {"门户": "甲市", "首页": "https://a.gov.cn/", "机关": "甲", "类别": "office"} | {key.heading: cell}
    grid = read_csv(f"{','.join(said)}\n{','.join(said.values())}\n".encode(), "a.csv")
    reading = read_list([grid], "a.csv")
    return reading.portals, [str(mistake) for mistake in reading.mistakes]


@pytest.mark.parametrize(
    ("where", "toml", "cell", "sound"),
    [
        ("portal.home", '"HTTPS://B.gov.cn"', "HTTPS://B.gov.cn", True),
        ("portal.home", '"政府网"', "政府网", False),
        ("portal.home", '"http://10.0.0.1/"', "http://10.0.0.1/", False),
        ("portal.columns", '["https://a.gov.cn/n"]', "https://a.gov.cn/n", True),
        ("portal.columns", '["ftp://a.gov.cn/n"]', "ftp://a.gov.cn/n", False),
        ("portal.hosts", '["X.gov.cn"]', "X.gov.cn", True),
        ("portal.hosts", '["127.0.0.1"]', "127.0.0.1", False),
        ("portal.division", '"620300"', "620300.0", True),
        ("portal.division", '"62030"', "62030", False),
        ("portal.level", '"city"', "市级", True),
        ("portal.level", '"town"', "镇", False),
        ("portal.tls", '"legacy"', "是", True),
        ("portal.tls", '"1.0"', "1.0", False),
        ("portal.budget", "500", "500", True),
        ("portal.budget", "0", "0", False),
        ("portal.window", '"22:00-06:00"', "22：00-6:00", True),
        ("portal.window", '"06:00-06:00"', "06:00-06:00", False),
        ("body.kind", '"township"', "乡镇", True),
        ("body.kind", '"馆"', "馆", False),
        ("body.due", '"02-29"', "2月29日", True),
        ("body.due", '"02-30"', "2月30日", False),
        ("body.since", "2021", "2021年度", True),
        ("body.since", "2007", "2007", False),
        ("body.contact", '"张三"', "张三", True),
        ("body.contact", f'"{"张" * 201}"', "张" * 201, False),
        ("body.phone", '"0931-1234567"', "0931-1234567", True),
    ],
)
def test_a_value_stands_in_both_or_in_neither(where: str, toml: str, cell: str, *, sound: bool) -> None:
    table, _, name = where.partition(".")
    written, tabled = in_toml(table, name, toml), in_table(KEYS[where], cell)
    for _portals, mistakes in (written, tabled):
        assert (mistakes == []) is sound
    if sound:
        assert written == tabled

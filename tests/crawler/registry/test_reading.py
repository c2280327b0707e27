import pytest

from crawler.hosts import (
    HostRule,
    address_of,
    government_of,
    host_of,
    is_inner,
    is_public_address,
    resolves_inside,
    site_of,
)
from crawler.registry.reading import STARTER, load_registry, parse_registry, user_agent
from crawler.registry.values import RegistryError
from crawler.titles import kind_of_body

WHOLE = """\
delay_seconds = 0.5
contact = "admin@example.cn"

[[portal]]
name = "金昌市人民政府"
home = "https://WWW.jcs.gov.cn"
columns = [
  "http://www.jcs.gov.cn/zfxxgk/zfxxgknb/",
]
division = "620300"
level = "city"

[[portal.body]]
name = "金昌市教育局"
kind = "department"
due = "01-20"
since = 2021

[[portal]]
name = "永昌县人民政府"
home = "https://www.yongchang.gov.cn/"
"""


def error(text):
    with pytest.raises(RegistryError) as caught:
        parse_registry(text, "portals.toml")
    message = str(caught.value)
    assert "\n" not in message
    return message


def portal(lines, head=""):
    return f'{head}[[portal]]\nname = "甲"\nhome = "https://a.gov.cn/"\n{lines}'


def test_a_whole_registry():
    registry = parse_registry(WHOLE, "portals.toml")
    assert (registry.delay_seconds, registry.allow_private_hosts, registry.contact) == (0.5, False, "admin@example.cn")
    first, second = registry.portals
    assert first.home == "https://www.jcs.gov.cn/"
    assert first.columns == ("http://www.jcs.gov.cn/zfxxgk/zfxxgknb/",)
    assert (first.division, first.level) == ("620300", "city")
    assert [(b.name, b.kind, b.due, b.since) for b in first.bodies] == [("金昌市教育局", "department", "01-20", 2021)]
    assert (second.name, second.columns, second.bodies) == ("永昌县人民政府", (), ())


def test_what_is_not_said_has_its_default():
    registry = parse_registry(portal(""), "portals.toml")
    assert (registry.delay_seconds, registry.allow_private_hosts, registry.contact) == (2.0, False, None)


def test_the_starter_registry_is_sound_and_public():
    registry = load_registry(STARTER)
    assert len(registry.portals) >= 100
    assert not registry.allow_private_hosts
    hosts = [HostRule.of([entry.home, *entry.columns]).sites for entry in registry.portals]
    assert all(site.endswith(".gov.cn") for sites in hosts for site in sites)
    assert sum(bool(entry.columns) for entry in registry.portals) >= 50


def test_the_starter_registry_says_nothing_twice_and_gives_kinds():
    portals = load_registry(STARTER).portals
    for values in ([entry.name for entry in portals], [site_of(host_of(entry.home)) for entry in portals]):
        assert len(set(values)) == len(values)
    assert all(body.kind == kind_of_body(body.name) for entry in portals for body in entry.bodies)
    assert all(entry.level for entry in portals)


def test_the_user_agent_names_us_and_a_contact():
    agent = user_agent(parse_registry(WHOLE, "portals.toml"))
    assert agent.startswith("nianbao/")
    assert "admin@example.cn" in agent
    assert "@" in user_agent(parse_registry(portal(""), "portals.toml"))


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        (portal('colums = ["https://a.gov.cn/nb/"]'), 4, "不认识的键 colums", "是不是 columns？"),
        (portal("", head="delay_second = 2\n"), 1, "不认识的键 delay_second", "是不是 delay_seconds？"),
        (portal('[[portal.body]]\nnam = "甲局"'), 5, "不认识的键 nam", "是不是 name？"),
        (portal("zzz = 1"), 4, "不认识的键 zzz", "这里可以写"),
        (portal('[[portal]]\nname = "乙"'), 4, "缺少 home", 'home = "…"'),
        (portal('[[portal]]\nname = " "\nhome = "https://b.gov.cn"'), 5, "缺少 name", "请补上"),
        (
            portal('columns = ["https://a.gov.cn/1",\n  "http://127.0.0.1/x"]'),
            5,
            "127.0.0.1 是本机或内网主机",
            "allow_private",
        ),
        (portal('columns = ["ftp://a.gov.cn/1"]'), 4, "不是网址", "http://"),
        (portal('columns = ["https://a.gov.cn/1", "https://a.gov.cn/1"]'), 4, "同一个栏目地址写了两次", "删去一处"),
        (portal('columns = "https://a.gov.cn/1"'), 4, "类型不对", "数组"),
        (portal('[[portal]]\nname = "乙"\nhome = "https://a.gov.cn/"'), 6, "同一个首页写了两次", "删去一处"),
        (portal('division = "62"'), 4, "division", "620300"),
        (portal('level = "town"'), 4, "level", "county"),
        (portal('[[portal.body]]\nname = "甲局"\nkind = "局"'), 6, "kind", "department"),
        (portal('[[portal.body]]\nname = "甲局"\ndue = "1-20"'), 6, "due", "01-20"),
        (portal('[[portal.body]]\nname = "甲局"\ndue = "02-30"'), 6, "没有这一天", "01-20"),
        (portal('[[portal.body]]\nname = "甲局"\nsince = 21'), 6, "不是报告年度", "2021"),
        (portal('[[portal.body]]\nname = "甲局"\nsince = "2021"'), 6, "类型不对", "整数"),
        (portal('[[portal.body]]\nname = "甲局"\n[[portal.body]]\nname = "甲局"'), 7, "同一个机关写了两次", "删去一处"),
        (portal("", head="delay_seconds = -1\n"), 1, "delay_seconds = -1", "0.5"),
        (portal("", head="delay_seconds = true\n"), 1, "delay_seconds", "0.5"),
        (portal("", head='allow_private_hosts = "yes"\n'), 1, "类型不对", "true 或 false"),
        (portal("", head='contact = "张三"\n'), 1, "contact", "ASCII"),
        (portal("", head="timeout_seconds = 0\n"), 1, "timeout_seconds = 0", "30"),
        (portal('tls = "1.0"'), 4, "tls = '1.0' 不在可选之列", "legacy"),
        (portal("budget = 0"), 4, "budget = 0", "500"),
        (portal('budget = "many"'), 4, "类型不对", "整数"),
        (portal('window = "night"'), 4, "window = 'night' 不是巡查时段", "22:00-06:00"),
        (portal('window = "06:00-06:00"'), 4, "不是巡查时段", "22:00-06:00"),
        (portal("windows = 3"), 4, "不认识的键 windows", "是不是 window？"),
        ("delay_seconds = 2\n", 1, "没有门户", "[[portal]]"),
        ('[portal]\nname = "甲"\n', 1, "portal 写法不对", "[[portal]]"),
        (portal("columns = [\n"), 4, "TOML 语法不对", "引号"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_its_mend(text, line, what, mend):
    message = error(text)
    assert message.startswith(f"portals.toml 第 {line} 行：")
    assert what in message
    assert mend in message


def test_the_line_of_the_third_body_of_the_second_portal():
    text = (
        WHOLE
        + '\n[[portal.body]]\nname = "甲"\n[[portal.body]]\nname = "乙"\n[[portal.body]]\nname = "丙"\nkind = "x"\n'
    )
    assert f"第 {len(text.splitlines())} 行" in error(text)


def test_files_that_cannot_be_read(tmp_path):
    for path, what in ((tmp_path / "none.toml", "没有这个文件"), (tmp_path, "读不出来")):
        with pytest.raises(match=what):
            load_registry(path)
    (tmp_path / "gbk.toml").write_bytes(portal("").encode("gb18030"))
    with pytest.raises(match="UTF-8"):
        load_registry(tmp_path / "gbk.toml")
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbf" + portal("").encode())
    assert load_registry(tmp_path / "bom.toml").portals[0].name == "甲"


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "0x7f000001", "2130706433", "10.1.2.3", "192.168.0.1", "169.254.1.1", "0.0.0.0"),
        *("::1", "[::1]", "::ffff:10.0.0.1", "fe80::1%eth0", "224.0.0.1"),
        *("localhost", "a.localhost", "nas.local", "intranet", "x.internal"),
    ],
)
def test_inner_hosts_are_known_by_name_and_number(host):
    assert is_inner(host)


@pytest.mark.parametrize("host", ["www.gov.cn", "1.2.3.4", "[2400:3200::1]", "local.gov.cn"])
def test_public_hosts(host):
    assert not is_inner(host)


def test_names_that_resolve_inside(monkeypatch):
    answers = {"inner.gov.cn": "10.0.0.5", "outer.gov.cn": "1.2.3.4"}

    def resolve(host, port, **kwargs):
        if host not in answers:
            raise OSError
        return [(2, 1, 6, "", (answers[host], 0))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    assert resolves_inside("inner.gov.cn")
    assert not resolves_inside("outer.gov.cn")
    assert not resolves_inside("unknown.gov.cn")


def test_the_rule_of_hosts_lets_www_pass_and_no_other_port():
    rule = HostRule.of(["https://www.a.gov.cn/", "https://xxgk.a.gov.cn/nb/"])
    assert rule.allows("http://a.gov.cn/x")
    assert not rule.allows("http://a.gov.cn:8080/x")
    assert rule.allows("https://XXGK.a.gov.cn/")
    for other in ("https://b.gov.cn/", "https://a.gov.cn.evil.com/", "https://evil.com/?https://a.gov.cn/", "x"):
        assert not rule.allows(other)


def test_addresses_in_every_notation():
    assert address_of("www.gov.cn") is None
    assert not is_public_address(address_of("::ffff:127.0.0.1"))
    assert is_public_address(address_of("1.2.3.4"))


@pytest.mark.parametrize(
    ("host", "government"),
    [
        ("www.suzhou.gov.cn", "suzhou.gov.cn"),
        ("xxgk.suzhou.gov.cn", "suzhou.gov.cn"),
        ("suzhou.gov.cn", "suzhou.gov.cn"),
        ("wasg.jmsqjq.gov.cn", "jmsqjq.gov.cn"),
        ("www.gov.cn", "www.gov.cn"),
        ("sousuo.www.gov.cn", "www.gov.cn"),
        ("www.jia.org.cn", "jia.org.cn"),
        ("www.jia.cn", "jia.cn"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_government_behind_a_host(host, government):
    assert government_of(host) == government


def test_files_may_stand_on_any_host_of_the_government_and_mirrors_never():
    rule = HostRule.of(["http://www.jia.gov.cn/"], ["files.jia-cloud.cn"])
    assert all(
        map(rule.allows, ("http://xxgk.jia.gov.cn/a", "http://oss.jia.gov.cn/b.pdf", "http://files.jia-cloud.cn"))
    )
    mirrors = ("http://jiagov.com/zwgk/", "http://www.yi.gov.cn/", "http://jia.gov.cn.evil.com/", "http://www.gov.cn/")
    assert not any(map(rule.allows, mirrors))
    assert not HostRule.of(["http://127.77.0.1/"]).allows("http://127.77.0.2/")
    assert not HostRule.of(["http://www.jia.gov.cn/"]).allows("mailto:someone")


def test_a_department_is_another_body_of_the_same_government():
    rule = HostRule.of(["http://www.jia.gov.cn/"])
    assert all(map(rule.is_own, ("http://jia.gov.cn/", "http://xxgk.jia.gov.cn/", "http://hdzfxxgk.jia.gov.cn/x")))
    assert not any(
        map(rule.is_own, ("http://jyj.jia.gov.cn/", "http://xxgk.jyj.jia.gov.cn/", "http://xxgk.yi.gov.cn/"))
    )
    assert rule.with_host("http://jyj.jia.gov.cn/xxgk/").is_own("http://jyj.jia.gov.cn/nb/")
    district = HostRule.of(["http://egb.ordos.gov.cn/"])
    assert district.is_own("http://xxgk.egb.ordos.gov.cn/")
    assert not district.is_own("http://xxgk.ordos.gov.cn/")


def test_further_hosts_are_read_and_checked():
    text = portal('hosts = ["XXGK.jia.gov.cn", "files.jia-cloud.cn"]')
    assert parse_registry(text, "p.toml").portals[0].hosts == ("xxgk.jia.gov.cn", "files.jia-cloud.cn")
    for wrong, said in (
        ('"http://xxgk.jia.gov.cn/"', "不是主机名"),
        ('"127.0.0.1"', "本机或内网"),
        ('"a b"', "不是主机名"),
    ):
        with pytest.raises(match=said):
            parse_registry(portal(f"hosts = [{wrong}]"), "p.toml")


def test_how_and_when_a_portal_may_be_asked():
    text = portal('tls = "legacy"\nbudget = 500\nwindow = "22:00—6:30"\n', head="timeout_seconds = 12.5\n")
    registry = parse_registry(text, "portals.toml")
    [one] = registry.portals
    assert (registry.timeout_seconds, one.tls, one.budget, one.window) == (12.5, "legacy", 500, "22:00-06:30")
    [plain] = parse_registry(portal(""), "portals.toml").portals
    assert (plain.tls, plain.budget, plain.window) == (None, None, None)

"""nianbao.toml: what it says, and every mistake with its line and the mend, and never a secret."""

from datetime import time
from pathlib import Path

import pytest

from monitor.settings.model import Channel, Schedule, Settings
from monitor.settings.reading import SettingsError, examine_settings, find_settings, load_settings, mistakes_in
from monitor.settings.secrets import Secret

WHOLE = """
[serve]
host = "127.0.0.1"
port = 8600
base_url = "http://10.0.0.5:8600/"
[schedule]
run = "05:30"
digest = ""
weekly = "sun"
monthly = 0
quarterly = false
[rules]
profile = "strict"
ignore = ["S13"]
[[channel]]
name = "办公室群"
kind = "dingtalk"
token = "env:NIANBAO_DINGTALK_TOKEN"
secret = "file:keys/dingtalk"
severity = "warning"
health = false
bulletins = ["daily", "weekly"]
limit = 5000
[[channel]]
name = "邮件"
kind = "mail"
address = "smtps://mail.example.cn"
sender = "nianbao@example.cn"
to = ["office@example.cn"]
user = "nianbao"
password = "env:NIANBAO_MAIL"
portals = ["某市人民政府"]
[[channel]]
name = "其他"
kind = "apprise"
address = "env:NIANBAO_APPRISE"
"""
HUSH = "hush-4711"


def mistakes(text: str) -> list[str]:
    return [mistake.message("nianbao.toml") for mistake in examine_settings(text, Path("nianbao.toml"))[1]]


def channel(*lines: str, kind: str = "dingtalk") -> str:
    return "\n".join(["[[channel]]", 'name = "群"', f'kind = "{kind}"', *lines]) + "\n"


def test_everything_is_read(tmp_path: Path) -> None:
    settings, wrong = examine_settings(WHOLE, tmp_path / "nianbao.toml")
    assert wrong == []
    assert (settings.serve.port, settings.serve.base_url) == (8600, "http://10.0.0.5:8600")
    assert settings.schedule == Schedule(time(5, 30), None, 6, None, quarterly=False)
    assert (settings.rules.profile, settings.rules.ignore) == ("strict", ("S13",))
    group, mail, other = settings.channels
    assert group == Channel(
        "办公室群",
        "dingtalk",
        token=Secret("env:NIANBAO_DINGTALK_TOKEN"),
        secret=Secret(f"file:{tmp_path}/keys/dingtalk"),
        severity="warning",
        health=False,
        bulletins=("daily", "weekly"),
        limit=5000,
    )
    assert (mail.to, mail.password, mail.portals) == (
        ("office@example.cn",),
        Secret("env:NIANBAO_MAIL"),
        ("某市人民政府",),
    )
    assert other.url == Secret("env:NIANBAO_APPRISE")


def test_nothing_written_is_all_defaults() -> None:
    assert examine_settings("", Path("nianbao.toml")) == (Settings(), [])
    assert load_settings(None) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ("[serve]\nport = 0", 2, "port = 0 超出范围", "1 到 65535"),
        ("[serve]\nport = true", 2, "port = True 类型不对", "整数"),
        ("[serve]\nhosts = 1", 2, "不认识的键 hosts", "是不是 host？"),
        ('[schedule]\n\nrun = "6:00"', 3, "run = '6:00' 不是时刻", "06:00"),
        ('[schedule]\nrun = "24:00"', 2, "不是时刻", "06:00"),
        ('[schedule]\nweekly = "周一"', 2, "不是星期几", "mon、tue"),
        ("[schedule]\nmonthly = 31", 2, "monthly = 31 超出范围", "0 到 28"),
        ("serve = 1", 1, "serve 写法不对", "[serve]"),
        ("[channel]\nname = 1", 1, "channel 写法不对", "[[channel]]"),
        ('[rules]\nignore = ["x"]', 2, "不是规则代码", "S13"),
        ("[web]", 1, "不认识的键 web", "这里可以写：serve、schedule、rules、channel"),
        ('[[channel]]\nname = "群"', 1, "缺少 kind", "dingtalk、wecom、feishu、mail、apprise"),
        (channel(kind="icq"), 3, "kind = 'icq' 不在可选之列", "dingtalk"),
        (channel(), 1, "缺少 token", "token = …"),
        (channel('token = "env:1A"'), 4, "token 密钥不能直接写在这里", "env:环境变量名"),
        (channel('token = "env:A"', 'severity = "high"'), 5, "severity = 'high' 不在可选之列", "error、warning、info"),
        (channel('token = "env:A"', "bulletins = []"), 5, "bulletins = [] 是空的", "至少写一个"),
        (channel('token = "env:A"', "limit = 10"), 5, "limit = 10 超出范围", "500 到"),
        (channel('token = "env:A"', 'to = ["a@b.cn"]'), 5, "不认识的键 to", "token"),
        (channel('token = "env:A"', 'address = "http://chat.example.cn/x"'), 5, "没有加密", "https://"),
        (channel('address = "mail.example.cn"', kind="mail"), 4, "不是邮件服务器", "smtps://"),
        (channel('address = "smtp://a.cn:x"', kind="mail"), 4, "不是邮件服务器", "smtps://"),
        (channel('address = "smtp://a.cn?tls"', kind="mail"), 4, "不是邮件服务器", "starttls"),
        (channel('sender = "nobody"', kind="mail"), 4, "不是邮箱地址", "office@example.cn"),
        (channel('token = "env:A"') + channel('token = "env:A"'), 6, "两个渠道同名：群", "改一个名称"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_mend(text: str, line: int, what: str, mend: str) -> None:
    found = [one for one in mistakes(text) if one.startswith(f"nianbao.toml 第 {line} 行：") and what in one]
    assert len(found) == 1, mistakes(text)
    assert mend in found[0]


@pytest.mark.parametrize(
    "text",
    [
        channel(f'token = "{HUSH}"'),
        channel(f'token = "env:{HUSH} x"'),
        channel(f'token = ["{HUSH}"]'),
        channel(f'secret = "{HUSH}"', 'token = "env:A"'),
        channel(f'address = "https://x.cn/robot/send?access_token={HUSH}"', 'token = "env:A"'),
        channel(f'address = "https://x.cn/open-apis/bot/v2/hook/{HUSH}"', 'token = "env:A"', kind="feishu"),
        channel(f'address = "https://user:{HUSH}@x.cn/"', 'token = "env:A"'),
        channel(f'address = "smtp://user:{HUSH}@x.cn"', kind="mail"),
        channel(f'address = "slack://{HUSH}"', kind="apprise"),
        channel(f'token = "{HUSH}'),
        f"token = {HUSH}",
    ],
)
def test_a_secret_that_stands_in_the_settings_is_a_mistake_and_is_not_repeated(text: str) -> None:
    found = mistakes(text)
    assert found
    assert not any(HUSH in one for one in found)


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("smtp://mail.example.cn", True),
        ("smtp://mail.example.cn?starttls", False),
        ("smtps://mail.example.cn", False),
        ("smtp://127.0.0.1", False),
    ],
)
def test_a_password_is_not_sent_openly(address: str, wrong: bool) -> None:
    lines = (f'address = "{address}"', 'sender = "a@b.cn"', 'to = ["a@b.cn"]', 'user = "a"', 'password = "env:A"')
    assert any("不加密" in one for one in mistakes(channel(*lines, kind="mail"))) == wrong


def test_every_mistake_is_told_in_the_order_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "nianbao.toml"
    path.write_text("[serve]\nport = 0\nhots = 1\n[schedule]\nrun = 6\n", encoding="utf-8")
    found = mistakes_in(path)
    assert [one.split("第 ")[1][0] for one in found] == ["2", "3", "5"]
    with pytest.raises(SettingsError, match="第 2 行"):
        load_settings(path)


def test_settings_stand_beside_the_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_settings(None, None) is None
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "nianbao.toml").touch()
    assert find_settings(None, Path("office/portals.toml")) == Path("office/nianbao.toml")
    (tmp_path / "nianbao.toml").touch()
    assert find_settings(None, None) == Path("nianbao.toml")
    assert find_settings(Path("other.toml"), None) == Path("other.toml")
    with pytest.raises(SettingsError, match="没有这个文件"):
        load_settings(Path("other.toml"))

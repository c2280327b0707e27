"""Secrets: from the environment or a file that nobody else may read, and covered wherever they might be shown."""

from pathlib import Path
from urllib.parse import quote_plus

import pytest

from monitor.settings.secrets import Secret, SecretError, hide, secret_at

HUSH = "S+e/c r=et"


def test_a_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_X", f" {HUSH}\n")
    assert Secret("env:NIANBAO_X").read() == HUSH
    monkeypatch.delenv("NIANBAO_X")
    with pytest.raises(SecretError, match="env:NIANBAO_X 里没有内容"):
        Secret("env:NIANBAO_X").read()


def test_a_secret_comes_from_a_file_of_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"{HUSH}\n", encoding="utf-8")
    secret = secret_at("file:key", tmp_path)
    assert secret == Secret(f"file:{path}")
    for mode in (0o644, 0o640, 0o604, 0o620):
        path.chmod(mode)
        with pytest.raises(SecretError, match=f"chmod 600 {path}"):
            secret.read()
    path.chmod(0o600)
    assert secret.read() == HUSH
    path.chmod(0o400)
    assert secret.read() == HUSH


@pytest.mark.parametrize("content", [b"", b" \n", b"two\nlines", b"\xff\xfe", b"a" * 5000])
def test_a_file_that_holds_no_one_line_is_said(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SecretError, match="key"):
        Secret(f"file:{path}").read()


def test_a_file_that_is_not_there_or_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="读不出来"):
        Secret(f"file:{tmp_path}/nothing").read()
    with pytest.raises(SecretError):
        Secret(f"file:{tmp_path}").read()


@pytest.mark.parametrize("text", ["abc", "env:", "env:A B", "env:1", "file:", "ENV:A", ""])
def test_what_points_nowhere_is_no_secret(text: str) -> None:
    assert secret_at(text, Path("/")) is None


def test_a_secret_is_covered_in_every_form() -> None:
    text = f"{HUSH} {quote_plus(HUSH)} ab"
    assert hide(text, [HUSH, "ab"]) == "*** *** ab"

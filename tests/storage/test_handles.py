"""Few file handles end in one line that says what to do, not in a hang; each command in a process so limited."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from storage.handles import LEAST

PROJECT = Path(__file__).resolve().parents[2]


def nianbao(handles, *arguments, hard=None):
    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (handles, hard or handles))

    command = [sys.executable, "-m", "monitor", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, preexec_fn=limit, cwd=PROJECT
    )


@pytest.mark.parametrize("handles", [64, 32])
@pytest.mark.parametrize("command", ["demo", "run", "crawl", "judge", "check", "discover"])
def test_too_few_handles_are_one_line(tmp_path, handles, command):
    registry = tmp_path / "portals.toml"
    registry.write_text('[[portal]]\nname = "甲"\nhome = "https://a.example/"\n', encoding="utf-8")
    page = tmp_path / "a.html"
    page.write_text("<p>年报</p>", encoding="utf-8")
    arguments = {
        "demo": ["demo", "--data", tmp_path / "data"],
        "run": ["run", "--portals", registry, "--data", tmp_path / "data"],
        "crawl": ["crawl", "--portals", registry, "--data", tmp_path / "data"],
        "judge": ["judge", "--data", tmp_path],
        "check": ["check", page],
        "discover": ["portals", "discover", "http://127.0.0.1:9/"],
    }[command]
    (tmp_path / "nianbao.db").touch()
    ended = nianbao(handles, *arguments)
    assert ended.returncode == 2
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert f"同时打开 {handles} 个文件，至少要 {LEAST} 个" in line
    assert "ulimit -n" in line


def test_a_low_limit_that_may_be_raised_is_raised(tmp_path):
    ended = nianbao(64, "judge", "--data", tmp_path, hard=1024)
    assert "里还没有巡查过的内容" in ended.stderr
    assert "ulimit" not in ended.stderr

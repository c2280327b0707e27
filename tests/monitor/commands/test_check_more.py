"""``check``: addresses, folders, several earlier reports, how each finding is mended, SARIF, Ctrl-C."""

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from sarif_pydantic import Sarif

from monitor.cli import main
from monitor.demo.render_html import report_page
from monitor.rules.catalogue import mend, page, rules
from tests.monitor.planting import FARMS, WATER, changed, draft


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments), "--today", "2026-04-08"])


def save(path: Path, body: str = WATER, year: int = 2025, *flaws: str, **figures: str) -> Path:
    path.write_text(report_page(changed(draft(body, year, *flaws), **figures)), encoding="utf-8")
    return path


@pytest.mark.parametrize("code", sorted(rules()))
def test_every_rule_says_in_one_sentence_how_it_is_mended(code: str) -> None:
    told = mend(code)
    assert re.fullmatch(r"[^。\n]{4,80}。", told), told
    assert told in page(code)


def test_a_finding_says_how_it_is_mended_and_what_it_rests_on(tmp_path: Path) -> None:
    path = save(tmp_path / "a.html", WATER, 2025, "B05")
    assert "怎样改：没有的一律填0。" in run(path).stdout
    (report,) = json.loads(run(path, "--format", "json", "--all").stdout)["reports"]
    told = {
        finding["rule"]: (finding["outcome"], finding["mend"], finding["basis_kind"]) for finding in report["findings"]
    }
    assert told["B05"] == ("fail", mend("B05"), "practice")
    assert told["B01"] == ("pass", "", "form")
    assert "mend" in run(path, "--format", "csv").stdout.splitlines()[0].split(",")


def test_how_far_the_check_went_is_said(tmp_path: Path) -> None:
    path = save(tmp_path / "a.html")
    (line,) = [line for line in run(path).stdout.splitlines() if "已查" in line]
    found = re.search(r"已查 (\d+) 项，不适用 (\d+) 项，未能检查 (\d+) 项（(.+)）。", line)
    assert found
    asked = [rule for rule in rules().values() if "history" not in rule.needs]
    assert sum(map(int, found.groups()[:3])) == len(asked)
    assert rules()["Y01"].name_zh in found[4]
    earlier = save(tmp_path / "b.html", WATER, 2024)
    assert rules()["Y01"].name_zh not in run(path, "--previous", earlier).stdout


def test_each_report_is_held_against_its_own_of_the_year_before(tmp_path: Path) -> None:
    folder = tmp_path / "now"
    folder.mkdir()
    save(folder / "a.html", WATER, 2025, applications__carried_in__total="77")
    save(folder / "b.html", FARMS, 2025)
    earlier = [save(tmp_path / "x.html", FARMS, 2024), save(tmp_path / "y.html", WATER, 2024)]
    result = run(folder, "--previous", earlier[0], "--previous", earlier[1], "--format", "json")
    told = {
        report["body"]: {finding["rule"] for finding in report["findings"]}
        for report in json.loads(result.stdout)["reports"]
    }
    assert "Y01" in told[WATER]
    assert "Y01" not in told[FARMS]
    alone = run(folder / "a.html", "--previous", earlier[0])
    assert "[" + "错误" not in alone.stdout or "Y01" not in alone.stdout


def test_a_folder_is_summed_up_and_lock_files_are_passed_over(tmp_path: Path) -> None:
    save(tmp_path / "a.html", WATER, 2025, "B05")
    save(tmp_path / "b.html", FARMS, 2025)
    (tmp_path / "~$a.docx").write_bytes(b"\x05user")
    (tmp_path / "c.txt").write_text("通知：明天开会。", encoding="utf-8")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "~$" not in result.output
    *_, one, last = result.stdout.splitlines()
    assert one.startswith(f"  {tmp_path / 'a.html'}：")
    assert last.startswith("共 3 份：1 份没有发现问题，1 份有问题（")
    assert last.endswith("，1 份未能检查（见各自的说明）。")
    assert "共 " not in run(tmp_path / "b.html").stdout.splitlines()[-1]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == "/wall.html":
            self.send_response(412)
            self.end_headers()
            self.wfile.write(b"<html><script>var $_ts=window['$_ts'];</script></html>")
        else:
            super().do_GET()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder that is served on loopback, and its address."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /closed/\n", encoding="ascii")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_fetched_and_checked_with_its_files(site: tuple[Path, str], tmp_path: Path) -> None:
    folder, home = site
    made = save(folder / "a.html", WATER, 2025, "B05")
    shots = tmp_path / "shots"
    result = run(home + "a.html", "--format", "json", "--picture", shots)
    assert result.exit_code == 1, result.output
    (report,) = json.loads(result.stdout)["reports"]
    assert (report["source"], report["body"], report["year"]) == (home + "a.html", WATER, 2025)
    assert {finding["rule"] for finding in report["findings"]} == {"B05"}
    (local,) = json.loads(run(made, "--format", "json").stdout)["reports"]
    assert report["figures"] == local["figures"]


def test_what_is_in_the_way_of_an_address_is_one_line_each(site: tuple[Path, str]) -> None:
    folder, home = site
    (folder / "closed").mkdir()
    save(folder / "closed" / "a.html")
    (folder / "notice.html").write_text("<h1>关于放假的通知</h1><p>各单位：请做好值班。</p>", encoding="utf-8")
    names = ["closed/a.html", "none.html", "wall.html", "notice.html"]
    result = run(*(home + name for name in names))
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert [line.partition("：")[2].startswith(home + name) for line, name in zip(lines, names, strict=True)] == [
        True
    ] * 4
    for line, words in zip(lines, ("robots.txt", "不存在", "412", ""), strict=True):
        assert words in line


def test_sarif_is_what_its_readers_take(tmp_path: Path) -> None:
    save(tmp_path / "a b.html", WATER, 2025, "B05")
    (tmp_path / "c.txt").write_text("通知：明天开会。", encoding="utf-8")
    for more in ((), ("--all",)):
        result = run(tmp_path, "--format", "sarif", *more)
        told = json.loads(result.stdout)
        assert not list(Draft202012Validator(SARIF).iter_errors(told))
        Sarif.model_validate(told)
        (one,) = told["runs"]
        ids = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
        assert [ids[found["ruleIndex"]] for found in one["results"]] == [found["ruleId"] for found in one["results"]]
        assert one["artifacts"][0]["location"]["uri"] == (tmp_path / "a b.html").as_uri()
        assert "c.txt" in one["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert {found["ruleId"] for found in one["results"]} == set(rules())
    (failed,) = [found for found in one["results"] if found["kind"] == "fail"]
    assert (failed["ruleId"], failed["level"], failed["properties"]["mend"]) == ("B05", "warning", mend("B05"))
    assert all(found["level"] == "none" for found in one["results"] if found["kind"] != "fail")


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def listing(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


TEXT = {"type": "string", "minLength": 1}
MESSAGE = closed(["text"], text=TEXT)
COUNT = {"type": "integer", "minimum": 0}
URI = {"type": "string", "pattern": r"^[!#-;=?-\[\]_a-z~%]+$"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
BAG = {"type": "object"}
RULE = closed(
    ["id"],
    id=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=closed([], level=LEVEL),
    properties=BAG,
)
LOCATION = closed(
    [],
    physicalLocation=closed(["artifactLocation"], artifactLocation=closed(["uri"], uri=URI, index=COUNT)),
    logicalLocations=listing(closed([], fullyQualifiedName=TEXT, name=TEXT, kind=TEXT), uniqueItems=True),
)
RESULT = closed(
    ["message"],
    ruleId=TEXT,
    ruleIndex=COUNT,
    kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
    level=LEVEL,
    message=MESSAGE,
    locations=listing(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    properties=BAG,
)
RUN = closed(
    ["tool"],
    tool=closed(["driver"], driver=closed(["name"], name=TEXT, version=TEXT, rules=listing(RULE, uniqueItems=True))),
    language={"type": "string", "pattern": "^[a-z]{2}-[A-Z]{2}$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=listing(
        closed(
            ["executionSuccessful"],
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=listing(closed(["message"], level=LEVEL, message=MESSAGE)),
        )
    ),
    artifacts=listing(
        closed([], location=closed([], uri=URI), mimeType={"type": "string", "pattern": "[^/]+/.+"}), uniqueItems=True
    ),
    results=listing(RESULT),
)
SARIF = closed(["version", "runs"], **{"$schema": URI}, version={"const": "2.1.0"}, runs=listing(RUN))
"""The part of SARIF 2.1.0 (OASIS Standard, errata 01, chapter 3) that is written, with nothing besides."""


def test_ctrl_c_in_check_speaks_of_nothing_stored(tmp_path: Path) -> None:
    path = save(tmp_path / "a.html")
    code = (
        "import os, signal, monitor.commands.check as c\n"
        "def interrupted(*a, **k): os.kill(os.getpid(), signal.SIGINT); signal.pause()\n"
        "c.check_all = interrupted\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from monitor.cli import main\n"
        f"main(['check', {str(path)!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (128 + signal.SIGINT, "已中断，没有做完。\n")

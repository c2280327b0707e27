"""Five real reports as text, and named edits of them: what must be found and what must not."""

import json
from datetime import date

import pytest

from monitor.documents.reading import read_document
from monitor.reports.reading import read_report
from monitor.rules.catalogue import evaluate, rules
from monitor.rules.model import Case, Severity

pytestmark = pytest.mark.shared
SEEDS = ("000", "001", "002", "003", "004")


@pytest.fixture
def failing(shared):
    """The failing findings of a seed after some edits, each a pair (old, new) that must occur."""

    def run(seed, *edits, **known):
        text = (shared / f"seeds/{seed}.txt").read_text(encoding="utf-8")
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        report = read_report(read_document(text.encode(), name=f"{seed}.txt"), source=f"{seed}.txt")
        return evaluate(Case(date(2025, 4, 8), report=report, **known)).failures

    return run


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_seed_must_give(failing, shared, seed):
    want = json.loads((shared / "facts/seeds_expected.json").read_text(encoding="utf-8"))[seed]
    findings = failing(seed)
    found = {finding.rule for finding in findings}
    loud = {finding.rule for finding in findings if finding.severity is not Severity.INFO}
    assert found & set(want["must_not"]) == set()
    assert loud == set(want["warning"]) & set(rules())
    assert found - loud <= set(want["info"])


def test_two_headings_are_two_findings(failing):
    assert sum(finding.rule == "S03" for finding in failing("001")) == 2


PERSONS_000 = "(一) 予以公开\t65\t1"
ROW_TWO_001 = "只计这一情形, 不计其他情形)\t0\t0\t0\t0\t0\t0\t0"
PERIOD_003 = "2022 年 1 月 1 日到 2022 年 12 月 31 日"
USUAL = {"000": {"S08", "C03", "E09"}, "001": {"S03", "S08", "S11", "E09"}, "004": {"F02"}}


@pytest.mark.parametrize(
    ("seed", "edits", "codes", "words"),
    [
        ("000", [(PERSONS_000, "(一) 予以公开\t64\t1")], {"B02", "B03"}, "“（一）予以公开·自然人”由64改为65"),
        (
            "003",
            [("四、结转下年度继续办理\t\t0\t0\t0\t0\t0\t0\t0", "四、结转下年度继续办理\t\t0\t0\t0\t0\t0\t0\t1")],
            {"B01", "B03"},
            "“四、结转下年度继续办理·总计”由1改为0",
        ),
        (
            "000",
            [("(七) 总计\t80\t2\t0\t0\t0\t0\t0\t82", "(七) 总计\t80\t2\t0\t0\t0\t0\t0\t83")],
            {"B01", "B02", "B03"},
            "“（七）总计·总计”由83改为82",
        ),
        (
            "001",
            [(ROW_TWO_001, "只计这一情形, 不计其他情形)\t1\t0\t0\t0\t0\t0\t1")],
            {"B02"},
            "重复计数",
        ),
        ("000", [("受理依申请公开 82 件", "受理依申请公开 28 件")], {"E01"}, "28"),
        ("003", [(PERIOD_003, "2022年1月1日到2021年12月31日")], {"Y07"}, "止于起始之前"),
        ("004", [("0537-8876366", "0537-8876366，11010519491231002X")], {"P01"}, "110105"),
        ("002", [("关于2023年政府信息公开", "关于2022年政府信息公开")], {"F03"}, "2022"),
        (
            "002",
            [("本年制发件数\t本年废止件数\t现行有效件数", "本年新制作数量\t本年新公开数量\t对外公开总数量")],
            {"S10"},
            "本年新制作数量",
        ),
    ],
)
def test_a_named_edit_is_found_and_nothing_else(failing, seed, edits, codes, words):
    findings = failing(seed, *edits)
    assert {finding.rule for finding in findings} - USUAL.get(seed, set()) == codes
    assert any(words in finding.message for finding in findings)


def section_five(shared):
    text = (shared / "seeds/004.txt").read_text(encoding="utf-8")
    start = text.index("五、存在的主要问题及改进情况\n")
    return text[start : text.index("六、其他需要报告的事项\n")]


def test_a_deleted_section_brings_no_consequences(failing, shared):
    assert {finding.rule for finding in failing("004", (section_five(shared), ""))} == {"S01", "F02"}


def test_a_section_that_says_nothing(failing, shared):
    five = section_five(shared)
    emptied = five.split("\n", 1)[0] + "\n\n无\n\n"
    assert {finding.rule for finding in failing("004", (five, emptied))} == {"S05", "F02"}


def test_carry_over_of_a_made_up_year_before(failing, draft):
    previous = draft("government", 2021).put("applications.carried_out.total", 3).set(body="金昌市").finish()
    found = {finding.rule: finding for finding in failing("000", previous=previous)}
    assert "本年0，2021年度年报3，相差3" in found["Y01"].message


@pytest.mark.parametrize("name", ["huaian-2024", "hongze-2024"])
def test_sound_pdfs_have_no_error(shared, name):
    data = (shared / f"real/pdf/{name}.pdf").read_bytes()
    report = read_report(read_document(data, name=f"{name}.pdf"), source=name)
    found = {finding.rule: finding for finding in evaluate(Case(date(2025, 4, 8), report=report)).failures}
    assert {finding.severity for finding in found.values()} <= {Severity.WARNING, Severity.INFO}
    assert ("S11" in found) == (name == "hongze-2024")
    assert all(finding.page for finding in found.values())


CERTAIN = {
    "gxt_20200130": {"S01", "S09"},
    "gxt_20210130": {"S01", "S09"},
}
"""Errors that stand in the texts themselves: no section six and no 表四."""


def test_real_texts_and_pages_are_accused_of_nothing_they_did_not_do(shared):
    paths = sorted((shared / "real/text").glob("*.txt")) + sorted((shared / "real/html").glob("*.html"))
    assert paths
    for path in paths:
        report = read_report(read_document(path.read_bytes(), name=path.name), source=path.name)
        findings = evaluate(Case(date(2025, 4, 8), report=report)).failures
        errors = {finding.rule for finding in findings if finding.severity is Severity.ERROR}
        assert errors == CERTAIN.get(path.name[:12], set()), path.name


def test_unfilled_totals_of_a_2019_form_are_hints(shared):
    path = shared / "real/html/shanghai-office-2019.html"
    report = read_report(read_document(path.read_bytes(), name=path.name), source=path.name)
    found = {f.rule: f.severity for f in evaluate(Case(date(2025, 4, 8), report=report)).failures}
    assert found == {"B02": Severity.INFO, "B03": Severity.INFO, "B05": Severity.INFO, "C03": Severity.WARNING}

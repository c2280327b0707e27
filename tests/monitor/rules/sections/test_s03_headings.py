import pytest

from monitor.rules.model import Outcome, Severity
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S03", "Non-standard heading", "章节标题不规范", "warning", "form"),
    fails={
        "free wording": lambda d: d.edit("applications", heading="三、依申请公开情况", standard=False),
        "punctuation": lambda d: d.edit("remedies", heading="四、…情况。", punctuation_only=True),
        "table without heading": lambda d: d.drop("remedies"),
    },
    passes={
        "as prescribed": lambda d: d,
        "a picture may hold the heading": lambda d: d.drop("remedies").set(pictures=1),
        "nothing of a section is S01's matter": lambda d: d.drop("other"),
    },
    not_assessed={
        "before 2019": (Outcome.NOT_APPLICABLE, lambda d: d.set(year=2018)),
        "a scan, of which a character may be misread": (
            Outcome.UNREADABLE,
            lambda d: d.edit("proactive", heading="二、公政府信息情况", standard=False).set(doubtful=True),
        ),
    },
)


@pytest.mark.parametrize(
    ("key", "heading", "severity"),
    [
        ("overview", "一、工作总体情况", Severity.INFO),
        ("overview", "一、政府信息公开工作的基本情况", Severity.WARNING),
        ("proactive", "二、主动公开情况", Severity.INFO),
        ("proactive", "二、主动公开工作推进有力", Severity.WARNING),
        ("applications", "（三）受理和办理政府信息公开申请情况", Severity.INFO),
        ("applications", "三、依申请公开情况", Severity.WARNING),
        ("remedies", "第四部分 因政府信息公开引起的行政复议、行政应诉情况", Severity.INFO),
        ("remedies", "四、行政复议和行政诉讼情况", Severity.WARNING),
        ("problems", "五、存在问题和下步整改措施", Severity.INFO),
        ("problems", "五、存在的困难、不足与改进措施", Severity.WARNING),
        ("problems", "五、下一步工作打算", Severity.WARNING),
        ("other", "六、其他事项", Severity.INFO),
        ("other", "6.其它需要说明的有关情况", Severity.INFO),
        ("other", "六、收费和减免情况", Severity.WARNING),
    ],
)
def test_nearly_the_same_words_are_a_hint(draft, judge, key, heading, severity):
    finding = judge(draft().edit(key, heading=heading, standard=False), "S03")[0]
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, severity)


def test_problems_told_under_another_heading_are_not_missing(draft, broken):
    told = "工作仍存在更新不够及时等问题。2024年，我们将健全台账，每季度组织培训，提高更新效率和内容质量。"
    assert broken(draft().drop("problems").edit("remedies", text=told)) == {"S03"}


def test_an_overview_above_the_first_heading_is_not_missing(draft, broken):
    told = "一年来，我局推进主动公开，办理依申请公开，加强平台建设，完善监督保障。"
    assert broken(draft().drop("overview").set(preamble=told)) == {"S03"}


def test_a_fee_told_in_section_five_stands_for_section_six(draft, broken):
    made = draft()
    five = made.report.section("problems").text + "本年度未收取信息处理费。"
    assert broken(made.drop("other").edit("problems", text=five)) == {"S03"}


def test_the_heading_as_printed_is_the_quote(draft, judge):
    finding = judge(draft().edit("remedies", heading="四、复议诉讼", standard=False), "S03")[0]
    assert finding.quote == "四、复议诉讼"
    assert finding.page == 4
    assert finding.subject == "remedies"
    assert "四、政府信息公开行政复议、行政诉讼情况" in finding.message

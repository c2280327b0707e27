from monitor.rules.model import Outcome
from monitor.rules.registry import evaluate, failures


def codes(made):
    return {finding.rule for finding in failures(evaluate(made.case()))}


def test_each_missing_section_is_a_finding_of_its_own(draft, judge):
    findings = judge(draft().drop("problems", "other"), "S01")
    assert {finding.subject for finding in findings} == {"problems", "other"}
    assert all("现有章节：一、总体情况" in finding.quote for finding in findings)


def test_problems_told_under_another_heading_are_not_missing(draft):
    told = "工作仍存在更新不够及时等问题。2024年，我们将健全台账，每季度组织培训，提高更新效率和内容质量。"
    assert codes(draft().drop("problems").edit("remedies", text=told)) == {"S03"}


def test_an_overview_above_the_first_heading_is_not_missing(draft):
    told = "一年来，我局推进主动公开，办理依申请公开，加强平台建设，完善监督保障。"
    assert codes(draft().drop("overview").set(preamble=told)) == {"S03"}


def test_a_fee_told_in_section_five_stands_for_section_six(draft):
    made = draft()
    five = made.report.section("problems").text + "本年度未收取信息处理费。"
    assert codes(made.drop("other").edit("problems", text=five)) == {"S03"}


def test_a_text_copy_without_any_table_shows_no_pictures_either(draft):
    made = draft().set(media_type="text/plain")
    for key in ("proactive", "applications", "remedies"):
        made.lose_table(key)
    outcomes = {finding.outcome for finding in evaluate(made.case(), only={"S04", "S09", "B01", "C01"})}
    assert outcomes == {Outcome.UNREADABLE}


def test_a_text_copy_with_some_tables_shows_which_is_missing(draft):
    made = draft().set(media_type="text/plain").lose_table("remedies").edit("remedies", text="未发生。")
    assert codes(made) == {"S09"}


def test_the_heading_as_printed_is_the_quote(draft, judge):
    finding = judge(draft().edit("remedies", heading="四、复议诉讼", standard=False), "S03")[0]
    assert finding.quote == "四、复议诉讼"
    assert finding.page == 4
    assert finding.subject == "remedies"
    assert "四、政府信息公开行政复议、行政诉讼情况" in finding.message


def test_assessment_names_what_is_missing(draft, judge):
    made = draft("government").edit("overview", text="（五）监督保障。开展工作考核，未发生责任追究。")
    finding = judge(made, "S08")[0]
    assert "未报告社会评议的" in finding.message
    assert "监督保障" in finding.quote


def test_townships_report_assessment_too(draft, judge):
    assert judge(draft("township").edit("overview", text="总体平稳。"), "S08")[0].outcome is Outcome.FAIL
    assert judge(draft("subdistrict").edit("overview", text="总体平稳。"), "S08")[0].outcome is Outcome.NOT_APPLICABLE

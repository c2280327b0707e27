"""Reports whose words are told wrongly or in other words than the form's: what the rules answer on the whole way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.demo.figures import as_2019
from monitor.demo.render_html import report_page
from monitor.demo.reports import HEADINGS, ReportDraft
from monitor.documents.reading import read_document
from monitor.reports.model import Report
from monitor.reports.reading import read_report
from monitor.rules.catalogue import evaluate
from monitor.rules.model import Case, Finding, Outcome, Publication
from tests.monitor.planting import FARMS, draft

NEW = int(draft(FARMS).figures["applications.new.total"])
AT_HAND = NEW + int(draft(FARMS).figures["applications.carried_in.total"])
NUMERALS = "零一二三四五六七八九十"


def read(made: ReportDraft) -> Report:
    return read_report(read_document(report_page(made).encode(), name="a.html"), source="a.html")


def found(made: ReportDraft, published: date | None = None) -> dict[str, Finding]:
    publication = Publication(published, "user") if published else None
    case = Case(today=date(2026, 4, 8), report=read(made), publication=publication)
    return {finding.rule: finding for finding in evaluate(case).failures}


def told(*texts: str, **more: Any) -> ReportDraft:
    """A sound report whose section 一 says this of applications and documents."""
    made = draft(FARMS)
    return replace(made, sections={**made.sections, "overview": ("一年来，工作平稳。", *texts)}, **more)


def headed(**headings: str) -> ReportDraft:
    made = draft(FARMS)
    return replace(made, headings={**HEADINGS, **headings})


@pytest.mark.parametrize(
    "text",
    [
        "答复及时。申请人提出政府信息公开申请，我局收到申请后12个工作日内作出答复，比规定提前8个工作日。",
        "我局受理公开申请实行“五个一”：一窗受理、一人跟办。",
        "对收到的依申请公开件一件一档，一次性告知补正事项。",
        "收到涉及农机补贴的政府信息公开申请较多，已将3类信息转为主动公开。",
        "（二）依申请公开。收到自然人申请1件、法人申请9999件的情形均有预案。",
        "按照《政府信息公开条例》第二十九条、第三十三条受理政府信息公开申请。",
        "2024年收到政府信息公开申请9999件。",
        "收到政府信息公开申请量同比上升12.5%。",
        "网上收到政府信息公开申请9999件。",
        "收到县政府办公室转办的政府信息公开申请9999件。",
        "上年结转政府信息公开申请9999件。",
        "收到政府信息公开申请近9999件。",
    ],
)
def test_what_is_no_count_of_applications_accuses_nobody(text: str) -> None:
    assert "E01" not in found(told(text))


@pytest.mark.parametrize(
    "text",
    [
        "全年共收到政府信息公开申请{applications.new.total}件。",
        f"全年共收到政府信息公开申请{NUMERALS[NEW]}件。",
        f"连同上年结转，共收到政府信息公开申请{NUMERALS[AT_HAND]}件。",
        "收到政府信息公开申请{applications.new.total}件。经统计，全年收到申请{applications.new.total}件。",
        "收到政府信息公开申请{applications.new.total}件，受理政府信息公开申请1件。",
    ],
)
def test_a_count_that_agrees_accuses_nobody(text: str) -> None:
    assert "E01" not in found(told(text))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("全年收到政府信息公开申请一百二十三件。", "一百二十三件"),
        ("（二）依申请公开。本局重视答复质量。全年共收到申请98件，全部办结。", "98件"),
        ("全年收到政府信息公开申请{applications.new.total}件。据统计，全年共收到政府信息公开申请98件。", "98件"),
        ("（二）依申请公开情况。2025年，我局共收到15件，均已答复。", "15件"),
        ("全年受理政府信息公开申请两千零一件。", "两千零一件"),
    ],
)
def test_a_count_that_differs_is_found_and_quoted_even_beside_one_that_agrees(text: str, printed: str) -> None:
    finding = found(told(text))["E01"]
    assert printed in finding.quote


@pytest.mark.parametrize(
    "text",
    [
        "修订《规范性文件管理规定》《规范性文件备案规则》等4项制度。",
        "出台《行政规范性文件清理办法》等九项措施。",
        "行政规范性文件印发之日起15个工作日内在网站公开。",
        "协助县司法局制定规范性文件99件。",
        "帮助三个镇出台行政规范性文件99件。",
        "县人民政府印发规范性文件99件，我局逐项对照落实。",
        "审核规范性文件99件，废止2件。",
        "印发《稻田养鱼补贴办法》等行政规范性文件{proactive.normative_documents.issued}件。",
    ],
)
def test_what_is_no_document_of_its_own_accuses_nobody(text: str) -> None:
    assert "E09" not in found(told(text))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("全年制发行政规范性文件九十九件。", "九十九件"),
        ("制发行政规范性文件{proactive.normative_documents.issued}件。全年出台行政规范性文件99件。", "99件"),
        ("出台《稻田养鱼补贴办法》等99件规范性文件。", "99件"),
    ],
)
def test_documents_that_differ_are_found_and_quoted(text: str, printed: str) -> None:
    finding = found(told(text))["E09"]
    assert printed in finding.quote


def test_a_government_counts_its_area_and_a_department_its_own() -> None:
    wide = "全县共收到政府信息公开申请98件。"
    assert "E01" not in found(told(wide))
    assert "E01" not in found(told(wide, "我局收到政府信息公开申请{applications.new.total}件。"))
    made = draft("水月县人民政府")
    assert "E01" in found(replace(made, sections={**made.sections, "overview": (wide,)}))
    both = wide.replace("98件", "98件，其中县本级{applications.new.total}件")
    assert "E01" not in found(replace(made, sections={**made.sections, "overview": (both,)}))


WITHOUT_HEADING: Mapping[str, str] = {key: text for key, text in HEADINGS.items() if key != "problems"}


@pytest.mark.parametrize(
    "problems",
    [
        (
            "（一）主要问题。解读形式少，更新不够及时。",
            "（二）改进情况。今后将补拍短片，并加强栏目巡查，按月通报结果。",
        ),
        ("1.存在问题：人手不足，答复说理不够。", "2.改进措施：下一步增配人员，加强培训，把答复范例编成手册发到科室。"),
        ("存在的不足：栏目较多，群众查找不便。", "下一步打算：合并栏目，改进检索，请群众代表试用后再上线运行。"),
    ],
)
def test_problems_without_their_heading_are_there(problems: tuple[str, ...]) -> None:
    made = draft(FARMS)
    sections = {**made.sections, "remedies": problems, "problems": ()}
    rules = found(replace(made, headings=WITHOUT_HEADING, sections=sections))
    # In the draft the sub-headings stand before the table of section 四.
    assert "S01" not in rules
    assert rules["S03"].subject == "problems"


@pytest.mark.parametrize("heading", ["五、今后努力方向", "五、弱项和对策", "五、来年安排"])
def test_a_title_in_unknown_words_is_a_wrong_title_and_no_missing_section(heading: str) -> None:
    rules = found(headed(problems=heading))
    assert {"S01", "S02", "S05"}.isdisjoint(rules)
    assert heading in rules["S03"].message


@pytest.mark.parametrize(("first", "second"), [("applications", "remedies"), ("problems", "other")])
def test_two_headings_in_one_line_are_neither_skipped_nor_misnamed(first: str, second: str) -> None:
    made = draft(FARMS)
    page = report_page(made)
    one, other = (HEADINGS[key] for key in (first, second))  # type: ignore[index]
    page = page.replace(f"<strong>{one}</strong>", f"<strong>{one}{other}</strong>")
    page = page.replace(f"<p>　　<strong>{other}</strong></p>", "")
    report = read_report(read_document(page.encode(), name="a.html"), source="a")
    assert [section.numeral for section in report.sections] == [1, 2, 3, 4, 5, 6]
    rules = {finding.rule for finding in evaluate(Case(today=date(2026, 4, 8), report=report)).failures}
    assert {"S01", "S02", "S03"}.isdisjoint(rules)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("{}（其中修订1件）", None),
        ("{}（含联合发文1件）", None),
        ("{}件（均为修改）", None),
        ("约{}件", "A02"),
    ],
)
def test_a_note_behind_a_number_is_no_text_in_its_place(cell: str, rule: str | None) -> None:
    made = draft(FARMS)
    figures = {**made.figures, "proactive.normative_documents.in_force": cell.format(7)}
    assert ("A02" in found(told(figures=figures))) is (rule is not None)


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_report_of_before_2021_in_the_form_of_2021_lacks_no_row(year: int) -> None:
    made = replace(draft(FARMS), year=year, title=f"{FARMS}{year}年政府信息公开工作年度报告")
    made = replace(made, period=f"{year}年1月1日至{year}年12月31日")
    report = read(made)
    assert report.form == "2021"
    assert {name: figure.printed for name, figure in report.figures.items()} == dict(made.figures)
    assert "B04" not in found(made)


def test_a_report_of_2020_with_table_two_of_its_own_form_and_table_three_of_2021_lacks_no_row() -> None:
    made = draft(FARMS)
    figures = {**as_2019(made.figures), **made.figures}
    mixed = replace(made, year=2020, title=f"{FARMS}2020年政府信息公开工作年度报告", form="2019", figures=figures)
    rules = found(replace(mixed, period="2020年1月1日至2020年12月31日"))
    assert "S11" in rules
    assert "B04" not in rules


@pytest.mark.parametrize(("title", "period"), [(2025, 2024), (2024, 2025), (2023, 2025)])
def test_where_title_and_period_name_different_years_nobody_is_late(title: int, period: int) -> None:
    made = replace(
        draft(FARMS),
        title=f"{FARMS}{title}年政府信息公开工作年度报告",
        period=f"{period}年1月1日至{period}年12月31日",
    )
    rules = found(made, published=date(2026, 3, 20))
    assert "F03" in rules
    assert "D01" not in rules
    assert "D01" in found(draft(FARMS), published=date(2026, 3, 20))
    lateness = evaluate(
        Case(today=date(2026, 4, 8), report=read(made), publication=Publication(date(2026, 3, 20), "user"))
    )
    assert {finding.outcome for finding in lateness.findings if finding.rule == "D01"} == {Outcome.NOT_EVALUATED}

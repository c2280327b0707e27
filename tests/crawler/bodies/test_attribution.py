import pytest

from crawler.bodies.attribution import attribute
from storage.tables.portals import BodyRow

ROSTER = (BodyRow("云溪县教育局", "department"), BodyRow("云溪县财政局", "department"))
PORTAL = "云溪县人民政府"


def whose(html="", text="", *, titles=(), column="", roster=(), portal=PORTAL):
    return attribute(html, text, titles=titles, column=column, roster=roster, portal=portal)


def meta(**content):
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in content.items())


def test_the_title_of_the_row_says_all():
    found = whose(titles=["云溪县教育局2024年政府信息公开工作年度报告"])
    assert (found.title, found.body, found.kind, found.year) == (
        "云溪县教育局2024年政府信息公开工作年度报告",
        "云溪县教育局",
        "department",
        2024,
    )


def test_the_page_s_own_title_comes_before_one_cut_short():
    found = whose(
        meta(ArticleTitle="云溪县教育局2024年政府信息公开工作年度报告"),
        titles=["云溪县教育局2024年政府信息公开工作年..."],
    )
    assert found.title == "云溪县教育局2024年政府信息公开工作年度报告"


def test_a_whole_title_comes_before_one_cut_short_wherever_it_stands():
    found = whose(titles=["云溪县教育局2024年政府信息公开工作年...", "云溪县教育局2024年政府信息公开工作年度报告"])
    assert found.title == "云溪县教育局2024年政府信息公开工作年度报告"


def test_the_source_of_the_page_where_titles_name_no_body():
    found = whose(meta(ContentSource="云溪县水利局"), titles=["2024年政府信息公开工作年度报告"])
    assert (found.body, found.kind, found.year) == ("云溪县水利局", "department", 2024)


def test_what_a_report_says_of_itself_comes_before_the_source_of_its_page():
    page = meta(ContentSource="云溪县水利局")
    text = "本报告由云溪县教育局按照条例编制。\n一、总体情况"
    assert whose(page, text, titles=["2024年政府信息公开工作年度报告"]).body == "云溪县教育局"


def test_a_page_that_bears_the_site_s_name_does_not_hide_the_row_s_body():
    site = meta(title="云溪县人民政府")
    assert whose(site, titles=["云溪县教育局2024年政府信息公开工作年度报告"]).body == "云溪县教育局"
    assert whose(site, titles=["云溪县教育局", "云溪县人民政府"]).body == "云溪县教育局"
    assert whose(site, titles=["2024年政府信息公开工作年度报告"], column="县教育局").body == "云溪县教育局"


def test_a_source_that_is_no_body_is_none():
    assert whose(meta(ContentSource="本站编辑"), titles=["2024年政府信息公开工作年度报告"]).body is None


def test_then_the_column_then_the_sole_body_of_the_roster():
    title = "2024年政府信息公开工作年度报告"
    assert whose(titles=[title], column="县教育局", roster=ROSTER).body == "云溪县教育局"
    assert whose(titles=[title], roster=ROSTER[:1]).body == "云溪县教育局"
    assert whose(titles=[title], roster=ROSTER).body is None


@pytest.mark.parametrize("name", ["云溪县教育局", "县教育局", "教育局"])
def test_the_roster_s_spelling_is_taken(name):
    found = whose(titles=[f"{name}2024年政府信息公开工作年度报告"], roster=ROSTER)
    assert (found.body, found.kind) == ("云溪县教育局", "department")


def test_another_place_s_body_is_not_the_roster_s():
    found = whose(titles=["晴川市教育局2024年政府信息公开工作年度报告"], roster=ROSTER)
    assert found.body == "晴川市教育局"


def test_a_name_that_two_bodies_end_in_stays_as_printed():
    roster = (BodyRow("云溪县教育局", "department"), BodyRow("云溪教育局", "department"))
    assert whose(titles=["教育局2024年政府信息公开工作年度报告"], roster=roster).body == "教育局"


def test_the_roster_s_kind_holds():
    roster = (BodyRow("云溪县人民医院", "institution"),)
    assert whose(titles=["云溪县人民医院2024年政府信息公开工作年度报告"], roster=roster).kind == "institution"


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "数据统计期限为2023年1月1日至12月31日。",
        "从 2023 年 1 月 1 日起",
        "2023年度政府信息公开工作年度报告\n根据条例编制",
    ],
)
def test_the_year_that_the_report_says_it_covers(text):
    assert whose(text=text, titles=["政府信息公开工作年度报告"]).year == 2023


def test_no_year_is_made_up():
    assert whose(text="2024年1月15日发布。根据条例编制。", titles=["政府信息公开年报"]).year is None
    assert whose(titles=[""]).title == ""


NAMELESS = "2024年政府信息公开工作年度报告"


def test_who_signs_comes_before_the_column_and_the_site():
    text = f"{NAMELESS}\n一、总体情况\n正文。\n晴川市人民政府\n2025年1月20日"
    found = whose(text=text, titles=[NAMELESS], column="县教育局", roster=ROSTER)
    assert (found.body, found.kind) == ("晴川市人民政府", "government")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("晴川市教育局2024年政府信息公开工作年度报告", "晴川市教育局"),
        ("转发：晴川市人民政府2024年政府信息公开工作年度报告", "晴川市人民政府"),
        ("【转发】晴川市2024年政府信息公开工作年度报告", "晴川市人民政府"),
        ("市教育局2024年政府信息公开工作年度报告", "市教育局"),
    ],
)
def test_a_report_that_was_posted_again_stays_the_other_body_s(title, body):
    assert whose(titles=[title], column="县教育局", roster=ROSTER).body == body


def test_the_report_s_own_heading_in_two_lines():
    text = "云溪县教育局\n2024年政府信息公开工作年度报告\n一、总体情况"
    assert whose(text=text, titles=[NAMELESS], column="县财政局", roster=ROSTER).body == "云溪县教育局"


def test_an_office_signs_for_its_government():
    text = f"{NAMELESS}\n正文。\n云溪县人民政府办公室\n2025年1月20日"
    assert whose(text=text, titles=[NAMELESS]).body == "云溪县人民政府"
    assert whose(text=text, titles=[NAMELESS], column="县政府办公室").body == "云溪县人民政府办公室"
    office = (BodyRow("云溪县人民政府办公室", "office"), *ROSTER)
    assert whose(text=text, titles=[NAMELESS], roster=office).body == "云溪县人民政府办公室"


def test_a_source_that_is_only_the_site_s_government_comes_last():
    site = meta(ContentSource="云溪县人民政府")
    assert whose(site, titles=[NAMELESS], column="县教育局", roster=ROSTER).body == "云溪县教育局"
    assert whose(site, titles=[NAMELESS], roster=ROSTER[:1]).body == "云溪县教育局"
    assert whose(site, titles=[NAMELESS]).body == "云溪县人民政府"


def test_the_source_printed_beside_the_day():
    line = "<p>来源：云溪县水利局　发布时间：2025-01-20</p>"
    assert whose(line, titles=[NAMELESS], column="县教育局").body == "云溪县水利局"


def test_the_site_of_a_single_body():
    assert whose(titles=[NAMELESS], portal="云溪县水利局门户网站").body == "云溪县水利局"
    assert whose(titles=[NAMELESS], portal="云溪县人民政府门户网站").body is None


def test_the_year_is_never_that_of_the_address_or_of_publication():
    line = "<p>发布时间：2025-01-20</p>"
    assert whose(line, titles=["云溪县教育局政府信息公开工作年度报告"]).year is None


def test_the_year_of_a_title_cut_short_comes_before_any_in_the_text():
    text = "现将工作情况向社会公布，格式按照国办公开办函〔2021〕30号文件。"
    assert whose(text=text, titles=["云溪县教育局2024年政府信息公…"]).year == 2024


def test_the_number_of_a_document_names_no_year():
    text = "表格按照国办公开办函〔2021〕30号文件填写，时间范围是2024年1月1日到2024年12月31日。"
    assert whose(text=text, titles=["年报"]).year == 2024
    assert whose(text="表格按照国办公开办函〔2021〕30号文件填写。", titles=["年报"]).year is None

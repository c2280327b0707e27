"""Who signs a report, and which body a page names as its source."""

import pytest

from crawler.bodies.signatures import body_of_site, government_behind, signed_by, sources_in, written_by


def test_who_signs():
    assert signed_by(["正文。", "青禾市水务局", "2024年1月18日"]) == "青禾市水务局"
    assert signed_by(["正文。", "青禾市水务局 2024年1月18日"]) == "青禾市水务局"
    assert signed_by(["正文。", "青禾市水务局", "二〇二四年一月十八日"]) == "青禾市水务局"
    assert signed_by(["正文。", "青禾市水务局（盖章）", "2024年1月"]) == "青禾市水务局"
    assert signed_by(["正文。", "青禾市水务局"]) == "青禾市水务局"
    assert signed_by(["正文。", "青禾市水务局", "2024年1月18日", "附件：年报.pdf", "责任编辑：张三"]) == "青禾市水务局"
    assert signed_by(["正文到2024年1月18日"]) is None
    assert signed_by([]) is None


@pytest.mark.parametrize(
    "lines",
    [
        ["来源：云溪县水利局 时间：2024-01-18"],
        ["信息来源: 云溪县水利局 | 浏览：7"],
        ["索引号：001", "发布机构：", "云溪县水利局", "2024-01-18"],
        ["【发布单位】云溪县水利局"],
        ["公开责任部门：云溪县水利局"],
    ],
)
def test_a_printed_source(lines):
    assert sources_in(lines) == ["云溪县水利局"]


@pytest.mark.parametrize(
    "line", ["来源：本站原创", "来源：办公室", "主办单位：云溪县水利局", "发布时间：2024-01-18", "来源：", ""]
)
def test_no_source(line):
    assert sources_in([line]) == []


@pytest.mark.parametrize(
    ("opening", "body"),
    [
        ("本报告由云溪县水利局按照条例编制，统计期限为2025年。", "云溪县水利局"),
        ("本年度报告由云溪县水利局办公室负责编写。", "云溪县水利局办公室"),
        ("现将云溪县水利局2025年政府信息公开工作情况报告如下：", "云溪县水利局"),
        ("按照云溪县人民政府办公室要求，本单位编制了年度报告。", ""),
        ("本报告由六个部分组成。", ""),
        ("", ""),
    ],
)
def test_whose_a_report_says_it_is_at_its_head(opening, body):
    assert written_by(opening) == body


def test_the_government_behind_an_office():
    assert government_behind("云溪县人民政府办公室") == "云溪县人民政府"
    assert government_behind("晴川市政府办公厅") == "晴川市政府"
    assert government_behind("云溪县水利局") == ""


@pytest.mark.parametrize(
    ("portal", "body"),
    [
        ("云溪县人民政府门户网站", "云溪县人民政府"),
        ("云溪县人民政府", "云溪县人民政府"),
        ("云溪县政府网", "云溪县"),
        ("云溪县水利局官方网站", "云溪县水利局"),
        ("政务公开平台", ""),
    ],
)
def test_whose_site_it_is(portal, body):
    assert body_of_site(portal) == body

"""Pages that stand for anything: the front page, or an empty frame, in the place of a page that is not there."""

import pytest

LIST = "/nb/"
PAGE = "/nb/202501/t20250115_1.html"
NEWS = "".join(f'<li><a href="/xw/{n}.html">云溪县召开第{n}次工作会议部署春耕生产</a></li>' for n in range(8))
HOME = f"<html><head><title>云溪县人民政府</title></head><body><div>今天是 {{}} 日</div><ul>{NEWS}</ul></body></html>"
FRAME = (
    "<html><head><title>云溪县人民政府</title></head><body><div class='nav'><a href='/'>首页</a>"
    "<a href='/xw/'>新闻中心</a><a href='/nb/'>政府信息公开</a></div>"
    "<p>栏目正在建设，请稍后再来看看，也可以拨打咨询电话或者到政务服务大厅查询。</p></body></html>"
)


@pytest.fixture
def crawled(house, small_portal):
    house.register(small_portal)
    house.crawl()
    assert house.health() == []
    return house


def reasons(house):
    return [row["reason"] for row in house.state()["absences"]]


def answers_all(portal, pages, text):
    """Let the portal answer every path it does not know with a text of the day."""
    days = iter(range(1, 1000))
    portal.answer = lambda path, headers: (
        portal.pages.get(path) or pages.say(text.replace("{}", str(next(days))), validators=False)
    )


def canaries(portal):
    return [path for path in portal.asked if "nianbao-" in path]


@pytest.mark.parametrize("text", [HOME, FRAME], ids=["home", "frame"])
def test_a_withdrawn_report_whose_address_shows_something_else(crawled, small_portal, pages, text):
    answers_all(small_portal, pages, text)
    before = crawled.state()
    del small_portal.pages[PAGE]
    small_portal.forget()
    crawled.crawl()
    assert reasons(crawled) == ["soft_404"]
    assert crawled.state()["versions"] == before["versions"]
    assert crawled.state()["files"] == before["files"]
    assert len(canaries(small_portal)) == 1
    assert crawled.health() == []


def test_a_row_that_leads_to_the_front_page_is_no_report(house, small_portal, pages):
    answers_all(small_portal, pages, HOME)
    del small_portal.pages[PAGE]
    house.register(small_portal)
    house.crawl()
    assert [row["url"].rsplit("_", 1)[1] for row in house.state()["reports"]] == ["2.html"]


def test_a_column_that_was_taken_away_is_said_and_no_report_is_missed(crawled, small_portal, pages):
    answers_all(small_portal, pages, HOME)
    del small_portal.pages[LIST]
    crawled.crawl()
    assert crawled.health() == [("unreachable", "nb/")]
    assert crawled.visits()[0]["healthy"] == 0
    assert reasons(crawled) == []


@pytest.mark.parametrize("to", ["/", "/index.html"])
def test_a_redirect_to_the_front_page(crawled, small_portal, pages, to):
    small_portal.pages[to] = pages.say(HOME)
    small_portal.pages[PAGE] = pages.say(status=302, headers={"Location": to})
    crawled.crawl()
    assert reasons(crawled) == ["soft_404"]
    assert canaries(small_portal) == []


def test_pages_in_doubt_are_no_stand_ins_where_the_portal_knows_what_is_not_there(house, small_portal, pages):
    rows = [(f"./a{n}.html", f"{2022 + n}年度报告", "2025-01-15") for n in range(3)]
    small_portal.pages[LIST] = pages.say(pages.list(rows))
    for n in range(3):
        text = "一二三"[n] + "政府信息公开办理情况" * 25
        page = f"<html><head><title>工作情况</title></head><body><p>{text}</p></body></html>"
        small_portal.pages[f"/nb/a{n}.html"] = pages.say(page)
    house.register(small_portal)
    house.crawl()
    assert len(canaries(small_portal)) == 1
    assert reasons(house) == []
    small_portal.forget()
    house.crawl()
    assert canaries(small_portal) == []


def test_a_directory_that_answers_for_all_that_is_not_there_is_no_stand_in(house, small_portal, pages):
    rows = [("/nb/202501/t20250115_1.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15")]
    text = pages.list(
        rows, title="公开目录", more="<p>本栏目集中公开本县各单位的有关信息，欢迎查阅，也欢迎提出意见。</p>"
    )
    small_portal.answer = lambda path, headers: (
        small_portal.pages.get(path) or (pages.say(text) if path.startswith("/nb/") else None)
    )
    small_portal.pages[LIST] = pages.say(text)
    house.register(small_portal)
    house.crawl()
    assert house.health() == []
    assert len(house.state()["reports"]) == 1

"""What moves by itself around a report makes no version; what moves in it does."""

import pytest

from crawler.articles.moving import only_counters_moved

REPORT = """云溪县水务局2025年政府信息公开工作年度报告
{byline}
本报告中所列数据的统计期限自2025年1月1日起至2025年12月31日止。
一、总体情况
全年公开信息{published}条，按时办结申请。
三、收到和处理政府信息公开申请情况
本年新收政府信息公开申请数量
{figure}
六、其他需要报告的事项
无其他需要报告的事项。
{below}"""


def page(byline="来源：水务局", published=36, figure=4, below="编辑：张三"):
    return REPORT.format(byline=byline, published=published, figure=figure, below=below)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("日期：2026-01-15 阅读：7 评论：0", "日期：2026-01-15 阅读：31 评论：2"),
        ("[2026-01-15] 点击[31]", "[2026-01-15] 点击[32]"),
        ("发布于：2026年1月15日 人气：9", "发布于：2026年1月15日 人气：10"),
        ("已有 8 人阅读", "已有 9 人阅读"),
        ("Hits: 100", "Hits: 101"),
        ("当前热度指数 88", "当前热度指数 91"),
        ("现在是2026-04-08 09:30:11 星期三", "现在是2026-04-10 10:00:00 星期五".replace("五", "三")),
    ],
)
@pytest.mark.parametrize("place", ["byline", "below"])
def test_a_counter_moves_in_whatever_words(before, after, place):
    assert only_counters_moved(page(**{place: before}), page(**{place: after}))


@pytest.mark.parametrize(
    "changed",
    [
        {"published": 63},
        {"figure": 5},
        {"below": "本年度收取费用0件"},
        {"byline": "来源：财政局"},
        {"below": "编辑：张三\n又有一行"},
    ],
)
def test_what_is_said_in_the_report_is_no_counter(changed):
    before = {"below": "本年度收取费用1件"} if "below" in changed and "费用" in changed["below"] else {}
    assert not only_counters_moved(page(**before), page(**changed))


def test_equal_pages_have_no_counter():
    assert not only_counters_moved(page(), page())

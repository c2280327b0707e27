"""Days as printed, and the vote on the day of publication with its traps."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import Candidate, candidates, find_dates, parse_date, vote
from tests.crawler.pairs import Pair, pairs

URL = "http://www.jia.gov.cn/nb/202401/c1.html"
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
SHANGHAI = timezone(timedelta(hours=8))


def chinese_number(value: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones or not tens else ""
    )


def chinese_day(day: date, zero: str = "〇") -> str:
    year = "".join("零一二三四五六七八九"[int(digit)] for digit in str(day.year)).replace("零", zero)
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


FORMS = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: d.isoformat(),
    lambda d: f"{d.isoformat()} 10:00:59",
    lambda d: f"[ {d.isoformat()} ]",
    lambda d: f"{d.year}-\n{d.month:02}-\n{d.day:02}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"（{d.year}/{d.month}/{d.day}）",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"发布时间：{d.isoformat()}T10:00:00+08:00",
    lambda d: f"{d:%Y-%m-%d}".translate({48 + n: 0xFF10 + n for n in range(10)}),
    lambda d: str(int(datetime(d.year, d.month, d.day, 9, tzinfo=SHANGHAI).timestamp())),
    lambda d: str(int(datetime(d.year, d.month, d.day, 9, tzinfo=SHANGHAI).timestamp() * 1000)),
    chinese_day,
    lambda d: chinese_day(d, "○"),
    lambda d: chinese_day(d, "Ｏ"),
    lambda d: chinese_day(d, "零"),
]


@given(DAYS, st.sampled_from(range(len(FORMS))))
def test_every_form_reads_back(day: date, form: int) -> None:
    if form in {12, 13} and day < date(2001, 9, 10):
        return  # Unix time had nine digits
    assert parse_date(FORMS[form](day)) == day


@given(DAYS, DAYS)
def test_days_are_found_where_they_stand(first: date, second: date) -> None:
    text = f"自{first.year}年{first.month}月{first.day}日起，至{second.isoformat()}止"
    assert [printed.on for printed in find_dates(text)] == [first, second]
    for printed in find_dates(text):
        assert text[printed.start : printed.end] == printed.raw


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023年",
        "2024年1月",
        "2018年1-12月",
        "2024年13月5日",
        "2024年2月30日",
        "000014348/2020-35142",
        "2024-1",
        "1899-01-05",
        "版本1.2024.1.5",
        "99999999999999",
        "二〇二四年一月",
        "3天前",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert parse_date(text) is None


def test_world_time_is_moved_to_shanghai() -> None:
    assert parse_date("2024-01-05T20:00:00Z") == date(2024, 1, 6)
    assert parse_date("2024-01-05T10:00:00.123+00:00") == date(2024, 1, 5)
    assert parse_date("Fri Jan 05 10:00:00 CST 2024") == date(2024, 1, 5)


@pytest.mark.parametrize("pair", pairs("vote"), ids=lambda pair: pair.name)
def test_golden_votes(pair: Pair) -> None:
    result = vote(candidates(pair.page, pair.url))
    assert [result.on and result.on.isoformat(), result.source, result.uncertain] == pair.expected["vote"]


@pytest.mark.parametrize("pair", pairs("candidates"), ids=lambda pair: pair.name)
def test_golden_candidates(pair: Pair) -> None:
    found = [[candidate.on.isoformat(), candidate.source] for candidate in candidates(pair.page, pair.url)]
    assert found == pair.expected["candidates"]


def page(info: str, body: str = "<p>一、总体情况</p>", head: str = "") -> str:
    return f"""<html><head>{head}<title>甲市2023年政府信息公开工作年度报告</title></head><body>
      <h1>甲市2023年政府信息公开工作年度报告</h1>
      <div class="info">{info}</div><div id="zoom">{body * 30}</div></body></html>"""


def labels(html: str) -> list[str]:
    return [candidate.on.isoformat() for candidate in candidates(html, URL) if candidate.source == "label"]


@pytest.mark.parametrize(
    "info",
    [
        "发布时间：2024-01-18 09:30",
        "发布日期:2024年1月18日",
        "<strong>发布日期</strong>：2024年01月18日",
        "<table><tr><td>发布日期</td><td>2024-01-18</td></tr></table>",
        "发 布 时 间：\n2024-\n01-\n18",
        "【发布时间】2024.01.18",
        "来源：市政府办公室 时间：2024-01-18",
        "日期：[ 2024-01-18 ]",
        "公开日期：二〇二四年一月十八日",
        "2024-01-18 10:12 来源：市政府办公室 浏览次数：77",
        "<span>2024-01-18</span>",
        "发布于 2024-01-18",
        "更新时间：2024-01-18",
        "成文日期：2024-01-05 发布日期：2024-01-18",
        "发布时间：2024-01-18 更新时间：2024-03-01",
    ],
)
def test_the_line_below_the_title(info: str) -> None:
    assert labels(page(info))[0] == "2024-01-18"


@pytest.mark.parametrize(
    "info",
    [
        "成文日期：2024-01-18",
        "生成日期：<div>2024-01-18</div>",
        "今天是2024年1月18日 星期四",
        "有效期至：2024-01-18",
        "截止时间：2024-01-18",
        "<ul><li><a href='x.html'>图文解读</a><span>2024-01-18</span></li></ul>",
        "<div class='article-reldocuments'><h3>关联稿件：</h3><p>解读 2024-01-18</p></div>",
        "（2024年1月18日）",
    ],
)
def test_what_stands_there_and_is_no_day_of_publication(info: str) -> None:
    assert labels(page(info)) == []


def test_the_reports_own_days_are_no_candidates() -> None:
    body = "<p>统计期限：2023年1月1日至2023年12月31日。</p><p>2024年1月10日</p>"
    assert candidates(page("", body), URL) == []


def test_a_label_at_the_end_of_the_article_counts_where_there_is_no_other() -> None:
    html = page("", "<p>一、总体情况</p>").replace("</div></body>", "<p>发布日期：2024-01-18</p></div></body>")
    assert labels(html) == ["2024-01-18"]
    assert labels(html.replace('class="info">', 'class="info">发布时间：2024-01-19')) == ["2024-01-19"]


def test_pubdate_is_distrusted_when_it_is_the_time_of_generation() -> None:
    said = '<meta name="PubDate" content="2024-01-18 09:30:10">'
    ucap = said + '<meta name="others" content="页面生成时间 2024-01-18 09:30:59">'
    jcms = said + "<meta name='Maketime' content='2024-01-18 9:30:50_194'>"
    stamp = said + '<meta name="others" content="页面生成时间 ttmp:1705541430870">'
    later = said + "<meta name='Maketime' content='2024-01-18 09:31:50_194'>"
    sources = [[c.source for c in candidates(page("", head=head), URL)] for head in (said, ucap, jcms, stamp, later)]
    assert sources == [["pubdate"], ["generated"], ["generated"], ["generated"], ["pubdate"]]
    only_generated = vote(candidates(page("", head=ucap), URL))
    assert (only_generated.on, only_generated.source, only_generated.uncertain) == (None, None, True)
    assert len(only_generated.candidates) == 1


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/nb/202401/t20240118_9001.html", "2024-01-18"),
        ("/art/2024/1/5/art_777_1001.html", "2024-01-05"),
        ("/columns/0a1b/202201/20/9ef10b98.html", "2022-01-20"),
        ("/nw12344/20230331/4a03b5fa.html", "2023-03-31"),
        ("/cms/article/212936/2024012310461140192.pdf", "2024-01-23"),
        ("/c112945/202401/46aba5e1.shtml", None),
        ("/pictures/20240201/fe0af8e2/index.html", None),
        ("/col/1414231541890/2024/01/26/1706263383193.html", "2024-01-26"),
        ("/News/Detail/20250121084835871.html", "2025-01-21"),
        ("/col/1414231541890/1706263383193.html", None),
        ("/art/2024/13/5/art_1_2.html", None),
    ],
)
def test_stamps_in_addresses(path: str, day: str | None) -> None:
    found = [candidate.on.isoformat() for candidate in candidates("", "http://x.gov.cn" + path)]
    assert found == ([day] if day else [])


def test_fields_of_the_software() -> None:
    html = '<script>window._CONFIG={"DETAIL":{"display_publish_time":1705541400}}</script>'
    assert candidates(html, URL) == [Candidate(date(2024, 1, 18), "publishtime", "1705541400")]


def test_the_vote_follows_trust_and_tells_when_it_is_unsure() -> None:
    def on(day: int, month: int = 1) -> date:
        return date(2024, month, day)

    every = [
        Candidate(on(5), "url", ""),
        Candidate(on(18), "pubdate", ""),
        Candidate(on(20), "list", ""),
        Candidate(on(19), "publishtime", ""),
        Candidate(on(30, 6), "generated", ""),
        Candidate(date(2023, 6, 1), "written", ""),
    ]
    result = vote(every)
    assert (result.on, result.source, result.uncertain) == (on(19), "publishtime", False)
    assert set(result.candidates) == set(every)
    assert not vote([Candidate(on(1), "label", ""), Candidate(on(1, 2), "url", "")]).uncertain
    assert vote([Candidate(on(1), "label", ""), Candidate(on(2, 2), "url", "")]).uncertain
    assert vote([]).on is None


@pytest.mark.parametrize(
    ("others", "source"),
    [([("label", 20), ("label", 18)], "label"), ([("label", 20), ("publishtime", 18)], "publishtime")],
)
def test_a_day_that_list_and_page_agree_on_beats_another_of_the_page(others, source) -> None:
    every = [Candidate(date(2024, 1, day), name, "") for name, day in [*others, ("list", 18)]]
    result = vote(every)
    assert (result.on, result.source) == (date(2024, 1, 18), source)


def test_list_and_pubdate_bear_each_other_out_and_a_stamp_in_the_address_bears_out_nothing() -> None:
    label, listed = Candidate(date(2024, 1, 25), "label", ""), Candidate(date(2024, 1, 18), "list", "")
    assert vote([label, listed, Candidate(date(2024, 1, 18), "pubdate", "")]).on == date(2024, 1, 18)
    assert vote([label, listed, Candidate(date(2024, 1, 18), "url", "")]).on == date(2024, 1, 25)
    assert vote([label, listed]).on == date(2024, 1, 25)


def test_an_undistinguished_block_of_related_articles_does_not_date_the_report() -> None:
    aside = "<div><p>图文解读</p><p>2023-07-12</p></div>"
    html = page("发布时间：2023-01-18", aside + "<p>一、总体情况</p>")
    result = vote(candidates(html, URL, date(2023, 1, 18)))
    assert (result.on, result.uncertain) == (date(2023, 1, 18), False)


def test_a_row_that_is_a_file_has_the_day_of_its_list() -> None:
    result = vote(candidates("", "http://x.gov.cn/nb/P020240118341234567890.pdf", date(2024, 1, 19)))
    assert (result.on, result.source) == (date(2024, 1, 19), "list")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "url", "expected", "others"),
    [
        (
            "jiangxi_wanzai_ucap_detail_2015.html",
            "http://www.wanzai.gov.cn/wzxrmzf/tjgb/201705/9c059bf058ef4db8b3c8f920e22186fe.shtml",
            (date(2017, 5, 15), "label", False),
            {("2022-04-24", "generated")},
        ),
        (
            "jiangxi_wanzai_ucap_detail_2022.html",
            "http://www.wanzai.gov.cn/wzxrmzf/tjsja/202305/7215380191c5400397df5d7d0b5fd06b.shtml",
            (None, None, True),
            {("2023-08-16", "generated"), ("2023-05-11", "written")},
        ),
        (
            "zhejiang_lishui_jcms_detail.html",
            "http://www.lishui.gov.cn/art/2023/10/23/art_1229283449_2493752.html",
            (date(2023, 10, 23), "label", False),
            {("2023-10-23", "pubdate"), ("2023-10-23", "url"), ("2023-10-16", "written")},
        ),
        (
            "hebei_handan_trs_detail.jsp.html",
            "http://hdzfxxgk.hd.gov.cn/gszbm/auto23716/202008/t20200802_1352104.html",
            (date(2020, 8, 2), "label", False),
            {("2020-08-02", "pubdate"), ("2020-08-02", "url")},
        ),
    ],
)
def test_real_details_as_a_person_dates_them(shared, name: str, url: str, expected, others) -> None:
    found = candidates((shared / "real/portals" / name).read_text(encoding="utf-8"), url)
    result = vote(found)
    assert (result.on, result.source, result.uncertain) == expected
    assert others <= {(candidate.on.isoformat(), candidate.source) for candidate in found}
    assert date(2023, 7, 12) not in {candidate.on for candidate in found}, "the day of a related article"


@pytest.mark.shared
def test_real_reports(shared) -> None:
    fgj = (shared / "real/html/shuyang-fgj-2023.html").read_text(encoding="utf-8")
    result = vote(candidates(fgj, "http://www.shuyang.gov.cn/sygfj/gknb/202401/2ecfb31a335f4d689220a3a23e24a986.shtml"))
    assert (result.on, result.source, result.uncertain) == (date(2024, 1, 17), "label", False)
    office = (shared / "real/html/shanghai-office-2019.html").read_text(encoding="utf-8")
    assert vote(candidates(office, "https://www.shanghai.gov.cn/a.html")).on == date(2020, 1, 31)

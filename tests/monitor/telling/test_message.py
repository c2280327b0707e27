"""The message of a day: one content, written as text, mail and chat, in Chinese and English."""

import re
import string
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.ledger import save
from monitor.alerts.life import CORRECTED, mute
from monitor.health.day import PortalHealth, RunLine, Trouble
from monitor.rules.model import Severity
from monitor.telling.audience import Audience, narrow
from monitor.telling.brief import LONGEST, brief
from monitor.telling.composing import content_of
from monitor.telling.digest import Digest, DueGroup, Reminder, Waiting, since
from monitor.telling.duties import PortalDuties
from monitor.telling.entries import Entry
from monitor.telling.giving import look
from monitor.telling.message import Message, message_of
from monitor.telling.message_text import SCREEN, WIDTH
from monitor.telling.message_text import as_text as text_of
from monitor.telling.parts import FLOOD, MOST_UNITS, WARNINGS, is_warned
from monitor.telling.phrases import EN, LANGS, ZH, Lang, Phrases
from monitor.telling.wrapping import width
from storage.clock import Clock
from storage.tables import frontier, visits
from storage.tables.portals import BodyRow
from tests.monitor.planting import COLUMN, FARMS, PORTAL, WATER, Run, World, changed, draft

DAY = date(2026, 4, 8)
NEXT = DAY + timedelta(days=1)


def entry(number: int = 1, **changes: object) -> Entry:
    first = Entry(
        alert_id=number,
        rule="B05",
        rule_name="表三空白或以“/”代替",
        severity=Severity.WARNING,
        portal=PORTAL,
        body=f"水月县第{number}局",
        year=2025,
        message="表三175格中有3格空白，没有的应填0，请核对。",
        cells=("applications.new.natural_person", "applications.new.total"),
        basis="条例",
        page=None,
        quote="",
        url="https://shuiyue.example/1.html",
    )
    return replace(first, **changes)  # type: ignore[arg-type]


def digest_of(*new: Entry, resolved: tuple[Entry, ...] = (), **changes: object) -> Digest:
    quiet: dict[str, list[Entry]] = {"worse": [], "reopened": []}
    news = {"new": list(new), "resolved": list(resolved), **quiet}
    health = {"new": [], "resolved": [], **quiet}
    made = Digest(DAY, 1, news, health, open=len(new), acknowledged=0, muted=0, previous=DAY - timedelta(days=1))  # type: ignore[arg-type]
    return replace(made, **changes)  # type: ignore[arg-type]


def part(message: Message, title: str) -> str:
    """What stands under a heading of the text, in one line."""
    found = re.search(rf"^■ {re.escape(title)}.*?\n((?: .*\n)+)", message.text, re.MULTILINE)
    return re.sub(r"\n *(?:· )?", "", found[1]).strip().removeprefix("· ") if found else ""


@given(
    st.lists(
        st.builds(
            PortalDuties,
            st.sampled_from(["甲", "乙"]),
            st.just(2025),
            *(st.integers(0, 50) for _ in range(6)),
            st.just(0),
        ),
        max_size=4,
    )
)
def test_the_figures_add_up(duties: list[PortalDuties]) -> None:
    owed, *others = content_of(digest_of(duties=duties)).figures
    assert owed.value == sum(figure.value for figure in others)


def test_every_body_that_owes_is_in_one_figure(plant: Callable[..., World]) -> None:
    world = plant(*(BodyRow(name, "department") for name in (WATER, FARMS, "水月县民政局")))
    with world.on(DAY) as run:
        run.visit().post(draft())
    (duties,) = world.digest.duties
    assert (duties.owed, duties.on_time, duties.doubtful) == (3, 1, 2)
    with world.on(NEXT) as run:
        run.visit()
    (duties,) = world.digest.duties
    assert (duties.owed, duties.overdue, duties.doubtful) == (3, 2, 0)
    assert "应报 3｜按时 1｜逾期发布 0｜逾期未发布 2｜待复核 0｜看不到 0" in message_of(world.digest).text
    with world.on(NEXT + timedelta(days=1)) as run:
        run.visit(healthy=False)
    (duties,) = world.digest.duties
    assert (duties.owed, duties.unseen) == (3, 2)


def test_who_published_nothing_comes_first_with_the_days(plant: Callable[..., World]) -> None:
    world = plant(BodyRow(WATER, "department"), BodyRow(FARMS, "department"))
    for number in range(2):
        with world.on(DAY + timedelta(days=number)) as run:
            run.visit().post(draft(FARMS, 2025, "B01"))
    message = message_of(world.digest)
    assert part(message, "今天要联系（1 家）") == f"1 {WATER}必须改  未发布，已逾期68天（4月8日、4月9日查过，均无）"
    assert message.subject == "年报日报 2026年4月9日 星期四：今天要联系 1 家"
    assert "68 days overdue (looked on 8 Apr, 9 Apr" in message_of(world.digest, "en").text


def test_the_first_run_is_a_baseline(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
        run.post(draft(WATER, 2023, "C03"), url="https://shuiyue.example/nb/2.html")
    text = message_of(world.digest).text
    assert "首次巡查：下面是2025年度现有的问题" in text
    assert "往年（2024年度及以前）另有 1 家 1 条" in text
    assert "表四" not in text
    with world.on(NEXT) as run:
        run.visit().post(draft(WATER, 2022, "C03"), url="https://shuiyue.example/nb/3.html")
    text = message_of(world.digest).text
    assert "首次巡查" not in text
    assert "2022年度：表四" in text


def test_a_correction_is_told_as_settled_and_never_as_a_new_problem(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    with world.on(NEXT) as run:
        run.visit().post(draft())
    message = message_of(world.digest)
    assert "今天没有要联系的单位" in message.subject
    told = part(message, "已改好（1 家 1 条）")
    assert told == f"{WATER}：表三空白或以“/”代替，已按要求更正（建议补更正说明）"
    change = world.alert("D10")
    assert (change.state, change.reason, change.decided_by) == ("acknowledged", CORRECTED, "nianbao")
    with world.on(NEXT + timedelta(days=1)) as run:
        run.visit().post(draft())
    assert world.alert("D10").state == "acknowledged"
    assert "没有新情况" in message_of(world.digest).text


def test_a_change_in_another_table_is_a_problem_of_its_own(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    with world.on(NEXT) as run:
        run.visit().post(changed(draft(), proactive__penalties__decisions="99"))
    assert world.alert("D10").state == "open"
    message = message_of(world.digest)
    assert "由“" in part(message, "今天要联系（1 家）")
    assert "更正说明）" not in part(message, "已改好（1 家 1 条）")


def test_a_change_that_settles_nothing_is_a_problem(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft())
    with world.on(NEXT) as run:
        run.visit().post(changed(draft(), proactive__penalties__decisions="99"))
    assert world.alert("D10").state == "open"


def test_a_report_that_comes_after_all_is_settled_and_no_new_problem(world: World) -> None:
    for number in range(2):
        with world.on(DAY + timedelta(days=number)) as run:
            run.visit()
    day = NEXT + timedelta(days=1)
    with world.on(day) as run:
        run.visit().post(replace(draft(), published_on=day), published_on=day)
    assert world.alert("D01").state == "open"
    message = message_of(world.digest)
    assert part(message, "已改好（1 家 1 条）") == f"{WATER}：已补发，逾期69天"
    assert "今天没有要联系的单位" in message.text


def test_whom_to_ask_stands_beside_the_name() -> None:
    digest = digest_of(entry(contact="张三", phone="0000-6101"))
    message = message_of(digest)
    assert " 1 水月县第1局  联系人 张三 0000-6101\n" in message.text
    assert "1. **水月县第1局**（联系人 张三 0000-6101）" in message.markdown
    assert "联系人 张三 0000-6101" in message.html


def test_one_cause_is_one_line() -> None:
    alike = (entry(1, alert_id=number, year=year) for number, year in enumerate((2024, 2023, 2022), 1))
    told = part(message_of(digest_of(*alike)), "今天要联系（1 家）")
    assert told == "1 水月县第1局请核对  2024、2023、2022年度：表三175格中有3格空白，没有的应填0，共 3 处"


def test_a_flood_is_one_line_with_its_number() -> None:
    many = tuple(entry(number) for number in range(1, FLOOD + 3))
    other = entry(77, rule="B01", rule_name="表三勾稽关系不成立", severity=Severity.ERROR)
    message = message_of(digest_of(other, *many))
    told = part(message, f"今天要联系（{FLOOD + 3} 家）")
    assert told.startswith("1 水月县第77局必须改")
    assert f"请核对  表三空白或以“/”代替：{FLOOD + 2} 家都有（水月县第1局、" in told
    assert message.text.count("表三空白") == 1


def test_what_has_no_place_on_a_screen_is_told_in_less_and_then_counted() -> None:
    rules = ("B01", "B02", "B03", "B05", "B06", "C01", "C03", "A02", "A03", "E01", "E09", "S01", "S02", "S03")
    some = [entry(number, rule=rules[number % len(rules)], contact="张三") for number in range(1, 31)]
    lines = message_of(digest_of(*some)).text.splitlines()
    assert len(lines) <= SCREEN
    first = next(line for line in lines if line.startswith(" 1 "))
    assert first == " 1 水月县第1局（张三）  请核对 表三空白或以“/”代替"
    many = [entry(number, rule=f"X{number:03}") for number in range(1, MOST_UNITS + 6)]
    text = message_of(digest_of(*many)).text
    assert "另有 5 家 5 条（请核对 5），见明细" in text
    assert f"今天要联系（{MOST_UNITS + 5} 家）" in text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("columns", [40, 60, WIDTH])
def test_no_line_is_wider_than_asked(lang: Lang, columns: int) -> None:
    digest = digest_of(*(entry(number, body="水月县" + "长" * number) for number in range(1, 30)))
    lines = text_of(content_of(digest, lang, address="http://10.0.0.5:8600/"), columns=columns).splitlines()
    assert max(map(width, lines)) <= columns


def test_the_last_line_says_again_what_the_first_ones_say() -> None:
    assert message_of(digest_of(entry())).text.splitlines()[-1].startswith("今天要联系 1 家；")


@pytest.mark.parametrize(("before", "left", "warned"), [(15, 14, True), (14, 13, False), (9, 6, True), (2, 1, True)])
def test_people_are_warned_once_at_each_of_three_distances(before: int, left: int, warned: bool) -> None:
    found = DueGroup(DAY + timedelta(days=left), left, PORTAL, (WATER,))
    assert is_warned(found, DAY, found.on - timedelta(days=before)) is warned
    assert is_warned(found, DAY, None)


@given(st.sets(st.integers(0, 40), min_size=1))
def test_no_warning_is_lost_on_days_without_a_run(days_left: set[int]) -> None:
    """Every distance is warned of on the first day on which somebody is told, but for those that a later one covers."""
    due, before, told = DAY, None, 0
    for left in sorted(days_left, reverse=True):
        on = due - timedelta(days=left)
        told += is_warned(DueGroup(due, left, PORTAL, ()), on, before)
        before = on
    first = max(days_left)
    reached = {min((days for days in days_left if days <= mark), default=None) for mark in WARNINGS}
    passed = {max((days for days in days_left if days <= mark), default=-1) for mark in WARNINGS if mark < first}
    assert told == len({*passed - {-1}, *({first} if first <= max(WARNINGS) else set())}), reached


def test_portals_that_cannot_be_seen_are_told_with_the_day(world: World) -> None:
    with world.on(DAY) as run:
        run.visit()
    for number in (1, 2, 3):
        with world.on(DAY + timedelta(days=number)) as run:
            run.visit(healthy=False)
    told = part(message_of(world.digest), "看不到（不是单位的问题）")
    assert told == f"{PORTAL}：被验证页挡住，第3天，1 家不下结论"


@pytest.mark.parametrize(("lang", "said"), [("zh", "；看不到 4 个门户"), ("en", "; 4 portals not visible")])
def test_the_last_line_says_how_many_portals_could_not_be_seen(lang: Lang, said: str) -> None:
    wall = Trouble("wall", "被验证页挡住", COLUMN, "动态验证页")
    down = [PortalHealth(f"子虚省第{number}县人民政府门户网站", 1, 0, (wall,)) for number in range(3)]
    never, seen = PortalHealth("子虚省槐安县人民政府门户网站", 0, 0, ()), PortalHealth(PORTAL, 1, 1, ())
    run = RunLine(1, "run", "06:45:00", "06:50:00", "completed")
    lines = message_of(digest_of(portals=[*down, never, seen], runs=[run]), lang).text.splitlines()
    assert " ".join(line.strip() for line in lines).endswith(said)
    assert len(lines) <= SCREEN
    assert max(map(width, lines)) <= WIDTH
    assert said not in " ".join(message_of(digest_of(portals=[seen], runs=[run]), lang).text.split())


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_year_is_said_where_it_is_not_the_one_of_the_head(year: int) -> None:
    """In every part that names units: to contact, to remind, to look at again, settled, dropped."""
    old = year == 2024
    name, when = f"{WATER}（2024年度）" if old else WATER, "2024年度：" if old else ""
    one, gone = entry(1, body=WATER, year=year), entry(2, body=WATER, year=year, change="年报改归其他机关")
    world = digest_of(
        one,
        resolved=(entry(3, body=FARMS, year=year), gone),
        reminders=[Reminder(one, 7)],
        waiting=[Waiting(PORTAL, WATER, year, "不在原处", "")],
    )
    message = message_of(world)
    assert f"请核对  {when}表三" in part(message, "今天要联系")
    assert part(message, "还没有改好").startswith(f"{name}：")
    assert part(message, "待复核") == name
    assert part(message, "已改好") == f"{FARMS}：{when}表三空白或以“/”代替"
    assert part(message, "不再算作问题").startswith(f"{name}：")
    assert ("(2024)" in message_of(world, "en").text) is old
    many = digest_of(*(entry(number, year=year) for number in range(FLOOD)))
    assert ("第1局（2024年度）" in part(message_of(many), "今天要联系")) is old


def page_forbidden(run: Run, url: str) -> None:
    """The page of a report is one that robots.txt forbids."""
    frontier.queue(run.log, url, portal_id=run.portal_id, column_id=run.column_id, kind="page", run_id=run.id)
    run.trouble("robots", url, "robots.txt 不许抓取这个地址，没有抓取。")


@pytest.mark.parametrize("healthy", [True, False])
def test_single_pages_that_are_hidden_do_not_hide_their_portal(world: World, *, healthy: bool) -> None:
    with world.on(DAY) as run:
        run.visit(healthy=healthy)
        page_forbidden(run, COLUMN + "1.html")
        page_forbidden(run, COLUMN + "2.html")
    wall = "" if healthy else "被验证页挡住、"
    told = part(message_of(world.digest), "看不到（不是单位的问题）")
    assert told.startswith(f"{PORTAL}：{wall}有 2 个网页网站不许抓取")
    english = " ".join(message_of(world.digest, "en").text.split())
    assert "2 pages: the site forbids crawling" in english


def test_a_broken_file_is_told_as_one(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().trouble("broken_file", COLUMN + "1.pdf", "文件损坏。")
    assert part(message_of(world.digest), "看不到（不是单位的问题）") == f"{PORTAL}：有 1 个文件损坏"
    assert "1 file broken" in message_of(world.digest, "en").text


def test_a_column_that_is_forbidden_is_told_as_one(world: World) -> None:
    with world.on(DAY) as run:
        visits.record(
            run.log, run_id=run.id, column_id=run.column_id, healthy=False, verdict="robots", clock=run.clock, detail=""
        )
        run.trouble("robots", COLUMN, "robots.txt 不许抓取这个地址，没有抓取。")
    told = part(message_of(world.digest), "看不到（不是单位的问题）")
    assert told.startswith(f"{PORTAL}：网站不许抓取年报栏目")
    assert "the site forbids crawling the column" in message_of(world.digest, "en").text


def test_what_could_not_be_read_is_for_people_to_look_at_and_told_once(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(page="<p>略</p>".encode(), body=WATER, body_kind="department", year=2025, title=f"{WATER}年报")
    assert part(message_of(world.digest), "请人工看").startswith(f"{WATER}：")
    with world.on(NEXT) as run:
        run.visit()
    assert part(message_of(world.digest), "请人工看") == "另有 1 份以前提示过或是往年的，见明细"


def test_news_since_a_telling_are_told_to_who_missed_days(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    with world.on(NEXT) as run:
        run.visit()
    told = look(world.log, NEXT, NEXT)
    assert "没有新情况" in message_of(told).text
    missed = message_of(replace(since(world.log, told, 0), notes=["前一天没有送到"]))
    assert "表三175格" in missed.text
    assert "前一天没有送到" in missed.text


def test_a_receiver_is_told_what_he_wants_to_know() -> None:
    digest = digest_of(
        entry(1, severity=Severity.INFO),
        entry(2, portal="别处"),
        duties=[PortalDuties(PORTAL, 2025, on_time=2), PortalDuties("别处", 2025, on_time=5)],
    )
    told = narrow(digest, Audience(Severity.WARNING))
    assert [one.alert_id for one in told.news["new"]] == [2]
    told = narrow(digest, Audience(portals=(PORTAL,)))
    assert [one.alert_id for one in told.news["new"]] == [1]
    assert "应报 2｜" in message_of(told).text


def test_what_is_muted_is_no_news(world: World) -> None:
    run = Run(world.log, DAY, world.portal_id)
    run.visit().post(draft(WATER, 2025, "B05"))
    run.judge()
    save(world.log, mute(world.alert("B05"), "误报", None, DAY), Clock(DAY))
    assert "今天没有要联系的单位" in message_of(run.tell()).text


EVIL = "<script>alert(1)</script>[x](http://evil.example/)**粗**\x1b[31m\u202e\n第二行"


@pytest.mark.parametrize("lang", LANGS)
def test_what_strangers_write_stays_text_in_every_form(lang: Lang) -> None:
    message = message_of(
        digest_of(entry(body=EVIL, message=EVIL, cells=()), notes=[EVIL]), lang, address="javascript:x"
    )
    assert "<script" not in message.html
    assert not re.search(r'href="(?!http)', message.html)
    assert "](http" not in message.markdown
    assert "**粗**" not in message.markdown
    for form in (message.text, message.markdown, message.html, message.subject):
        assert "\x1b" not in form
        assert "\u202e" not in form
        assert "\n第二行" not in form


class Tags(HTMLParser):
    """Collects what a page would load, and elements that bear a class and no style."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.bare: list[str] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loaded += [tag] if tag in {"script", "link", "img", "iframe", "object"} else []
        self.bare += [str(given["class"])] if "class" in given and not given.get("style") else []
        if tag not in {"meta", "br"}:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


@pytest.mark.parametrize("lang", LANGS)
def test_the_mail_is_whole_in_itself_and_says_the_same(world: World, lang: Lang) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05", "C03"))
    message = message_of(world.digest, lang, address="http://10.0.0.5:8600/", attached="清单.xlsx")
    tags = Tags()
    tags.feed(message.html)
    assert (tags.loaded, tags.bare, tags.opened) == ([], [], [])
    assert "url(" not in message.html
    content = content_of(world.digest, lang, address="http://10.0.0.5:8600/", attached="清单.xlsx")
    page, chat = unescape(message.html), message.markdown
    for block in (block for one in content.parts for block in one.blocks):
        assert block.name in page
        assert block.name in chat
        assert all(line.text in page and line.text in chat for line in block.lines)
    assert "http://10.0.0.5:8600/" in page
    assert "清单.xlsx" in page


def test_both_languages_fill_in_the_same() -> None:
    for field in fields(Phrases):
        here, there = getattr(ZH, field.name), getattr(EN, field.name)
        if isinstance(here, str):
            assert _gaps(here) == _gaps(there), field.name
        else:
            assert set(here) == set(there), field.name
            assert all(here.values())
            assert all(there.values())


def _gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize(("count", "said"), [(1, "1 new problem of 1 unit"), (2, "2 new problems of 2 units")])
def test_in_english_one_is_not_many(count: int, said: str) -> None:
    assert EN.say(EN.new, count=count, units=count) == said


@given(st.text(st.sampled_from("表三，；。（）“”12件请核对自然人"), max_size=400))
def test_a_problem_is_brief_whatever_the_rule_says(message: str) -> None:
    assert width(brief(entry(message=message), ZH)) <= LONGEST
    assert "\n" not in brief(entry(message=message), ZH)

"""The words of the message in the two languages in which it is written; names of bodies and reasons stay Chinese.

What stands in braces is filled in. Both languages fill in the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from monitor.health.kinds import HEALTH_KINDS
from monitor.rules.model import Severity
from monitor.telling.wording import RUN_OUTCOMES, SEVERITIES

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, ...]] = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language: the sentences of the message, and what joins their parts.

    ``figures`` are the names of the numbers of :class:`PortalDuties`, ``outcomes`` of the ends of runs, ``troubles`` of
    the kinds of crawl health.
    """

    lang: Lang
    # The head
    title: str
    first_run: str
    contacts: str
    nobody: str
    run: str
    figures: Mapping[str, str]
    today: str
    new: str
    settled: str
    nothing_new: str
    waiting: str
    blind: str
    # Notes
    no_run: str
    under_way: str
    no_good_run: str
    baseline: str
    cut_short: str
    clock: str
    untold: str
    earlier: str
    # Headings
    contact_part: str
    reminders_part: str
    confirm_part: str
    look_part: str
    waiting_part: str
    blind_part: str
    settled_part: str
    dropped_part: str
    due_part: str
    # Lines
    contact: str
    older: str
    more: str
    more_units: str
    flood: str
    units: str
    of_year: str
    whose_year: str
    several: str
    absent: str
    published_late: str
    came_late: str
    worse: str
    again: str
    corrected: str
    cells: str
    confirm: str
    unreadable: str
    unchecked: str
    known_before: str
    not_whole: str
    some_documents: str
    broken_documents: str
    forbidden_column: str
    blind_day: str
    blind_duties: str
    held: str
    not_visited: str
    seen_again: str
    due: str
    due_today: str
    days_old: str
    # The end
    details: str
    open_details: str
    attached: str
    bases: str
    # What joins
    comma: str
    item: str
    semicolon: str
    colon: str
    names: str
    severities: Mapping[Severity, str]
    outcomes: Mapping[str, str]
    troubles: Mapping[str, str]

    def say(self, template: str, **given: object) -> str:
        """A sentence with what is given filled in; in English one thing is not many."""
        said = template.format(**given)
        return said if self.lang == "zh" else _ONE.sub(r"\1", said)

    def trouble(self, kind: str, documents: int = 0) -> str:
        """What stands in the way of seeing a portal, or so many of its ``documents`` alone."""
        name = self.troubles.get(kind, kind)
        if not documents:
            return name
        return self.say(
            self.broken_documents if kind == "broken_file" else self.some_documents, count=documents, trouble=name
        )

    def day(self, on: date) -> str:
        """A day as people write it, with its day of the week."""
        if self.lang == "zh":
            return f"{on.year}年{on.month}月{on.day}日 星期{'一二三四五六日'[on.weekday()]}"
        return f"{_EN_DAYS[on.weekday()]} {on.day} {_EN_MONTHS[on.month - 1]} {on.year}"

    def short_day(self, on: date) -> str:
        """A day without its year."""
        if self.lang == "zh":
            return f"{on.month}月{on.day}日"
        return f"{on.day} {_EN_MONTHS[on.month - 1]}"

    def joined(self, *texts: str) -> str:
        """Texts as the parts of one sentence, those that are empty left out."""
        return self.comma.join(text for text in texts if text)


_ONE: Final = re.compile(r"(?<![\d.])(1 (?:new )?(?:known )?\w+)s\b")
_EN_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

ZH: Final = Phrases(
    lang="zh",
    title="年报日报",
    first_run="首次巡查",
    contacts="今天要联系 {units} 家",
    nobody="今天没有要联系的单位",
    run="第{number}次巡查 {time} {outcome}",
    figures=MappingProxyType(
        {
            "owed": "应报",
            "on_time": "按时",
            "late": "逾期发布",
            "overdue": "逾期未发布",
            "doubtful": "待复核",
            "unseen": "看不到",
            "ahead": "未到期",
        }
    ),
    today="今日：",
    new="新问题 {units} 家 {count} 条",
    settled="已改好 {units} 家 {count} 条",
    nothing_new="没有新情况",
    waiting="累计待处理 {units} 家 {count} 条",
    blind="看不到 {count} 个门户",
    no_run="这一天没有巡查，情况不知道",
    under_way="巡查还在进行，结果没有出来",
    no_good_run="这一天的巡查中断了，结果还不知道",
    baseline="首次巡查：下面是{year}年度现有的问题，作为底数；以后每天只说新情况",
    cut_short="巡查没有做完：{why}",
    clock="时钟倒退了：上一次运行记的日期是 {before}，晚于 {day}。请核对本机的日期",
    untold="另有 {count} 条新情况没有在这一天报告，见以后的日报；还没有报告的，下次运行给出",
    earlier="今天此前的巡查已报告 {count} 条，见明细",
    contact_part="今天要联系（{units} 家）",
    reminders_part="还没有改好，再提醒一次",
    confirm_part="请先确认",
    look_part="请人工看",
    waiting_part="待复核（换一天再查才下结论）",
    blind_part="看不到（不是单位的问题）",
    settled_part="已改好（{units} 家 {count} 条）",
    dropped_part="不再算作问题",
    due_part="临近期限",
    contact="联系人 ",
    older="往年（{last}年度及以前）另有 {units} 家 {count} 条，不逐条列，见明细",
    more="另有 {count} 项，见明细",
    more_units="另有 {units} 家 {count} 条（{severities}），见明细",
    flood="{name}：{units} 家都有（{names}等），见明细",
    units="{names}等 {count} 家",
    of_year="{year}年度",
    whose_year="{name}（{year}年度）",
    several="共 {count} 处",
    absent="未发布，已逾期{days}天（{seen}查过，均无）",
    published_late="{on}发布，逾期{days}天",
    came_late="已补发，逾期{days}天",
    worse="加重",
    again="再次出现",
    corrected="已按要求更正（建议补更正说明）",
    cells="{first}等 {count} 格",
    confirm="名册“{body}”门户上从未见过，疑为“{names}”；确认之前不算逾期",
    unreadable="读不出来",
    unchecked="{count} 项未能检查",
    known_before="另有 {count} 份以前提示过或是往年的，见明细",
    not_whole="没有看全",
    some_documents="有 {count} 个网页{trouble}",
    broken_documents="有 {count} 个文件损坏",
    forbidden_column="网站不许抓取年报栏目",
    blind_day="第{days}天",
    blind_duties="{count} 家不下结论",
    held="{count} 条已有的问题暂不报告",
    not_visited="没有巡查到的门户 {count} 个：{names}",
    seen_again="恢复正常：{names}",
    due="{on}到期，还有 {days} 天：{count} 家未发布（{names}）",
    due_today="{on}到期，就是今天：{count} 家未发布（{names}）",
    days_old="已 {days} 天",
    details="明细：{address}",
    open_details="打开明细",
    attached="清单：{name}",
    bases="依据：",
    comma="，",
    item="、",
    semicolon="；",
    colon="：",
    names="、",
    severities=MappingProxyType({Severity(level): word for level, word in SEVERITIES.items()}),
    outcomes=MappingProxyType(RUN_OUTCOMES),
    troubles=MappingProxyType(HEALTH_KINDS),
)

EN: Final = Phrases(
    lang="en",
    title="Annual reports,",
    first_run="first run",
    contacts="{units} units to contact today",
    nobody="nobody to contact today",
    run="run {number} {outcome} at {time}",
    figures=MappingProxyType(
        {
            "owed": "owed",
            "on_time": "on time",
            "late": "late",
            "overdue": "overdue",
            "doubtful": "look again",
            "unseen": "not visible",
            "ahead": "not due yet",
        }
    ),
    today="Today: ",
    new="{count} new problems of {units} units",
    settled="{count} problems of {units} units mended",
    nothing_new="nothing new",
    waiting="{count} waiting at {units} units",
    blind="{count} portals not visible",
    no_run="no run on this day; whether there is anything new is not known",
    under_way="the run is under way, there is no result yet",
    no_good_run="the run of this day broke off; whether there is anything new is not known yet",
    baseline="First run: the problems of {year} as they are now; later ones tell what is new",
    cut_short="The run was cut short: {why}",
    clock="The clock went back: the run before was on {before}, later than {day}. Please check this machine's date",
    untold="{count} news were not told on this day; later messages tell them, or the next run",
    earlier="Earlier runs of today told {count} news, see the details",
    contact_part="To contact today ({units} units)",
    reminders_part="Not mended yet, a reminder",
    confirm_part="Please confirm first",
    look_part="Please look yourself",
    waiting_part="To be looked at again (no verdict before another day)",
    blind_part="Not visible (no fault of the units)",
    settled_part="Mended ({count} problems of {units} units)",
    dropped_part="No longer counted as problems",
    due_part="Due soon",
    contact="contact ",
    older="Earlier years (up to {last}): {count} problems of {units} units, see the details",
    more="{count} more, see the details",
    more_units="{count} problems of {units} units more ({severities}), see the details",
    flood="{name}: {units} units alike ({names} …), see the details",
    units="{names} … ({count} in all)",
    of_year="report of {year}",
    whose_year="{name} ({year})",
    several="{count} places",
    absent="not published, {days} days overdue (looked on {seen}, never there)",
    published_late="published on {on}, {days} days late",
    came_late="published since, {days} days late",
    worse="graver",
    again="back again",
    corrected="corrected as asked (a note of the correction is advised)",
    cells="{first} … ({count} cells)",
    confirm="“{body}” of the roster was never seen on the portal, perhaps it is “{names}”; not overdue until then",
    unreadable="could not be read",
    unchecked="{count} checks could not be made",
    known_before="{count} told before or of earlier years, see the details",
    not_whole="not seen whole",
    some_documents="{count} pages: {trouble}",
    broken_documents="{count} files broken",
    forbidden_column="the site forbids crawling the column of the reports",
    blind_day="day {days}",
    blind_duties="no verdict on {count} units",
    held="{count} known problems held back",
    not_visited="{count} portals not visited: {names}",
    seen_again="Visible again: {names}",
    due="due on {on}, {days} days left, {count} not published: {names}",
    due_today="due on {on}, which is today, {count} not published: {names}",
    days_old="waiting for {days} days",
    details="Details: {address}",
    open_details="Open the details",
    attached="List: {name}",
    bases="Basis: ",
    comma=", ",
    item=", ",
    semicolon="; ",
    colon=": ",
    names=", ",
    severities=MappingProxyType({Severity.ERROR: "must fix", Severity.WARNING: "check", Severity.INFO: "hint"}),
    outcomes=MappingProxyType(
        {
            "running": "under way",
            "completed": "completed",
            "partial": "partly completed",
            "failed": "failed",
            "killed": "broken off",
        }
    ),
    troubles=MappingProxyType(
        {
            "wall": "verification page",
            "unreachable": "cannot be reached",
            "server_error": "server error",
            "throttled": "asked us to wait",
            "budget": "requests or hours used up",
            "channel": "messages cannot be sent",
            "broken_file": "broken file",
            "empty_column": "the column is empty",
            "needs_browser": "needs a browser",
            "robots": "the site forbids crawling",
            "unreadable": "cannot be read",
            "truncated": "came in part",
            "crashed": "error while judging",
            "certificate": "certificate is wrong",
            "legacy_tls": "old encryption",
            "other_scheme": "answers over http or https only",
            "newer_column": "the front page has another column",
        }
    ),
)

PHRASES: Final[Mapping[Lang, Phrases]] = MappingProxyType({"zh": ZH, "en": EN})

"""When portals are visited: daily in season, more rarely where nothing changes, and never in silence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.network.schedule import STEPS, next_visit, turn_of
from crawler.window import Window
from storage.tables import turns
from storage.tables.turns import Past

NOON = datetime(2025, 7, 1, 4, tzinfo=UTC)
JULY = date(2025, 7, 1)


def past(last_on=JULY, quiet=0, **more):
    return Past(**{"last_on": last_on, "seen_whole": True, "changed_on": last_on - timedelta(days=quiet)} | more)


def turn(known, today, *, forced=False, window=None):
    return turn_of(known, today, forced=forced, window=window, moment=NOON)


class TestTurns:
    @pytest.mark.parametrize(
        ("quiet", "days"), [(0, 1), (5, 1), (6, 2), (12, 4), (21, 7), (42, 14), (90, 30), (900, 30)]
    )
    def test_the_longer_nothing_changes_the_rarer(self, quiet, days):
        assert next_visit(past(quiet=quiet)) == JULY + timedelta(days=days)
        assert days in STEPS

    @pytest.mark.parametrize(
        "known",
        [
            Past(),
            past(quiet=90, seen_whole=False),
            past(quiet=90, open_question=True),
            past(changed_on=None),
        ],
        ids=["never visited", "not seen whole", "open question", "never showed anything"],
    )
    def test_what_is_unsettled_is_visited_daily(self, known):
        assert turn(known, JULY + timedelta(days=1)).now

    def test_an_overdue_report_is_looked_for_weekly_at_least(self):
        assert next_visit(past(quiet=900, overdue=True)) == JULY + timedelta(days=7)

    @pytest.mark.parametrize("month", [1, 2, 3, 4])
    def test_from_january_to_april_every_day_is_a_turn(self, month):
        known = past(date(2025, 12, 20), quiet=300)
        assert turn(known, date(2026, month, 1)).now
        assert next_visit(known) == date(2026, 1, 1)

    def test_a_turn_left_out_says_why_and_when_it_comes(self):
        missed = turn(past(quiet=90), JULY + timedelta(days=3))
        assert not missed.now
        assert (missed.why, missed.next_on) == ("07-01 看过，许久没有变化", JULY + timedelta(days=30))

    def test_people_get_a_visit_at_once(self):
        assert turn(past(quiet=90), JULY + timedelta(days=3), forced=True).now
        assert turn(past(quiet=90), JULY).now

    @pytest.mark.parametrize("forced", [False, True])
    def test_the_window_always_holds(self, forced):
        missed = turn(Past(), JULY, forced=forced, window=Window.of("22:00-06:00"))
        assert (missed.now, missed.why) == (False, "不在约定的巡查时段（22:00-06:00）")
        assert turn(Past(), JULY, forced=forced, window=Window.of("08:00-18:00")).now


class TestCrawls:
    DAY = date(2025, 7, 1)

    def counts(self, house, days, **more):
        return house.crawl(self.DAY + timedelta(days=days), **more).counts

    def test_a_quiet_portal_is_left_out_and_that_is_said(self, house, small_portal):
        house.register(small_portal)
        for days in (0, 1, 2, 3, 4, 5, 6):
            assert self.counts(house, days)["portals"] == 1
        small_portal.forget()
        assert self.counts(house, 7)["skipped"] == 1
        assert small_portal.asked == []
        [event] = [event for event in house.events if event["event"] == "skipped"]
        assert event["next_on"] == "2025-07-09"
        assert self.counts(house, 7, more=["--all"])["portals"] == 1
        assert self.counts(house, 9)["portals"] == 1

    def test_a_portal_that_could_not_be_seen_is_visited_the_next_day(self, house, small_portal, pages):
        house.register(small_portal)
        self.counts(house, 0)
        honest = small_portal.pages["/nb/"]
        small_portal.pages["/nb/"] = pages.say("broken", status=500)
        for days in (60, 61, 62):
            assert self.counts(house, days)["portals"] == 1
        small_portal.pages["/nb/"] = honest
        assert self.counts(house, 63)["portals"] == 1
        assert self.counts(house, 64)["skipped"] == 1

    def test_a_missing_report_is_looked_for_until_its_absence_is_proven(self, house, small_portal):
        house.register(small_portal)
        self.counts(house, 0)
        del small_portal.pages["/nb/202501/t20250115_1.html"]
        assert self.counts(house, 60)["missed"] == 1
        assert self.counts(house, 61)["missed"] == 1

    def test_a_named_portal_is_visited_alone(self, house, make_portal, pages):
        one, two = make_portal(), make_portal()
        for portal in (one, two):
            portal.pages["/nb/"] = pages.say(
                pages.list([("a.html", "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15")])
            )
            portal.pages["/nb/a.html"] = pages.say(pages.report())
        house.register(one, two)
        counts = self.counts(house, 0, more=["--portal", two.url + "/"])
        assert (counts["portals"], counts["skipped"]) == (1, 0)
        assert one.asked == []
        with house.log() as log:
            [left_out] = log.rows("SELECT * FROM skips")
            assert left_out["why"] == "没有点名巡查"
            assert turns.past_of(log, left_out["portal_id"]) == Past()

    def test_a_closed_window_leaves_the_portal_out(self, house, small_portal):
        now = datetime.now(UTC) + timedelta(hours=8)
        closed = f"{now + timedelta(hours=2):%H:%M}-{now + timedelta(hours=3):%H:%M}"
        house.register(small_portal, keys=f'window = "{closed}"')
        assert self.counts(house, 0, more=["--all"])["skipped"] == 1
        assert small_portal.asked == []
        assert house.visits() == []
        assert house.health() == []

"""The made-up world as a whole: its calendar, its plan, its sites, and what it says must be found."""

import json
import re
import tomllib
from datetime import date
from urllib.parse import urljoin

import lxml.html
import pytest

from crawler.titles import read_title
from monitor.demo.bodies import PORTALS
from monitor.demo.expected import expected
from monitor.demo.flaws import CORRECTED_CELL, FLAWS
from monitor.demo.portal_jpage import WINDOW
from monitor.demo.postings import SILENT, TARDY, VANISHED, UnplannedDayError
from monitor.demo.scenario import build
from monitor.rules.catalogue import rules
from tests.monitor.rules.cases import cases_of_rules

TODAY = date(2026, 11, 21)
BY_DATE = {"D01", "D02", "D04", "D10", "D11"}
BESIDE = {"W09"}
"""Rules that look at more than one report's content: nothing in a draft breaks them."""


@pytest.fixture(scope="module")
def scenario():
    return build(TODAY)


@pytest.fixture(scope="module")
def sites(scenario):
    return {day: {site.address: site for site in scenario.sites(day)} for day in (1, 2, 3)}


def portal_of(software):
    return next(portal for portal in PORTALS if portal.software == software)


def page(site, path):
    return lxml.html.fromstring(site.find(path).body.decode())


def rows_of(site, path):
    return [(urljoin(path, a.get("href")), a.get("title")) for a in page(site, path).cssselect("ul.list a")]


def static_rows(site):
    """Every row of the static portal, from all pages of the column and its sub-columns."""
    column = portal_of("static").column
    lists = [path for path in site.resources if re.fullmatch(re.escape(column) + r"(\d{4}n/)?(index_\d+\.html)?", path)]
    return [row for path in lists for row in rows_of(site, path)]


def jpage_rows(site):
    portal = portal_of("jpage")
    first = site.find(portal.column).body.decode()
    rest, proxy = [], re.search(r'href="(/module[^"]+)"', first)
    while proxy:
        answer = site.find(proxy.group(1)).body.decode()
        rest.append(answer)
        proxy = re.search(r'href="(/module[^"]+)"', answer)
    records = re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", "".join([first, *rest]), re.DOTALL)
    return [(a.get("href"), a.get("title")) for a in (lxml.html.fromstring(record).find(".//a") for record in records)]


def browser_rows(site):
    return [(row["path"], row["title"]) for row in json.loads(site.find("/api/front/channel/rows.json").body)]


ROWS = {"static": static_rows, "jpage": jpage_rows, "browser": browser_rows}


class TestCalendar:
    @pytest.mark.parametrize(
        ("today", "first"),
        [
            (date(2026, 11, 21), date(2026, 4, 8)),
            (date(2026, 4, 8), date(2026, 4, 8)),
            (date(2026, 4, 7), date(2025, 4, 8)),
        ],
    )
    def test_day_one_is_the_latest_8_april(self, today, first):
        scenario = build(today)
        assert (scenario.first_day, scenario.day(1), scenario.year) == (first, first, first.year - 1)

    def test_before_the_form_had_two_years_there_is_no_scenario(self):
        with pytest.raises(UnplannedDayError, match="2023-04-08"):
            build(date(2023, 4, 7))

    def test_days_begin_at_one(self, scenario):
        with pytest.raises(UnplannedDayError, match="没有第 0 天"):
            scenario.sites(0)

    @pytest.mark.parametrize("year", range(2023, 2041))
    def test_every_year_can_bear_its_flaws(self, year):
        scenario = build(date(year, 4, 8))
        assert {posting.flaw for posting in scenario.postings} >= set(FLAWS)


class TestPlan:
    def test_every_rule_of_the_catalogue_has_its_flaw(self):
        not_in_demo = {cases.code for cases in cases_of_rules().values() if cases.not_in_demo}
        assert set(rules()) - set(FLAWS) == BY_DATE | BESIDE | not_in_demo

    def test_every_alert_stands_on_a_report_of_its_own(self, scenario):
        alerts = [alert for day in (1, 2, 3) for alert in expected(scenario, day).new]
        assert {alert.rule for alert in alerts} == set(FLAWS) | BY_DATE | BESIDE
        owners = [(alert.body, alert.year) for alert in alerts]
        assert len(owners) == len(set(owners))
        assert {alert.year for alert in alerts} == {scenario.year, scenario.year - 1}

    def test_the_days_bring_what_the_plan_says(self, scenario):
        year = scenario.year
        assert {alert.key for alert in expected(scenario, 2).new} == {
            ("D04", SILENT, year),
            ("D01", TARDY, year),
            ("D10", "乌有市教育局", year),
        }
        assert {alert.key for alert in expected(scenario, 3).new} == {("D11", VANISHED, year - 1)}
        assert not expected(scenario, 4).new
        assert {alert.rule for alert in expected(scenario, 1).new} == (set(FLAWS) | {"D01", "D02"} | BESIDE)

    def test_without_a_browser_its_portal_says_nothing(self, scenario):
        blind = expected(scenario, 1, browser=False)
        hidden = {body.name for body in portal_of("browser").bodies}
        assert hidden < blind.unknown
        assert not [alert for alert in blind.new if alert.body in hidden]
        assert not [body for body, _ in blind.reports if body in hidden]
        kinds = {(health.portal, health.kind) for health in blind.health}
        assert (portal_of("browser").name, "needs_browser") in kinds
        assert (portal_of("walled").name, "wall") in kinds

    def test_what_vanished_was_read_and_is_gone(self, scenario):
        lost = (VANISHED, scenario.year - 1)
        assert lost in expected(scenario, 1).reports
        assert not expected(scenario, 1).gone
        assert expected(scenario, 2).gone == {lost}
        assert lost in expected(scenario, 3).reports

    def test_the_correction_changes_one_figure(self, scenario):
        corrected = next(posting for posting in scenario.postings if posting.later is not None)
        before, after = corrected.on(1).figures, corrected.on(2).figures
        assert {name for name in before if before[name] != after[name]} == {CORRECTED_CELL}
        assert corrected.on(2) is corrected.on(3)

    def test_the_same_day_builds_the_same_world(self, scenario):
        again = {site.address: site for site in build(TODAY).sites(2)}
        for site in scenario.sites(2):
            for path, resource in list(site.resources.items())[::9]:
                assert again[site.address].find(path).body == resource.body

    def test_four_carriers_bear_flaws(self, scenario):
        assert {posting.carrier for posting in scenario.postings if posting.flaw} >= {"html", "pdf", "docx", "html+pdf"}


class TestSites:
    @pytest.mark.parametrize("software", ROWS)
    @pytest.mark.parametrize("day", [1, 2, 3])
    def test_lists_lead_to_every_report_and_nowhere_else(self, scenario, sites, software, day):
        portal = portal_of(software)
        site = sites[day][portal.address]
        rows = ROWS[software](site)
        posted = {posting.page_title for posting in scenario.postings if posting.portal == portal and posting.on(day)}
        assert posted <= {title for _, title in rows}
        for path, title in rows:
            resource = site.find(path)
            assert resource.status == 200
            assert title in resource.body.decode()

    @pytest.mark.parametrize("software", ROWS)
    def test_titles_are_told_apart_from_strangers(self, scenario, sites, software):
        portal = portal_of(software)
        posted = {posting.page_title: posting for posting in scenario.postings if posting.portal == portal}
        for _, title in ROWS[software](sites[2][portal.address]):
            reading = read_title(title, column="政府信息公开年报")
            if title in posted:
                posting = posted[title]
                assert (reading.verdict, reading.body) == ("report", posting.body.name)
                assert reading.year == posting.draft.year
            else:
                assert reading.verdict == "stranger", title

    def test_what_vanished_has_neither_row_nor_page(self, scenario, sites):
        posting = next(posting for posting in scenario.postings if posting.last_day == 1)
        address = posting.portal.address
        path = next(path for path, title in static_rows(sites[1][address]) if title == posting.page_title)
        assert sites[1][address].find(path).status == 200
        for day in (2, 3):
            assert sites[day][address].find(path).status == 404
            assert posting.page_title not in {title for _, title in static_rows(sites[day][address])}

    def test_day_three_is_day_two(self, sites):
        for address, site in sites[2].items():
            assert list(site.resources) == list(sites[3][address].resources)
            changed = [p for p, r in site.resources.items() if r.etag != sites[3][address].find(p).etag]
            assert not changed

    def test_day_two_changes_only_what_the_plan_says(self, sites):
        changed = {
            (address, path)
            for address, site in sites[1].items()
            for path, resource in site.resources.items()
            if resource.etag != sites[2][address].find(path).etag
        }
        pages = {path for _, path in changed if "/t20" in path or "/art_" in path or "content_" in path}
        assert len(pages) == 2  # the corrected report, the vanished one
        assert portal_of("browser").address not in {address for address, _ in changed}

    def test_attachments_are_what_their_names_say(self, scenario, sites):
        magic = {"pdf": b"%PDF", "docx": b"PK\x03\x04"}
        found = 0
        for site in sites[1].values():
            for path, resource in site.resources.items():
                extension = path.rpartition(".")[2]
                if extension in magic:
                    found += 1
                    assert resource.body.startswith(magic[extension])
        files = sum(posting.carrier.count("pdf") + posting.carrier.count("docx") for posting in scenario.postings)
        assert found == files - sum(p.carrier != "html" for p in scenario.postings if p.first_day == 2)

    def test_a_page_with_only_a_file_holds_no_table(self, scenario, sites):
        posting = next(p for p in scenario.postings if p.carrier == "pdf" and p.portal.software == "static")
        site = sites[1][posting.portal.address]
        path = next(path for path, title in static_rows(site) if title == posting.page_title)
        assert b"<table" not in site.find(path).body
        (link,) = [a for a in page(site, path).iter("a") if (a.get("href") or "").endswith(".pdf")]
        assert site.find(urljoin(path, link.get("href"))).media_type == "application/pdf"

    def test_static_lists_are_paged_and_cut_their_titles(self, sites):
        portal = portal_of("static")
        site = sites[1][portal.address]
        text = site.find(portal.column).body.decode()
        pages = int(re.search(r"createPageHTML\((\d+), 0, ", text).group(1))
        assert pages > 1
        assert site.find(f"{portal.column}index_{pages - 1}.html").status == 200
        assert site.find(f"{portal.column}index_{pages}.html").status == 404
        assert "..." in text
        assert len(page(site, portal.column).cssselect("ul.list a")) == 8

    def test_jpage_windows_answer_both_ways_of_asking(self, sites):
        site = sites[1][portal_of("jpage").address]
        by_page = site.find("/module/web/jpage/dataproxy.jsp?page=1&webid=1&columnid=2088&unitid=5566")
        path = f"/module/web/jpage/dataproxy.jsp?startrecord={WINDOW + 1}&endrecord={2 * WINDOW}&perpage=15"
        assert by_page.body == site.find(path, "col=1&appid=1&columnid=2088&unitid=5566").body
        assert by_page.body.count(b"<record>") > 0
        beyond = site.find("/module/web/jpage/dataproxy.jsp?startrecord=901&endrecord=945")
        assert beyond.body.count(b"<record>") == 0
        assert site.find("/module/web/jpage/dataproxy.jsp?page=x").status == 404

    def test_the_browsers_list_is_empty_without_its_script(self, sites):
        portal = portal_of("browser")
        assert not rows_of(sites[1][portal.address], portal.column)

    def test_the_wall_stands_on_every_day(self, sites):
        for day in (1, 2, 3):
            site = sites[day][portal_of("walled").address]
            for path in ("/", portal_of("walled").column, "/x"):
                assert site.find(path).status == 412
                assert b"$_ts" in site.find(path).body
            assert site.find("/robots.txt").status == 200

    def test_robots_close_one_path_under_which_one_report_lies(self, scenario, sites):
        (health,) = [entry for entry in expected(scenario, 1).health if entry.kind == "robots"]
        site = next(site for site in sites[1].values() if site.name == health.portal)
        assert site.find(health.path).status == 200
        assert health.path.startswith("/restricted/")
        assert b"Disallow: /restricted/" in site.find("/robots.txt").body


class TestRegistry:
    def test_it_names_the_portals_and_the_bodies_of_the_roster(self, scenario):
        registry = tomllib.loads(scenario.portals_toml(4711))
        assert registry["allow_private_hosts"] is True
        assert registry["delay_seconds"] == 0
        assert [entry["home"] for entry in registry["portal"]] == [f"http://{p.address}:4711/" for p in PORTALS]
        for entry, portal in zip(registry["portal"], PORTALS, strict=True):
            assert [body["name"] for body in entry["body"]] == [body.name for body in portal.bodies if body.on_roster]
        assert sum(not body.on_roster for portal in PORTALS for body in portal.bodies) >= 3

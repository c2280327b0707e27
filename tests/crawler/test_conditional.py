import pytest


def test_a_second_crawl_asks_each_address_once_and_stores_nothing_new(house, small_portal):
    house.register(small_portal)
    house.crawl()
    before = house.state()
    small_portal.forget()
    outcome = house.crawl()
    assert outcome.outcome == "completed"
    assert set(small_portal.counts.values()) == {1}
    assert house.state() == before
    assert (outcome.counts["captures"], outcome.counts["new_versions"]) == (0, 0)


def test_every_known_address_is_asked_conditionally(house, small_portal):
    house.register(small_portal)
    house.crawl()
    answered = []
    small_portal.answered = lambda path, status: answered.append((path, status))
    house.crawl()
    assert {status for path, status in answered if path != "/robots.txt"} == {304}
    assert len(answered) == 5


def test_rows_of_an_unchanged_list_are_seen_again(house, small_portal):
    house.register(small_portal)
    house.crawl()
    house.crawl()
    [visit] = house.visits()
    assert (visit["rows"], visit["reports"], visit["healthy"]) == (3, 2, 1)
    runs = house.rows("SELECT DISTINCT last_run_id FROM listings")
    assert [row["last_run_id"] for row in runs] == [2]


def test_a_portal_without_validators_stores_nothing_twice_either(house, small_portal):
    for say in small_portal.pages.values():
        say.validators = False
    house.register(small_portal)
    house.crawl()
    before = house.state()
    house.crawl()
    assert house.state() == before


def test_last_modified_alone_is_enough(house, small_portal):
    stamp = "Wed, 15 Jan 2025 01:30:00 GMT"
    for say in small_portal.pages.values():
        say.validators, say.modified = False, stamp
    house.register(small_portal)
    house.crawl()
    answered = []
    small_portal.answered = lambda path, status: answered.append(status)
    house.crawl()
    assert answered.count(304) == 4


def test_a_changed_page_is_a_new_version(house, small_portal, pages):
    house.register(small_portal)
    house.crawl()
    path = "/nb/202501/t20250115_1.html"
    small_portal.pages[path] = pages.say(pages.report(text="全年受理申请十二件。"))
    outcome = house.crawl()
    assert outcome.counts["new_versions"] == 1
    versions = [(row["url"].rsplit("/", 1)[1], row["number"]) for row in house.state()["versions"]]
    assert versions == [("t20250115_1.html", 1), ("t20250115_1.html", 2), ("t20250120_2.html", 1)]


def test_a_changed_counter_is_neither_a_version_nor_a_capture(house, small_portal, pages):
    path = "/nb/202501/t20250115_1.html"
    small_portal.pages[path] = pages.say(pages.report(counter="12"))
    house.register(small_portal)
    house.crawl()
    before = house.state()
    small_portal.pages[path] = pages.say(pages.report(counter="13"))
    house.crawl()
    after = house.state()
    for name in ("captures", "versions", "files", "reports"):
        assert after[name] == before[name]
    # Its validators are those of the younger page: the next visit is answered 304.
    answered = []
    small_portal.answered = lambda path, status: answered.append((path, status))
    house.crawl()
    assert (path, 304) in answered


def test_a_replaced_file_is_a_new_version(house, small_portal, pages):
    house.register(small_portal)
    house.crawl()
    small_portal.pages["/nb/202501/P020250120.pdf"] = pages.say(b"%PDF-1.4\nanother", type="application/pdf")
    assert house.crawl().counts["new_versions"] == 1
    assert [row["number"] for row in house.state()["versions"]] == [1, 1, 2]


def test_a_version_that_says_it_was_corrected_is_noted(house, small_portal, pages):
    house.register(small_portal)
    house.crawl()
    path = "/nb/202501/t20250115_1.html"
    small_portal.pages[path] = pages.say(pages.report(text="更正说明：原报告第三部分数据有误，现予以更正。"))
    house.crawl()
    assert [row["noted"] for row in house.state()["versions"]] == [0, 1, 0]


def test_bytes_lost_from_the_archive_are_fetched_again(house, small_portal):
    house.register(small_portal)
    house.crawl()
    before = house.state()
    for path in (house.data / "archive").rglob("*"):
        if path.is_file():
            path.unlink()
    house.crawl()
    after = house.state()
    assert [row["content_hash"] for row in after["versions"]] == [row["content_hash"] for row in before["versions"]]
    with house.log() as log:
        assert all(log.archive.get(row["sha256"]) for row in log.rows("SELECT sha256 FROM captures"))


@pytest.mark.parametrize("path", ["/nb/", "/nb/202501/t20250115_1.html", "/nb/202501/P020250120.pdf"])
def test_an_address_that_fails_once_is_whole_again_afterwards(house, small_portal, pages, path):
    house.register(small_portal)
    house.crawl()
    before = house.state()
    whole = small_portal.pages[path]
    small_portal.pages[path] = pages.say("broken", status=500)
    house.crawl()
    assert [kind for kind, _ in house.health()] == ["server_error"]
    small_portal.pages[path] = whole
    house.crawl()
    assert house.health() == []
    assert house.state() == before


def test_a_file_that_came_late_completes_the_version(house, small_portal, pages):
    file = small_portal.pages.pop("/nb/202501/P020250120.pdf")
    small_portal.pages["/nb/202501/P020250120.pdf"] = pages.say("", status=503)
    house.register(small_portal)
    house.crawl()
    assert [len(rows) for rows in (house.state()["versions"], house.state()["files"])] == [2, 2]
    small_portal.pages["/nb/202501/P020250120.pdf"] = file
    house.crawl()
    assert [row["number"] for row in house.state()["versions"]] == [1, 1]
    assert [row["role"] for row in house.state()["files"]] == ["page", "page", "file"]


def test_a_file_added_by_the_publisher_is_a_new_version(house, small_portal, pages):
    house.register(small_portal)
    house.crawl()
    small_portal.pages["/nb/202501/t20250115_1.html"] = pages.say(pages.report(files=[("./new.pdf", "年报.pdf")]))
    small_portal.pages["/nb/202501/new.pdf"] = pages.say(b"%PDF-1.4\nnew", type="application/pdf")
    house.crawl()
    assert [row["number"] for row in house.state()["versions"]] == [1, 2, 1]


def test_a_page_that_moved_to_https_or_dropped_its_index_stays_the_same_report(house, small_portal, pages):
    listed = small_portal.pages["/nb/"].body
    moved = listed.replace("./202501/t20250115_1.html", "./202501/t20250115_1/index.html")
    small_portal.pages["/nb/202501/t20250115_1/index.html"] = pages.say(pages.report())
    small_portal.pages["/nb/202501/t20250115_1/"] = pages.say(pages.report())
    small_portal.pages["/nb/"] = pages.say(moved)
    house.register(small_portal)
    house.crawl()
    small_portal.pages["/nb/"] = pages.say(moved.replace("t20250115_1/index.html", "t20250115_1/"))
    house.crawl()
    assert len(house.state()["reports"]) == 2
    assert house.state()["absences"] == []

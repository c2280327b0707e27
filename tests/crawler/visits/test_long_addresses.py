"""Addresses and titles without end are neither asked nor kept."""

import pytest

LONG = "a" * 300_000


def rows(*hrefs):
    return [(href, "云溪县教育局2024年政府信息公开工作年度报告", "2025-01-15") for href in hrefs]


def redirect(pages):
    return {"/nb/1.html": pages.say("", status=302, headers={"Location": "/nb/" + "b" * 12_000 + ".html"})}


def page_of_records(pages):
    title = "云溪县财政局2024年政府信息公开工作年度报告"
    script = f'<script>var list=[{{"title":"{title}","url":"/nb/{LONG}.html"}}]</script>'
    return {"/nb/": pages.say(pages.list(rows("./1.html"), more=script))}


def long_title(pages):
    title = "云溪县教育局2024年政府信息公开工作年度报告" + "长" * 100_000
    return {"/nb/": pages.say(pages.list([("./1.html", title, "2025-01-15")]))}


@pytest.mark.parametrize("make", [redirect, page_of_records, long_title, lambda pages: {}])
def test_nothing_without_end_is_asked_or_kept(house, portal, pages, make):
    portal.pages |= {
        "/nb/": pages.say(pages.list(rows("./1.html", f"./{LONG}.html", f"/nb/?{LONG}"))),
        "/nb/1.html": pages.say(pages.report()),
        **make(pages),
    }
    house.register(portal)
    asked = []
    portal.on_request = asked.append
    assert house.crawl().outcome == "completed"
    assert max(map(len, asked)) < 8000
    with house.log() as log:
        for table, column in (
            ("frontier", "url"),
            ("listings", "url"),
            ("listings", "title"),
            ("reports", "title"),
            ("health_events", "url"),
            ("health_events", "detail"),
            ("captures", "url"),
        ):
            row = log.row(f"SELECT max(length({column})) AS longest FROM {table}")
            assert (row["longest"] or 0) <= 8000, (table, column)
    assert max(len(str(event)) for event in house.events) < 10_000

"""One report in several pages, pictures and files: read as one, and held against itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.reports import ReportDraft
from monitor.judging.versions import figures_as_printed, load_report
from storage.tables import readings, reports
from storage.tables.reports import FoundReport
from storage.tables.versions import Role, SeenFile
from tests.monitor.planting import COLUMN, WATER, Run, World, changed, draft

DAY = date(2026, 4, 8)
NEW = "applications.new.total"


def post(run: Run, made: ReportDraft, captures: Sequence[tuple[str, bytes, Role]]) -> int:
    """A report of these captures as (name, bytes, role); the id of its version."""
    kept = []
    for name, data, role in captures:
        media = "text/html; charset=utf-8" if role == "page" else "image/png" if role == "picture" else "x"
        kept.append(SeenFile(run.keep(COLUMN + name, data, media), role, name if role == "file" else ""))
    found = FoundReport(
        portal_id=run.portal_id,
        column_id=run.column_id,
        url=COLUMN + captures[0][0],
        title=made.title,
        body=made.body,
        body_kind=made.kind,
        year=made.year,
        published_on=made.published_on,
        published_from="label",
        uncertain=False,
        dates=(),
        content_hash=str(hash(tuple(kept))),
        files=kept,
        noted=False,
    )
    return reports.see(run.log, found, run_id=run.id, clock=run.clock).version_id


def read(world: World, made: ReportDraft, captures: Sequence[tuple[str, bytes, Role]]) -> int:
    with world.on(DAY) as run:
        run.visit()
        return post(run, made, captures)


def cut(page: str, parts: int) -> list[str]:
    """A page's article over several pages, cut between its blocks, tables among them."""
    head, _, rest = page.partition("</h1>")
    blocks = rest.replace("</p>", "</p>\x00").replace("</table>", "</table>\x00").split("\x00")
    size = -(-len(blocks) // parts)
    return [f"{head}</h1>{''.join(blocks[at : at + size])}" for at in range(0, len(blocks), size)]


def test_an_article_over_three_pages_reads_as_the_whole(world: World) -> None:
    made = draft()
    whole = read(world, made, [("1.html", report_page(made).encode(), "page")])
    pages = [(f"2_{n}.html", part.encode(), "page") for n, part in enumerate(cut(report_page(made), 3))]
    assert len(pages) == 3
    divided = read(world, made, pages)
    assert figures_as_printed(readings.load(world.log, divided)) == figures_as_printed(readings.load(world.log, whole))
    one, other = load_report(world.log, divided), load_report(world.log, whole)
    assert one is not None
    assert other is not None
    assert [section.key for section in one.sections] == [section.key for section in other.sections]
    assert one.title == other.title


def test_a_report_whose_pages_are_pictures(world: World) -> None:
    pytest.importorskip("rapidocr", reason="recognition is an extra")
    made = draft()
    document = pypdfium2.PdfDocument(report_pdf(made))
    images = []
    for number, sheet in enumerate(document):
        name = f"W0{number}.png"
        sheet.render(scale=150 / 72).to_pil().save(path := world.log.archive.root.parent / name)
        images.append((name, path.read_bytes(), "picture"))
    shown = "".join(f"<p><img src='./{name}'></p>" for name, *_ in images)
    page = f"<html><head><title>{made.title}</title></head><body><h1>{made.title}</h1><div>{shown}</div></body></html>"
    version = read(world, made, [("1.html", page.encode(), "page"), *images])
    report = load_report(world.log, version)
    assert report is not None
    assert report.doubtful
    printed = figures_as_printed(readings.load(world.log, version)) or {}
    assert printed[NEW] == made.figures[NEW]
    assert len(report.sections) == 6


def beside(made: ReportDraft, other: ReportDraft) -> list[tuple[str, bytes, Role]]:
    return [("1.html", report_page(made).encode(), "page"), ("年报.pdf", report_pdf(other), "file")]


def test_page_and_file_that_agree(world: World) -> None:
    version = read(world, draft(), beside(draft(), draft()))
    [compared] = readings.comparisons_of(world.log, version)
    assert compared.name == "网页与附件《年报.pdf》"
    assert compared.cells > 150
    assert compared.differences == ()
    assert "W09" not in world.rules()


def test_page_and_file_that_differ(world: World) -> None:
    sound = draft()
    other = changed(sound, applications__new__total="9876")
    read(world, sound, beside(sound, other))
    alert = world.alert("W09", WATER)
    assert alert.severity == "warning"
    assert f"{sound.figures[NEW]}／9876" in alert.quote


def test_two_files_beside_an_empty_page(world: World) -> None:
    sound = draft()
    other = changed(sound, remedies__review__total="77")
    page = f"<html><body><h1>{sound.title}</h1><div id='zoom'><p>见附件。</p></div></body></html>".encode()
    files = [("a.pdf", report_pdf(sound), "file"), ("b.docx", report_docx(other), "file")]
    version = read(world, sound, [("1.html", page, "page"), *files])
    [compared] = readings.comparisons_of(world.log, version)
    assert [name for name, *_ in compared.differences] == ["remedies.review.total"]


def test_a_file_of_another_year_is_neither_read_nor_held_against_the_report(world: World) -> None:
    page = replace(draft(), figures={**draft().figures})
    version = read(world, page, [("旧年报.pdf", report_pdf(draft(WATER, 2024)), "file"), *beside(page, page)[1:]])
    report = load_report(world.log, version)
    assert report is not None
    assert report.year == 2025
    assert readings.comparisons_of(world.log, version) == ()


def test_pictures_of_a_page_that_is_the_whole_report_are_not_looked_into(world: World) -> None:
    made = draft()
    page = report_page(made).replace("</h1>", "</h1><p><img src='./W01.png'></p>")
    version = read(world, made, [("1.html", page.encode(), "page"), ("W01.png", b"\x89PNG no picture", "picture")])
    report = load_report(world.log, version)
    assert report is not None
    assert (report.doubtful, report.notes, report.pictures) == (False, [], 1)

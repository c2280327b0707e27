"""Real reports: five seeds, two PDFs, two pages, plain texts."""

import json
from decimal import Decimal

import pytest

from monitor.documents.reading import read_document
from monitor.reports.model import CellState
from monitor.reports.reading import read_report
from storage.figures import APPLICANTS, REMEDY_BLOCKS, REMEDY_COLUMNS, names_of_form

pytestmark = pytest.mark.shared


@pytest.fixture(scope="session")
def real(shared):
    """Reads a real report by its path under the shared folder."""

    def read(path):
        return read_report(read_document((shared / path).read_bytes(), name=path), source=path)

    return read


SEEDS = {
    "000": (
        ("金昌市2022年政府信息公开工作年度报告", "金昌市", "government", 2022),
        ("1 0 5", "12 0 60", "11871 2111 260 5840.5495"),
        {
            "new": "80 2 82",
            "granted": "65 1 66",
            "partly_granted": "5 0 5",
            "refused.law_prohibits": "3 0 3",
            "refused.third_party_rights": "2 0 2",
            "refused.internal_affairs": "0 1 1",
            "unavailable.needs_creation": "3 0 3",
            "not_processed.petition": "2 0 2",
            "total": "80 2 82",
        },
    ),
    "001": (
        ("庆阳市西峰区2022年政府信息公开工作年度报告", "庆阳市西峰区", "government", 2022),
        ("0 0 0", "1 6 20", "13290 6352 28 1447.3263"),
        {"new": "8 0 8", "granted": "7 0 7", "refused.third_party_rights": "1 0 1", "total": "8 0 8"},
    ),
    "002": (
        ("金昌市工业和信息化局关于2023年政府信息公开年度工作情况的报告", "金昌市工业和信息化局", "department", 2023),
        ("0 0 0", "0 0 0", "0 0 0 0"),
        {},
    ),
    "003": (
        ("攀枝花市人民政府办公室2022年政府信息公开工作年度报告", "攀枝花市人民政府办公室", "office", 2022),
        ("1 0 2", "12 3 191", "0 0 0 0"),
        {
            "new": "18 0 18",
            "granted": "2 0 2",
            "unavailable.not_held": "15 0 15",
            "not_processed.repeated": "1 0 1",
            "total": "18 0 18",
        },
    ),
    "004": (
        ("金乡县行政审批服务局2022年政府信息公开公开工作年度报告", "金乡县行政审批服务局", "department", 2022),
        ("0 0 0", "0 0 0", "23140 0 0 0"),
        {"new": "2 0 2", "granted": "2 0 2", "total": "2 0 2"},
    ),
}


def expected(seed):
    """All figures of a seed by full name: what SEEDS lists, else nought."""
    _, documents, rows = SEEDS[seed]
    figures = dict.fromkeys(names_of_form("2021"), "0")
    names = [name for name in figures if name.startswith("proactive.")]
    figures.update(zip(names, " ".join(documents).split(), strict=True))
    for row, cells in rows.items():
        person, enterprise, total = cells.split()
        values = dict.fromkeys(APPLICANTS, "0") | {"natural_person": person, "enterprise": enterprise, "total": total}
        figures.update({f"applications.{row}.{column}": value for column, value in values.items()})
    if seed == "000":
        figures.update({f"remedies.review.{column}": "" for column in REMEDY_COLUMNS})
    if seed == "001":
        single = {"not_corrected", "fee_unpaid", "other"}
        figures = {
            name: value for name, value in figures.items() if name.split(".")[2] not in single or ".other." not in name
        }
        figures.update({f"applications.other.{column}": "0" for column in APPLICANTS})
    return figures


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_seed(real, seed):
    report = real(f"seeds/{seed}.txt")
    assert (report.title, report.body, report.body_kind, report.year) == SEEDS[seed][0]
    present = {name: f.printed for name, f in report.figures.items() if f.state is not CellState.ABSENT}
    assert present == expected(seed)
    assert CellState.UNSURE not in {figure.state for figure in report.figures.values()}
    assert [section.key for section in report.sections] == [
        "overview",
        "proactive",
        "applications",
        "remedies",
        "problems",
        "other",
    ]
    assert [section.tables for section in report.sections] == [0, 1, 1, 1, 0, 0]


def test_what_the_seeds_must_not_lose(real):
    letter = real("seeds/000.txt")
    assert letter.preamble.startswith("根据《中华人民共和国政府信息公开条例》")
    assert letter.figure("applications.total.total").repaired
    assert {letter.figure(f"remedies.review.{c}").state for c in REMEDY_COLUMNS} == {CellState.BLANK}
    mixed = real("seeds/001.txt")
    assert (mixed.tables["proactive"].form, mixed.tables["applications"].form) == ("2021", "2019")
    assert [section.standard for section in mixed.sections] == [True, True, False, False, True, True]


@pytest.mark.parametrize("name", ["huaian-2024.pdf", "hongze-2024.pdf"])
def test_every_figure_of_a_real_pdf(real, shared, name):
    want = json.loads((shared / "real/pdf/figures.json").read_text(encoding="utf-8"))[name]
    report = real(f"real/pdf/{name}")
    assert (report.body, report.body_kind, report.year) == (want["body"], want["kind"], want["year"])
    assert {n: f.printed for n, f in report.figures.items() if f.state is not CellState.ABSENT} == want["figures"]
    assert len(report.sections) == 6
    assert all(figure.page for figure in report.figures.values() if figure.state is CellState.NUMBER)


def test_a_real_page_of_the_2019_form(real):
    report = real("real/html/shanghai-office-2019.html")
    assert (report.form, report.body_kind, report.year, len(report.sections)) == ("2019", "office", 2019, 6)
    assert report.figure("applications.total.total").number == 805
    assert report.figure("applications.granted.total").state is CellState.BLANK
    assert report.figure("proactive.procurement.amount").value == Decimal("25.1")
    assert report.figure("remedies.litigation_direct.total").number == 9


def test_a_real_page_with_blank_columns(real):
    report = real("real/html/shuyang-fgj-2023.html")
    assert report.body == "沭阳县发展和改革局"
    assert report.figure("applications.granted.total").number == 26
    blank = {report.figure(f"applications.granted.{c}").state for c in APPLICANTS[1:6]}
    assert blank == {CellState.BLANK}


def test_the_empty_form_is_blank_throughout(real):
    report = real("real/blank-form-2021.docx")
    assert {figure.state for figure in report.figures.values()} == {CellState.BLANK}
    assert len(report.figures) == 200


def test_run_together_tables_give_what_is_sure(real):
    report = real("real/text/pingtan-2024.txt")
    cut = [report.figure(f"remedies.{b}.{c}").printed for b in REMEDY_BLOCKS for c in REMEDY_COLUMNS]
    assert cut == ["2", "1", "3", "1", "7", "0", "0", "0", "0", "0", "13", "2", "4", "0", "19"]
    assert report.figure("applications.new.total").number == 218
    assert report.figure("proactive.licensing.decisions").number == 4529
    assert report.figure("proactive.normative_documents.issued").state is CellState.UNSURE
    assert len(report.sections) == 6


def test_no_identity_breaks_in_what_was_cut_from_real_texts(real, shared):
    for path in sorted((shared / "real/text").glob("*.txt")):
        report = real(f"real/text/{path.name}")
        rows = {name.rsplit(".", 1)[0] for name in report.figures if name.startswith("applications.")}
        for row in rows:
            numbers = [report.figure(f"{row}.{column}").number for column in APPLICANTS]
            assert None in numbers or sum(numbers[:-1]) == numbers[-1], (path.name, row)

"""The instruments of the bench: work in turns, time by stage, memory of a process, cells of another reader."""

from collections import Counter
from decimal import Decimal

from monitor.reports.reading import read_report
from tests.bench import peak, plain, rounds, stages
from tests.corpus.pdf_files import LAYOUTS
from tests.corpus.samples import Sample, draft_for

DRAFT = draft_for("bench")
DATA = LAYOUTS["solid boxes"](DRAFT)


def test_ways_take_turns():
    done = []
    times = rounds.alternating({"a": b"a", "b": b"b"}, {"one": done.append, "other": done.append}, rounds=2)
    assert done == [b"a", b"a", *[b"a", b"b"] * 4]
    assert [len(seconds) for seconds in times["one"].cpu.values()] == [2, 2]
    assert len(times["other"].wall) == len(times["other"].rounds()) == 2


def test_the_ratio_is_that_of_the_middle_round():
    assert rounds.ratio([6.0, 8.0, 100.0], [2.0, 2.0, 1.0]) == 4.0


def test_every_stage_of_reading_is_passed():
    spent = stages.by_stage([DATA])
    assert set(spent) == set(stages.STEPS)
    rare = {"full pdfplumber, where the two differ"}
    assert {step for step, seconds in spent.items() if seconds <= 0} <= rare


def test_a_stage_within_another_counts_for_itself():
    turns = Counter()
    with stages.watched(lambda step: turns.update([step])):
        stages.read_pdf(DATA)
    assert turns.pop(None) == turns.total()
    assert turns["characters"] == turns["paths and pictures"] == turns["words"]


def test_the_most_memory_is_not_less_than_that_before(tmp_path):
    found = peak.of_processes({"a": DATA}, tmp_path)
    assert set(found) == set(peak.READERS)
    assert all(0 < before <= most for before, most in found.values())


def test_what_pdfplumber_finds_can_be_read_as_a_report():
    sample = Sample("PDF", "solid boxes", DRAFT, DATA, "年报.pdf")
    report = read_report(plain.document(sample), source="年报.pdf")
    name, text = next(iter(DRAFT.printed().items()))
    assert report.figure(name).value == Decimal(text)

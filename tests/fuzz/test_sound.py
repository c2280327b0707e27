"""Sound reports in many sentences are accused of nothing, and a wrong number told in them is found."""

from collections import Counter
from random import Random
from string import Template

from monitor.reports.narrative import counts
from monitor.rules.model import Severity
from tests.fuzz import sentences
from tests.fuzz.sound import Tally, make, run, table, take

REPORTS = 40

_LEFT_ALONE = {"applications_handled", "applications_carried_in", "applications_carried_out"}
"""Counts that no rule holds against a table."""
_WORDS = dict(
    zip(
        ("name", "own", "short", "above", "place", "topic", "year", "last", "next"),
        ("云岭县水利局", "我局", "县水利局", "市直部门", "云岭县", "农村饮水", "2023", "2022", "2024"),
        strict=True,
    )
)


class _Filled(dict[str, str]):
    """Every slot of a sentence filled: words as they are, numbers by chance."""

    def __init__(self, random: Random) -> None:
        super().__init__(_WORDS)
        self._random = random

    def __missing__(self, name: str) -> str:
        return str(self._random.randint(2, 9 if name.startswith(("few", "limit")) else 97))


def test_sound_reports_are_accused_of_nothing_and_wrong_numbers_are_found() -> None:
    tally = Tally()
    for found in run([f"9/{number}" for number in range(REPORTS)]):
        take(tally, *found)
    accused = [rule for (rule, severity) in tally.accused if severity is not Severity.INFO]
    assert accused == [], "\n".join(table(tally))
    assert tally.unread == []
    assert tally.missed == Counter()
    # Reports that tell no number would prove nothing.
    assert tally.wrong > REPORTS / 2


def test_no_sentence_that_tells_nothing_is_believed() -> None:
    random = Random("traps")
    pools = (
        sentences.TRAPS,
        sentences.DOCUMENT_TRAPS,
        sentences.PROACTIVE,
        sentences.SUPPLEMENTS,
        sentences.SUPERVISION,
    )
    for text in (text for pool in pools for text in pool):
        for heading in ("", "（二）依申请公开。", "（二）依申请公开情况\n"):
            filled = heading + Template(text).substitute(_Filled(random))
            found = counts(filled, year=2023, body="云岭县水利局")
            believed = [count.printed for count in found if count.whole and count.kind not in _LEFT_ALONE]
            assert believed == [], filled


def test_the_same_key_makes_the_same_report() -> None:
    assert make("3/7") == make("3/7")
    assert make("3/7") != make("3/8")


def test_there_are_many_sentences_and_none_twice() -> None:
    pools = [
        *(sentences.PREAMBLES, sentences.OPENINGS, sentences.PROACTIVE, sentences.TOLD, sentences.TOLD_BY_TOPIC),
        *(sentences.NONE_TOLD, sentences.TRAPS, sentences.DOCUMENTS_TOLD, sentences.DOCUMENT_TRAPS, sentences.PROBLEMS),
    ]
    every = [text for pool in pools for text in pool]
    assert len(every) > 150
    assert len(set(every)) == len(every)

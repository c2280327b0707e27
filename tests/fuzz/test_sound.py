"""Sound reports in many sentences are accused of nothing, and a wrong number told in them is found."""

from collections import Counter

from monitor.rules.model import Severity
from tests.fuzz import sentences
from tests.fuzz.sound import Tally, make, run, table, take

REPORTS = 40
KNOWN = {"S05"}
"""Rules that do not know yet all words for problems and improvements (:data:`tests.fuzz.sentences.IDIOMS`)."""


def test_sound_reports_are_accused_of_nothing_and_wrong_numbers_are_found() -> None:
    tally = Tally()
    for found in run([f"9/{number}" for number in range(REPORTS)]):
        take(tally, *found)
    accused = [rule for (rule, severity) in tally.accused if severity is not Severity.INFO and rule not in KNOWN]
    assert accused == [], "\n".join(table(tally))
    assert tally.unread == []
    assert tally.missed == Counter()
    # Reports that tell no number would prove nothing.
    assert tally.wrong > REPORTS / 2


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

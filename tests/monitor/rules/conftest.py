"""A lawful draft, and what a rule says of it once it is broken."""

import pytest

from monitor.rules.catalogue import evaluate
from tests.monitor.rules.drafting import Draft


@pytest.fixture
def draft():
    """A factory of lawful drafts: ``draft(kind, year)``."""
    return Draft


@pytest.fixture
def judge():
    """What one rule says of a draft: ``judge(draft, code)`` -> its findings."""

    def run(draft, code):
        return evaluate(draft.case(), only={code}).findings

    return run


@pytest.fixture
def broken():
    """Which rules a draft breaks: ``broken(draft)`` -> their codes."""

    def run(draft):
        return {finding.rule for finding in evaluate(draft.case()).failures}

    return run

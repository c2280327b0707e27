import pytest

from monitor.rules.model import Outcome
from tests.monitor.rules.cases import BLANK, OUT, Cases

CASES = Cases(
    *("Y01", "Carry-over discontinuous", "上年结转数与上年年报不一致", "error", "form"),
    fails={
        "total": lambda d: d.known(previous=d.__class__(year=2022).put(OUT, 3).finish()),
        "a column": lambda d: d.known(
            previous=d.__class__(year=2022)
            .put("applications.carried_out.natural_person", 0)
            .put("applications.carried_out.enterprise", 1)
            .finish()
        ),
    },
    passes={
        "follows on": lambda d: d.known(previous=d.__class__(year=2022).finish()),
        "named in short then": lambda d: d.known(previous=d.__class__(year=2022).set(body="教育局").finish()),
    },
    not_assessed={
        "no previous report": (Outcome.NOT_EVALUATED, lambda d: d),
        "not the year before": (Outcome.NOT_EVALUATED, lambda d: d.known(previous=d.__class__(year=2021).finish())),
        "renamed": (
            Outcome.NOT_EVALUATED,
            lambda d: d.known(previous=d.__class__(year=2022).put(OUT, 9).set(body="宁川县教育体育局").finish()),
        ),
        "the county's": (
            Outcome.NOT_EVALUATED,
            lambda d: d.known(previous=d.__class__(year=2022).put(OUT, 9).set(body="宁川县").finish()),
        ),
        "its office's": (
            Outcome.NOT_EVALUATED,
            lambda d: d.known(previous=d.__class__("office", 2022).put(OUT, 9).finish()),
        ),
        "another's whose name it ends in": (
            Outcome.NOT_EVALUATED,
            lambda d: d.known(previous=d.__class__(year=2022).put(OUT, 9).set(body="宁川县职业教育局").finish()),
        ),
        "without a name": (
            Outcome.NOT_EVALUATED,
            lambda d: d.known(previous=d.__class__(year=2022).put(OUT, 9).set(body=None).finish()),
        ),
        "blank": (
            Outcome.UNREADABLE,
            lambda d: d.known(previous=d.__class__(year=2022).mark(OUT, BLANK).finish()),
        ),
        "no table then": (
            Outcome.NOT_EVALUATED,
            lambda d: d.known(previous=d.__class__(year=2022).lose_table("applications").finish()),
        ),
    },
)


@pytest.mark.parametrize(
    ("kind", "now", "before"),
    [
        ("government", "宁川县", "宁川县人民政府"),
        ("government", "宁川县人民政府", "晴川市宁川县"),
        ("office", "宁川县人民政府办公室", "宁川县政府办"),
        ("department", "宁川县发展和改革委", "宁川县发展和改革委员会"),
        ("department", "县市场监督管理局", "宁川县市场监督管理局"),
        ("township", "东河镇", "宁川县东河镇人民政府"),
    ],
)
def test_one_body_by_other_endings_and_places_is_compared(draft, judge, kind, now, before):
    made = draft(kind).set(body=now).known(previous=draft(kind, 2022).put(OUT, 9).set(body=before).finish())
    assert judge(made, "Y01")[0].outcome is Outcome.FAIL

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
    passes={"follows on": lambda d: d.known(previous=d.__class__(year=2022).finish())},
    not_assessed={
        "no previous report": (Outcome.NOT_EVALUATED, lambda d: d),
        "not the year before": (Outcome.NOT_EVALUATED, lambda d: d.known(previous=d.__class__(year=2021).finish())),
        "renamed": (
            Outcome.NOT_EVALUATED,
            lambda d: d.known(previous=d.__class__(year=2022).put(OUT, 9).set(body="宁川县教育体育局").finish()),
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

from monitor.rules.model import Agreement, Outcome
from tests.monitor.rules.cases import NEW, Cases

CASES = Cases(
    *("W09", "Page and attachment differ", "网页与附件数据不一致", "warning", "law"),
    fails={
        "a cell": lambda d: d.known(agreements=(Agreement("网页与附件《年报.pdf》", 150, ((NEW, "7", "17"),)),)),
        "one of two files": lambda d: d.known(
            agreements=(Agreement("网页与附件《a.docx》", 150), Agreement("网页与附件《a.pdf》", 9, ((NEW, "7", ""),)))
        ),
    },
    passes={"all alike": lambda d: d.known(agreements=(Agreement("网页与附件《年报.pdf》", 150),))},
    not_assessed={"one representation": (Outcome.NOT_APPLICABLE, lambda d: d)},
)

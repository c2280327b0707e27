from datetime import date

from monitor.documents.reading import read_document
from monitor.reports.reading import read_report
from monitor.rules.catalogue import evaluate
from monitor.rules.model import Case, Outcome
from tests.monitor.rules.cases import Cases

IDENTITY = "11010519491231002X"
"""The specimen number of GB 11643."""

CASES = Cases(
    *("P01", "ID-card number disclosed", "身份证号泄露", "error", "law"),
    fails={
        "in the contact line": lambda d: d.edit("other", text=f"联系人身份证号：{IDENTITY}。"),
        "in groups": lambda d: d.edit("other", text="联系人身份证号：110105 19491231 002X。"),
        "in groups of four": lambda d: d.edit("other", text="身份证1101 0519 4912 3100 2x"),
        "in wide signs": lambda d: d.edit("other", text="１１０１０５　１９４９１２３１　００２Ｘ"),
        "behind another number": lambda d: d.edit("other", text=f"2023 {IDENTITY}"),
        "in a cell": lambda d: d.set(long_cells=[f"张某\n{IDENTITY}"]),
        "in a cell of two lines": lambda d: d.set(long_cells=["110105\n19491231002X"]),
    },
    passes={
        "a row of figures": lambda d: d.edit("other", text=" ".join(IDENTITY)),
        "on two lines of prose": lambda d: d.edit("other", text="110105\n19491231002X"),
        "masked": lambda d: d.edit("other", text="110105********002X"),
        "wrong check": lambda d: d.edit("other", text="110105194912310021"),
        "no such day": lambda d: d.edit("other", text="110105194913310022"),
        "a credit code": lambda d: d.edit("other", text="91110105MA00ABCD1X"),
        "longer": lambda d: d.edit("other", text=f"8{IDENTITY}"),
    },
    not_assessed={"no report": (Outcome.NOT_EVALUATED, lambda d: d.known(report=None))},
)


def test_a_number_in_a_table_of_any_kind_is_found():
    row = f"<tr><td>某甲</td><td>{IDENTITY[:6]} {IDENTITY[6:]}</td></tr>"
    table = f"<table><tr><th>姓名</th><th>号码</th></tr>{row}</table>"
    page = f"<html><body><h1>宁川县教育局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>{table}</body></html>"
    report = read_report(read_document(page.encode(), name="a.html"), source="a.html")
    (finding,) = evaluate(Case(date(2024, 4, 8), report=report), only={"P01"}).failures
    assert IDENTITY[6:14] not in finding.message + finding.quote

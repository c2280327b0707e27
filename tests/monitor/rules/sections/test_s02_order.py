from dataclasses import replace

from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S02", "Sections out of order or misnumbered", "章节顺序或序号错误", "warning", "form"),
    fails={
        "numeral repeated": lambda d: d.edit("other", numeral=5),
        "numeral skipped": lambda d: d.edit("other", numeral=7),
        "starts at two": lambda d: d.edit("overview", numeral=2),
        "out of order": lambda d: d.set(sections=[d.report.sections[n] for n in (0, 2, 1, 3, 4, 5)]),
    },
    passes={
        "a missing section leaves a gap": lambda d: d.drop("problems"),
        "a missing section closed up": lambda d: d.drop("problems").edit("other", numeral=5),
        "no numerals": lambda d: d.set(sections=[replace(s, numeral=None) for s in d.report.sections]),
    },
    not_assessed={"before 2019": (Outcome.NOT_APPLICABLE, lambda d: d.set(year=2018))},
)

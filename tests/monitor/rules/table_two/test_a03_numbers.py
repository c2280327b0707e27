from monitor.rules.model import Outcome
from tests.monitor.rules.cases import UNSURE, Cases

CASES = Cases(
    *("A03", "Table 2 value invalid", "表二数值非法", "error", "form"),
    fails={
        "negative": lambda d: d.put("proactive.licensing.decisions", -1),
        "half a document": lambda d: d.put("proactive.normative_documents.issued", "2.5"),
        "negative fee": lambda d: d.put("proactive.fees.amount", "-0.01"),
    },
    passes={"a fee with a fraction": lambda d: d.put("proactive.fees.amount", "5840.5495")},
    not_assessed={"unsure": (Outcome.UNREADABLE, lambda d: d.mark("proactive.rules.issued", UNSURE))},
)

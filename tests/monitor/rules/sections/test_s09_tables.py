from monitor.rules.catalogue import evaluate
from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("S09", "Table missing", "缺少规定表格", "error", "form"),
    fails={
        "no table two": lambda d: d.lose_table("proactive").edit("proactive", text="数据见下。"),
        "no table four": lambda d: d.lose_table("remedies").edit("remedies", text="本年度未发生复议和诉讼。"),
    },
    passes={
        "all there": lambda d: d,
        "at the end of the report": lambda d: d.edit("remedies", tables=0, text="全年没有发生。"),
    },
    not_assessed={
        "nothing in the section": (
            Outcome.NOT_EVALUATED,
            lambda d: d.lose_table("proactive").edit("proactive", text=""),
        ),
        "only a page's number in the section": (
            Outcome.NOT_EVALUATED,
            lambda d: d.lose_table("remedies").edit("remedies", text="— 5 —"),
        ),
        "picture": (Outcome.UNREADABLE, lambda d: d.lose_table("proactive").edit("proactive", pictures=1)),
        "attachment": (
            Outcome.UNREADABLE,
            lambda d: d.lose_table("proactive").edit("proactive", text="详见附件1。"),
        ),
        "as text": (
            Outcome.UNREADABLE,
            lambda d: d.lose_table("proactive").edit("proactive", text="信息内容 本年制发件数 现行有效件数"),
        ),
    },
)


def test_a_text_copy_without_any_table_shows_no_pictures_either(draft):
    made = draft().set(media_type="text/plain")
    for key in ("proactive", "applications", "remedies"):
        made.lose_table(key)
    outcomes = {finding.outcome for finding in evaluate(made.case(), only={"S04", "S09", "B01", "C01"}).findings}
    assert outcomes == {Outcome.UNREADABLE}


def test_a_text_copy_with_some_tables_shows_which_is_missing(draft, broken):
    made = draft().set(media_type="text/plain").lose_table("remedies").edit("remedies", text="未发生。")
    assert broken(made) == {"S09"}


def test_a_section_with_nothing_in_it_is_told_once(draft, broken):
    assert broken(draft().lose_table("remedies")) == {"S04"}

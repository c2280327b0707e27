"""Every rule fails where it must, passes where it may, and says so where it cannot know.

A case is a rule, the outcome, and what is done to a lawful draft; one draft, many named mutations.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.reports.model import CellState, Period
from monitor.rules.model import Agreement, Change, Outcome, Severity
from monitor.rules.registry import page, rules

BLANK, SYMBOL, TEXT, UNSURE, ABSENT = (
    CellState.BLANK,
    CellState.SYMBOL,
    CellState.TEXT,
    CellState.UNSURE,
    CellState.ABSENT,
)
NEW, IN, TOTAL, OUT = (f"applications.{row}.total" for row in ("new", "carried_in", "total", "carried_out"))
PERSONS = "applications.granted.natural_person"
IDENTITY = "11010519491231002X"
"""The specimen number of GB 11643."""


def figure_changed(noted=False):
    return (Change("2024-02-01T00:00:00Z", (("applications.new.total", "7", "8"),), noted=noted),)


FAILS = {
    "S01": {
        "no problems section": lambda d: d.drop("problems"),
        "no overview": lambda d: d.drop("overview"),
        "two at once": lambda d: d.drop("problems", "other"),
    },
    "S02": {
        "numeral repeated": lambda d: d.edit("other", numeral=5),
        "numeral skipped": lambda d: d.edit("other", numeral=7),
        "starts at two": lambda d: d.edit("overview", numeral=2),
        "out of order": lambda d: d.set(sections=[d.report.sections[n] for n in (0, 2, 1, 3, 4, 5)]),
    },
    "S03": {
        "free wording": lambda d: d.edit("applications", heading="三、依申请公开情况", standard=False),
        "punctuation": lambda d: d.edit("remedies", heading="四、…情况。", punctuation_only=True),
        "table without heading": lambda d: d.drop("remedies"),
    },
    "S04": {
        "nothing": lambda d: d.edit("overview", text=""),
        "a page number": lambda d: d.edit("problems", text="— 3 —\n4"),
        "no table and no text": lambda d: d.lose_table("remedies"),
    },
    "S05": {
        "无": lambda d: d.edit("problems", text="无。"),
        "short": lambda d: d.edit("problems", text="存在一些问题，将加强改进。"),
        "no problem": lambda d: d.edit("problems", text="下一步继续加强学习、统筹谋划、压实责任，" * 4),
        "no improvement": lambda d: d.edit("problems", text="信息更新的及时性存在不足，内容质量不高，" * 4),
    },
    "S08": {
        "silent": lambda d: d.edit("overview", text="总体平稳，公开信息412条。"),
        "only titles": lambda d: d.edit(
            "overview", text="印发《政务公开工作考核实施细则》《社会评议办法》，无责任追究。"
        ),
    },
    "S09": {
        "no table two": lambda d: d.lose_table("proactive"),
        "no table four": lambda d: d.lose_table("remedies").edit("remedies", text="本年度未发生复议和诉讼。"),
    },
    "S10": {"two old labels": lambda d: d.table("proactive", old_form_markers=("本年新制作数量", "采购总金额"))},
    "S11": {
        "one row （六）": lambda d: d.merge_other_rows(),
        "old table two": lambda d: d.table("proactive", form="2019"),
    },
    "D01": {
        "a day late": lambda d: d.published(date(2024, 2, 1)),
        "by our own looking": lambda d: d.published(date(2024, 2, 9), "first_seen").absent(date(2024, 2, 3)),
    },
    "D02": {"a day late": lambda d: d.published(date(2024, 4, 1))},
    "D04": {"two healthy days": lambda d: d.absent(date(2024, 2, 3), date(2024, 2, 4))},
    "D10": {
        "text": lambda d: d.published(date(2024, 1, 20), changes=(Change("2024-02-01T00:00:00Z"),)),
        "figure": lambda d: d.published(date(2024, 1, 20), changes=figure_changed()),
    },
    "D11": {"gone": lambda d: d.published(date(2024, 1, 20), withdrawn_on=date(2024, 3, 1))},
    "A02": {
        "blank": lambda d: d.mark("proactive.rules.issued", BLANK),
        "slash": lambda d: d.mark("proactive.rules.issued", SYMBOL, "/"),
        "text": lambda d: d.mark("proactive.fees.amount", TEXT, "见附件"),
    },
    "A03": {
        "negative": lambda d: d.put("proactive.licensing.decisions", -1),
        "half a document": lambda d: d.put("proactive.normative_documents.issued", "2.5"),
        "negative fee": lambda d: d.put("proactive.fees.amount", "-0.01"),
    },
    "A05": {
        "a department": lambda d: d.put("proactive.rules.in_force", 6),
        "a township": lambda d: d.put("proactive.rules.issued", 1).set(body="东河镇人民政府", body_kind="township"),
        "a county": lambda d: d.put("proactive.rules.issued", 1).set(body="宁川县人民政府", body_kind="government"),
    },
    "B01": {"carried out": lambda d: d.put(OUT, 2)},
    "B02": {"detail": lambda d: d.put(PERSONS, 2)},
    "B03": {"row": lambda d: d.put(PERSONS, 2)},
    "B04": {
        "a row": lambda d: [d.mark(name, ABSENT) for name in d.names() if "refused.state_secret" in name] and d,
        "a column": lambda d: d.table("applications", missing_columns=("research",)),
        "（六） without any row": lambda d: d.table("applications", missing_rows=("other.other",)),
    },
    "B05": {
        "blank": lambda d: d.mark("applications.granted.research", BLANK),
        "slash": lambda d: d.mark("applications.granted.research", SYMBOL, "/"),
    },
    "B06": {
        "negative": lambda d: d.put(PERSONS, -3),
        "half": lambda d: d.put(PERSONS, "0.5"),
        "text": lambda d: d.mark(PERSONS, TEXT, "若干"),
        "beyond measure": lambda d: d.put(PERSONS, 1000001),
    },
    "C01": {"group": lambda d: d.put("remedies.review.total", 3)},
    "C03": {"blank": lambda d: d.mark("remedies.litigation_direct.upheld", BLANK)},
    "E01": {
        "another number": lambda d: d.edit("overview", text="全年收到政府信息公开申请9件。"),
        "in section three": lambda d: d.edit("overview", text="略述。").edit(
            "applications", text="2023年共受理政府信息公开申请9件。"
        ),
    },
    "E09": {
        "in force": lambda d: d.edit("overview", text="现行有效行政规范性文件8件。"),
        "issued": lambda d: d.edit("overview", text="全年制发行政规范性文件3件。"),
        "none said": lambda d: d.edit("overview", text="本年未制发行政规范性文件。"),
        "disclosed and equal to neither": lambda d: d.edit("overview", text="全年公开行政规范性文件5件。"),
        "rules": lambda d: d.edit("overview", text="现行有效规章4部。"),
    },
    "Y01": {
        "total": lambda d: d.known(previous=d.__class__(year=2022).put(OUT, 3).finish()),
        "a column": lambda d: d.known(
            previous=d.__class__(year=2022)
            .put("applications.carried_out.natural_person", 0)
            .put("applications.carried_out.enterprise", 1)
            .finish()
        ),
    },
    "Y07": {
        "reversed": lambda d: d.set(
            period=Period(date(2023, 1, 1), date(2022, 12, 31), "2023年1月1日至2022年12月31日")
        ),
        "no such day": lambda d: d.set(period=Period(None, date(2023, 12, 31), "2023年1月32日至2023年12月31日")),
        "not the whole year": lambda d: d.set(
            period=Period(date(2023, 1, 1), date(2023, 11, 30), "2023年1月1日至11月30日")
        ),
    },
    "F02": {"twice": lambda d: d.set(title="宁川县教育局2023年政府信息公开 公开工作年度报告")},
    "F03": {"title behind": lambda d: d.set(title_year=2022)},
    "P01": {"in the contact line": lambda d: d.edit("other", text=f"联系人身份证号：{IDENTITY}。")},
    "W09": {
        "a cell": lambda d: d.known(agreements=(Agreement("网页与附件《年报.pdf》", 150, ((NEW, "7", "17"),)),)),
        "one of two files": lambda d: d.known(
            agreements=(Agreement("网页与附件《a.docx》", 150), Agreement("网页与附件《a.pdf》", 9, ((NEW, "7", ""),)))
        ),
    },
}

PASSES = {
    "S01": {
        "two sections in one line": lambda d: d.edit(
            "problems", heading="五、存在的主要问题及改进情况 六、其他需要报告的事项"
        ),
        "table without heading": lambda d: d.drop("remedies"),
    },
    "S02": {
        "a missing section leaves a gap": lambda d: d.drop("problems"),
        "a missing section closed up": lambda d: d.drop("problems").edit("other", numeral=5),
        "no numerals": lambda d: d.set(sections=[replace(s, numeral=None) for s in d.report.sections]),
    },
    "S03": {"as prescribed": lambda d: d},
    "S04": {
        "无 in section six": lambda d: d.edit("other", text="无"),
        "only a table": lambda d: d.edit("proactive", text="", tables=1),
        "the table stands elsewhere": lambda d: d.edit("proactive", text="", tables=0),
    },
    "S05": {"无 in section six": lambda d: d.edit("other", text="（一）收费情况：无\n（二）其他：无")},
    "S08": {"all three": lambda d: d},
    "S09": {"all there": lambda d: d},
    "S10": {"one old label": lambda d: d.table("proactive", old_form_markers=("本年新制作数量",))},
    "S11": {"unknown form": lambda d: d.table("proactive", form=None)},
    "D01": {
        "on the last day": lambda d: d.published(date(2024, 1, 31)),
        "seen in time": lambda d: d.published(date(2024, 1, 30), "first_seen"),
    },
    "D02": {"on the last day": lambda d: d.published(date(2024, 3, 31))},
    "D04": {"not yet due": lambda d: d.absent(due=date(2024, 4, 30))},
    "D10": {"noted": lambda d: d.published(date(2024, 1, 20), changes=figure_changed(noted=True))},
    "D11": {"still there": lambda d: d},
    "A02": {"zeros": lambda d: d.put("proactive.rules.issued", 0)},
    "A03": {"a fee with a fraction": lambda d: d.put("proactive.fees.amount", "5840.5495")},
    "A05": {
        "none": lambda d: d,
        "a city": lambda d: (
            d.put("proactive.rules.in_force", 5)
            .set(body="江北市人民政府", body_kind="government")
            .known(division="990100")
        ),
        "a city's office": lambda d: (
            d.put("proactive.rules.in_force", 5)
            .set(body="江北市人民政府办公室", body_kind="office")
            .known(division="990100")
        ),
        "a city without districts": lambda d: d.put("proactive.rules.in_force", 5).set(
            body="东莞市人民政府", body_kind="government"
        ),
    },
    "B01": {"blank is zero": lambda d: d.mark("applications.new.research", BLANK)},
    "B02": {"（六） in one row": lambda d: d.merge_other_rows()},
    "B03": {"blank is zero": lambda d: d.mark("applications.granted.research", BLANK)},
    "B04": {"（六） in one row is S11's matter": lambda d: d.merge_other_rows()},
    "B05": {"zeros": lambda d: d},
    "B06": {"a count with its unit": lambda d: d.mark("applications.granted.research", TEXT, "0件")},
    "C01": {"blank is zero": lambda d: d.mark("remedies.review.other", BLANK)},
    "C03": {"zeros": lambda d: d},
    "E01": {
        "with what was carried in": lambda d: d.edit("overview", text="全年收到政府信息公开申请8件。"),
        "one of two agrees": lambda d: d.edit(
            "overview", text="全市收到政府信息公开申请31件。本机关收到政府信息公开申请7件。"
        ),
    },
    "E09": {
        "issued": lambda d: d.edit("overview", text="全年制发行政规范性文件2件，现行有效行政规范性文件9件。"),
        "disclosed and equal to one": lambda d: d.edit("overview", text="全年公开行政规范性文件9件。"),
        "two issuers": lambda d: d.edit("overview", text="局制发行政规范性文件1件。办公室制发行政规范性文件1件。"),
    },
    "Y01": {"follows on": lambda d: d.known(previous=d.__class__(year=2022).finish())},
    "Y07": {"the year": lambda d: d},
    "F02": {
        "letterhead": lambda d: d.set(title="宁川县教育局\n宁川县教育局2023年政府信息公开工作年度报告"),
        "two names meet": lambda d: d.set(title="2023年宁川县人民政府政府信息公开工作年度报告"),
        "an office's short name meets": lambda d: d.set(
            title="宁川县政府政府信息公开工作年度报告", body="宁川县政府", body_kind="government"
        ),
        "single characters": lambda d: d.set(title="发发公公镇2023年政府信息公开工作年度报告"),
    },
    "F03": {"the same": lambda d: d},
    "P01": {
        "masked": lambda d: d.edit("other", text="110105********002X"),
        "wrong check": lambda d: d.edit("other", text="110105194912310021"),
        "no such day": lambda d: d.edit("other", text="110105194913310022"),
        "a credit code": lambda d: d.edit("other", text="91110105MA00ABCD1X"),
        "longer": lambda d: d.edit("other", text=f"8{IDENTITY}"),
    },
    "W09": {"all alike": lambda d: d.known(agreements=(Agreement("网页与附件《年报.pdf》", 150),))},
}

NOT_ASSESSED = {
    "S01": {
        "pictures": (Outcome.UNREADABLE, lambda d: d.drop("problems").set(pictures=1)),
        "hardly any text": (
            Outcome.UNREADABLE,
            lambda d: (
                d.lose_table("proactive")
                .lose_table("applications")
                .lose_table("remedies")
                .drop("proactive", "applications", "remedies", "problems", "other")
            ),
        ),
        "heading swallowed by the text": (
            Outcome.UNREADABLE,
            lambda d: d.drop("problems").edit("overview", text="五、存在的主要问题及改进情况\n略"),
        ),
    },
    "S02": {"before 2019": (Outcome.NOT_APPLICABLE, lambda d: d.set(year=2018))},
    "S03": {"before 2019": (Outcome.NOT_APPLICABLE, lambda d: d.set(year=2018))},
    "S04": {"picture": (Outcome.UNREADABLE, lambda d: d.edit("overview", text="", pictures=1))},
    "S05": {
        "no section": (Outcome.NOT_EVALUATED, lambda d: d.drop("problems")),
        "nothing in it": (Outcome.NOT_EVALUATED, lambda d: d.edit("problems", text="")),
        "picture": (Outcome.UNREADABLE, lambda d: d.edit("problems", text="无", pictures=1)),
    },
    "S08": {
        "an office": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="office")),
        "a department": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="department")),
        "kind unknown": (Outcome.NOT_EVALUATED, lambda d: d.set(body_kind=None)),
        "no overview": (Outcome.NOT_EVALUATED, lambda d: d.drop("overview")),
        "picture": (Outcome.UNREADABLE, lambda d: d.edit("overview", text="略，公开", pictures=1)),
    },
    "S09": {
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
    "S10": {
        "the form of its year": (Outcome.NOT_APPLICABLE, lambda d: d.set(year=2020)),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("proactive")),
    },
    "S11": {
        "the three rows are somewhere": (
            Outcome.UNREADABLE,
            lambda d: d.merge_other_rows().edit("applications", text="申请人无正当理由逾期不补正 0"),
        ),
    },
    "D01": {
        "institution": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="institution")),
        "no date": (Outcome.NOT_EVALUATED, lambda d: d.published(None)),
        "address": (Outcome.NOT_EVALUATED, lambda d: d.published(date(2024, 9, 1), "url")),
        "uncertain": (Outcome.NOT_EVALUATED, lambda d: d.published(date(2024, 9, 1), uncertain=True)),
        "first look too late": (Outcome.NOT_EVALUATED, lambda d: d.published(date(2024, 4, 1), "first_seen")),
        "year unknown": (Outcome.NOT_EVALUATED, lambda d: d.set(year=None)),
    },
    "D02": {
        "an office": (Outcome.NOT_APPLICABLE, lambda d: d.set(body_kind="office")),
        "address": (Outcome.NOT_EVALUATED, lambda d: d.published(date(2024, 9, 1), "url")),
    },
    "D04": {
        "one day": (Outcome.NOT_EVALUATED, lambda d: d.absent(date(2024, 2, 3))),
        "the same day twice": (Outcome.NOT_EVALUATED, lambda d: d.absent(date(2024, 2, 3), date(2024, 2, 3))),
        "before the due day": (Outcome.NOT_EVALUATED, lambda d: d.absent(date(2024, 1, 31), date(2024, 2, 3))),
        "unhealthy": (
            Outcome.NOT_EVALUATED,
            lambda d: d.absent(date(2024, 2, 3), date(2024, 2, 4), healthy=False),
        ),
        "institution": (
            Outcome.NOT_APPLICABLE,
            lambda d: d.absent(date(2024, 2, 3), date(2024, 2, 4), kind="institution"),
        ),
    },
    "D10": {"no history": (Outcome.NOT_EVALUATED, lambda d: d.known(publication=None))},
    "D11": {"no history": (Outcome.NOT_EVALUATED, lambda d: d.known(publication=None))},
    "A02": {
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark("proactive.rules.issued", UNSURE)),
        "old form": (
            Outcome.NOT_EVALUATED,
            lambda d: d.table("proactive", old_form_markers=("本年新制作数量", "采购总金额")),
        ),
        "picture": (Outcome.UNREADABLE, lambda d: d.lose_table("proactive").set(pictures=2)),
    },
    "A03": {"unsure": (Outcome.UNREADABLE, lambda d: d.mark("proactive.rules.issued", UNSURE))},
    "A05": {
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark("proactive.rules.issued", UNSURE)),
        "a bare city": (
            Outcome.NOT_EVALUATED,
            lambda d: d.put("proactive.rules.issued", 1).set(body="江北市人民政府", body_kind="government"),
        ),
        "body unknown": (
            Outcome.NOT_EVALUATED,
            lambda d: d.put("proactive.rules.issued", 1).set(body=None, body_kind=None),
        ),
    },
    "B01": {
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.new.research", UNSURE)),
        "text": (Outcome.UNREADABLE, lambda d: d.mark("applications.new.research", TEXT, "无法统计")),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("applications")),
    },
    "B02": {"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
    "B03": {"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
    "B04": {
        "old form": (
            Outcome.NOT_EVALUATED,
            lambda d: d.table("proactive", old_form_markers=("本年新制作数量", "采购总金额")),
        ),
        "a row of another name": (
            Outcome.UNREADABLE,
            lambda d: d.table("applications", missing_rows=("other.other",), extra_rows=("3.其它处理方式",)),
        ),
        "a row left in the text": (
            Outcome.UNREADABLE,
            lambda d: d.table("applications", missing_rows=("other.other",)).edit(
                "applications", text="3.其\n他 12 0 0 1,024 0 0 1036"
            ),
        ),
    },
    "B05": {"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
    "B06": {"unsure": (Outcome.UNREADABLE, lambda d: d.mark("applications.granted.research", UNSURE))},
    "C01": {"unsure": (Outcome.UNREADABLE, lambda d: d.mark("remedies.review.other", UNSURE))},
    "C03": {"unsure": (Outcome.UNREADABLE, lambda d: d.mark("remedies.review.other", UNSURE))},
    "E01": {
        "nothing said": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="依法办理申请。")),
        "another year": (
            Outcome.NOT_APPLICABLE,
            lambda d: d.edit("overview", text="2022年收到政府信息公开申请40件。"),
        ),
        "a part": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="网上收到政府信息公开申请3件。")),
        "none received": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="全年未收到政府信息公开申请。")),
        "unsure": (Outcome.UNREADABLE, lambda d: d.mark(NEW, UNSURE)),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("applications")),
    },
    "E09": {
        "nothing said": (Outcome.NOT_APPLICABLE, lambda d: d.edit("overview", text="发布信息412条。")),
        "unsure": (
            Outcome.UNREADABLE,
            lambda d: d.edit("overview", text="全年制发行政规范性文件3件。").mark(
                "proactive.normative_documents.issued", UNSURE
            ),
        ),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("proactive")),
    },
    "Y01": {
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
    "Y07": {"not stated": (Outcome.NOT_EVALUATED, lambda d: d.set(period=None))},
    "F02": {"no title": (Outcome.NOT_EVALUATED, lambda d: d.set(title=""))},
    "F03": {
        "no year": (Outcome.NOT_EVALUATED, lambda d: d.set(title_year=None)),
        "period over two years": (
            Outcome.NOT_EVALUATED,
            lambda d: d.set(period=Period(date(2023, 1, 1), date(2022, 12, 31), "倒置")),
        ),
    },
    "P01": {"no report": (Outcome.NOT_EVALUATED, lambda d: d.known(report=None))},
    "W09": {"one representation": (Outcome.NOT_APPLICABLE, lambda d: d)},
}

KINDS = {"S08": "government", "D02": "government"}


def cases(table):
    return [
        pytest.param(code, *(what if isinstance(what, tuple) else (what,)), id=f"{code} {name}")
        for code, named in table.items()
        for name, what in named.items()
    ]


@pytest.mark.parametrize(("code", "mutation"), cases(FAILS))
def test_fails(draft, judge, code, mutation):
    findings = judge(mutation(draft(KINDS.get(code, "department"))), code)
    assert Outcome.FAIL in {finding.outcome for finding in findings}, findings
    for finding in findings:
        assert finding.basis
        assert finding.message.endswith(("。", "”。"))
        if finding.severity is Severity.ERROR:
            assert "请核对" not in finding.message
        else:
            assert "请核对" in finding.message
            assert not any(word in finding.message for word in ("不一致", "缺失", "逾期未", "逾期1", "逾期2"))


@pytest.mark.parametrize(("code", "mutation"), cases(PASSES))
def test_passes(draft, judge, code, mutation):
    findings = judge(mutation(draft(KINDS.get(code, "department"))), code)
    assert {finding.outcome for finding in findings} == {Outcome.PASS}, findings


@pytest.mark.parametrize(("code", "outcome", "mutation"), cases(NOT_ASSESSED))
def test_not_assessed(draft, judge, code, outcome, mutation):
    findings = judge(mutation(draft(KINDS.get(code, "department"))), code)
    assert {finding.outcome for finding in findings} == {outcome}, findings
    assert all(finding.message for finding in findings)


@pytest.mark.parametrize("code", list(rules()))
def test_every_rule_has_its_page_and_its_cases(code):
    assert FAILS[code]
    assert PASSES[code]
    assert NOT_ASSESSED[code]
    text = page(code)
    assert text.startswith(f"# {code} {rules()[code].name_zh}\n")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [f"## {name}" for name in ("查什么", "依据", "为什么", "怎样改正", "容易误判之处", "例子")]
    assert all(part.strip() for part in text.split("\n## ")[1:])


def test_a_page_of_an_unknown_rule_is_an_error():
    with pytest.raises(KeyError):
        page("Z99")


def test_withdrawal_settles_after_a_week(draft, judge):
    gone = draft().published(date(2024, 1, 20), withdrawn_on=date(2024, 4, 8) - timedelta(days=6))
    assert judge(gone, "D11")[0].severity is Severity.WARNING
    gone = draft().published(date(2024, 1, 20), withdrawn_on=date(2024, 4, 8) - timedelta(days=7))
    assert judge(gone, "D11")[0].severity is Severity.ERROR

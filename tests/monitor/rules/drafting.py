"""One lawful report, built in code, for any kind of body and either form; tests break it by named mutations."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from monitor.reports.model import CellState, Figure, Period, Report, Section, TableReading
from monitor.rules.model import Absence, Case, Publication
from storage.figures import names_of_form

BODIES = {
    "government": "宁川县人民政府",
    "office": "宁川县人民政府办公室",
    "department": "宁川县教育局",
    "township": "宁川县东河镇人民政府",
    "subdistrict": "宁川县南门街道办事处",
    "institution": "宁川县自来水公司",
}
PUBLISHED = {"government": (3, 20)}

HEADINGS = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
TEXTS = {
    "overview": (
        "（一）主动公开。{year}年通过门户网站公开各类信息412条，印发行政规范性文件2件，现行有效行政规范性文件9件。\n"
        "（二）依申请公开。全年收到政府信息公开申请7件，均依法办理。\n"
        "（三）政府信息管理。落实公开属性源头认定。\n"
        "（四）平台建设。维护专栏12个。\n"
        "（五）监督保障。全年开展工作考核1次，社会评议结果为满意，未发生责任追究情形。"
    ),
    "proactive": "",
    "applications": "",
    "remedies": "",
    "problems": (
        "存在的主要问题：一是部分信息更新还不够及时，二是基层业务培训有待加强，解读形式较为单一。"
        "下一步，将健全信息更新台账，每季度组织一次业务培训，丰富图解、访谈等解读形式，持续改进工作。"
    ),
    "other": "本年度未收取信息处理费，无其他需要报告的事项。",
}
APPLICATIONS = {
    "new": (5, 2),
    "carried_in": (1, 0),
    "granted": (3, 1),
    "partly_granted": (1, 0),
    "unavailable.not_held": (1, 1),
    "total": (5, 2),
    "carried_out": (1, 0),
}
"""Natural persons and enterprises; the other kinds of applicant are 0."""

PROACTIVE_2021 = {
    "normative_documents.issued": 2,
    "normative_documents.in_force": 9,
    "licensing.decisions": 120,
    "fees.amount": "3.25",
}
REMEDIES = {"review.upheld": 1, "review.pending": 1, "review.total": 2}


class Draft:
    """A report under construction together with what else is known of it."""

    def __init__(self, kind="department", year=2023):
        self.year = year
        self.form = "2019" if year in (2019, 2020) else "2021"
        self.report = Report(
            source="draft",
            media_type="text/html",
            title=f"{BODIES[kind]}{year}年政府信息公开工作年度报告",
            body=BODIES[kind],
            body_kind=kind,
            year=year,
            title_year=year,
            form=self.form if year > 2018 else "legacy",
            period=Period(date(year, 1, 1), date(year, 12, 31), f"{year}年1月1日至{year}年12月31日"),
            preamble="根据《中华人民共和国政府信息公开条例》编制本年度报告。",
        )
        self.report.sections = [self._section(key, number) for number, key in enumerate(HEADINGS, 1)]
        self.report.tables = {key: self._table(key) for key in ("proactive", "applications", "remedies")}
        self.report.figures = {name: Figure(name, CellState.NUMBER, "0", Decimal(0)) for name in self.names()}
        self._fill()
        self.extra = {}
        month, day = PUBLISHED.get(kind, (1, 20))
        self.publication = Publication(date(year + 1, month, day), "label", url="http://127.0.0.1/report.html")

    def names(self):
        return names_of_form(self.form)

    def _section(self, key, number):
        tables = int(key in ("proactive", "applications", "remedies"))
        text = TEXTS[key].format(year=self.year)
        return Section(key, HEADINGS[key], number, text, tables=tables, page=number)

    def _table(self, key):
        return TableReading(key, present=True, form=None if key == "remedies" else self.form, page=2)

    def _fill(self):
        for row, (persons, enterprises) in APPLICATIONS.items():
            self.put(f"applications.{row}.natural_person", persons)
            self.put(f"applications.{row}.enterprise", enterprises)
            self.put(f"applications.{row}.total", persons + enterprises)
        for name, value in REMEDIES.items():
            self.put(f"remedies.{name}", value)
        if self.form == "2021":
            for name, value in PROACTIVE_2021.items():
                self.put(f"proactive.{name}", value)
        else:
            self.put("proactive.normative_documents.made", 2)
            self.put("proactive.procurement.amount", "251000元", CellState.TEXT)

    def put(self, name, printed, state=CellState.NUMBER, **more):
        value = Decimal(str(printed)) if state is CellState.NUMBER else None
        self.report.figures[name] = Figure(name, state, str(printed), value, page=2, **more)
        return self

    def mark(self, name, state, printed="", **more):
        return self.put(name, printed, state, **more)

    def repair(self, name):
        self.report.figures[name] = replace(self.report.figures[name], repaired=True)
        return self

    def drop(self, *keys):
        self.report.sections = [section for section in self.report.sections if section.key not in keys]
        return self

    def edit(self, key, **changes):
        self.report.sections = [
            replace(section, **changes) if section.key == key else section for section in self.report.sections
        ]
        return self

    def table(self, key, **changes):
        self.report.tables[key] = replace(self.report.tables[key], **changes)
        return self

    def lose_table(self, key):
        self.table(key, present=False, form=None)
        self.edit(key, tables=0)
        for name in [name for name in self.report.figures if name.startswith(f"{key}.")]:
            self.mark(name, CellState.ABSENT)
        return self

    def merge_other_rows(self):
        """The three rows of （六） become the one row of the 2019 form."""
        for column in ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other", "total"):
            for row in ("not_corrected", "fee_unpaid", "other"):
                self.mark(f"applications.other.{row}.{column}", CellState.ABSENT)
            self.put(f"applications.other.{column}", 0)
        missing = ("other.not_corrected", "other.fee_unpaid", "other.other")
        return self.table("applications", form="2019", missing_rows=missing)

    def set(self, **changes):
        for name, value in changes.items():
            setattr(self.report, name, value)
        return self

    def published(self, on, source="label", **more):
        self.publication = replace(self.publication, published_on=on, published_from=source, **more)
        return self

    def absent(self, *days, healthy=True, due=None, kind=None):
        self.extra["absence"] = Absence(
            body=self.report.body,
            body_kind=kind or self.report.body_kind,
            year=self.year,
            due=due or date(self.year + 1, 1, 31),
            healthy_days=days,
            portal_healthy=healthy,
            column_urls=("http://127.0.0.1/column/",),
        )
        return self

    def known(self, **extra):
        self.extra.update(extra)
        return self

    def finish(self):
        """The whole prose follows from preamble and sections."""
        lines = [self.report.title, self.report.preamble]
        for section in self.report.sections:
            lines += [section.heading, section.text]
        self.report.text = "\n".join(lines)
        return self.report

    def case(self):
        known = {"today": date(self.year + 1, 4, 8), "report": self.finish(), "publication": self.publication}
        return Case(**known | self.extra)

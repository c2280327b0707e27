"""One made-up report before it is printed: what every renderer prints and every flaw breaks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crawler.titles import BodyKind
from monitor.demo.grids import Grid, applications_grid, proactive_grid, remedies_grid
from monitor.reports.model import SectionKey, TableKey
from storage.figures import Form, names_of_form

SECTIONS: Final[tuple[SectionKey, ...]] = ("overview", "proactive", "applications", "remedies", "problems", "other")

HEADINGS: Final[dict[SectionKey, str]] = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
"""The six headings of the form, 国办公开办函〔2021〕30号."""

_SLOT: Final = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading as printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A line of the signature, set to the right."""

    text: str


Part = Heading | Prose | Grid | Closing


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report in parts that can be changed one by one.

    ``figures`` holds every cell by full name as printed. Texts name figures in
    braces (``{applications.new.total}``), so text and table agree unless
    ``stated`` gives another number for the text alone. ``{period}`` is the
    statistical period. A section without a heading is left out as a whole.
    """

    body: str
    kind: BodyKind
    year: int
    title: str
    period: str
    preamble: tuple[str, ...]
    sections: Mapping[SectionKey, tuple[str, ...]]
    figures: Mapping[str, str]
    signature: str
    signed_on: date
    published_on: date
    headings: Mapping[SectionKey, str] = field(default_factory=lambda: dict(HEADINGS))
    stated: Mapping[str, str] = field(default_factory=dict)
    form: Form = "2021"
    """The form of 表二."""
    applications_form: Form = "2021"
    """The form of 表三; another one than ``form`` makes a mixed report."""
    without_tables: frozenset[TableKey] = frozenset()
    without_rows: frozenset[str] = frozenset()
    """Rows of 表三 that are not printed."""

    def parts(self) -> list[Part]:
        """Everything below the title in printed order."""
        parts: list[Part] = [Prose(self.fill(text)) for text in self.preamble]
        for key in SECTIONS:
            if key not in self.headings:
                continue
            parts.append(Heading(self.headings[key]))
            parts.extend(Prose(self.fill(text)) for text in self.sections.get(key, ()))
            if key in _GRIDS and key not in self.without_tables:
                parts.append(_GRIDS[key](self))
        day = self.signed_on
        return [*parts, Closing(self.signature), Closing(f"{day.year}年{day.month}月{day.day}日")]

    def printed(self) -> dict[str, str]:
        """The figures that stand in the printed tables, by full name: what a reader has to find."""
        forms: dict[str, Form] = {"proactive": self.form, "applications": self.applications_form, "remedies": "2021"}
        return {
            name: self.figures[name]
            for table, form in forms.items()
            for name in names_of_form(form)
            if name.startswith(f"{table}.")
            and table not in self.without_tables
            and name.removeprefix("applications.").rpartition(".")[0] not in self.without_rows
        }

    def fill(self, text: str) -> str:
        """The text with its braces filled from the period, the stated numbers and the figures.

        :raises KeyError: the text names a figure that the draft does not have.
        """
        known = {"period": self.period, **self.figures, **self.stated}
        return _SLOT.sub(lambda slot: known[slot.group(1)], text)


_GRIDS: Final[dict[SectionKey, Callable[[ReportDraft], Grid]]] = {
    "proactive": lambda draft: proactive_grid(draft.figures, draft.form),
    "applications": lambda draft: applications_grid(draft.figures, draft.applications_form, draft.without_rows),
    "remedies": lambda draft: remedies_grid(draft.figures),
}

"""The rows of lists: which are bodies, which head those that follow, which are notes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from crawler.body_kinds import kind_of_body
from crawler.registry.cells import addresses_in, is_as_above, is_blank, name_beside, name_in
from crawler.registry.grid import Grid
from crawler.registry.headings import NUMBER, Head, find_heads, looks_like_address
from crawler.registry.kinds import core_of, is_enumerated, said_by
from crawler.registry.values import Mistake, Spot
from crawler.text import fold, tidy

_NOTE: Final = re.compile(
    r"(?:注|说明|备注|填表说明?|制表|审核|复核|合计|总计|小计|共计|总数|联系[人电]|以上|附[件：注表]|填报|※|\*|以下空白).*"
    r"|（?共\d+.*|合\s*计"
)
_SAMPLE: Final = re.compile(r"例|示例|样例|例如|举例")
_NAMES_NOBODY: Final = frozenset({"街道", "乡镇", "开发区", "学校", "医院", "园区", "镇街", "企业"})
"""Words that are a body's name by their ending, and stand alone only as the heading of a section."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a list and where it stands."""

    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that tells of a body or a portal.

    ``cells`` has what stands in columns that mean something, ``own`` in the
    others. ``section`` is the heading above or the sheet's name as far as they
    say what kind of bodies follow, ``region`` whose they are and ``site`` where
    they publish. ``is_literal`` in a registry written as a table.
    """

    spot: Spot
    cells: Mapping[str, Sequence[Said]]
    own: Mapping[str, str] = field(default_factory=dict)
    section: Said | None = None
    region: Said | None = None
    site: Said | None = None
    is_literal: bool = False

    def said(self, name: str) -> Said | None:
        """What the column of that meaning says first; None where it says nothing."""
        return next(iter(self.cells.get(name, ())), None)

    def text(self, name: str) -> str:
        """The text of :meth:`said`; empty where there is none."""
        said = self.said(name)
        return said.text if said else ""

    def at(self, name: str) -> Spot:
        """Where the column of that meaning stands in this row; the row where the list has no such column."""
        said = self.said(name)
        return said.spot if said else self.spot


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was made out of one sheet: its heads, the rows in order, and those that were passed over."""

    grid: Grid
    heads: Sequence[Head] = ()
    entries: Sequence[Entry] = ()
    passed: Sequence[Said] = ()
    mistakes: Sequence[Mistake] = ()


def read_sheet(grid: Grid) -> Sheet:
    """The rows of a sheet; without heads where it holds no list."""
    walks: list[_Walk] = []
    heads = find_heads(grid)
    for number, parts in enumerate(heads):
        end = heads[number + 1][0].top if number + 1 < len(heads) else len(grid.rows)
        walks += [_Walk(grid, part, parts, end, walks[-1].frame if walks else _frame_of(grid)) for part in parts]
        for walk in walks[-len(parts) :]:
            walk.go()
    entries = [entry for walk in walks for entry in walk.entries]
    passed = [said for walk in walks for said in walk.passed]
    mistakes = [mistake for walk in walks for mistake in walk.mistakes]
    return Sheet(grid, [part for parts in heads for part in parts], entries, passed, mistakes)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What headings between rows, or the name of the sheet, say of those that follow."""

    section: Said | None = None
    region: Said | None = None
    site: Said | None = None


def _frame_of(grid: Grid) -> _Frame:
    name = Said(grid.name, grid.spot(0))
    if said_by(grid.name):
        return _Frame(section=name)
    return _Frame(region=name) if kind_of_body(grid.name) == "government" else _Frame()


@dataclass(slots=True)
class _Walk:
    """One part of a list from its head to its end, row by row."""

    grid: Grid
    head: Head
    parts: Sequence[Head]
    end: int
    frame: _Frame
    entries: list[Entry] = field(default_factory=list)
    passed: list[Said] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    _above: dict[int, str] = field(default_factory=dict)

    def go(self) -> None:
        """Take all rows in."""
        for row in range(self.head.bottom + 1, self.end):
            columns = self._columns(row)
            if self.head.is_registry:
                if columns:
                    self._take(row)
            elif columns and not self._passes(row, columns):
                heading = self._heading(row, columns)
                if heading is None:
                    self._take(row)
                else:
                    self._turn(heading)

    def _columns(self, row: int) -> list[int]:
        """The columns of this part in which a row shows something; none where none of its own cells does."""
        if not any(self.head.left <= at <= self.head.right for at in self.grid.filled(row)):
            return self._over_all_parts(row)
        return [at for at in range(self.head.left, self.head.right + 1) if self.grid.shown(row, at)]

    def _over_all_parts(self, row: int) -> list[int]:
        """The cell of a row that is merged over this part of a list printed side by side and began in another."""
        return [one.left for one in self.grid.across(row) if one.left < self.head.left and one.right >= self.head.right]

    def _passes(self, row: int, columns: Sequence[int]) -> bool:
        """Whether a row is none of the list: a note, a sum, a sample, its head again; it is kept to be told."""
        texts = [self.grid.shown(row, column) for column in columns]
        first = texts[0]
        whom = next((self.grid.text(row, column) for column in self.head.columns("机关")), "")
        number = next((self.grid.text(row, column) for column in self.head.columns(NUMBER)), "")
        is_head = [tidy(text) for text in texts] == [self.head.headings.get(column) for column in columns]
        is_note = bool(_NOTE.fullmatch(fold(first)) or _NOTE.fullmatch(fold(whom)))
        if not (is_head or is_note or _SAMPLE.fullmatch(fold(number))):
            return False
        self.passed.append(Said(tidy(" ".join(texts)), self.grid.spot(row)))
        return True

    def _heading(self, row: int, columns: Sequence[int]) -> Said | None:
        """The text of a row that stands alone and heads those that follow; None for a row that is a body."""
        is_numbered = False
        if len(columns) > 1 and columns[0] in self.head.columns(NUMBER):
            number, columns = self.grid.text(row, columns[0]), columns[1:]
            is_numbered = is_enumerated(number) or is_enumerated(f"{number}、")
            if not is_numbered and number.isdecimal():
                return None
        if len(columns) != 1:
            return None
        text, meant = self.grid.text(row, columns[0]), self.head.meant.get(columns[0])
        is_wide = any(one.left <= columns[0] <= one.right for one in self.grid.across(row))
        is_numbered = is_numbered or is_enumerated(text)
        if meant in {"首页", "门户"} and not is_wide and not is_numbered:
            return None
        is_heading = self._heads(text, in_names=meant == "机关", is_wide=is_wide, is_numbered=is_numbered)
        return Said(text, self.grid.spot(row, columns[0])) if is_heading else None

    def _heads(self, text: str, *, in_names: bool, is_wide: bool, is_numbered: bool) -> bool:
        core = core_of(text)
        if not in_names or is_wide or looks_like_address(text):
            return True
        is_name = kind_of_body(core) is not None and core not in _NAMES_NOBODY
        if said_by(text):
            return is_numbered or not is_name
        return is_numbered and not is_name

    def _turn(self, heading: Said) -> None:
        """Go on under a heading: of a kind, of a government whose bodies follow, of a site."""
        found = addresses_in(heading.text) if looks_like_address(heading.text) else []
        name = core_of(name_beside(heading.text) if found else heading.text)
        if found:
            self.frame = replace(self.frame, site=heading)
        if said_by(name):
            self.frame = replace(self.frame, section=Said(heading.text, heading.spot))
        elif kind_of_body(name) is not None:
            self.frame = _Frame(region=Said(name, heading.spot), site=self.frame.site if found else None)
        elif not found:
            self.frame = replace(self.frame, section=None)
            self.passed.append(heading)

    def _take(self, row: int) -> None:
        """Take a row in as it stands."""
        cells: dict[str, list[Said]] = {}
        for column, name in self.head.meant.items():
            text, spot = self._cell(row, column), self.grid.spot(row, column)
            if text and name != NUMBER:
                cells.setdefault(name, []).append(Said(text, spot))
        own = {heading: text for column, heading in self.head.own.items() if (text := self._cell(row, column))}
        if not cells:
            self.passed += [Said("，".join(own.values()), self.grid.spot(row))] if own else []
            return
        frame = self.frame
        self.entries.append(
            Entry(
                self.grid.spot(row, next(iter(self.head.columns("机关")), None)),
                cells,
                own,
                frame.section,
                frame.region,
                frame.site,
                is_literal=self.head.is_registry,
            )
        )

    def _cell(self, row: int, column: int) -> str:
        """What a cell says: nothing where it holds a sign for nothing, what stands above where it says so."""
        if (row, column) in self.grid.unknown:
            self.mistakes.append(
                Mistake(
                    self.grid.spot(row, column),
                    "是公式，文件里没有它的结果",
                    "请用 Excel 或 WPS 打开，保存后再导入，或把公式换成数值",
                )
            )
        text = self.grid.shown(row, column)
        if self.head.is_registry:
            return text
        if is_as_above(text):
            return self._above.get(column, "")
        if text:
            self._above[column] = text
        return "" if is_blank(text) and self.head.meant.get(column) != "首页" else text


def bodies_in(entry: Entry) -> str:
    """The name of the body that a row tells of, as the registry has it; empty where it tells of none."""
    text = entry.text("机关")
    return text if entry.is_literal else name_in(text)

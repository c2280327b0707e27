"""What the heads of lists call their columns, and where in a sheet the head stands.

Offices write heads as they like: below titles and notes, in two rows with merged
cells, twice side by side, again on every page. What no word here knows is a
column of people's own and is kept as it is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from crawler.body_kinds import kind_of_body
from crawler.registry.grid import Grid
from crawler.registry.values import BODY_KEYS, MORE, PORTAL_KEYS
from crawler.text import fold, tidy

NUMBER: Final = "序号"
REGION: Final = "地区"
BOTH: Final = "联系人及电话"
SHORT: Final = "简称"
SITE: Final = "网站"
"""A column of sites, by name or by address: its cells tell which."""
COLUMNS: Final = tuple(key.heading for key in (*PORTAL_KEYS, *BODY_KEYS) if key.name != MORE)
"""The columns of a registry written as a table, in their order."""
MANY: Final = frozenset({"栏目", "主机", "别名", "不是它的名称", "联系人", "电话", SHORT, BOTH})
"""Columns of which a list may have several, whose cells count together."""

_ENGLISH: Final = ("portal", *(key.name for key in PORTAL_KEYS[1:]), "body", *(key.name for key in BODY_KEYS[1:]))
_EXACT: Final = dict(zip((*COLUMNS, *_ENGLISH), COLUMNS * 2, strict=False))
_ADDRESS: Final = r"(?:网址|域名|url|链接|地址)"
_SITES: Final = r"(?:网站|门户|官网|官方网|首页|主页)(?:网站|首页|主页)?"
_PLACES: Final = r"地区|区域|行政区域?|县区|区县|市县|市区|市州|州市|县市区|县（市、区）|市（州）|区（县）|旗县|属地"
_NO_BODIES: Final = "".join(f"(?<!{word})" for word in ("主管", "上级", "牵头", "责任", "承办", "主办", "填报", "所属"))
"""Before a 单位 or 部门 that is another than the one that the row is about."""
_PATTERNS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (NUMBER, r"序号|编号|序|顺序号?|项次|no\.?|#"),
        ("栏目", rf"\D*(?:年报|年度报告)\D*(?:栏目?|专栏|{_ADDRESS}|页面)(?:{_ADDRESS})?|栏目{_ADDRESS}"),
        ("首页", rf".{{0,8}}{_SITES}{_ADDRESS}|.{{0,6}}(?:网址|域名|官网|首页|主页)|url"),
        ("门户", r".{0,6}(?:网站|门户|平台|官网)(?:全称|名称|名)|门户网?站?全?名"),
        (SITE, r"(?:所属|所在|发布|公开|公布|对应|政府|单位|官方|部门|本级)*(?:门户网站|门户|网站|平台)"),
        (SHORT, r".{0,6}(?:简称|曾用名|原名称?|又名|别称|其他名称|俗称)"),
        ("类别", r"(?:.{0,4}(?:单位|机构|机关|部门|主体|对象|组织))?(?:性质|类别|类型|属性|种类|分类)"),
        ("层级", r".{0,4}(?:层级|级别|行政级)"),
        ("区划代码", r".{0,4}区划(?:代?码|编码)?"),
        ("时限", r".{0,6}(?:时限|期限|截止(?:日期|时间|日)?)"),
        ("起始年度", r".{0,4}(?:起始|开始|首个|首次)(?:报告)?(?:年度?|年份)"),
        (
            BOTH,
            r".{0,4}(?:联系人|联络员|经办人)(?:姓名)?(?:及其?|和|与|/|、|，|（)(?:联系)?(?:电话|方式|手机号?码?|号码)）?",
        ),
        ("联系人", r".{0,6}(?:联系人|联络人|联络员|经办人)(?:姓名|名称)?|姓名"),
        (
            "电话",
            (
                r"(?:联系人|联络员|经办人|单位|部门|办公室?|联系|联络|移动|固定|经办|业务|科室|公开)*"
                r"(?:电话|手机|座机|固话|联系方式|联络方式)(?:号码?)?"
            ),
        ),
        (REGION, rf"(?:所属|所在)?(?:{_PLACES})(?:名称)?"),
        ("机关", r"(?:.{0,12}(?:单位|机关|(?<!公开)机构|部门|主体|对象))?(?:全称|名称|名)"),
        ("机关", rf".{{0,12}}{_NO_BODIES}(?:单位|部门|机关|(?<!公开)机构|主体|监测对象)"),
    )
)
_FOREIGN: Final = re.compile(r"姓名|职务|.*电话|.*手机.*|.*联系方式|邮箱|办公室")
"""What stands below many a group of columns, and is a body's own contact only below a few of them."""
_OTHERS: Final = re.compile(r"分管|领导|负责人|主管|公开(?:工作)?(?:机构|科室)|主办单位|承办单位")
"""Groups of columns that are about somebody or something else than the body."""
_CONTACTS: Final = re.compile(r".*(?:联系|联络|经办|信息公开|政务公开|工作人员|承办)")
_IN_BRACKETS: Final = re.compile(r"（[^（）]*）$")
_LOOKS_LIKE_ADDRESS: Final = re.compile(r"https?[:：]|www\.|\.(?:cn|com|org|net|gov)(?:[/:]|$)", re.IGNORECASE)
_HEAD_WITHIN: Final = 200
"""Rows from the top of a sheet among which its head is sought."""
_LONGEST_HEADING: Final = 24
_FEWEST: Final = 2
"""Headings that a row must have to be a head, unless it heads a list of names alone."""
_LIKE_THE_BEST: Final = 0.6
"""How much of the best row's score makes an earlier row a head too."""


def meaning(heading: str) -> str | None:
    """The column that a heading means; None for one of people's own."""
    text = fold(heading).lower().strip("*：:·.")
    for form in dict.fromkeys((text, _IN_BRACKETS.sub("", text))):
        if form in _EXACT:
            return _EXACT[form]
        found = next((name for name, pattern in _PATTERNS if pattern.fullmatch(form)), None)
        if found:
            return found
    return None


def looks_like_address(text: str) -> bool:
    """Whether a cell may hold an address, be it written wrongly."""
    return bool(_LOOKS_LIKE_ADDRESS.search(fold(text).replace("：", ":")))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a list: its first and last row, and what the columns from ``left`` to ``right`` mean.

    ``headings`` is what the list calls its columns and ``meant`` the meaning of
    those that have one; the rest are people's own. A list printed side by side has a head for each of its parts.
    """

    top: int
    bottom: int
    left: int
    right: int
    meant: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)

    @property
    def own(self) -> dict[int, str]:
        """People's own columns with their headings."""
        return {column: heading for column, heading in self.headings.items() if column not in self.meant}

    @property
    def is_registry(self) -> bool:
        """Whether the table has all columns of a registry that was written as a table: its cells mean what they say."""
        return set(COLUMNS) <= {self.headings[column] for column in self.meant}

    def columns(self, name: str) -> list[int]:
        """The columns of that meaning."""
        return [column for column, meant in self.meant.items() if meant == name]

    def has(self, name: str) -> bool:
        """Whether a column means this."""
        return name in self.meant.values()


def find_heads(grid: Grid) -> list[list[Head]]:
    """The heads of a sheet from top to bottom, each with its parts side by side; none where it holds no list."""
    scores = [_score(grid, row) for row in range(min(len(grid.rows), _HEAD_WITHIN))]
    best = max(scores, default=0.0)
    if best <= 0:
        return []
    # A form to be filled in above the list has fewer headings; a further table below may have more.
    first = next(row for row, score in enumerate(scores) if score >= best * _LIKE_THE_BEST)
    found = [_head(grid, first)]
    row = found[0][0].bottom + 1
    while row < len(grid.rows):
        if _is_head_again(grid, row):
            found.append(_head(grid, row))
            row = found[-1][0].bottom
        row += 1
    return found


def _score(grid: Grid, row: int) -> float:
    """How much a row looks like a head; 0 for one that is none."""
    texts = [grid.text(row, column) for column in grid.filled(row)]
    if len(texts) == 1:
        return _score_alone(grid, row, grid.filled(row)[0])
    known = [found for text in texts if _is_heading(text) and (found := meaning(text))]
    names = set(known) - {NUMBER}
    names_whom = names & {"机关", "门户", "首页", REGION, SITE, SHORT}
    if not names_whom or any(map(looks_like_address, texts)) or len(set(known)) < _FEWEST:
        return 0
    return len(set(known)) - (len(texts) - len(known)) / 2


def _score_alone(grid: Grid, row: int, column: int) -> float:
    """How much the only text of a row looks like the head of a list of names alone."""
    below = [text for at in range(row + 1, len(grid.rows)) if (text := grid.text(at, column))]
    is_list = len(below) > 0 and sum(kind_of_body(text) is not None for text in below) * 2 > len(below)
    return 0.5 if is_list and not any(grid.across(row)) and meaning(grid.text(row, column)) == "机关" else 0


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not text.isdecimal()


def _is_head_again(grid: Grid, row: int) -> bool:
    """Whether a row far below is a head too: every cell of it a heading that means something."""
    texts = [grid.text(row, column) for column in grid.filled(row)]
    return len(texts) > 1 and _score(grid, row) >= len(texts) - 1 and NUMBER in map(meaning, texts)


def _head(grid: Grid, row: int) -> list[Head]:
    top, bottom = _rows_of_head(grid, row)
    paths = {column: path for column in range(_width(grid)) if (path := _path(grid, top, bottom, column))}
    return [_part(grid, (top, bottom), part) for part in _side_by_side(paths)]


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid.rows), default=0)


def _rows_of_head(grid: Grid, row: int) -> tuple[int, int]:
    """The rows that a head takes: a row of groups above, or of parts below the one that says most."""
    if row and _is_above(grid, row - 1, row):
        return row - 1, row
    deepest = max((one.bottom for one in grid.down(row)), default=row)
    if row < deepest <= row + 2:
        return row, deepest
    return row, row + 1 if _is_below(grid, row + 1, row) else row


def _is_above(grid: Grid, above: int, row: int) -> bool:
    """Whether a row is one of groups of columns over the row of a head."""
    if any(one.bottom >= row for one in grid.down(above)):
        return True
    filled = grid.filled(above)
    texts = [grid.text(above, column) for column in filled]
    bare = [column for column in grid.filled(row) if column not in filled]
    is_plain = all(len(text) <= _LONGEST_HEADING and not re.search(r"[：:\d]", text) for text in texts)
    return len(filled) > 1 and bool(bare) and is_plain and (_score(grid, above) > 0 or any(grid.across(above)))


def _is_below(grid: Grid, below: int, row: int) -> bool:
    """Whether a row says the parts of what the row above it heads: only headings, more than one, none of a body."""
    if below >= len(grid.rows):
        return False
    texts = [grid.text(below, column) for column in grid.filled(below)]
    bare = [column for column in grid.filled(below) if not grid.text(row, column)]
    return (
        len(texts) > 1
        and (bool(bare) or any(grid.across(row)))
        and all(_is_heading(text) and not looks_like_address(text) for text in texts)
        and sum(meaning(text) is not None for text in texts) * 2 >= len(texts)
    )


def _path(grid: Grid, top: int, bottom: int, column: int) -> tuple[str, ...]:
    """The headings over a column, widest first; a group's heading stands over all columns that it is merged over."""
    texts = []
    for row in range(top, bottom + 1):
        text = grid.text(row, column)
        if not text and row < bottom:
            text = _group_over(grid, row, bottom, column)
        if text and tidy(text) not in texts:
            texts.append(tidy(text))
    return tuple(texts)


def _group_over(grid: Grid, row: int, bottom: int, column: int) -> str:
    """The heading to the left that stands over a blank cell: by its merge, in files without merges the nearest."""
    for one in grid.across(row):
        if one.left < column <= one.right:
            return grid.text(row, one.left)
    if grid.merged or not grid.text(bottom, column):
        return ""
    left = max((at for at in grid.filled(row) if at < column), default=None)
    return grid.text(row, left) if left is not None and grid.text(bottom, left) else ""


def _meant_by(path: Sequence[str]) -> str | None:
    """The column meant by headings one above the other: 网站 over 名称 is a portal's name."""
    *groups, last = path
    if not groups:
        return meaning(last)
    group = fold("".join(groups))
    if _OTHERS.search(group):
        return None
    if _FOREIGN.fullmatch(fold(last)) and not _CONTACTS.match(group) and meaning(group) not in {"机关", "电话"}:
        return None
    return meaning(group + last) or meaning(last)


def _side_by_side(paths: dict[int, tuple[str, ...]]) -> Iterator[dict[int, tuple[str, ...]]]:
    """The columns of each part of a list that is printed side by side under the same headings."""
    columns = list(paths)
    twice = [path for path, count in Counter(paths.values()).items() if count > 1 and _meant_by(path) == "机关"]
    if not twice:
        yield paths
        return
    starts = [column for column in columns if paths[column] == paths[columns[0]]]
    for start, end in zip(starts, [*starts[1:], columns[-1] + 1], strict=True):
        yield {column: paths[column] for column in columns if start <= column < end}


def _part(grid: Grid, rows: tuple[int, int], paths: dict[int, tuple[str, ...]]) -> Head:
    head = Head(*rows, min(paths), max(paths), headings={column: "".join(path) for column, path in paths.items()})
    meant = {column: _by_cells(grid, head.bottom, column, _meant_by(path)) for column, path in paths.items()}
    bodies = [column for column, name in meant.items() if name == "机关"]
    best = min(bodies, key=lambda column: _rank(head.headings[column]), default=None)
    for column, name in meant.items():
        is_second = name in head.meant.values() and name not in MANY and name != NUMBER
        if name and not is_second and (name != "机关" or column == best):
            head.meant[column] = name
    _name_whom(grid, head)
    return head


def _rank(heading: str) -> int:
    """How surely a column headed as that of bodies has their names: 0 most surely."""
    return next((at for at, word in enumerate(("全称", "名称", "机关")) if word in heading), 3)


def _by_cells(grid: Grid, bottom: int, column: int, name: str | None) -> str | None:
    """The meaning of a column of sites, which its cells tell: addresses or names."""
    if name not in {SITE, "门户"}:
        return name
    texts = [text for row in range(bottom + 1, len(grid.rows)) if (text := grid.text(row, column))]
    return "首页" if sum(map(looks_like_address, texts)) * 2 > len(texts) else "门户"


def _name_whom(grid: Grid, head: Head) -> None:
    """Where no column is headed as that of bodies, the one of short names or of regions is."""
    if head.has("机关"):
        return
    likely = [*head.own, *head.columns(SHORT), *head.columns(REGION), *head.columns("门户")]
    for column in likely if not (head.has("门户") and head.has("首页")) else likely[:-1]:
        texts = [text for row in range(head.bottom + 1, len(grid.rows)) if (text := grid.text(row, column))]
        if texts and sum(kind_of_body(text) is not None for text in texts) * 3 > len(texts) * 2:
            head.meant[column] = "机关"
            return

"""What the registry may say of a portal and of a body, key by key: its name, its heading in a table, its check.

Whatever a registry is written in, its readers bring raw values here, and say in
their own words what :class:`WrongValueError` tells of one. A further key is one
row here and one field of the record in ``storage.tables.portals``.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, get_args
from urllib.parse import urlsplit, urlunsplit

from crawler.addresses import route_of
from crawler.hosts import host_of
from crawler.text import fold
from crawler.titles import BodyKind
from crawler.window import Window

MORE: Final = "more"
"""The key of a body under which the columns of people's own stand."""

BY_NAME: Final = "按名称"
"""Written in a table as the kind of a body to which the registry gives none."""

_LONGEST_TEXT: Final = 200  # characters: a few names or numbers
_LARGEST_BUDGET: Final = 100_000
_FIRST_YEAR: Final = 2008  # 条例 in force from 2008-05-01: the first reports cover 2008
_LAST_YEAR: Final = 2100

_MONTH_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}")
_DIVISION: Final = re.compile(r"\d{6}")
_SPREADSHEET_NUMBER: Final = re.compile(r"(\d+)\.0+")
_SPOKEN_DAY: Final = re.compile(
    r"(?:次年|每年|20\d\d[-/.年])?(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[之以]?前|\s0?0:00(?::00)?)?"
)


class RegistryError(Exception):
    """The registry cannot be used; the message is one Chinese line: file, line, what, the mend."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where something stands in a registry, counted from 1: a line of its text, or a cell of a table.

    ``sheet`` is the name of a workbook's sheet and ``number`` its place among
    them, so that spots sort as people read. Without ``column`` the whole line or row is meant.
    """

    number: int
    line: int
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        """The spot as people find it: 第 3 行, D3, 工作表“名单” D3."""
        cell = f"{letters_of(self.column)}{self.line}" if self.column else ""
        if self.sheet:
            return f"工作表“{self.sheet}” {cell or f'第 {self.line} 行'}"
        return f"第 {self.line} 行" + (f"（{cell}）" if cell else "")


def on_line(line: int) -> Spot:
    """The spot of a line of a text."""
    return Spot(0, line)


def letters_of(column: int) -> str:
    """A column's letters as spreadsheets name it: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong somewhere in a registry, and the mend, in Chinese; without ``spot`` in the whole of it."""

    spot: Spot | None
    what: str
    mend: str

    def message(self, source: str) -> str:
        """The mistake in one line; ``source`` is the name of the file."""
        mend = f"{self.mend.rstrip('。？')}{'？' if self.mend[-1] == '？' else '。'}"
        return f"{source}{'' if self.spot is None else f' {self.spot}'}：{self.what}。{mend}"


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Mistakes as people read the registry, those of the whole of it first."""
    return sorted(mistakes, key=lambda mistake: mistake.spot or Spot(-1, 0))


class WrongValueError(ValueError):
    """A value that a key may not have.

    ``fault`` says so behind the value, ``fault_of_cell`` where the value is a
    cell's text; ``mend`` and ``wanted`` take the place of what the key says itself.
    """

    def __init__(self, fault: str, *, fault_of_cell: str | None = None, mend: str = "", wanted: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.fault_of_cell = fault if fault_of_cell is None else fault_of_cell
        self.mend = mend
        self.wanted = wanted


Check = Callable[[Any], Any]
"""Gives a raw value as the registry keeps it; WrongValueError where it may not stand."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a portal or a body.

    ``heading`` is the column in which a table has it and ``read`` makes a raw
    value of a cell there; ``words`` are a table's words for the values that it
    may have. ``wanted`` and ``example`` say in a mend what to write. ``many``:
    a list of such values; ``empty`` is what stands for none. ``host`` gives the host that a value names, which
    must be public; ``bare``: a wrong value is told without its key.
    """

    name: str
    heading: str
    check: Check
    wanted: str = ""
    example: Any = None
    read: Callable[[str], Any] = str
    words: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    many: bool = False
    empty: Any = None
    host: Callable[[str], str] | None = None
    bare: bool = False

    def in_toml(self, value: object, wrong: WrongValueError) -> tuple[str, str]:
        """What is wrong with a value of TOML, and the mend."""
        named = f"{value!r}" if self.bare else f"{self.name} = {value!r}"
        mend = wrong.mend or f"{wrong.wanted or self.wanted}，如 {self.name} = {json.dumps(self.example)}"
        return f"{named} {wrong.fault}", mend

    def in_cell(self, said: str, wrong: WrongValueError) -> tuple[str, str]:
        """What is wrong with a cell of a table, and the mend."""
        mend = self.choices if self.words else f"{wrong.wanted or self.wanted}，如 {self.example}"
        return f"{self.heading}“{said}”{wrong.fault_of_cell}", mend

    @property
    def choices(self) -> str:
        """The mend that names the words a table has for a value, each value once."""
        return f"请写其中之一：{'、'.join(list(self.words)[: len(set(self.words.values()))])}"

    def raw_value(self, said: str) -> Any:
        """The raw value that the text of a cell means; the text itself where it means none."""
        return self.words.get(said, said) if self.words else self.read(said)

    def cell(self, value: Any) -> str:
        """The text of a cell for a value of the registry."""
        if self.many:
            return "\n".join(value)
        if self.words:
            return next((word for word, meant in self.words.items() if meant == value), "")
        return str(value or "")


def of_type(value: Any, kind: type) -> Any:
    """A value of that type as it is; WrongValueError for any other."""
    if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
        return value
    raise WrongValueError("类型不对", fault_of_cell="不对", mend=f"请写{_TYPES[kind]}")


def normal_address(text: str) -> str:
    """An address as the registry knows it: scheme and host in lower case, a path at least, no fragment but a route."""
    parts = urlsplit(text)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, route_of(text)))


def is_address(text: str) -> bool:
    """Whether this is a whole address on the web."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host_of(text)) and not re.search(r"\s", text)


_TYPES: Final = {str: "字符串", bool: "true 或 false", int: "整数", list: "数组"}


def _text(value: object) -> str:
    text: str = of_type(value, str)
    return text.strip()


def _short_text(value: object) -> str:
    text = _text(value)
    if len(text) > _LONGEST_TEXT:
        raise WrongValueError(f"太长（{len(text)} 字）")
    return text


def _further(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise WrongValueError("写法不对", mend='请写成一行，如 more = { "备注" = "…" }')
    return tuple(value.items())


def _address(value: object) -> str:
    if not isinstance(value, str) or not is_address(value):
        raise WrongValueError("不是网址", mend="请写以 http:// 或 https:// 开头的完整地址")
    return normal_address(value)


def _host(value: object) -> str:
    name = value.lower() if isinstance(value, str) else ""
    if host_of(f"http://{name}/") != name or not is_address(f"http://{name}/"):
        raise WrongValueError("不是主机名", mend="请只写主机名，如 xxgk.example.gov.cn")
    return name


def _matching(pattern: re.Pattern[str]) -> Check:
    def check(value: object) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        raise WrongValueError("写法不对", fault_of_cell="不对")

    return check


def _due(value: object) -> str:
    due: str = _matching(_MONTH_DAY)(value)
    month, day = map(int, due.split("-"))
    try:
        date(2024, month, day)  # a leap year: 02-29 is a day
    except ValueError as error:
        raise WrongValueError("没有这一天", wanted="请写存在的日期") from error
    return due


def _within(least: int, most: int, fault: str) -> Check:
    def check(value: object) -> int:
        number: int = of_type(value, int)
        if not least <= number <= most:
            raise WrongValueError(fault)
        return number

    return check


def _window(value: object) -> str:
    said: str = of_type(value, str)
    try:
        return said and str(Window.of(said))
    except ValueError as error:
        raise WrongValueError("不是巡查时段", fault_of_cell="不对") from error


def _one_of(*choices: str) -> Check:
    def check(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise WrongValueError("不在可选之列", mend=f"请写其中之一：{'、'.join(choices)}")

    return check


def _whole(said: str) -> str:
    """A number as it was meant: spreadsheets make 620300.0 of 620300."""
    found = _SPREADSHEET_NUMBER.fullmatch(said)
    return found.group(1) if found else said


def _number(pattern: str, *unit: str) -> Callable[[str], Any]:
    """Reads a number that looks like this, with or without a unit behind it; other text stays as it is."""

    def read(said: str) -> Any:
        number = _whole(said)
        for word in unit:
            number = number.removesuffix(word)
        return int(number) if re.fullmatch(pattern, number) else said

    return read


def _month_day(said: str) -> str:
    found = _SPOKEN_DAY.fullmatch(said)
    return f"{int(found.group(1)):02}-{int(found.group(2)):02}" if found else said


PORTAL_KEYS: Final = (
    Key("name", "门户", _text, needed=True),
    Key("home", "首页", _address, needed=True, host=host_of, bare=True),
    Key("columns", "栏目", _address, many=True, host=host_of, bare=True),
    Key("hosts", "主机", _host, many=True, host=str, bare=True),
    Key("division", "区划代码", _matching(_DIVISION), "请写六位行政区划代码", "620300", read=_whole),
    Key(
        *("level", "层级", _one_of("central", "province", "city", "county")),
        words={
            "中央": "central",
            "省级": "province",
            "市级": "city",
            "县级": "county",
            "国家": "central",
            "国家级": "central",
            "省": "province",
            "市": "city",
            "县": "county",
            "自治区": "province",
            "直辖市": "province",
            "地级": "city",
            "地市级": "city",
            "设区市": "city",
            "州": "city",
            "州级": "city",
            "盟": "city",
            "县市区": "county",
            "县区": "county",
            "区县": "county",
            "县区级": "county",
            "区县级": "county",
            "区": "county",
            "区级": "county",
            "旗": "county",
            "旗县": "county",
        },
    ),
    Key("tls", "旧式加密", _one_of("legacy"), words={"是": "legacy", "旧式": "legacy"}),
    Key(
        *("budget", "请求上限", _within(1, _LARGEST_BUDGET, "不是一次巡查的请求数")),
        *("请写一次巡查最多的请求数", 500),
        read=_number("[1-9][0-9]{0,4}"),
    ),
    Key("window", "巡查时段", _window, "请写起止时刻（北京时间，可跨午夜）", "22:00-06:00", read=fold),
)
"""What a portal has, in the order in which it is written."""

BODY_KEYS: Final = (
    Key("name", "机关", _text, needed=True),
    Key(
        *("kind", "类别", _one_of(*get_args(BodyKind))),
        words={
            "政府": "government",
            "政府办公室": "office",
            "部门": "department",
            "乡镇": "township",
            "街道": "subdistrict",
            "事业单位": "institution",
            BY_NAME: BY_NAME,
        },
    ),
    Key("due", "时限", _due, "请写“月-日”", "01-20", read=_month_day),
    Key(
        *("since", "起始年度", _within(_FIRST_YEAR, _LAST_YEAR, "不是报告年度"), "请写四位年份", 2021),
        read=_number("20[0-9]{2}", "年度", "年"),
    ),
    Key("aliases", "别名", _text, many=True),
    Key("others", "不是它的名称", _text, many=True),
    Key("contact", "联系人", _short_text, "请写姓名", "张三"),
    Key("phone", "电话", _short_text, "请写号码", "0931-1234567"),
    Key(MORE, "其他", _further, empty=()),
)
"""What a body of a portal's roster has, in the order in which it is written."""

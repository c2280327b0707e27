"""The ways in which rows and pages call an annual report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

CUT_AT = 16


@dataclass(frozen=True, slots=True)
class Titles:
    """What a row says and what its page says; ``form`` for the tables."""

    form: str
    row: str
    page: str


Form = Callable[[str, int, Random], tuple[str, str]]
"""Row and page title of a body's report for a year."""


def usual(body: str, year: int, random: Random) -> str:
    """A title as most are."""
    return random.choice(
        (
            f"{body}{year}年政府信息公开工作年度报告",
            f"{body}{year}年度政府信息公开工作年度报告",
            f"{body}政府信息公开工作年度报告（{year}年）",
            f"{year}年{body}政府信息公开工作年度报告",
            f"{body}{year}年政府信息公开年度报告",
        )
    )


def titles(form: str, body: str, year: int, random: Random) -> Titles:
    """The titles of a report in a form of :data:`FORMS`."""
    row, page = FORMS[form](body, year, random)
    return Titles(form, row, page)


def _plain(body: str, year: int, random: Random) -> tuple[str, str]:
    title = usual(body, year, random)
    return title, title


def _before(*marks: str) -> Form:
    """Marks before the row's title; the page is clean, or not."""

    def make(body: str, year: int, random: Random) -> tuple[str, str]:
        title = usual(body, year, random)
        row = random.choice(marks) + title
        return row, row if random.random() < 0.25 else title

    return make


def _behind(*marks: str, both: float = 0.6) -> Form:
    def make(body: str, year: int, random: Random) -> tuple[str, str]:
        title = usual(body, year, random)
        row = title + random.choice(marks)
        return row, row if random.random() < both else title

    return make


def _issued(body: str, year: int, random: Random) -> tuple[str, str]:
    word = random.choice(("印发", "公布", "发布", "公开"))
    end = random.choice(("通知", "公告", "通告"))
    quoted = random.random() < 0.5
    title = f"{year}年政府信息公开工作年度报告"
    title = f"《{title}》" if quoted else title
    row = f"{body}关于{word}{title}的{end}" if random.random() < 0.6 else f"关于{word}{body}{title}的{end}"
    return row, row


def _merged(body: str, year: int, random: Random) -> tuple[str, str]:
    """信息公开 right behind the name: where that ends in 政府, the word stands once for both."""
    title = random.choice((f"{body}信息公开{year}年度报告", f"{body}信息公开工作年度报告（{year}年）"))
    return title, title


def _summary(body: str, year: int, random: Random) -> tuple[str, str]:
    title = random.choice(
        (
            f"{body}{year}年政府信息公开工作总结暨年度报告",
            f"{body}{year}年政务公开工作总结和政府信息公开年度报告",
            f"{body}{year}年政府信息公开工作情况暨年度报告",
        )
    )
    return title, title


def _cut(end: str) -> Form:
    def make(body: str, year: int, random: Random) -> tuple[str, str]:
        title = f"{body}{year}年政府信息公开工作年度报告"
        least = len(body) + 9
        return title[: max(least, CUT_AT)] + end, title

    return make


def _nameless(_body: str, year: int, _random: Random) -> tuple[str, str]:
    title = f"{year}年政府信息公开工作年度报告"
    return title, title


def _bare(body: str, _year: int, random: Random) -> tuple[str, str]:
    title = random.choice((f"{body}信息公开年报", f"{body}年报", f"{body}年度报告"))
    return title, f"{body}{_year}年政府信息公开工作年度报告"


def _spaced(body: str, year: int, random: Random) -> tuple[str, str]:
    title = f"{body} {year} 年　政府信息公开\xa0工作年度报告"
    return title, title


FORMS: Mapping[str, Form] = {
    "plain": _plain,
    "pinned": _before("[置顶]", "[图文]", "【置顶】", "置顶 ", "(置顶)", "[顶]", "〖荐〗", "<置顶>", "[推荐] "),
    "hot": _before("HOT ", "★", "NEW! ", "☆ ", "● ", "▪ ", "New", "热 ", "※", "■ "),
    "numbered": _before("①", "01 ", "3. ", "(2) ", "⑵", "12、", "No.5 ", "序号7 "),
    "labelled": _before(
        "[年度报告] ", "年报· ", "部门年报：", "[年报]", "信息公开年报 | ", "政府信息公开年报：", "（年报）"
    ),
    "year first": _before("(2025) ", "[2025] ", "2025 | ", "2025年度：", "〔2025〕"),
    "marked behind": _behind(" new", "NEW!", "[置顶]", " HOT", "（新）", "！", " ↗", "(图文)", both=0.1),
    "with tables": _behind(
        "（含附表）", "及附表", "（附统计表）", "（含政府网站工作年度报表）", "(含统计数据)", "（附件：统计表）"
    ),
    "issued": _issued,
    "merged": _merged,
    "summary": _summary,
    "cut with dots": _cut("..."),
    "cut with an ellipsis": _cut("…"),
    "cut without dots": _cut(""),
    "nameless": _nameless,
    "bare": _bare,
    "spaced": _spaced,
}

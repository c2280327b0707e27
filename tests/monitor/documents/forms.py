"""The tables of the 2021 form as cells with spans and made-up figures, for every kind of document to be made from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

COLUMNS = 7
"""Value columns of the applications table."""
LABELS = 3
"""Label columns to their left."""

_REFUSED = (
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
)
_UNAVAILABLE = ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")
_NOT_PROCESSED = (
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
)
_OTHER = (
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
)
GROUPS = (
    ("（三）不予公开", _REFUSED),
    ("（四）无法提供", _UNAVAILABLE),
    ("（五）不予处理", _NOT_PROCESSED),
    ("（六）其他处理", _OTHER),
)
HEADER_ROWS = 3
DATA_ROWS = 25


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell to be made: its text and the grid places it covers."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


def figure(row: int, column: int) -> str:
    """A made-up figure for a data row and a value column, of one to six digits and hardly ever twice the same."""
    return str((row * 37 + column * 11) ** (1 + (row + column) % 3) % 1_000_000)


def applications() -> list[Spot]:
    """表三 with 28 rows and 10 columns."""
    spots = [
        Spot("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 0, 0, 3, 3),
        Spot("申请人情况", 0, 3, 1, 7),
        Spot("自然人", 1, 3, 2, 1),
        Spot("法人或其他组织", 1, 4, 1, 5),
        Spot("总计", 1, 9, 2, 1),
    ]
    names = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    spots += [Spot(name, 2, 4 + i) for i, name in enumerate(names)]
    spots += [
        Spot("一、本年新收政府信息公开申请数量", 3, 0, 1, 3),
        Spot("二、上年结转政府信息公开申请数量", 4, 0, 1, 3),
        Spot("三、本年度办理结果", 5, 0, 22, 1),
        Spot("（一）予以公开", 5, 1, 1, 2),
        Spot("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 6, 1, 1, 2),
    ]
    row = 7
    for group, labels in GROUPS:
        spots.append(Spot(group, row, 1, len(labels), 1))
        spots += [Spot(label, row + i, 2) for i, label in enumerate(labels)]
        row += len(labels)
    spots += [Spot("（七）总计", row, 1, 1, 2), Spot("四、结转下年度继续办理", row + 1, 0, 1, 3)]
    values = (Spot(figure(r, c), HEADER_ROWS + r, LABELS + c) for r in range(DATA_ROWS) for c in range(COLUMNS))
    return in_order([*spots, *values])


def proactive() -> list[Spot]:
    """表二 with 14 rows and 4 columns."""
    rows: list[Sequence[str]] = [
        ("第二十条第（一）项",),
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "1", "12"),
        ("行政规范性文件", "8", "26", "166"),
        ("第二十条第（五）项",),
        ("信息内容", "本年处理决定数量"),
        ("行政许可", "447228"),
        ("第二十条第（六）项",),
        ("信息内容", "本年处理决定数量"),
        ("行政处罚", "3985"),
        ("行政强制", "88"),
        ("第二十条第（八）项",),
        ("信息内容", "本年收费金额（单位：万元）"),
        ("行政事业性收费", "96171.6"),
    ]
    widths = {1: (4,), 2: (1, 3), 4: (1, 1, 1, 1)}
    return [
        Spot(text, number, sum(widths[len(row)][:i]), 1, widths[len(row)][i])
        for number, row in enumerate(rows)
        for i, text in enumerate(row)
    ]


def in_order(spots: Iterable[Spot]) -> list[Spot]:
    """The cells in the order in which a page lists them."""
    return sorted(spots, key=lambda spot: (spot.row, spot.column))


def cut(spots: Iterable[Spot], first: int, last: int) -> list[Spot]:
    """What stands on a page that shows the rows from ``first`` up to ``last``: merged cells cut, their text above."""
    kept = []
    for spot in spots:
        top, bottom = max(spot.row, first), min(spot.row + spot.rowspan, last)
        if top < bottom:
            text = spot.text if spot.row >= first else ""
            kept.append(replace(spot, text=text, row=top - first, rowspan=bottom - top))
    return kept

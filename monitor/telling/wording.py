"""What people read for the words of the log: severities, outcomes, states, kinds, cells.

One word a thing: 问题 for whatever is found, 必须改, 请核对 and 提示 for how grave it is, 暂不提醒 and 已知悉 for what
people decide. No name of the code, no English word and no UTC stands in what people read.
"""

import re
from typing import Final

from monitor.health.kinds import HEALTH_KINDS
from monitor.rules.catalogue import rules
from monitor.rules.labels import column_label, row_label, split
from storage.figures import catalogue

SEVERITIES: Final = {"error": "必须改", "warning": "请核对", "info": "提示"}
OUTCOMES: Final = {
    "pass": "通过",
    "fail": "有问题",
    "not_applicable": "不适用",
    "unreadable": "读不出",
    "not_evaluated": "未评",
    "crashed": "出错",
}
ALERT_STATES: Final = {
    "open": "待处理",
    "acknowledged": "已知悉",
    "muted": "暂不提醒",
    "resolved": "已改好",
    "reopened": "重新待处理",
}
OBLIGATION_STATES: Final = {
    "upcoming": "未到期",
    "due": "即将到期",
    "met": "已发布",
    "met_late": "逾期发布",
    "overdue": "逾期未发布",
    "unknown": "状态不明",
}
ALERT_LISTS: Final = {"compliance": "合规", "health": "健康"}
EVENT_KINDS: Final = {
    "new": "发现",
    "worse": "加重",
    "better": "减轻",
    "resolved": "已改好",
    "reopened": "重新待处理",
    "acknowledged": "已知悉",
    "muted": "暂不提醒",
    "held": "门户看不到，暂不报告",
    "released": "门户恢复，重新报告",
}
RUN_KINDS: Final = {"run": "巡查并判定", "crawl": "巡查", "judge": "判定"}
RUN_OUTCOMES: Final = {
    "running": "进行中",
    "completed": "完成",
    "partial": "部分完成",
    "failed": "失败",
    "killed": "中断",
}

_CELLS_SHOWN: Final = 8
_TABLES: Final = {"proactive": "表二", "applications": "表三", "remedies": "表四"}
_TABLES_EN: Final = {"proactive": "Table 2", "applications": "Table 3", "remedies": "Table 4"}
_NUMERAL: Final = re.compile(r"^[一二三四]、")
"""The number of a row of the form's first order; those of the second tell rows apart and stay."""


def cell_label(name: str) -> str:
    """The place of a figure in the form, 表三·本年新收·自然人; the name itself where it is no figure's."""
    if name not in catalogue():
        return name
    table, _, _ = split(name)
    label = _NUMERAL.sub("", row_label(name)).removesuffix("政府信息公开申请数量").removesuffix("继续办理")
    return f"{_TABLES[table]}·{label}·{column_label(name)}"


def cell_label_en(name: str) -> str:
    """The place of a figure in the form in English: Table 3 · carried in · natural person."""
    if name not in catalogue():
        return name
    table, row, column = split(name)
    row = row.replace(".", ": ")
    return f"{_TABLES_EN[table]} · {row} · {column}".replace("_", " ")


def cells_line(names: tuple[str, ...]) -> str:
    """The cells of a finding in one line, by their places; of many the first ones and how many there are."""
    shown = "；".join(map(cell_label, names[:_CELLS_SHOWN]))
    return shown if len(names) <= _CELLS_SHOWN else f"{shown} 等 {len(names)} 格"


def change_words(detail: str) -> str:
    """How an alert changed, with the words that people read for the severities."""
    return re.sub("|".join(SEVERITIES), lambda found: SEVERITIES[found[0]], detail)


def quote_line(page: int | None, quote: str) -> str:
    """A quotation with its page where that is known."""
    return f"{f'第 {page} 页' if page else ''}“{quote}”"


def rule_name(code: str) -> str:
    """What a rule or a kind of crawl trouble is called in Chinese; the code itself where it is neither."""
    known = rules().get(code)
    return known.name_zh if known else HEALTH_KINDS.get(code, code)

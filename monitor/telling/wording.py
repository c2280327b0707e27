"""What people read for the words of the log: severities, outcomes, states, kinds, cells."""

from typing import Final

from monitor.health.kinds import HEALTH_KINDS
from monitor.rules.catalogue import rules
from monitor.rules.labels import cell_label as _label_of_figure
from storage.figures import catalogue

SEVERITIES: Final = {"error": "错误", "warning": "警告", "info": "提示"}
OUTCOMES: Final = {
    "pass": "通过",
    "fail": "不符",
    "not_applicable": "不适用",
    "unreadable": "读不出",
    "not_evaluated": "未评",
    "crashed": "出错",
}
ALERT_STATES: Final = {
    "open": "待处理",
    "acknowledged": "已知悉",
    "muted": "静默",
    "resolved": "已解决",
    "reopened": "重新打开",
}
OBLIGATION_STATES: Final = {
    "upcoming": "未到期",
    "due": "即将到期",
    "met": "已发布",
    "met_late": "逾期发布",
    "overdue": "逾期未发布",
    "unknown": "状态不明",
}
REPORT_STATES: Final = {"present": "在网", "unseen": "没有见到", "withdrawn": "已撤下"}
BODY_KINDS: Final = {
    "government": "政府",
    "office": "政府办公厅（室）",
    "department": "部门",
    "township": "乡镇",
    "subdistrict": "街道",
    "institution": "事业单位",
}
LISTS: Final = {"compliance": "单位的问题", "health": "巡查状况"}
RUN_KINDS: Final = {"run": "巡查并判定", "crawl": "巡查", "judge": "判定"}
RUN_OUTCOMES: Final = {
    "running": "进行中",
    "completed": "完成",
    "partial": "部分完成",
    "failed": "失败",
    "killed": "中断",
}

_CELLS_SHOWN: Final = 8


def cell_label(name: str) -> str:
    """The place of a figure in the form; the name itself where it is no figure's."""
    return _label_of_figure(name) if name in catalogue() else name


def cells_line(names: tuple[str, ...]) -> str:
    """The cells of a finding in one line, by place and name; of many the first ones and how many there are."""
    shown = "；".join(f"{cell_label(name)}（{name}）" if name in catalogue() else name for name in names[:_CELLS_SHOWN])
    return shown if len(names) <= _CELLS_SHOWN else f"{shown} 等 {len(names)} 格"


def quote_line(page: int | None, quote: str) -> str:
    """A quotation with its page where that is known."""
    return f"{f'第 {page} 页' if page else ''}“{quote}”"


def rule_name(code: str) -> str:
    """What a rule or a kind of crawl trouble is called in Chinese; the code itself where it is neither."""
    known = rules().get(code)
    return known.name_zh if known else HEALTH_KINDS.get(code, code)

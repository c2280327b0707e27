"""What people read for the words of the log: severities, outcomes, states, kinds, cells.

One word a thing: 问题 for whatever is found, 必须改, 请核对 and 提示 for how grave it is, 暂不提醒 and 已知悉 for what
people decide. No name of the code, no English word and no UTC stands in what people read.
"""

import re
from typing import Any, Final

from monitor.health.kinds import HEALTH_KINDS
from monitor.rules.catalogue import rules
from monitor.rules.labels import column_label, row_label, split
from monitor.rules.timeliness.lateness import SOURCES
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
REPORT_STATES: Final = {"present": "在网", "unseen": "没有见到", "withdrawn": "已撤下"}
BODY_KINDS: Final = {
    "government": "政府",
    "office": "政府办公厅（室）",
    "department": "部门",
    "township": "乡镇",
    "subdistrict": "街道",
    "institution": "事业单位",
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


KEYS: Final = {
    "id": "编号",
    "rule": "规则",
    "severity": "程度",
    "list": "清单",
    "portal": "门户",
    "body": "单位",
    "body_kind": "类别",
    "year": "年度",
    "state": "状态",
    "message": "内容",
    "url": "网址",
    "title": "标题",
    "published_on": "发布日期",
    "published_from": "日期依据",
    "first_seen_at": "首次发现（北京时间）",
    "last_seen_at": "最近一次（北京时间）",
    "versions": "版本数",
    "files": "文件",
    "due_on": "期限",
    "why": "说明",
    "basis": "依据",
    "basis_kind": "依据类别",
    "how": "情况",
    "report_url": "年报网址",
    "reason": "处理说明",
    "by": "处理人",
    "until": "到哪天",
    "code": "代码",
    "name": "名称",
    "name_zh": "中文名称",
    "needs": "需要",
    "years": "适用年度",
    "kinds": "适用机关",
    "home": "首页",
    "columns": "栏目",
    "hosts": "其他主机",
    "division": "行政区划代码",
    "level": "层级",
    "bodies": "机关数",
    "tls": "加密",
    "budget": "每次最多请求",
    "window": "只在此时段巡查",
    "last_visit": "最近巡查",
    "trouble": "受阻原因",
    "healthy": "正常",
    "score": "把握",
    "reasons": "理由",
    "what": "检查项",
    "ok": "正常",
    "mend": "怎么办",
}
"""What people read for the keys of listings."""
BASIS_KINDS: Final = {"law": "法律法规", "form": "报告格式", "local": "地方规定", "practice": "实践口径"}
_VALUES: Final[dict[str, dict[str, str]]] = {
    "severity": SEVERITIES,
    "list": ALERT_LISTS,
    "body_kind": BODY_KINDS,
    "kinds": BODY_KINDS,
    "state": {**ALERT_STATES, **OBLIGATION_STATES, **REPORT_STATES},
    "how": {"roster": "名册", "last_year": "上年发布过"},
    "basis_kind": BASIS_KINDS,
    "published_from": SOURCES,
    "level": {"central": "中央", "province": "省级", "city": "市级", "county": "县级"},
    "tls": {"legacy": "旧式"},
}


def name_of_key(key: str) -> str:
    """The heading of a listing's key; the key itself where it has none."""
    return KEYS.get(key, key)


def in_words(key: str, value: Any) -> Any:
    """A value of a listing as people read it: words for the log's, lists joined, 是 and 否; others as they are."""
    words = _VALUES.get(key, {})
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "；".join(_in_line(words.get(one, one) if isinstance(one, str) else one) for one in value)
    return words.get(value, value) if isinstance(value, str) else value


def _in_line(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(value[key]) for key in ("name", "url") if value.get(key))
    return "" if value is None else str(value)


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

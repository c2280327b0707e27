"""What people read for the words of the log: severities, outcomes, states, kinds, cells."""

from typing import Any, Final

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
    "how": "应报依据",
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
    "last_visit": "最近巡查",
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
    "list": LISTS,
    "body_kind": BODY_KINDS,
    "kinds": BODY_KINDS,
    "state": {**ALERT_STATES, **OBLIGATION_STATES, **REPORT_STATES},
    "how": {"roster": "名册", "last_year": "上年发布过"},
    "basis_kind": BASIS_KINDS,
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

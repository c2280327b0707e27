"""What the rows and columns of the forms are called in messages, for people who know the form.

The printed label of the report itself goes before these (see :mod:`monitor.rules.citing`);
these stand where it is unknown. Source: 国办公开办函〔2021〕30号 and 〔2019〕60号.
"""

from typing import Final

COLUMNS: Final[dict[str, str]] = {
    "natural_person": "自然人",
    "enterprise": "商业企业",
    "research": "科研机构",
    "public_welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他",
    "total": "总计",
}

APPLICATION_ROWS: Final[dict[str, str]] = {
    "new": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partly_granted": "（二）部分公开",
    "refused.state_secret": "（三）1.属于国家秘密",
    "refused.law_prohibits": "（三）2.其他法律行政法规禁止公开",
    "refused.security_and_stability": "（三）3.危及“三安全一稳定”",
    "refused.third_party_rights": "（三）4.保护第三方合法权益",
    "refused.internal_affairs": "（三）5.属于三类内部事务信息",
    "refused.process_information": "（三）6.属于四类过程性信息",
    "refused.enforcement_files": "（三）7.属于行政执法案卷",
    "refused.administrative_queries": "（三）8.属于行政查询事项",
    "unavailable.not_held": "（四）1.本机关不掌握相关政府信息",
    "unavailable.needs_creation": "（四）2.没有现成信息需要另行制作",
    "unavailable.still_unclear": "（四）3.补正后申请内容仍不明确",
    "not_processed.petition": "（五）1.信访举报投诉类申请",
    "not_processed.repeated": "（五）2.重复申请",
    "not_processed.publications": "（五）3.要求提供公开出版物",
    "not_processed.excessive": "（五）4.无正当理由大量反复申请",
    "not_processed.confirmation": "（五）5.要求行政机关确认或重新出具已获取信息",
    "other.not_corrected": "（六）1.逾期不补正",
    "other.fee_unpaid": "（六）2.逾期未缴费",
    "other.other": "（六）3.其他",
    "other": "（六）其他处理",
    "total": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}

PROACTIVE_ROWS: Final[dict[str, str]] = {
    "rules": "规章",
    "normative_documents": "行政规范性文件",
    "licensing": "行政许可",
    "other_services": "其他对外管理服务事项",
    "penalties": "行政处罚",
    "coercion": "行政强制",
    "fees": "行政事业性收费",
    "procurement": "政府集中采购",
}

PROACTIVE_COLUMNS: Final[dict[str, str]] = {
    "issued": "本年制发件数",
    "repealed": "本年废止件数",
    "in_force": "现行有效件数",
    "decisions": "处理决定数量",
    "amount": "金额",
    "made": "本年新制作数量",
    "disclosed": "本年新公开数量",
    "disclosed_in_all": "对外公开总数量",
    "items_last_year": "上一年项目数量",
    "change": "本年增/减",
    "items": "采购项目数量",
}

REMEDY_BLOCKS: Final[dict[str, str]] = {
    "review": "行政复议",
    "litigation_direct": "行政诉讼（未经复议直接起诉）",
    "litigation_after_review": "行政诉讼（复议后起诉）",
}

REMEDY_COLUMNS: Final[dict[str, str]] = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}

_ROWS: Final = {"proactive": PROACTIVE_ROWS, "applications": APPLICATION_ROWS, "remedies": REMEDY_BLOCKS}
_COLUMNS: Final = {"proactive": PROACTIVE_COLUMNS, "applications": COLUMNS, "remedies": REMEDY_COLUMNS}


def split(name: str) -> tuple[str, str, str]:
    """Table, row and column of a figure's full name; a row's own name may hold a point."""
    table, rest = name.split(".", 1)
    row, column = rest.rsplit(".", 1)
    return table, row, column


def row_label(name: str) -> str:
    """The form's label of the figure's row."""
    table, row, _ = split(name)
    return _ROWS[table][row]


def column_label(name: str) -> str:
    """The form's label of the figure's column."""
    table, _, column = split(name)
    return _COLUMNS[table][column]


def cell_label(name: str) -> str:
    """Row and column of the figure in one, such as ``（一）予以公开·自然人``."""
    return f"{row_label(name)}·{column_label(name)}"

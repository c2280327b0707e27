from monitor.rules.model import Outcome
from tests.monitor.rules.cases import Cases

CASES = Cases(
    *("F02", "Repeated word in title", "标题词语重复", "warning", "law"),
    fails={
        "twice": lambda d: d.set(title="宁川县教育局2023年政府信息公开 公开工作年度报告"),
        "the year": lambda d: d.set(title="宁川县教育局2023年2023年政府信息公开工作年度报告"),
        "the year in two ways": lambda d: d.set(title="宁川县教育局2023年度 2023年政府信息公开工作年度报告"),
    },
    passes={
        "two years": lambda d: d.set(title="宁川县教育局2022年2023年政府信息公开工作年度报告"),
        "the year again further on": lambda d: d.set(title="2023年宁川县教育局2023年政府信息公开工作年度报告"),
        "letterhead": lambda d: d.set(title="宁川县教育局\n宁川县教育局2023年政府信息公开工作年度报告"),
        "two names meet": lambda d: d.set(title="2023年宁川县人民政府政府信息公开工作年度报告"),
        "an office's short name meets": lambda d: d.set(
            title="宁川县政府政府信息公开工作年度报告", body="宁川县政府", body_kind="government"
        ),
        "single characters": lambda d: d.set(title="发发公公镇2023年政府信息公开工作年度报告"),
    },
    not_assessed={"no title": (Outcome.NOT_EVALUATED, lambda d: d.set(title=""))},
)

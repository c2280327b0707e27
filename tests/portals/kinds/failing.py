"""Members of kinds that the monitor does not master yet, each with its reason."""

from collections.abc import Mapping, Sequence

_BY_KIND: Mapping[str, tuple[str, Sequence[str]]] = {
    "marks": (
        "a mark before a title becomes a part of the name",
        (
            "[置顶]",
            "〖推荐〗",
            "★",
            "01",
            "①",
            "NEW!",
            "（顶）",
            "[图文]",
            "HOT",
        ),
    ),
    "labels": (
        "the name of a column before a title becomes a part of the name",
        (
            "[年度报告]",
            "年报·",
            "部门年报：",
        ),
    ),
    "with tables": (
        "what is said to be attached decides what a row is",
        (
            "（含附表）",
            "及附表",
            "（附统计表）",
            "（含政府网站工作年度报表）",
            "（附：数据汇总）",
            "及统计报表",
        ),
    ),
    "issued": (
        "a notice that issues a report is a stranger",
        (
            "关于印发《年政府信息公开工作年度报告》的通知",
            "关于发布年度政府信息公开工作年度报告的通知",
            "关于印发年政府信息公开年度报告的通知",
        ),
    ),
    "summaries": (
        "a report that is called a summary as well is a stranger",
        (
            "年政府信息公开工作总结暨年度报告",
            "年政务公开工作总结和政府信息公开年度报告",
            "年政府信息公开工作情况暨年度报告",
            "年度政府信息公开工作总结（年度报告）",
        ),
    ),
    "merged": (
        "政府 is taken from the name for the phrase",
        (
            "a county",
            "a town",
            "a village",
        ),
    ),
    "cut": (
        "a title cut without a sign is a stranger",
        (
            "behind 年",
            "behind 公",
            "behind 年度报",
            "behind 工作",
        ),
    ),
    "headings": (
        "the row outranks the heading of the page",
        ("row with the site's name",),
    ),
    "told length": (
        "what a list says of its length is not compared with what came",
        (
            "共n条",
            "共n条记录 每页n条",
            "总页数",
            "1／2",
            "1/2",
            "Page 1 of 2",
            "a variable",
            "a quotient",
            "an input",
            "an attribute",
            "a jump box",
            "a dead library",
            "a dead plug-in",
            "a button",
            "scrolling",
        ),
    ),
    "told by data": (
        "what data tell of their length is not compared with what came",
        (
            "total",
            "count in a string",
            "totalPages",
            "allNum",
            "post_count",
        ),
    ),
    "moved column": (
        "the home page is not asked again",
        (
            "in its place",
            "beside the old one",
            "behind a hub",
            "named in the registry",
        ),
    ),
    "never anything new": (
        "a page is never asked without conditions",
        (
            "of the list",
            "of every page",
            "a tag that stands still",
            "of the list and its way",
        ),
    ),
    "error pages": (
        "an error page of unknown words is a report",
        (
            "该信息正在审核",
            "非法的参数",
            "暂无数据",
            "系统忙，请稍候",
            "ID 不对",
            "文章未通过审批",
            "此页需要登录",
        ),
    ),
    "counters ": (
        "a counter in a byline makes a version",
        (
            "[{on}]　点击[{n}]",
            "日期：{on}　人气：{n}",
            "发布日期：{on}　已有 {n} 人读过",
            "Date: {on}　Hits: {n}",
            "{on} 来源：本局 关注度 {n}",
            "时间：{on}　浏览[{n}]",
            "{on} | 阅读({n})",
            "发布：{on}　查看：{n} | 回复：0",
            "{on}　本信息已被浏览{n}次",
            "发布时间：{on}　热度：{n}℃",
            "更新时间：2026-04-{n:02d}　发布时间：{on}",
        ),
    ),
    "counters in a marked box": (
        "a counter in a byline makes a version",
        (
            "[{on}]　点击[{n}]",
            "日期：{on}　人气：{n}",
            "发布日期：{on}　已有 {n} 人读过",
            "Date: {on}　Hits: {n}",
            "{on} 来源：本局 关注度 {n}",
            "时间：{on}　浏览[{n}]",
            "{on} | 阅读({n})",
            "发布：{on}　查看：{n} | 回复：0",
            "{on}　本信息已被浏览{n}次",
            "发布时间：{on}　热度：{n}℃",
            "更新时间：2026-04-{n:02d}　发布时间：{on}",
        ),
    ),
    "Chinese queries": (
        "queries are not asked in the encoding of the page",
        (
            "a query",
            "a value behind",
            "two words",
            "a word and a slash",
        ),
    ),
    "addresses": (
        "addresses with wrong slashes are taken for paths",
        (
            "three slashes",
            "one slash",
        ),
    ),
    "links beside titles": (
        "a link that says no title has none",
        (
            "a day",
            "a day in brackets",
            "详细>>",
        ),
    ),
    "XML": (
        "lists of XML are not read",
        (
            "RSS behind a script",
            "RSS as the column",
            "a list of records",
            "attributes",
        ),
    ),
    "near names": (
        "a name that the portal never shows is accused",
        (
            "财政局(国资委)",
            "教育局（体育局）",
            "林业和草原局",
            "商务和投资促进局",
            "经济开发区管委会",
        ),
    ),
    "another's": (
        "another's page behind a row counts as the row's report",
        (
            "a page",
            "a file",
            "the other's own page",
        ),
    ),
}
"""By kind: why, and its members."""

FAILING: Mapping[str, str] = {
    f"{kind}: {label}": reason for kind, (reason, labels) in _BY_KIND.items() for label in labels
}

FAILING_CASES: Mapping[str, str] = {}
"""The same for the cases beside the checkout."""

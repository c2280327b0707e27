"""The pages behind the rows: the text of a report, bylines with and without a day, pages that show an error."""

from collections.abc import Callable, Mapping
from datetime import date

ERRORS = (
    "该条信息暂时无法显示",
    "您要看的内容正在审核",
    "参数不正确！",
    "系统提示：记录为空",
    "非法操作",
    "ID 无效",
    "数据已转移，请从首页进入",
    "操作失败，请返回重试",
    "没有数据",
    "访问太频繁，请休息一下再来",
    "信息尚未发布",
    "对不起，没有权限浏览此条",
)
"""What portals write in place of a report, with status 200."""


def report_text(body: str, year: int) -> tuple[str, ...]:
    """The paragraphs of a short report with its six headings."""
    return (
        f"本报告由{body}按照政府信息公开条例编制，所列数据统计期限为{year}年1月1日至{year}年12月31日。",
        "一、总体情况",
        f"{year}年，我单位围绕中心任务推进公开，全年更新栏目42个，答复咨询17件，未发生失密事件。",
        "二、主动公开政府信息情况",
        "本年制发规范性文件1件，现行有效3件，行政许可处理决定26件，详见所附数据。",
        "三、收到和处理政府信息公开申请情况",
        "本年新收申请3件，均在法定期限内办结，没有结转下年度的申请。",
        "四、政府信息公开行政复议、行政诉讼情况",
        "本年没有因公开引起的行政复议和行政诉讼。",
        "五、存在的主要问题及改进情况",
        "公开的及时性有待提高；下一年将逐项梳理目录，安排专人复核。",
        "六、其他需要报告的事项",
        "本年没有收取信息处理费，没有其他需要报告的事项。",
    )


Byline = Callable[[date, int], str]
"""The line under the headline, of a day and a number that turns."""

BYLINES: Mapping[str, Byline] = {
    "labelled": lambda on, turn: f"发布时间：{on} 09:10　来源：办公室",
    "brackets and clicks": lambda on, turn: f"[{on}]　点击[{turn}]",
    "slashes and type": lambda on, turn: f"日期：{on:%Y/%m/%d}　字体：【大 中 小】",
    "Chinese": lambda on, turn: f"{on.year}年{on.month}月{on.day}日",
    "dots": lambda on, turn: f"发布于 {on:%Y.%m.%d}　编辑：小林",
    "clicks rate": lambda on, turn: f"日期：{on}　人气：{turn}　评论：{turn % 7}",
    "read by": lambda on, turn: f"发布日期：{on}　已有 {turn} 人读过",
    "hits": lambda on, turn: f"Date: {on}　Hits: {turn}",
    "source only": lambda on, turn: "来源：本单位　责任编辑：周",
    "none": lambda on, turn: "",
}
UNDATED = frozenset({"source only", "none"})
TURNING = frozenset({"brackets and clicks", "clicks rate", "read by", "hits"})

ROW_DAYS: Mapping[str, Callable[[date], str]] = {
    "plain": lambda on: f"{on}",
    "brackets": lambda on: f"[{on}]",
    "slashes": lambda on: f"{on:%Y/%m/%d}",
    "dots": lambda on: f"{on:%Y.%m.%d}",
    "Chinese": lambda on: f"{on.year}年{on.month}月{on.day}日",
    "short": lambda on: f"{on:%m-%d}",
    "none": lambda on: "",
}
UNDATED_ROWS = frozenset({"short", "none"})

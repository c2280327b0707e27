"""What people read for the kinds of trouble and the verdicts of visits that the log keeps."""

from typing import Final

from storage.tables.turns import Skip

CHANNEL_TROUBLE: Final = "channel"
"""The trouble of a way of sending: no portal's, and noted by the sender and not by a crawl."""

HEALTH_KINDS: Final = {
    "wall": "被验证页挡住",
    "unreachable": "连接不上",
    "server_error": "服务器出错",
    "throttled": "嫌请求太多",
    "budget": "请求数或时段用完",
    "broken_file": "文件损坏",
    "empty_column": "栏目变空",
    "needs_browser": "需要浏览器",
    "robots": "网站不许抓取",
    "unreadable": "读不出来",
    "truncated": "没有传完",
    "crashed": "判定出错",
    "certificate": "证书有误",
    "legacy_tls": "旧式加密",
    "other_scheme": "改用 http 或 https",
    "newer_column": "首页另有年报栏目",
    CHANNEL_TROUBLE: "消息发不出去",
}
VISIT_VERDICTS: Final = {
    "ok": "正常",
    "empty": "一条年报也没有看到",
    "wall": "被验证页挡住",
    "unreachable": "连接不上",
    "error": "出错或没有看全",
    "robots": "网站不许抓取",
    "needs_browser": "要浏览器才能显示",
}


def why_left_out(skip: Skip | None) -> str:
    """Why a run left a portal out and when it is its turn, in a few Chinese words; empty where it did not."""
    if skip is None:
        return ""
    return f"{skip.why}，下次 {skip.next_on}" if skip.next_on else skip.why

"""Walls between us and a page: challenges, refusals and interceptions, told by content on any status."""

import re
from collections.abc import Mapping
from typing import Final

from crawler.articles.content import marked_article
from crawler.markup import metas, text_of, tree_of, visible_length
from crawler.text import squash

_SCANT: Final = 200
"""Visible characters below which a page with a challenge's script is the challenge and not a page behind it."""
_SMALL: Final = 600
_FEW_LINKS: Final = 8
"""A page that refuses has no menus; with more links than this it is a page of the portal."""
_REFUSALS: Final = {
    401: "要求登录",
    403: "拒绝访问",
    406: "拒绝访问",
    407: "要求登录代理",
    412: "动态验证（多为瑞数）",
    418: "拒绝访问",
    429: "嫌访问过于频繁",
    451: "拒绝访问",
    521: "加速乐验证",
    567: "拒绝访问",
}
_CHALLENGES: Final = (
    ("瑞数动态验证", re.compile(r"\$_ts\s*=|window\[['\"]\$_ts['\"]\]|<(?:meta|script)[^>]*\br=['\"]m['\"]")),
    ("加速乐验证", re.compile(r"__jsl_clearance|__jsluid|jsl_clearance")),
    ("阿里云盾验证（acw_sc）", re.compile(r"acw_sc__v\d|var\s+arg1\s*=\s*['\"][0-9A-Fa-f]{20,}")),
    ("C3VK 验证", re.compile(r"C3VK\s*=")),
    ("长亭雷池验证", re.compile(r"safeline_bot|/\.safeline/|SafeLine", re.IGNORECASE)),
    ("腾讯 EdgeOne 验证", re.compile(r"WTKkN|__tst_status|EO_Bot_Ssid")),
    ("网站卫士验证（wzws）", re.compile(r"wzws[-_]?(?:waf|challenge|sessionid|cid)|WZWS-RAY", re.IGNORECASE)),
    ("云锁验证", re.compile(r"yunsuo_session|security_session_(?:verify|mid_verify)")),
    ("Cloudflare 验证", re.compile(r"cf[-_]chl|__cf_chl|challenge-platform")),
    ("网防验证", re.compile(r"CT6T|waf_?cookie|_waf_|waf_session", re.IGNORECASE)),
)
_COOKIE_RELOAD: Final = re.compile(
    r"document\.cookie\s*=.{0,2000}?(?:location\s*(?:\.href)?\s*=|location\.(?:reload|replace|assign)\s*\(|http-equiv)",
    re.DOTALL,
)
_INTERCEPTED: Final = re.compile(
    r"(?:请求|访问|操作|行为)(?:已被|被|已遭)(?:拦截|阻断|拒绝|禁止|限制|屏蔽)|(?:拦截|阻断)了?(?:您|你)的?(?:请求|访问)"
    r"|(?:您|你)的(?:请求|访问|IP|ip).{0,20}(?:不合法|异常|被禁|黑名单|攻击|受限|风险)"
    r"|(?:安全|人机|滑[块动])验证|请(?:先)?(?:完成|进行|通过|输入).{0,6}验证|访问(?:过于)?频繁|访问频率|请求过于频繁"
    r"|疑似.{0,8}攻击|Web应用防火墙|网站防火墙|网防G01|创宇盾|安全狗|云防护|D盾|正在检查您的浏览器|浏览器安全检查|请开启JavaScript并刷新"
    r"|accessdenied|requestblocked|youhavebeenblocked|justamoment|checkingyourbrowser|verifyyouarehuman|forbiddenbyrule"
    r"|intercepted",
    re.IGNORECASE,
)


def wall_of(html: str, status: int, headers: Mapping[str, str]) -> str:
    """What wall a response is, in a few Chinese words; empty where it is none.

    A page that came through a challenge still carries the challenge's script, so
    a script makes a wall only where there is next to nothing to read beside it.
    """
    if refusal := _REFUSALS.get(status):
        return _challenge(html, headers) or refusal
    length = visible_length(html)
    if length <= _SCANT and (challenge := _challenge(html, headers)):
        return challenge
    if length <= _SCANT and _COOKIE_RELOAD.search(html):
        return "写 Cookie 后重载的验证"
    if status == 202 and length == 0:  # noqa: PLR2004  Accepted: a challenge's way to say come again
        return "空白的 202 应答"
    return (
        "请求被拦截" if length <= _SMALL and not _is_of_the_portal(html) and _INTERCEPTED.search(_words(html)) else ""
    )


def _challenge(html: str, headers: Mapping[str, str]) -> str:
    cookies = "\n".join(value for name, value in headers.items() if name.lower() == "set-cookie")
    body = next((name for name, sign in _CHALLENGES if sign.search(html)), "")
    return body or ("" if html.strip() else next((name for name, sign in _CHALLENGES if sign.search(cookies)), ""))


def _is_of_the_portal(html: str) -> bool:
    """Whether a page has menus, an article or the portal's own description of it; what intercepts has none."""
    root = tree_of(html)
    if "articletitle" in metas(root) or marked_article(html) is not None:
        return True
    return sum(1 for _ in root.iter("a")) > _FEW_LINKS


def _words(html: str) -> str:
    return squash(text_of(tree_of(html)))

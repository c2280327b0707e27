"""What a response is: list, report, stranger, shell, wall, soft 404, file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from crawler.articles.content import (
    content_hash,
    has_report_headings,
    has_report_sections,
    main_text,
    marked_article,
    says_corrected,
    title_of,
)
from crawler.articles.files import HTML, UNKNOWN, FileLink, files_of, is_file_address, media_type, suffix_of
from crawler.articles.showing import shows_report
from crawler.encoding import decode_html
from crawler.labels import is_column_title
from crawler.listings import needs_browser, rows
from crawler.lists.carriers import json_of
from crawler.lists.xml_data import xml_of
from crawler.markup import (
    Element,
    absolute,
    base_of,
    cut_out,
    lines_of,
    metas,
    parse,
    text_of,
    tree_of,
    visible_length,
    whole_text_of,
)
from crawler.page_memo import once
from crawler.paging import next_pages
from crawler.text import squash
from crawler.title_causes import in_words
from crawler.titles import TitleReading, read_title
from crawler.walls import wall_of

__all__ = [
    "FileLink",
    "PageKind",
    "PageVerdict",
    "content_hash",
    "decode_html",
    "examine",
    "files_of",
    "main_text",
    "media_type",
    "redirect_target",
    "says_corrected",
]

PageKind = Literal["list", "report", "stranger", "shell", "wall", "soft_404", "file", "broken", "other"]

_JSON: Final = "application/json"
_TEXTS: Final = frozenset({HTML, _JSON, "text/plain"})
_WORD: Final = "application/msword"
_WORD_ENDINGS: Final = frozenset({"doc", "wps"})
_SAVED_BY_WORD: Final = b"schemas-microsoft-com:office"
_FILE_TYPES: Final = re.compile(r"pdf|msword|officedocument|ms-excel|octet-stream|zip|rar|ofd", re.IGNORECASE)
_SHELL_SIZE: Final = 4096
_SHELL_TEXT: Final = 120
_SCANT: Final = 400
_GONE: Final = frozenset({404, 410})
_GOOD: Final = range(200, 300)
_ARTICLE_LEAST: Final = 200
_DAY_WIDTH: Final = 14
_HEAD_LINES: Final = 5

_ASSIGNED: Final = re.compile(
    r"(?:window|self|top|parent|document)?\.?location(?:\.href)?\s*=\s*[\"']([^\"']+)[\"'](?!\s*[+\w])"
    r"|location\.(?:replace|assign)\s*\(\s*[\"']([^\"']+)[\"']\s*\)|window\.open\s*\(\s*[\"']([^\"']+)[\"']\s*,\s*[\"']_self"
    r"|window\.navigate\s*\(\s*[\"']([^\"']+)[\"']"
)
_TELLS_TELEPHONES: Final = re.compile(r"userAgent|mobile|phone|android", re.IGNORECASE)
_FOR_TELEPHONES: Final = re.compile(r"//(?:m|wap|3g|mobile)\.|/(?:m|wap|3g|mobile|h5|phone)(?:/|\.|$)", re.IGNORECASE)
_REFRESH: Final = re.compile(r"^\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?(.+?)[\"']?\s*$", re.IGNORECASE)
_LACKING: Final = re.compile(
    r"(?:页面|网页|文章|信息|内容|栏目|文件|地址|链接|资源)(?:已经?|可能)?(?:不存在|被?删除|找不到|未找到|丢失|已下线|已撤[销下]|已失效|已过期|走丢)"
    r"|(?:找不到|未找到|没有找到|无法找到)(?:您|你)?(?:所?要?(?:访问|查看|查找|请求|浏览)的)?(?:页面|网页|文章|信息|内容|文件|资源)"
    r"|(?:您|你)(?:所?要?|正在)?(?:访问|查看|查找|请求|浏览)的.{0,8}(?:不存在|已(?:被)?删除|找不到|已下线)"
    r"|404(?:notfound|错误|页面|error|-)|notfound|pagecannotbefound",
    re.IGNORECASE,
)
_TROUBLE: Final = re.compile(
    r"(?:服务器|系统|程序|数据库)(?:内部|连接)?(?:错误|异常|繁忙|失败|维护|升级)|(?:网站|系统)(?:正在)?(?:维护|升级)中?|出错了|HTTPStatus500"
    r"|internalservererror|service(?:temporarily)?unavailable|badgateway",
    re.IGNORECASE,
)
_LACKING_TITLE: Final = re.compile(
    r"^(?:404.{0,12}|.{0,6}(?:页面|网页)?(?:不存在|找不到|未找到|出错|错误页面?)|error.{0,10}|notfound)$", re.IGNORECASE
)
_INDEX: Final = re.compile(r"(?:index|default)\.\w+", re.IGNORECASE)
_COUNTING: Final = re.compile(r"visit|count|stat|weather|tianqi|share|exposure", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """What a response is.

    ``detail`` is one Chinese line for people; ``target`` is where a shell leads;
    ``reading`` is what the title of an article says, None where the response is
    no article.
    """

    kind: PageKind
    detail: str = ""
    media_type: str = HTML
    title: str = ""
    target: str | None = None
    reading: TitleReading | None = None


def examine(
    body: bytes, *, url: str, status: int, headers: Mapping[str, str], read: Callable[[], str] | None = None
) -> PageVerdict:
    """What a response is, by its bytes first and whatever its status says.

    ``read`` gives its text where somebody else needs that too; it is asked only
    where the bytes are text, for a file of many MB must not be decoded.

    ``headers`` are looked up in lower case. A status of 404 or 410 counts as a
    soft 404 where the page is no wall. A list is told by its rows, a report by
    its title, or by the headings of a report where the title does not decide.
    """
    kind = media_type(body, _name(url, headers))
    if not body.strip():
        return _empty(status, headers)
    if kind not in _TEXTS or (kind == "text/plain" and urlsplit(url).path.lower().endswith((".txt", ".md"))):
        return PageVerdict("file" if kind != UNKNOWN else "broken", _of_bytes(kind), kind)
    if kind == HTML and suffix_of(_name(url, headers)) in _WORD_ENDINGS and _SAVED_BY_WORD in body[:_SHELL_SIZE]:
        return PageVerdict("file", "Word 存成的网页", _WORD)
    html = read() if read is not None else decode_html(body, headers.get("content-type", ""))
    return _hindrance(html, url, status, headers, kind) or _page(html, url, kind)


def redirect_target(html: str, url: str) -> str | None:
    """Where a page that is only a shell sends its reader, by script, by meta refresh or in a frame; None for a page."""
    if visible_length(html) > _SHELL_TEXT:
        return None
    target = _refresh_target(html, url) or _script_target(html, url) or _frame_target(tree_of(html), url)
    return target if target and target != absolute(url, "") else None


def _hindrance(html: str, url: str, status: int, headers: Mapping[str, str], kind: str) -> PageVerdict | None:
    """What keeps a response from being the page or file that was asked for; None where nothing does."""
    if wall := wall_of(html, status, headers):
        return PageVerdict("wall", f"{wall}（应答 {status}）", kind)
    if status in _GONE:
        return PageVerdict("soft_404", f"应答 {status}，页面已不存在", kind)
    if kind == HTML and (lacking := _lacking(html, url)):
        return PageVerdict("soft_404", lacking, kind)
    if status not in _GOOD:
        return PageVerdict("other", f"应答 {status}", kind)
    broken = _breakage(html, url, headers) if kind == HTML else ""
    return PageVerdict("broken", broken, kind) if broken else None


def _breakage(html: str, url: str, headers: Mapping[str, str]) -> str:
    if trouble := _notice(_TROUBLE, html, url):
        return f"服务器出错，页面写着“{trouble}”"
    return "应当是文件，来的却是网页" if suffix_of(url) or _announced_as_file(headers) else ""


def _page(html: str, url: str, kind: str) -> PageVerdict:
    if kind == _JSON or json_of(html) is not None:
        found = rows(html, url)
        return PageVerdict("list" if found else "other", f"接口应答，{len(found)} 行", kind)
    if xml_of(html) is not None and (found := rows(html, url)):
        return PageVerdict("list", f"接口应答，{len(found)} 行", kind)
    if target := redirect_target(html, url):
        return PageVerdict("shell", f"转向 {target}", kind, target=target)
    root = tree_of(html)
    title = title_of(html)
    text = main_text(html)
    found = rows(html, url)
    days = sum(row.listed_on is not None for row in found)
    if (found or "<datastore" in html) and not (has_report_headings(text) or _is_article(html, title, days)):
        return PageVerdict("list", f"列表，{len(found)} 行", kind, title)
    if not found and _is_list_to_come(html, url, root, title, text):
        return PageVerdict("list", "列表，由脚本显示", kind, title)
    return _article(html, url, title, kind)


def _is_list_to_come(html: str, url: str, root: Element, title: str, text: str) -> bool:
    """Whether a page is called as the column is, has nothing of its own, and may get rows from a script."""
    if not is_column_title(title) or len(squash(text)) >= _ARTICLE_LEAST:
        return False
    if next(root.iter("img", "iframe", "embed", "object"), None) is not None:
        return False
    if any(is_file_address(anchor.get("href") or "") for anchor in root.iter("a")):
        return False
    return needs_browser(html, []) or bool(next_pages(html, url, rows=0))


def _article(html: str, url: str, title: str, kind: str) -> PageVerdict:
    root, text = tree_of(html), main_text(html)
    reading = read_title(title, column=metas(root).get("columnname", ""))
    inside = has_report_headings(text)
    sure = _names_itself(root)
    if reading.suspected and reading.cause != "explanation" and has_report_sections(text):
        return PageVerdict("report", in_words(reading.cause), kind, _title_inside(text) or title, reading=reading)
    if inside and reading.verdict != "report" and (not sure or not reading.names_another):
        title = _title_inside(text) or title
        reading = read_title(title)
    if reading.verdict == "stranger" and (reading.names_another or not inside):
        known = reading.names_another or sure
        return PageVerdict("stranger" if known else "other", in_words(reading.cause), kind, title, reading=reading)
    named = reading.verdict == "report" and (not is_column_title(title) or shows_report(html, url))
    verdict: PageKind = "report" if inside or named else "other"
    return PageVerdict(verdict, in_words(reading.cause), kind, title, reading=reading)


def _title_inside(text: str) -> str:
    """The line at the head of an article that names the report, where the page itself names something else."""
    return next((line for line in text.splitlines()[:_HEAD_LINES] if read_title(line).verdict == "report"), "")


def _names_itself(root: Element) -> bool:
    return bool(metas(root).get("articletitle")) or next(root.iter("ucaptitle"), None) is not None


def _is_article(html: str, title: str, listed: int) -> bool:
    """Whether a page is one document; ``listed`` days printed beside rows are no text of a document."""
    root = tree_of(html)
    if _names_itself(root) or next(root.iter("ucapcontent"), None) is not None:
        return True
    reading = read_title(title)
    if reading.verdict == "report" and reading.body and reading.year and listed <= 1:
        return True
    container = marked_article(html)
    if container is None:
        return False
    whole = len(squash(text_of(container)))
    linked = sum(len(squash(text_of(anchor))) for anchor in container.iter("a"))
    return whole - linked - listed * _DAY_WIDTH >= _ARTICLE_LEAST or (whole > 0 and _leads_to_files(container))


def _leads_to_files(container: Element) -> bool:
    targets = [anchor.get("href") or "" for anchor in container.iter("a")]
    return bool(targets) and all(is_file_address(target) for target in targets if target.strip())


def _empty(status: int, headers: Mapping[str, str]) -> PageVerdict:
    if wall := wall_of("", status, headers):
        return PageVerdict("wall", f"{wall}（应答 {status}，没有内容）", UNKNOWN)
    if status in _GONE:
        return PageVerdict("soft_404", f"应答 {status}", UNKNOWN)
    return PageVerdict("broken", f"应答 {status}，内容为空", UNKNOWN)


def _name(url: str, headers: Mapping[str, str]) -> str:
    said = re.search(
        r"filename\*?\s*=\s*(?:UTF-8'')?\"?([^\";]+)", headers.get("content-disposition", ""), re.IGNORECASE
    )
    return said.group(1) if said and suffix_of(said.group(1)) else url


def _announced_as_file(headers: Mapping[str, str]) -> bool:
    disposition = headers.get("content-disposition", "").lower()
    return disposition.startswith("attachment") or bool(_FILE_TYPES.search(headers.get("content-type", "")))


def _of_bytes(kind: str) -> str:
    return "认不出的内容" if kind == UNKNOWN else f"文件（{kind}）"


def _refresh_target(html: str, url: str) -> str:
    for meta in parse(cut_out(html, "<noscript", "</noscript>")).iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh" and (found := _REFRESH.match(meta.get("content") or "")):
            return absolute(url, found.group(1))
    return ""


def _script_target(html: str, url: str) -> str:
    if len(html) > _SHELL_SIZE:
        return ""
    source = cut_out(html, "<!--", "-->")
    found = [place for place in _ASSIGNED.finditer(source) if not _is_idle(source, place.start())]
    targets = [absolute(url, next(group for group in place.groups() if group)) for place in found]
    if _TELLS_TELEPHONES.search(source):
        targets = [target for target in targets if not _FOR_TELEPHONES.search(target)]
    return next(iter(targets), "")


def _is_idle(source: str, at: int) -> bool:
    """Whether a statement stands in a named function that the page itself never calls (a search box, a button)."""
    named = re.findall(r"function\s+(\w+)\s*\(", source[:at])
    return bool(named) and len(re.findall(rf"\b{named[-1]}\b", source)) == 1


def _frame_target(root: Element, url: str) -> str:
    """The one page of the same portal that a page without words of its own shows in a frame.

    Where it names one report, the frame holds a part of it, and the page is no shell.
    """
    if next(root.iter("frameset"), None) is None and any(_is_report_title(line) for line in lines_of(root)):
        return ""
    base = base_of(root, url)
    frames = [absolute(base, frame.get("src") or "") for frame in root.iter("frame", "iframe") if frame.get("src")]
    own = [target for target in frames if target and not is_file_address(target) and not _COUNTING.search(target)]
    same = [target for target in own if urlsplit(target).hostname == urlsplit(url).hostname]
    return same[-1] if same and (len(same) == 1 or next(root.iter("frameset"), None) is not None) else ""


def _is_report_title(line: str) -> bool:
    reading = read_title(line)
    return reading.verdict == "report" and reading.year is not None


def _lacking(html: str, url: str) -> str:
    """Why a page is one that says there is no such page; empty where it is a page."""
    root = tree_of(html)
    printed = next((squash(text_of(element)) for element in root.iter("title")), "")
    if _LACKING_TITLE.match(printed):
        return f"页面写着“{printed[:20]}”"
    said = _notice(_LACKING, html, url)
    return f"页面写着“{said}”" if said else _way_home(html, url)


def _notice(words: re.Pattern[str], html: str, url: str) -> str:
    """What a page without rows, files and much text says in place of its content; empty where it says nothing such."""
    found = words.search(_opening(html))
    if found is None or _names_itself(tree_of(html)) or rows(html, url) or files_of(html, url):
        return ""
    return found.group()[:20]


@once
def _opening(html: str) -> str:
    """The words of a scant page, or those at the head of a page's article where nothing marks it as one."""
    root = tree_of(html)
    text = squash(whole_text_of(next(root.iter("body"), root)))
    if len(text) > _SCANT:
        text = "" if marked_article(html) is not None else squash(main_text(html))
    return text[:_SCANT]


def _way_home(html: str, url: str) -> str:
    """Why a page that only sends its reader to the directory above or the front page is a page that is not there."""
    target, path = redirect_target(html, url), urlsplit(url).path
    directory, _, name = path.rpartition("/")
    if target is None or (directory == "" and (not name or _INDEX.fullmatch(name))):
        return ""
    there = urlsplit(target)
    above = {"/"} if not name or _INDEX.fullmatch(name) else {"/", f"{directory}/"}
    if there.hostname == urlsplit(url).hostname and there.path in above and not there.query:
        return "页面只把人送回首页或上一级"
    return ""

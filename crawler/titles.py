"""What a title says: report or stranger, whose, which year.

A third of the rows in annual-report columns are strangers that look alike
(政府网站工作年度报表, 法治政府建设年度报告, 解读, 编制通知 …), so a title is
read word by word: the phrase that names the report, what stands before it (the
body and the year) and what stands behind it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from crawler.body_kinds import BodyKind, kind_of_body
from crawler.text import fold
from crawler.title_causes import TitleCause
from crawler.title_marks import EDGE, is_unpaired, normal_title
from crawler.title_words import (
    ATTACHMENTS,
    BARE_REPORT,
    BEFORE,
    BEHIND,
    CUT,
    CUT_ANYWHERE,
    CUT_PHRASE,
    DISCLOSURE,
    HARMLESS_BEHIND,
    ISSUED,
    OTHER_DISCLOSURE,
    PHRASE,
    STEM,
    STRANGERS,
    YEAR,
    YEAR_WORD,
    cause_in,
    year_number,
)

__all__ = [
    "BodyKind",
    "TitleReading",
    "TitleVerdict",
    "body_in_title",
    "kind_of_body",
    "normal_title",
    "read_title",
    "report_phrase",
    "year_in_title",
]

TitleVerdict = Literal["report", "stranger", "unclear"]

LONGEST_TITLE: Final = 120
"""Characters (without spaces); a longer text is a sentence or a page, not a title."""


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What one title says.

    ``unclear`` means that the title alone does not decide and the page behind
    it must. ``cause`` says why a title is no report, or what is missing; None
    where nothing is. ``body`` is the name as printed without white space, in full-width
    punctuation; it may be relative (县教育局). ``year`` is the report year.
    ``suspected``: a stranger only by a word beside the words for the report, or
    by words that nobody knows; whoever must not miss a report opens its page.
    """

    verdict: TitleVerdict
    cause: TitleCause | None = None
    body: str | None = None
    kind: BodyKind | None = None
    year: int | None = None
    suspected: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether the title was cut short before it said what it names."""
        return self.cause == "cut"

    @property
    def names_another(self) -> bool:
        """Whether the title says what it is instead of a report; other strangers may be a site's or a column's name."""
        return self.verdict == "stranger" and self.cause != "speaks_of_no_report"


_COLUMN_NAME: Final = re.compile(
    r"(?:历年|往年|本级|全[省市县区]|各?(?:[省市县区]直?|[市县区]?政府|街道|乡镇|镇街)?(?:级?部门|单位)|各?(?:县市区|县区|市县|乡镇街道|乡镇|镇街|街镇|街道)"
    r"|[部单]位)+"
)
_PUBLISHING: Final = re.compile(r"^.*(?:现?将|(?<!新闻)(?:公布|发布|公示)|印发|报送|转发)(?=.{2})")
_GARBLED: Final = re.compile(r"\ufffd|\?{3,}|？{3,}|锟斤拷|^[^\u4e00-\u9fff]*$")
"""What is left of a title whose encoding was mistaken: nothing in it that a reader of Chinese could read."""


def read_title(title: str, *, column: str = "") -> TitleReading:
    """What ``title`` says of the document behind it.

    ``column`` is the title of the column where it is listed: in a column of
    annual reports a title such as 2023年度报告 or one cut short counts as a
    report. A title equal to the column's own is ``unclear`` (most are menu entries).
    """
    return _read(title, column)


@lru_cache(maxsize=4096)  # its list, its column, its page and its report all ask for the same title
def _read(title: str, column: str) -> TitleReading:
    text = normal_title(title)
    if not text:
        return TitleReading("unclear", "empty")
    phrase = PHRASE.search(text)
    if len(text) > LONGEST_TITLE:
        return TitleReading("stranger", "too_long", suspected=phrase is not None)
    year = year_in_title(title)
    if phrase is None:
        if cause := cause_in(STRANGERS, text):
            return TitleReading("stranger", cause, year=year)
        return _without_phrase(text, year, in_column=_is_report_column(column))
    if text == normal_title(column):
        return TitleReading("unclear", "named_as_column", year=year)
    return _read_notice(text, year) or _with_phrase(text, phrase, year, in_column=_is_report_column(column))


def year_in_title(title: str) -> int | None:
    """The report year a title names, in digits of any width or in Chinese numerals; None where it names none.

    Of several years the one nearest the words for the report counts; dates and
    document numbers do not.
    """
    text = normal_title(title)
    found = list(re.finditer(rf"(?<!\d)({YEAR})(?!\d)", text))
    if not found:
        return None
    phrase = PHRASE.search(text) or BARE_REPORT.search(text)
    at = phrase.start() if phrase else len(text)
    nearest = min(found, key=lambda match: (abs(match.start() - at), -match.start()))
    return year_number(nearest.group(1))


def report_phrase(text: str) -> tuple[int, int] | None:
    """Where in folded text the words stand that name the report (政府信息公开…报告 and its kin), or None."""
    found = PHRASE.search(text)
    return found.span() if found else None


def body_in_title(title: str) -> str | None:
    """The body a report's title names, without white space; None where it names none."""
    text = _unwrap(normal_title(title))
    phrase = PHRASE.search(text) or CUT_PHRASE.search(text)
    if phrase is None:
        return None
    return _clean_body(text[: phrase.start()]) or _body_behind(text[phrase.end() :])


def _unwrap(text: str) -> str:
    """The title of the report that a notice brings (关于印发…的通知), with who issues it; else the title as it is."""
    found = ISSUED.fullmatch(text)
    if found is None or PHRASE.search(found["what"]) is None:
        return text
    inside = found["what"].strip(EDGE)
    return inside if _body_before(PHRASE, inside) else f"{found['who']}{inside}"


def _read_notice(text: str, year: int | None) -> TitleReading | None:
    """What a notice says that brings a report; None where a title is none.

    A 通知 may as well tell others to publish theirs, so that its page decides.
    """
    inside = _unwrap(text)
    phrase = PHRASE.search(inside)
    if inside == text or phrase is None:
        return None
    reading = _with_phrase(inside, phrase, year, in_column=False)
    if reading.verdict != "report" or text.endswith(("公告", "通告", "公示")):
        return reading
    return _reading("unclear", "issued", reading.body, year)


def _with_phrase(text: str, phrase: re.Match[str], year: int | None, *, in_column: bool) -> TitleReading:
    before, behind = text[: phrase.start()], ATTACHMENTS.sub("", text[phrase.end() :])
    for patterns, part in ((STRANGERS, f"{before}{phrase.group()}"), (BEFORE, before), (BEHIND, behind)):
        if cause := cause_in(patterns, part):
            return _suspect(text, cause, year)
    body = body_in_title(text)
    doubt = _doubt(phrase, behind, year, in_column=in_column) or _doubt_of_body(phrase, body)
    if doubt is not None:
        verdict, cause = doubt
        return _suspect(text, cause, year) if verdict == "stranger" else _reading(verdict, cause, body, year)
    if (body is None or body.endswith(("部门", "单位"))) and _COLUMN_NAME.search(before):
        return TitleReading("unclear", "like_a_column", year=year)
    return _reading("report", _lack(body, year), body, year)


def _suspect(text: str, cause: TitleCause, year: int | None) -> TitleReading:
    """A stranger by a word beside the words for the report. Whose it may be is said where that is a name."""
    body = body_in_title(text)
    kind = kind_of_body(body) if body else None
    return TitleReading("stranger", cause, body if kind else None, kind, year, suspected=True)


def _lack(body: str | None, year: int | None) -> TitleCause | None:
    if year is None:
        return "year_unsaid" if body else "year_and_body_unsaid"
    return None if body else "body_unsaid"


_LAST_LEGACY_YEAR: Final = 2018


def _doubt(
    phrase: re.Match[str], behind: str, year: int | None, *, in_column: bool
) -> tuple[TitleVerdict, TitleCause] | None:
    noun, what = phrase.group("noun"), phrase.group("what")
    if noun == "总结":
        legacy = what != "政务公开" and year is not None and year <= _LAST_LEGACY_YEAR
        return None if legacy and not behind else ("stranger", "work_summary")
    if what == "政务公开" and "年度" not in phrase.group(0) and noun != "年报" and not in_column:
        return "unclear", "openness_report"
    if not HARMLESS_BEHIND.fullmatch(behind) and _body_behind(behind) is None:
        return "unclear", "unclear_ending"
    return None


def _doubt_of_body(phrase: re.Match[str], body: str | None) -> tuple[TitleVerdict, TitleCause] | None:
    """Whether what stands before the phrase is no body: enterprises and schools report on information, too."""
    if body is None or kind_of_body(body):
        return None
    if body.endswith(("发布", "公布", "公示")):
        return "unclear", "news_of_reports"
    if phrase.group("what") == "信息公开" and not CUT.search(body):
        return "unclear", "no_organ"
    return None


def _without_phrase(text: str, year: int | None, *, in_column: bool) -> TitleReading:
    if cut := CUT_PHRASE.search(text):
        if cause := cause_in(BEFORE, text[: cut.start()]):
            return _suspect(text, cause, year)
        decided = in_column or "报" in cut.group("noun")
        return _reading("report" if decided else "unclear", "cut", body_in_title(text), year)
    if CUT_ANYWHERE.search(text) or (in_column and CUT.search(text)):
        return _reading("unclear", "cut", _body_before(CUT_ANYWHERE, text), year)
    if year and (body := _body_before(STEM, text)):
        return _reading("unclear", "cut", body, year)
    bare = BARE_REPORT.search(text)
    return _bare_report(text, bare, year, in_column=in_column) if bare else _bare_name(text, year)


def _bare_report(text: str, bare: re.Match[str], year: int | None, *, in_column: bool) -> TitleReading:
    if "信息公开" in text:
        return TitleReading("unclear", "other_disclosure", year=year)
    alone = bare.group(0) != "工作报告" and not text[bare.end() :]
    body = _clean_body(text[: bare.start()])
    decided = in_column and alone and year is not None and (body is None or kind_of_body(body) is not None)
    return _reading("report" if decided else "unclear", "disclosure_unsaid", body, year)


def _body_before(end: re.Pattern[str], text: str) -> str | None:
    """The body before an ending of a title; None where there is no such ending or no body before it."""
    found = end.search(text)
    body = _clean_body(text[: found.start()]) if found else None
    return body if body and kind_of_body(body) else None


def _bare_name(text: str, year: int | None) -> TitleReading:
    body = _clean_body(text)
    if body is None:
        return TitleReading("unclear", "year_only" if year else "like_a_column", year=year)
    if kind_of_body(body):
        return _reading("unclear", "body_only", body, year)
    disclosing = year is not None and DISCLOSURE.search(text) and not OTHER_DISCLOSURE.search(text)
    return TitleReading(
        "stranger", "speaks_of_no_report", year=year, suspected=bool(disclosing or _GARBLED.search(text))
    )


def _reading(verdict: TitleVerdict, cause: TitleCause | None, body: str | None, year: int | None) -> TitleReading:
    return TitleReading(verdict, cause, body, kind_of_body(body) if body else None, year)


def _is_report_column(column: str) -> bool:
    text = fold(column)
    return bool(PHRASE.search(text) or BARE_REPORT.search(text)) and cause_in(STRANGERS, text) is None


def _clean_body(text: str) -> str | None:
    name = _PUBLISHING.sub("", re.sub(YEAR_WORD, "", text))
    name = re.sub(r"^(?:关于|全文|本级)|(?:关于|的|《|年度)+$", "", name.strip(EDGE))
    name = re.sub(r"（）|〔〕|【】", "", name).strip(EDGE)
    name = name.strip("（）") if is_unpaired(name) else name
    if name.startswith("（") and name.endswith("）"):
        name = name[1:-1]
    return None if not name or _COLUMN_NAME.fullmatch(name) else name


def _body_behind(text: str) -> str | None:
    name = _clean_body(text)
    return name if name and kind_of_body(name) else None

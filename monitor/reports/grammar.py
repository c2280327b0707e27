"""How words of prose must stand to state a count: patterns on the kinds of words, and what may stand before a verb.

The letters are the kinds of :data:`monitor.reports.vocabulary.KINDS`. In every pattern ``number`` is the count, and
``verb`` and ``noun`` are what is counted. All repetitions are bounded, so that no text takes long.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from monitor.reports.vocabulary import STRANGER, Word, codes_of

_BEHIND: Final = r"(?=$|[，：（）ckeDGLHOZVU])"
"""What may stand behind a count: the end, a mark, or a word that goes on about it. Any other word is what it counts."""

_RECEIVING: Final = r"(?P<verb>[VU](?:[Wc=D]{0,2}[VU]){0,2})"
RECEIVED: Final = tuple(
    re.compile(pattern + _BEHIND)
    for pattern in (
        _RECEIVING + r"(?P<between>[WPpCKYSTcdwDsyq=]{0,12})(?P<noun>[Aa])(?P<more>(?:d=)?[=YK]{0,6})(?P<number>N)",
        _RECEIVING + r"(?P<more>[W=YS]{0,6})(?P<number>N)(?P<between>[dPpCKWTcYs]{0,12})(?P<noun>[Aa])",
        r"(?P<noun>A)(?P<between>[WYScdw=]{0,12})(?P<verb>[VU])(?P<more>[=Y]{0,6})(?P<number>N)",
        _RECEIVING + r"(?P<more>[=YSwKC]{0,6})(?P<number>N)",
    )
)
"""With the noun between verb and number, behind the number, before the verb, and told by the topic alone."""
NONE_RECEIVED: Final = re.compile(
    r"e[W]{0,12}(?P<verb>[VU](?:[Wc]{0,2}[VU]){0,2}|[WPcw]{0,12}p)?(?P<between>[WPpCKYScdwTsq]{0,12})(?P<noun>[Aa])[W]{0,12}(?=$|[，：（）ce])"
)
CARRIED_IN: Final = (
    re.compile(r"(?P<verb>H)(?P<more>[W=AadcDYwk]{0,12})(?P<number>N)" + _BEHIND),
    re.compile(r"(?P<number>N)(?P<more>[d=AaW]{0,12})(?P<verb>H)(?![W=AadcDYwk]{0,12}N)"),
)
CARRIED_OUT: Final = (
    re.compile(r"(?P<verb>O)(?P<more>[W=AadcDYwk]{0,12})(?P<number>N)" + _BEHIND),
    re.compile(r"(?P<number>N)(?P<more>[d=AaWk]{0,12})(?P<verb>O)(?![W=AadcDYwk]{0,12}N)"),
)
HANDLED: Final = re.compile(r"(?P<verb>D)(?P<more>[W=YAadcKkw]{0,12})(?P<number>N)(?:d?[Aa])?" + _BEHIND)

_ISSUING: Final = r"(?P<verb>[IZEJ])(?P<between>[WYwSdcM=EIZJ]{0,12})"
DOCUMENTS: Final = tuple(
    re.compile(pattern + _BEHIND)
    for pattern in (
        _ISSUING + r"(?P<noun>[FR])(?P<more>(?:d?[=YEZ]){0,6})(?P<number>N)",
        _ISSUING + r"(?P<number>N)(?P<more>d?[WwSd]{0,6})(?P<noun>[FR])(?!N)",
        _ISSUING
        + r"(?:[FRf](?:d?[=YE]){0,6}N[，c：][LWYwk，c：=]{0,6}){1,12}(?P<noun>[FR])(?P<more>[=Y]{0,6})(?P<number>N)",
        r"(?P<noun>[FR])(?P<between>[=Yd]{0,6})(?P<verb>[IZE])(?P<more>[=Y]{0,6})(?P<number>N)",
    )
)
"""With the noun between verb and number, behind the number, further on in a list, and before the verb."""
ELLIPSIS: Final = re.compile(
    r"(?<=[，c])(?P<between>[kWYid=]{0,6})(?P<verb>[ZE])(?P<more>[=d]{0,6})(?P<number>N)" + _BEHIND
)
"""A clause that goes on about the noun before it."""
NONE_ISSUED: Final = re.compile(
    r"e[W]{0,12}(?P<verb>I)[WwdM]{0,12}(?P<nouns>[FR](?:[c，]?[cW]{0,3}[FR]){0,3})(?=$|[，：（）ce])"
)

_MAY_LEAD: Final = frozenset("WYyqSsCKcdikLwTAEIJZ=")
"""What may stand before the verb in its clause, besides the one who acts."""
CLAUSE_END: Final = re.compile(r"[，：（）]|(?<=[Nn])c")
"""Where a clause ends: at a mark, and in a list behind a number."""
TIME: Final = re.compile(r"[^VUDIZEJN]*[qYy][Wc]*")
"""A clause that only tells when."""
_ONE_KIND: Final = re.compile(r"自然人|个人|企业|商业企业|科研机构|社会公益组织|法律服务机构|法人|律师|媒体")
_BODY_ENDS: Final = re.compile(
    r"[局厅委办部署府镇乡县市区省州旗院会社司处科室站所队馆校]$|街道|中心|单位|部门|机构|系统|企业|村|社区|办事处|代表.*$"
)
_ABBREVIATED_TAIL: Final = 3


@dataclass(frozen=True, slots=True)
class Lead:
    """What the words before a verb say of its count: of a part only, of a whole area."""

    part: bool = False
    wide: bool = False


def lead_of(words: Sequence[Word], text: str, body: str) -> Lead | None:
    """What stands before a verb: time, manner, who acts. None where something is not understood.

    Who acts is known by the report's own body; another body's count is a part.
    """
    strangers = [at for at, word in enumerate(words) if word.code == STRANGER]
    part = False
    if strangers:
        first, last = strangers[0], strangers[-1]
        subject = text[words[first].start : words[last].end]
        if not is_own(subject, body):
            if not _BODY_ENDS.search(subject):
                return None
            part = True
        words = [*words[:first], *words[last + 1 :]]
    if any(word.code not in _MAY_LEAD for word in words):
        return None
    codes = codes_of(words)
    return Lead(part or bool(re.search("[sT]", codes)), "S" in codes)


def is_own(name: str, body: str) -> bool:
    """Whether a name is the body's own or short for it (工信局 for 工业和信息化局).

    A short name has the characters of the full one in their order, and its ending; a 系统 is the body with all below.
    """
    system, name = name.endswith("系统"), name.removesuffix("系统")
    if not name or not body:
        return False
    whole = body if re.search(r"[局厅委会室办府处心部署院队馆所站]$", body) else f"{body}人民政府"
    rest = iter(whole.removesuffix("办事处"))
    ending = whole.removesuffix("办事处")[-_ABBREVIATED_TAIL:]
    return all(char in rest for char in name) and (system or name[-1] in ending)


def is_partial(words: Sequence[Word]) -> bool:
    """True where the words within a count speak of one kind of applicant, of what was transferred or of one place."""
    if any(word.code in "TsL" for word in words):
        return True
    persons = [word.text for word in words if word.code == "P"]
    return len(persons) == 1 and _ONE_KIND.fullmatch(persons[0]) is not None

"""Who signs a report: the name at its end (落款), and the body that a page prints as its source (来源, 发布机构)."""

import re
from collections.abc import Sequence
from typing import Final

from crawler.text import fold
from crawler.titles import kind_of_body

_SIGNED_WITHIN: Final = 12
"""Lines at the end of a report among which it is signed."""
_DIGIT: Final = r"[\d〇○ΟOo零一二三四五六七八九十]"
_DATE_LINE: Final = re.compile(rf"^(?P<name>.*?){_DIGIT}{{4}}年{_DIGIT}{{1,3}}月(?:{_DIGIT}{{1,3}}日)?$")
_SEAL: Final = re.compile(r"^[（〔]?(?:公章|盖章|章)[）〕]?|[（〔](?:公章|盖章|章)[）〕]$")
_SOURCE: Final = re.compile(
    r"(?:发布|公开|编制|制发|发文|责任)(?:责任)?(?:机构|机关|单位|部门)|(?:信息|稿件|文章|内容)?来源|供稿单位"
)
_SITE_ENDING: Final = re.compile(r"(?:(?<!人民)政府)?(?:门户)?(?:官方)?(?:网站|网)?$")
_OFFICE_ENDING: Final = re.compile(r"(?:办公[厅室]|办)$")
_WRITTEN_BY: Final = re.compile(
    r"本(?:年度|年)?报告由(?P<by>[\u4e00-\u9fff（）]{4,30}?)(?:按照|根据|依据|依照|负责|牵头|组织|汇总|编)"
    r"|现将(?P<of>[\u4e00-\u9fff（）]{4,30}?)(?:20\d\d年|政府信息公开)"
)


def signed_by(lines: Sequence[str]) -> str | None:
    """The body that signs at the end: a line that is only its name, or its name with the date."""
    texts = [_SEAL.sub("", fold(line)) for line in lines[-_SIGNED_WITHIN:]]
    for at in range(len(texts) - 1, -1, -1):
        dated = _DATE_LINE.match(texts[at])
        if dated is None:
            continue
        name = _SEAL.sub("", dated["name"]) or (texts[at - 1] if at else "")
        if kind_of_body(name):
            return name
    return next((text for text in reversed(texts[-2:]) if kind_of_body(text)), None)


def may_name_source(text: str) -> bool:
    """Whether the label of a source stands anywhere in a page's squashed text, so that its lines are worth a look."""
    return _SOURCE.search(text) is not None


def sources_in(lines: Sequence[str]) -> list[str]:
    """The bodies that a page prints as its source, beside the label or in the line below it."""
    found = []
    for at, line in enumerate(lines):
        for label in _SOURCE.finditer(line):
            beside = line[label.end() :].strip(" \u3000:：】]|").split(maxsplit=1)
            name = fold(beside[0] if beside else next(iter(lines[at + 1 : at + 2]), ""))
            # 来源：办公室 is an office of whoever speaks.
            if kind_of_body(name) and _OFFICE_ENDING.sub("", name):
                found.append(name)
    return list(dict.fromkeys(found))


def written_by(opening: str) -> str:
    """The body that a report opening names as its own (本报告由…编制, 现将…报告如下); empty where it names none."""
    for found in _WRITTEN_BY.finditer(fold(opening)):
        name = found["by"] or found["of"] or ""
        if kind_of_body(name):
            return name
    return ""


def government_behind(office: str) -> str:
    """The government whose office signs: 云溪县人民政府办公室 signs for 云溪县人民政府; empty where it is no office."""
    return _OFFICE_ENDING.sub("", fold(office)) if kind_of_body(office) == "office" else ""


def body_of_site(portal: str) -> str:
    """The body whose site a portal is by its name (云溪县水利局门户网站); empty where the name is no body's."""
    name = _SITE_ENDING.sub("", fold(portal), count=1)
    return name if kind_of_body(name) else ""

"""The words that prose about applications and documents is made of, and sentences cut into them.

A count is believed only where every word around it is known and stands as it may
(:mod:`monitor.reports.narrative`); a word that is not in these lists is a stranger,
and a sentence with a stranger in the wrong place says nothing. To know one more
wording is to add it here; not to know it costs a count and never a false one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from monitor.reports.numerals import Quantity, quantities

_YEAR: Final = r"(?:20\d\d|二[〇○零O][〇○零O一二三四五六七八九]{2})"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_DAY: Final = r"(?:[0-3]?\d日|[初中]|底)"

KINDS: Final[dict[str, str]] = {
    # Titles and slogans: whatever they say, they count nothing.
    "M": r"《[^》]*》|“[^”]*”|‘[^’]*’|\"[^\"]*\"",
    # Carried in and out; these hold years that say nothing of the number's year.
    "H": (
        rf"(?:上一?年度?|去年|{_YEAR}年度?)的?(?:结转|转结|转入|遗留|结余)(?:至?(?:本年度?|今年|当年))?(?:继续)?(?:办理)?"
        r"|(?:结转|转结|接转)(?:自|于)?(?:上一?年度?|去年)"
    ),
    "O": (
        rf"(?:结转|转结|顺延|延续|转|留待)(?:至|到|入|于)?(?:下一?年度?|次年度?|明年|{_YEAR}年度?)度?"
        r"(?:继续)?(?:办理|答复|处理)?"
    ),
    # The year itself and what else tells the time; a part of a year; other years and several.
    "Y": (
        rf"(?:{_YEAR}年度?)?(?:0?1|一)月(?:0?1日|份)?起?[至到\-—–~～―]+(?:{_YEAR}年|当年|同年)?(?:12|十二)月(?:31日|份|底)?"
        rf"|截[至止]到?(?:{_YEAR}年|今年|本年|当年)?(?:(?:12|十二)月份?(?:31日|底|末)|年?[底末])|截[至止]到?"
        rf"|{_YEAR}年度?[底末]?|[今本当全]年度?(?:以来|内)?|年度内?|年内|年[底末]|一年来|年初以来|(?:报告|统计)期限?内?|期间"
    ),
    "q": (
        rf"[上下]半年|第?[一二三四1-4前][一二三四]?季度|季度|[本当上每][月季周]|(?:{_YEAR}年度?)?{_MONTH}{_DAY}?"
        rf"|截[至止]到?(?:{_YEAR}年|今年|本年)?(?:目前|{_MONTH}{_DAY}?)"
    ),
    "y": (
        r"去年(?:同期)?|上一?年度?(?:同期)?|前年|往年|历年|近[两三四五六七八九十\d]+年来?|[两三四五六七八九十]年[来间]|以来"
    ),
    # None; received; taken up; answered or closed; carried by others to us.
    "e": r"尚未|并未|从未|暂未|未曾|不曾|没有|未|无",
    "V": r"接到|新?收到|新收件?|新接收?|接收|收件|收悉|收(?=政府信息|信息|依申请|申请|公开)",
    "U": r"受理",
    "D": (
        r"(?:已|予以|全部)?(?:办理完毕|办理完结|办结|答复|办复|回复|办理)"
        r"(?!结果|情况|流程|程序|时限|期限|工作|机制|质量|文书|方式|率)(?:完毕)?"
    ),
    "T": (
        r"(?:上级|市|省|县|区|政府|办公室|部门|其他|有关)*(?:转办|转来|转交|交办|转送|移送|移交|分办|转收)[来到]?的?"
    ),
    # Applications for disclosure by their name; applications of whatever kind.
    "A": (
        r"(?:依法)?(?:要求)?(?:获取|公开)?(?:政府信息|政务信息|信息)的申请"
        r"|(?:政府信息|政务信息|信息|政务)?公开(?:的|信息|政府信息)?申请(?:表|书|事项|信件|函|单|件|事宜|办件)*"
        r"|(?:政府|政务)?信息申请(?:表|书|事项|件)?|申请公开(?:政府)?信息(?:事项)?"
        r"|依申请(?:信息公开|公开)的?(?:政府信息公开|政府信息|信息)?(?:申请)?(?:表|书|事项|信件|函|单|件|办件|文件)*"
    ),
    "a": r"申请(?:书|事项|信件|函|件)?(?!人|表|材料|类|书|单)",
    # Who applies, and that they do; by which way; by all ways.
    "P": (
        r"公民|法人|其[他它](?:社会)?组织|组织|自然人|个人|企业|商业企业|科研机构|社会公益组织|法律服务机构|申请人"
        r"|社会公众|公众|群众|市民|居民|村民|(?:有关|相关)?单位|社会各界|当事人|企事业单位|律师(?:事务所)?|媒体"
    ),
    "p": r"(?:所)?(?:提交|提出|递交|报送|寄送|寄来|发来|发送|提起)(?:来|而来)?的?",
    "C": (
        r"(?:互联网|网络|网上|网站|门户网站|政府网站|在线|线上|线下|信函|邮寄|邮政|信件|电子邮件|邮件|邮箱|电子信箱|当面|现场"
        r"|来访|传真|电话|窗口|平台|微信|书面|信息网|(?:依申请公开|网上申请|申请)(?:系统|平台))+"
        r"(?:渠道|方式|途径|形式|申请|递交|提交|提出|寄送)*的?"
    ),
    "K": (
        r"等(?:多种|各种|各|多个|各类|不同|线上线下)*(?:渠道|方式|途径|形式|平台)"
        r"|(?:多种|各种|各个|各类|各|多|全部|线上线下)(?:渠道|方式|途径)|线上线下"
    ),
    # A part; a part of the body; the whole area; the body itself.
    "L": r"其中|包括|包含|含|之中",
    "s": (
        r"(?:[省市县区]|政府|镇|街道|局|机关|委|厅)?(?:本级|机关本身)|下属|所属|直属"
        r"|各县[市区]?|各区县?|各(?:县|乡镇|镇街|部门|单位|科室|街道)"
    ),
    "S": r"全(?:省|市|县|区|州|旗|盟|镇|乡|域|辖区|系统|行业|街道)|辖区内?|各级各部门|各级行政机关",
    "w": (
        r"本级(?:人民)?政府|[我本](?:机关|单位|部门|局|厅|委|办|镇|乡|县|市|区|省|州|院|街道|中心|部|署|队|馆|处|司|所|会|社|级|地|辖区"
        r"|行政机关|政府|办公室|系统)(?:机关)?|[局厅委办](?=(?:行政)?规范性)"
    ),
    # Documents: 规范性文件, 规章, others; in force, repealed, issued, published; what others do or one does for others.
    "F": r"(?:行政)?规范性文件",
    "R": r"(?:地方)?(?:政府|部门)?规章(?!制度)",
    "f": (r"(?:政策|公文|政策类|政策性|其[他它]|重要|一般|类)*文件|公文|政策|制度|办法|通知|公告|发文|规范性(?!文件)"),
    "E": r"现行有效|有效(?!期)",
    "Z": r"(?:宣布|予以|明令)?废止(?:(?:或者?|和|、)(?:宣布)?失效)?",
    "I": (
        r"新?(?:制发|制定(?:出台|印发|发布)?|出台|印发|制作)"
        r"(?!机关|单位|部门|程序|机制|过程|工作|流程|时|前|后|之日)"
    ),
    "J": (
        r"(?:主动|集中|统一|规范|全文|及时)*(?:公开发布|公开|公布|发布|公示|刊登)"
        r"(?!条例|工作|平台|专栏|栏目|目录|属性|制度|指南|办|审核|机制|会|情况|渠道|内容|时|前|后|日期|中心|机构|栏|方式)"
    ),
    "o": (
        r"审查|审核|备案|清理|修[订改]|评估|解读|征求|报送|移交|起草|代拟|学习|收集|转发|推送|归集|查阅|梳理|汇编|落实"
        r"|执行|贯彻|上报|转交|宣传|协助|配合|参与|帮助|支持|指导|推动|督促|促成|会同|牵头|联合|提请|报请|承办|会签|拟订"
        r"|拟定|论证|听证"
    ),
    # Other things that are counted; changes; what is not a fact of the year.
    "Q": (
        r"复议|诉讼|许可|救助|补贴|仲裁|信访|投诉|举报|咨询|留言|建议|提案|来信|热线|来电|注册|项目|职称|补助|资助"
        r"|会议|培训|网友|网民|办理结果|语音|工单|12345|问卷|条次"
    ),
    "G": (r"增加|减少|增长|下降|上升|回落|增幅|降幅|同比|环比|相比|多出|少于|多于|平均|日均|月均|增至|降至|翻了"),
    "B": (
        r"自(?=收)|如果|如需|如|若|每|凡|一旦|拟|将(?!近)|计划|预计|预期|力争|目标|应当|应于|须|规定|要求|对于|对"
        r"|当(?=收)|可|能够|从(?=收)|待"
    ),
    # Sums and quantities; what says nothing; joints; what a clause goes on with behind a number.
    "=": r"总共|一共|共计|合计|累计|总计|共|计|为|是|达到?|有|总数量?|总数|总量|数量|件数|总件数|数|量",
    "W": (
        r"了|新增|新|各类|各种|相关|有关|向|本|并|通过|经由|经|以|用|由|来自|要求|获取"
        r"|的?方面|情况(?:如下)?|工作|事项|依法|依规|依照规定|按规定|规范|正式|直接|统一|有效|实际|任何|过|而|公开渠道"
        r"|据统计|经统计|统计|汇总|等|对外|社会|向社会|总体|机关|动态更新|及时|严格|按照程序|按程序|认真|平稳|有序"
        r"|继续|先后|已|登记|数据显示|在|共同|另|以?(?:[本局厅委办镇乡]|街道|机关){1,3}名义"
    ),
    "d": r"的",
    "c": r"和|与|及|以及|或者?|、",
    "k": (
        r"均|都|全部|按(?:时|期|照|规定|法定)?|且|同时|比|较|分别|主要|当年|时|逐一|逐件|无一|逾期|超期|年度|所有|全数"
    ),
    "，": r"，",
    "：": r"：",
    "（": r"（",
    "）": r"）",
    "i": (
        r"[一二三四五六七八九]是|首先|其次|再次|此外|（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.．、]"
        r"|[一二三四五六七八九十]{1,3}、"
    ),
}
"""Every kind of word by the letter that stands for it in patterns, with its wordings.

Of two kinds that fit at one place the longer word counts, of two of one length the kind that stands first.
"""

STRANGER: Final = "X"
OWN: Final = "w"
NUMBER: Final = "N"
UNTOLD: Final = "n"
"""A quantity whose value cannot be told."""

_CODES: Final = (STRANGER, *KINDS)
_WORD: Final = re.compile("".join(f"(?=({wordings})?)" for wordings in KINDS.values()))
"""Tries every kind at one place; group n is the wording of ``_CODES[n]``, the empty whole that of a stranger."""
_END: Final = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence: its kind, its place, and the quantity where it is one."""

    code: str
    text: str
    start: int
    end: int
    quantity: Quantity | None = None


def words_of(text: str, *, commas: Iterable[int] = (), name: str = "") -> list[Word]:
    """A folded sentence cut into words; a stretch of characters that no list knows is one stranger.

    ``commas`` are places of commas that were printed half-width, ``name`` is the folded name of the body that speaks.
    """
    counted = {found.start: found for found in quantities(text, frozenset(commas))}
    words: list[Word] = []
    for word in _known_words(text, counted, name):
        last = words[-1] if words else None
        if last is not None and last.code == word.code == STRANGER:
            words[-1] = Word(STRANGER, last.text + word.text, last.start, word.end)
        else:
            words.append(word)
    return words


def _known_words(text: str, counted: Mapping[int, Quantity], name: str) -> Iterator[Word]:
    position = 0
    while position < len(text):
        own = bool(name) and text.startswith(name, position)
        word = Word(OWN, name, position, position + len(name)) if own else _word_at(text, position, counted)
        yield word
        position = word.end


def _word_at(text: str, start: int, counted: Mapping[int, Quantity]) -> Word:
    found = counted.get(start)
    if found is not None:
        code = UNTOLD if found.value is None else NUMBER
        return Word(code, text[start : found.end], start, found.end, found)
    match = _WORD.match(text, start)
    assert match is not None, "a pattern of things that may be there fits everywhere"
    longest = max(match.regs, key=_END)
    code = _CODES[match.regs.index(longest)]
    end = max(longest[1], start + 1)
    return Word(code, text[start:end], start, end)


def codes_of(words: Iterable[Word]) -> str:
    """The kinds of words as one string, a character a word, to match patterns on."""
    return "".join(word.code for word in words)

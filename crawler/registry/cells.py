"""What single cells of a list say: an address, a name, names, whom to call."""

import re
from dataclasses import dataclass
from typing import Final

from crawler.registry.values import is_address, normal_address
from crawler.text import squash, tidy

_BLANK: Final = re.compile(r"[/\\_—－-]+|n/a|暂?无(?:网站|网址)?|没有|空|未建", re.IGNORECASE)
_AS_ABOVE: Final = re.compile(r"同[上前]|[〃″\"]")

_WHOLE: Final = re.compile(r"https?://[\x21-\x7e]+", re.IGNORECASE)
_SCHEME: Final = re.compile(r"(https?)(?::/{0,3}|/{2,3})(?=[\w.-]+\.)", re.IGNORECASE)
_BARE: Final = re.compile(r"(?<![\w@./])(?:[a-z0-9-]+\.)+(?:[a-z]{2,}|\d+)(?::\d+)?(?:/[\x21-\x7e]*)?", re.IGNORECASE)
_ADDRESS_BEGINS: Final = re.compile(
    r"[（(]?\s*(?:网址|地址|官网|网站|链接)?[：:\s]*(?:[hｈ][tｔ]{2}[pｐ]|[a-z0-9-]+\.[a-z0-9-]+)", re.IGNORECASE
)
_DOTS: Final = re.compile(r"(?<=[a-z0-9])[。．｡](?=[a-z0-9])", re.IGNORECASE)
_BEHIND: Final = re.compile(r"[),;.，、。；）]+$")
_NUMBERED: Final = re.compile(
    r"^[（(]?\d{1,3}(?:[、.．）)]|\s+)\s*(?=[\u4e00-\u9fff])|^[（(]?[一二三四五六七八九十]{1,3}[）)、.．]\s*"
)
_BETWEEN_NAMES: Final = re.compile(r"[\n、；;，]+")
_NUMBERS: Final = re.compile(
    r"(?<![\d-])(?:\+?86[- ]?)?(?:(?:[（(]0\d{2,3}[）)]|0\d{2,3})[-－— ]?)?\d{5,11}(?:[-转－—]\d{1,6})?(?!\d)"
)
_IN_POWERS: Final = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """An address found in a cell, as the registry keeps it; ``mended`` where the cell does not have it whole."""

    url: str
    mended: bool = False


def addresses_in(text: str) -> list[Address]:
    """The addresses in a cell, in full or half width, also without their scheme; none where it holds none."""
    found: list[Address] = []
    for part in re.split(r"[\n；;]|\s+(?=https?[:：])", text.strip()):
        plain = _DOTS.sub(".", squash(part))
        whole = _WHOLE.search(plain) or _WHOLE.search(_SCHEME.sub(r"\1://", plain)) or _BARE.search(plain)
        if whole is None:
            continue
        said = _BEHIND.sub("", whole.group())
        url = said if _WHOLE.match(said) else f"http://{said}"
        if is_address(url):
            found.append(Address(normal_address(url), said not in plain or url not in plain))
    return found


def name_beside(text: str) -> str:
    """What stands in front of the address in a cell: the name of a site, say."""
    return tidy(_ADDRESS_BEGINS.split(text, maxsplit=1)[0]).rstrip("：:，, ")


def name_in(text: str) -> str:
    """A body's name without the spaces of justified type, line breaks and a number in front."""
    return tidy(_NUMBERED.sub("", text.strip())).strip('*“”"')


def names_in(text: str) -> list[str]:
    """The names in a cell, each in a line of its own or behind a 、; a name may have spaces in it."""
    return [name for part in _BETWEEN_NAMES.split(text) if (name := part.strip()) and not is_blank(name)]


def is_blank(text: str) -> bool:
    """Whether a cell says that nothing belongs there."""
    return not text or bool(_BLANK.fullmatch(squash(text)))


def is_as_above(text: str) -> bool:
    """Whether a cell says that the same belongs there as above."""
    return bool(_AS_ABOVE.fullmatch(squash(text)))


def contact_and_phone(text: str) -> tuple[str, str]:
    """Whom to call and the numbers, of a cell that holds both."""
    numbers = [found.group().strip() for found in _NUMBERS.finditer(text)]
    rest = re.sub(r"电话|手机|联系方式|[:：，,、；;/（）()]", " ", _NUMBERS.sub(" ", text))
    return "、".join(rest.split()), "、".join(numbers)


def is_spoilt_number(text: str) -> bool:
    """Whether a spreadsheet has turned a number into powers of ten, with its last digits lost."""
    return bool(_IN_POWERS.fullmatch(squash(text)))

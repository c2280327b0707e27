"""ZIP, RAR, 7z and gzip: the annual report among the files inside, read as if it had come alone."""

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crawler.text import fold, squash, tidy
from crawler.titles import read_title
from monitor.documents import kinds
from monitor.documents.characters import legible
from monitor.documents.model import Block, Document, Table, UnreadableDocumentError
from monitor.documents.tables import has_marker
from monitor.documents.unpacking import Budget, Member, members_of

Read = Callable[[bytes, str], Document]
"""Reads the document in the bytes of a file of that name."""

_DEEPEST: Final = 2
"""Archives that may lie one in another."""
_TRIES_MOST: Final = 8
_PICTURES_MOST: Final = 30
_SHOWN: Final = 5

_DOCUMENTS: Final = kinds.packed_endings("document")
_PICTURES: Final = kinds.packed_endings("picture")
_ARCHIVES: Final = kinds.packed_endings("archive")
_RUBBISH: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_REPORT: Final = re.compile(r"年度报告|年报")
_STRANGER: Final = re.compile(r"解读|图解|一图|说明|模板|样表|样式|汇总|统计表|通知|清单|函|封面|目录|承诺")
_WHOLE: Final = re.compile(r"政府信息公开.{0,12}(?:年度报告|年报)")

_NOTHING: Final = "压缩包里没有年度报告那样的文件，请解压后人工查看。"
_TOO_DEEP: Final = "压缩包里套的压缩包太多层，没有读取；请解压后查里面的年度报告文件。"


def read_package(data: bytes, kind: str, read: Read) -> Document:
    """The document of the member that looks most like an annual report, with a note that names it.

    ``kind`` is the archive's media type. Raises :class:`UnreadableDocumentError`
    with one Chinese line where nothing in it can be read.
    """
    return _Package(read, Budget()).document(data, kind, 1)


@dataclass(slots=True)
class _Package:
    """One archive being read, with what all archives inside it share."""

    read: Read
    budget: Budget

    def document(self, data: bytes, kind: str, depth: int) -> Document:
        members = members_of(data, kind, self.budget, _may_be_report)
        ordered = sorted(members, key=_preference)
        texts = [member for member in ordered if not _ends(member.name, _PICTURES)]
        if members and not texts:
            return self._of_pictures(sorted(members, key=_natural))
        document, member = self._best(texts, depth)
        others = [_shown(other) for other in members if other is not member and _ends(other.name, _DOCUMENTS)]
        beside = f"；其余没有读：{_listed(others)}" if others else ""
        document.notes.append(f"读的是压缩包里的《{_shown(member)}》{beside}。")
        return document

    def _best(self, members: Sequence[Member], depth: int) -> tuple[Document, Member]:
        """The first member that reads like a report, else the first that can be read at all."""
        readable: tuple[Document, Member] | None = None
        troubles: list[str] = []
        for member in members[:_TRIES_MOST]:
            try:
                document = self._read(member, depth)
            except UnreadableDocumentError as problem:
                troubles.append(f"《{_shown(member)}》{problem}")
                continue
            if _is_report(document):
                return document, member
            readable = readable or (document, member)
        if readable is None:
            raise UnreadableDocumentError(f"压缩包里的{troubles[0]}" if troubles else _NOTHING)
        return readable

    def _read(self, member: Member, depth: int) -> Document:
        data = member.read()
        kind = kinds.sniff(data, member.name)
        if kinds.KINDS[kind].group != "archive":
            return self.read(data, member.name)
        if depth >= _DEEPEST:
            raise UnreadableDocumentError(_TOO_DEEP)
        return self.document(data, kind, depth + 1)

    def _of_pictures(self, members: Sequence[Member]) -> Document:
        """A report whose pages are pictures, in the order of their names."""
        pages = [self._read(member, _DEEPEST) for member in members[:_PICTURES_MOST]]
        whole = replace(pages[0], blocks=[], pages=len(pages))
        for number, page in enumerate(pages, 1):
            whole.blocks.extend(_on_page(block, number) for block in page.blocks)
        whole.notes = [*pages[0].notes, f"读的是压缩包里的 {len(pages)} 张图片，按文件名排序。"]
        if len(members) > len(pages):
            whole.notes.append(f"压缩包里有 {len(members)} 张图片，只读了前 {len(pages)} 张。")
        return whole


def _may_be_report(name: str) -> bool:
    if _RUBBISH.search(name.replace("\\", "/")):
        return False
    ending = kinds.extension(name)
    return not ending or ending in {*_DOCUMENTS, *_PICTURES, *_ARCHIVES}


def _preference(member: Member) -> tuple[int, int, bool, int]:
    """What to read first: by what its name says, then documents before pictures and archives."""
    stem = fold(posixpath.splitext(_shown(member))[0])
    worth = (
        4 * (read_title(stem).verdict == "report") + 3 * bool(_REPORT.search(stem)) - 5 * bool(_STRANGER.search(stem))
    )
    ending = kinds.extension(member.name)
    rank = _DOCUMENTS.index(ending) if ending in _DOCUMENTS else len(_DOCUMENTS)
    return -worth, rank, ending in _ARCHIVES, member.name.count("/")


def _natural(member: Member) -> list[tuple[int, str]]:
    """Names as people order them: 2 before 10."""
    return [(int(part) if part.isdecimal() else -1, part) for part in re.split(r"(\d+)", member.name.casefold())]


def _is_report(document: Document) -> bool:
    """Whether a document holds a table of the form or names itself an annual report."""
    tables = any(has_marker(cell.text) for table in document.tables() for cell in table.cells)
    return tables or bool(_WHOLE.search(squash(document.text())[:3000]))


def _on_page(block: Block, page: int) -> Block:
    """The block with the number of the page that it stands on."""
    if isinstance(block, Table):
        cells = tuple(replace(c, page=page, box=replace(c.box, page=page) if c.box else None) for c in block.cells)
        return replace(block, cells=cells, page=page)
    return replace(block, page=page, box=replace(block.box, page=page) if block.box else None)


def _ends(name: str, endings: Sequence[str]) -> bool:
    return kinds.extension(name) in endings


def _shown(member: Member) -> str:
    """A member's name without its folders, safe to print."""
    return tidy(legible(member.name.replace("\\", "/").rstrip("/").rpartition("/")[2])) or "未命名"


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more

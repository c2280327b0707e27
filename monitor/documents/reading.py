"""One door for every kind of document: bytes in, paragraphs and tables out.

A reader is told, beside the bytes, what its row in :data:`kinds.KINDS` says it wants: ``kind``, its media type;
``media_type``, the ``Content-Type`` as it came; ``pictures``, the bytes of pictures by their ``src``; ``read``,
which reads the document in the bytes of a member of that name.
"""

from collections.abc import Callable
from typing import Final

from monitor.documents import kinds, limits
from monitor.documents.model import Document, UnreadableDocumentError

PictureBytes = Callable[[str], bytes | None]

_CALLED: Final = {kinds.HTML: "网页", kinds.TEXT: "纯文本"}
_TOO_LARGE: Final = f"文件超过 {limits.BYTES // limits.MIB} MiB，不像一份年度报告，没有读取；请核对文件。"


def read_document(
    data: bytes, *, name: str = "", media_type: str | None = None, pictures: PictureBytes | None = None
) -> Document:
    """The document in the bytes, whatever its kind, judged by the bytes and not by what a server called them.

    ``name`` is a file name or an address; it tells apart look-alikes and an
    error page under a file's name. ``media_type`` is the ``Content-Type`` as
    it came; only its charset is used. ``pictures`` gives the bytes of a picture
    that a page names by its ``src``, None where they are not at hand. Raises :class:`UnreadableDocumentError`
    with one Chinese line where the bytes cannot be read.
    """
    if len(data) > limits.BYTES:
        raise UnreadableDocumentError(_TOO_LARGE)
    kind = kinds.kind_of(data, name)
    _refuse_stand_in(kind, data, name)
    if not kind.reader:
        raise UnreadableDocumentError(kind.refusal)
    try:
        read = kind.load()
    except ImportError as missing:
        if not kind.missing:
            raise
        raise UnreadableDocumentError(kind.missing) from missing
    known = {"kind": kind.media_type, "media_type": media_type, "pictures": pictures, "read": _read_member}
    return _within_limits(read(data, **{what: known[what] for what in kind.wants}))


def _within_limits(document: Document) -> Document:
    """The document, unless its tables are so large that working with them would harm."""
    if sum(table.places for table in document.tables()) > limits.CELLS:
        raise UnreadableDocumentError(limits.SPRAWLING)
    return document


def _refuse_stand_in(kind: kinds.Kind, data: bytes, name: str) -> None:
    """Refuses a page or a text that stands where its name promises a file."""
    if kind.media_type in (kinds.HTML, kinds.TEXT) and kinds.promises_file(name) and not _is_word_page(data, name):
        raise UnreadableDocumentError(
            f"文件名是 {kinds.extension(name)[1:].upper()}，内容却是{_CALLED[kind.media_type]}，"
            "多半是出错页或验证页；请在浏览器里重新下载原文件。"
        )


def _is_word_page(data: bytes, name: str) -> bool:
    """Whether the bytes are HTML that Word itself saved under its own ending."""
    return kinds.extension(name) in kinds.KINDS[kinds.DOC].endings and b"schemas-microsoft-com:office" in data


def _read_member(data: bytes, name: str) -> Document:
    """The document in a file of that name in an archive."""
    return read_document(data, name=name)

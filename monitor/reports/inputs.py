"""What is given to be read as a report: a file or an article's pages, with what is known of them from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.documents import limits
from monitor.documents.model import UnreadableDocumentError


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """A page of an article behind its first one, with its address and Content-Type as they came."""

    content: bytes
    address: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its bytes, or where they stand.

    ``address`` is where the report says it comes from, ``name`` a file name or
    address that tells apart look-alikes, ``media_type`` the Content-Type as it
    came. ``body`` and ``year`` are what is known from elsewhere. ``trouble`` is
    the line to answer with where there are no bytes to be had. ``further`` are
    the pages that an article goes on with, ``pictures`` the pictures on all of
    them by their addresses. ``dated`` asks a page for its day of publication too.
    """

    content: bytes | Path
    address: str
    name: str = ""
    media_type: str | None = None
    body: str | None = None
    year: int | None = None
    trouble: str = ""
    further: tuple[FurtherPage, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    dated: bool = False


def bytes_of(path: Path) -> bytes:
    """The bytes of a file, no more than are needed to see that they are too many."""
    try:
        with path.open("rb") as file:
            return file.read(limits.BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableDocumentError("没有这个文件，请检查路径。") from error
    except OSError as error:
        raise UnreadableDocumentError(f"读不出来（{error.strerror}），请检查权限。") from error

"""The parts of an OFD file: which pages it has, which templates and resources they use."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from crawler.text import tidy
from monitor.documents.characters import legible
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.ofd.geometry import Area
from monitor.documents.ooxml import Package, child, children, local, value

_A4: Final = Area(0, 0, 210, 297)
_NO_CONTENT: Final = "OFD 文件里没有页面，请用 OFD 阅读器打开核对，或重新下载。"
_LOCKED: Final = "OFD 文件加了密码，请向发布机关索取不加密的文件。"


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page as the file has it: its sheet in millimetres, and what is drawn on it, templates first."""

    sheet: Area
    contents: tuple[Element, ...]
    resources: "Resources"


@dataclass(slots=True)
class Resources:
    """What objects refer to by number: paths of pictures, and drawings used several times."""

    pictures: dict[str, str] = field(default_factory=dict)
    composites: dict[str, Element] = field(default_factory=dict)


class OfdFile:
    """The first document of an OFD file; every failure is an :class:`UnreadableDocumentError`."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data, "OFD")
        self._names = {name.strip("/").casefold(): name for name in self._package.names()}
        entry = self._xml("OFD.xml")
        body = next(iter(children(entry, "DocBody")), None)
        self.meta = _properties(child(body, "DocInfo"))
        self._path = _resolved("", _text(child(body, "DocRoot")))
        root = self._xml(self._path)
        if root is None:
            raise UnreadableDocumentError(_LOCKED if self._name("Encryptions.xml") else _NO_CONTENT)
        self._root = root
        common = child(root, "CommonData")
        self._sheet = _sheet(child(common, "PageArea")) or _A4
        self._templates = {value(entry, "ID"): value(entry, "BaseLoc") for entry in children(common, "TemplatePage")}
        self._resources = self._read_resources(common, self._path, Resources())

    @property
    def page_count(self) -> int:
        """How many pages the document says it has."""
        return len(children(child(self._root, "Pages"), "Page"))

    def pages(self, most: int) -> Iterator[PageSource]:
        """The first pages in reading order; a page whose part is missing is empty."""
        for entry in children(child(self._root, "Pages"), "Page")[:most]:
            path = _resolved(self._path, value(entry, "BaseLoc"))
            root = self._xml(path)
            resources = Resources(dict(self._resources.pictures), dict(self._resources.composites))
            self._read_resources(root, path, resources)
            contents = [*self._template_contents(root, resources), *children(root, "Content")]
            yield PageSource(_sheet(child(root, "Area")) or self._sheet, tuple(contents), resources)

    def picture(self, path: str) -> bytes | None:
        """The bytes of a picture, None where the file has none at that path."""
        name = self._name(path)
        return self._package.part(name) if name else None

    def _template_contents(self, page: Element | None, resources: Resources) -> Iterator[Element]:
        for use in children(page, "Template"):
            location = self._templates.get(value(use, "TemplateID"), "")
            path = _resolved(self._path, location)
            root = self._xml(path) if location else None
            self._read_resources(root, path, resources)
            yield from children(root, "Content")

    def _read_resources(self, holder: Element | None, path: str, known: Resources) -> Resources:
        """Adds what the resource files named in ``holder`` define."""
        for entry in () if holder is None else holder:
            if local(entry) not in {"PublicRes", "DocumentRes", "PageRes"}:
                continue
            location = _resolved(path, _text(entry))
            root = self._xml(location)
            if root is not None:
                self._define(root, posixpath.join(posixpath.dirname(location), value(root, "BaseLoc"), "x"), known)
        return known

    def _define(self, root: Element, base: str, known: Resources) -> None:
        for entry in root.iter():
            if local(entry) == "MultiMedia":
                path = _resolved(base, _text(child(entry, "MediaFile")))
                known.pictures[value(entry, "ID")] = path
            elif local(entry) == "CompositeGraphicUnit":
                known.composites[value(entry, "ID")] = entry

    def _name(self, path: str) -> str | None:
        """The part's true name; writers differ in case and in whether a path begins at the root."""
        return self._names.get(path.casefold())

    def _xml(self, path: str) -> Element | None:
        name = self._name(path)
        return self._package.xml(name) if name else None


def _resolved(base: str, location: str) -> str:
    """A location as the file ``base`` writes it, as a path from the root of the package."""
    location = location.strip().replace("\\", "/")
    joined = location if location.startswith("/") else posixpath.join(posixpath.dirname(base), location)
    return posixpath.normpath(joined).strip("/")


def _sheet(area: Element | None) -> Area | None:
    found = Area.of(_text(child(area, "PhysicalBox")))
    return found if found and found.width > 0 and found.height > 0 else None


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(str(piece) for piece in element.itertext()).strip()


def _properties(info: Element | None) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in () if info is None else info:
        if not len(element) and (text := tidy(legible(_text(element)))):
            meta.setdefault(local(element), text)
    return meta

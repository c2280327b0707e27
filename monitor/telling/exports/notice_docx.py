"""Notices as DOCX: a letter on A4 with the pages behind it, the same bytes every time."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from monitor.telling.exports.notices import Notice, Picture, see_picture

_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
"""The one time that every member of the archive bears, so that bytes repeat."""
_FONT: Final = "仿宋"
_HEAD_FONT: Final = "黑体"
_SIZE: Final = 14
_SMALL: Final = 12
_WIDTH_CM: Final = 15.5
_HEIGHT_CM: Final = 21.5


def notice_docx(notice: Notice, pictures: Sequence[Picture]) -> bytes:
    """The notice as a file of Word, its pictures one a page behind the text."""
    from docx import Document  # noqa: PLC0415 - half a second that only a notice is worth

    document = Document()
    _set_page(document)
    _add(document, notice.title, font=_HEAD_FONT, size=18, centred=True)
    _add(document, f"{notice.unit}：")
    _add(document, notice.opening, indent=True)
    pictured = [picture.number for picture in pictures]
    for number, (said, below) in enumerate(notice.items, 1):
        _add(document, said + see_picture(number, pictured), indent=True)
        for more in below:
            _add(document, more, size=_SMALL, left=True)
    _add(document, notice.closing, indent=True)
    for number, picture in enumerate(pictures, 1):
        _add_picture(document, picture, f"附图{number}：第{picture.number}条")
    _set_properties(document, notice)
    packed = io.BytesIO()
    document.save(packed)
    return _with_one_time(packed.getvalue())


def _set_page(document: Any) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - as above

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)


def _add(
    document: Any,
    text: str,
    *,
    font: str = _FONT,
    size: int = _SIZE,
    centred: bool = False,
    indent: bool = False,
    left: bool = False,
) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    # Word takes the font of Chinese characters from here alone.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - no public way
    form = paragraph.paragraph_format
    form.space_after, form.line_spacing = Pt(4), 1.4
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.space_after = Pt(14)
    if indent:
        form.first_line_indent = Pt(2 * size)
    if left:
        form.left_indent = Pt(2 * _SIZE)
    return paragraph


def _add_picture(document: Any, picture: Picture, caption: str) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - as above
    from PIL import Image  # noqa: PLC0415 - as above

    head = _add(document, caption, size=_SMALL)
    head.paragraph_format.page_break_before = True
    head.paragraph_format.keep_with_next = True
    with Image.open(io.BytesIO(picture.png)) as image:
        wide = min(_WIDTH_CM, _HEIGHT_CM * image.width / image.height)
    document.add_picture(io.BytesIO(picture.png), width=Cm(wide))


def _set_properties(document: Any, notice: Notice) -> None:
    day = notice.today
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = notice.title, "nianbao", "nianbao"
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - no zone there
    properties.comments = ""


def _with_one_time(packed: bytes) -> bytes:
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _ZIPPED)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return plain.getvalue()

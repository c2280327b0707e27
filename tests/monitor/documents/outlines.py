"""Pages whose type was made into curves: a drawn page traced, every shape with its holes one path of an OFD page."""

import numpy as np
import pypdfium2 as pdfium

_DPI = 300
_MM = 25.4 / _DPI


def traced(pdf: bytes) -> list[str]:
    """The pages of a PDF file as path objects of OFD pages."""
    document = pdfium.PdfDocument(pdf)
    pages = [np.asarray(page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")) for page in document]
    document.close()
    return ["".join(_paths(page)) for page in pages]


def _paths(gray: "np.ndarray") -> list[str]:
    import cv2  # noqa: PLC0415 - an extra of the package

    outlines, tree = cv2.findContours((gray < 140).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    whole: dict[int, list[str]] = {}
    for number, outline in enumerate(outlines):
        outer = tree[0][number][3]
        whole.setdefault(number if outer < 0 else outer, []).append(_part(outline[:, 0, :] * _MM))
    return [_path(" ".join(parts)) for parts in whole.values()]


def _part(points: "np.ndarray") -> str:
    """One outline; its first side is written as a curve that is straight."""
    (x, y), rest = points[0], points[1:]
    first = rest[0] if len(rest) else points[0]
    begin = f"M {x:.3f} {y:.3f} Q {x:.3f} {y:.3f} {first[0]:.3f} {first[1]:.3f}"
    return " ".join([begin, *(f"L {px:.3f} {py:.3f}" for px, py in rest[1:]), "C"])


def _path(data: str) -> str:
    place = 'Boundary="0 0 210 297" Fill="true" Stroke="false"'
    return f'<ofd:PathObject ID="9" {place}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'

"""Reports as scans and pictures: pages drawn, laid askew, specked, blurred and compressed."""

import io
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from monitor.demo.grids import Grid
from monitor.demo.reports import ReportDraft
from tests.corpus import html_pages, pdf_files
from tests.corpus.press import STYLES, Style
from tests.corpus.samples import Sample, draft_for, short

_POINTS = 72


@dataclass(frozen=True, slots=True)
class Wear:
    """What scanning does to a page: degrees of skew, grays of noise, pixels of blur, quality of JPEG."""

    skew: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    quality: int = 85
    paper: int = 255
    style: Style = STYLES["solid boxes"]
    ink: float = 1.0
    """Share of the ink that is left: below 1 a faint print."""


WEAR: Mapping[str, Wear] = {
    "straight and clean": Wear(),
    "skew 0.4°": Wear(skew=0.4, noise=4),
    "skew -0.8°, noise": Wear(skew=-0.8, noise=10),
    "skew 1.5°, noise": Wear(skew=1.5, noise=10),
    "skew -1.5°, noise, blur, JPEG 40": Wear(skew=-1.5, noise=14, blur=0.6, quality=40),
    "gray paper, faint ink": Wear(skew=0.3, noise=6, paper=225, ink=0.7),
    "thin rulings, noise": Wear(skew=0.6, noise=8, style=STYLES["rulings as thin rectangles"]),
    "dotted rulings": Wear(skew=0.2, noise=4, style=STYLES["dotted rulings"]),
    "vertical labels, shaded banners": Wear(skew=-0.5, noise=6, style=Style("lines", vertical=True, shaded=True)),
    "page ends through labels": Wear(skew=0.7, noise=6, style=STYLES["page ends through labels"]),
    "no rulings at the sides": Wear(skew=0.4, noise=4, style=STYLES["no rulings at the sides"]),
}
OPEN: Mapping[str, tuple[int, Wear]] = {
    "rulings across only, 150 dpi": (150, Wear(skew=0.4, noise=4, style=STYLES["rulings across only"])),
    "rulings across only, 200 dpi, skew 1.5°": (200, Wear(skew=1.5, noise=10, style=STYLES["rulings across only"])),
    "no rulings, 150 dpi": (150, Wear(skew=0.4, noise=4, style=STYLES["no rulings"])),
    "no rulings, 150 dpi, skew -1.5°, JPEG 40": (
        150,
        Wear(skew=-1.5, noise=14, blur=0.6, quality=40, style=STYLES["no rulings"]),
    ),
    "no rulings, 200 dpi": (200, Wear(skew=0.4, noise=4, style=STYLES["no rulings"])),
    "no rulings, faint ink": (200, Wear(skew=0.3, noise=6, paper=225, ink=0.7, style=STYLES["no rulings"])),
}
"""Scans whose cells no ruling parts: only the sums of the form can bear out what stands where."""


def pages(draft: ReportDraft, dpi: int, wear: Wear, seed: str) -> list[Image.Image]:
    """The report's pages as a scanner sees them."""
    random = np.random.default_rng(int.from_bytes(seed.encode(), "little") % 2**32)
    document = pdfium.PdfDocument(pdf_files.printed(draft, wear.style))
    drawn = [page.render(scale=dpi / _POINTS, grayscale=True).to_pil().convert("L") for page in document]
    document.close()
    return [_worn(page, wear, random) for page in drawn]


def _worn(page: Image.Image, wear: Wear, random: np.random.Generator) -> Image.Image:
    page = page.rotate(wear.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    grays = wear.paper - (255 - np.asarray(page, dtype=np.float64)) * wear.ink * wear.paper / 255
    if wear.noise:
        grays += random.normal(0, wear.noise, grays.shape)
    return Image.fromarray(np.clip(grays, 0, 255).astype(np.uint8))


def scanned_pdf(images: list[Image.Image], dpi: int, quality: int) -> bytes:
    """The pages as a PDF without a text layer, as copiers write it."""
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=quality)
    return buffer.getvalue()


def scan_samples(dpi: int, names: tuple[str, ...] = tuple(WEAR)) -> Iterator[Sample]:
    """Scans of a fineness."""
    form = f"scan {dpi} dpi"
    for name in names:
        draft = short(draft_for(f"{form}/{name}"))
        images = pages(draft, dpi, WEAR[name], f"{form}/{name}")
        yield Sample(form, name, draft, scanned_pdf(images, dpi, WEAR[name].quality), "年报.pdf")


def open_samples(names: tuple[str, ...] = tuple(OPEN)) -> Iterator[Sample]:
    """Scans of tables without rulings."""
    for name in names:
        dpi, wear = OPEN[name]
        draft = short(draft_for(f"scan, open/{name}"))
        yield Sample(
            "scan, open", name, draft, scanned_pdf(pages(draft, dpi, wear, name), dpi, wear.quality), "年报.pdf"
        )


def _stacked(images: list[Image.Image]) -> Image.Image:
    """The pages one below the other, as a screen capture of a whole page shows them."""
    whole = Image.new("L", (images[0].width, sum(image.height for image in images)), 255)
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height
    return whole


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _tiff(images: list[Image.Image]) -> bytes:
    return _saved(images[0], "TIFF", save_all=True, append_images=images[1:], compression="tiff_deflate")


def _black_and_white(images: list[Image.Image]) -> bytes:
    """A fax: pure black and white, one file of several pages."""
    pure = [image.point(lambda gray: 255 * (gray > 160)).convert("1") for image in images]
    return _saved(pure[0], "TIFF", save_all=True, append_images=pure[1:], compression="group4")


def _data_uri(image: Image.Image, kind: str) -> str:
    return f"data:image/{kind.lower()};base64,{b64encode(_saved(image, kind)).decode()}"


def _in_page(draft: ReportDraft, images: list[Image.Image]) -> bytes:
    """A page that holds nothing but the pictures of the report's pages."""
    content = "".join(f'<p><img src="{_data_uri(image, "PNG")}" width="800"></p>' for image in images)
    return html_pages.page(draft, f"<h1>{draft.title}</h1><div class='article'>{content}</div>").encode()


def table_images(draft: ReportDraft, dpi: int) -> Iterator[Image.Image]:
    """Every table of the report cut out of its page."""
    for part in draft.parts():
        if isinstance(part, Grid):
            surface = pdf_files.PdfSurface()
            pdf_files.Press(surface, Style()).grid(part)
            surface.end_page()
            page = pdfium.PdfDocument(surface.finish())[0]
            image = page.render(scale=dpi / _POINTS, grayscale=True).to_pil().convert("L")
            ink = image.point(lambda gray: 255 * (gray < 200)).getbbox()
            assert ink is not None
            yield image.crop((ink[0] - 8, ink[1] - 8, ink[2] + 8, ink[3] + 8))


def _tables_as_pictures(draft: ReportDraft, kind: str, dpi: int) -> bytes:
    """A page of text whose tables are pictures."""
    images = table_images(draft, dpi)

    def picture(_grid: Grid) -> str:
        return f'<p><img src="{_data_uri(next(images), kind)}"></p>'

    return html_pages.page(draft, html_pages.body(draft, tables=picture)).encode()


_Pictures = Callable[[ReportDraft, str], tuple[bytes, str]]


def _printed(kind: str, ending: str, dpi: int, wear: str, **options: object) -> _Pictures:
    return lambda draft, seed: (_saved(_stacked(pages(draft, dpi, WEAR[wear], seed)), kind, **options), ending)


PICTURES: Mapping[str, _Pictures] = {
    "PNG, 150 dpi": _printed("PNG", "png", 150, "straight and clean"),
    "PNG, 200 dpi, skew 0.4°": _printed("PNG", "png", 200, "skew 0.4°"),
    "JPEG 60, 150 dpi, skew": _printed("JPEG", "jpg", 150, "skew -0.8°, noise", quality=60),
    "JPEG 40, 200 dpi, skew": _printed("JPEG", "jpg", 200, "skew 1.5°, noise", quality=40),
    "BMP, 150 dpi": _printed("BMP", "bmp", 150, "gray paper, faint ink"),
    "TIFF of several pages": lambda draft, seed: (_tiff(pages(draft, 200, WEAR["skew 0.4°"], seed)), "tif"),
    "TIFF, black and white": lambda draft, seed: (_black_and_white(pages(draft, 200, Wear(skew=0.4), seed)), "tif"),
    "HTML of page pictures": lambda draft, seed: (_in_page(draft, pages(draft, 150, Wear(), seed)), "html"),
    "HTML, tables as PNG": lambda draft, _seed: (_tables_as_pictures(draft, "PNG", 150), "html"),
    "HTML, tables as JPEG": lambda draft, _seed: (_tables_as_pictures(draft, "JPEG", 120), "html"),
}


def picture_samples(names: tuple[str, ...] = tuple(PICTURES)) -> Iterator[Sample]:
    """Pictures of reports, alone and in pages."""
    for name in names:
        draft = short(draft_for(f"picture/{name}"))
        data, ending = PICTURES[name](draft, name)
        yield Sample("picture", name, draft, data, f"年报.{ending}")

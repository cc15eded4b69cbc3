"""A stream as one PDF/A-2b: its scans untouched where possible, its stored text under them."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import img2pdf
import ocrmypdf
import pikepdf
from pikepdf import pdfa
from PIL import Image

from archive.alto import AltoPage, Direction
from archive.canvas import Box, Frame
from archive.errors import ArchiveError, BadInput, disk_full_told
from archive.files import appearing, make_folder
from archive.letters import clean
from archive.settings import Settings
from ingest.derivatives import save_for_pdf
from ingest.images import blacked_out, canvas_image, open_picture
from ingest.text_layer import LaidPage, laid

#: Where nothing is known of a scan's resolution.
_DPI = 300.0
_FLAVOUR = "2b"
#: Tesseract's names, which OCRmyPDF wants, of our language tags.
_NAMES = {"ar": "ara", "fr": "fra", "en": "eng"}


@dataclass(frozen=True, slots=True)
class PdfPageInput:
    """One page of a stream.

    `master`, `member`, `frame`: its scan and how the canvas is cut out of it. `alto`: its text on it.
    `label`: the printed page number, "" for none. `masks`: parts of the canvas that may not be seen or found.
    `canvas`: where the canvas lies as a JPEG, if it still does.
    """

    master: Path
    frame: Frame
    alto: AltoPage
    label: str = ""
    dpi: float | None = None
    member: int = 0
    masks: tuple[Box, ...] = ()
    canvas: Path | None = None


@dataclass(frozen=True, slots=True)
class PdfMade:
    """The finished file. `is_archival`: it is PDF/A-2b; otherwise `problems` says why it is a plain PDF."""

    path: Path
    pages: int
    is_archival: bool
    problems: tuple[str, ...] = field(default=())
    masks: tuple[tuple[Box, ...], ...] = ()  # what is blacked out, page by page


def make_pdf(
    pages: Sequence[PdfPageInput],
    out: Path,
    settings: Settings,
    *,
    title: str,
    language: str,
    direction: Direction,
    bookmarks: Sequence[tuple[str, int]] = (),
) -> PdfMade:
    """Make the searchable PDF of a stream; it appears whole at `out`.

    `pages` in reading order; `bookmarks`: a title and the index (from 0) of its page, in order. OCRmyPDF
    makes the file from the stored text: OCR does not run. Raises BadInput without pages, BadFile for a scan
    that cannot be read, NoSpace. Run it in a limited child; one at a time a process.
    """
    if not pages:
        raise BadInput("A stream without pages has no PDF.", "Give it pages first.")
    make_folder(out.parent)
    with disk_full_told(out.parent), tempfile.TemporaryDirectory(prefix="pdf-", dir=out.parent) as name:
        folder = Path(name)
        pictures = folder / "pictures.pdf"
        _join_pictures(pages, pictures, settings)
        searchable = folder / "searchable.pdf"
        _lay_text(pages, pictures, searchable, title, language)
        described = folder / "described.pdf"
        problems = _describe(searchable, described, pages, title, language, direction, bookmarks)
        with appearing(out) as stream, described.open("rb") as made:
            while chunk := made.read(1 << 20):
                stream.write(chunk)
    masks = tuple(page.masks for page in pages)
    return PdfMade(out, len(pages), not problems, tuple(problems), masks)


# --- pictures ---


def _join_pictures(pages: Sequence[PdfPageInput], target: Path, settings: Settings) -> None:
    """The pages' pictures in one PDF, each page at its size on paper.

    qpdf joins files without holding them: 60 pages of 600 dpi took no memory to speak of, pages joined in
    pikepdf the sum of their bytes (a gigabyte for an issue of 400).
    """
    singles: list[Path] = []
    for number, page in enumerate(pages):
        singles.append(target.with_name(f"picture-{number}.pdf"))
        singles[-1].write_bytes(_picture_page(page, settings))
        if page.frame.turn and _is_whole(page):
            with pikepdf.open(singles[-1], allow_overwriting_input=True) as one:
                one.pages[0].rotate(page.frame.turn, relative=False)
                one.save(singles[-1])
    pikepdf.Job(
        {"empty": "", "outputFile": str(target), "pages": [{"file": str(s), "range": "1"} for s in singles]}
    ).run()
    for single in singles:
        single.unlink()


def _is_whole(page: PdfPageInput) -> bool:
    """Whether the page shows its whole scan, at most turned, so that the scan's own bytes can be used."""
    return page.frame.is_whole and not page.masks and page.member == 0


def _picture_page(page: PdfPageInput, settings: Settings) -> bytes:
    dpi = page.dpi or _DPI
    if _is_whole(page):
        try:
            untouched = _as_pdf(page.master, dpi)
        except Exception:  # img2pdf names no errors; what it cannot embed is decoded and encoded anew below
            logging.getLogger(__name__).debug("not embedded as it is: %s", page.master.name, exc_info=True)
        else:
            if untouched is not None:
                return untouched
    elif page.canvas is not None and page.canvas.is_file() and not page.masks:
        return _converted(str(page.canvas), dpi)
    picture = open_picture(page.master, settings, page.member)
    # A page turned through /Rotate below must not be turned twice.
    frame = page.frame if not _is_whole(page) else Frame(page.frame.scan_width, page.frame.scan_height)
    canvas = blacked_out(canvas_image(picture, frame), page.masks)
    encoded = io.BytesIO()
    save_for_pdf(canvas, encoded)
    return _converted(encoded.getvalue(), dpi)


def _as_pdf(master: Path, dpi: float) -> bytes | None:
    """The scan in a PDF page as it is, or None where its kind is better encoded anew."""
    with Image.open(master) as image:
        plain = image.mode in ("1", "L", "RGB") and "transparency" not in image.info
        one = getattr(image, "n_frames", 1) == 1
        fits = image.format in ("JPEG", "PNG") or (image.format == "TIFF" and image.mode == "1")
    if not (plain and one and fits):
        return None
    return _converted(str(master), dpi)


def _converted(picture: str | bytes, dpi: float) -> bytes:
    """A picture (a path or its bytes) as a PDF of one page; how it is turned is the frame's business."""
    made: bytes = img2pdf.convert(  # type: ignore[no-untyped-call]
        picture,
        layout_fun=img2pdf.get_fixed_dpi_layout_fun((dpi, dpi)),  # type: ignore[no-untyped-call]
        rotation=img2pdf.Rotation.none,
    )
    return made


# --- text ---


def _lay_text(pages: Sequence[PdfPageInput], pictures: Path, target: Path, title: str, language: str) -> None:
    """Lay the stored text under the pictures. Raises ArchiveError."""
    with laid([LaidPage(page.alto, page.masks) for page in pages]):
        code = _ocrmypdf(pictures, target, title, language)
    if code:
        raise ArchiveError(
            "The searchable PDF could not be made (OCRmyPDF ended with {code}).",
            "See the log; the pages and their text are not affected.",
            code=code,
        )


def _ocrmypdf(source: Path, target: Path, title: str, language: str) -> int:
    """One run; its exit code."""
    # It warns of each word in two scripts (stays searchable) and tells of its progress: no news for anyone.
    logging.getLogger("ocrmypdf").setLevel(logging.ERROR)
    try:
        with _nothing_mapped():
            code = ocrmypdf.ocr(
                source,
                target,
                plugins=["ingest.text_layer"],
                language=[_NAMES.get(language, "fra")],
                output_type="pdf",  # it would check what it made; `_describe` changes that and checks it once
                title=clean(title),
                optimize=0,  # the scans stay as they are
                jobs=1,
                use_threads=True,  # the plugin finds its pages in this process
                progress_bar=False,
                max_image_mpixels=0,  # checked when the scan was taken in
            )
    except ocrmypdf.exceptions.ExitCodeException as error:
        code = error.exit_code
    return int(code)


@contextmanager
def _nothing_mapped() -> Iterator[None]:
    """OCRmyPDF without its mapping of PDFs into memory: a thick issue would fill the limit of its child."""
    core: Any = pikepdf._core  # OCRmyPDF asks it in three places to map files
    mapping = core.set_access_default_mmap
    core.set_access_default_mmap = lambda mmap: False
    try:
        yield
    finally:
        core.set_access_default_mmap = mapping


# --- description ---


def _describe(
    source: Path,
    target: Path,
    pages: Sequence[PdfPageInput],
    title: str,
    language: str,
    direction: Direction,
    bookmarks: Sequence[tuple[str, int]],
) -> list[str]:
    """Title, language, reading direction, page labels, bookmarks; what keeps it from being PDF/A-2b.

    Where something does, the file is plain and does not claim to be.
    """

    def write(*, archival: bool) -> None:
        with pikepdf.open(source, conversion_mode="explicit") as pdf:
            _set_description(pdf, pages, title, language, direction, bookmarks)
            if archival:
                pdfa.prepare(pdf, _FLAVOUR)
            pdf.save(target, linearize=True)

    write(archival=True)
    report = pdfa.validate_written(target, _FLAVOUR)
    if report.passed:
        return []
    write(archival=False)
    findings = (*report.violations, *report.unsupported)
    return list(dict.fromkeys(str(finding) for finding in findings))[:20]


def _set_description(
    pdf: pikepdf.Pdf,
    pages: Sequence[PdfPageInput],
    title: str,
    language: str,
    direction: Direction,
    bookmarks: Sequence[tuple[str, int]],
) -> None:
    """Write into an open PDF what it says of itself."""
    root: Any = pdf.Root
    root.Lang = pikepdf.String(language)
    root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, Direction=pikepdf.Name.R2L if direction == "rtl" else pikepdf.Name.L2R
    )
    root.PageLabels = pikepdf.Dictionary(Nums=_page_labels([page.label for page in pages]))
    with pdf.open_outline() as outline:
        for text, index in bookmarks:
            if 0 <= index < len(pages):
                outline.root.append(pikepdf.OutlineItem(clean(text), index))
    if bookmarks:
        root.PageMode = pikepdf.Name.UseOutlines
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = clean(title)
        metadata["dc:language"] = {language}


def _page_labels(labels: Sequence[str]) -> pikepdf.Array:
    """A number tree with each page's label as printed; nothing for a page without one."""
    numbers = pikepdf.Array()
    for index, label in enumerate(labels):
        numbers.append(index)
        shown = clean(label)
        numbers.append(pikepdf.Dictionary(P=pikepdf.String(shown)) if shown else pikepdf.Dictionary())
    return numbers

"""Scans come out of PDFs untouched; the rest is drawn; what cannot be read is named."""

from __future__ import annotations

import io
from pathlib import Path

import img2pdf
import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from archive.errors import BadFile
from archive.settings import Settings
from ingest.images import open_picture
from ingest.pdf_pages import page_image, pages_of
from tests.ingest.pictures import ruled

PLAIN = Settings(page_megapixels=20)


def jpeg(width: int = 600, height: int = 800, mode: str = "L") -> bytes:
    out = io.BytesIO()
    ruled(width, height).convert(mode).save(out, "JPEG", quality=70, dpi=(150, 150))
    return out.getvalue()


def scanned(path: Path, *pictures: bytes, dpi: int = 150) -> Path:
    fun = img2pdf.get_fixed_dpi_layout_fun((dpi, dpi))
    path.write_bytes(img2pdf.convert(list(pictures), layout_fun=fun))
    return path


def with_page(path: Path, content: bytes, **images: pikepdf.Stream) -> Path:
    """A PDF of one A6 page with this content stream."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(298, 420))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font),
            XObject=pikepdf.Dictionary(
                {f"/{name}": pdf.copy_foreign(image) for name, image in images.items()}
            ),
        )
        page.Contents = pdf.make_stream(content)
        pdf.save(path)
    return path


def grey_image(pdf: pikepdf.Pdf, **more: object) -> pikepdf.Stream:
    image = ruled(298, 420)
    stream = pdf.make_stream(image.tobytes())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = image.size
    stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    for name, value in more.items():
        stream[f"/{name}"] = value
    return stream


def test_a_jpeg_comes_out_byte_for_byte(tmp_path: Path) -> None:
    data = jpeg(mode="RGB")
    path = scanned(tmp_path / "عدد.pdf", data)
    (page,) = pages_of(path)
    assert (page.kind, page.words, page.rotate) == ("image", 0, 0)
    master = page_image(path, 1, tmp_path, PLAIN)
    assert master.path.read_bytes() == data
    assert (master.media_type, master.width, master.height, master.turn) == ("image/jpeg", 600, 800, 0)
    assert master.dpi == pytest.approx(150, abs=0.5)
    assert not master.rendered


def test_a_fax_page_comes_out_as_it_was(tmp_path: Path) -> None:
    fax = io.BytesIO()
    ruled(640, 800).convert("1").save(fax, "TIFF", compression="group4")
    path = scanned(tmp_path / "fax.pdf", fax.getvalue())
    master = page_image(path, 1, tmp_path, PLAIN)
    assert (master.media_type, master.rendered) == ("image/tiff", False)
    with Image.open(master.path) as out, Image.open(fax) as before:
        assert out.mode == "1"
        assert out.tobytes() == before.tobytes()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90])
def test_rotate_is_told_and_the_bytes_left_alone(tmp_path: Path, rotate: int) -> None:
    data = jpeg()
    path = scanned(tmp_path / "page.pdf", data)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Rotate = rotate
        pdf.save(path)
    master = page_image(path, 1, tmp_path, PLAIN)
    assert master.turn == rotate % 360
    assert master.path.read_bytes() == data
    assert pages_of(path)[0].rotate == rotate % 360


@pytest.mark.parametrize(
    ("matrix", "turn"),
    [
        ("298 0 0 420 0 0", 0),
        ("-298 0 0 -420 298 420", 180),
        ("0 420 -298 0 298 0", 270),
        ("0 -420 298 0 0 420", 90),
    ],
)
def test_a_picture_laid_on_its_side_is_turned_as_the_page_shows_it(
    tmp_path: Path, matrix: str, turn: int
) -> None:
    with pikepdf.new() as pdf:
        path = with_page(tmp_path / "page.pdf", f"q {matrix} cm /Im Do Q".encode(), Im=grey_image(pdf))
    master = page_image(path, 1, tmp_path, PLAIN)
    assert (master.kind, master.turn, master.rendered) == ("image", turn, False)


def test_an_invisible_text_layer_does_not_hide_the_scan(tmp_path: Path) -> None:
    content = b"q 298 0 0 420 0 0 cm /Im Do Q BT 3 Tr /F1 12 Tf 20 300 Td (found text) Tj ET"
    with pikepdf.new() as pdf:
        path = with_page(tmp_path / "page.pdf", content, Im=grey_image(pdf))
    assert (pages_of(path)[0].kind, pages_of(path)[0].words) == ("image", 2)


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf 20 300 Td (printed text) Tj ET",
        b"q 298 0 0 420 0 0 cm /Im Do Q BT /F1 12 Tf 20 300 Td (a stamp) Tj ET",
        b"q 150 0 0 200 0 0 cm /Im Do Q",
        b"q 298 0 0 420 0 0 cm /Im Do Q q 100 0 0 100 0 0 cm /Im Do Q",
        b"q -298 0 0 420 298 0 cm /Im Do Q",
        b"q 298 0 0 420 0 0 cm /Im Do Q 10 10 50 50 re f",
        b"q 297 20 -20 419 0 0 cm /Im Do Q",
    ],
    ids=["text", "text on a scan", "a small picture", "two pictures", "mirrored", "a drawing on it", "askew"],
)
def test_every_other_page_is_drawn_at_300_dpi(tmp_path: Path, content: bytes) -> None:
    with pikepdf.new() as pdf:
        path = with_page(tmp_path / "page.pdf", content, Im=grey_image(pdf))
    master = page_image(path, 1, tmp_path, PLAIN)
    assert (master.kind, master.rendered, master.media_type) == ("layout", True, "image/png")
    assert abs(master.width - 298 * 300 / 72) <= 1
    assert np.asarray(open_picture(master.path, PLAIN).image).min() < 60


def test_a_picture_with_a_mask_or_turned_colours_is_drawn_as_the_page_shows_it(tmp_path: Path) -> None:
    content = b"q 298 0 0 420 0 0 cm /Im Do Q"
    with pikepdf.new() as pdf:
        inverted = with_page(tmp_path / "page.pdf", content, Im=grey_image(pdf, Decode=pikepdf.Array([1, 0])))
    master = page_image(inverted, 1, tmp_path, PLAIN)
    assert (master.kind, master.rendered) == ("image", True)
    assert np.median(np.asarray(open_picture(master.path, PLAIN).image)) < 60
    with pikepdf.new() as pdf:
        mask = pdf.make_indirect(grey_image(pdf))
        masked = with_page(tmp_path / "masked.pdf", content, Im=grey_image(pdf, SMask=mask))
    assert page_image(masked, 1, tmp_path, PLAIN).rendered


def test_each_page_of_a_long_file_is_its_own(tmp_path: Path) -> None:
    path = scanned(tmp_path / "issue.pdf", jpeg(600, 800), jpeg(500, 700), jpeg(400, 300))
    assert len(pages_of(path)) == 3
    assert [page_image(path, n, tmp_path, PLAIN).width for n in (1, 2, 3)] == [600, 500, 400]
    with pytest.raises(BadFile, match="no page 4"):
        page_image(path, 4, tmp_path, PLAIN)


# --- files that cannot be taken in ---


def test_an_encrypted_file_is_told_with_the_command_that_helps(tmp_path: Path) -> None:
    path = scanned(tmp_path / "secret.pdf", jpeg())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(BadFile, match=r"encrypted.*qpdf --decrypt"):
        pages_of(path)


def test_a_file_without_pages_is_told(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "empty.pdf")
    with pytest.raises(BadFile, match="no pages"):
        pages_of(tmp_path / "empty.pdf")


@pytest.mark.parametrize("share", [0.05, 0.4, 0.8])
def test_a_file_cut_off_is_told(tmp_path: Path, share: float) -> None:
    whole = scanned(tmp_path / "whole.pdf", jpeg(), jpeg(500, 500)).read_bytes()
    path = tmp_path / "part.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadFile, match=r"part\.pdf"):
        pages_of(path)


def test_a_page_too_large_is_refused_before_it_is_drawn(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_000, 14_000))
        pdf.save(tmp_path / "wall.pdf")
    with pytest.raises(BadFile, match="megapixels"):
        page_image(tmp_path / "wall.pdf", 1, tmp_path, PLAIN)
    with pikepdf.new() as pdf:
        huge = grey_image(pdf, Width=60_000, Height=60_000)
        path = with_page(tmp_path / "huge.pdf", b"q 298 0 0 420 0 0 cm /Im Do Q", Im=huge)
    with pytest.raises(BadFile, match="60000 × 60000"):
        page_image(path, 1, tmp_path, PLAIN)


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.4 nothing more")
    with pytest.raises(BadFile, match="damaged") as raised:
        pages_of(tmp_path / "page.pdf")
    assert str(raised.value).count("page.pdf") == 1  # not once more in the library's words


def test_words_are_counted_a_few_pages_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pdfium keeps what it has opened: the document is opened anew, so that memory does not grow with it."""
    with pikepdf.new() as thick:
        for number in range(8):
            text = b"BT /F1 12 Tf 20 200 Td (%s) Tj ET" % b" ".join([b"mot"] * number)
            with pikepdf.open(with_page(tmp_path / f"{number}.pdf", text)) as one:
                thick.pages.extend(one.pages)
        thick.save(tmp_path / "thick.pdf")
    opened = []

    def noting(path: Path) -> pypdfium2.PdfDocument:
        opened.append(path)
        return real(path)

    real = pypdfium2.PdfDocument
    monkeypatch.setattr(pypdfium2, "PdfDocument", noting)
    monkeypatch.setattr("ingest.pdf_pages._PAGES_AT_ONCE", 3)
    assert [page.words for page in pages_of(tmp_path / "thick.pdf")] == list(range(8))
    assert len(opened) == 3

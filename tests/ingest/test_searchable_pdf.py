"""A stream's PDF is PDF/A-2b, its text copies out in logical order, its pages look like the scans."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box, Frame
from archive.errors import BadInput
from archive.letters import direction_of, without_bidi_marks
from archive.settings import Settings
from ingest.searchable_pdf import PdfMade, PdfPageInput, make_pdf
from tests.ingest.pictures import ruled

PLAIN = Settings()
ARABIC = ["مجلة الشرطة تصدر كل شهر", "العدد 12-13 سنة 1961"]
FRENCH = ["La revue de la police paraît", "chaque mois à l'été"]


def a_page(lines: list[str], language: str, size: tuple[int, int] = (800, 1000)) -> AltoPage:
    """Text laid over the rows of a ruled page."""
    made = []
    for n, text in enumerate(lines):
        words = text.split()
        step = 600 // len(words)
        places = [100 + step * k for k in range(len(words))]
        if language == "ar":
            places.reverse()
        y = 80 + 40 * n
        strings = (String(word, Box(x, y, step - 10, 18), 0.9) for word, x in zip(words, places, strict=True))
        made.append(TextLine(tuple(strings), Box(100, y, 600, 18)))
    block = TextBlock(tuple(made), Box(100, 80, 600, 40 * len(lines)), language, direction_of(language))
    return AltoPage(*size, (block,), language, direction_of(language))


def scan(folder: Path, name: str, size: tuple[int, int] = (800, 1000), **options: object) -> Path:
    path = folder / name
    ruled(*size).convert("RGB" if name.endswith(".jpg") else "L").save(path, dpi=(100, 100), **options)  # type: ignore[arg-type]
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans")


@pytest.fixture(scope="module")
def made(folder: Path) -> PdfMade:
    jpg, whole = scan(folder, "1.jpg"), Frame(800, 1000)
    upside = folder / "2.jpg"
    ruled(800, 1000).rotate(180).save(upside, dpi=(100, 100))
    spread = folder / "3.png"
    both = Image.new("L", (1600, 1000), 245)
    both.paste(ruled(800, 1000), (800, 0))
    both.save(spread)
    fax = folder / "4.tif"
    ruled(800, 1000).convert("1").save(fax, compression="group4", dpi=(100, 100))
    pages = [
        PdfPageInput(jpg, whole, a_page(ARABIC, "ar"), "١", 100),
        PdfPageInput(upside, Frame(800, 1000, turn=180), a_page(FRENCH, "fr"), "2", 100),
        PdfPageInput(spread, Frame(1600, 1000, crop=Box(800, 0, 800, 1000)), a_page(FRENCH, "fr"), "", 100),
        PdfPageInput(fax, whole, a_page(ARABIC, "ar"), "iv", 100),
        PdfPageInput(jpg, whole, AltoPage(800, 1000, ()), "", None),
    ]
    bookmarks = [("الافتتاحية", 0), ("Éditorial", 2), ("ailleurs", 99)]
    return make_pdf(
        pages,
        folder / "out" / "مجلة.pdf",
        PLAIN,
        title="مجلة الشرطة، العدد 12-13",
        language="ar",
        direction="rtl",
        bookmarks=bookmarks,
    )


def test_it_is_archival_and_whole(made: PdfMade) -> None:
    assert (made.is_archival, made.problems, made.pages) == (True, (), 5)
    with pikepdf.open(made.path) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").passed
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_it_tells_title_language_direction_labels_and_bookmarks(made: PdfMade) -> None:
    with pikepdf.open(made.path) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == "مجلة الشرطة، العدد 12-13"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "مجلة الشرطة، العدد 12-13"
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["الافتتاحية", "Éditorial"]
        assert [page.label for page in pdf.pages] == ["١", "2", "", "iv", ""]


@pytest.fixture(scope="module")
def french(folder: Path) -> PdfMade:
    page = PdfPageInput(scan(folder, "8.jpg"), Frame(800, 1000), a_page(FRENCH, "fr"), "1", 100)
    return make_pdf([page], folder / "fr.pdf", PLAIN, title="Revue", language="fr", direction="ltr")


@pytest.mark.parametrize(("number", "words"), [(0, ARABIC), (3, ARABIC), (1, ["revue police mois"])])
def test_words_copy_out_in_logical_order(made: PdfMade, number: int, words: list[str]) -> None:
    pdf = pypdfium2.PdfDocument(made.path)
    text = pdf[number].get_textpage().get_text_range()
    pdf.close()
    # Of Latin lines in a file marked right-to-left PDFium turns the order of the words, not their letters.
    assert [word for line in words for word in line.split() if word not in text] == []


def test_french_lines_copy_out_as_they_are_read(french: PdfMade) -> None:
    pdf = pypdfium2.PdfDocument(french.path)
    text = pdf[0].get_textpage().get_text_range()
    pdf.close()
    assert text.split() == " ".join(FRENCH).split()


def test_poppler_copies_both_languages_in_logical_order(made: PdfMade, french: PdfMade) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    for path, lines in ((french.path, FRENCH), (made.path, ARABIC)):
        run = subprocess.run(["pdftotext", "-l", "1", str(path), "-"], capture_output=True, check=True)
        # Blanks are Poppler's guess from the gaps; the order of the letters is the file's.
        assert "".join(without_bidi_marks(run.stdout.decode()).split()) == "".join("".join(lines).split())


def test_a_word_stands_where_it_is_printed(made: PdfMade, french: PdfMade) -> None:
    for path, number, word in ((french.path, 1, "revue"), (made.path, 0, "مجلة")):
        pdf = pypdfium2.PdfDocument(path)
        page = pdf[0]
        text = page.get_textpage()
        found = text.search(word).get_next()
        assert found is not None
        left, bottom, right, top = text.get_charbox(found[0])
        scale = 800 / page.get_width()
        x, y = (left + right) / 2 * scale, (page.get_height() - (top + bottom) / 2) * scale
        alto = a_page(FRENCH if number else ARABIC, "fr" if number else "ar")
        box = next(s.box for s in alto.strings() if s.content == word)
        assert box.x - 5 <= x <= box.right + 5, (word, x, box)
        assert box.y - 8 <= y <= box.bottom + 8
        pdf.close()


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_page_looks_like_its_scan(made: PdfMade, number: int) -> None:
    pdf = pypdfium2.PdfDocument(made.path)
    seen = pdf[number].render(scale=100 / 72).to_pil().convert("L").resize((800, 1000))
    pdf.close()
    wanted = ruled(800, 1000).convert("1").convert("L") if number == 3 else ruled(800, 1000)
    difference = np.asarray(seen, dtype=int) - np.asarray(wanted, dtype=int)
    assert np.abs(difference).mean() < 6


def test_scans_lie_in_it_byte_for_byte(made: PdfMade, folder: Path) -> None:
    with pikepdf.open(made.path) as pdf:
        for number, name in ((0, "1.jpg"), (1, "2.jpg")):
            (image,) = pdf.pages[number].get_images().values()
            assert bytes(image.read_raw_bytes()) == (folder / name).read_bytes()
        (fax,) = pdf.pages[3].get_images().values()
        assert fax.Filter == "/CCITTFaxDecode" or fax.Filter[0] == "/CCITTFaxDecode"


def test_a_mask_hides_the_picture_and_the_words_under_it(folder: Path) -> None:
    alto = a_page(FRENCH, "fr")
    hidden = next(s for s in alto.strings() if s.content == "police")
    page = PdfPageInput(scan(folder, "5.jpg"), Frame(800, 1000), alto, "1", 100, masks=(hidden.box.grown(2),))
    out = make_pdf([page], folder / "masked.pdf", PLAIN, title="t", language="fr", direction="ltr")
    pdf = pypdfium2.PdfDocument(out.path)
    text = pdf[0].get_textpage().get_text_range()
    seen = np.asarray(pdf[0].render(scale=100 / 72).to_pil().convert("L").resize((800, 1000)))
    pdf.close()
    assert "police" not in text
    assert "revue" in text
    box = hidden.box
    assert seen[box.y + 3 : box.bottom - 3, box.x + 3 : box.right - 3].max() < 40
    assert b"police" not in out.path.read_bytes()


def test_a_stream_without_pages_is_refused(folder: Path) -> None:
    with pytest.raises(BadInput):
        make_pdf([], folder / "none.pdf", PLAIN, title="t", language="fr", direction="ltr")
    assert not (folder / "none.pdf").exists()


def test_a_scan_with_transparency_or_sixteen_bits_is_encoded_anew(folder: Path) -> None:
    clear = folder / "6.png"
    ruled(400, 500).convert("LA").save(clear)
    deep = folder / "7.tif"
    Image.fromarray(np.asarray(ruled(400, 500), dtype=np.uint16) * 257).save(deep)
    pages = [PdfPageInput(path, Frame(400, 500), AltoPage(400, 500, ()), "") for path in (clear, deep)]
    out = make_pdf(pages, folder / "odd.pdf", PLAIN, title="t", language="fr", direction="ltr")
    assert out.is_archival
    with pikepdf.open(out.path) as pdf:
        for page in pdf.pages:
            (image,) = page.get_images().values()
            with Image.open(io.BytesIO(image.read_raw_bytes())) as shown:
                assert shown.size == (400, 500)

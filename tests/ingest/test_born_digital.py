"""A PDF's own text is used where it is what the page shows, and in the order it is read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from rapidfuzz.distance import Levenshtein

from archive.alto import AltoPage
from archive.canvas import Box, Frame
from archive.queries import issues
from archive.queries import pages as page_queries
from archive.settings import Settings
from archive.store import Store
from ingest.born_digital import text_of_pdf_page
from ingest.ocr import PageImage
from ingest.pdf_pages import page_image
from ingest.reading import Carried, read_canvas
from ingest.text_decisions import Decision
from tests.ingest.drawn_scans import record, recorded, run

_OUTSIDE = os.environ.get("ARCHIVE_SAMPLES", "")
BORN_DIGITAL = Path(_OUTSIDE) / "born-digital"
LINES = (
    "La brigade routiere a presente son rapport annuel",
    "aux membres de la commission reunis a Rabat",
    "et le directeur a remercie tous les agents presents",
)


def drawn(path: Path, number: int, dpi: int = 200, frame: Frame | None = None) -> tuple[PageImage, Frame]:
    """A page of a PDF as its canvas."""
    pdf = pypdfium2.PdfDocument(path)
    picture = pdf[number - 1].render(scale=dpi / 72).to_pil().convert("L")
    pdf.close()
    frame = frame or Frame(*picture.size)
    kept = frame.kept
    return PageImage(picture.crop((kept.x, kept.y, kept.right, kept.bottom)), dpi), frame


def decided(path: Path, number: int, settings: Settings) -> tuple[AltoPage | None, Decision | None]:
    page, frame = drawn(path, number)
    return text_of_pdf_page(path, number, frame, page, settings)


def written(
    path: Path,
    lines: tuple[str, ...] = LINES,
    *,
    names: str = "",
    rotate: int = 0,
    matrix: str = "1 0 0 1 0 0",
) -> Path:
    """A PDF with lines of Helvetica.

    `names`: what its letters are said to be, for a typeface that lies; `matrix`: what all is drawn through.
    """
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(420, 298))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        if names:
            font.ToUnicode = pdf.make_stream(to_unicode(names))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = " ".join(f"1 0 0 1 30 {250 - 20 * n} Tm ({line}) Tj" for n, line in enumerate(lines))
        page.Contents = pdf.make_stream(f"{matrix} cm BT /F1 14 Tf {shown} ET".encode())
        if rotate:
            page.rotate(rotate, relative=False)
        pdf.save(path)
    return path


def to_unicode(letters: str) -> bytes:
    """A map that gives a to z other letters."""
    pairs = "\n".join(f"<{97 + n:02x}> <{ord(letter):04x}>" for n, letter in enumerate(letters))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    ).encode()


@pytest.fixture
def unread(tmp_path: Path) -> Settings:
    """Settings with which nothing is read off pictures."""
    return Settings(ocr=f"recorded:{tmp_path}")


def test_text_of_a_sound_pdf_stands_where_it_is_printed(tmp_path: Path, unread: Settings) -> None:
    text, decision = decided(written(tmp_path / "a.pdf"), 1, unread)
    assert text is not None, decision
    assert decision is not None
    assert text.text == "\n".join(LINES)
    assert (text.language, decision.used) == ("fr", "own")
    assert "PDF text" in text.source
    first = next(text.strings())
    scale = 200 / 72
    assert abs(first.box.x - 30 * scale) < 4
    assert first.box.y < (298 - 250) * scale < first.box.bottom + 4


def test_programs_that_change_what_typefaces_mean_change_nothing(tmp_path: Path, unread: Settings) -> None:
    """OCRmyPDF, in the same process, changes pdfminer for itself."""
    import ocrmypdf.pdfinfo  # noqa: F401

    text, decision = decided(written(tmp_path / "a.pdf"), 1, unread)
    assert text is not None, decision
    assert text.text == "\n".join(LINES)


def test_boxes_are_on_the_canvas_of_a_cropped_page(tmp_path: Path, unread: Settings) -> None:
    path = written(tmp_path / "a.pdf")
    whole, frame = drawn(path, 1)
    cropped = Frame(frame.scan_width, frame.scan_height, crop=Box(50, 60, 900, 500))
    page, _ = drawn(path, 1, frame=cropped)
    text, _ = text_of_pdf_page(path, 1, cropped, page, unread)
    before, _ = text_of_pdf_page(path, 1, frame, whole, unread)
    assert text is not None
    assert before is not None
    one, other = next(text.strings()).box, next(before.strings()).box
    assert abs(one.x - (other.x - 50)) <= 1
    assert abs(one.y - (other.y - 60)) <= 1


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_turned_on_paper_is_not_taken_for_text(tmp_path: Path, unread: Settings, rotate: int) -> None:
    """/Rotate turns what is upright in the file: it lies on its side or head down as shown."""
    text, decision = decided(written(tmp_path / "a.pdf", rotate=rotate), 1, unread)
    assert text is None
    assert decision is not None
    assert decision.reason == "turned"


@pytest.mark.parametrize(
    ("rotate", "matrix"), [(90, "0 1 -1 0 420 0"), (180, "-1 0 0 -1 420 298"), (270, "0 -1 1 0 0 298")]
)
def test_text_that_is_upright_once_the_page_is_turned_is_text(
    tmp_path: Path, unread: Settings, rotate: int, matrix: str
) -> None:
    line = "La brigade routiere a presente"
    text, decision = decided(written(tmp_path / "a.pdf", (line,), rotate=rotate, matrix=matrix), 1, unread)
    assert text is not None, decision
    assert text.text == line


def test_glyphs_without_letters_are_read_by_ocr(tmp_path: Path, unread: Settings) -> None:
    private = "".join(chr(0xE000 + n) for n in range(26))
    text, decision = decided(written(tmp_path / "a.pdf", names=private), 1, unread)
    assert text is None
    assert decision is not None
    assert decision.reason == "unmapped"


@pytest.mark.tesseract
def test_a_typeface_that_lies_is_found_out_by_reading(tmp_path: Path) -> None:
    # Vowels for vowels, consonants for consonants: it looks like a language and is none.
    lying = "eciduhjigkmlnrpoqsvtbafwyz"[:26]
    text, decision = decided(written(tmp_path / "a.pdf", names=lying), 1, Settings())
    assert text is None
    assert decision is not None
    assert decision.reason in ("differs", "odd")
    sound, agreed = decided(written(tmp_path / "b.pdf"), 1, Settings())
    assert sound is not None
    assert agreed is not None
    assert agreed.reason == "agrees"


def test_a_page_without_text_leaves_nothing_to_decide(tmp_path: Path, unread: Settings) -> None:
    assert decided(written(tmp_path / "a.pdf", ()), 1, unread) == (None, None)


def test_a_file_that_cannot_be_read_costs_no_page(tmp_path: Path, unread: Settings) -> None:
    page, frame = drawn(written(tmp_path / "a.pdf"), 1)
    broken = tmp_path / "b.pdf"
    broken.write_bytes((tmp_path / "a.pdf").read_bytes()[:400])
    text, decision = text_of_pdf_page(broken, 1, frame, page, unread)
    assert text is None
    assert decision is None or decision.used == "read"


def test_the_decision_says_the_file_as_people_know_it(tmp_path: Path, unread: Settings) -> None:
    path = written(tmp_path / "0123abcd.pdf")
    page, frame = drawn(path, 1)
    reading = read_canvas(page.canvas, unread, frame=frame, carried=Carried(path, "novembre.pdf", 1))
    assert reading.decision["file"] == "novembre.pdf"
    assert reading.decision["used"] == "own"
    assert reading.alto.text == "\n".join(LINES)


# --- through ingest ---


@pytest.mark.parametrize("sound", [True, False])
def test_an_issue_that_comes_as_a_pdf_is_downloaded_as_it_came_where_its_text_is_right(
    store: Store, settings: Settings, tmp_path: Path, *, sound: bool
) -> None:
    names = "" if sound else "".join(chr(0xE000 + n) for n in range(26))
    path = written(tmp_path / "mai.pdf", names=names)
    drawn_page = page_image(path, 1, tmp_path, settings).path
    record(tmp_path / "read", drawn_page, "lu par la machine")
    report = run(store, recorded(settings, tmp_path / "read"), path)
    assert report.exit_code == 0
    with store.read() as session:
        [issue] = issues.every(session, public=False)
        [page] = page_queries.of_issue(session, issue.id)
        text = page_queries.text(session, page)
        assert text is not None
        assert page.frame is not None
        assert (text.plain, text.decision["used"]) == (
            ("\n".join(LINES), "own") if sound else ("lu par la machine", "read")
        )
        [stream] = issue.streams
        assert (stream.pdf_path == page.frame.scan.path) == sound


# --- files of others ---

#: Whether the text of a file is used. In the gazette (its text is displaced for other programs) it comes out
#: whole from the places of its glyphs.
USED = {
    "arabic-cid-truetype.pdf": True,
    "bidi-sample.pdf": True,
    "eg-official-gazette-2022-ar.pdf": True,
    "french-diacritics.pdf": True,
    "ma-arrete-1130-06-ar.pdf": True,
    "ma-arrete-978-09-ar.pdf": True,
    "ma-convention-extradition-fr.pdf": True,
    "ma-decret-heure-legale-ar.pdf": False,
    "rtl-01-ar.pdf": True,
    "rtl-02-ar.pdf": False,
}


@pytest.mark.parametrize("name", sorted(USED))
@pytest.mark.samples
@pytest.mark.tesseract
@pytest.mark.skipif(not _OUTSIDE, reason="ARCHIVE_SAMPLES is not set")
def test_a_text_is_used_where_it_is_what_the_page_shows(name: str) -> None:
    text, decision = decided(BORN_DIGITAL / name, 1, Settings())
    assert decision is not None
    assert (text is not None) == USED[name], decision


@pytest.mark.samples
@pytest.mark.tesseract
@pytest.mark.skipif(not _OUTSIDE, reason="ARCHIVE_SAMPLES is not set")
def test_the_text_of_a_file_with_a_reference_is_that_text() -> None:
    text, _ = decided(BORN_DIGITAL / "rtl-01-ar.pdf", 1, Settings())
    assert text is not None
    wanted = (BORN_DIGITAL / "rtl-01-ar.gt.md").read_text(encoding="utf-8").replace("##", "")
    one, other = (" ".join(re.sub(r"\s+", " ", t).split()) for t in (text.text, wanted))
    assert Levenshtein.normalized_similarity(one, other) > 0.99
    assert " ".join(one.split()[:8]) == "تحسين الإنتاجية وحل المشكلات من خلال البرمجة بلغة"


@pytest.mark.samples
@pytest.mark.tesseract
@pytest.mark.skipif(not _OUTSIDE, reason="ARCHIVE_SAMPLES is not set")
def test_words_displaced_for_other_programs_come_out_whole() -> None:
    text, _ = decided(BORN_DIGITAL / "eg-official-gazette-2022-ar.pdf", 1, Settings())
    assert text is not None
    assert "تسرى أحكام هذا القانون والقانون المرافق على جميع المنشآت" in text.text
    assert "(المادة الأولى)" in text.text

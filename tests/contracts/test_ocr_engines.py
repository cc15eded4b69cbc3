"""What every OCR engine promises, asked of each: our own sample pages come out as their text says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive.alto import AltoPage
from archive.errors import BadFile, BadSetting, MissingTool, NotFound
from archive.letters import count_scripts
from archive.settings import Settings
from ingest.engines import by_process, tessdata
from ingest.engines.recorded import RecordedEngine, RecordingEngine, recorded_path
from ingest.engines.tesseract import TesseractEngine
from ingest.images import open_picture
from ingest.ocr import EmptyPage, OcrEngine, PageImage, engine_for
from tests.ingest.pictures import ruled

SAMPLE = Path(__file__).parents[2] / "scans" / "sample"
FRENCH = SAMPLE / "1962-04-numero-12-13" / "0002.jpg"
ARABIC = SAMPLE / "1986-05-adad-khass" / "0002.jpg"
MIXED = SAMPLE / "1975-03-numero-143" / "fr" / "0006.jpg"


def opened(path: Path) -> PageImage:
    picture = open_picture(path, Settings())
    return PageImage(picture.image, picture.dpi, source=path.stem, number=0)


def expected(path: Path) -> str:
    return path.with_suffix(".gt.txt").read_text("utf-8")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]{3,}", text))


def share_found(read: AltoPage, path: Path, language: str) -> float:
    """How many of a sample page's words in one language were read."""
    arabic = language == "ar"
    wanted = Counter({w: n for w, n in words(expected(path)).items() if (count_scripts(w)[0] > 0) == arabic})
    found = words("\n".join(block_text(read, language)))
    return sum((wanted & found).values()) / sum(wanted.values())


def block_text(read: AltoPage, language: str) -> Iterator[str]:
    """The text of the blocks in one language, broken words joined."""
    for block in read.blocks:
        if block.language == language:
            for line in block.lines:
                yield " ".join(string.subs or string.content for string in line.strings)


@pytest.fixture(scope="module", params=["tesserocr", "pytesseract"])
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    try:
        return engine_for(Settings(ocr=request.param))
    except MissingTool as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def read(engine: OcrEngine) -> dict[Path, AltoPage]:
    return {path: engine.recognise(opened(path)) for path in (FRENCH, ARABIC, MIXED)}


pages = pytest.mark.parametrize("path", [FRENCH, ARABIC, MIXED], ids=["french", "arabic", "mixed"])


@pytest.mark.tesseract
def test_it_says_what_it_is_and_reads_our_languages(engine: OcrEngine) -> None:
    assert engine.name in ("tesserocr", "pytesseract")
    assert re.match(r"\d+\.\d+", engine.version)
    assert {"ar", "fr"} <= engine.languages()


@pytest.mark.tesseract
@pytest.mark.parametrize(
    ("path", "language", "least"),
    [(FRENCH, "fr", 0.9), (ARABIC, "ar", 0.8), (MIXED, "fr", 0.85), (MIXED, "ar", 0.7)],
    ids=["french", "arabic", "french beside arabic", "arabic beside french"],
)
def test_the_words_of_a_page_are_read_in_their_language(
    read: dict[Path, AltoPage], path: Path, language: str, least: float
) -> None:
    assert share_found(read[path], path, language) >= least


@pytest.mark.tesseract
@pages
def test_every_box_lies_on_the_canvas_and_every_word_has_a_confidence(
    read: dict[Path, AltoPage], path: Path
) -> None:
    page = read[path]
    for block in page.blocks:
        for line in block.lines:
            for string in line.strings:
                assert string.box.within(page.width, page.height) == string.box
                assert string.confidence is not None
                assert 0 <= string.confidence <= 1


@pytest.mark.tesseract
@pages
def test_a_block_is_in_one_language_and_its_direction(read: dict[Path, AltoPage], path: Path) -> None:
    assert all((b.language, b.direction) in (("ar", "rtl"), ("fr", "ltr")) for b in read[path].blocks)


@pytest.mark.tesseract
def test_arabic_is_in_logical_order_the_rightmost_word_first(read: dict[Path, AltoPage]) -> None:
    lines = [line for block in read[ARABIC].blocks for line in block.lines if len(line.strings) > 3]
    rightwards = sum(line.strings[0].box.x > line.strings[-1].box.x for line in lines)
    assert rightwards == len(lines) > 10
    assert "الشرطة" in read[ARABIC].text  # not its mirror image


@pytest.mark.tesseract
def test_a_page_is_named_by_its_main_language(read: dict[Path, AltoPage]) -> None:
    assert (read[ARABIC].language, read[ARABIC].direction) == ("ar", "rtl")
    assert (read[FRENCH].language, read[FRENCH].direction) == ("fr", "ltr")
    assert {block.language for block in read[MIXED].blocks} == {"ar", "fr"}


@pytest.mark.tesseract
def test_columns_are_not_read_across(read: dict[Path, AltoPage]) -> None:
    text = " ".join(read[FRENCH].text.split())
    told = " ".join(expected(FRENCH).split())
    runs = [told[n : n + 25] for n in range(200, len(told) - 60, 60)]
    places = [text.find(run) for run in runs]
    kept = [place for place in places if place >= 0]
    assert len(kept) > 5
    assert kept == sorted(kept)


@pytest.mark.tesseract
def test_reading_twice_gives_the_same(engine: OcrEngine, read: dict[Path, AltoPage]) -> None:
    assert engine.recognise(opened(ARABIC)) == read[ARABIC]


@pytest.mark.tesseract
def test_a_blank_page_has_no_blocks_and_is_no_failure(engine: OcrEngine) -> None:
    blank = engine.recognise(PageImage(Image.new("RGB", (800, 1100), "white")))
    assert blank.blocks == ()
    assert (blank.width, blank.height) == (800, 1100)


@pytest.mark.tesseract
def test_a_page_out_of_time_is_a_bad_file(engine: OcrEngine) -> None:
    page = opened(FRENCH).canvas
    hard = Image.new("RGB", (page.width * 2, page.height * 2))
    for x in range(2):
        for y in range(2):
            hard.paste(page, (x * page.width, y * page.height))
    with pytest.raises(BadFile, match="did not finish"):
        engine.recognise(PageImage(hard, 300, seconds=0.0))


# --- an engine whose reader is blind, deaf or not there ---


class Blind:
    """A reader that sees nothing."""

    name = "blind"
    version = "0"

    def languages(self) -> frozenset[str]:
        return frozenset({"ar", "fr"})

    def tsv(self, image: Image.Image, language: str, mode: int, dpi: int, seconds: float) -> str:
        return ""


def test_text_of_which_nothing_is_read_is_a_failed_page_not_a_blank_one() -> None:
    with pytest.raises(EmptyPage):
        TesseractEngine(Blind()).recognise(opened(FRENCH))


def test_marks_that_are_no_script_may_stay_unread() -> None:
    page = TesseractEngine(Blind()).recognise(PageImage(ruled(500, 200)))
    assert page.blocks == ()


def test_a_missing_language_is_told_with_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fra.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert tessdata.languages_in(tessdata.tessdata_folder()) == {"fr"}
    with pytest.raises(MissingTool, match="apt install tesseract-ocr-ara"):
        tessdata.require(["ar", "fr"], {"fr"})


def test_no_language_files_at_all_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(MissingTool, match="apt install tesseract-ocr"):
        tessdata.tessdata_folder()


def test_a_missing_tesseract_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_process.pytesseract, "tesseract_cmd", "no-such-tesseract")
    with pytest.raises(MissingTool, match="apt install tesseract-ocr"):
        by_process.TesseractProcess()


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(BadSetting, match="ARCHIVE_OCR"):
        engine_for(Settings(ocr="abbyy"))


# --- recorded readings ---


@pytest.mark.tesseract
def test_a_recorded_reading_is_replayed(engine: OcrEngine, tmp_path: Path) -> None:
    page = opened(ARABIC)
    first = RecordingEngine(engine, tmp_path).recognise(page)
    replayed = RecordedEngine(tmp_path).recognise(page)
    assert replayed.text == first.text
    assert [s.box for s in replayed.strings()] == [s.box for s in first.strings()]
    assert replayed.language == "ar"


def test_a_page_nobody_recorded_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=recorded_path(tmp_path, opened(ARABIC)).name):
        RecordedEngine(tmp_path).recognise(opened(ARABIC))
    with pytest.raises(BadSetting):
        RecordedEngine(tmp_path / "nowhere")

"""Each zone's language is told from its shapes; pictures are made ready without hurting them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from archive.settings import Settings
from ingest.frames import find_frames
from ingest.images import canvas_image, open_picture
from ingest.layout import Layout, find_layout
from ingest.ocr import PageImage
from ingest.preparing import (
    cleaned,
    in_black_on_white,
    prepare_for_ocr,
    reading_scale,
    with_even_paper,
    without_paper,
)
from tests.ingest.pictures import ruled

SAMPLE = Path(__file__).parents[2] / "scans" / "sample"


def layout_of(path: Path) -> Layout:
    picture = open_picture(path, Settings())
    (frame,) = find_frames(picture)
    return PageImage(canvas_image(picture, frame), picture.dpi).layout


def main_share(layout: Layout, language: str) -> float:
    sure = [zone for zone in layout.zones if not zone.doubtful]  # the engine reads the others in both
    return sum(z.weight for z in sure if z.language == language) / sum(z.weight for z in sure)


@pytest.mark.parametrize(
    ("issue", "page", "language"),
    [
        ("1986-05-adad-khass", "0002", "ar"),
        ("1968-02-adad-72", "0003", "ar"),
        ("2016-05-adad-596", "0002", "ar"),
        ("1962-04-numero-12-13", "0002", "fr"),
        ("1997-09-numero-388", "0003", "fr"),
        ("1975-03-numero-143/ar", "0003", "ar"),
        ("1975-03-numero-143/fr", "0003", "fr"),
    ],
)
def test_our_sample_pages_are_told_apart(issue: str, page: str, language: str) -> None:
    layout = layout_of(SAMPLE / issue / f"{page}.jpg")
    assert layout.language == language
    assert main_share(layout, language) > 0.9


def test_an_arabic_column_beside_a_french_one_is_seen() -> None:
    layout = layout_of(SAMPLE / "1975-03-numero-143" / "fr" / "0006.jpg")
    sure = [zone for zone in layout.zones if zone.weight > 3]
    assert {zone.language for zone in sure} == {"ar", "fr"}
    for region in layout.regions:
        ink = [sum(box.area for box in boxes) for boxes in layout.lines_of(region).values()]
        if len(region.lines) > 8:  # a column is in one language, but for specks and a doubtful line
            assert max(ink) / sum(ink) > 0.85


def test_a_blank_page_and_a_photograph_have_no_sure_text() -> None:
    assert PageImage(Image.new("L", (900, 1200), 250)).layout.is_blank
    y, x = np.mgrid[0:1200, 0:900]
    photograph = Image.fromarray((128 + 90 * np.sin(x / 40) * np.cos(y / 55)).astype(np.uint8))
    assert PageImage(photograph).layout.sure_lines < 3


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.integers(20, 400), st.integers(20, 400), st.sampled_from([0.5, 1.0, 2.0]))
def test_a_layout_lies_on_the_canvas_whatever_the_picture(seed: int, w: int, h: int, scale: float) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (h, w), dtype=np.uint8)
    layout = find_layout(Image.fromarray(noise), scale)
    width, height = round(w / scale), round(h / scale)
    for box in [zone.box for zone in layout.zones] + [line for r in layout.regions for line in r.lines]:
        assert box.within(width, height) == box
    assert sorted(line for r in layout.regions for line in r.lines) == sorted(
        line for zone in layout.zones for line in zone.lines
    )


# --- preparing ---


@pytest.mark.parametrize(
    ("size", "dpi", "scale"),
    [
        ((2480, 3508), 300, 1.0),
        ((4960, 7016), 600, 0.5),
        ((4960, 7016), None, 0.5),
        ((755, 1094), 300, 2.0),
        ((1363, 2041), 200, 1.0),
        ((3300, 4400), 400, 0.75),
    ],
)
def test_pages_are_read_at_about_300_dpi(size: tuple[int, int], dpi: float | None, scale: float) -> None:
    assert reading_scale(*size, dpi) == pytest.approx(scale)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 220), st.integers(1, 220), st.integers(0, 9))
def test_a_picture_of_any_size_is_cleaned_to_the_same_size(width: int, height: int, seed: int) -> None:
    grey = Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8))
    for language in ("ar", "fr"):
        assert cleaned(grey, language).size == grey.size


def test_the_threshold_is_sauvolas(monkeypatch: pytest.MonkeyPatch) -> None:
    grey = ruled(240, 200)
    values = np.asarray(grey, dtype=np.float64)
    window, k, reach = 91, 0.2, 45
    wanted = np.zeros(values.shape, dtype=bool)
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            part = values[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
            wanted[y, x] = values[y, x] > part.mean() * (1 + k * (part.std() / 128 - 1))
    assert window == 2 * reach + 1
    assert (wanted == (np.asarray(without_paper(grey)) > 128)).mean() > 0.995


def test_a_shadow_is_evened_out_and_letters_stay_dark() -> None:
    page = np.asarray(ruled(600, 600), dtype=np.float64)
    shadow = np.linspace(1.0, 0.35, 600)
    even = np.asarray(with_even_paper(Image.fromarray((page * shadow).astype(np.uint8))), dtype=np.float64)
    paper, ink = page > 200, page < 60
    assert even[paper].min() > 190
    assert np.median(even[ink]) < 70


def test_light_type_on_a_dark_cover_becomes_dark_on_light() -> None:
    negative = ImageOps.invert(ruled(800, 1000))
    turned = np.asarray(in_black_on_white(negative))
    assert np.median(turned) > 200


def test_dark_paper_with_darker_type_is_left_as_it_is() -> None:
    dim = Image.fromarray((np.asarray(ruled(800, 1000)) * 0.35).astype(np.uint8))
    assert in_black_on_white(dim).tobytes() == dim.tobytes()


def test_what_is_found_on_the_prepared_picture_is_mapped_back() -> None:
    canvas = Image.new("RGB", (700, 900), "white")
    prepared = prepare_for_ocr(canvas, "fr")
    assert prepared.image.size == (1400, 1800)
    assert prepared.to_canvas.point(1400, 1800) == (700, 900)


# --- real scans from outside ---


@pytest.mark.samples
@pytest.mark.tesseract
def test_no_outside_sample_page_is_given_to_the_wrong_language(samples: Path) -> None:
    wrong = []
    for folder, language in (("ar", "ar"), ("fr", "fr"), ("issues/mixed-assembled", "")):
        pages = sorted(path for path in (samples / folder).iterdir() if path.suffix in (".jpg", ".tif"))
        for path in pages[::3]:
            told = language or told_by_name(path)
            if layout_of(path).language != told:
                wrong.append(path.name)
    assert wrong == []


def told_by_name(path: Path) -> str:
    """The language of a page of the assembled issue (the samples' README says which is which)."""
    return "ar" if int(path.stem) <= 6 else "fr"

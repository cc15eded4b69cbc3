"""A spread that lay askew on a dark scanner: boxes of its words, drawn back on the scan, sit on the words."""

from __future__ import annotations

import random
from statistics import fmean
from typing import Any

import pytest

from archive.canvas import Box
from archive.settings import Settings
from ingest.frames import find_frames
from ingest.images import Picture, canvas_image
from ingest.ocr import PageImage, engine_for
from tests.rendered.press import Rendered, set_page
from tests.rendered.wear import laid, worn
from tests.rendered.words import Writer


def leaf(language: str, seed: int) -> Rendered:
    """A page of a small magazine: a heading and two columns."""
    writer = Writer(language, random.Random(seed))

    def words(kind: str, count: int, size: float) -> dict[str, Any]:
        text = {"kind": kind, "lang": language, "words": writer.words(count), "size": size}
        return {**text, "justify": kind == "text"}

    columns = {
        "kind": "columns",
        "lang": language,
        "count": 2,
        "gutter": 7,
        "pieces": [words("text", 45, 10.5) for _ in range(4)],
    }
    document = {
        "width": 150,
        "height": 200,
        "faces": {"ar": ["Noto Naskh Arabic", "Amiri"], "fr": ["Liberation Serif", "DejaVu Serif"]},
        "head": None,
        "foot": None,
        "parts": [words("heading", 4, 20), columns],
    }
    return set_page(language, document)


@pytest.mark.tesseract
def test_boxes_of_a_skewed_cropped_split_scan_sit_on_its_words():
    pages = (leaf("fr", 3), leaf("ar", 4))
    scan = laid(*(worn(page.image, 1, n) for n, page in enumerate(pages)), skew=1.6)
    picture = Picture(scan.image, "image/jpeg", 0, 300)
    frames = find_frames(picture)
    assert len(frames) == 2
    engine = engine_for(Settings())
    for page, frame, onto_scan in zip(pages, frames, scan.maps, strict=True):
        assert abs(frame.skew - 1.6) < 0.3
        read = engine.recognise(
            PageImage(canvas_image(Picture(scan.image, "image/jpeg", 0, 300), frame), 300)
        )
        back = frame.to_canvas().inverse()
        found = [back.box(string.box) for string in read.strings()]
        known = [onto_scan.box(word.box) for block in page.blocks for word in block.words]
        overlaps = [max((_overlap(box, each) for each in found), default=0.0) for box in known]
        assert read.language == page.language
        assert fmean(overlaps) >= 0.8, page.language


def _overlap(a: Box, b: Box) -> float:
    shared = a.overlap(b)
    return shared / (a.area + b.area - shared)

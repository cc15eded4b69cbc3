"""The weights of `archive.quality` are found again from pages made with known ones."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.alto_files import write_alto
from archive.canvas import Box
from archive.quality import Signs
from ingest.quality import KnownPage, fit, known_pages, share_wrong


def made_pages(count: int, *, outliers: int = 0) -> list[KnownPage]:
    chance = random.Random(7)
    pages = []
    for number in range(count):
        signs = Signs(1.0, chance.uniform(0, 0.5), chance.uniform(0, 0.3))
        error = 0.02 + 0.4 * signs.doubt + 0.3 * signs.odd + chance.uniform(-0.01, 0.01)
        pages.append(KnownPage(str(number), "fr", signs, 1.0 if number < outliers else error))
    return pages


def test_known_weights_are_found_again_in_spite_of_pages_that_are_all_wrong() -> None:
    found = fit(made_pages(80, outliers=5))
    assert found.weights.doubt == pytest.approx(0.4, abs=0.05)
    assert found.weights.odd == pytest.approx(0.3, abs=0.05)
    assert found.off < found.off_alone


def test_no_weight_is_below_zero() -> None:
    pages = [KnownPage("p", "fr", Signs(1.0, d / 20, 0.1), 0.2 - d / 100) for d in range(20)]
    weights = fit(pages).weights
    assert min(weights.always, weights.doubt, weights.odd) >= 0


def test_too_few_pages_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        fit(made_pages(5))


def test_readings_meet_their_true_texts_by_name(tmp_path: Path) -> None:
    box = Box(0, 0, 50, 10)
    line = TextLine((String("polise", box, 0.8),), box)
    page = AltoPage(100, 100, (TextBlock((line,), box, "fr", "ltr"),), "fr", "ltr")
    (tmp_path / "read").mkdir()
    (tmp_path / "read/0001.alto.xml").write_bytes(write_alto(page))
    (tmp_path / "true").mkdir()
    (tmp_path / "true/0001.gt.txt").write_text("police", encoding="utf-8")
    (known,) = known_pages(tmp_path / "read", [tmp_path / "true"])
    assert (known.name, known.language, known.error) == ("0001", "fr", pytest.approx(1 / 6))


def test_blanks_do_not_count_and_no_page_is_more_than_wholly_wrong() -> None:
    assert share_wrong("la  police\n", "la police") == 0
    assert share_wrong("x" * 100, "police") == 1

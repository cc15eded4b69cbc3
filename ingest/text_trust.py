"""Tells whether a text that came with a page, in its PDF or in a file beside it, is what is printed on it.

Some PDFs look right and say something else: their typefaces name the wrong letters or none. Signs in the text
itself find many of them; what settles it is to read a few of its lines off the picture and compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from PIL import Image, ImageOps
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from archive.alto import AltoPage, TextLine
from archive.canvas import Affine
from archive.errors import ArchiveError
from archive.quality import is_plausible
from ingest.engines.tsv import read_tsv
from ingest.letter_pairs import LEAST_PAIRS, ODD, surprise, words_of
from ingest.ocr import PageImage
from ingest.preparing import DPI
from ingest.text_decisions import Reason

if TYPE_CHECKING:
    from ingest.engines.tesseract import TesseractReader

#: Shares of glyphs: nameless ones, and ones in another direction, from which a page's text is useless.
_UNMAPPED, _TURNED = 0.01, 0.3
#: Share of letters in words that cannot be words, and in a text that is not compared.
_ODD_WORDS, _ODD_ALONE = 0.5, 0.15
#: Compared lines, and how alike they must be on average (1 - edit distance / length, letters folded).
#: Of ten files those that say what they show came to 0.95 and more, the others to 0.6 and less.
_LINES, _ALIKE = 5, 0.82
#: A line is compared by words of so many letters, and only where the reader itself is as sure as this.
_LETTERS, _WORD, _SURE = 8, 3, 0.6
#: Share of the page's sure lines of print that may be missing from its text, and how many at least.
_MISSING, _MISSING_LINES = 0.4, 3.0
#: Seconds for one line; a line takes some 30 ms.
_LINE_SECONDS = 10.0
_LINE_MODE, _BLOCK_MODE = 7, 6  # Tesseract's page segmentation modes
_BORDER, _MARGIN = 16, 0.25


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is found to be: `reason` and the signs it rests on."""

    trusted: bool
    reason: Reason
    signs: tuple[tuple[str, float], ...] = ()


def weigh(
    text: AltoPage,
    page: PageImage,
    reader: TesseractReader | None,
    *,
    unmapped: float = 0.0,
    turned: float = 0.0,
) -> Verdict:
    """Whether `text` (on the page's canvas) is what `page` shows.

    `unmapped`, `turned`: shares of further glyphs without a letter, and in another direction. `reader`: reads
    lines for comparison; None (recorded readings): the text's own signs decide. Some 0.3 s a page.
    """
    signs: dict[str, float] = {}

    def verdict(trusted: bool, reason: Reason) -> Verdict:
        return Verdict(trusted, reason, tuple((name, round(value, 3)) for name, value in signs.items()))

    if unmapped:
        signs["unmapped"] = unmapped
    if unmapped > _UNMAPPED:
        return verdict(False, "unmapped")
    if turned > _TURNED:
        signs["turned"] = turned
        return verdict(False, "turned")
    if not text.blocks:
        return verdict(False, "none")
    signs["odd_words"] = _odd_words(text)
    strange = _surprise(text, signs)
    if signs["odd_words"] > _ODD_WORDS:
        return verdict(False, "odd")
    signs["missing"] = missing(text, page)
    if signs["missing"] > _MISSING:
        return verdict(False, "missing")
    compared = _compared(text, page, reader) if reader is not None else []
    if not compared:
        doubtful = strange or signs["odd_words"] > _ODD_ALONE
        return verdict(not doubtful, "odd" if doubtful else "plausible")
    signs["alike"], signs["lines"] = fmean(compared), float(len(compared))
    alike = signs["alike"] >= _ALIKE
    return verdict(alike, "agrees" if alike else "differs")


def _odd_words(text: AltoPage) -> float:
    """The share of letters that stand in words that cannot be words; dotted lines are none."""
    every = odd = 0
    for string in text.strings():
        letters = sum(c.isalpha() for c in string.content)
        every += letters
        odd += 0 if is_plausible(string.content) else letters
    return odd / every if every else 0.0


def _surprise(text: AltoPage, signs: dict[str, float]) -> bool:
    """Whether the letters do not follow each other as in the page's language; notes how much."""
    language = text.language
    bits, pairs = surprise(text.text, language)
    if pairs < LEAST_PAIRS:
        return False
    signs["surprise"] = bits
    return bits > ODD[language]


def missing(text: AltoPage, page: PageImage) -> float:
    """The share of the print seen on a page that no line of its text lies on; 0.0 for a line or two."""
    # A glyph's box is its type size, not its ink, which may stand above it.
    boxes = [line.box.grown(line.box.h // 2) for line in text.lines()]
    seen = lost = 0.0
    for zone in page.layout.zones:
        if abs(zone.odds) <= 2 * zone.weight:
            continue  # marks in a photograph
        weight = zone.weight / max(1, len(zone.lines))
        for line in zone.lines:
            seen += weight
            covered = sum(line.overlap(box) for box in boxes)
            lost += weight if covered < line.area / 4 else 0.0
    return lost / seen if lost >= _MISSING_LINES else 0.0


def _compared(text: AltoPage, page: PageImage, reader: TesseractReader) -> list[float]:
    """How alike some lines of the text and their readings are, 0..1 each; lines hardly read left out."""
    alike = []
    for line, language in _chosen(text):
        read, sure = _read(line, language, page, reader)
        if sure >= _SURE:
            alike.append(_alike(" ".join(words_of(line.text)), read))
    return alike


def _alike(text: str, read: str) -> float:
    """How alike a line and its reading are, 0..1; boxes that reach into the lines around it do no harm."""
    whole = Levenshtein.normalized_similarity(read, text)
    within = fuzz.partial_ratio(text, read) / 100 if len(read) > len(text) else 0.0
    return max(whole, within)


def _chosen(text: AltoPage) -> list[tuple[TextLine, str]]:
    """Lines to compare with their languages: the strangest, and others from all over the page."""
    lines = [
        (line, line.language or block.language)
        for block in text.blocks
        for line in block.lines
        if _can_be_compared(line) and (line.language or block.language) in ODD
    ]
    if len(lines) <= _LINES:
        return lines
    strangest = max(range(len(lines)), key=lambda i: surprise(lines[i][0].text, lines[i][1])[0])
    spread = [int((n + 0.5) * len(lines) / (_LINES - 1)) for n in range(_LINES - 1)]
    return [lines[i] for i in dict.fromkeys((strangest, *spread))]


def _can_be_compared(line: TextLine) -> bool:
    return sum(len(word) for word in words_of(line.text) if len(word) >= _WORD) >= _LETTERS


def _read(line: TextLine, language: str, page: PageImage, reader: TesseractReader) -> tuple[str, float]:
    """What the picture says at a line, folded, and how sure the reader is of it."""
    onto = Affine.scaling(page.grey.width / page.canvas.width)
    box = onto.box(line.box.grown(round(_MARGIN * line.box.h))).within(*page.grey.size)
    cut: Sequence[int] = (box.x, box.y, box.right, box.bottom)
    seen = ImageOps.expand(page.cleaned(language).crop((cut[0], cut[1], cut[2], cut[3])), _BORDER, 255)
    for mode in (_LINE_MODE, _BLOCK_MODE):
        strings = _strings(seen, language, mode, reader)
        if strings:
            sure = fmean(confidence for _, confidence in strings)
            return " ".join(words_of(" ".join(content for content, _ in strings))), sure
    return "", 0.0


def _strings(seen: Image.Image, language: str, mode: int, reader: TesseractReader) -> list[tuple[str, float]]:
    try:
        blocks = read_tsv(reader.tsv(seen, language, mode, DPI, _LINE_SECONDS), language)
    except ArchiveError:  # no such language here, or out of time: then nothing is compared
        return []
    return [(s.content, s.confidence or 0.0) for b in blocks for line in b.lines for s in line.strings]

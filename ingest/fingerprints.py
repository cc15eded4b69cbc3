"""A fingerprint of a page's print that stays nearly the same when the page is scanned again.

The ink of the page, its bed taken away and its lines levelled, is cut to where it lies, and the low
frequencies of its density (discrete cosine transform, 16 × 16 of 64 × 64) are held against their median: 255
bits. Measured by `tests/benchmarks/near_duplicates.py` on eighteen rendered pages, each in six scans (three
wears, askew on a bed, cropped and smaller), and on 150 pages of samples: scans of one page differ in 10 % of
the bits (95 of 100 in at most 18 %), other pages in 49 % (the closest two, covers of one design, in 25 %).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.frames import find_ink, find_skew

#: Differing bits up to which two scans may show the same page: 22 % of them.
NEAR = 56
#: Bits of a fingerprint, and 64-bit words it fills.
BITS, WORDS = 255, 4
_SIDE, _KEPT = 64, 16
#: Long side of the picture that is looked at.
_LOOK = 800
#: Share of ink at each end that the cut leaves out, and below which a page has no print worth a fingerprint.
_STRAY, _LEAST_INK = 0.01, 0.004
_DARK = 90  # a scanner's bed, seen from the edge of the picture
_LEAST_SKEW = 0.2

_Ink = NDArray[np.bool_]


def fingerprint(upright: Image.Image) -> str:
    """The fingerprint of a scan standing upright, in hexadecimal; "" for a (nearly) blank one."""
    grey = upright.convert("L")
    small = np.asarray(grey.reduce(max(1, round(max(grey.size) / _LOOK))))
    ink = find_ink(small) & ~_bed(small)
    if ink.mean() < _LEAST_INK:
        return ""
    bits = _low_frequencies(_density(_levelled(ink)))
    return np.packbits(bits).tobytes().hex()


def _bed(grey: NDArray[np.uint8]) -> _Ink:
    """The dark around the page and a rim of the page: what is dark from an edge of the picture on."""
    dark, along = grey < _DARK, np.logical_and.accumulate
    bed = along(dark, axis=0) | along(dark[::-1], axis=0)[::-1]
    bed |= along(dark, axis=1) | along(dark[:, ::-1], axis=1)[:, ::-1]
    return _grown(bed, max(8, min(grey.shape) // 40) + 1)


def _grown(marks: _Ink, by: int) -> _Ink:
    """The marks with a rim of `by` pixels: shifted and united with themselves, twice as far each time.

    Pillow's MaxFilter takes ten times as long for a rim of this size.
    """
    for axis in (0, 1):
        marks = np.moveaxis(marks, axis, 0)
        done = 0
        while done < by:
            step = min(max(1, done), by - done)
            wider = marks.copy()
            wider[step:] |= marks[:-step]
            wider[:-step] |= marks[step:]
            marks, done = wider, done + step
        marks = np.moveaxis(marks, 0, axis)
    return marks


def _levelled(ink: _Ink) -> NDArray[np.uint8]:
    """The ink (255 on 0) with its lines level."""
    picture = Image.fromarray((ink * 255).astype(np.uint8))
    skew = find_skew(255 - np.asarray(picture))
    if abs(skew) > _LEAST_SKEW:
        picture = picture.rotate(-skew, Image.Resampling.BILINEAR)
    return np.asarray(picture)


def _density(ink: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How dense the print is in each cell of a grid laid over where print is."""
    top, bottom = _ends(ink.sum(axis=1, dtype=np.float64))
    left, right = _ends(ink.sum(axis=0, dtype=np.float64))
    cut = Image.fromarray(ink[top:bottom, left:right])
    return np.asarray(cut.resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float64)


def _ends(profile: NDArray[np.float64]) -> tuple[int, int]:
    """Where the print begins and ends along an axis, stray marks left out."""
    share = np.cumsum(profile) / max(float(profile.sum()), 1.0)
    return int(np.searchsorted(share, _STRAY)), int(np.searchsorted(share, 1 - _STRAY)) + 1


def _low_frequencies(density: NDArray[np.float64]) -> _Ink:
    """Which of the low frequencies lie above their median; the first, the mean, says nothing."""
    place = np.arange(_SIDE)
    waves = np.cos(math.pi * (2 * place[None] + 1) * place[:_KEPT, None] / (2 * _SIDE))
    low = (waves @ density @ waves.T).ravel()[1:]
    return np.asarray(low > np.median(low))


def nearest(of: Sequence[str], among: Sequence[str], upto: Sequence[int]) -> list[tuple[int, int] | None]:
    """For each fingerprint the nearest of others: (its place in `among`, differing bits).

    Of `among` each looks at the first `upto` only. None where none of them is within NEAR. Takes some 5 ms
    for each against 64,000.
    """
    others = np.array([_bits(other) for other in among], np.uint64).reshape(-1, WORDS)
    found: list[tuple[int, int] | None] = []
    for one, end in zip(of, upto, strict=True):
        apart = np.bitwise_count(others[:end] ^ _bits(one)).sum(axis=1)
        place = int(np.argmin(apart)) if end else 0
        found.append((place, int(apart[place])) if end and apart[place] <= NEAR else None)
    return found


def _bits(fingerprint: str) -> NDArray[np.uint64]:
    return np.frombuffer(bytes.fromhex(fingerprint), np.uint64)

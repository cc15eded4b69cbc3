"""Cuts the web faces to our letters: one file a face holds both Arabic and Latin, so that a page loads two.

The packages on npm split each family by script, and their Arabic files hold neither a blank nor a digit: a
line with "1975" would need two files a face. Here the two halves are joined, cut to the letters we print, and
renamed, as the Open Font License asks of changed files of families with reserved names.
"""

from __future__ import annotations

import io
import logging
import warnings
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import merge, subset, ttLib

# fontTools has no types.
_Merger: Any = merge.Merger
_Options: Any = subset.Options
_Subsetter: Any = subset.Subsetter
_TTFont: Any = ttLib.TTFont

#: Basic Latin, Latin-1, œ Œ Ÿ.
_LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178}
#: Blanks, dashes, quotation marks, dots, prime, euro, №, arrows, minus, ✓ and the dotted circle.
_MARKS = {0x2009, 0x200A, 0x202F, *range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2022, 0x2026, 0x2030}
_MARKS |= {0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2116, 0x2190, 0x2192, 0x2212, 0x2713, 0x25CC}
_BIDI = {*range(0x200B, 0x2010), *range(0x2066, 0x206A)}
#: The Arabic alphabet with its marks and digits.
_ARABIC = {0x60C, 0x61B, 0x61F, *range(0x621, 0x656), *range(0x660, 0x66E), 0x670, 0x671, 0x6D4}
#: گ پ چ ژ ڤ ڭ of Moroccan names and loans, Persian ی ک and digits that OCR may give; ﷲ ﷺ ﴾ ﴿.
_ARABIC |= {0x67E, 0x686, 0x698, 0x6A4, 0x6AD, 0x6A9, 0x6AF, 0x6CC, *range(0x6F0, 0x6FA)}
_ARABIC |= {0xFDF2, 0xFDFA, 0xFD3E, 0xFD3F}
#: What a text needs to be set right; small capitals, swashes and fractions stay out (a third of the file).
_FEATURES = ["ccmp", "locl", "init", "medi", "fina", "rlig", "calt", "liga", "kern", "mark", "mkmk", "curs"]
_FEATURES += ["lnum", "tnum", "pnum"]
LETTERS = frozenset(_LATIN | _MARKS | _BIDI | _ARABIC)


@dataclass(frozen=True, slots=True)
class Face:
    """A file to make: our family name and weight, and the files of npm packages it is joined from."""

    name: str
    family: str
    weight: str
    sources: tuple[str, ...]


def _pair(package: str, file: str, weight: int) -> tuple[str, ...]:
    return tuple(f"{package}/files/{file}-{script}-{weight}-normal.woff2" for script in ("arabic", "latin"))


_SANS = ("@fontsource/ibm-plex-sans-arabic", "ibm-plex-sans-arabic")
_NASKH = ("@fontsource/amiri", "amiri")
FACES = (
    Face("sans-400", "Archive Sans", "400", _pair(*_SANS, 400)),
    Face("sans-600", "Archive Sans", "600", _pair(*_SANS, 600)),
    Face("naskh-400", "Archive Naskh", "400", _pair(*_NASKH, 400)),
    Face("naskh-700", "Archive Naskh", "700", _pair(*_NASKH, 700)),
    Face(
        "garamond",
        "Archive Garamond",
        "400 800",
        ("@fontsource-variable/eb-garamond/files/eb-garamond-latin-wght-normal.woff2",),
    ),
)


def _plain(path: Path) -> io.BytesIO:
    """The font without its compression: what the merger reads."""
    font = _TTFont(path)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    out.seek(0)
    return out


def _rename(font: Any, face: Face) -> None:
    """Our name in place of the family's, in every record a program may show."""
    style = f"{face.family} {face.weight}"
    for record in list(font["name"].names):
        if record.nameID in (1, 16):
            record.string = face.family
        elif record.nameID in (3, 4):
            record.string = style
        elif record.nameID == 6:
            record.string = style.replace(" ", "-")
        elif record.nameID in (7, 17, 18, 21, 22, 25):
            font["name"].removeNames(nameID=record.nameID)


def _add_thin_blank(font: Any) -> None:
    """Give U+202F, which parts thousands and stands before French marks, a width: none of the faces has it.

    Without it each such blank is set in a face of the reader's system. A blank of a fifth of an em that is
    there is taken (EB Garamond's own blank is that narrow); else one is made.
    """
    tables = [table.cmap for table in font["cmap"].tables if table.isUnicode()]
    best = font.getBestCmap()
    if 0x202F in best:
        return
    wide = font["head"].unitsPerEm // 5
    near = [best[code] for code in (0x20, 0x2009) if code in best and font["hmtx"][best[code]][0] == wide]
    name = near[0] if near else "nnbsp"
    if not near:
        font["glyf"][name] = copy(font["glyf"][best[0x20]])
        font["hmtx"][name] = (wide, 0)
    for table in tables:
        table[0x202F] = name


def cut(face: Face, modules: Path) -> bytes:
    """The face as a woff2 file, joined from files under `modules` (npm's node_modules), cut and renamed."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    paths = [modules / source for source in face.sources]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        font = _Merger().merge([_plain(path) for path in paths]) if len(paths) > 1 else _TTFont(paths[0])
    options = _Options()
    options.layout_features = _FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    subsetter = _Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    _rename(font, face)
    _add_thin_blank(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()

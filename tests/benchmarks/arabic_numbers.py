"""How many Arabic-Indic numbers are read right: lines set in six faces, numbers of years, pages and dates.

    python -m tests.benchmarks.arabic_numbers [--wear 0|1|2|3] [--json]

Each face sets a page of lines with a number in each. The page is read as ingest reads it, then once more by
the second reader where there is one (`ARCHIVE_ARABIC_READER` names the folder of its model). A number is
right when the words that stand on it have its digits in its order, and no other.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from archive.alto import AltoPage, String
from archive.canvas import Box
from archive.letters import western_digits
from archive.settings import read_settings
from ingest.ocr import PageImage, engine_for
from ingest.second_reading import read_again
from tests.rendered.press import Rendered, Word, set_page
from tests.rendered.specimens import ARABIC_FACES
from tests.rendered.wear import worn
from tests.rendered.words import Writer

#: Lines of a page, words of a line.
_LINES, _WORDS = 18, 9
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Counted:
    """Numbers of one reading.

    `right`; `believed`: shown without a mark of doubt, and of those `believed_wrong`.
    """

    numbers: int
    right: int
    believed: int
    believed_wrong: int

    def __add__(self, other: Counted) -> Counted:
        mine, theirs = asdict(self), asdict(other)
        return Counted(**{name: mine[name] + theirs[name] for name in mine})


def page_of_numbers(face: str, seed: int) -> Rendered:
    """A page of lines of running text in `face`, each with one Arabic-Indic number."""
    chance = random.Random(seed)
    writer = Writer("ar", chance)
    lines = [_line(writer, chance) for _ in range(_LINES)]
    pieces = [{"kind": "text", "lang": "ar", "words": words, "size": 13, "above": 1.2} for words in lines]
    head = {"kind": "running-head", "lang": "ar", "words": writer.words(3), "size": 9, "centred": True}
    return set_page(
        face,
        {
            "width": 210,
            "height": 297,
            "faces": {"ar": [face, "Amiri"], "fr": ["DejaVu Serif"]},
            "head": head,
            "foot": None,
            "parts": pieces,
        },
    )


def _line(writer: Writer, chance: random.Random) -> list[str]:
    words = [word for word in writer.words(3 * _WORDS) if word.isalpha()][:_WORDS]
    year, page = str(chance.randrange(1900, 2000)), str(chance.randrange(10, 1000))
    date = f"{chance.randrange(1, 29)}/{chance.randrange(1, 13)}/{chance.randrange(1956, 1999)}"
    words.insert(chance.randrange(1, len(words)), chance.choice((year, page, date)).translate(_INDIC))
    return words


def counted(page: AltoPage, known: Iterable[Word]) -> Counted:
    """How many of the numbers among the known words are right on a page that was read."""
    total = Counted(0, 0, 0, 0)
    strings = list(page.strings())
    for word in known:
        if not word.text[0].isdigit():
            continue
        there = [string for string in strings if _stands_on(string.box, word.box)]
        right = _digits("".join(string.content for string in there)) == _digits(word.text)
        numbers = [string for string in there if _digits(string.content)]
        believed = bool(numbers) and not any(_is_doubted(string) for string in numbers)
        total += Counted(1, right, believed, believed and not right)
    return total


def _stands_on(found: Box, known: Box) -> bool:
    shared = min(found.right, known.right) - max(found.x, known.x)
    level = known.y <= found.y + found.h / 2 < known.bottom or found.y <= known.y + known.h / 2 < found.bottom
    return level and shared > 0.5 * min(found.w, known.w)


def _is_doubted(string: String) -> bool:
    return string.doubtful


def _digits(text: str) -> str:
    return "".join(letter for letter in western_digits(text) if letter.isdigit())


def measured(wear: int) -> dict[str, dict[str, Any]]:
    """For each face and in all: numbers read once, and read twice where there is a second reader."""
    settings = read_settings()
    engine = engine_for(settings)
    rows: dict[str, dict[str, Any]] = {}
    totals: dict[str, Counted] = {}
    for place, face in enumerate(ARABIC_FACES):
        page = page_of_numbers(face, place)
        image = worn(page.image, wear, place) if wear else page.image
        known = [word for block in page.blocks for word in block.words]
        once = engine.recognise(PageImage(image, 300))
        twice = read_again(image, once, settings, 300)
        for way, read in (("once", once), ("twice", twice)):
            if read is not None:
                found = counted(read, known)
                rows.setdefault(face, {})[way] = asdict(found)
                totals[way] = totals.get(way, Counted(0, 0, 0, 0)) + found
    rows["all"] = {way: asdict(found) for way, found in totals.items()}
    return rows


def main() -> None:
    """Set, read, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wear", type=int, choices=range(4), default=0, help="how worn the pages are")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    asked = parser.parse_args()
    rows = measured(asked.wear)
    if asked.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for face, row in rows.items():
            print(f"{face:20} {json.dumps(row, ensure_ascii=False)}")


if __name__ == "__main__":
    main()

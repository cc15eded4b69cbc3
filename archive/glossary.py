"""The glossary of the field that ships with the program: notions in Arabic and in French.

A file of tab-separated lines, `field`, `ar`, `fr`: the forms of a notion in each language, the usual one
first, between bars. A new archive starts with it; from then on the archive's own glossary is what counts,
and the archivist changes it on the desk.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadInput
from archive.letters import clean

SHIPPED = Path(__file__).with_name("glossary.tsv")
#: Letters one form may have, and forms one language of a notion.
LONGEST, MOST = 120, 20


@dataclass(frozen=True, slots=True)
class Notion:
    """What is called so in Arabic and so in French; `field`: rank, unit, town, offence."""

    ar: tuple[str, ...]
    fr: tuple[str, ...]
    field: str = ""


def forms(text: str | Iterable[str]) -> tuple[str, ...]:
    """The forms of one language, each once, without stray blanks; from one text they stand between bars.

    Raises BadInput where there are too many, or one is too long.
    """
    parts = text.replace("\n", "|").split("|") if isinstance(text, str) else text
    found = tuple(dict.fromkeys(" ".join(clean(part).split()) for part in parts))
    found = tuple(form for form in found if form)
    if len(found) > MOST or any(len(form) > LONGEST for form in found):
        raise BadInput(
            "A glossary entry has at most {most} forms of {longest} letters in each language.",
            "Make several entries of it.",
            most=MOST,
            longest=LONGEST,
        )
    return found


def read_glossary(path: Path = SHIPPED) -> Iterator[Notion]:
    """The notions of a glossary file. Raises BadInput for one that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("{file} cannot be read as text in UTF-8.", "Save it as UTF-8.", file=path) from error
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if not {"ar", "fr"} <= set(rows.fieldnames or ()):
        raise BadInput(
            "{file} is not a glossary.",
            "Its first line must name the columns field, ar and fr, with tabs between them.",
            file=path,
        )
    for row in rows:
        notion = Notion(forms(row["ar"] or ""), forms(row["fr"] or ""), clean(row.get("field") or "").strip())
        if notion.ar and notion.fr:
            yield notion

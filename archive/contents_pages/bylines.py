"""Who wrote an article: what in a line of the contents is a name, and not title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What begins a byline, and the ranks and titles that names are printed with.
_MARKED = re.compile(
    r"(?:par|propos recueillis|texte|photos?|dr|me|mme|m|commissaire|inspecteur|officier|commandant|colonel"
    r"|capitaine|professeur|pr)\b[ .:]"
    r"|(?:بقلم|إعداد|اعداد|بقـلم|تحرير|حاوره|ترجمة|الدكتور|د|العميد|المفتش|الضابط|الأستاذ|الاستاذ|ذ|القائد"
    r"|المراقب|والي الأمن)(?:[ .:/]|$)",
    re.IGNORECASE,
)
#: Marks between a title and a byline in one line.
_BETWEEN = re.compile(r"\s+[-–—/|]+\s+|\s*[:؛;]\s+|\s*[(\[]\s*|\s*[)\]]\s*|\s*[,،]\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line: its title, the rest as byline. `cut`: how they were parted, "" not at all."""

    title: str
    byline: str
    cut: str = ""


def is_byline(text: str) -> bool:
    """Whether a line says by itself that it names an author."""
    return _MARKED.match(text.strip(" (-–—")) is not None


def without_marks(text: str) -> str:
    """A byline without the word that introduces it and the brackets around it."""
    plain = text.strip(" ()[]-–—:،,.")
    return re.sub(r"^(?:par|بقلم|إعداد|اعداد|بقـلم)[ :.]+", "", plain, flags=re.IGNORECASE)


def readings(parts: tuple[str, ...]) -> Iterator[Reading]:
    """Every way to read a line: the whole as title; then each piece beside a mark or a gap as byline."""
    whole = " ".join(parts)
    yield Reading(_tidy(whole), "")
    if len(parts) > 1:
        yield Reading(_tidy(" ".join(parts[1:])), _tidy(parts[0]), "first gap")
        yield Reading(_tidy(" ".join(parts[:-1])), _tidy(parts[-1]), "last gap")
    marks = list(_BETWEEN.finditer(whole))
    for place, mark in [*enumerate(marks[:3]), *enumerate(marks[-1:], -1)]:
        before, after = whole[: mark.start()], whole[mark.end() :]
        kind = mark[0].strip() or " "
        if before.strip() and after.strip():
            yield Reading(_tidy(after), _tidy(before), f"first {kind} {place}")
            yield Reading(_tidy(before), _tidy(after), f"last {kind} {place}")


def plain_reading(parts: tuple[str, ...]) -> Reading:
    """A line read by its words alone: what marks itself as a byline is one."""
    ways = list(readings(parts))
    for way in ways[1:]:
        if is_byline(way.byline) and not is_byline(way.title):
            return way
    return ways[0]


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" -–—:،,;؛|/()[]•*·.…_")

"""Reads dates, numbers, languages and pages out of the names of folders and files, by patterns people write.

A pattern is a path as it is written, with placeholders: `{year}-{month}/N{number}_{language}_p{page}`. It is
held against the last folders and the name of a file (without its ending), the whole of each. It becomes a
regular expression in which nothing repeated stands within a repetition, every number is bounded and at most
two free pieces stand in a name: no name, however odd, takes longer than a moment (a test tries).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive import dates
from archive.errors import BadInput
from archive.letters import western_digits
from ingest.words_said import LANGUAGES

#: What a placeholder may stand for, as part of a regular expression over a folded name.
_PLACEHOLDERS = {
    "year": r"\d{4}",
    "month": r"(?:0[1-9]|1[0-2]|[1-9]|[^\W\d_]{3,16})",
    "day": r"(?:0[1-9]|[12]\d|3[01]|[1-9])",
    "date": r"[^/]{1,80}?",
    "number": r"\d{1,5}(?:\s?[-+&_]\s?\d{1,5})?",
    "edition": r"\d{1,2}",
    "language": r"[^\W\d_]{2,12}",
    "page": r"\d{1,5}(?:\s?[-+&]\s?\d{1,5})?",
    "side": "recto|verso|r|v|وجه|ظهر",
    "cover": r"[1-4]",
    "title": r"[^/]{1,120}?",
    "any": r"[^/]{0,120}?",
}
#: Placeholders that can be of any length; two of them in a name leave it quadratic at worst.
_FREE, _MOST_FREE = frozenset({"date", "title", "any"}), 2
#: What belongs to the issue; the others tell the pages of one issue apart.
ISSUE_PARTS = ("year", "month", "day", "date", "number", "edition", "title")
_SECOND_SIDES = frozenset({"verso", "v", "ظهر"})
_LONGEST_PATTERN = 300
_TOKEN = re.compile(r"\{([a-z-]*)\}|([\s_]+)|([^\s_{}]+|[{}])")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready for use. `segments`: an expression for each folder and for the file, the file last.

    `issue_depth`: how many of the segments belong to the issue's place, counted from the first: those up to
    the last folder that says something of the issue. `numbered_in_file`: the file's own name does.
    `says_page`: without it a pattern fits whole issues (PDFs). `kind`, `language`: what holds of what fits.
    """

    text: str
    segments: tuple[re.Pattern[str], ...]
    issue_depth: int
    numbered_in_file: bool
    says_page: bool
    kind: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class NameRead:
    """What a name says. `parts`: as written, by placeholder; `edtf` and `date`: of the issue, "" unknown.

    `language`: a tag; `pages`: the page numbers in the name, () for none; `order` sorts an issue's pages.
    """

    pattern: Pattern
    parts: Mapping[str, str] = field(default_factory=dict)
    edtf: str = ""
    date: str = ""
    number: str = ""
    language: str = ""
    pages: tuple[int, ...] = ()

    @property
    def order(self) -> tuple[int, int, int]:
        """Front cover, pages (first sides before second), back cover."""
        cover = int(self.parts.get("cover", "0"))
        place = 0 if cover in (1, 2) else 2 if cover else 1
        side = self.parts.get("side", "").casefold() in _SECOND_SIDES
        return place, cover or (self.pages[0] if self.pages else 0), int(side)

    def told(self) -> str:
        """What was read, short: "1975-03, n° 12, ar, 7"."""
        cover = f"C{self.parts['cover']}" if "cover" in self.parts else ""
        pages = "-".join(map(str, self.pages))
        side = self.parts.get("side", "")
        number = f"n° {self.number}" if self.number else ""
        shown = (self.edtf or self.date, number, self.language, cover, " ".join(filter(None, (side, pages))))
        return ", ".join(part for part in shown if part)


def compiled(text: str, *, kind: str = "", language: str = "") -> Pattern:
    """A pattern as people write it. Raises BadInput for one that is not understood."""
    if len(text) > _LONGEST_PATTERN:
        raise BadInput("The pattern {pattern} is too long.", pattern=repr(text[:40]))
    written = [segment for segment in text.split("/") if segment]
    if not written:
        raise BadInput("A pattern is empty.", 'Write one like "{{year}}/{{number}}/{{page}}".')
    names = [_placeholders(text, segment) for segment in written]
    of_issue = [index for index, each in enumerate(names[:-1], 1) if set(each) & set(ISSUE_PARTS)]
    # Folders without a word on the issue (a language's, "TIFF") belong to it, not to its place.
    plain = next((n for n, each in enumerate(names[:-1]) if "language" in each), len(written) - 1)
    return Pattern(
        text,
        tuple(re.compile(_expression(segment)) for segment in written),
        max(of_issue, default=plain),
        bool(set(names[-1]) & set(ISSUE_PARTS)),
        any({"page", "cover"} & set(each) for each in names),
        kind,
        language,
    )


def _placeholders(text: str, segment: str) -> list[str]:
    found = [token[1] for token in _TOKEN.finditer(segment) if token[1] is not None]
    for name in found:
        if name not in _PLACEHOLDERS:
            raise BadInput(
                "The pattern {pattern} has {{{name}}}, which is no placeholder.",
                "Choose among: {names}.",
                pattern=repr(text),
                name=name,
                names=", ".join(f"{{{each}}}" for each in _PLACEHOLDERS),
            )
    if sum(name in _FREE for name in found) > _MOST_FREE or re.search(r"\{[a-z]+\}\{any\}\{", segment):
        raise BadInput(
            "The pattern {pattern} leaves too much open in one name.",
            "Use at most two of {{any}}, {{title}} and {{date}} between two strokes.",
            pattern=repr(text),
        )
    return found


def _expression(segment: str) -> str:
    """One segment as a regular expression over a folded name."""
    parts: list[str] = []
    seen: set[str] = set()
    for token in _TOKEN.finditer(segment):
        name, blank, plain = token[1], token[2], token[3]
        if name is not None:
            # The second of a kind in one name is read too, under a name of its own, and compared.
            group = name if name not in seen else f"{name}_{len(parts)}"
            seen.add(name)
            parts.append(f"(?P<{group}>{_PLACEHOLDERS[name]})")
        elif blank is not None:
            parts.append(r"[\s_]+")
        else:
            parts.append(re.escape(folded(plain)))
    return "".join(parts)


def folded(name: str) -> str:
    """A name without what typists and file systems do differently: composed or not, case, digits, tatweel."""
    plain = unicodedata.normalize("NFC", western_digits(name)).casefold()
    return plain.replace("\u0640", "").replace("º", "°").replace("\u00a0", " ")


def read_name(pattern: Pattern, segments: list[str]) -> NameRead | str | None:
    """What the last folders and the name (without ending) of a file say by a pattern.

    `segments`: the path, the file last. None where the pattern does not fit; where it fits but says something
    impossible, what that is.
    """
    count = len(pattern.segments)
    if len(segments) < count:
        return None
    parts: dict[str, str] = {}
    for expression, name in zip(pattern.segments, segments[-count:], strict=True):
        found = expression.fullmatch(folded(name))
        if found is None:
            return None
        for group, value in found.groupdict().items():
            placeholder, value = group.partition("_")[0], (value or "").strip(" _")
            if _value(placeholder, parts.setdefault(placeholder, value)) != _value(placeholder, value):
                return f"{placeholder}: {parts[placeholder]} / {value}"
    return _understood(pattern, parts)


def _value(placeholder: str, text: str) -> object:
    """What two spellings of one thing have in common: "03" and "3", «مارس» and "3"."""
    if placeholder == "any":
        return ""
    if placeholder == "month":
        return month_of(text)
    return int(text) if text.isdecimal() else text


def _understood(pattern: Pattern, parts: dict[str, str]) -> NameRead | str:
    date, edtf = parts.get("date", ""), ""
    if date:
        printed = dates.read_printed(_with_year(date.replace("_", " "), parts.get("year", "")))
        if printed is None:
            return f"date: {date}"
        edtf = printed.edtf
    elif "year" in parts:
        made = _edtf(parts)
        if made is None:
            return f"date: {' '.join(parts.get(part, '') for part in ('year', 'month', 'day')).strip()}"
        edtf = made
    language = LANGUAGES.get(parts.get("language", ""), "")
    if "language" in parts and not language:
        return f"language: {parts['language']}"
    return NameRead(
        pattern,
        parts,
        edtf,
        date.replace("_", " "),
        _plain_numbers(parts.get("number", "")),
        language or pattern.language,
        tuple(int(number) for number in re.findall(r"\d+", parts.get("page", ""))),
    )


def _with_year(date: str, year: str) -> str:
    """A date with the year that stands in another name, where it has none of its own."""
    return date if re.search(r"\d{4}", date) or not year else f"{date} {year}"


def _edtf(parts: Mapping[str, str]) -> str | None:
    """What is said in figures or by a month's name, as "1975-03-01"; None for an impossible date."""
    made = parts["year"]
    if "month" in parts:
        month = month_of(parts["month"])
        if not month:
            return None
        made += f"-{month:02}"
        # A day of an issue that says only the month is written as 00 or 01 by some; 01 is believed.
        made += f"-{int(parts['day']):02}" if "day" in parts else ""
    try:
        dates.parse(made)
    except BadInput:
        return None
    return made if "1700" < made < "2200" else None


def month_of(text: str) -> int:
    """The month a number or a name stands for, 0 for none."""
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else 0
    printed = dates.read_printed(f"{text} 2000")  # the year only completes the date
    return int(printed.edtf[5:7]) if printed is not None and re.fullmatch(r"2000-\d\d", printed.edtf) else 0


def _plain_numbers(text: str) -> str:
    """Numbers without zeros in front, "12-13" of "012_013"."""
    return "-".join(str(int(number)) for number in re.findall(r"\d+", text))

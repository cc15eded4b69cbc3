"""What an address asks the archive: the whole state of a search, read from and written to the query string.

The results page, the reader, exports and feeds all carry the same names, so that a search can be shared, kept
and walked through from page to page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast
from urllib.parse import urlencode

from archive.letters import western_digits
from archive.quality import LABELS
from index.engine import Sort
from index.limits import read_limit
from index.query import InIssue, InLanguage, InSection, Limit, OfQuality, OnPerson, Years
from index.searching import Question
from web.visiting import Visit

#: Letters of a query, and words taken away from it, that an address may carry.
LONGEST, MOST_REFUSED = 500, 24

By = Literal["", "issue", "article"]

#: What narrows a result beside the words (`Asked.limits`), with nothing chosen.
UNLIMITED = dict.fromkeys(("from_year", "to_year", "lang", "section", "person", "quality", "issue"), "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    `by`: results page by page, by issue or by article; `exact`: only the spelling typed; `also`: whether
    other words are looked for too; `refused`: those that were taken away; `rate`: years show found pages of
    each hundred; `hijri`: years are shown by the Hijri calendar; `page`: of the results.
    """

    q: str = ""
    from_year: str = ""
    to_year: str = ""
    lang: str = ""
    section: str = ""
    person: str = ""
    quality: str = ""
    issue: str = ""
    sort: str = ""
    by: By = ""
    exact: bool = False
    also: bool = True
    refused: tuple[str, ...] = ()
    rate: bool = False
    hijri: bool = False
    page: int = 1

    # --- into addresses ---

    def carried(self) -> tuple[tuple[str, str], ...]:
        """What goes along into the reader: the words and all that decides what is found, in which order."""
        return tuple((name, value) for name, value in (("q", self.q), *self._limits_typed()) if value)

    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a form keeps beside the words: everything but them and the number of the screen."""
        return tuple((name, value) for name, value in (*self._limits_typed(), *self._shown()) if value)

    def query_string(self, **changes: Any) -> str:
        """This question after the question mark, with some things changed; a change begins at screen 1."""
        other = replace(self, **{"page": 1, **changes})
        values = [("q", other.q), *other.fields()]
        if other.page > 1:
            values.append(("page", str(other.page)))
        return urlencode([(name, value) for name, value in values if value])

    def url(self, visit: Visit, place: str = "search", **changes: Any) -> str:
        """The address of this question, or of another place (an export, a feed) that answers it."""
        query = self.query_string(**changes)
        return visit.to(place) + (f"?{query}" if query else "")

    def everywhere(self, visit: Visit, **changes: Any) -> str:
        """The address of the same words with nothing chosen that narrows the result."""
        return self.url(visit, **(UNLIMITED | changes))

    def _shown(self) -> tuple[tuple[str, str], ...]:
        calendar = ("calendar", "hijri" if self.hijri else "")
        return ("by", self.by), ("rate", "1" if self.rate else ""), calendar

    def _limits_typed(self) -> tuple[tuple[str, str], ...]:
        return (
            ("from", self.from_year),
            ("to", self.to_year),
            ("lang", self.lang),
            ("section", self.section),
            ("person", self.person),
            ("quality", self.quality),
            ("issue", self.issue),
            ("sort", self.sort),
            ("exact", "1" if self.exact else ""),
            ("also", "" if self.also else "0"),
            *(("without", name) for name in self.refused),
        )

    # --- to the index ---

    @property
    def question(self) -> Question:
        """As the index wants it."""
        return Question(self.q, self.limits(), self.exact, self.also, frozenset(self.refused))

    @property
    def order(self) -> Sort:
        """The order of the results."""
        return cast(Sort, self.sort) if self.sort in ("oldest", "newest") else "relevance"

    @property
    def limited(self) -> bool:
        """Whether anything beside the words narrows the result."""
        return bool(self.limits())

    @property
    def years(self) -> Years | None:
        """The years that were chosen."""
        first, last = year_of(self.from_year), year_of(self.to_year)
        return Years(first, last) if first or last else None

    def limits(self) -> tuple[Limit, ...]:
        """The limits that were chosen, not typed."""
        made: list[Limit] = []
        if years := self.years:
            made.append(years)
        if self.lang:
            made.append(InLanguage(self.lang))
        if self.section:
            made.append(InSection(self.section))
        if self.person:
            made.append(OnPerson(self.person))
        if self.quality and isinstance(limit := read_limit("quality", self.quality), OfQuality):
            made.append(limit)
        if self.issue:
            made.append(InIssue(self.issue))
        return tuple(made)


def asked_in(visit: Visit) -> Asked:
    """The question of a request's address; what cannot be read is left out."""
    return read_asked(visit.query, visit.several, visit.whole("page", 1))


def read_asked(one: Callable[[str], str], several: Callable[[str], Sequence[str]], page: int = 1) -> Asked:
    """A question from the values of a query string; `one`: the value of a name, `several`: all of them."""
    first, last = (western_digits(one(name)).strip() for name in ("from", "to"))
    year = western_digits(one("year")).replace("-", "..")
    if year and not first and not last:
        first, _, last = year.partition("..") if ".." in year else (year, "", year)
    years = Years.between(year_of(first), year_of(last))
    return Asked(
        q=one("q").strip()[:LONGEST],
        from_year=str(years.first or ""),
        to_year=str(years.last or ""),
        lang=_among(one("lang"), ("ar", "fr", "en")),
        section=one("section")[:40],
        person=one("person")[:40],
        quality=_among(one("quality"), LABELS),
        issue=one("issue")[:16],
        sort=_among(one("sort"), ("oldest", "newest")),
        by=cast(By, _among(one("by"), ("issue", "article"))),
        exact=one("exact") == "1",
        also=one("also") != "0",
        refused=tuple(dict.fromkeys(name[:120] for name in several("without")[:MOST_REFUSED] if name)),
        rate=one("rate") == "1",
        hijri=one("calendar") == "hijri",
        page=max(1, page),
    )


def year_of(text: str) -> int | None:
    """A year of four digits."""
    return int(text) if text.isdecimal() and len(text) == 4 else None


def _among(value: str, known: Sequence[str]) -> str:
    return value if value in known else ""

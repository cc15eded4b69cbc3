"""How a source is cited: an issue, a page, an article or a clip, in the styles that readers are asked for.

Chicago (The Chicago Manual of Style, 17th edition, 14.182-14.190, bibliography form) and ISO 690:2021 as
sentences in the reader's language; `citation_files` has BibTeX and RIS. Pure functions of a `Source`;
`sources` makes one from the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from babel.dates import format_date

from archive.dates.edtf import parse
from archive.errors import BadInput
from archive.letters import without_bidi_marks
from web.i18n import Translator
from web.issue_contexts import Cite, Piece, Quality
from web.naming import number_wording, told_date, told_hijri

Kind = Literal["issue", "page", "article", "clip"]


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited. Every text is plain; "" where nothing is known.

    `name`: short and lasting, for keys of bibliographies ("pm4x7q2-a7"). `url`: its full public address for
    ever. `language`: of what is cited (BCP 47). `magazine`: the periodical's title in that language where it
    has one. `number`: of the issue, as printed; `edtf` and `hijri`: its date in both calendars, `computed`
    where the Hijri one was reckoned. `heading`, `authors`: of an article. `pages`: printed page numbers in
    order, `placed`: they are places, the print has no numbers. `archive`: who keeps it. `corrected`: people
    have corrected some of its text.
    """

    kind: Kind
    name: str
    url: str
    language: str
    magazine: str
    number: str = ""
    edtf: str = ""
    hijri: str = ""
    computed: bool = True
    heading: str = ""
    authors: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    placed: bool = False
    publisher: str = ""
    issn: str = ""
    archive: str = ""
    quality: Quality = "none"
    corrected: bool = False
    rights: str = ""
    contact: str = ""


Citation = tuple[Piece, ...]


def plain(citation: Citation) -> str:
    """A citation as one line to copy, without marks that steer direction."""
    return without_bidi_marks("".join(piece.text for piece in citation))


# --- the styles -----------------------------------------------------------------------------------------


def chicago(source: Source, say: Translator) -> Citation:
    """The Chicago style, bibliography form.

    'Author. "Heading." Magazine, no. 143 (March 1975 / Safar 1395 AH): 12-15. Address.'
    """
    made = [*_author(source, say)]
    if source.heading:
        opening, closing = _QUOTES[say.language]
        heading = source.heading if source.heading[-1] in "?!؟." else source.heading + "."
        made += (
            [Piece(opening), Piece(heading, "value"), Piece(f"{closing} ")]
            if say.language == "en"
            else [Piece(opening), Piece(heading.removesuffix("."), "value"), Piece(f"{closing}. ")]
        )
    made.append(Piece(source.magazine or source.archive, "title"))
    if source.number:
        made += [Piece(_comma(say)), *_number(source, say)]
    made += [Piece(" ("), Piece(dates(source, say) or say.gettext("n.d."), "value"), Piece(")")]
    if source.pages:
        made += [Piece(": "), Piece(page_span(source.pages), "value")]
    if source.kind == "clip":
        made += [Piece(_comma(say) + say.gettext("detail"))]
    return (*made, Piece(". "), Piece(source.url, "url"), Piece("."))


def iso690(source: Source, say: Translator, seen: date) -> Citation:
    """ISO 690:2021; `seen`: the day it was looked at.

    'Author. Heading. Magazine [online]. Publisher, March 1975, no. 143, p. 12-15 [viewed …]. Available at: …'
    """
    made = [*_author(source, say)]
    if source.heading:
        made += [
            Piece(source.heading, "value"),
            Piece("" if source.heading[-1] in "?!؟." else "."),
            Piece(" "),
        ]
    made += [Piece(source.magazine or source.archive, "title"), Piece(f" [{say.gettext('online')}]. ")]
    details: list[list[Piece]] = []
    if source.publisher:
        details.append([Piece(source.publisher, "value")])
    details.append([Piece(dates(source, say) or say.gettext("n.d."), "value")])
    if source.number:
        details.append(_number(source, say))
    if source.pages:
        details.append(_worded(say.gettext("p. %(label)s"), "label", page_span(source.pages)))
    if source.kind == "clip":
        details.append([Piece(say.gettext("detail"))])
    for place, detail in enumerate(details):
        made += [Piece(_comma(say)) if place else Piece(""), *detail]
    made += [Piece(" ["), *_worded(say.gettext("viewed %(date)s"), "date", told_day(seen, say)), Piece("]. ")]
    if source.issn:
        made += [Piece("ISSN "), Piece(source.issn, "value"), Piece(". ")]
    return tuple(
        piece
        for piece in (*made, *_worded(say.gettext("Available at: %(url)s"), "url", source.url, "url"))
        if piece.text
    )


_QUOTES = {"ar": ("«", "»"), "fr": ("«\u00a0", "\u00a0»"), "en": ("“", "”")}


def _comma(say: Translator) -> str:
    return "، " if say.language == "ar" else ", "


def _author(source: Source, say: Translator) -> Iterator[Piece]:
    if source.authors:
        listed = say.listed(list(source.authors))
        yield Piece(listed, "value")
        yield Piece(" " if listed.endswith(".") else ". ")


def _number(source: Source, say: Translator) -> list[Piece]:
    """Say "no. 143", or the wording of a number that is none ("Special issue")."""
    counted = number_wording(source.number, say) != "%(number)s"
    template = say.gettext("no. %(number)s") if counted else "%(number)s"
    return _worded(template, "number", source.number)


def _worded(template: str, place: str, value: str, kind: Literal["value", "url"] = "value") -> list[Piece]:
    """A translated wording with one value in it, as pieces."""
    before, _, after = template.partition(f"%({place})s")
    return [Piece(before), Piece(value, kind), Piece(after)]


def cite(source: Source, say: Translator, seen: date, files: str) -> Cite:
    """What the part "To cite" of a page shows.

    `files`: the address of its files up to the ending ("/fr/cite/pm4x7q2/p12"). A query (of a clip) is kept:
    "…/p12?xywh=1,2,3,4" gives "…/p12.bib?xywh=1,2,3,4".
    """
    path, mark, query = files.partition("?")
    return Cite(
        chicago(source, say),
        iso690(source, say, seen),
        f"{path}.bib{mark}{query}",
        f"{path}.ris{mark}{query}",
        notes(source, say),
    )


# --- what styles share ----------------------------------------------------------------------------------


def dates(source: Source, say: Translator) -> str:
    """The date in both calendars, "March 1975 / Safar 1395 AH"; "" for an undated source."""
    told = [told_date(source.edtf, say), told_hijri(source.hijri, say)]
    return " / ".join(part for part in told if part)


def year_and_month(source: Source) -> tuple[int | None, int | None]:
    """The first year, and the month where the date is within one month; None where not known."""
    try:
        parsed = parse(source.edtf)
    except BadInput:
        return None, None
    first, last = parsed.first, parsed.last
    if first == date.min or any(point and "X" in point.year for point in parsed.points):
        return None, None
    same = (first.year, first.month) == (last.year, last.month)
    return first.year, first.month if same else None


def page_span(labels: Iterable[str]) -> str:
    """Printed page numbers as ranges: "12-15, 20" with en dashes. Labels that are no figures stand alone."""
    parts: list[str] = []
    ordered = list(dict.fromkeys(label for label in labels if label))
    # Figures that run on have the same distance to their place in the list.
    runs = groupby(
        enumerate(ordered),
        key=lambda item: int(item[1]) - item[0] if _figure(item[1]) else item[1],
    )
    for _, run in runs:
        own = [label for _, label in run]
        parts.append(own[0] if len(own) == 1 else f"{own[0]}–{own[-1]}")
    return ", ".join(parts)


def _figure(label: str) -> bool:
    return label.isascii() and label.isdecimal() and len(label) < 7


def told_day(day: date, say: Translator) -> str:
    """A day in the reader's language: "28 novembre 2026", with Moroccan months in Arabic."""
    return str(format_date(day, "d MMMM y", locale=say.locale))


def notes(source: Source, say: Translator) -> tuple[str, ...]:
    """What whoever cites should know besides: quality of the text, both calendars, rights, whom to ask."""
    _ = say.gettext
    told: list[str] = []
    if source.hijri and source.computed:
        told.append(_("The Hijri date is computed and may be a day off."))
    if source.placed:
        told.append(_("The pages are not numbered in print; their place is given."))
    told.append(quality_told(source.quality, say))
    if source.corrected and source.quality != "human":
        told.append(_("Some of it was corrected by hand."))
    if source.rights:
        told.append(_("Rights: %(rights)s") % {"rights": source.rights})
    if source.contact:
        told.append(_("To ask about reuse: %(contact)s") % {"contact": source.contact})
    return tuple(part for part in told if part)


def quality_told(quality: Quality, say: Translator) -> str:
    """A sentence on how well the text of a source was read."""
    _ = say.gettext
    return {
        "human": _("The text was checked by hand."),
        "good": _("The text was read by machine and is of good quality."),
        "fair": _("The text was read by machine and is of fair quality."),
        "poor": _("The text was read by machine and is of poor quality: quote from the picture."),
        "none": "",
    }[quality]

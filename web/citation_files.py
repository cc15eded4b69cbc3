"""Citations for reference managers: BibTeX (also read by biblatex) and RIS.

Both are plain text in UTF-8. Whatever stands in the record, a value stays one value: characters that steer
the format are written so that it reads them back as themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote

from archive.dates.edtf import parse
from archive.errors import BadInput
from archive.letters import clean
from web.citing import Source, dates, notes, page_span, year_and_month
from web.i18n import Translator, translator
from web.naming import number_wording

BIBTEX_TYPE = "application/x-bibtex; charset=utf-8"
RIS_TYPE = "application/x-research-info-systems; charset=utf-8"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: BibTeX counts braces whether or not a backslash stands before them, so braces are named, never escaped.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}
_TEX_SPECIAL = re.compile("|".join(map(re.escape, _TEX)))
_NO_NAME = re.compile("[^A-Za-z0-9:-]")
#: Names of languages for babel and polyglossia.
_TEX_LANGUAGES = {"ar": "arabic", "fr": "french", "en": "english"}
#: What an address may hold in a field that TeX reads verbatim.
_SAFE = ":/?=&,.;+@!*()[]-_~#%"


def one_line(text: str) -> str:
    """`text` on one line, blanks squeezed, without control characters and marks that steer direction."""
    return " ".join(clean(text.replace("\x85", " ")).split())


# --- BibTeX ---------------------------------------------------------------------------------------------


def bibtex(sources: Iterable[Source], say: Translator, seen: date) -> str:
    """Entries for `sources`, a blank line between them; `seen`: the day they were looked at."""
    return "\n".join(_entry(source, say, seen) for source in sources)


def _entry(source: Source, say: Translator, seen: date) -> str:
    kind = "article" if source.kind == "article" else "misc"
    lines = [f"  {name} = {value},\n" for name, value in _fields(source, say, seen) if value]
    return f"@{kind}{{{_NO_NAME.sub('-', source.name)},\n{''.join(lines)}}}\n"


def _fields(source: Source, say: Translator, seen: date) -> Iterator[tuple[str, str]]:
    year, month = year_and_month(source)
    # Names are kept whole (a second pair of braces): nobody has told us which part is the surname.
    yield "author", _braced(" and ".join(_braced(tex(name)) for name in source.authors))
    # Twice, so that styles leave its capitals alone.
    yield "title", _braced(_braced(tex(title_of(source))))
    yield "journal" if source.kind == "article" else "howpublished", _braced(tex(source.magazine))
    yield "number", _braced(tex(source.number))
    yield "year", _braced(str(year or ""))
    yield "month", _MONTHS[month - 1] if month else ""
    yield "date", _braced(_iso_date(source))
    yield "pages", _braced(tex(page_span(source.pages)).replace("–", "--"))
    yield "publisher", _braced(tex(source.publisher))
    yield "issn", _braced(tex(source.issn))
    yield "langid", _braced(_TEX_LANGUAGES.get(source.language.split("-")[0], ""))
    yield "url", _braced(address(source.url))
    yield "urldate", _braced(seen.isoformat())
    yield "note", _braced(tex(_note(source, say)))


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def tex(text: str) -> str:
    """`text` for a BibTeX field: braces balanced, TeX's own characters named."""
    return _TEX_SPECIAL.sub(lambda found: _TEX[found[0]], one_line(text))


def address(url: str) -> str:
    """An address for a field read verbatim: braces, blanks and backslashes percent-encoded."""
    return quote(one_line(url), safe=_SAFE)


def _iso_date(source: Source) -> str:
    """The date as biblatex reads it (EDTF levels 0 and 1); "" where it is a set or has unknown digits."""
    try:
        parsed = parse(source.edtf)
    except BadInput:
        return ""
    text = str(parsed)
    return text if parsed.form in ("date", "interval") and "X" not in text else ""


def title_of(source: Source) -> str:
    """A title for a source: its heading, else "Magazine, no. 143, p. 12", in its own language."""
    if source.heading:
        return source.heading
    say = _own(source)
    parts = [source.magazine or source.archive]
    if source.number:
        counted = number_wording(source.number, say) != "%(number)s"
        template = say.gettext("no. %(number)s") if counted else "%(number)s"
        parts.append(template % {"number": source.number})
    if source.pages:
        parts.append(say.gettext("p. %(label)s") % {"label": page_span(source.pages)})
    if source.kind == "clip":
        parts.append(say.gettext("detail"))
    return say.listed([part for part in parts if part])


def _own(source: Source) -> Translator:
    language = source.language.split("-")[0]
    return translator(language if language in _TEX_LANGUAGES else "fr")


def _note(source: Source, say: Translator) -> str:
    told = [dates(source, say), source.archive]
    return " ".join(
        f"{part}." if part[-1:] not in ".!?؟" else part for part in (*told, *notes(source, say)) if part
    )


# --- RIS ------------------------------------------------------------------------------------------------


def ris(sources: Iterable[Source], say: Translator, seen: date) -> str:
    """Records for `sources`, one after the other; lines end as the format's definition has them (CR LF)."""
    lines: list[str] = []
    for source in sources:
        kind = "JFULL" if source.kind == "issue" else "MGZN"
        lines.append(f"TY  - {kind}")
        lines += [f"{tag}  - {text}" for tag, value in _tags(source, say, seen) if (text := one_line(value))]
        lines += ["ER  - ", ""]
    return "\r\n".join([*lines, ""]) if lines else ""


def _tags(source: Source, say: Translator, seen: date) -> Iterator[tuple[str, str]]:
    year, month = year_and_month(source)
    for author in source.authors:
        yield "AU", author
    yield "TI", title_of(source)
    yield "T2", source.magazine
    yield "IS", source.number
    yield "PY", str(year or "")
    yield "DA", f"{year}/{f'{month:02}' if month else ''}//" if year else ""
    first, last = (source.pages[0], source.pages[-1]) if source.pages else ("", "")
    yield "SP", first
    yield "EP", last if last != first else ""
    yield "PB", source.publisher
    yield "SN", source.issn
    yield "LA", source.language if source.language != "und" else ""
    yield "UR", address(source.url)
    yield "Y2", seen.strftime("%Y/%m/%d/")
    yield "DB", source.archive
    yield "N1", dates(source, say)
    for note in notes(source, say):
        yield "N1", note

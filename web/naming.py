"""What things are called on the screen: issues, texts by language, pictures, addresses of records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from archive import keys
from archive.dates.showing import format_date, format_hijri
from archive.errors import BadInput
from archive.models import ImageFacts, Page, Stream
from archive.quality import label_of
from archive.texts import Texts
from ingest.reading_sizes import reading_sizes
from web.contexts import IssueName, Picture, Text
from web.i18n import Translator
from web.issue_contexts import Quality

#: Widths that pictures are asked for by, in pixels; the next larger one that was made is taken.
THUMBNAIL, SMALL_COVER, COVER, READING = 200, 240, 480, 1600
_COUNTED = re.compile(r"\d")


class Numbered(Protocol):
    """What naming an issue needs; issues and `queries.issues.IssueFacts` have it."""

    @property
    def key(self) -> str:
        """Its minted key."""

    @property
    def number(self) -> str:
        """Its number as printed."""

    @property
    def edtf(self) -> str:
        """Its date."""

    @property
    def name(self) -> Texts:
        """Its theme or title."""


def issue_name(issue: Numbered, say: Translator) -> IssueName:
    """The issue's number and date in the reader's language, its name where it has neither."""
    date = told_date(issue.edtf, say)
    found = issue.name.best(say.language)
    return IssueName(issue.number, date, found[1].value if found else issue.key)


def told_date(edtf: str, say: Translator) -> str:
    """A date in the reader's language, "" where there is none; one that cannot be read stays as it is."""
    try:
        return format_date(edtf, say.language)
    except BadInput:
        return edtf


def told_hijri(hijri: str, say: Translator) -> str:
    """A Hijri range in the reader's language, "" where there is none."""
    try:
        return format_hijri(hijri, say.language, era=True)
    except BadInput:
        return hijri


def number_wording(number: str, say: Translator) -> str:
    """The template an issue's number goes into: "No. …" before a figure, nothing before "Special issue"."""
    return say.gettext("No. %(number)s") if _COUNTED.match(number) else "%(number)s"


def plain_name(issue: Numbered, say: Translator) -> str:
    """The same as one line for file names and manifests."""
    name = issue_name(issue, say)
    number = number_wording(name.number, say) % {"number": name.number}
    return say.listed([part for part in (number, name.date) if part]) or name.name


def text_of(texts: Texts, language: str) -> Text:
    """The wording in the reader's language, else the first there is; an empty Text for none."""
    found = texts.best(language)
    return Text.of(found[1].value, found[0], found[1].supplied) if found else Text("")


def texts_or_lacking(texts: Texts, language: str) -> tuple[Text, ...]:
    """All wordings and, where there is any, an empty one for each language of the magazine that lacks it.

    A title that was not translated is shown as such, and not passed over.
    """
    found = texts_of(texts, language)
    missing = [Text.of("", code) for code in ("ar", "fr") if found and code not in texts]
    return (*found, *missing)


def texts_of(texts: Texts, language: str) -> tuple[Text, ...]:
    """All wordings, the reader's language first."""
    tags = sorted(texts, key=lambda tag: (tag != language, tag))
    return tuple(Text.of(texts[tag].value, tag, texts[tag].supplied) for tag in tags)


# --- addresses ------------------------------------------------------------------------------------------


def issue_path(language: str, naan: str, key: str) -> str:
    """The address of an issue: "/fr/ark:/99999/pm4x7q2"."""
    return f"/{language}/{keys.ark(naan, key)}"


def page_path(language: str, naan: str, key: str, page: int, stream: int | None = None) -> str:
    """The address of a page, in the order of a stream where one is chosen."""
    return f"/{language}/{keys.ark(naan, key, page=page)}" + (f"?s={stream}" if stream else "")


def article_path(language: str, naan: str, key: str, article: int) -> str:
    """The address of an article: "/fr/ark:/99999/pm4x7q2/a7"."""
    return f"/{language}/{keys.ark(naan, key, article=article)}"


# --- pictures -------------------------------------------------------------------------------------------


def image_base(key: str, page: int, version: int) -> str:
    """The address all pictures of a page begin with."""
    return f"/iiif/3/{key}.p{page}.v{version}"


def size_for(image: ImageFacts, width: int) -> tuple[int, int]:
    """The smallest size that was made and is at least `width` wide, the largest where none is."""
    return next((size for size in image.sizes if size[0] >= width), image.sizes[-1])


def picture(
    key: str, page: int, image: ImageFacts | None, width: int, alt: str = "", *, larger: bool = False
) -> Picture | None:
    """A whole page as a picture about `width` wide; None before any was made.

    `larger`: offer the larger sizes too, for a picture that fills the screen (see `reading_picture`).
    """
    if image is None or not image.sizes:
        return None
    base = image_base(key, page, image.version)
    w, h = size_for(image, width)
    srcset = ""
    if larger:
        offered = [size for size in image.sizes if size[0] >= min(w, COVER)]
        srcset = ", ".join(f"{base}/full/{a},{b}/0/default.jpg {a}w" for a, b in offered)
    return Picture(f"{base}/full/{w},{h}/0/default.jpg", w, h, alt, srcset)


def reading_picture(
    key: str, page: int, image: ImageFacts | None, alt: str = "", *, saving: bool = False
) -> Picture | None:
    """A page to be read, as wide as the screen: WebP with JPEG behind it; None before any picture was made.

    Sizes that an older archive has no WebP of are cut when they are asked for. `saving`: the reader saves
    data, the smallest size that can be read is the only one.
    """
    if image is None or not image.sizes:
        return None
    base = image_base(key, page, image.version)
    small = reading_sizes(image.width, image.height)
    if saving:
        w, h = size_for(image, small[0][0])
        webp = f"{base}/full/{small[0][0]},{small[0][1]}/0/default.webp"
        return Picture(f"{base}/full/{w},{h}/0/default.jpg", w, h, alt, "", webp)
    shown = picture(key, page, image, READING, alt, larger=True)
    webp = ", ".join(f"{base}/full/{w},{h}/0/default.webp {w}w" for w, h in small)
    return replace(shown, webp=webp) if shown else None


def page_picture(key: str, page: Page, width: int, alt: str = "") -> Picture | None:
    """`picture` of a stored page."""
    return picture(key, page.number, page.image, width, alt)


# --- streams --------------------------------------------------------------------------------------------


def own_first(streams: Iterable[Stream], language: str) -> list[Stream]:
    """The ways of reading an issue, one's own language first."""
    return sorted(streams, key=lambda stream: (stream.language != language, stream.position, stream.number))


def cover_page(
    pages: Sequence[Page], streams: Sequence[Stream], cover: int | None, language: str
) -> Page | None:
    """The page that stands for an issue.

    French pages show the French front of an issue that has one, unless a cover was chosen by hand.
    """
    by_number = {page.number: page for page in pages}
    if cover is not None and cover in by_number:
        return by_number[cover]
    for stream in own_first(streams, language):
        for number in stream.pages:
            if number in by_number:
                return by_number[number]
    return pages[0] if pages else None


def quality_of(page: Page) -> Quality:
    """The public word for how well a page was read; "human" where people vouched for every word."""
    if not page.text_revision:
        return "none"
    if page.quality is None:
        return "human"
    return label_of(page.quality)

"""A page that was found, told for the screen: its lines with what is lit, and the strip of the scan."""

from __future__ import annotations

from collections.abc import Sequence

from archive.canvas import Box
from archive.letters import language_of
from archive.models import ImageFacts
from archive.quality import label_of
from archive.queries.page_names import PageName
from index import analysis
from index.condition import Term
from index.gathering import Gathered
from index.highlighting import Snippet
from index.query import Query, Word
from index.searching import FoundPage
from web.asked import Asked
from web.contexts import Picture, Text
from web.hit_trail import hit_url
from web.image_requests import largest
from web.issue_contexts import PageLink, Quality
from web.naming import THUMBNAIL, image_base, issue_name, picture, text_of
from web.reading_contexts import Crop
from web.search_contexts import Hit, Lines, LitPart
from web.visiting import Visit

#: Margin round the lines of a snippet, and the widest picture of them, in pixels.
_MARGIN, _WIDEST = 24, 1000
#: A strip shows at least this share of the page's width, and is at least this much wider than high.
_LEAST_WIDTH, _ASPECT = 0.5, 3.5


def hit_of(visit: Visit, asked: Asked, found: FoundPage, query: Query, group: Gathered | None = None) -> Hit:
    """A found page; `group`: the issue or article whose best page it is."""
    page = found.page
    article = found.article
    return Hit(
        url=hit_url(visit, asked, page.issue_key, page.number),
        name=f"{page.issue_key}.p{page.number}",
        issue=issue_name(found.issue, visit.say),
        page_label=page.label or str(page.number),
        lines=tuple(lines_of(found, snippet) for snippet in found.snippets),
        lang=page.language,
        heading=(text_of(article.heading, article.language) or None) if article else None,
        cover=picture(page.issue_key, page.number, page.image, THUMBNAIL),
        quality=quality_of(page.quality),
        words=_words(found),
        count=group.count if group else 1,
        more=tuple(_link(visit, asked, name) for name in group.others) if group else (),
        lacks=_lacking(query, found) if query.some else (),
    )


def lines_of(found: FoundPage, snippet: Snippet) -> Lines:
    """A snippet with its strip of the scan."""
    page = found.page
    parts = tuple(LitPart(text, why) for (text, _), why in zip(snippet.parts, snippet.why, strict=True))
    crop = crop_of(page.issue_key, page.number, page.image, snippet.region, snippet.boxes)
    return Lines(parts, snippet.language, snippet.direction, crop)


def quality_of(quality: float | None) -> Quality:
    """The public word for how well a page that was found is read."""
    return "human" if quality is None else label_of(quality)


def crop_of(
    key: str, number: int, image: ImageFacts | None, region: Box, boxes: Sequence[Box]
) -> Crop | None:
    """The lines of a snippet as a strip of the scan, through the region service; None without a picture."""
    if image is None:
        return None
    shown = strip(region, boxes, image.width, image.height)
    width = min(_WIDEST, largest(shown)[0])
    height = max(1, round(shown.h * width / shown.w))
    base = image_base(key, number, image.version)
    url = f"{base}/{shown.x},{shown.y},{shown.w},{shown.h}/{width},{height}/0/default.jpg"
    inside = tuple(
        Box(box.x - shown.x, box.y - shown.y, box.w, box.h) for box in boxes if shown.overlap(box) == box.area
    )
    return Crop(Picture(url, width, height), shown.w, shown.h, inside)


def strip(region: Box, boxes: Sequence[Box], width: int, height: int) -> Box:
    """The part of a page to show for a snippet: wide and low, whatever the lines are.

    A single short word would be blown up to the width of the screen, a long paragraph would fill its height.
    Where the lines are higher than that, the part with most lit words is shown.
    """
    shown = region.grown(_MARGIN)
    wide = max(shown.w, round(_LEAST_WIDTH * width))
    low = min(shown.h, round(wide / _ASPECT))
    middle = shown.x + shown.w // 2
    x = min(max(0, middle - wide // 2), max(0, width - wide))
    y = max(
        (_top(box, shown, low) for box in boxes), key=lambda top: _inside(boxes, top, low), default=shown.y
    )
    return Box(x, y, wide, low).within(width, height)


def _top(box: Box, shown: Box, low: int) -> int:
    """Where a strip with this box begins: the box in its upper part, so that the line goes on below."""
    return min(max(shown.y, box.y - _MARGIN), shown.y + shown.h - low)


def _inside(boxes: Sequence[Box], top: int, low: int) -> int:
    return sum(top <= box.y and box.y + box.h <= top + low for box in boxes)


def _words(found: FoundPage) -> int:
    """How many words are lit: the two halves of a hyphenated one are one."""
    lit = {lit.box for lit in found.boxes}
    halves = sum(1 for word in found.words if word.subs and word.box in lit)
    return len(lit) - halves // 2


def _link(visit: Visit, asked: Asked, name: PageName) -> PageLink:
    url = hit_url(visit, asked, name.issue_key, name.number)
    return PageLink(name.label or str(name.number), url, found=True)


def _lacking(query: Query, found: FoundPage) -> tuple[Text, ...]:
    """The typed words that are lit nowhere on a page."""
    lit = {one.term for one in found.boxes}
    there = {
        stem
        for number, leaf in enumerate(query.leaves)
        if number in lit and isinstance(leaf, Term)
        for stem in leaf.run
    }
    lacking = [
        part.text
        for part in query.needed
        if isinstance(part, Word) and not set(part.stems) & there and part.norms[0] not in analysis.STOP_WORDS
    ]
    return tuple(Text.of(word, language_of(word)) for word in lacking)

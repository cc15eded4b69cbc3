"""Reads PAGE XML (schema of the PRImA group), as Transkribus, eScriptorium and OCR-D write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce

from lxml import etree

from archive.alto import AltoPage, BlockKind, String, TextBlock, TextLine
from archive.alto_files import kind_called, parsed_xml, shared_out
from archive.canvas import Box
from archive.errors import BadFile
from archive.letters import clean, direction_of, language_of

_POINT = re.compile(r"(-?\d{1,7}(?:\.\d{1,9})?),(-?\d{1,7}(?:\.\d{1,9})?)")
_MOST_POINTS = 2000
#: Languages are named in English (PAGE 2013 and later).
_NAMES = {"arabic": "ar", "french": "fr", "english": "en", "persian": "fa", "spanish": "es"}


def read_page_xml(data: bytes, name: str) -> tuple[AltoPage, tuple[float, float] | None]:
    """The one page of a PAGE file in its own pixels, and the size it states. Raises BadFile.

    Regions stand in the file's `ReadingOrder`, those it leaves out last. A line without words is taken
    apart, its box shared out by letters.
    """
    root = parsed_xml(data, name)
    pages = root.findall("{*}Page")
    if etree.QName(root).localname != "PcGts" or len(pages) != 1:
        raise BadFile(
            "The text file {name} cannot be used: {reason}.",
            "Make it again from its scan.",
            name=name,
            reason="it is no PAGE file of one page",
        )
    page = pages[0]
    places = _places(page)
    regions = sorted(page.iter("{*}TextRegion"), key=lambda r: places.get(r.get("id", ""), len(places)))
    blocks = [block for block in map(_block, regions) if block is not None]
    pictures = tuple(
        box for region in page.iter("{*}ImageRegion", "{*}GraphicRegion") if (box := _box(region)) is not None
    )
    size = _size(page)
    far = reduce(Box.union, (block.box for block in blocks), Box(0, 0, 1, 1))
    width, height = (round(size[0]), round(size[1])) if size is not None else (far.right, far.bottom)
    source = " ".join(clean(root.findtext("{*}Metadata/{*}Creator") or "").split())[:200]
    return AltoPage(width, height, tuple(blocks), source=source, pictures=pictures), size


def _size(page: etree._Element) -> tuple[float, float] | None:
    found = [re.fullmatch(r"\d{1,7}", page.get(name, "").strip()) for name in ("imageWidth", "imageHeight")]
    sides = [float(match[0]) for match in found if match is not None]
    return (sides[0], sides[1]) if len(sides) == 2 and min(sides) >= 1 else None


def _places(page: etree._Element) -> dict[str, int]:
    order = page.find("{*}ReadingOrder")
    places: dict[str, int] = {}
    for element in order.iter("{*}RegionRefIndexed", "{*}RegionRef") if order is not None else ():
        places.setdefault(element.get("regionRef", ""), len(places))
    return places


def _box(element: etree._Element) -> Box | None:
    """The box around an element's outline."""
    coords = element.find("{*}Coords")
    if coords is None:
        return None
    points = [(float(x), float(y)) for x, y in _POINT.findall(coords.get("points", ""))[:_MOST_POINTS]]
    if not points:  # as files before 2013 have them
        corners = [(p.get("x", ""), p.get("y", "")) for p in coords.findall("{*}Point")[:_MOST_POINTS]]
        points = [(float(x), float(y)) for x, y in corners if _POINT.fullmatch(f"{x},{y}")]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = round(min(xs)), round(min(ys))
    return Box(left, top, max(1, round(max(xs)) - left), max(1, round(max(ys)) - top))


def _text(element: etree._Element) -> tuple[str, float | None]:
    """An element's own text, the first reading of it, and how sure of it the program was."""
    readings = element.findall("{*}TextEquiv")
    readings.sort(key=lambda reading: int(index) if (index := reading.get("index", "")).isdecimal() else 0)
    if not readings:
        return "", None
    said = re.fullmatch(r"[01](?:\.\d+)?", readings[0].get("conf", ""))
    sure = min(1.0, float(said[0])) if said else None
    return clean(readings[0].findtext("{*}Unicode") or ""), sure


def _block(region: etree._Element) -> TextBlock | None:
    lines = tuple(_lines(region))
    if not lines:
        return None
    box = _box(region) or reduce(Box.union, (line.box for line in lines))
    stated = _NAMES.get((region.get("primaryLanguage") or "").lower())
    language = stated or language_of(" ".join(line.text for line in lines))
    kind: BlockKind = kind_called(region.get("type") or "") or "text"
    return TextBlock(lines, box, language, direction_of(language), kind)


def _lines(region: etree._Element) -> Iterator[TextLine]:
    for element in region.iterfind("{*}TextLine"):
        box = _box(element)
        strings = list(_words(element.findall("{*}Word")))
        if not strings and box is not None:
            strings = list(_shared(*_text(element), box))
        if strings:
            yield TextLine(tuple(strings), box or reduce(Box.union, (s.box for s in strings)))


def _words(words: Sequence[etree._Element]) -> Iterator[String]:
    for word in words:
        box = _box(word)
        if box is not None:
            yield from _shared(*_text(word), box)


def _shared(text: str, sure: float | None, box: Box) -> Iterator[String]:
    texts = text.split()
    boxes = shared_out(box, texts, direction_of(language_of(text)))
    for part, share in zip(texts, boxes, strict=True):
        yield String(part, share, sure)

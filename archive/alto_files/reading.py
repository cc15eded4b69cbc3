"""Reads an ALTO file of version 2, 3 or 4, whoever wrote it, as a page of text.

The file is a stranger's: no entity is resolved, nothing is fetched, a document type is refused, numbers
that are none are passed over, text is cleaned and every box is cut to the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from archive.alto import AltoPage, BlockKind, Direction, String, TextBlock, TextLine
from archive.alto_files.measures import LONGEST_SIDE, Canvas, number, shared_out
from archive.alto_files.order import Order, reading_order
from archive.alto_files.vocabulary import (
    DIRECTION_TAG,
    DOUBTFUL,
    HYPHENS,
    READING_TAG,
    SOFT_HYPHEN,
    kind_called,
    language_called,
)
from archive.canvas import Box
from archive.errors import BadFile
from archive.letters import clean, direction_of, language_of, main_language

#: Largest file that is parsed, in bytes; a newspaper page has 2 MB.
LARGEST = 32 * 1024 * 1024

#: In the schema the bottom margin stands before the print space; it is read after it.
_REGIONS = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")


def read_alto(data: bytes, *, size: tuple[int, int] | None = None, name: str = "ALTO") -> AltoPage:
    """The page of text in an ALTO file.

    `size`: width and height of the canvas in pixels. The file's measures (pixels of another scale, tenths
    of a millimetre, 1/1200 inch) are brought to it; without it they are taken for canvas pixels, which only
    a file in pixels allows. `name` names the file in errors.

    Words are in logical order, one a `String`: a String that holds blanks (whole lines, as eScriptorium
    writes them) is taken apart and its box shared out by letters. A missing box is that of the parent,
    shared out, or that around the children. Where the file says no language or direction, the script of
    the letters does. `ReadingOrder` is followed, blocks and lines it leaves out come last. Lines and
    blocks without words are left out.

    Raises BadFile for what is no ALTO file of one page with a known size.
    """
    root = _alto(data, name)
    pages = root.findall(".//{*}Layout/{*}Page")
    if len(pages) != 1:
        raise _bad(name, f"it holds {len(pages)} pages, not one")
    page = pages[0]
    canvas = _canvas(root, page, size, name)
    tags = {tag.get("ID", ""): tag for tag in root.iterfind(".//{*}Tags/*") if isinstance(tag.tag, str)}
    language = language_called(page.get("LANG"))
    reader = _Reader(canvas, tags, language, reading_order(root))
    blocks = reader.blocks(page)
    if language is None:
        words = ((block.language, len(line.strings)) for block in blocks for line in block.lines)
        language = main_language(words)
    return AltoPage(
        width=canvas.width,
        height=canvas.height,
        blocks=blocks,
        language=language,
        direction=_page_direction(tags, language),
        source=_source(root),
        pictures=tuple(reader.pictures(page)),
    )


def _bad(name: str, reason: object) -> BadFile:
    return BadFile(
        "The text file {name} cannot be used: {reason}.",
        "Make it again from its scan.",
        name=name,
        reason=reason,
    )


def parsed_xml(data: bytes, name: str) -> etree._Element:
    """The root of a stranger's XML, parsed with everything dangerous switched off. Raises BadFile."""
    if len(data) > LARGEST:
        raise _bad(name, f"it is larger than {LARGEST // (1024 * 1024)} MB")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _bad(name, f"it is not well-formed XML ({clean(str(error))[:200]})") from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise _bad(name, "it has a document type (DOCTYPE), which no such file needs")
    return root


def _alto(data: bytes, name: str) -> etree._Element:
    root = parsed_xml(data, name)
    if etree.QName(root).localname.lower() != "alto":
        raise _bad(name, "it is XML, but not ALTO")
    return root


def stated_size(data: bytes, *, name: str = "ALTO") -> tuple[float, float] | None:
    """How large the page of an ALTO file says it is, in its own unit; None for nothing. Raises BadFile."""
    page = _alto(data, name).find(".//{*}Layout/{*}Page")
    return _measured(page) if page is not None else None


def _measured(page: etree._Element) -> tuple[float, float] | None:
    """Width and height of a page, else of its print space, in the file's unit."""
    for element in (page, page.find("{*}PrintSpace")):
        if element is not None:
            w, h = number(element.get("WIDTH")), number(element.get("HEIGHT"))
            if w and h and 1 <= w <= LONGEST_SIDE and 1 <= h <= LONGEST_SIDE:
                return w, h
    return None


def _canvas(root: etree._Element, page: etree._Element, size: tuple[int, int] | None, name: str) -> Canvas:
    """The canvas, and how the file's units come to it."""
    measured = _measured(page)
    unit = (root.findtext(".//{*}MeasurementUnit") or "pixel").strip().lower()
    if size is None:
        if unit != "pixel":
            raise _bad(name, f"it measures in {clean(unit)[:20]}, and the size of its picture is not known")
        if measured is None:
            raise _bad(name, "it does not say how large the page is")
        return Canvas(round(measured[0]), round(measured[1]))
    if measured is None:
        return Canvas(*size)
    return Canvas(*size, size[0] / measured[0], size[1] / measured[1])


def _page_direction(tags: dict[str, etree._Element], language: str) -> Direction:
    """The direction our own files state by a tag, else that of the page's language."""
    for tag in tags.values():
        if tag.get("TYPE") == DIRECTION_TAG:
            return "rtl" if tag.get("LABEL") == "rtl" else "ltr"
    return direction_of(language)


def _source(root: etree._Element) -> str:
    """What the file says it was made by."""
    for path in (".//{*}Processing", ".//{*}OCRProcessing", ".//{*}OcrProcessing"):
        for step in root.iterfind(path):
            said = step.findtext(".//{*}processingStepDescription") if path.endswith("}Processing") else None
            if not said:
                named = (
                    step.findtext(f".//{{*}}{part}") or "" for part in ("softwareName", "softwareVersion")
                )
                said = " ".join(named)
            if said.strip():
                return " ".join(clean(said).split())[:500]
    return ""


class _Reader:
    """Reads the blocks of one page; holds what all of them need to know."""

    def __init__(
        self, canvas: Canvas, tags: dict[str, etree._Element], language: str | None, order: Order
    ) -> None:
        self.canvas = canvas
        self.tags = tags
        self.language = language
        self.order = order

    def blocks(self, page: etree._Element) -> tuple[TextBlock, ...]:
        """The blocks in reading order."""
        elements = [
            block
            for region in _REGIONS
            for part in page.iterfind(f"{{*}}{region}")
            for block in part.iter("{*}TextBlock")
        ]
        return tuple(block for block in map(self._block, self.order.sorted(elements)) if block is not None)

    def pictures(self, page: etree._Element) -> Iterator[Box]:
        """The areas without text."""
        for element in page.iter("{*}Illustration", "{*}GraphicalElement"):
            box = self.canvas.box_of(element)
            if box is not None:
                yield box

    def _block(self, element: etree._Element) -> TextBlock | None:
        texts = [found.get("CONTENT", "") for found in element.iterfind("{*}TextLine/{*}String")]
        language = (
            language_called(element.get("LANG") or element.get("language"))
            or self.language
            or language_of(" ".join(texts))
        )
        stated = element.get("BASEDIRECTION")
        direction: Direction = (
            "rtl" if stated == "rtl" else "ltr" if stated == "ltr" else direction_of(language)
        )
        own_box = self.canvas.box_of(element)
        checked = _is_true(element.get("CS"), default=False)
        elements = self.order.sorted(element.findall("{*}TextLine"))
        found = (self._line(line, own_box or self.canvas.whole, direction, checked) for line in elements)
        lines = tuple(line for line in found if line is not None)
        box = own_box or Box.around(line.box for line in lines)
        if box is None or not lines:
            return None
        return TextBlock(lines, box, language, direction, self._kind(element))

    def _kind(self, element: etree._Element) -> BlockKind:
        """What the tags of a block call it, else the type of the composed block it stands in."""
        for reference in (element.get("TAGREFS") or "").split():
            tag = self.tags.get(reference)
            kind = kind_called(tag.get("LABEL", "")) if tag is not None else None
            if kind is not None:
                return kind
        for parent in element.iterancestors("{*}ComposedBlock"):
            kind = kind_called(parent.get("TYPE", ""))
            if kind is not None:
                return kind
        return "text"

    def _line(
        self, element: etree._Element, block_box: Box, direction: Direction, checked: bool
    ) -> TextLine | None:
        own_box = self.canvas.box_of(element)
        checked = _is_true(element.get("CS"), default=checked)
        words = [word for word in element.iterfind("{*}String") if clean(word.get("CONTENT", "")).split()]
        if not words:
            return None
        boxes = self._word_boxes(words, own_box, block_box, direction)
        strings = [
            string
            for word, box in zip(words, boxes, strict=True)
            for string in self._strings(word, box, direction, checked)
        ]
        hyphen = element.find("{*}HYP")
        if hyphen is not None:
            strings[-1] = self._hyphenated(strings[-1], hyphen)
        box = own_box or Box.around(string.box for string in strings) or block_box
        return TextLine(tuple(strings), box, language_called(element.get("LANG")))

    def _strings(
        self, word: etree._Element, box: Box, direction: Direction, checked: bool
    ) -> Iterator[String]:
        found = _strings(word, box, direction, checked)
        tags = (self.tags.get(reference) for reference in (word.get("TAGREFS") or "").split())
        doubtful = any(
            tag is not None and (tag.get("TYPE"), tag.get("LABEL")) == (READING_TAG, DOUBTFUL) for tag in tags
        )
        return (replace(string, doubtful=True) for string in found) if doubtful else found

    def _word_boxes(
        self, words: list[etree._Element], own_box: Box | None, block_box: Box, direction: Direction
    ) -> list[Box]:
        """The words' boxes; where one has none, its share of the line, of the block if need be."""
        given = [self.canvas.box_of(word) for word in words]
        shares = shared_out(own_box or block_box, [word.get("CONTENT", "") for word in words], direction)
        return [box or share for box, share in zip(given, shares, strict=True)]

    def _hyphenated(self, string: String, hyphen: etree._Element) -> String:
        """A line's last word with the hyphen that follows it as an element of its own."""
        sign = clean(hyphen.get("CONTENT", "")).strip().replace(SOFT_HYPHEN, "-") or "-"
        if len(sign) > 1 or string.content.endswith((*HYPHENS, SOFT_HYPHEN)):
            return string
        own_box = self.canvas.box_of(hyphen)
        box = string.box.union(own_box) if own_box is not None else string.box
        return replace(string, content=clean(string.content + sign), box=box)


def _is_true(value: str | None, *, default: bool) -> bool:
    """An xsd:boolean; `default` where there is none."""
    return default if value is None else value.strip() in ("true", "1")


def _strings(element: etree._Element, box: Box, direction: Direction, checked: bool) -> Iterator[String]:
    """The words of one String element: one, or several where somebody wrote a whole line into it."""
    texts = clean(element.get("CONTENT", "")).split()
    confidence = number(element.get("WC"))
    if confidence is not None and not 0 <= confidence <= 1:
        confidence = None
    whole = " ".join(clean(element.get("SUBS_CONTENT", "")).split()) or None
    others = [" ".join(clean(other.text or "").split()) for other in element.iterfind("{*}ALTERNATIVE")]
    if whole is not None and element.get("SUBS_TYPE") == "Abbreviation":
        # The expansion of an abbreviation is another reading of it, not a word in two parts.
        others.append(whole)
        whole = None
    alternatives = tuple(other for other in others if other)
    locked = _is_true(element.get("CS"), default=checked)
    if len(texts) == 1:
        yield String(texts[0], box, confidence, locked, whole, alternatives)
        return
    boxes = shared_out(box, texts, direction)
    halved = {"HypPart1": len(texts) - 1, "HypPart2": 0}.get(element.get("SUBS_TYPE", ""))
    for at, (text, part) in enumerate(zip(texts, boxes, strict=True)):
        yield String(
            text,
            part,
            confidence,
            locked,
            whole if at == halved else None,
            alternatives if at == 0 else (),
        )

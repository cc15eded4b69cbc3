"""Writes a page of text as ALTO 4.4: the form in which the record keeps it, and others read it."""

from __future__ import annotations

import math

from lxml import etree

from archive.alto import AltoPage, Direction, String, TextBlock, TextLine
from archive.alto_files.vocabulary import (
    DIRECTION_TAG,
    DOUBTFUL,
    HYPHENS,
    KIND_TAG,
    NAMESPACE,
    READING_TAG,
    SCHEMA,
    SOFT_HYPHEN,
    language_called,
)
from archive.canvas import Box
from archive.letters import clean

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_DIRECTION_ID = "page-direction"


def write_alto(page: AltoPage, *, identifier: str = "") -> bytes:
    """The page as a valid ALTO 4.4 file, UTF-8; the same page gives the same bytes.

    `identifier` (an ARK) is filed as that of the picture. Kind of block: a LayoutTag; direction: of blocks
    BASEDIRECTION, of the page a LayoutTag of the reading order; words that a person vouched for: CS, on the
    line where all of its words are; words that await confirmation: an OtherTag; what read the page:
    Processing.

    `read_alto` gives the page back, provided it is tidy: text clean and without blanks in a word, boxes on
    the page, confidences 0..1, no empty line or block, languages as BCP 47. Anything else is tidied in
    writing (a line or block without words, which ALTO cannot hold, is left out).
    """
    blocks = [block for block in page.blocks if any(_is_written(line) for line in block.lines)]
    root = etree.Element(f"{{{NAMESPACE}}}alto", nsmap={None: NAMESPACE, "xsi": _INSTANCE})
    root.set("SCHEMAVERSION", "4.4")
    root.set(f"{{{_INSTANCE}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    _describe(root, page, identifier)
    _tag(root, page.direction, blocks)
    _order(root, len(blocks))
    _lay_out(root, page, blocks)
    etree.indent(root, space=" ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)


def _tidy(text: str) -> str:
    """Clean text with single blanks."""
    return " ".join(clean(text).split())


def _describe(root: etree._Element, page: AltoPage, identifier: str) -> None:
    description = _add(root, "Description")
    _add(description, "MeasurementUnit").text = "pixel"
    if identifier:
        picture = _add(description, "sourceImageInformation")
        _add(picture, "fileIdentifier").text = _tidy(identifier)
    if source := _tidy(page.source)[:500]:
        step = _add(description, "Processing", ID="made")
        _add(step, "processingCategory").text = "contentGeneration"
        _add(step, "processingStepDescription").text = source


def _tag(root: etree._Element, direction: Direction, blocks: list[TextBlock]) -> None:
    tags = _add(root, "Tags")
    _add(tags, "LayoutTag", ID=_DIRECTION_ID, TYPE=DIRECTION_TAG, LABEL=direction)
    for kind in sorted({block.kind for block in blocks} - {"text"}):
        _add(tags, "LayoutTag", ID=f"kind-{kind}", TYPE=KIND_TAG, LABEL=kind)
    if any(string.doubtful for block in blocks for line in block.lines for string in line.strings):
        _add(tags, "OtherTag", ID=DOUBTFUL, TYPE=READING_TAG, LABEL=DOUBTFUL)


def _order(root: etree._Element, blocks: int) -> None:
    if blocks:
        order = _add(_add(root, "ReadingOrder"), "OrderedGroup", ID="order", TAGREFS=_DIRECTION_ID)
        for number in range(1, blocks + 1):
            _add(order, "ElementRef", ID=f"o{number}", REF=f"b{number}")


def _lay_out(root: etree._Element, page: AltoPage, blocks: list[TextBlock]) -> None:
    attributes = {
        "ID": "page",
        "PHYSICAL_IMG_NR": "1",
        "WIDTH": str(page.width),
        "HEIGHT": str(page.height),
        "LANG": language_called(page.language) or "und",
    }
    others = {language_called(block.language) or "und" for block in blocks} - {"und", attributes["LANG"]}
    if others:
        attributes["OTHERLANGS"] = " ".join(sorted(others))
    sheet = _add(_add(root, "Layout"), "Page", **attributes)
    writer = _Writer(page.width, page.height)
    space = _add(sheet, "PrintSpace", **writer.place(Box(0, 0, page.width, page.height)))
    for number, block in enumerate(blocks, 1):
        writer.add_block(space, block, number)
    for number, box in enumerate(page.pictures, 1):
        _add(space, "Illustration", ID=f"i{number}", **writer.place(box))


def _is_written(line: TextLine) -> bool:
    """Whether a line holds a word that is more than blanks."""
    return any(_tidy(string.content) for string in line.strings)


class _Writer:
    """Writes the blocks of one page; counts its lines."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.lines = 0

    def place(self, box: Box) -> dict[str, str]:
        """A box as attributes, cut to the page."""
        cut = box.within(self.width, self.height)
        return {"HPOS": str(cut.x), "VPOS": str(cut.y), "WIDTH": str(cut.w), "HEIGHT": str(cut.h)}

    def add_block(self, parent: etree._Element, block: TextBlock, number: int) -> None:
        """One block, all of its lines below it."""
        attributes = {"ID": f"b{number}", **self.place(block.box)}
        attributes["LANG"] = language_called(block.language) or "und"
        attributes["BASEDIRECTION"] = block.direction
        if block.kind != "text":
            attributes["TAGREFS"] = f"kind-{block.kind}"
        element = _add(parent, "TextBlock", **attributes)
        for line in block.lines:
            if _is_written(line):
                self._add_line(element, line)

    def _add_line(self, parent: etree._Element, line: TextLine) -> None:
        self.lines += 1
        attributes = {"ID": f"l{self.lines}", **self.place(line.box)}
        if line.language is not None and (language := language_called(line.language)):
            attributes["LANG"] = language
        if line.locked:
            attributes["CS"] = "true"
        element = _add(parent, "TextLine", **attributes)
        strings = [string for string in line.strings if _tidy(string.content)]
        for number, string in enumerate(strings):
            if number:
                _add(element, "SP")
            last = number == len(strings) - 1
            self._add_string(element, string, first=number == 0, last=last, checked=line.locked)

    def _add_string(
        self, parent: etree._Element, string: String, *, first: bool, last: bool, checked: bool
    ) -> None:
        content, hyphen = _parted(_tidy(string.content), last and string.subs is not None)
        attributes = {"CONTENT": content, **self.place(string.box)}
        if string.confidence is not None and math.isfinite(string.confidence):
            attributes["WC"] = repr(float(min(1.0, max(0.0, string.confidence))))
        if string.locked and not checked:
            attributes["CS"] = "true"
        if string.subs is not None and (whole := _tidy(string.subs)):
            part = "HypPart1" if last and (hyphen or not first) else "HypPart2" if first else None
            if part:
                attributes["SUBS_TYPE"] = part
            attributes["SUBS_CONTENT"] = whole
        if string.doubtful:
            attributes["TAGREFS"] = DOUBTFUL
        element = _add(parent, "String", **attributes)
        for other in filter(None, map(_tidy, string.alternatives)):
            _add(element, "ALTERNATIVE").text = other
        if hyphen:
            _add(parent, "HYP", CONTENT=hyphen)


def _parted(content: str, broken: bool) -> tuple[str, str]:
    """The last word of a line as ALTO wants it where it is broken: without its hyphen, and the hyphen.

    Left whole where taking the hyphen off would leave nothing, or another hyphen.
    """
    rest = content[:-1]
    if broken and content[-1] in HYPHENS and rest and not rest.endswith((*HYPHENS, SOFT_HYPHEN)):
        return rest, content[-1]
    return content, ""

"""Reads hOCR (kba.github.io/hocr-spec/1.2): a page of HTML whose elements say where their text stands.

The file is a stranger's. libxml2's HTML reader knows no entities of a document's own and fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce

from lxml import etree

from archive.alto import AltoPage, Direction, String, TextBlock, TextLine
from archive.alto_files import language_called, shared_out
from archive.canvas import Box
from archive.errors import BadFile
from archive.letters import clean, direction_of, language_of

_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"})
#: What a line belongs to: the nearest of these around it is its block.
_BLOCKS = frozenset({"ocr_par", "ocr_carea", "ocrx_block", "ocr_column", "ocr_display", "ocr_blockquote"})
_PICTURES = frozenset({"ocr_photo", "ocr_image", "ocr_float"})
_NUMBER = r"(-?\d{1,7}(?:\.\d{1,9})?)"
_BBOX = re.compile(rf"\bbbox\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}")
_CONFIDENCE = re.compile(rf"\bx_w?conf\s+{_NUMBER}")


@dataclass
class _Block:
    element: etree._Element | None
    lines: list[TextLine] = field(default_factory=list)


def read_hocr(data: bytes, name: str) -> tuple[AltoPage, tuple[float, float] | None]:
    """The one page of an hOCR file in its own pixels, and the size it states. Raises BadFile.

    Words stand in the order of the file. A line without words is taken apart, its box shared out by letters.
    Elements without a box count for nothing.
    """
    root = _parsed(data, name)
    pages = [element for element in root.iter() if "ocr_page" in _classes(element)]
    if len(pages) != 1:
        raise _bad(name, f"it holds {len(pages)} pages, not one")
    page = pages[0]
    stated = _box(page)
    size = (float(stated.right), float(stated.bottom)) if stated is not None else None
    blocks = [block for block in map(_text_block, _blocks_of(page)) if block is not None]
    pictures = tuple(box for e in page.iter() if _PICTURES & _classes(e) and (box := _box(e)) is not None)
    far = reduce(Box.union, (block.box for block in blocks), Box(0, 0, 1, 1))
    width, height = (round(size[0]), round(size[1])) if size is not None else (far.right, far.bottom)
    read = AltoPage(width, height, tuple(blocks), source=_system(root), pictures=pictures)
    return read, size


def _bad(name: str, reason: str) -> BadFile:
    return BadFile(
        "The text file {name} cannot be used: {reason}.",
        "Make it again from its scan.",
        name=name,
        reason=reason,
    )


def _parsed(data: bytes, name: str) -> etree._Element:
    try:
        data.decode("utf-8")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # as the file says
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=encoding
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _bad(name, f"it is no HTML ({clean(str(error))[:200]})") from error
    if root is None:
        raise _bad(name, "it is empty")
    return root


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split()) if isinstance(element.tag, str) else frozenset()


def _box(element: etree._Element) -> Box | None:
    found = _BBOX.search(element.get("title") or "")
    if found is None:
        return None
    left, top, right, bottom = (float(number) for number in found.groups())
    if right <= left or bottom <= top:
        return None
    return Box(round(left), round(top), max(1, round(right - left)), max(1, round(bottom - top)))


def _blocks_of(page: etree._Element) -> Iterator[_Block]:
    """Lines by the block they stand in, in the order of the file."""
    blocks: list[_Block] = []
    for element in page.iter():
        if not _LINES & _classes(element):
            continue
        around = next((up for up in element.iterancestors() if _BLOCKS & _classes(up)), None)
        line = _line(element)
        if line is None:
            continue
        if not blocks or blocks[-1].element is not around:
            blocks.append(_Block(around))
        blocks[-1].lines.append(line)
    yield from blocks


def _line(element: etree._Element) -> TextLine | None:
    box = _box(element)
    words = [word for word in element.iter() if "ocrx_word" in _classes(word)]
    strings = [string for word in words for string in _strings(word, _box(word))]
    if not words and box is not None:
        strings = list(_strings(element, box))
    if not strings:
        return None
    around = reduce(Box.union, (string.box for string in strings))
    return TextLine(tuple(strings), box or around, _said(element, "lang"))


def _strings(element: etree._Element, box: Box | None) -> Iterator[String]:
    """The words of an element; several where somebody marked more than one up as one."""
    text = clean("".join(str(part) for part in element.itertext()))
    texts = text.split()
    if box is None or not texts:
        return
    found = _CONFIDENCE.search(element.get("title") or "")
    confidence = min(1.0, max(0.0, float(found[1]) / 100)) if found else None
    direction: Direction = direction_of(language_of(text))
    for part, share in zip(texts, shared_out(box, texts, direction), strict=True):
        yield String(part, share, confidence)


def _said(element: etree._Element, attribute: str) -> str | None:
    """The language an element says it is in, if any."""
    return language_called(
        element.get(attribute) or element.get(f"{{http://www.w3.org/XML/1998/namespace}}{attribute}")
    )


def _text_block(block: _Block) -> TextBlock | None:
    around = reduce(Box.union, (line.box for line in block.lines))
    own = _box(block.element) if block.element is not None else None
    stated = _said(block.element, "lang") if block.element is not None else None
    language = stated or language_of(" ".join(line.text for line in block.lines))
    return TextBlock(tuple(block.lines), own or around, language, direction_of(language))


def _system(root: etree._Element) -> str:
    for element in root.iter("meta"):
        if (element.get("name") or "").lower() == "ocr-system":
            return " ".join(clean(element.get("content") or "").split())[:200]
    return ""

"""What ALTO files call things, and what we call them."""

from __future__ import annotations

import re

from archive.alto import BlockKind

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"

#: TYPE of the tags that our own files carry.
KIND_TAG, DIRECTION_TAG = "block-kind", "page-direction"
#: TYPE and LABEL of the tag of words that await confirmation.
READING_TAG, DOUBTFUL = "reading", "doubtful"

#: Labels of tags and TYPEs of composed blocks, in small letters without blanks, "-" and "_": our own words,
#: those of SegmOnto (eScriptorium, Kraken) and those of PAGE XML.
KINDS: dict[str, BlockKind] = {
    "text": "text",
    "paragraph": "text",
    "mainzone": "text",
    "heading": "heading",
    "headline": "heading",
    "titlepagezone": "heading",
    "caption": "caption",
    "runninghead": "running-head",
    "runningtitlezone": "running-head",
    "header": "running-head",
    "pageheader": "running-head",
    "pagenumber": "page-number",
    "numberingzone": "page-number",
    "advertisement": "advertisement",
    "table": "table",
    "tablezone": "table",
}

#: ISO 639-2 codes that old files carry, as BCP 47 wants them.
_SHORTER = {
    "ara": "ar",
    "fra": "fr",
    "fre": "fr",
    "eng": "en",
    "spa": "es",
    "ger": "de",
    "deu": "de",
    "ber": "ber",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

#: Signs that end the first part of a word broken over a line end: hyphen-minus, hyphen, not sign.
HYPHENS = "-‐¬"
SOFT_HYPHEN = "\u00ad"


def kind_called(label: str) -> BlockKind | None:
    """The kind of block that a tag's label or a composed block's type names; None for one we do not know."""
    return KINDS.get(re.sub(r"[\s_-]", "", label).lower())


def language_called(code: str | None) -> str | None:
    """The BCP 47 tag for a language code found in a file; None for none and for what is no code."""
    found = _LANGUAGE.fullmatch((code or "").strip().replace("_", "-"))
    if found is None:
        return None
    first, *rest = found[0].split("-")
    return "-".join([_SHORTER.get(first.lower(), first.lower()), *rest])

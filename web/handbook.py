"""The handbook: a Markdown file a chapter and language in `help/`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

HELP = Path(__file__).resolve().parent / "help"
#: The chapters in their order, those of the archivist first.
CHAPTERS = (
    "describe",
    "pages",
    "articles",
    "text",
    "names",
    "hide",
    "publish",
    "bulk",
    "accounts",
    "ingest",
    "upkeep",
)
#: The pictures of the chapters: each is a page of the desk, its address below "desk" ({key}: of an issue).
#: `tests/browser/handbook_pictures.py` draws them anew.
PICTURES = {
    "lists": "?only=published",
    "issue": "issues/{key}",
    "pages": "issues/{key}/pages",
    "order": "issues/{key}/p2/order",
    "articles": "issues/{key}/articles",
    "article": "issues/{key}/a1",
    "text": "issues/{key}/p3/text",
    "names": "authorities",
    "hide": "issues/{key}/p3/hidden",
    "bulk": "bulk",
    "sheet": "ingest/1/sheet",
}
#: The languages that they are drawn in, and their size in pixels.
DRAWN, PICTURE_SIZE = ("ar", "fr"), (1120, 700)


@lru_cache(maxsize=64)
def text_of(chapter: str, language: str) -> str:
    """A chapter as it is written. Raises FileNotFoundError for one that is not there."""
    return (HELP / language / f"{chapter}.md").read_text(encoding="utf-8")


def title_of(chapter: str, language: str) -> str:
    """What a chapter is called: its first line."""
    found = re.match(r"# (.+)", text_of(chapter, language))
    return found[1] if found else chapter

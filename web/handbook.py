"""The handbook: a Markdown file a chapter and language in `help/`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

HELP = Path(__file__).resolve().parent / "help"
#: The chapters in their order, those of the archivist first.
CHAPTERS = ("describe", "pages", "text", "hide", "publish", "bulk", "accounts", "ingest", "upkeep")


@lru_cache(maxsize=64)
def text_of(chapter: str, language: str) -> str:
    """A chapter as it is written. Raises FileNotFoundError for one that is not there."""
    return (HELP / language / f"{chapter}.md").read_text(encoding="utf-8")


def title_of(chapter: str, language: str) -> str:
    """What a chapter is called: its first line."""
    found = re.match(r"# (.+)", text_of(chapter, language))
    return found[1] if found else chapter

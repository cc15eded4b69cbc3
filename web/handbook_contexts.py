"""What a page of the handbook may show."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from web.contexts import Link


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the handbook, rendered, and the way to the others."""

    title: str
    body: Markup
    chapters: tuple[Link, ...]

"""What the page where zones are hidden may show."""

from __future__ import annotations

from dataclasses import dataclass

from archive.canvas import Box
from web.contexts import IssueName, Picture, Text


@dataclass(frozen=True, slots=True)
class HiddenZone:
    """A hidden zone. `words`: what is read in it; `until`: told, "" for good; `action` shows it again."""

    box: Box
    reason: str
    notices: tuple[Text, ...]
    until: str
    words: Text
    action: str


@dataclass(frozen=True, slots=True)
class Hiding:
    """A page and its hidden zones. `width`, `height`: the canvas.

    Posts `x`, `y`, `w`, `h` (canvas pixels), `reason`, `notice.ar`, `notice.fr`, `until` to `action`.
    `waiting`: the pictures without the zones are being made; until then the public sees none of the page.
    """

    issue: IssueName
    issue_url: str
    label: str
    page_url: str
    text_url: str
    action: str
    picture: Picture | None
    width: int
    height: int
    zones: tuple[HiddenZone, ...]
    waiting: bool = False

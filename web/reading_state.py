"""What a reader has chosen, as the address says it: the way of looking, words, panels, a zone, a page beside.

Everything that is on the screen is in the address, so that any page of the reader can be sent to somebody
else. What cannot be understood is left out, never an error: addresses are cut and mended by hand and by
mailers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from archive.canvas import Box

#: One page, two as they lie, all below each other, all as thumbnails, the text in large type.
View = Literal["one", "two", "scroll", "grid", "text"]
Panel = Literal["contents", "text", "film"]

VIEWS: tuple[View, ...] = ("one", "two", "scroll", "grid", "text")
#: Open on a wide screen when the address says nothing; two pages side by side need its whole width.
_USUAL_PANELS = frozenset[Panel](("contents", "text"))
_NO_PANELS = frozenset[Panel]()
_PANELS: tuple[Panel, ...] = ("contents", "text", "film")
_ZONE = re.compile(r"([0-9]{1,6}),([0-9]{1,6}),([0-9]{1,6}),([0-9]{1,6})")
_BESIDE = re.compile(r"(?:([0-9bcdfghjkmnpqrstvwxz]{3,16})\.)?p([1-9][0-9]{0,8})")
#: A query longer than this is cut: nobody types one.
_LONGEST_QUERY = 500


@dataclass(frozen=True, slots=True)
class ReadingState:
    """The choices. `zone`: canvas pixels of the page; `turn`: quarter turns in degrees.

    `beside`: another page next to this one, "p13" of the same issue or "pm4x7q2.p13" of another, "" for none.
    """

    view: View = "one"
    query: str = ""
    panels: frozenset[Panel] = _USUAL_PANELS
    zone: Box | None = None
    turn: int = 0
    beside: str = ""

    def params(self) -> dict[str, str]:
        """The part of the address after the question mark; what is usual is not said."""
        said: dict[str, str] = {}
        if self.view != "one":
            said["view"] = self.view
        if self.panels != usual_panels(self.view):
            said["panels"] = ".".join(each for each in _PANELS if each in self.panels) or "none"
        if self.turn:
            said["turn"] = str(self.turn)
        if self.beside:
            said["with"] = self.beside
        if self.query:
            said["q"] = self.query
        if self.zone is not None:
            said["xywh"] = zone_text(self.zone)
        return said

    def on_another_page(self) -> ReadingState:
        """What stays when the page is turned: the zone and the turn belong to their page."""
        return replace(self, zone=None, turn=0)

    def changed(self, **changes: Any) -> ReadingState:
        """The same with other choices; panels nobody has chosen become those that are usual with the view."""
        if "view" in changes and self.panels == usual_panels(self.view):
            changes = {"panels": usual_panels(changes["view"]), **changes}
        return replace(self, **changes)

    def toggled(self, panel: Panel) -> ReadingState:
        """The same with a panel opened or closed."""
        return replace(self, panels=self.panels ^ {panel})


def usual_panels(view: View) -> frozenset[Panel]:
    """The panels that are open with a way of looking while nobody has said otherwise."""
    return _NO_PANELS if view == "two" else _USUAL_PANELS


def state_of(query: Callable[[str], str]) -> ReadingState:
    """The choices of an address; `query` gives the value of a parameter, "" for none."""
    asked, turn = query("view"), query("turn")
    one: View = "one"
    view = next((each for each in VIEWS if each == asked), one)
    return ReadingState(
        view=view,
        query=query("q").strip()[:_LONGEST_QUERY],
        panels=_panels(query("panels"), view),
        zone=zone_of(query("xywh")),
        turn=int(turn) if turn in ("90", "180", "270") else 0,
        beside=query("with") if _BESIDE.fullmatch(query("with")) else "",
    )


def _panels(text: str, view: View) -> frozenset[Panel]:
    if not text:
        return usual_panels(view)
    named = text.split(".")
    return frozenset(each for each in _PANELS if each in named)


def zone_of(text: str) -> Box | None:
    """A rectangle of an address ("120,80,600,400", also "xywh=pixel:…"), None for anything else."""
    found = _ZONE.fullmatch(text.removeprefix("pixel:"))
    if found is None:
        return None
    x, y, w, h = (int(part) for part in found.groups())
    return Box(x, y, w, h) if w and h else None


def zone_text(zone: Box) -> str:
    """A rectangle as addresses write it (Media Fragments 1.0, section 4.2.2)."""
    return f"{zone.x},{zone.y},{zone.w},{zone.h}"


def beside_of(text: str) -> tuple[str, int] | None:
    """The issue's key ("" for the same issue) and the page's number that `ReadingState.beside` names."""
    found = _BESIDE.fullmatch(text)
    return (found[1] or "", int(found[2])) if found else None

"""The canvases a page has had: a link says on which one it was made, and leads to the same print."""

from __future__ import annotations

from archive.actions.moving import map_between
from archive.canvas import Box
from archive.models import Page


def canvas_number(page: Page) -> int:
    """Which canvas of the page is in use, from 1; 0 for a page without a scan."""
    return len(page.frames)


def on_this_canvas(page: Page, box: Box, number: int) -> Box:
    """Where a box that was drawn on canvas `number` of a page lies now.

    As it is for a number the page never had: an address made by hand, or from before numbers were given.
    """
    frames = page.frames
    if not 1 <= number < len(frames):
        return box
    for before, after in zip(frames[number - 1 :], frames[number:], strict=False):
        box = map_between(before, after).box(box)
    return box.within(*frames[-1].as_frame().size)

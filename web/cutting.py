"""Cuts a region of a page's picture in a limited child process and keeps it for the next who asks."""

from __future__ import annotations

from pathlib import Path

from archive.errors import MissingTool
from archive.files import Files
from archive.models import ImageFacts, Page
from web.image_requests import Cut, written
from web.pieces import Pieces


def cut(pieces: Pieces, key: str, page: Page, image: ImageFacts, wanted: Cut) -> Path:
    """The file with the region; cut now where nobody asked for it before. Raises ArchiveErrors."""
    raise MissingTool("Pictures are cut soon.")


__all__ = ["Files", "cut", "written"]

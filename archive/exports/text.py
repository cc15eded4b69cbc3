"""The text of issues as UTF-8 files, one a page, in reading order: `OUT/<issue folder>/<image>.txt`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy.orm import Session

from archive.files import write_whole
from archive.models import Issue, Page
from archive.queries import issues, pages

__all__ = ["Written", "export_text"]

_PAPERBOUND = re.compile(r"\.(pdf|tiff?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """One text file that was written."""

    issue: str
    page: int
    path: Path
    characters: int


def export_text(session: Session, out: Path, keys: Collection[str] = ()) -> Iterator[Written]:
    """Write the text of all issues (or those of `keys`), page by page; yields what was written.

    A page from an image file takes the image's name (`0001.jpg` → `0001.txt`), one from a PDF or multi-page
    TIFF the file's and its place in it (`x.pdf`, page 3 → `x-p0003.txt`); halves of a spread add `-1`, `-2`.
    """
    chosen = [issue for issue in issues.every(session, public=False) if not keys or issue.key in keys]
    for issue in chosen:
        folder = out / folder_name(issue)
        taken: set[str] = set()
        own = pages.of_issue(session, issue.id)
        bound = {
            page.frame.scan.source for page in own if page.frame is not None and page.frame.scan.member > 1
        }
        for page in own:
            name = _free(file_name(page, bound), taken)
            text = pages.plain(session, page)
            path = folder / f"{name}.txt"
            write_whole(path, (text + "\n" if text else "").encode())
            yield Written(issue.key, page.number, path, len(text))


def folder_name(issue: Issue) -> str:
    """The name of the folder or file an issue came from, safe as a folder's name."""
    name = PurePosixPath(issue.source).name or issue.key
    return _PAPERBOUND.sub("", re.sub(r"[\x00-\x1f/\\]", "_", name)) or issue.key


def file_name(page: Page, bound: Collection[str] = ()) -> str:
    """The name of a page's text file, without ending. `bound`: the issue's files that hold several pages."""
    frame = page.frame
    if frame is None:
        return f"p{page.number:04}"
    source = re.sub(r"[\x00-\x1f\\]", "_", frame.scan.source)
    parts = [part for part in PurePosixPath(source).with_suffix("").parts if part not in ("..", "/", ".")]
    name = "/".join(parts) or f"p{page.number:04}"
    if source.lower().endswith(".pdf") or frame.scan.source in bound:
        name += f"-p{frame.scan.member:04}"
    return f"{name}-{frame.part}" if frame.part else name


def _free(name: str, taken: set[str]) -> str:
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name}_{number}", number + 1
    taken.add(unique)
    return unique

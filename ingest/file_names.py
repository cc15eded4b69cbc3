"""What a file is by its name alone, and the order in which people count names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from archive.letters import western_digits

Role = Literal["picture", "pdf", "description", "system", "companion", "strange"]

#: Endings of page images, with the media type each promises.
PICTURES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpe": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".jp2": "image/jp2",
    ".j2k": "image/jp2",
    ".jpf": "image/jp2",
    ".jpx": "image/jp2",
    ".webp": "image/webp",
}
#: What a person says of the scans: of one issue, of many, of how they are named.
ISSUE_FILE, TABLE_FILES, PROFILE_FILE = "issue.toml", ("issues.csv", "issues.xlsx"), "naming.toml"

#: What operating systems, file managers and network drives leave behind.
_SYSTEM_NAMES = frozenset(
    ("thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r", "autorun.inf", "picasa.ini")
)
_SYSTEM_FOLDERS = frozenset(
    ("__macosx", "@eadir", "$recycle.bin", "#recycle", "system volume information", "lost+found")
)
_SYSTEM_ENDINGS = (".tmp", ".part", ".crdownload", ".lnk", ".lock", "~", ".bak", ".swp")
#: What scanning programs and earlier work put beside scans: not pages, and no fault.
_COMPANION = re.compile(
    r"\.(txt|xml|md|json|html|hocr|csv|log|icc|icm|xmp|typ|toml|md5|sha\d+|xlsx|ods|docx|odt)$"
)
_LOST_PAGE = re.compile(
    r"\.(gif|bmp|heic|heif|avif|jxl|psd|xcf|djvu?|eps|ps|svg|ai|indd|qxd|pub|dng|cr2|nef|arw|raw|zip|rar|7z|tar|gz)$"
)
_DIGITS = re.compile(r"(\d+)")


def role_of(name: str) -> Role:
    """What a file is for, by its name.

    `companion`: text, checksums, notes beside the scans; `system`: an operating system's leavings. Both are
    counted, neither is a fault. `strange`: something nobody expects here.
    """
    low = name.lower()
    ending = "." + low.rpartition(".")[2] if "." in low else ""
    if name.startswith(".") or low in _SYSTEM_NAMES or low.endswith(_SYSTEM_ENDINGS):
        return "system"
    if low in (ISSUE_FILE, *TABLE_FILES, PROFILE_FILE):
        return "description"
    if ending in PICTURES:
        return "picture"
    if ending == ".pdf":
        return "pdf"
    return "companion" if _COMPANION.search(low) else "strange"


def is_lost_page(name: str) -> bool:
    """Whether a strange file may well hold pages: a picture or document of a kind that is not taken in."""
    return bool(_LOST_PAGE.search(name.lower()))


def is_system_folder(name: str) -> bool:
    """Whether a folder is an operating system's own."""
    return name.startswith(".") or name.lower() in _SYSTEM_FOLDERS


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Sorts names as people count them: 2 before 10, ٢ and 2 alike, letter case aside."""
    parts = _DIGITS.split(western_digits(name).casefold())
    key = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
    return key, name


def in_order(names: Iterable[str]) -> list[str]:
    """Names in natural order; folders in a path count one by one."""
    return sorted(names, key=lambda name: [natural_key(part) for part in name.split("/")])


def missing_numbers(names: Sequence[str]) -> list[int]:
    """The page numbers missing between the first and the last file, [] where the files are not numbered.

    Looked for where all names are alike but for one number (`p0001`, `p0003`). Numbers with more gaps than
    files count something else (a camera's counter, a date), and so do numbers that occur twice.
    """
    numbers: list[int] = []
    frames: set[str] = set()
    for name in names:
        stem = western_digits(name.rpartition(".")[0] or name)
        found = _DIGITS.findall(stem)
        if not found:
            return []
        numbers.append(int(found[-1]))
        head, _, tail = stem.rpartition(found[-1])
        frames.add(f"{head}\0{tail}")
    if len(frames) != 1 or len(set(numbers)) != len(numbers) or len(numbers) < 2:
        return []
    if max(numbers) - min(numbers) + 1 > 2 * len(numbers):
        return []
    return sorted(set(range(min(numbers), max(numbers) + 1)) - set(numbers))


def as_ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, written short: "2, 4-6"."""
    parts: list[str] = []
    start: int | None = None
    for number, following in zip(numbers, [*numbers, None][1:], strict=True):
        start = number if start is None else start
        if following != number + 1:
            parts.append(str(start) if start == number else f"{start}-{number}")
            start = None
    return ", ".join(parts)

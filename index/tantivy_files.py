"""Tantivy's files: on the disk before a commit is acknowledged, and compared with what was written.

tantivy forces its segments to disk, but not the new name of its list of segments: after a power cut the
commit before could be in use. `seal` does that, and notes size and checksum of each file; `check` compares.
Files that a killed process committed without sealing are taken as they are: nobody was told of them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from index.place import Damaged, checksum, sync, write_whole

SEAL = "seal.json"
_LIST = "meta.json"
_ENDINGS = ("idx", "pos", "term", "store", "fast", "fieldnorm", "words")
_MANAGED = ".managed.json"  # what tantivy may take away


def stamp(folder: Path) -> tuple[int, int, int]:
    """What changes with every commit. Raises FileNotFoundError."""
    status = os.stat(f"{folder}/{_LIST}")  # noqa: PTH116 - asked before every answer
    return status.st_ino, status.st_mtime_ns, status.st_size


def seal(folder: Path) -> None:
    """Force the files of the newest commit to disk, and note what is in them.

    Files of a segment never change once a commit names it. Others lie in the folder as well, half written:
    a merge that goes on. They are left alone, and noted when a commit names them.
    """
    known = _noted(folder)
    segments: set[str] = set()
    noted: dict[str, list[int]] = {}
    while segments != (newest := _segments(folder)):  # a merge that ended meanwhile has made others of some
        segments = newest
        try:
            noted = _forced(folder, segments, known)
        except FileNotFoundError:
            if segments == _segments(folder):
                raise
    for name in (_LIST, _MANAGED):
        sync(folder / name)
    sync(folder)
    write_whole(folder / SEAL, json.dumps(noted))


def _forced(folder: Path, segments: set[str], known: dict[str, list[int]]) -> dict[str, list[int]]:
    """Size and checksum of each file of some segments, forced to disk where they were not `known` yet."""
    noted = {}
    for path in sorted(folder.iterdir()):
        if path.name.split(".")[0] not in segments:
            continue
        if path.name not in known:
            sync(path)
            known[path.name] = list(checksum(path))
        noted[path.name] = known[path.name]
    return noted


def clear(folder: Path) -> None:
    """Take away what a killed process left half written: tantivy does not write over a file that is there.

    Only while nobody writes. Who searches keeps what is open.
    """
    kept = {(name, deleted) for name, deleted, _ in parts(folder)}
    segments = {name for name, _ in kept}
    for path in folder.iterdir():
        segment, *between = path.name.split(".")
        ending = between.pop() if between else ""
        if ending == "del":
            left_over = (segment, between[0] if between else "") not in kept
        else:
            left_over = (ending in _ENDINGS and segment not in segments) or ".words." in path.name
        if left_over:
            path.unlink(missing_ok=True)


def check(folder: Path, *, deep: bool) -> None:
    """Compare the files of the newest commit with what was noted: sizes, and where `deep` contents.

    Raises Damaged, naming the file, and FileNotFoundError.
    """
    segments = _segments(folder)
    for name, (size, crc) in _noted(folder).items():
        if name.split(".")[0] not in segments:
            continue
        path = folder / name
        if not path.exists() and name.endswith(".del"):
            continue  # a later commit, not sealed yet, has another list of deleted pages
        if path.stat().st_size != size or (deep and checksum(path) != (size, crc)):
            raise Damaged(name)


def files(folder: Path) -> list[Path]:
    """What belongs to the newest commit, and nothing that a writer may be at. Raises Damaged."""
    listed = parts(folder)
    wanted = [f"{name}.{ending}" for name, _, _ in listed for ending in _ENDINGS]
    wanted += [f"{name}.{deleted}.del" for name, deleted, _ in listed if deleted]
    return [path for path in map(folder.joinpath, wanted) if path.exists()]


def _noted(folder: Path) -> dict[str, list[int]]:
    try:
        noted = json.loads((folder / SEAL).read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise Damaged(SEAL) from error
    if not isinstance(noted, dict):
        raise Damaged(SEAL)
    return noted


def _segments(folder: Path) -> set[str]:
    """The segments of the newest commit, as their files' names begin. Raises Damaged."""
    return {segment for segment, _, _ in parts(folder)}


def parts(folder: Path) -> list[tuple[str, str, int]]:
    """The segments of the newest commit in their order: name, list of deleted pages ("" none), documents.

    Raises Damaged.
    """
    try:
        listed = json.loads((folder / _LIST).read_bytes())["segments"]
        return [
            (
                part["segment_id"].replace("-", ""),
                str((part.get("deletes") or {}).get("opstamp", "")),
                int(part["max_doc"]),
            )
            for part in listed
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(_LIST) from error

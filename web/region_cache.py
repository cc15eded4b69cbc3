"""Keeps cut regions of pictures on disk, up to a size; the oldest go first."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from archive.files import Files, write_whole

#: How many bytes of cut regions are kept.
MOST_BYTES = 512 << 20
#: After this many new ones the folder is looked through.
_LOOK_EVERY = 200


class RegionCache:
    """A folder of cut regions. Names are digests, so no part of an address becomes a path."""

    def __init__(self, files: Files, most: int = MOST_BYTES) -> None:
        self.folder = files.root / "cache" / "regions"
        self.most = most
        self._new = 0
        self._lock = threading.Lock()

    def path(self, name: str, suffix: str) -> Path:
        """Where the region called `name` lies, or would lie."""
        digest = hashlib.sha256(name.encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest[2:32]}.{suffix}"

    def keep(self, path: Path, data: bytes) -> None:
        """Keep a region. Raises NoSpace."""
        write_whole(path, data)
        with self._lock:
            self._new += 1
            look = self._new >= _LOOK_EVERY
            if look:
                self._new = 0
        if look:
            self.shrink()

    def shrink(self) -> int:
        """Remove the oldest until the rest fits; returns how many went."""
        found = []
        for path in self.folder.glob("*/*"):
            try:
                facts = path.stat()
            except OSError:  # another process was quicker
                continue
            found.append((facts.st_mtime, facts.st_size, path))
        total = sum(size for _, size, _ in found)
        gone = 0
        for _, size, path in sorted(found):
            if total <= self.most:
                break
            path.unlink(missing_ok=True)
            total -= size
            gone += 1
        return gone

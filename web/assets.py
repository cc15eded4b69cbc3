"""Makes `static/built/`: faces, styles and scripts under hashed names, compressed, with their licences.

`python -m web.assets` is run at set-up. It runs `npm ci` where that is needed; nothing is bundled. Sheets of
one page are joined in order; a name in a sheet (`url("sans-400.woff2")`) becomes the hashed one. A second run
with the same sources does nothing; the folder is swapped in whole.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from archive.errors import MissingTool

WEB = Path(__file__).resolve().parent
STATIC = WEB / "static"
BUILT = STATIC / "built"
MODULES = WEB / "node_modules"
MANIFEST = "manifest.json"
#: Which of our sheets make which file, in order.
SHEETS = {
    "site.css": ("tokens", "faces", "base", "parts", "shelf", "pages", "names", "print", "forced"),
    # For who saves data: the faces of the device.
    "site-plain.css": ("tokens", "base", "parts", "shelf", "pages", "names", "print", "forced"),
    "reader.css": ("reader", "reader-views", "reader-phone"),
    "search.css": ("search",),
    "desk.css": ("desk", "desk-names", "text"),
}
#: Files of npm packages that are served as they are.
COPIED = {"openseadragon.js": "openseadragon/build/openseadragon/openseadragon.min.js"}
LICENCES = {
    "OpenSeadragon": "openseadragon/LICENSE.txt",
    "Archive Sans (from IBM Plex Sans Arabic)": "@fontsource/ibm-plex-sans-arabic/LICENSE",
    "Archive Naskh (from Amiri)": "@fontsource/amiri/LICENSE",
    "Archive Garamond (from EB Garamond)": "@fontsource-variable/eb-garamond/LICENSE",
}
_URL = re.compile(r'url\("([^"/]+)"\)')
#: A module of ours that another one asks for: its name in the script becomes the hashed one.
_IMPORT = re.compile(r'((?:from|import)\s*)"\./([a-z-]+\.js)"')


class Assets:
    """Where the built files are, by the names templates use."""

    def __init__(self, manifest: dict[str, str]) -> None:
        self._manifest = manifest

    def url(self, name: str) -> str:
        """The address of `name` ("site.css"). Raises KeyError for a name that is not built."""
        return f"/static/built/{self._manifest[name]}"


@lru_cache(maxsize=1)
def load_assets(folder: Path = BUILT) -> Assets:
    """The built files of this installation. Raises MissingTool where set-up was not run."""
    try:
        names = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except FileNotFoundError as error:
        raise MissingTool(
            "The site's styles, faces and scripts are not set up.",
            "Run `make setup`, or `python -m web.assets` in the project's folder.",
        ) from error
    return Assets(names)


def install_packages() -> None:
    """Run `npm ci` where what is installed is older than the lock file. Raises MissingTool where it fails."""
    mark = MODULES / ".package-lock.json"
    if mark.exists() and mark.stat().st_mtime >= (WEB / "package-lock.json").stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise MissingTool(
            "npm is not installed.", "Install the packages nodejs and npm, then run this again."
        )
    done = subprocess.run(
        [npm, "ci", "--no-fund", "--no-audit", "--omit=dev"],
        cwd=WEB,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MissingTool(
            "npm could not install the site's packages: {reason}",
            "Check the network and npm's registry, then run this again.",
            reason=(done.stderr.strip().splitlines() or ["?"])[-1],
        )


def _hashed(name: str, data: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"


def _source_digest() -> str:
    """A digest of everything the built files are made from, so that a second run has nothing to do."""
    digest = hashlib.sha256()
    files = [WEB / "assets.py", WEB / "faces.py", WEB / "package-lock.json"]
    files += sorted(path for part in ("css", "js", "img") for path in (STATIC / part).glob("*"))
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _recipe() -> str:
    """A digest of what decides the faces alone: cutting takes seconds, so they are kept while it holds."""
    parts = (WEB / "faces.py", WEB / "package-lock.json")
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in parts)).hexdigest()


def _faces(previous: Path) -> Iterator[tuple[str, bytes]]:
    """The cut faces; those of the last run where the recipe is the same."""
    from web.faces import FACES, cut

    kept: dict[str, str] = {}
    if (previous / MANIFEST).exists():
        last = json.loads((previous / MANIFEST).read_text(encoding="utf-8"))
        kept = last["files"] if last.get("faces") == _recipe() else {}
    for face in FACES:
        name = f"{face.name}.woff2"
        old = previous / kept[name] if name in kept else None
        yield name, old.read_bytes() if old is not None and old.exists() else cut(face, MODULES)


def _sheet(parts: tuple[str, ...], names: dict[str, str]) -> bytes:
    """Our sheets joined, with hashed names in place of plain ones. Raises KeyError for an unknown file."""
    text = "\n".join((STATIC / "css" / f"{part}.css").read_text(encoding="utf-8") for part in parts)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s*\n\s*", "\n", text).strip() + "\n"
    return _URL.sub(lambda match: f'url("{names[match[1]]}")', text).encode()


def _scripts(names: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """Our scripts, those that others ask for before these, with hashed names in their imports.

    Raises RecursionError where two ask for each other, KeyError for one that is not there.
    """
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted((STATIC / "js").glob("*.js"))}
    made: set[str] = set()

    def of(name: str) -> Iterator[tuple[str, bytes]]:
        if name in made:
            return
        for _, asked in _IMPORT.findall(texts[name]):
            yield from of(asked)
        made.add(name)
        yield name, _IMPORT.sub(lambda match: f'{match[1]}"./{names[match[2]]}"', texts[name]).encode()

    for name in texts:
        yield from of(name)


def _licences() -> bytes:
    parts = []
    for name, path in LICENCES.items():
        parts.append(f"{name}\n{'=' * len(name)}\n\n{(MODULES / path).read_text('utf-8').strip()}\n")
    return "\n\n".join(parts).encode()


def _write(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    if name.endswith((".css", ".js", ".svg", ".txt")):
        brotli: Any = import_module("brotli")
        (folder / f"{name}.br").write_bytes(brotli.compress(data, quality=11))
        (folder / f"{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))


def build(target: Path = BUILT) -> bool:
    """Make all files in `target`, swapped in whole. Returns whether anything had to be done."""
    digest = _source_digest()
    if (target / MANIFEST).exists():
        done = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        if done.get("source") == digest and all((target / name).exists() for name in done["files"].values()):
            return False
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    names: dict[str, str] = {}

    def add(name: str, data: bytes) -> None:
        names[name] = _hashed(name, data)
        _write(fresh, names[name], data)

    for name, data in _faces(target):
        add(name, data)
    for name, path in COPIED.items():
        add(name, (MODULES / path).read_bytes())
    for file in sorted((STATIC / "img").glob("*")):
        add(file.name, file.read_bytes())
    for name, data in _scripts(names):
        add(name, data)
    for name, parts in SHEETS.items():
        add(name, _sheet(parts, names))
    _write(fresh, "LICENSES.txt", _licences())
    manifest = {"source": digest, "faces": _recipe(), "files": names}
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    load_assets.cache_clear()
    return True


def main() -> int:
    """`python -m web.assets`: install packages where needed and build. Returns the exit code."""
    try:
        install_packages()
        changed = build()
    except MissingTool as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print("static/built: made" if changed else "static/built: nothing to do")
    return 0


if __name__ == "__main__":
    sys.exit(main())

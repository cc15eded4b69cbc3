"""How fast pages are read: ours, plain OCRmyPDF and bare Tesseract on the same pages, in turns, in one run.

    python -m tests.benchmarks.ocr_speed DIR [--rounds 3] [--workers 2] [--json]

*ours*: `archive ingest run` into an empty archive: text, tiles and sizes, PDF/A, one folder as one issue.
*plain*: `ocrmypdf -l ara+fra` on one PDF of the same pages. *bare*: `tesseract -l ara+fra`, a process a page,
one thread each. Then what a page costs in CPU seconds, part by part, and the most memory a worker took in a
round that is not timed. Medians over the rounds; `cpu` counts every process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.settings import Settings
from tests.benchmarks.__main__ import ARCHIVE, OCRMYPDF, page_images, run
from tests.benchmarks.spent import Spent, spending

LANGUAGES = "ara+fra"


def staged(folder: Path, scratch: Path) -> list[Path]:
    """The page images below `folder`, copied into one folder in order, as an issue comes from a scanner."""
    issue = scratch / "source" / "issue"
    issue.mkdir(parents=True)
    pages = []
    for number, image in enumerate(page_images(folder), 1):
        pages.append(issue / f"{number:04}{image.suffix.lower()}")
        pages[-1].write_bytes(image.read_bytes())
    return pages


def as_pdf(pages: Sequence[Path], target: Path) -> Path:
    """The pages in one PDF, as they are."""
    import img2pdf

    target.write_bytes(img2pdf.convert([str(page) for page in pages], rotation=img2pdf.Rotation.ifvalid))
    return target


def ours(pages: Sequence[Path], home: Path, workers: int) -> None:
    """Take the pages in, into an archive that was made beforehand."""
    run(ARCHIVE, "ingest", "run", "--workers", str(workers), pages[0].parent, home=home, codes=(0, 3))


def plain(pdf: Path, scratch: Path, workers: int) -> None:
    """OCRmyPDF with nothing said but the languages; a page out of time would be left without text."""
    options = ("-l", LANGUAGES, "-j", str(workers), "--quiet", "--tesseract-timeout", "600")
    run(OCRMYPDF, *options, pdf, scratch / "plain.pdf", home=scratch)


def bare(pages: Sequence[Path], scratch: Path, workers: int) -> None:
    """Tesseract, `workers` processes at a time."""

    def read(page: Path) -> None:
        run("tesseract", page, scratch / page.stem, "-l", LANGUAGES, home=scratch)

    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(read, pages))


# --- memory ---


@contextmanager
def watching_memory() -> Iterator[dict[str, int]]:
    """The most memory any one worker had while the block ran, in MB: `rss`, and `pss` (its share of it)."""
    most = {"rss": 0, "pss": 0}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            for process in _workers():
                for key, value in _memory(process).items():
                    most[key] = max(most[key], value // 1024)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def _workers() -> list[Path]:
    """Processes forked from a fork server (which is where workers come from), the server too."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"multiprocessing.forkserver" in (process / "cmdline").read_bytes():
                found.append(process)
        except OSError:
            continue
    return found


def _memory(process: Path) -> dict[str, int]:
    """`rss` and `pss` in kB; nothing for a process that is gone."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return {}
    values = dict(line.split(":", 1) for line in lines[1:])
    return {
        key: int(values[key.capitalize()].split()[0]) for key in ("rss", "pss") if key.capitalize() in values
    }


# --- parts ---


def parts(pages: Sequence[Path], scratch: Path) -> dict[str, float]:
    """CPU seconds a page of each part of the work, in one process, nothing else done."""
    from ingest.derivatives import make_derivatives
    from ingest.frames import find_frames
    from ingest.images import canvas_image, open_picture
    from ingest.ocr import PageImage, engine_for
    from ingest.searchable_pdf import PdfPageInput, make_pdf

    settings = Settings(home=scratch)
    engine = engine_for(settings)
    spent = dict.fromkeys(("decode", "prepare", "ocr", "tile", "pdf"), 0.0)

    def timed(part: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = work()
        spent[part] += time.process_time() - start
        return made

    inputs = []
    for number, path in enumerate(pages):
        picture = timed("decode", lambda path=path: open_picture(path, settings))
        for frame in timed("prepare", lambda picture=picture: find_frames(picture)):
            canvas = timed("decode", lambda picture=picture, frame=frame: canvas_image(picture, frame))
            image = PageImage(canvas, picture.dpi)
            timed("prepare", lambda image=image: [image.cleaned(tag) for tag in image.layout.languages])
            read = timed("ocr", lambda image=image: engine.recognise(image))
            timed("tile", lambda canvas=canvas, n=number: make_derivatives(canvas, scratch / f"tiles-{n}"))
            inputs.append(PdfPageInput(path, frame, read, dpi=picture.dpi))
    out = scratch / "issue.pdf"
    timed("pdf", lambda: make_pdf(inputs, out, settings, title="", language="ar", direction="rtl"))
    return {part: round(seconds / len(inputs), 3) for part, seconds in spent.items()}


# --- together ---


def measured(folder: Path, rounds: int, workers: int, scratch: Path) -> dict[str, Any]:
    """Everything, as the result is printed."""
    pages = staged(folder, scratch)
    pdf = as_pdf(pages, scratch / "pages.pdf")
    for name in ("first", *(f"home{number}" for number in range(rounds))):
        run(ARCHIVE, "create", home=scratch / name)
    with watching_memory() as memory:
        ours(pages, scratch / "first", workers)
    spent: dict[str, list[Spent]] = {"ours": [], "plain": [], "bare": []}
    for number in range(rounds):
        ways: dict[str, Callable[[], None]] = {
            "ours": lambda number=number: ours(pages, scratch / f"home{number}", workers),
            "plain": lambda: plain(pdf, scratch, workers),
            "bare": lambda: bare(pages, scratch, workers),
        }
        for name, way in ways.items():
            with spending() as one:
                way()
            spent[name].append(one)

    def times_as_fast(other: str, measure: str) -> float:
        pairs = zip(spent[other], spent["ours"], strict=True)
        return round(
            statistics.median(getattr(theirs, measure) / getattr(our, measure) for theirs, our in pairs), 2
        )

    return {
        "pages": len(pages),
        "workers": workers,
        **{
            name: {
                "pages_a_minute": round(60 * len(pages) / statistics.median(s.wall for s in each), 1),
                "cpu_seconds_a_page": round(statistics.median(s.cpu for s in each) / len(pages), 2),
            }
            for name, each in spent.items()
        },
        "times_as_fast": {
            f"as_{other}_{measure}": times_as_fast(other, measure)
            for other in ("plain", "bare")
            for measure in ("wall", "cpu")
        },
        "cpu_seconds_a_page_by_part": parts(pages, scratch),
        "most_megabytes_a_worker": memory,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="archive-speed-") as scratch:
        result = measured(asked.folder, asked.rounds, asked.workers, Path(scratch))
    if asked.json:
        print(json.dumps(result, indent=2))
        return
    for name, value in result.items():
        print(f"{name:28} {json.dumps(value)}")


if __name__ == "__main__":
    main()
